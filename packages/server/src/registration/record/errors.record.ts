/** Expected failures of looking at a person's record. */

import { ELECTION_FAILURES } from '../../election/index.ts'
import { type FailureTable, failuresOf, HTTP_FAILURES } from '../../platform/http/index.ts'

export const RECORD_FAILURES = {
  ...ELECTION_FAILURES,
  'not-found': HTTP_FAILURES['not-found'],
  'registration.unknown': {
    status: 404,
    text: { zh: '没有这条登记，或不在您的工作区域内', en: 'This registration does not exist, or is not in your area' },
  },
} as const satisfies FailureTable

export type RecordFailure = keyof typeof RECORD_FAILURES
export const recordFailures = failuresOf<RecordFailure>(RECORD_FAILURES)
