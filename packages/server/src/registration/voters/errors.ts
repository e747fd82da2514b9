/** Expected failures of looking through the roll. */
import { ELECTION_FAILURES } from '../../election/index.ts'
import { type FailureTable, failuresOf } from '../../platform/http/index.ts'

export const VOTERS_FAILURES = {
  ...ELECTION_FAILURES,
  'voters.exact-name': {
    status: 422,
    text: { zh: '登记站按完整的姓名查找本区域的选民', en: 'A station finds voters of its area by their full name' },
    next: { zh: '输入完整的姓名（汉字），不用拼音或姓氏', en: 'Enter the full name, not pinyin or the surname alone' },
  },
  'number.invalid': {
    status: 422,
    text: { zh: '号码不是有效的公民身份号码', en: 'This is not a valid ID number' },
    next: { zh: '对照身份证核对18位号码', en: 'Check the 18 places against the ID card' },
  },
  'number.several': {
    status: 409,
    text: {
      zh: '您以这个姓名和出生日期查过另一个号码，这个号码没有查询',
      en: 'You have sent another number with this name and birth date; this one was not looked up',
    },
    next: {
      zh: '确有同名同日出生的，由同事对照身份证查询',
      en: 'If there are two such people, ask a colleague, with the ID card at hand',
    },
  },
  'number.too-many': {
    status: 429,
    text: { zh: '一小时内按号码查询过多，这次没有查询', en: 'You looked up too many numbers within an hour; this one was not' },
    next: {
      zh: '一小时后再试；批量核对请导入名册，不必逐个查询',
      en: 'Try again in an hour; to check many people, import a roster',
    },
  },
} as const satisfies FailureTable

export type VotersFailure = keyof typeof VOTERS_FAILURES
export const votersFailures = failuresOf<VotersFailure>(VOTERS_FAILURES)
