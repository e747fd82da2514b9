/** A table of people: streams the people of all sheets that were laid out, in one set of columns. */
import type { Text } from '@mingce/domain/result'
import { type ColumnMap, columnNotes } from '@mingce/domain/standards'
import { columnName, openSheetReader, peopleAmong, type RowKind, type SheetReader, type Target } from '../shape/index.ts'
import { type RowBatch, TableBroken, tableFaults } from '../sources/index.ts'
import { openAccount, type RunningAccount } from './account.ts'
import { nameOf, namesWithPeople, type PeopleOptions, type Plan, quoted, SAMPLES, type SheetPlan, shownOf } from './sheet-plan.ts'
import type { Table } from './table.ts'

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
