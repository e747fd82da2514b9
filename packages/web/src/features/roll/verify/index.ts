/** Published versions, their roots and the check of their files. */
export { Root } from './root.tsx'
export { VersionSheet } from './version-sheet.tsx'
