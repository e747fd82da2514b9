/** Reads CSV as a stream of rows, one piece of the file at a time, so memory does not grow with the file. */
import { open } from 'node:fs/promises'
import Papa from 'papaparse'
import { decoderOf, detectEncoding, type EncodingChange, readStart } from './encoding.ts'
import { type Encoding, type RowBatch, TableBroken, type TableFault, tableFaults } from './faults.ts'
import { unguardCell } from './formula.ts'
import { LONGEST_CELL, MOST_BATCH_ROWS, MOST_COLUMNS } from './limits.ts'

const PIECE = 1 << 19
/** Bytes at the start, and while rows are so short that a whole piece has some hundred thousand of them. */
const SMALL_PIECE = 1 << 15
const SHORT_ROW_BYTES = 12
/** A record longer than this has a quotation mark that is never closed, or the file is not a table. */
const LONGEST_RECORD = 1 << 20
/** Characters in which the header must be found: it is split by each delimiter in one go. */
const SAMPLE_CHARACTERS = 1 << 17
const QUOTE = 0x22
const RETURN = 0x0d
const APOSTROPHE = 0x27

export interface CsvShape {
  readonly encoding: Encoding
  /** Bytes of the byte order mark. */
  readonly mark: number
  /** Lines end with '\r' alone, as on old Macs. */
  readonly bareReturns: boolean
}

/** Told once where the encoding changes: from which row, and from what to what. */
export type OnChange = (row: number, change: Pick<EncodingChange, 'from' | 'to'>) => void

/** Cells divided by spaces: any, or at least two. */
export const ANY_SPACES = ' '
export const WIDE_SPACES = '  '
const isSpaces = (delimiter: string): boolean => delimiter === ANY_SPACES || delimiter === WIDE_SPACES

/** Converts spaces between cells to tabs. */
const withTabs = (text: string, delimiter: string): string =>
  text
    .replace(/(^|\n)[ \u3000\u00a0]+/g, '$1')
    .replace(delimiter === WIDE_SPACES ? /[ \u3000\u00a0\t]{2,}|\t/g : /[ \u3000\u00a0\t]+/g, '\t')
    .replaceAll('\t\n', '\n')

/** Converts line ends to '\n'. A '\r' at the end of a piece may be half of a line end: the caller keeps it for the next piece. */
const withNewlines = (text: string, bareReturns: boolean): string =>
  bareReturns ? text.replaceAll('\r', '\n') : text.replaceAll('\r\n', '\n')

interface Parsed {
  readonly data: string[][]
  readonly errors: readonly { readonly row?: number }[]
  readonly meta: { readonly cursor: number }
  /** No row is so long that a cell or the number of columns can be above its limit. */
  readonly isShort?: boolean
}

/**
 * Rows of a text without quotation marks, up to `end`: the result of splitting by line end and delimiter, in two thirds of the time
 * (docs/adr/0010-csv.md).
 */
export const cellsOf = (text: string, end: number, delimiter: string): string[][] => splitRows(text, end, delimiter).rows

const splitRows = (text: string, end: number, delimiter: string): { readonly rows: string[][]; readonly isShort: boolean } => {
  const rows: string[][] = []
  let isShort = true
  let from = 0
  let next = text.indexOf(delimiter)
  let width = 0
  while (from <= end) {
    const found = text.indexOf('\n', from)
    const stop = found < 0 || found > end ? end : found
    if (stop - from > LONGEST_CELL) isShort = false
    // Sized like the previous row: an array that grows by itself allocates seventeen elements.
    const row = new Array<string>(width)
    let column = 0
    while (next >= 0 && next < stop) {
      row[column++] = text.slice(from, next)
      from = next + 1
      next = text.indexOf(delimiter, from)
    }
    row[column++] = text.slice(from, stop)
    row.length = column
    width = column
    if (column > MOST_COLUMNS) {
      isShort = false
      width = MOST_COLUMNS
    }
    rows.push(row)
    from = stop + 1
  }
  return { rows, isShort }
}

/** Rows of the text, and where the incomplete last row begins. `isQuoted`: the text may contain quotation marks. */
const parse = (text: string, delimiter: string, last: boolean, isQuoted: boolean): Parsed => {
  if (!isQuoted) {
    const end = last ? text.length : text.lastIndexOf('\n')
    if (end < 0) return { data: [], errors: [], meta: { cursor: 0 } }
    const { rows: data, isShort } = splitRows(text, end, delimiter)
    // There is no row after the last line end.
    if (last && data.at(-1)?.length === 1 && data.at(-1)?.[0] === '') data.pop()
    return { data, errors: [], meta: { cursor: end + 1 }, isShort }
  }
  const parsed = new Papa.Parser({ delimiter, newline: '\n' }).parse(text, 0, !last) as Parsed
  const tail = parsed.data.at(-1)
  if (last && tail?.length === 1 && tail[0] === '') parsed.data.pop()
  return parsed
}

/** Searching the text once is much faster than looking at each cell. */
const unguardRows = (rows: readonly string[][], text = "'"): void => {
  if (!text.includes("'")) return
  for (const row of rows)
    for (let i = 0; i < row.length; i++) if (row[i]?.charCodeAt(0) === APOSTROPHE) row[i] = unguardCell(row[i] ?? '')
}

/** All rows of a whole text, without empty lines. `broken`: a quotation mark is not closed or misplaced, so rows may be wrong. */
export const parseCsv = (text: string): { readonly rows: string[][]; readonly broken: boolean } => {
  const { data, errors } = Papa.parse<string[]>(text, { delimiter: ',', newline: '\n', skipEmptyLines: true })
  unguardRows(data)
  return { rows: data, broken: errors.some(error => error.type === 'Quotes') }
}

export interface OpenedCsv {
  readonly shape: CsvShape
  readonly sample: string
  readonly size: number
  /** Where the encoding changes, if it does in the first megabyte: the row, from 1. */
  readonly change: { readonly row: number; readonly from: Encoding; readonly to: Encoding } | undefined
}

/** A CSV file's encoding and line ends, and the text of its first rows. */
export const openCsv = async (path: string): Promise<OpenedCsv> => {
  const file = await open(path)
  try {
    const { encoding, mark } = await detectEncoding(file)
    const start = (await readStart(file)).subarray(mark)
    const decoder = decoderOf(encoding)
    let text = decoder.write(start)
    const change = decoder.change()
    if (text.length < SAMPLE_CHARACTERS) text += decoder.end()
    const bareReturns = text.includes('\r') && !text.includes('\n')
    const { size } = await file.stat()
    const row = change && text.slice(0, change.at).split('\n').length
    return {
      shape: { encoding, mark, bareReturns },
      sample: withNewlines(text.slice(0, SAMPLE_CHARACTERS), bareReturns),
      size,
      change: change && row !== undefined ? { row, from: change.from, to: change.to } : undefined,
    }
  } finally {
    await file.close()
  }
}

/** Drops empty cells at the end of a row that has more than `MOST_COLUMNS`. */
const dropEmptyEnd = (row: string[]): void => {
  while (row.length > MOST_COLUMNS && row.at(-1)?.trim() === '') row.pop()
}

/** The first rows of a sample, split by `delimiter`; of each row at most `MOST_COLUMNS` cells. */
export const firstRows = (sample: string, delimiter: string, count: number): string[][] => {
  const [text, mark] = isSpaces(delimiter) ? [withTabs(sample, delimiter), '\t'] : [sample, delimiter]
  const parsed = new Papa.Parser({ delimiter: mark, newline: '\n', preview: count }).parse(text, 0, false) as Parsed
  const rows = parsed.data.slice(0, count).map(row => (row.length > MOST_COLUMNS ? row.slice(0, MOST_COLUMNS) : row))
  unguardRows(rows)
  return rows
}

/** Throws TableBroken if a row has too many columns or too long a cell. */
const checkRow = (row: string[], rowNo: number): void => {
  if (row.length > MOST_COLUMNS) dropEmptyEnd(row)
  if (row.length > MOST_COLUMNS) throw new TableBroken(tableFaults.tooManyColumns(rowNo))
  for (const cell of row) if (cell.length > LONGEST_CELL) throw new TableBroken(tableFaults.longCell(rowNo))
}

const checkRows = (rows: string[][], firstNo: number): void => {
  for (const [index, row] of rows.entries()) checkRow(row, firstNo + index)
}

/** Yields rows, the first of which has the number `firstNo`, some thousand at a time. */
function* inBatches(rows: string[][], firstNo: number, bytesRead: number): Generator<RowBatch> {
  for (let from = 0; from < rows.length; from += MOST_BATCH_ROWS) {
    const cells = rows.length <= MOST_BATCH_ROWS ? rows : rows.slice(from, from + MOST_BATCH_ROWS)
    const rowNos = new Array<number>(cells.length)
    for (let i = 0; i < cells.length; i++) rowNos[i] = firstNo + from + i
    yield { rowNos, cells, bytesRead }
  }
}

interface Piece {
  readonly bytes: Buffer
  /** In the file, after the piece. */
  readonly position: number
  /** Past the end of the file; it has no bytes. */
  readonly last: boolean
}

/**
 * A file piece by piece, with an empty one at its end. The next piece is read while the caller processes this one. `bytesOf` says how large
 * the next may be, at most `PIECE`.
 */
async function* readPieces(path: string, from: number, bytesOf: () => number): AsyncGenerator<Piece> {
  const file = await open(path)
  let coming: Promise<{ bytesRead: number; buffer: Buffer }> | undefined
  try {
    let position = from
    const buffers = [Buffer.allocUnsafe(PIECE), Buffer.allocUnsafe(PIECE)] as const
    const readPiece = (into: Buffer) => file.read(into, 0, bytesOf(), position)
    coming = readPiece(buffers[0])
    for (let piece = 1; ; piece++) {
      const { bytesRead, buffer } = await coming
      position += bytesRead
      const last = bytesRead === 0
      if (!last) coming = readPiece(buffers[piece % 2] as Buffer)
      yield { bytes: buffer.subarray(0, bytesRead), position, last }
      if (last) return
    }
  } finally {
    // If the caller stops early, a read is still pending.
    await coming?.catch(() => undefined)
    await file.close()
  }
}

interface TextPiece {
  readonly text: string
  /** Whether the text may contain quotation marks. */
  readonly isQuoted: boolean
  readonly change: EncodingChange | undefined
}

/** Decodes pieces, each with its line ends converted. */
const textReader = (shape: CsvShape): ((piece: Piece) => TextPiece) => {
  const decoder = decoderOf(shape.encoding)
  const had = new Set<number>()
  let kept = ''
  return ({ bytes, last }) => {
    // Searching the bytes is much faster than searching the text, and in every encoding these characters contain these bytes. In UTF-16 a
    // read may end within a character, and a line that is not UTF-8 waits for its end; then its bytes are of the previous piece.
    const mayHave = (byte: number): boolean => {
      const before = had.has(byte)
      if (bytes.includes(byte)) had.add(byte)
      else had.delete(byte)
      return before || had.has(byte)
    }
    const isQuoted = mayHave(QUOTE)
    const hasReturns = mayHave(RETURN) || kept !== ''
    let text = kept + (last ? decoder.end() : decoder.write(bytes))
    kept = !last && text.endsWith('\r') ? '\r' : ''
    if (kept !== '') text = text.slice(0, -1)
    return { text: hasReturns ? withNewlines(text, shape.bareReturns) : text, isQuoted, change: decoder.change() }
  }
}

const longRecordFault = (record: string, rowNo: number): TableFault =>
  record.includes('"') ? tableFaults.brokenQuotes(rowNo) : tableFaults.longRecord(rowNo)

const countNewlines = (text: string): number => text.split('\n').length - 1

/** Throws for an error within the first `rows`: one in the incomplete last row may disappear with the next piece. */
const checkQuotes = (errors: Parsed['errors'], rows: number, rowNo: number): void => {
  const broken = errors.find(error => (error.row ?? 0) < rows)
  if (broken) throw new TableBroken(tableFaults.brokenQuotes(rowNo + (broken.row ?? 0)))
}

/** All rows of a CSV file, from record 1. */
export async function* readCsv(path: string, shape: CsvShape, given: string, onChange?: OnChange): AsyncGenerator<RowBatch> {
  const readText = textReader(shape)
  const delimiter = isSpaces(given) ? '\t' : given
  const divided = isSpaces(given) ? (text: string) => withTabs(text, given) : (text: string) => text
  let rest = ''
  let rowNo = 1
  let pieceBytes = SMALL_PIECE
  for await (const piece of readPieces(path, shape.mark, () => pieceBytes)) {
    const { text: asWritten, isQuoted, change } = readText(piece)
    if (change) onChange?.(rowNo + countNewlines(rest) + countNewlines(asWritten.slice(0, change.at)), change)
    const whole = divided(rest + asWritten)
    const { data, errors, meta, isShort } = parse(whole, delimiter, piece.last, isQuoted || rest.includes('"'))
    checkQuotes(errors, piece.last ? Number.POSITIVE_INFINITY : data.length, rowNo)
    rest = whole.slice(meta.cursor)
    if (rest.length > LONGEST_RECORD) throw new TableBroken(longRecordFault(rest, rowNo + data.length))
    pieceBytes = data.length * SHORT_ROW_BYTES > piece.bytes.length ? SMALL_PIECE : PIECE
    unguardRows(data, whole)
    if (!isShort) checkRows(data, rowNo)
    yield* inBatches(data, rowNo, piece.position)
    rowNo += data.length
  }
}
