/** Every expected failure of registration's use cases, for the command line. */
import { REVIEW_FAILURES } from './review/index.ts'
import { ROSTER_FAILURES } from './roster/index.ts'

export const REGISTRATION_FAILURES = { ...ROSTER_FAILURES, ...REVIEW_FAILURES } as const
