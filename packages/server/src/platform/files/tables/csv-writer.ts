/** The one writer of CSV: papaparse, which also reads what `csv.ts` does not split itself. */
import Papa from 'papaparse'
import { FORMULA } from '../sources/index.ts'

export type CsvCell = string | number | null

/** The byte order mark: without it Excel reads a UTF-8 file in the system's encoding. */
export const BYTE_ORDER_MARK = '\ufeff'

export interface CsvOptions {
  readonly lineEnd?: '\r\n' | '\n'
}

/** A spreadsheet drops white space at the ends of a cell without quotation marks; papaparse quotes for the ASCII space only. */
const endsWithSpace = (cell: unknown): boolean => typeof cell === 'string' && cell.trim() !== cell

/**
 * `rows` as lines of CSV, each with its end. Many rows in one call are several times as fast as one call a row. An apostrophe keeps a text that
 * begins like a formula a text, wherever it came from.
 */
export const csvLines = (rows: readonly (readonly CsvCell[])[], options: CsvOptions = {}): string => {
  const { lineEnd = '\r\n' } = options
  if (rows.length === 0) return ''
  const text = Papa.unparse(rows as CsvCell[][], {
    newline: lineEnd,
    quotes: endsWithSpace,
    escapeFormulae: FORMULA,
  })
  return text + lineEnd
}
