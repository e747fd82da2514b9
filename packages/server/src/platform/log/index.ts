/** The audit log as a Merkle log that can be verified (docs/adr/0014-log.md). */
export { type LogFault, readGiven, type VerifiedLog, verifyLogDirectory } from './archive/index.ts'
export { eraseEvents } from './erase.ts'
export { type ExportedLog, exportLog } from './export.ts'
export { logOrigin, logSigner, witnessSigner } from './keys.ts'
export { findBundle, findCheckpointNote, findTile, type ProvenStatement, proveStatement } from './read.ts'
export { integrateLog, type LogServices, openSequencer } from './sequencer.ts'
export { findLogStatus, type LogStatus } from './status.ts'
export { cosignNewest, type WitnessTrouble } from './witness.ts'
