/** Expected failures of lists by building, and of household sheets. */
import { ELECTION_FAILURES } from '../../election/index.ts'
import { type FailureTable, failuresOf } from '../../platform/http/index.ts'

export const HOUSEHOLD_FAILURES = {
  ...ELECTION_FAILURES,
  'household.community': {
    status: 404,
    text: { zh: '您的工作区域内没有这个社区（村）', en: 'There is no such community in your area' },
    next: { zh: '从列表中选择社区（村）', en: 'Choose the community from the list' },
  },
  'household.unknown': {
    status: 404,
    text: {
      zh: '这张走访单不是本单位打印的，或者不属于您的工作区域',
      en: 'This sheet was not printed by this installation, or its household is not in your area',
    },
    next: { zh: '请负责这个社区（村）的同事录入，或重新打印', en: 'Ask a colleague of that community, or print the sheet again' },
  },
  'household.too-many': {
    status: 409,
    text: { zh: '一次打印的户数过多，没有打印', en: 'Too many households for one print; nothing was printed' },
    next: { zh: '选择一栋楼再打印', en: 'Choose a building and print again' },
  },
  'household.none': {
    status: 409,
    text: { zh: '这里没有尚未登记的人，不用打印', en: 'Nobody here is still to be registered; there is nothing to print' },
  },
} as const satisfies FailureTable

export type HouseholdFailure = keyof typeof HOUSEHOLD_FAILURES
export const householdFailures = failuresOf<HouseholdFailure>(HOUSEHOLD_FAILURES)
