/** ZIP archives of files that somebody sent. */
export { inspectArchive, unpackArchive } from './archive.ts'
export type { ArchiveFile, ArchiveRefusal } from './found.ts'
