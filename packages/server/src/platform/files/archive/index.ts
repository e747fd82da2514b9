/** ZIP archives of files that somebody sent. */
export { ARCHIVE_LIMITS, inspectArchive, unpackArchive } from './archive.ts'
export type { ArchiveFile, ArchiveFound, ArchiveRefusal } from './found.ts'
