/** Expected failures of work lists, visits, the overview and the check of an election. The overview shows imports. */
import { type FailureTable, failuresOf } from '../../platform/http/index.ts'
import { ROSTER_FAILURES } from '../roster/index.ts'

export const WORKLIST_FAILURES = { ...ROSTER_FAILURES } as const satisfies FailureTable

export type WorklistFailure = keyof typeof WORKLIST_FAILURES
export const worklistFailures = failuresOf<WorklistFailure>(WORKLIST_FAILURES)
