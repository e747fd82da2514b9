/** Backup and restore of an installation: tables, files and jobs. */
export { BACKUP_FILES, backUp, type NamedFile, verifyBackup } from './backup.ts'
export { findKeyOf } from './container.ts'
export {
  AFTER_RESTORE,
  isTablesOnly,
  type Restored,
  type RestoredInstallation,
  restoreBackup,
  restoreTablesOnly,
} from './restore.ts'
