/** A table of people: lays out each sheet, and streams the people of all of them in one set of columns. */
import { fail, ok, type Result, type Text } from '@mingce/domain/result'
import { type ColumnMap, type ColumnTable, columnNotes } from '@mingce/domain/standards'
import {
  type Choices,
  columnName,
  countNumbers,
  findLayout,
  type Layout,
  mergeFiller,
  openSheetReader,
  peopleAmong,
  type RowKind,
  type SheetReader,
  type Target,
  targetOf,
} from '../shape/index.ts'
import {
  MOST_OTHER_ROWS,
  type RawSheet,
  type RowBatch,
  type ShownColumn,
  TableBroken,
  type TableFault,
  type TableLook,
  tableFaults,
} from '../sources/index.ts'
import { openAccount, type RunningAccount } from './account.ts'
import type { Table } from './table.ts'

/** A sheet with people, and how they are laid out. */
export interface SheetPlan<F extends string> {
  readonly raw: RawSheet
  readonly layout: Layout<F>
  readonly above: Layout<F> | undefined
  /** Row of the header's last level; 0 where there is none. */
  readonly headerRowNo: number
}

export interface PeopleOptions<F extends string> {
  readonly columns: ColumnTable<F>
  readonly choices: Choices<F>
  /** Names of sheets that a person decided not to read. */
  readonly leaveOut: readonly string[]
  /** Sheets with people that cannot be read do not fail: for a preview. */
  readonly mayLeave: boolean
}

/** What `writeReport` needs in addition to `Table`: every row of the file, and what it was read as. */
export interface SourceRow {
  readonly sheet: number
  readonly rowNo: number
  readonly cells: readonly string[]
  readonly kind: RowKind
  /** Numbers of the people of the row, as in `rows()`. */
  readonly people: readonly number[]
}

export interface TableSource {
  readonly sheets: readonly {
    readonly name: string
    readonly width: number
    readonly headerRow: number
    readonly header: readonly string[]
  }[]
  readonly rows: () => AsyncGenerator<SourceRow[]>
}

/** The layout of a sheet with its merged cells filled; undefined where it has no people that can be read. */
export const planSheet = <F extends string>(
  raw: RawSheet,
  { columns, choices }: Pick<PeopleOptions<F>, 'columns' | 'choices'>,
): SheetPlan<F> | undefined => {
  const filler = mergeFiller(raw.merges)
  const rows = raw.start.rows.map((row, i) => filler.fill(raw.start.rowNos[i] ?? i + 1, row))
  const layout = findLayout(rows, columns, choices)
  if (!layout) return undefined
  const before = rows.slice(0, Math.max(0, layout.headerIndex - layout.headerRows.length + 1))
  const above = peopleAmong(before).length > 0 ? findLayout(before, columns, choices) : undefined
  return {
    raw,
    layout,
    above: above && above.missing.length === 0 ? above : undefined,
    headerRowNo: layout.headerIndex < 0 ? 0 : (raw.start.rowNos[layout.headerIndex] ?? 0),
  }
}

/** Counts rows with ID numbers in sheets that are not read, of all of them together up to a limit. */
const peopleCounter = () => {
  let left = MOST_OTHER_ROWS
  return async (raw: RawSheet): Promise<number> => {
    if (raw.start.rows.length === 0) return 0
    let rows = 0
    for await (const batch of raw.rows()) {
      left -= batch.cells.length
      if (left < 0) throw new TableBroken(tableFaults.tooManyOtherRows)
      for (const cells of batch.cells) if (cells.some(cell => countNumbers(cell) > 0)) rows++
    }
    return rows
  }
}

const isUsable = <F extends string>(plan: SheetPlan<F> | undefined): plan is SheetPlan<F> =>
  plan !== undefined && plan.layout.missing.length === 0 && plan.layout.blocks.length > 0

const nameOf = (sheet: Pick<RawSheet, 'name'>): string => sheet.name ?? ''

interface Unread {
  readonly raw: RawSheet
  readonly people: number
  readonly isChosen: boolean
}

export interface Plan<F extends string> {
  readonly read: readonly SheetPlan<F>[]
  readonly unread: readonly Unread[]
  readonly target: Target<F>
}

/** Lays out all sheets. Fails where none has people, or where one that seems to have some can neither be read nor was left out by a person. */
export const planSheets = async <F extends string>(
  sheets: readonly RawSheet[],
  options: PeopleOptions<F>,
  names: (columns: ColumnTable) => Text,
): Promise<Result<Plan<F>, TableFault>> => {
  const read: SheetPlan<F>[] = []
  const others: Pick<Unread, 'raw' | 'isChosen'>[] = []
  let incomplete: SheetPlan<F> | undefined
  for (const raw of sheets) {
    const isChosen = raw.name !== null && options.leaveOut.includes(raw.name)
    const plan = planSheet(raw, options)
    if (!isChosen && isUsable(plan)) read.push(plan)
    else {
      if (!isUsable(plan)) incomplete ??= plan
      others.push({ raw, isChosen })
    }
  }
  const [first] = read
  if (!first) {
    const also = names(options.columns)
    if (!incomplete) return fail({ ...tableFaults.noHeader(also), ...lookAt(sheets, options) })
    const fault = tableFaults.missingColumn(
      incomplete.headerRowNo,
      names(incomplete.layout.missing),
      synonymsOf(incomplete.layout.missing),
    )
    return fail({ ...fault, look: lookOf(incomplete) })
  }
  const countPeople = peopleCounter()
  const unread: Unread[] = []
  for (const other of others) unread.push({ ...other, people: await countPeople(other.raw) })
  const left = unread.filter(one => one.people > 0 && !one.isChosen)
  if (left.length > 0 && !options.mayLeave) return fail(tableFaults.sheetsLeft(namesWithPeople(left)))
  return ok({ read, unread, target: targetOf(first.layout, options.columns) })
}

/** The columns of a sheet as they are in the file. */
const shownOf = <F extends string>(layout: Layout<F>): ShownColumn[] => {
  const fields = new Map(layout.blocks.flatMap(({ at }) => [...at].map(([field, column]) => [column, field] as const)))
  const byContent = new Set(layout.byContent.map(({ column }) => column))
  return layout.header.map((header, column) => ({
    header,
    field: fields.get(column) ?? null,
    isByContent: byContent.has(column),
  }))
}

const lookOf = <F extends string>({ raw, layout, headerRowNo }: SheetPlan<F>): TableLook => ({
  sheet: raw.name,
  headerRow: headerRowNo,
  shown: shownOf(layout),
  samples: raw.start.rows.slice(layout.headerIndex + 1, layout.headerIndex + 1 + SAMPLES),
  missing: layout.missing.map(({ field }) => field),
})

/** The first sheet with rows, of which nothing is known. */
const lookAt = <F extends string>(sheets: readonly RawSheet[], { columns }: PeopleOptions<F>): { look?: TableLook } => {
  const raw = sheets.find(sheet => sheet.start.rows.some(row => row.filter(cell => cell.trim() !== '').length > 1))
  if (!raw) return {}
  const rows = raw.start.rows.filter(row => row.some(cell => cell.trim() !== ''))
  const [first = []] = rows
  // A first row of words is shown as the names of the columns.
  const names = first.every(cell => cell.length <= 30 && !/\d{4}/.test(cell)) ? first : []
  const width = Math.min(MOST_SHOWN, Math.max(...rows.map(row => row.length)))
  return {
    look: {
      sheet: raw.name,
      headerRow: 0,
      shown: Array.from({ length: width }, (_, i) => ({ header: names[i]?.trim() ?? '', field: null, isByContent: false })),
      samples: rows.slice(names.length > 0 ? 1 : 0).slice(0, SAMPLES),
      missing: columns.filter(column => column.required).map(({ field }) => field),
    },
  }
}

const SAMPLES = 3
const MOST_SHOWN = 100

const synonymsOf = (columns: ColumnTable): Text => {
  const list = columns.map(({ zh, en, synonyms }) => ({
    zh: [zh, ...synonyms].slice(0, 4).join('、'),
    en: [en, ...synonyms.filter(name => /^[A-Za-z]/.test(name))].slice(0, 4).join(', '),
  }))
  return { zh: list.map(one => one.zh).join('；'), en: list.map(one => one.en).join('; ') }
}

const NAMED_SHEETS = 20

const namesWithPeople = (sheets: readonly Unread[]): Text => {
  const named = sheets.slice(0, NAMED_SHEETS)
  return {
    zh: named.map(({ raw, people }) => `“${nameOf(raw).slice(0, 31)}”（${people}行像有人员）`).join('、'),
    en: named.map(({ raw, people }) => `“${nameOf(raw).slice(0, 31)}” (${people} rows seem to hold people)`).join(', '),
  }
}

const readerOf = <F extends string>(
  plan: SheetPlan<F>,
  index: number,
  target: Target<F>,
  options: PeopleOptions<F>,
): SheetReader =>
  openSheetReader({
    table: options.columns,
    layout: plan.layout,
    above: plan.above,
    headerRowNo: plan.headerRowNo,
    target,
    isFirst: index === 0,
    merges: plan.raw.merges,
    choices: options.choices,
  })

/** Numbers people: by their row, or else by the next free number. */
const numberer = () => {
  let last = 0
  return (rowNo: number): number => {
    last = Math.max(last + 1, rowNo)
    if (last >= 2 ** 31) throw new TableBroken(tableFaults.tooManyRows(2 ** 31))
    return last
  }
}

interface Reading {
  readonly sheet: string | null
  readonly account: RunningAccount
  readonly numberOf: (rowNo: number) => number
}

/** Reads one raw row and accounts for it: undefined where it is one person as it is. */
const readRow = (
  reader: SheetReader,
  rowNo: number,
  raw: string[],
  isHidden: boolean,
  reading: Reading,
): readonly string[][] | undefined => {
  const { sheet, account } = reading
  if (reader.isQuick(rowNo, raw)) {
    account.addOne()
    if (isHidden) account.addHidden()
    return undefined
  }
  const read = reader.read(rowNo, raw)
  account.add(sheet, rowNo, read)
  if (isHidden && read.people.length > 0) account.addHidden()
  return read.people
}

/** The people of one batch of raw rows. Most batches have people only, one a row: they are passed on as they are. */
const readBatch = (reader: SheetReader, batch: RowBatch, reading: Reading): RowBatch => {
  let out: { cells: string[][]; rowNos: number[] } | undefined
  const hidden = new Set(batch.hidden ?? [])
  batch.cells.forEach((raw, i) => {
    const rowNo = batch.rowNos[i] ?? 0
    const people = readRow(reader, rowNo, raw, hidden.has(rowNo), reading)
    const numbers = (people ?? [raw]).map(() => reading.numberOf(rowNo))
    if (!out && people === undefined && numbers[0] === rowNo) return
    out ??= { cells: batch.cells.slice(0, i), rowNos: batch.rowNos.slice(0, i) }
    out.cells.push(...(people ?? [raw]))
    out.rowNos.push(...numbers)
  })
  return out ? { ...out, bytesRead: batch.bytesRead } : batch
}

async function* readPeople<F extends string>(
  plan: Plan<F>,
  options: PeopleOptions<F>,
  account: RunningAccount,
): AsyncGenerator<RowBatch> {
  const numberOf = numberer()
  for (const [index, sheet] of plan.read.entries()) {
    const reader = readerOf(sheet, index, plan.target, options)
    account.begin(sheet.raw.name)
    for await (const batch of sheet.raw.rows()) {
      const people = readBatch(reader, batch, { sheet: sheet.raw.name, account, numberOf })
      if (people.cells.length > 0) yield people
    }
  }
}

async function* readSource<F extends string>(plan: Plan<F>, options: PeopleOptions<F>): AsyncGenerator<SourceRow[]> {
  const numberOf = numberer()
  for (const [index, sheet] of plan.read.entries()) {
    const reader = readerOf(sheet, index, plan.target, options)
    for await (const batch of sheet.raw.rows())
      yield batch.cells.map((raw, i) => {
        const rowNo = batch.rowNos[i] ?? 0
        const read = reader.read(rowNo, raw)
        return { sheet: index, rowNo, cells: read.row, kind: read.kind, people: read.people.map(() => numberOf(rowNo)) }
      })
  }
}

const columnMap = <F extends string>({ target, read }: Plan<F>, options: PeopleOptions<F>): ColumnMap<F> => {
  const [first] = read
  const layout = first?.layout
  const at = Object.fromEntries(options.columns.map(({ field }) => [field, target.at.get(field) ?? -1])) as Record<F, number>
  const matched = new Set(layout?.blocks.flatMap(block => [...block.at.keys()])).size
  const [unknown, twice] = [layout?.unknown ?? [], layout?.twice ?? []]
  return { at, matched, missing: [], unknown, notes: columnNotes(unknown, twice) }
}

const planNotes = <F extends string>({ read, unread }: Plan<F>, options: PeopleOptions<F>): Text[] => {
  const [first] = read
  if (!first) return []
  const notes: Text[] = []
  const above = first.headerRowNo - first.layout.headerRows.length
  if (above > 0 && !first.above)
    notes.push({
      zh: `表头在第${first.headerRowNo}行，上面的标题行已跳过`,
      en: `The header is in row ${first.headerRowNo}; the rows above it were skipped`,
    })
  if (first.headerRowNo === 0)
    notes.push({
      zh: '没有表头，各列按内容识别，请核对',
      en: 'There is no header; the columns were recognised by their content. Check them',
    })
  const hidden = read.filter(({ raw }) => raw.isHidden).map(({ raw }) => nameOf(raw))
  if (hidden.length > 0)
    notes.push({ zh: `隐藏的工作表也读入了：${quoted(hidden).zh}`, en: `Hidden sheets were read too: ${quoted(hidden).en}` })
  const titles = new Map<string, Text>(options.columns.map(({ field, zh, en }) => [field, { zh, en }]))
  for (const { column, field } of first.layout.byContent) {
    const name = columnName(first.layout.header, column)
    const title = titles.get(field)
    notes.push({
      zh: `列“${name}”按内容读作“${title?.zh}”，请核对`,
      en: `The column “${name}” was read as “${title?.en}” by its content. Check it`,
    })
  }
  if (first.layout.blocks.length > 1)
    notes.push({
      zh: `每行有${first.layout.blocks.length}个人，已逐人读入`,
      en: `Each row has up to ${first.layout.blocks.length} people; each was read`,
    })
  const without = quoted(unread.filter(({ people }) => people === 0).map(({ raw }) => nameOf(raw)))
  if (without.zh !== '') notes.push({ zh: `没有人员的工作表：${without.zh}`, en: `Sheets without people: ${without.en}` })
  const left = unread.filter(({ people }) => people > 0)
  if (left.length > 0)
    notes.push({
      zh: `没有读的工作表：${namesWithPeople(left).zh}`,
      en: `Sheets that were not read: ${namesWithPeople(left).en}`,
    })
  return notes
}

/** Other sheets that a note names; of each at most so many characters. */
const quoted = (sheets: readonly string[]): Text => {
  const named = sheets.slice(0, NAMED_SHEETS).map(name => `“${name.slice(0, 31)}”`)
  return { zh: named.join('、') + (sheets.length > named.length ? `等${sheets.length}个` : ''), en: named.join(', ') }
}

/** What a table is about, besides its rows. */
export type About = Pick<Table, 'format' | 'encoding' | 'delimiter' | 'totalBytes' | 'path'>

export interface OpenedPeople<F extends string> {
  readonly table: Table<F>
  readonly source: TableSource
}

/** A table of the sheets that were planned. */
export const toPeopleTable = <F extends string>(
  plan: Plan<F>,
  options: PeopleOptions<F>,
  about: About,
  extra: { readonly notes: readonly Text[]; readonly found: () => readonly Text[] },
): OpenedPeople<F> => {
  const [first] = plan.read
  if (!first) throw new Error('a table without sheets')
  const leftOut = plan.unread
    .filter(({ people }) => people > 0)
    .map(({ raw, people }) => ({ sheet: raw.name, rowNo: null, people }))
  let account = openAccount(leftOut)
  const columns = columnMap(plan, options)
  const table: Table<F> = {
    ...about,
    sheet: first.raw.name,
    otherSheets: plan.unread.map(({ raw }) => nameOf(raw)),
    sheets: [
      ...plan.read.map(({ raw }) => ({ name: raw.name, isHidden: raw.isHidden, isRead: true, people: null })),
      ...plan.unread.map(({ raw, people }) => ({ name: raw.name, isHidden: raw.isHidden, isRead: false, people })),
    ],
    headerRow: first.headerRowNo,
    header: first.layout.header,
    columns,
    shown: shownOf(first.layout),
    samples: peopleAmong(first.raw.start.rows).slice(0, SAMPLES),
    notes: [...extra.notes, ...planNotes(plan, options), ...columns.notes],
    rows: () => {
      account = openAccount(leftOut)
      return readPeople(plan, options, account)
    },
    skipped: () => account.skipped,
    account: () => account.close(),
    found: () => [...extra.found(), ...account.notes()],
  }
  const sheets = plan.read.map(({ raw, layout, headerRowNo }) => ({
    name: raw.name ?? 'Sheet1',
    width: layout.header.length,
    headerRow: headerRowNo,
    header: layout.header,
  }))
  return { table, source: { sheets, rows: () => readSource(plan, options) } }
}
