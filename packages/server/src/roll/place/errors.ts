/** How the failures of voting places are told over HTTP. */
import { ELECTION_FAILURES } from '../../election/index.ts'
import { type FailureTable, failuresOf } from '../../platform/http/index.ts'

export const PLACE_FAILURES = {
  forbidden: ELECTION_FAILURES.forbidden,
  'election.unknown': ELECTION_FAILURES['election.unknown'],
  'place.district': {
    status: 404,
    text: { zh: '这次选举没有这个选区', en: 'This election has no such electoral district' },
    next: { zh: '核对选区代码和级别', en: 'Check the code and level of the electoral district' },
  },
  'place.hours': {
    status: 422,
    text: { zh: '投票结束的时间应晚于开始的时间', en: 'Voting must end later than it begins' },
    next: { zh: '改正投票时间', en: 'Correct the hours' },
  },
} as const satisfies FailureTable

export type PlaceFailure = keyof typeof PLACE_FAILURES
export const placeFailures = failuresOf<PlaceFailure>(PLACE_FAILURES)
