/**
 * Reads a sheet of an .xlsx workbook as a stream of rows.
 * Uses yauzl and saxes and not exceljs's stream reader, which unpacks sheets into the system's temporary folder if the shared strings
 * follow them, as in files from Excel: ID numbers would be on the disk in clear.
 */
import { dateOfSerial } from '@mingce/domain/standards'
import type { Merge } from '../shape/index.ts'
import { type RowBatch, TableBroken, tableFaults } from './faults.ts'
import { LONGEST_CELL, MOST_COLUMNS, MOST_MERGES, MOST_SHEET_BYTES, MOST_SHEET_ROWS } from './limits.ts'
import { type SharedStrings, type Sheet, textOf, unescapeText, xmlParser } from './workbook.ts'
import type { ZipParts } from './zip-parts.ts'

/** Parts of the workbook that are needed to read any sheet. */
export interface CellContext {
  readonly strings: SharedStrings
  readonly dateStyles: readonly boolean[]
  readonly from1904: boolean
}

type Attributes = Readonly<Record<string, string>>

const BATCH = 2000

/** Column of a reference such as 'AB12', from 0; −1 where there is none. */
const columnOf = (reference: string | undefined): number => {
  if (reference === undefined) return -1
  let column = 0
  for (let i = 0; i < reference.length; i++) {
    const letter = reference.charCodeAt(i) - 64
    if (letter < 1 || letter > 26) break
    column = column * 26 + letter
  }
  return column - 1
}

const DAYS_1904 = 1462

/**
 * Text of a numeric cell. A number of 2^53 or more has lost digits: it is written in scientific notation, so that it cannot be taken for an
 * ID number.
 */
const numberText = (value: string, isDate: boolean, from1904: boolean): string => {
  const number = Number(value)
  if (!Number.isFinite(number)) return value
  if (isDate) return number >= 1 && number < 2_958_466 ? dateOfSerial(from1904 ? number + DAYS_1904 : number) : String(number)
  return Math.abs(number) >= 2 ** 53 ? number.toExponential() : String(number)
}

/** The number of the row after row `last`, which the sheet may state. Throws TableBroken unless it is larger and a spreadsheet can have it. */
const nextRowNo = (stated: string | undefined, last: number): number => {
  const next = stated === undefined ? last + 1 : Number(stated)
  if (!Number.isInteger(next) || next <= last || next > MOST_SHEET_ROWS) throw new TableBroken(tableFaults.rowNumber(last))
  return next
}

interface Cell {
  readonly type: string
  readonly style: number
  readonly value: string
}

const cellText = ({ strings, dateStyles, from1904 }: CellContext, { type, style, value }: Cell): string => {
  switch (type) {
    case 's':
      return value === '' ? '' : strings.get(Number(value))
    case 'n':
      return value === '' ? '' : numberText(value, dateStyles[style] === true, from1904)
    case 'd':
      return value.slice(0, 10)
    case 'e':
      return ''
    default:
      return unescapeText(value)
  }
}

interface TakenRows {
  readonly cells: string[][]
  readonly rowNos: number[]
  readonly hidden: number[]
}

/** Rows that were read and not taken yet, with the spreadsheet's row numbers. */
const openRows = () => {
  let rows: TakenRows = { cells: [], rowNos: [], hidden: [] }
  return {
    add: (rowNo: number, row: string[]): void => {
      rows.cells.push(row)
      rows.rowNos.push(rowNo)
    },
    hide: (rowNo: number): void => {
      rows.hidden.push(rowNo)
    },
    count: (): number => rows.cells.length,
    take: (): TakenRows => {
      const taken = rows
      rows = { cells: [], rowNos: [], hidden: [] }
      return taken
    },
  }
}

/** Parses a sheet's XML into rows, which are taken off as they come. */
const openSheetParser = (context: CellContext) => {
  const rows = openRows()
  let row: string[] = []
  let rowNo = 0
  let column = -1
  let type = 'n'
  let style = 0
  let value = ''
  let inValue = false
  let inPhonetic = false

  const setInValue = (now: boolean) => (): void => {
    inValue = now
  }
  const setInPhonetic = (now: boolean) => (): void => {
    inPhonetic = now
  }
  const startRow = (attributes: Attributes): void => {
    rowNo = nextRowNo(attributes.r, rowNo)
    if (attributes.hidden === '1' || attributes.hidden === 'true') rows.hide(rowNo)
    row = []
    column = -1
  }
  const startCell = (attributes: Attributes): void => {
    const at = columnOf(attributes.r)
    column = at >= 0 ? at : column + 1
    type = attributes.t ?? 'n'
    style = Number(attributes.s ?? 0)
    value = ''
  }
  const endCell = (): void => {
    if (value === '' || column >= MOST_COLUMNS) return
    const text = cellText(context, { type, style, value })
    while (row.length < column) row.push('')
    row[column] = text
  }

  /** What begins and ends with each element; of others nothing is read. */
  const openings = new Map<string, (attributes: Attributes) => void>([
    ['row', startRow],
    ['c', startCell],
    ['v', setInValue(true)],
    ['t', () => setInValue(inValue || !inPhonetic)()],
    ['rPh', setInPhonetic(true)],
  ])
  const closings = new Map<string, () => void>([
    ['v', setInValue(false)],
    ['t', setInValue(false)],
    ['rPh', setInPhonetic(false)],
    ['c', endCell],
    ['row', () => rows.add(rowNo, row)],
  ])
  const parser = xmlParser({
    open: (name, attributes) => openings.get(name)?.(attributes),
    text: text => {
      if (!inValue) return
      value += text
      if (value.length > LONGEST_CELL) throw new TableBroken(tableFaults.longCell(rowNo))
    },
    close: name => closings.get(name)?.(),
  })
  return { write: parser.write, close: parser.close, rows: rows.count, take: rows.take }
}

export interface SheetReading {
  /** What the last batch states as `bytesRead`. */
  readonly totalBytes: number
  /** Stop after so many unpacked bytes, or so many rows; the whole sheet without them. */
  readonly mostBytes?: number
  readonly mostRows?: number
}

/** A batch, and how many unpacked bytes it was read from. */
export interface SheetBatch extends RowBatch {
  readonly partBytes: number
}

/** All rows that the sheet's XML contains; rowNos are the spreadsheet's row numbers. */
export async function* readSheet(
  zip: ZipParts,
  sheet: Sheet,
  context: CellContext,
  { totalBytes, mostBytes = Number.POSITIVE_INFINITY, mostRows = BATCH }: SheetReading,
): AsyncGenerator<SheetBatch> {
  const parser = openSheetParser(context)
  const size = Math.max(1, zip.sizeOf(sheet.part))
  let read = 0
  let before = 0
  const take = (bytesRead: number): SheetBatch => {
    const partBytes = read - before
    before = read
    return { ...parser.take(), bytesRead, partBytes }
  }
  const stream = await zip.open(sheet.part, MOST_SHEET_BYTES)
  try {
    for await (const { text, bytes } of textOf(stream)) {
      parser.write(text)
      read += bytes
      if (parser.rows() >= mostRows || read >= mostBytes) yield take(Math.round((read / size) * totalBytes))
    }
    parser.close()
    yield take(totalBytes)
  } finally {
    stream.destroy()
  }
}

const REFERENCE = /mergeCell [^>]{0,200}?ref="\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})\$?(\d{1,7})"/g
const LONGEST_REFERENCE = 256

/**
 * The merged ranges of a sheet. They follow its rows, so the whole part is unpacked and searched for them, without parsing it: in a third of
 * the time that reading takes.
 */
export const readMerges = async (zip: ZipParts, sheet: Sheet): Promise<Merge[]> => {
  const merges: Merge[] = []
  const stream = await zip.open(sheet.part, MOST_SHEET_BYTES)
  let rest = Buffer.alloc(0)
  try {
    for await (const piece of stream as AsyncIterable<Buffer>) {
      const bytes = rest.length === 0 ? piece : Buffer.concat([rest, piece])
      const from = bytes.indexOf('mergeCell ')
      if (from < 0) {
        rest = Buffer.from(bytes.subarray(Math.max(0, bytes.length - 16)))
        continue
      }
      const text = bytes.toString('latin1', from)
      let end = 0
      for (const match of text.matchAll(REFERENCE)) {
        const [, left, top, right, bottom] = match
        end = match.index + match[0].length
        merges.push({
          top: Number(top),
          bottom: Number(bottom),
          left: columnOf(left),
          right: Math.min(columnOf(right), MOST_COLUMNS - 1),
        })
        if (merges.length > MOST_MERGES) throw new TableBroken(tableFaults.unpacksTooLarge)
      }
      rest = Buffer.from(text.slice(Math.max(end, text.length - LONGEST_REFERENCE)), 'latin1')
    }
  } finally {
    stream.destroy()
  }
  return merges.filter(({ top, bottom, left, right }) => left >= 0 && right >= left && bottom >= top)
}
