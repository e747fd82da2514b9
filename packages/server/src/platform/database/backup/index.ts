/** Backup and restore, the same for both stores. */
export { type BackupSummary, backup, restore, verifyBackup } from './backup.ts'
