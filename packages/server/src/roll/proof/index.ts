export { PROOF_FAILURES } from './errors.ts'
export { registerProofRoutes } from './routes.ts'

export { checkProofFile } from './service.check.ts'
export { getEntryProof, getMyEntryProofs } from './service.ts'
export { findEntriesOf, findRegistrationsOf, type RegisteredRow } from './store.ts'
