/** The store of encrypted files, under random ids, and the reading and writing of tables. */
export { type ArchiveFile, type ArchiveRefusal, inspectArchive, unpackArchive } from './archive/index.ts'
export { describeFileFault, findWriteFault } from './file-faults.ts'
export { answerIsolated, runIsolated } from './isolated.ts'
export { openSealedFiles, type SealedFiles } from './sealed-files.ts'
export { openStream, sealStream } from './sealed-stream.ts'
export { openZip } from './sources/index.ts'
export {
  archiveStream,
  BYTE_ORDER_MARK,
  type CsvCell,
  csvLines,
  notesAfterReading,
  openTable,
  parseCsv,
  readWholeTable,
  reportBytes,
  type Table,
  TableBroken,
  type TableLook,
  tableStream,
  unguardCell,
  writeReport,
} from './tables/index.ts'
