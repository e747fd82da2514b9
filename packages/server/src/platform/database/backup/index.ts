/** Backup and restore, the same for both stores. */
export { backup, restore } from './backup.ts'
export { markRestored } from './restored.ts'
