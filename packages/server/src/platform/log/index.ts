/** The audit log as a Merkle log that can be verified (docs/adr/0014-log.md). */
export { readGiven, type VerifiedLog, verifyLogDirectory } from './archive/index.ts'
export { eraseEvents } from './erase.ts'
export { exportLog } from './export.ts'
export { logSigner, witnessSigner } from './keys.ts'
export { findBundle, findCheckpointNote, findTile, type ProvenStatement, proveStatement } from './read.ts'
export { integrateLog, openSequencer } from './sequencer.ts'
export { findLogStatus, type LogStatus } from './status.ts'
export { cosignNewest } from './witness.ts'
