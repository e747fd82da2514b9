/** Expected failures of work lists, visits and the check of an election. */
import { ELECTION_FAILURES } from '../../election/index.ts'
import { type FailureTable, failuresOf, HTTP_FAILURES } from '../../platform/http/index.ts'

export const WORKLIST_FAILURES = {
  ...ELECTION_FAILURES,
  'not-found': HTTP_FAILURES['not-found'],
} as const satisfies FailureTable

export type WorklistFailure = keyof typeof WORKLIST_FAILURES
export const worklistFailures = failuresOf<WorklistFailure>(WORKLIST_FAILURES)
