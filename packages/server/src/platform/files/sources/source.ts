/** A file in any format but CSV, as sheets of raw rows; its content decides what it is, not its name. */
import { type FileHandle, open } from 'node:fs/promises'
import { fail, ok, type Result } from '@mingce/domain/result'
import type { Merge } from '../shape/index.ts'
import { DOCUMENT, readDocument } from './docx.ts'
import { readStart } from './encoding.ts'
import { type RowBatch, TableBroken, type TableFault, tableFaults } from './faults.ts'
import { isWebArchive, isWebPage, isXmlWorkbook } from './html.ts'
import { LAYOUT_ROWS, MOST_BATCH_ROWS, MOST_HEADER_BYTES } from './limits.ts'
import { type OldInput, type OldSheet, readOldWorkbook } from './old-workbook.ts'
import { readDateStyles, readSharedStrings, readWorkbook, type Sheet } from './workbook.ts'
import { type CellContext, readMerges, readSheet } from './xlsx.ts'
import { openZip, type ZipParts } from './zip-parts.ts'

export interface SheetStart {
  readonly rows: string[][]
  readonly rowNos: number[]
}

export interface RawSheet {
  /** null: the file has no sheets. */
  readonly name: string | null
  readonly isHidden: boolean
  /** The first rows. */
  readonly start: SheetStart
  readonly merges: readonly Merge[]
  /** All rows; each call starts again. */
  rows(): AsyncGenerator<RowBatch>
}

export interface Source {
  readonly format: 'xlsx' | 'workbook' | 'docx'
  readonly size: number
  readonly sheets: readonly RawSheet[]
}

/** What a file is. */
export type FileShape =
  | { readonly kind: 'csv' | 'zip' | 'workbook' | 'html'; readonly size: number }
  | { readonly kind: 'fault'; readonly fault: TableFault }

/** Reads the first rows of sheets, and of all of them together at most `MOST_HEADER_BYTES`. */
const startReader = (zip: ZipParts, context: CellContext): ((sheet: Sheet) => Promise<SheetStart>) => {
  let bytesLeft = MOST_HEADER_BYTES
  return async sheet => {
    const rows: string[][] = []
    const rowNos: number[] = []
    if (bytesLeft <= 0) return { rows, rowNos }
    for await (const batch of readSheet(zip, sheet, context, { totalBytes: 0, mostBytes: bytesLeft, mostRows: LAYOUT_ROWS })) {
      const room = LAYOUT_ROWS - rows.length
      rows.push(...batch.cells.slice(0, room))
      rowNos.push(...batch.rowNos.slice(0, room))
      bytesLeft -= batch.partBytes
      if (rows.length >= LAYOUT_ROWS || bytesLeft <= 0) break
    }
    return { rows, rowNos }
  }
}

async function* rowsOfSheet(path: string, sheet: Sheet, context: CellContext, size: number): AsyncGenerator<RowBatch> {
  const zip = await openZip(path)
  try {
    yield* readSheet(zip, sheet, context, { totalBytes: size })
  } catch (error) {
    throw error instanceof TableBroken ? error : new TableBroken(tableFaults.damaged)
  } finally {
    zip.close()
  }
}

const openXlsx = async (path: string, size: number, zip: ZipParts): Promise<Source> => {
  const { sheets, from1904 } = await readWorkbook(zip)
  const context = { strings: await readSharedStrings(zip), dateStyles: await readDateStyles(zip), from1904 }
  const startOf = startReader(zip, context)
  const opened: RawSheet[] = []
  for (const sheet of [...sheets.filter(s => !s.hidden), ...sheets.filter(s => s.hidden)]) {
    const start = await startOf(sheet)
    opened.push({
      name: sheet.name,
      isHidden: sheet.hidden,
      start,
      merges: start.rows.length === 0 ? [] : await readMerges(zip, sheet),
      rows: () => rowsOfSheet(path, sheet, context, size),
    })
  }
  return { format: 'xlsx', size, sheets: opened }
}

/** Rows that are in memory, in batches. */
async function* inBatches(rows: readonly string[][], rowNos: readonly number[], hidden: readonly number[], size: number) {
  for (let from = 0; from < rows.length; from += MOST_BATCH_ROWS) {
    const to = Math.min(rows.length, from + MOST_BATCH_ROWS)
    const [first, last] = [rowNos[from] ?? 0, rowNos[to - 1] ?? 0]
    yield {
      cells: rows.slice(from, to),
      rowNos: rowNos.slice(from, to),
      bytesRead: Math.round((to / rows.length) * size),
      hidden: hidden.filter(rowNo => rowNo >= first && rowNo <= last),
    }
  }
}

const sheetInMemory = (sheet: OldSheet, name: string | null, size: number): RawSheet => ({
  name,
  isHidden: sheet.isHidden,
  start: { rows: sheet.rows.slice(0, LAYOUT_ROWS), rowNos: sheet.rowNos.slice(0, LAYOUT_ROWS) },
  merges: sheet.merges,
  rows: () => inBatches(sheet.rows, sheet.rowNos, sheet.hidden, size),
})

const openDocument = async (size: number, zip: ZipParts): Promise<Source> => {
  const { rows, merges } = await readDocument(zip)
  const rowNos = rows.map((_, i) => i + 1)
  return {
    format: 'docx',
    size,
    sheets: [sheetInMemory({ name: '', isHidden: false, rows, rowNos, merges, hidden: [] }, null, size)],
  }
}

const openOld = async (input: OldInput, size: number): Promise<Result<Source, TableFault>> => {
  const read = await readOldWorkbook(input, size)
  if (!read.ok) return read
  const shown = [...read.value.filter(sheet => !sheet.isHidden), ...read.value.filter(sheet => sheet.isHidden)]
  return ok({ format: 'workbook', size, sheets: shown.map(sheet => sheetInMemory(sheet, sheet.name, size)) })
}

/** An archive: a workbook of today, a document, or a workbook in another format. */
const openArchive = async (path: string, size: number): Promise<Result<Source, TableFault>> => {
  const zip = await openZip(path)
  try {
    if (zip.has('xl/workbook.xml')) return ok(await openXlsx(path, size, zip))
    if (zip.has(DOCUMENT)) return ok(await openDocument(size, zip))
    if (zip.has('OFD.xml')) return fail(tableFaults.scan)
    if (!zip.has('xl/workbook.bin') && !zip.has('content.xml')) return fail(tableFaults.notATable)
  } finally {
    zip.close()
  }
  return openOld({ path, kind: 'workbook' }, size)
}

const OLE = Buffer.from('d0cf11e0a1b11ae1', 'hex')
const inOle = (name: string) => Buffer.from(name, 'utf16le')
const PROTECTED = inOle('EncryptedPackage')
const WORD = inOle('WordDocument')
const BOOKS = ['Workbook', 'Book'].map(inOle)

/** An OLE file is an old workbook or document, or a new workbook with a password, which has a stream EncryptedPackage. */
const oleShape = async (file: FileHandle, size: number): Promise<FileShape> => {
  const start = await readStart(file, 1 << 20)
  const end = await readStart(file, 1 << 20, Math.max(0, size - (1 << 20)))
  const has = (name: Buffer) => start.includes(name) || end.includes(name)
  if (has(PROTECTED)) return { kind: 'fault', fault: tableFaults.password }
  if (has(WORD) && !BOOKS.some(has)) return { kind: 'fault', fault: tableFaults.oldWord }
  return { kind: 'workbook', size }
}

const isScan = (start: Buffer): boolean =>
  start.includes('%PDF-') ||
  start.subarray(0, 3).equals(Buffer.of(0xff, 0xd8, 0xff)) ||
  start.subarray(1, 4).equals(Buffer.from('PNG')) ||
  start.subarray(0, 3).equals(Buffer.from('GIF')) ||
  start.subarray(0, 4).equals(Buffer.from('49492a00', 'hex')) ||
  start.subarray(0, 4).equals(Buffer.from('4d4d002a', 'hex')) ||
  start.subarray(8, 12).equals(Buffer.from('WEBP')) ||
  (start[0] === 0x42 && start[1] === 0x4d && start.subarray(6, 10).equals(Buffer.alloc(4)))

/** A workbook before OLE: BIFF2 to BIFF4. */
const isBareBiff = (start: Buffer): boolean =>
  start[0] === 0x09 && [0x00, 0x02, 0x04].includes(start[1] ?? -1) && start[3] === 0x00

const shapeOfStart = async (file: FileHandle, size: number): Promise<FileShape> => {
  const start = await readStart(file, 4096)
  if (start.subarray(0, 8).equals(OLE)) return oleShape(file, size)
  if (start[0] === 0x50 && start[1] === 0x4b && start[2] === 0x03 && start[3] === 0x04) return { kind: 'zip', size }
  if (isScan(start)) return { kind: 'fault', fault: tableFaults.scan }
  if (isWebArchive(start)) return { kind: 'fault', fault: tableFaults.webArchive }
  if (isXmlWorkbook(start) || isBareBiff(start)) return { kind: 'workbook', size }
  return { kind: isWebPage(start) ? 'html' : 'csv', size }
}

export const shapeOf = async (path: string): Promise<FileShape> => {
  let file: FileHandle
  try {
    file = await open(path)
  } catch {
    return { kind: 'fault', fault: tableFaults.notFound }
  }
  try {
    const stat = await file.stat()
    if (!stat.isFile()) return { kind: 'fault', fault: tableFaults.notATable }
    if (stat.size === 0) return { kind: 'fault', fault: tableFaults.empty }
    return await shapeOfStart(file, stat.size)
  } finally {
    await file.close()
  }
}

/** Opens a file that is not CSV. Reads the start of each sheet of a workbook, and files of other formats whole. */
export const openSource = async (
  path: string,
  { kind, size }: { readonly kind: 'zip' | 'workbook' | 'html'; readonly size: number },
): Promise<Result<Source, TableFault>> => {
  try {
    return kind === 'zip' ? await openArchive(path, size) : await openOld({ path, kind }, size)
  } catch (error) {
    // The zip or its XML is damaged. The parser's message would not help a clerk and might contain a cell.
    return fail(error instanceof TableBroken ? error.fault : tableFaults.damaged)
  }
}
