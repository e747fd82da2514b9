/** Files that are kept: sealed, under random ids. What clerks' tables look like inside is the neighbour's thing (tables/). */
export { openSealedFiles, type SealedFiles } from './sealed-files.ts'
export {
  BYTE_ORDER_MARK,
  type CsvCell,
  csvLines,
  notesAfterReading,
  openTable,
  parseCsv,
  type Table,
  TableBroken,
  writeReport,
} from './tables/index.ts'
