/** Text files: CSV in several encodings, and columns divided by spaces. Streams. */
import { closeSync, openSync, writeSync } from 'node:fs'
import iconv from 'iconv-lite'
import { BYTE_ORDER_MARK, type CsvCell, csvLines } from '../../../platform/files/index.ts'
import type { Cell, LineSink, TableShape } from './shape.ts'

/** Rows that are written in one piece. */
const ROWS_AT_ONCE = 500

const toCsvCell = (cell: Cell): CsvCell => (cell instanceof Date ? cell.toISOString().slice(0, 10) : cell)

/** Text with spaces between the columns: no cell may be empty. */
const spacedLines = (rows: readonly (readonly CsvCell[])[], lineEnd: string): string =>
  rows.map(row => row.join('  ').trimEnd() + lineEnd).join('')

/** Appends rows to a new CSV file: whole lines at a time, so that no character is cut in two. */
export const createCsvFile = (
  path: string,
  encoding: TableShape['encoding'] = 'utf8',
  lineEnd: '\n' | '\r\n' = '\n',
  isSpaced = false,
) => {
  const file = openSync(path, 'w')
  let start = encoding === 'utf8-bom' || encoding.startsWith('utf16') ? BYTE_ORDER_MARK : ''
  let pending: CsvCell[][] = []
  const flush = () => {
    const text = start + (isSpaced ? spacedLines(pending, lineEnd) : csvLines(pending, { lineEnd }))
    pending = []
    start = ''
    writeSync(
      file,
      encoding.startsWith('utf8')
        ? Buffer.from(text, 'utf8')
        : iconv.encode(text, encoding.replace(/^utf16/, 'utf-16'), { addBOM: false }),
    )
  }
  return {
    add(cells: readonly Cell[]): void {
      if (pending.push(cells.map(toCsvCell)) >= ROWS_AT_ONCE) flush()
    },
    close(): void {
      flush()
      closeSync(file)
    },
  }
}

/** Lines of a text file. */
export const createTextSink = (path: string, { encoding, kind }: TableShape): LineSink => {
  const file = createCsvFile(path, encoding, encoding === 'utf8' ? '\n' : '\r\n', kind === 'txt')
  return { write: ({ cells }) => file.add(cells), close: async () => file.close() }
}
