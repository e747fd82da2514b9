/** An exported log: writing its files, and verifying them offline. */
export { CHECKPOINT, FORMAT } from './format.ts'
export { readGiven } from './heads.ts'
export { type VerifiedLog, verifyLogDirectory } from './verify.ts'
export { type ArchivedEntry, writeArchive } from './write.ts'
