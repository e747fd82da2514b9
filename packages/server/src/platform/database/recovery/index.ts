/** Point-in-time recovery of a PostgreSQL server: what it needs. */
export { findClientVersion, findRecoveryFacts, findRecoveryFaults, type RecoveryFacts } from './recovery.ts'
