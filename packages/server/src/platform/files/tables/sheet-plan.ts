/** How the sheets of a file are laid out, which of them have people, and which a person has to decide about. */
import { fail, ok, type Result, type Text } from '@mingce/domain/result'
import type { ColumnTable } from '@mingce/domain/standards'
import {
  type Choices,
  countNumbers,
  findLayout,
  type Layout,
  mergeFiller,
  peopleAmong,
  type Target,
  targetOf,
} from '../shape/index.ts'
import {
  MOST_OTHER_ROWS,
  type RawSheet,
  type ShownColumn,
  TableBroken,
  type TableFault,
  type TableLook,
  tableFaults,
} from '../sources/index.ts'

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

export const nameOf = (sheet: Pick<RawSheet, 'name'>): string => sheet.name ?? ''

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
export const shownOf = <F extends string>(layout: Layout<F>): ShownColumn[] => {
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

export const SAMPLES = 3
const MOST_SHOWN = 100

const synonymsOf = (columns: ColumnTable): Text => {
  const list = columns.map(({ zh, en, synonyms }) => ({
    zh: [zh, ...synonyms].slice(0, 4).join('、'),
    en: [en, ...synonyms.filter(name => /^[A-Za-z]/.test(name))].slice(0, 4).join(', '),
  }))
  return { zh: list.map(one => one.zh).join('；'), en: list.map(one => one.en).join('; ') }
}

const NAMED_SHEETS = 20

export const namesWithPeople = (sheets: readonly Unread[]): Text => {
  const named = sheets.slice(0, NAMED_SHEETS)
  return {
    zh: named.map(({ raw, people }) => `“${nameOf(raw).slice(0, 31)}”（${people}行像有人员）`).join('、'),
    en: named.map(({ raw, people }) => `“${nameOf(raw).slice(0, 31)}” (${people} rows seem to hold people)`).join(', '),
  }
}

/** Other sheets that a note names; of each at most so many characters. */
export const quoted = (sheets: readonly string[]): Text => {
  const named = sheets.slice(0, NAMED_SHEETS).map(name => `“${name.slice(0, 31)}”`)
  return { zh: named.join('、') + (sheets.length > named.length ? `等${sheets.length}个` : ''), en: named.join(', ') }
}
