/** How the failures of this room's use cases are told over HTTP. */
import { ELECTION_FAILURES } from '../election/index.ts'
import { type FailureTable, failuresOf, HTTP_FAILURES } from '../platform/http/index.ts'

export const ROLL_FAILURES = {
  ...ELECTION_FAILURES,
  'not-found': HTTP_FAILURES['not-found'],
} as const satisfies FailureTable

export type RollFailure = keyof typeof ROLL_FAILURES
export const rollFailures = failuresOf<RollFailure>(ROLL_FAILURES)
