export { PROOF_FAILURES } from './errors.ts'
export { registerProofRoutes } from './routes.ts'

export { checkProofFile } from './service.check.ts'
export { getEntryProof, getMyEntryProofs } from './service.ts'
