/** Which rows at the start of a sheet are its header, of one level or several, and what each column is called. */
import { type ColumnTable, findColumn, isReportHeader, plainHeader } from '@mingce/domain/standards'
import { countNumbers } from './numbers.ts'

export interface HeaderCell<F extends string> {
  readonly text: string
  readonly field: F | undefined
  /** Whose column it is in a table with several people a row: 户主, 成员1; empty where it does not say. */
  readonly role: string
}

export interface Header<F extends string> {
  /** Indexes of its rows among those that were looked at. */
  readonly first: number
  readonly last: number
  readonly cells: readonly HeaderCell<F>[]
  /** How many fields it names. */
  readonly matched: number
}

const PERSON =
  '户主|配偶|妻子|丈夫|父亲|母亲|长子|次子|三子|儿子|长女|次女|女儿|儿媳|女婿|子女|孙子|孙女|家庭成员|家属|同住人|共同居住人|成员|人员|家人|监护人|联系人|紧急联系人'
const NUMERAL = '[0-9０-９]{1,2}|[一二三四五六七八九十]{1,2}'
const ROLE = new RegExp(`^(?:(${PERSON})(${NUMERAL})?|第?(${NUMERAL})(?:人|号成员)?)(?:的)?(.*)$`)
const INDEXED = new RegExp(`^(.*?)[（(]?(${NUMERAL})[)）]?$`)
const NAME = /^(姓名|名字|本人)?$/
const NUMBER = /^(公民|居民)?(身份)?(证件?)?(号码?|证)$/

/** A column of one of several people in the row: 户主姓名, 成员1身份证号, 姓名2. */
const readRole = <F extends string>(cell: string, table: ColumnTable<F>): Pick<HeaderCell<F>, 'field' | 'role'> | undefined => {
  const text = plainHeader(cell.slice(0, 60))
  const has = (field: string): F | undefined => table.find(column => column.field === field)?.field
  const fieldOf = (rest: string): F | undefined =>
    NAME.test(rest) ? has('name') : NUMBER.test(rest) ? has('number') : findColumn(rest, table)?.field
  const found = ROLE.exec(text)
  if (found) {
    const role = `${(found[1] ?? '').replace('家庭成员', '成员')}${found[2] ?? found[3] ?? ''}`
    const field = fieldOf(found[4] ?? '')
    // A number alone is no role.
    if (field !== undefined && (found[1] !== undefined || found[4] !== '')) return { field, role }
  }
  const indexed = INDEXED.exec(text)
  const field = indexed?.[1] ? findColumn(indexed[1], table)?.field : undefined
  return field === undefined ? undefined : { field, role: indexed?.[2] ?? '' }
}

/** Reads a cell, and remembers those it has read. */
export type CellReader<F extends string> = (text: string) => HeaderCell<F>

export const cellReader = <F extends string>(table: ColumnTable<F>): CellReader<F> => {
  const known = new Map<string, HeaderCell<F>>()
  return text => {
    const before = known.get(text)
    if (before) return before
    const cell = readHeaderCell(text, table)
    if (known.size < MOST_REMEMBERED) known.set(text, cell)
    return cell
  }
}

const MOST_REMEMBERED = 5_000
/** A longer cell is no name of a column. */
const LONGEST_HEADER = 100

const readHeaderCell = <F extends string>(text: string, table: ColumnTable<F>): HeaderCell<F> => {
  if (text === '' || text.length > LONGEST_HEADER) return { text, field: undefined, role: '' }
  const column = findColumn(text, table)
  if (column) return { text, field: column.field, role: '' }
  const role = isReportHeader(text) ? undefined : readRole(text, table)
  return role ? { text, ...role } : { text, field: undefined, role: '' }
}

/** One header of several levels: the lowest name that means something, alone or after the names above it. */
const combine = <F extends string>(levels: readonly string[], readCell: CellReader<F>): HeaderCell<F> => {
  if (levels.every(name => name === '')) return { text: '', field: undefined, role: '' }
  const names = levels.map(name => name.trim()).filter((name, i, all) => name !== '' && all.indexOf(name) === i)
  const lowest = names.at(-1) ?? ''
  const joined = names.length > 1 ? readCell(names.join('')) : undefined
  if (joined?.role) return { ...joined, text: lowest }
  for (const text of [...names].reverse()) {
    const read = readCell(text)
    if (read.field !== undefined) return read
  }
  if (joined?.field !== undefined) return joined
  return { text: lowest, field: undefined, role: '' }
}

const DEEPEST = 3
const LONGEST_LINE = 200
/** Digits that no header has: dates, numbers, phones. */
const DATA = /\d{6}|\*{3}/

/** A wider row is no header of people. */
const MOST_HEADER_COLUMNS = 250

/** Can the row be part of a header? */
const mayBeHeader = (row: readonly string[] | undefined): boolean =>
  row !== undefined &&
  row.length <= MOST_HEADER_COLUMNS &&
  row.some(cell => cell.trim() !== '') &&
  row.every(cell => !DATA.test(cell) && countNumbers(cell) === 0)

const fieldsOf = <F extends string>(cells: readonly HeaderCell<F>[]): Set<string> =>
  new Set(cells.flatMap(({ field, role }) => (field === undefined ? [] : [`${field} ${role}`])))

/** Does the row say the same in all its cells, as a title over merged cells does? */
export const isOneText = (row: readonly string[]): boolean => {
  let text = ''
  for (const cell of row) {
    const trimmed = cell.trim()
    if (trimmed === '' || trimmed === text) continue
    if (text !== '') return false
    text = trimmed
  }
  return text !== ''
}

/** The header that begins with row `first`, of as many levels as name most fields. */
const headerAt = <F extends string>(
  rows: readonly (readonly string[])[],
  first: number,
  readCell: CellReader<F>,
): Header<F> | undefined => {
  let best: Header<F> | undefined
  for (let last = first; last < Math.min(first + DEEPEST, rows.length) && mayBeHeader(rows[last]); last++) {
    const levels = rows.slice(first, last + 1)
    if (isOneText(levels[0] ?? [])) return undefined
    if (!levels.some(row => row.some(cell => readCell(cell).field !== undefined))) continue
    const width = Math.max(...levels.map(row => row.length))
    const cells = Array.from({ length: width }, (_, i) =>
      combine(
        levels.map(row => (row[i] ?? '').slice(0, LONGEST_LINE)),
        readCell,
      ),
    )
    const matched = fieldsOf(cells).size
    if (matched > (best?.matched ?? 0)) best = { first, last, cells, matched }
  }
  return best
}

/** The header among the first rows: the one that names most fields, but at least `least`. */
export const findHeader = <F extends string>(
  rows: readonly (readonly string[])[],
  readCell: CellReader<F>,
  least: number,
): Header<F> | undefined => {
  const isFit = rows.map(mayBeHeader)
  let best: Header<F> | undefined
  for (let first = 0; first < rows.length; first++) {
    const header = isFit[first] ? headerAt(rows, first, readCell) : undefined
    if (header && header.matched >= least && header.matched > (best?.matched ?? 0)) best = header
  }
  return best
}
