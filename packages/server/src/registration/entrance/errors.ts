/** Expected failures of posters that open the portal. */
import { ELECTION_FAILURES } from '../../election/index.ts'
import { type FailureTable, failuresOf } from '../../platform/http/index.ts'

export const ENTRANCE_FAILURES = {
  ...ELECTION_FAILURES,
  'entrance.none': {
    status: 409,
    text: { zh: '这里还没有可以印的登记站或社区（村）', en: 'There is no station or community here to print a poster for' },
    next: { zh: '先填写登记站，或选择别的区域', en: 'Enter the stations first, or choose another area' },
  },
  'entrance.too-many': {
    status: 409,
    text: { zh: '一次打印的海报过多，没有打印', en: 'Too many posters for one print; nothing was printed' },
    next: { zh: '按乡镇（街道）分别打印', en: 'Print township by township' },
  },
} as const satisfies FailureTable

export type EntranceFailure = keyof typeof ENTRANCE_FAILURES
export const entranceFailures = failuresOf<EntranceFailure>(ENTRANCE_FAILURES)
