/** Opens an uploaded table: detects its format, finds how its people are laid out, and streams them. */
import { fail, ok, type Result, type Text } from '@mingce/domain/result'
import { type ColumnTable, matchColumns } from '@mingce/domain/standards'
import type { Choices } from '../shape/index.ts'
import {
  ANY_SPACES,
  type Encoding,
  firstRows,
  LAYOUT_ROWS,
  openCsv,
  openSource,
  type RawSheet,
  type RowBatch,
  readCsv,
  shapeOf,
  TableBroken,
  type TableFault,
  tableFaults,
  WIDE_SPACES,
} from '../sources/index.ts'
import { type About, type OpenedPeople, type TableSource, toPeopleTable } from './people-table.ts'
import { toPlainTable } from './plain-table.ts'
import { type PeopleOptions, planSheet, planSheets } from './sheet-plan.ts'
import type { Table } from './table.ts'

const DELIMITERS = [',', '\t', ';', '|', '，', WIDE_SPACES, ANY_SPACES]

export interface OpenOptions<F extends string> {
  /** Columns that the file may have. Without them the header is the first row with at least two cells. */
  readonly columns?: ColumnTable<F>
  /** More rows than this below the header fail with table.too-many-rows. */
  readonly maxRows?: number
  /** Which column is which, as a person said: by its place, from 0; null where it is not to be used. */
  readonly choices?: Choices<F>
  /** Names of sheets that a person decided not to read. */
  readonly leaveOut?: readonly string[]
  /** Sheets with people that cannot be read do not fail: for a preview. */
  readonly mayLeave?: boolean
}

/** Names for a text. */
export const columnNames = (columns: ColumnTable): Text => ({
  zh: columns.map(c => c.zh).join('、'),
  en: columns.map(c => c.en).join(', '),
})

const sources = new WeakMap<object, TableSource>()

export const sourceOf = (table: Table): TableSource => {
  const source = sources.get(table)
  if (!source) throw new Error('the table was not opened by openTable')
  return source
}

const hasPeople = (columns: ColumnTable | undefined): boolean =>
  ['name', 'number'].every(field => columns?.some(column => column.field === field && column.required))

async function* atMost(batches: AsyncGenerator<RowBatch>, most: number): AsyncGenerator<RowBatch> {
  let count = 0
  for await (const batch of batches) {
    count += batch.cells.length
    if (count > most) throw new TableBroken(tableFaults.tooManyRows(most))
    yield batch
  }
}

/** Keeps what the report needs, and limits the rows. */
const finish = <F extends string>({ table, source }: OpenedPeople<F>, { maxRows }: OpenOptions<F>): Table<F> => {
  const limited = maxRows === undefined ? table : { ...table, rows: () => atMost(table.rows(), maxRows) }
  sources.set(limited, source)
  return limited
}

/** All that a table needs of a file: its sheets, and what a person should know of it. */
interface Raw {
  readonly about: About
  readonly sheets: readonly RawSheet[]
  readonly notes: readonly Text[]
  readonly found: () => readonly Text[]
}

const toTable = async <F extends string>(raw: Raw, options: OpenOptions<F>): Promise<Result<Table<F>, TableFault>> => {
  const { columns, choices = new Map<number, F | null>(), leaveOut = [], mayLeave = false } = options
  if (!columns || !hasPeople(columns)) {
    const plain = toPlainTable(raw.sheets, columns, raw.about, columnNames)
    return plain.ok ? ok(finish(plain.value, options)) : plain
  }
  const people: PeopleOptions<F> = { columns, choices, leaveOut, mayLeave }
  const plan = await planSheets(raw.sheets, people, columnNames)
  return plan.ok ? ok(finish(toPeopleTable(plan.value, people, raw.about, raw), options)) : plan
}

const ENCODINGS: Record<Encoding, string> = { 'utf-8': 'UTF-8', 'utf-16le': 'UTF-16', 'utf-16be': 'UTF-16', gb18030: 'GB18030' }

const changeNote = ({ row, from, to }: { readonly row: number; readonly from: Encoding; readonly to: Encoding }): Text => ({
  zh: `文件混有两种编码：从第${row}行起由${ENCODINGS[from]}变为${ENCODINGS[to]}，已分别读入，请核对姓名`,
  en: `The file mixes two encodings: from row ${row} on ${ENCODINGS[to]} instead of ${ENCODINGS[from]}. Each part was read in its own; check the names`,
})

/** A delimiter of this quality finds a header with the required columns, and people below it. */
const CERTAIN = 1000

/** How well a delimiter divides a file: by the people it finds, then the columns that it names. */
const quality = <F extends string>(sheet: RawSheet, { columns, choices = new Map() }: OpenOptions<F>): number => {
  const { rows } = sheet.start
  if (!columns) return rows.find(row => row.filter(cell => cell.trim() !== '').length >= 2)?.length ?? 0
  if (!hasPeople(columns)) return Math.max(0, ...rows.map(row => matchColumns(row, columns).matched))
  const plan = planSheet(sheet, { columns, choices })
  if (!plan) return 0
  const { layout } = plan
  const fields = new Set(layout.blocks.flatMap(({ at }) => [...at.keys()])).size
  const isWhole = layout.missing.length === 0 && layout.blocks.length > 0
  return (
    fields * 10 +
    (isWhole ? CERTAIN : 0) -
    (layout.blocks.some(block => block.isOneCell) ? 500 : 0) +
    (plan.headerRowNo > 0 ? 5 : 0)
  )
}

interface Divided {
  readonly sheet: RawSheet
  readonly delimiter: string
  readonly quality: number
}

const widthOf = (rows: readonly string[][]): number => Math.max(0, ...rows.slice(0, 20).map(row => row.length))

/** The delimiter, spaces apart, that divides the most first rows into several cells; undefined where none does. */
const widestDelimiter = (sample: string): string | undefined => {
  const counted = DELIMITERS.filter(delimiter => delimiter.trim() !== '' || delimiter === '\t').map(delimiter => {
    const rows = firstRows(sample, delimiter, LAYOUT_ROWS)
    return { delimiter, share: rows.filter(row => row.length > 1).length / Math.max(1, rows.length) }
  })
  const [best] = counted.sort((a, b) => b.share - a.share)
  return best && best.share > 0.5 ? best.delimiter : undefined
}

/** Are names and numbers in one cell, so divided? Then the delimiter may only be the wrong one. */
const isOneCell = <F extends string>(sheet: RawSheet, { columns, choices = new Map() }: OpenOptions<F>): boolean =>
  columns !== undefined &&
  hasPeople(columns) &&
  planSheet(sheet, { columns, choices })?.layout.blocks.some(block => block.isOneCell) === true

/**
 * Divides the file by each delimiter, and takes the one that finds the most. Where none finds people, the widest is shown to a person, who
 * can say which column is which.
 */
const divide = <F extends string>(
  sample: string,
  sheetOf: (delimiter: string) => RawSheet,
  options: OpenOptions<F>,
): Divided | undefined => {
  let best: Divided | undefined
  let fallback: Divided | undefined
  const widest = widestDelimiter(sample)
  for (const delimiter of DELIMITERS) {
    const sheet = sheetOf(delimiter)
    const isOther = widest !== undefined && widest !== delimiter
    const own = isOther && isOneCell(sheet, options) ? 0 : quality(sheet, options)
    if (!fallback || widthOf(sheet.start.rows) > widthOf(fallback.sheet.start.rows)) fallback = { sheet, delimiter, quality: 0 }
    if (own > (best?.quality ?? 0)) best = { sheet, delimiter, quality: own }
    if (own >= CERTAIN) break
  }
  return best ?? (hasPeople(options.columns) ? fallback : undefined)
}

const openCsvTable = async <F extends string>(path: string, options: OpenOptions<F>): Promise<Result<Table<F>, TableFault>> => {
  const { shape, sample, size, change } = await openCsv(path)
  let found: Text[] = change ? [changeNote(change)] : []
  const sheetOf = (delimiter: string): RawSheet => {
    const rows = firstRows(sample, delimiter, LAYOUT_ROWS)
    return {
      name: null,
      isHidden: false,
      start: { rows, rowNos: rows.map((_, i) => i + 1) },
      merges: [],
      rows: () =>
        readCsv(path, shape, delimiter, (row, { from, to }) => {
          if (found.length === 0) found = [changeNote({ row, from, to })]
        }),
    }
  }
  const divided = divide(sample, sheetOf, options)
  if (!divided) return fail(tableFaults.noHeader(columnNames(options.columns ?? [])))
  const { sheet, delimiter } = divided
  const about: About = { path, format: 'csv', encoding: shape.encoding, delimiter, totalBytes: size }
  return toTable({ about, sheets: [sheet], notes: [], found: () => found }, options)
}

const openOtherTable = async <F extends string>(
  path: string,
  shape: Parameters<typeof openSource>[1],
  options: OpenOptions<F>,
): Promise<Result<Table<F>, TableFault>> => {
  const source = await openSource(path, shape)
  if (!source.ok) return source
  const { format, size, sheets } = source.value
  const about: About = { path, format, encoding: null, delimiter: null, totalBytes: size }
  return toTable({ about, sheets, notes: [], found: () => [] }, options)
}

/**
 * Opens a file with a table; its content decides what it is, not its name. Reads only the start of a CSV file or of each sheet of an .xlsx
 * workbook, its shared strings and merged cells; files of other formats are read whole, up to a limit.
 */
export const openTable = async <F extends string>(
  path: string,
  options: OpenOptions<F> = {},
): Promise<Result<Table<F>, TableFault>> => {
  const shape = await shapeOf(path)
  if (shape.kind === 'fault') return fail(shape.fault)
  try {
    if (shape.kind === 'csv') return await openCsvTable(path, options)
    return await openOtherTable(path, { kind: shape.kind, size: shape.size }, options)
  } catch (error) {
    return fail(error instanceof TableBroken ? error.fault : tableFaults.damaged)
  }
}
