/** Backup and restore of the tables, the same for both stores. */
export {
  type BackupSummary,
  backup,
  dump,
  refuseExisting,
  refuseUnlessEmpty,
  restore,
  restoreText,
  verifyText,
} from './backup.ts'
export { type BackupSource, damaged, readBackupText } from './backup-file.ts'
export { markRestored } from './restored.ts'
