/** How the failures of opening an ID number are told over HTTP. */
import { type FailureTable, failuresOf } from '../../platform/http/index.ts'

export const REVEAL_FAILURES = {
  'registration.unknown': {
    status: 404,
    text: { zh: '没有这条登记，或不在您的工作区域内', en: 'This registration does not exist, or is not in your area' },
    next: { zh: '请登记所在地的选举委员会查看', en: 'Ask the election committee that holds the registration' },
  },
  'number.none': {
    status: 409,
    text: { zh: '此人以其他证件登记，没有公民身份号码', en: 'This person registered with another document and has no ID number' },
    next: { zh: '按登记时的证件核对', en: 'Compare with the document used for the registration' },
  },
  'number.too-many': {
    status: 429,
    text: {
      zh: '一小时内查看的号码过多，这次没有显示',
      en: 'You viewed too many numbers within an hour; this one was not shown',
    },
    next: {
      zh: '一小时后再试；批量核对请导入名册，不必逐个查看',
      en: 'Try again in an hour; to check many people, import a roster',
    },
  },
} as const satisfies FailureTable

export type RevealFailure = keyof typeof REVEAL_FAILURES
export const revealFailures = failuresOf<RevealFailure>(REVEAL_FAILURES)
