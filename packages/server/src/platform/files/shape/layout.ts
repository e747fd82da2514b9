/** How people are laid out in a sheet: where the header is, and in which columns each person of a row is. Pure; decided from its first rows. */
import { type ColumnTable, isReportHeader } from '@mingce/domain/standards'
import { type Content, contentOf } from './content.ts'
import { type CellReader, cellReader, findHeader, type Header, type HeaderCell, isOneText } from './header.ts'
import { countNumbers } from './numbers.ts'

export type Row = readonly string[]

/** Where one person of a row is. */
export interface Block<F extends string> {
  readonly at: ReadonlyMap<F, number>
  /** Name and number are in one cell, maybe of several people. */
  readonly isOneCell: boolean
}

export interface ByContent<F extends string> {
  readonly column: number
  readonly field: F
}

export interface Layout<F extends string> {
  /** Index of the header's last row among the rows that were looked at; −1 where the sheet has none. */
  readonly headerIndex: number
  /** The texts of the header's rows, to recognise it where it is repeated. */
  readonly headerRows: readonly Row[]
  /** A name for each column. */
  readonly header: readonly string[]
  readonly blocks: readonly Block<F>[]
  /** Columns without a name that hold text. */
  readonly unnamed: readonly number[]
  readonly byContent: readonly ByContent<F>[]
  readonly unknown: readonly string[]
  readonly twice: readonly string[]
  readonly missing: ColumnTable<F>
}

/** Which column is which, as a person said: null where a column is not used. */
export type Choices<F extends string> = ReadonlyMap<number, F | null>

interface Place<F extends string> {
  readonly at: number
  readonly field: F
  readonly role: string
}

/** Rows that hold a number of a person. */
export const peopleAmong = (rows: readonly Row[]): Row[] => rows.filter(row => row.some(cell => countNumbers(cell) > 0))

/** People whom a row only mentions beside the one whom it is about. */
const MENTIONED = /^(父亲|母亲|监护人|联系人|紧急联系人)/

const place = <F extends string>(cells: readonly HeaderCell<F>[], choices: Choices<F>): Place<F>[] => {
  const width = Math.max(cells.length, ...[...choices.keys()].map(at => at + 1))
  const places: Place<F>[] = []
  for (let at = 0; at < width; at++) {
    const cell = cells[at]
    const chosen = choices.get(at)
    if (chosen) places.push({ at, field: chosen, role: '' })
    else if (chosen === undefined && cell?.field !== undefined) places.push({ at, field: cell.field, role: cell.role })
  }
  return places
}

/** Kinds of content, asked once for each column. */
const contents = (people: readonly Row[]) => {
  const known = new Map<number, Content | undefined>()
  return (at: number): Content | undefined => {
    if (!known.has(at)) known.set(at, contentOf(people, at))
    return known.get(at)
  }
}

interface Sample<F extends string> {
  readonly cells: readonly HeaderCell<F>[]
  readonly places: readonly Place<F>[]
  readonly people: readonly Row[]
  readonly width: number
  readonly contentAt: (at: number) => Content | undefined
  /** Columns that neither a header nor a person gave a field. */
  readonly free: readonly number[]
  readonly field: (name: string) => F | undefined
}

const filledIn = (people: readonly Row[], at: number): number => people.filter(row => (row[at] ?? '').trim() !== '').length

/** Columns of `field` by header; if there are none, by content. */
const columnsOf = <F extends string>(sample: Sample<F>, field: F, content: Content, found: ByContent<F>[]): Place<F>[] => {
  const named = sample.places.filter(one => one.field === field)
  // A column that is empty in all rows of people, beside a filled one, is a leftover of the form.
  const filled = named.filter(({ at }) => filledIn(sample.people, at) > 0)
  const byHeader = filled.length > 0 ? filled : named
  if (byHeader.some(({ at }) => sample.people.length === 0 || filledIn(sample.people, at) > 0)) return byHeader
  const free = sample.free.filter(at => sample.contentAt(at) === content)
  if (free.length === 0) return byHeader
  found.push(...free.map(column => ({ column, field })))
  return free.map(at => ({ at, field, role: sample.cells[at]?.role ?? '' }))
}

interface Pair<F extends string> {
  readonly name: Place<F> | undefined
  readonly number: Place<F>
  readonly isOneCell: boolean
}

/** The name that belongs to a number: of the same role; else the nearest before it, after the number before; else the nearest after it. */
const nameFor = <F extends string>(
  number: Place<F>,
  before: number,
  names: readonly Place<F>[],
  used: ReadonlySet<number>,
): Place<F> | undefined => {
  const free = names.filter(name => !used.has(name.at))
  const same = number.role === '' ? undefined : free.find(name => name.role === number.role)
  if (same) return same
  const left = free.filter(name => name.at < number.at && name.at > before)
  const unroled = number.role === '' ? left.filter(name => name.role === '') : []
  return unroled.at(-1) ?? left.at(-1) ?? free.find(name => name.at > number.at) ?? free.at(-1)
}

const pairUp = <F extends string>(
  names: readonly Place<F>[],
  numbers: readonly Place<F>[],
  people: readonly Row[],
): Pair<F>[] => {
  if (names.length > 1 && names.length === numbers.length && numbers.every(({ role }) => role === ''))
    return numbers.map((number, i) => ({ name: names[i], number, isOneCell: false }))
  const chosen =
    names.length === 1 && numbers.length > 1
      ? numbers
          .filter(one => one.role === names[0]?.role)
          .sort((a, b) => numbersAt(people, b.at) - numbersAt(people, a.at))
          .slice(0, 1)
      : numbers
  const used = new Set<number>()
  let before = -1
  return chosen.map(number => {
    const name = nameFor(number, before, names, used)
    if (name) used.add(name.at)
    before = number.at
    return { name, number, isOneCell: false }
  })
}

const numbersAt = (people: readonly Row[], at: number): number =>
  people.reduce((sum, row) => sum + (countNumbers(row[at]) > 0 ? 1 : 0), 0)

const isMentioned = <F extends string>({ number, name }: Pair<F>): boolean =>
  MENTIONED.test(number.role) || MENTIONED.test(name?.role ?? '')

/** The columns of each person of a row. */
const findPairs = <F extends string>(sample: Sample<F>, found: ByContent<F>[]): Pair<F>[] => {
  const [nameField, numberField] = [sample.field('name'), sample.field('number')]
  if (nameField === undefined || numberField === undefined) return []
  const oneCell = Array.from({ length: sample.width }, (_, at) => at).filter(
    at => sample.contentAt(at) === 'named-number' && isOwn(sample, at, nameField, numberField),
  )
  if (oneCell.length > 0)
    return oneCell.map(at => {
      const role = sample.cells[at]?.role ?? ''
      return { name: { at, field: nameField, role }, number: { at, field: numberField, role }, isOneCell: true }
    })
  const names = columnsOf(sample, nameField, 'name', found)
  const numbers = columnsOf(sample, numberField, 'number', found)
  const pairs = pairUp(names, numbers, sample.people)
  const main = pairs.filter(pair => !isMentioned(pair))
  return main.length > 0 ? main : pairs
}

/** May a column of names with numbers be people of the row: it has no other field. */
const isOwn = <F extends string>(sample: Sample<F>, at: number, name: F, number: F): boolean => {
  const named = sample.places.find(one => one.at === at)
  return named === undefined || named.field === name || named.field === number
}

const CONTENT_FIELDS: readonly Content[] = ['sex', 'birth', 'phone', 'community', 'address']

/** Columns of everything else, with those that only their content tells. */
const otherPlaces = <F extends string>(sample: Sample<F>, found: ByContent<F>[]): Place<F>[] => {
  const places = sample.places.filter(({ field }) => field !== 'name' && field !== 'number')
  for (const content of CONTENT_FIELDS) {
    const field = sample.field(content)
    if (field === undefined || places.some(one => one.field === field && filledIn(sample.people, one.at) > 0)) continue
    for (const at of sample.free)
      if (sample.contentAt(at) === content) {
        places.push({ at, field, role: '' })
        found.push({ column: at, field })
      }
  }
  return places.sort((a, b) => a.at - b.at)
}

/** The columns of `field` of each person: by role, in their order, or one that all people of the row share. */
const assign = <F extends string>(
  pairs: readonly Pair<F>[],
  places: readonly Place<F>[],
  people: readonly Row[],
): { readonly of: readonly (Place<F> | undefined)[]; readonly unused: readonly Place<F>[] } => {
  const starts = pairs.map(({ name, number }) => Math.min(name?.at ?? number.at, number.at))
  const filled = [...places].sort((a, b) => Number(filledIn(people, b.at) > 0) - Number(filledIn(people, a.at) > 0))
  const of = pairs.map((pair, i) => {
    const role = pair.name?.role || pair.number.role
    const own = places.find(one => one.role !== '' && one.role === role)
    if (own) return own
    const plain = filled.filter(one => one.role === '')
    if (pairs.length === 1 || plain.length === 1) return plain[0]
    if (plain.length === pairs.length) return [...plain].sort((a, b) => a.at - b.at)[i]
    return plain.find(one => one.at >= (starts[i] ?? 0) && one.at < (starts[i + 1] ?? Number.POSITIVE_INFINITY))
  })
  const used = new Set(of.map(one => one?.at))
  return { of, unused: places.filter(one => !used.has(one.at)) }
}

const letterOf = (column: number): string =>
  column < 26 ? String.fromCharCode(65 + column) : `${letterOf(Math.floor(column / 26) - 1)}${letterOf(column % 26)}`

/** The name of a column for a person: its header, or its letter. */
export const columnName = (header: readonly string[], column: number): string => header[column]?.trim() || letterOf(column)

const REPORT_CELLS = 3

/** Columns of an earlier report in a sheet without a header: the outcome and the two after it. */
const reportColumns = (width: number, contentAt: (at: number) => Content | undefined): Set<number> => {
  for (let at = 0; at < width; at++)
    if (contentAt(at) === 'outcome') return new Set(Array.from({ length: REPORT_CELLS }, (_, i) => at + i))
  return new Set()
}

const toBlocks = <F extends string>(
  sample: Sample<F>,
  pairs: readonly Pair<F>[],
  others: readonly Place<F>[],
): { readonly blocks: Block<F>[]; readonly unused: readonly Place<F>[] } => {
  const unused: Place<F>[] = []
  const maps = pairs.map(({ name, number }) => {
    const at = new Map<F, number>([[number.field, number.at]])
    if (name) at.set(name.field, name.at)
    return at
  })
  for (const field of new Set(others.map(one => one.field))) {
    const assigned = assign(
      pairs,
      others.filter(one => one.field === field),
      sample.people,
    )
    assigned.of.forEach((one, i) => {
      if (one) maps[i]?.set(field, one.at)
    })
    unused.push(...assigned.unused)
  }
  return { blocks: pairs.map(({ isOneCell }, i) => ({ at: maps[i] ?? new Map<F, number>(), isOneCell })), unused }
}

/** The rows before another header that names both a name and a number: below it the columns may be others. */
const untilNextHeader = <F extends string>(rows: readonly Row[], readCell: CellReader<F>): readonly Row[] => {
  const next = rows.findIndex(row => {
    const header = findHeader([row], readCell, 2)
    return header !== undefined && ['name', 'number'].every(field => header.cells.some(cell => cell.field === field))
  })
  return next > 0 && peopleAmong(rows.slice(0, next)).length > 0 ? rows.slice(0, next) : rows
}

/** What a table may have, and what a person said of this one. */
interface Known<F extends string> {
  readonly table: ColumnTable<F>
  readonly readCell: CellReader<F>
  readonly choices: Choices<F>
}

/** Lays out the columns below a header, or of rows without one. */
const layOut = <F extends string>(
  header: Header<F> | undefined,
  rows: readonly Row[],
  { table, readCell, choices }: Known<F>,
): Layout<F> => {
  const cells = header?.cells ?? []
  const people = peopleAmong(untilNextHeader(header ? rows.slice(header.last + 1) : rows, readCell))
  const width = Math.max(cells.length, ...people.map(row => row.length))
  const contentAt = contents(people)
  const places = place(cells, choices)
  const taken = new Set([...places.map(one => one.at), ...choices.keys(), ...reportColumns(width, contentAt)])
  const isReport = (at: number) => isReportHeader(cells[at]?.text ?? '')
  const free = Array.from({ length: width }, (_, at) => at).filter(at => !taken.has(at) && !isReport(at))
  const field = (name: string): F | undefined => table.find(column => column.field === name)?.field
  const sample: Sample<F> = { cells, places, people, width, contentAt, free, field }
  const byContent: ByContent<F>[] = []
  const pairs = findPairs(sample, byContent)
  const others = otherPlaces(sample, byContent)
  const { blocks, unused } = toBlocks(sample, pairs, others)
  const used = new Set(blocks.flatMap(({ at }) => [...at.values()]))
  const idle = [...unused, ...places.filter(one => (one.field === 'name' || one.field === 'number') && !used.has(one.at))]
  const names = Array.from({ length: width }, (_, at) => cells[at]?.text ?? '')
  return {
    headerIndex: header?.last ?? -1,
    headerRows: header ? rows.slice(header.first, header.last + 1) : [],
    header: names,
    blocks,
    unnamed: free.filter(at => !used.has(at) && (names[at] ?? '').trim() === '' && filledIn(people, at) > 0),
    byContent: byContent.filter(({ column }) => used.has(column)),
    unknown: names.filter((name, at) => name.trim() !== '' && !used.has(at) && !isReport(at) && !idle.some(one => one.at === at)),
    twice: idle.filter(({ at }) => (names[at] ?? '') !== '').map(({ at }) => names[at] ?? ''),
    missing: table.filter(column => column.required && !blocks.some(({ at }) => at.has(column.field))),
  }
}

/** What a cell of a person's row says and no name of a column does. */
const SEX = /^(男|女)$/

/** The header of rows that no row names: the one above the first person, if it has a name for most columns. */
const headerAbove = <F extends string>(rows: readonly Row[], readCell: CellReader<F>): Header<F> | undefined => {
  const last = rows.findIndex(row => row.some(cell => countNumbers(cell) > 0)) - 1
  const row = rows[last]
  const person = rows[last + 1]
  if (!row || !person) return undefined
  const named = row.filter(cell => cell.trim() !== '').length
  const filled = person.filter(cell => cell.trim() !== '').length
  if (named < 2 || named < filled * 0.6 || isOneText(row)) return undefined
  if (row.some(cell => /\d{4}/.test(cell) || cell.length > 30 || SEX.test(cell.trim()))) return undefined
  return { first: last, last, cells: row.map(readCell), matched: 0 }
}

const isComplete = <F extends string>(layout: Layout<F>): boolean => layout.missing.length === 0 && layout.blocks.length > 0

/**
 * The layout of a sheet, from its first rows (merged cells filled); undefined where it has neither a header nor people. A required column
 * that no header names is looked for by its content.
 */
export const findLayout = <F extends string>(
  rows: readonly Row[],
  table: ColumnTable<F>,
  choices: Choices<F> = new Map(),
): Layout<F> | undefined => {
  const known: Known<F> = { table, readCell: cellReader(table), choices }
  const header = findHeader(rows, known.readCell, 2)
  const byHeader = header && layOut(header, rows, known)
  if (byHeader && isComplete(byHeader)) return byHeader
  for (const other of [headerAbove(rows, known.readCell), undefined]) {
    const layout = layOut(other, rows, known)
    if (isComplete(layout)) return layout
  }
  return byHeader
}

/** The layout that a row in the middle of a sheet begins, if it is a header that names both a name and a number. */
export const layoutFrom = <F extends string>(row: Row, table: ColumnTable<F>, choices: Choices<F>): Layout<F> | undefined => {
  const known: Known<F> = { table, readCell: cellReader(table), choices }
  const header = findHeader([row], known.readCell, 2)
  if (!header) return undefined
  const layout = layOut(header, [row], known)
  return isComplete(layout) ? layout : undefined
}
