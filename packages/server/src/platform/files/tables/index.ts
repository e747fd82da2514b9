export { parseCsv } from './csv.ts'
export { BYTE_ORDER_MARK, type CsvCell, csvLines } from './csv-writer.ts'
export { HEADER_WITHIN, type OpenOptions, openTable } from './open-table.ts'
export { type ReportedRow, type ReportOptions, type RowOutcome, writeReport } from './report.ts'
export {
  type Encoding,
  notesAfterReading,
  type RowBatch,
  type SkippedRows,
  type Table,
  TableBroken,
  type TableFault,
  type TableFaultCode,
} from './table.ts'
