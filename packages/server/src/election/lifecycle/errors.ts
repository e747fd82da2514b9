/** How the failures of this room's use cases are told over HTTP. */
import { type FailureTable, failuresOf, HTTP_FAILURES } from '../../platform/http/index.ts'

export const ELECTION_FAILURES = {
  forbidden: HTTP_FAILURES.forbidden,
  'election.unknown': {
    status: 404,
    text: { zh: '没有这次选举，或不在您的工作区域内', en: 'This election does not exist, or is not in your area' },
    next: { zh: '从选举列表中选择', en: 'Choose one from the list of elections' },
  },
  'election.invalid': { status: 422, text: { zh: '选举的设置有误', en: 'The election settings are invalid' } },
  'election.overlaps': {
    status: 409,
    text: {
      zh: '同一级别已有一次选举涉及这个区域，届次相同或投票时间重叠，选民会被重复登记（选举法第五条）',
      en: 'Another election at this level covers this area, in the same round or on the same days; its voters would be registered twice (Electoral Law, Art. 5)',
    },
    next: { zh: '使用已有的选举，或更换届次、选举日', en: 'Use the existing election, or choose another round or day' },
  },
  'districts.invalid': {
    status: 422,
    text: { zh: '选区表有误', en: 'The table of electoral districts is invalid' },
    next: { zh: '按所列各行更正后重新报送', en: 'Correct the rows listed and send again' },
  },
} as const satisfies FailureTable

export type ElectionFailure = keyof typeof ELECTION_FAILURES
export const electionFailures = failuresOf<ElectionFailure>(ELECTION_FAILURES)
