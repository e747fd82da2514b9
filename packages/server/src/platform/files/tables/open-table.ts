/** Opens an uploaded table: detects its format, finds the header and the columns, and streams the rows. */
import { type FileHandle, open } from 'node:fs/promises'
import { fail, ok, type Result, type Text } from '@mingce/domain/result'
import { type ColumnMap, type ColumnTable, matchColumns } from '@mingce/domain/standards'
import { firstRows, openCsv, readCsv } from './csv.ts'
import { readStart } from './encoding.ts'
import { MOST_HEADER_BYTES } from './limits.ts'
import { onlyPeople, type PeopleFilter, peopleFilter } from './only-people.ts'
import { type RowBatch, type Table, TableBroken, type TableFault, tableFaults } from './table.ts'
import { readDateStyles, readSharedStrings, readWorkbook, type Sheet } from './workbook.ts'
import { type CellContext, readSheet } from './xlsx.ts'
import { openZip, type ZipParts } from './zip-parts.ts'

/** The header must be among the first rows. */
const HEADER_WITHIN = 20
const DELIMITERS = [',', '\t', ';', '|', '，']

export interface OpenOptions<F extends string> {
  /** Columns that the file may have: the header is the row that names most of them. Without them: the first row with at least two cells. */
  readonly columns?: ColumnTable<F>
  /** More rows than this below the header fail with table.too-many-rows. */
  readonly maxRows?: number
}

interface Header<F extends string> {
  readonly index: number
  readonly columns: ColumnMap<F>
}

/** The first row with at least two cells: a title has only one. */
const anyHeader = <F extends string>(rows: readonly string[][]): Header<F> | undefined => {
  const index = rows.findIndex(row => row.filter(cell => cell.trim() !== '').length >= 2)
  const columns = { ...matchColumns<F>([], []), matched: rows[index]?.length ?? 0 }
  return index < 0 ? undefined : { index, columns }
}

/** The row that names most columns, but at least two: a title may happen to be the word 姓名. */
const findHeader = <F extends string>(rows: readonly string[][], table: ColumnTable<F> | undefined): Header<F> | undefined => {
  if (!table) return anyHeader(rows)
  let best: Header<F> | undefined
  rows.forEach((row, index) => {
    const columns = matchColumns(row, table)
    if (columns.matched >= 2 && columns.matched > (best?.columns.matched ?? 0)) best = { index, columns }
  })
  return best
}

const names = (columns: ColumnTable) => ({ zh: columns.map(c => c.zh).join('、'), en: columns.map(c => c.en).join(', ') })

/** All rows of the file, titles and header included. */
export type RawRows = () => AsyncGenerator<RowBatch>

interface Found<F extends string> {
  readonly about: Pick<Table<F>, 'format' | 'encoding' | 'delimiter' | 'sheet' | 'otherSheets'>
  readonly headerRow: number
  readonly header: string[]
  readonly columns: ColumnMap<F>
  readonly notes: Text[]
  readonly totalBytes: number
  readonly raw: RawRows
}

/** What `writeReport` needs in addition to `Table`. */
export interface TableSource {
  /** All rows of the file, unfiltered. */
  readonly raw: RawRows
  readonly filter: () => PeopleFilter
}

const sources = new WeakMap<object, TableSource>()

export const sourceOf = (table: Table): TableSource => {
  const source = sources.get(table)
  if (!source) throw new Error('the table was not opened by openTable')
  return source
}

const toTable = <F extends string>(path: string, found: Found<F>, options: OpenOptions<F>): Result<Table<F>, TableFault> => {
  if (found.columns.missing.length > 0) return fail(tableFaults.missingColumn(found.headerRow, names(found.columns.missing)))
  const newFilter = () => peopleFilter(found.headerRow, found.header, found.columns, options.columns ?? [])
  let filter = newFilter()
  const table: Table<F> = {
    path,
    ...found.about,
    headerRow: found.headerRow,
    header: found.header,
    columns: found.columns,
    notes: found.notes,
    totalBytes: found.totalBytes,
    rows: () => {
      filter = newFilter()
      const people = onlyPeople(found.raw(), filter)
      return options.maxRows === undefined ? people : atMost(people, options.maxRows)
    },
    skipped: () => filter.skipped,
  }
  sources.set(table, { raw: found.raw, filter: newFilter })
  return ok(table)
}

async function* atMost(batches: AsyncGenerator<RowBatch>, most: number): AsyncGenerator<RowBatch> {
  let count = 0
  for await (const batch of batches) {
    count += batch.cells.length
    if (count > most) throw new TableBroken(tableFaults.tooManyRows(most))
    yield batch
  }
}

const titleNote = (index: number): Text[] =>
  index === 0
    ? []
    : [
        {
          zh: `表头在第${index + 1}行，上面的标题行已跳过`,
          en: `The header is in row ${index + 1}; the rows above it were skipped`,
        },
      ]

const openCsvTable = async <F extends string>(path: string, options: OpenOptions<F>): Promise<Result<Table<F>, TableFault>> => {
  const { shape, sample, size } = await openCsv(path)
  let best: { header: Header<F>; delimiter: string; rows: string[][] } | undefined
  for (const delimiter of DELIMITERS) {
    const rows = firstRows(sample, delimiter, HEADER_WITHIN)
    const header = findHeader(rows, options.columns)
    if (header && header.columns.matched > (best?.header.columns.matched ?? 0)) best = { header, delimiter, rows }
  }
  if (!best) return fail(tableFaults.noHeader(names(options.columns ?? [])))
  const { header, delimiter, rows } = best
  return toTable(
    path,
    {
      about: { format: 'csv', encoding: shape.encoding, delimiter, sheet: null, otherSheets: [] },
      headerRow: header.index + 1,
      header: rows[header.index] ?? [],
      columns: header.columns,
      notes: [...titleNote(header.index), ...header.columns.notes],
      totalBytes: size,
      raw: () => readCsv(path, shape, delimiter),
    },
    options,
  )
}

interface SheetStart {
  readonly rows: string[][]
  readonly rowNos: number[]
}

/** Reads the first rows of sheets, and of all of them together at most `MOST_HEADER_BYTES`. */
const startReader = (zip: ZipParts, context: CellContext): ((sheet: Sheet) => Promise<SheetStart>) => {
  let bytesLeft = MOST_HEADER_BYTES
  return async sheet => {
    const rows: string[][] = []
    const rowNos: number[] = []
    for await (const batch of readSheet(zip, sheet, context, { totalBytes: 0, mostBytes: bytesLeft, mostRows: HEADER_WITHIN })) {
      const room = HEADER_WITHIN - rows.length
      rows.push(...batch.cells.slice(0, room))
      rowNos.push(...batch.rowNos.slice(0, room))
      bytesLeft -= batch.partBytes
      if (rows.length >= HEADER_WITHIN || bytesLeft <= 0) break
    }
    return { rows, rowNos }
  }
}

/** Other sheets that a note names; of each at most so many characters. */
const NAMED_SHEETS = 20
const NAME_LENGTH = 31

const otherSheetsNote = (sheet: Sheet, others: readonly string[]): Text[] => {
  if (others.length === 0) return []
  const named = others.slice(0, NAMED_SHEETS).map(name => name.slice(0, NAME_LENGTH))
  const isAll = named.length === others.length
  return [
    {
      zh: `只读了工作表“${sheet.name}”，没有读：${named.map(name => `“${name}”`).join('、')}${isAll ? '' : `等${others.length}个`}`,
      en: `Only the sheet “${sheet.name}” was read, not: ${named.map(name => `“${name}”`).join(', ')}${isAll ? '' : ` and ${others.length - named.length} more`}`,
    },
  ]
}

const openXlsxTable = async <F extends string>(
  path: string,
  size: number,
  options: OpenOptions<F>,
): Promise<Result<Table<F>, TableFault>> => {
  const zip = await openZip(path)
  try {
    if (!zip.has('xl/workbook.xml')) return fail(tableFaults.notATable)
    const { sheets, from1904 } = await readWorkbook(zip)
    const context = { strings: await readSharedStrings(zip), dateStyles: await readDateStyles(zip), from1904 }
    const startOf = startReader(zip, context)
    for (const sheet of [...sheets.filter(s => !s.hidden), ...sheets.filter(s => s.hidden)]) {
      const { rows, rowNos } = await startOf(sheet)
      const header = findHeader(rows, options.columns)
      if (!header) continue
      const others = sheets.filter(s => s !== sheet).map(s => s.name)
      const headerRow = rowNos[header.index] ?? 1
      return toTable(
        path,
        {
          about: { format: 'xlsx', encoding: null, delimiter: null, sheet: sheet.name, otherSheets: others },
          headerRow,
          header: rows[header.index] ?? [],
          columns: header.columns,
          notes: [...titleNote(headerRow - 1), ...otherSheetsNote(sheet, others), ...header.columns.notes],
          totalBytes: size,
          raw: () => rowsOfSheet(path, sheet, context, size),
        },
        options,
      )
    }
    return fail(tableFaults.noHeader(names(options.columns ?? [])))
  } finally {
    zip.close()
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

const OLE = Buffer.from('d0cf11e0a1b11ae1', 'hex')
const PROTECTED = Buffer.from('EncryptedPackage', 'utf16le')

/** An OLE file is an old workbook, or a new one with a password, which has a stream EncryptedPackage. */
const oldOrProtected = async (file: FileHandle, size: number): Promise<TableFault> => {
  const start = await readStart(file, 1 << 20)
  const end = await readStart(file, 1 << 20, Math.max(0, size - (1 << 20)))
  return start.includes(PROTECTED) || end.includes(PROTECTED) ? tableFaults.password : tableFaults.oldExcel
}

type Shape = { readonly kind: 'csv' | 'xlsx'; readonly size: number } | { readonly kind: 'fault'; readonly fault: TableFault }

const looksBinary = (start: Buffer): boolean =>
  start.subarray(0, 4).equals(Buffer.from('%PDF')) ||
  start.subarray(0, 3).equals(Buffer.of(0xff, 0xd8, 0xff)) ||
  start.subarray(1, 4).equals(Buffer.from('PNG'))

const shapeOf = async (path: string): Promise<Shape> => {
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
    const start = await readStart(file, 16)
    if (start.subarray(0, 8).equals(OLE)) return { kind: 'fault', fault: await oldOrProtected(file, stat.size) }
    if (start[0] === 0x50 && start[1] === 0x4b && start[2] === 0x03 && start[3] === 0x04) return { kind: 'xlsx', size: stat.size }
    return looksBinary(start) ? { kind: 'fault', fault: tableFaults.notATable } : { kind: 'csv', size: stat.size }
  } finally {
    await file.close()
  }
}

/**
 * Opens a CSV or XLSX file; its content decides, not its name. The header may be in any of the first 20 rows of any sheet; the first sheet
 * that has one is read. Reads only the start of the file, and a workbook's shared strings.
 */
export const openTable = async <F extends string>(
  path: string,
  options: OpenOptions<F> = {},
): Promise<Result<Table<F>, TableFault>> => {
  const shape = await shapeOf(path)
  if (shape.kind === 'fault') return fail(shape.fault)
  if (shape.kind === 'csv') return openCsvTable(path, options)
  try {
    return await openXlsxTable(path, shape.size, options)
  } catch (error) {
    // The zip or its XML is damaged. The parser's message would not help a clerk and might contain a cell.
    return fail(error instanceof TableBroken ? error.fault : tableFaults.damaged)
  }
}
