/**
 * Which column of a clerk's table is which: names in Chinese and English with their synonyms, in any order, however decorated.
 * The rooms own the tables of columns; this only matches a header with one.
 */
import type { Text } from '../result/index.ts'

export interface Column<F extends string = string> {
  readonly field: F
  /** Header as the product writes it. */
  readonly zh: string
  readonly en: string
  /** Other headers that mean the same. */
  readonly synonyms: readonly string[]
  /** A file without this column cannot be read. */
  readonly required: boolean
  readonly meaning: Text
}

/** A column of a table of columns; `synonyms` are separated by spaces. */
export const column = <F extends string>(
  field: F,
  zh: string,
  en: string,
  synonyms: string,
  meaning: Text,
  required = false,
): Column<F> => ({ field, zh, en, synonyms: synonyms === '' ? [] : synonyms.split(' '), required, meaning })

export type ColumnTable<F extends string = string> = readonly Column<F>[]

export interface ColumnMap<F extends string = string> {
  /** Place of each field in the row, from 0; −1 where the file has no such column. */
  readonly at: Readonly<Record<F, number>>
  /** How many fields the header names. */
  readonly matched: number
  /** Required columns that the header does not name. */
  readonly missing: ColumnTable<F>
  /** Headers that are no column of this table; they are ignored. */
  readonly unknown: readonly string[]
  /** What a person should know: columns ignored, columns named twice. */
  readonly notes: readonly Text[]
}

/** Columns that a report adds to a clerk's file. In a file that comes back they are passed over without a word. */
export const REPORT_COLUMNS: readonly Text[] = [
  { zh: '结果', en: 'Result' },
  { zh: '代码', en: 'Code' },
  { zh: '怎么办', en: 'What to do' },
]

/** Full-width to ASCII, lower case, without spaces, stars and punctuation. */
export const plainHeader = (text: string): string =>
  text
    .replace(/[\uff01-\uff5e]/g, c => String.fromCharCode(c.charCodeAt(0) - 0xfee0))
    .toLowerCase()
    .replace(/[\s\u00a0\u3000\u200b-\u200f\ufeff*_\-./\\:：、,，;；'"“”‘’#()[\]【】〔〕<>《》{}|]+/g, '')

/** Without what stands in brackets: 出生日期（年-月-日） */
const unbracketed = (text: string): string => text.replace(/[(（[【〔{<《][^)）\]】〕}>》]*[)）\]】〕}>》]/g, '')

const REPORT_NAMES = new Set(REPORT_COLUMNS.flatMap(({ zh, en }) => [plainHeader(zh), plainHeader(en)]))

const lookups = new WeakMap<ColumnTable, Map<string, number>>()
const lookupOf = (table: ColumnTable): Map<string, number> => {
  let lookup = lookups.get(table)
  if (!lookup) {
    lookup = new Map()
    for (const [i, column] of table.entries())
      for (const name of [column.zh, column.en, ...column.synonyms]) lookup.set(plainHeader(name), i)
    lookups.set(table, lookup)
  }
  return lookup
}

/** A longer cell is not the name of a column. */
const LONGEST_NAME = 200
/** Columns that a note names; of each at most so many characters. */
const NAMED_COLUMNS = 30
const NAMED_CHARACTERS = 40

const shortened = (name: string): string => (name.length > NAMED_CHARACTERS ? `${name.slice(0, NAMED_CHARACTERS)}…` : name)

/** A list of column names for a note. */
const nameList = (columns: readonly string[]): Text => {
  const named = columns.slice(0, NAMED_COLUMNS).map(name => `“${shortened(name)}”`)
  const isAll = named.length === columns.length
  return {
    zh: `${named.join('、')}${isAll ? '' : `等${columns.length}列`}`,
    en: `${named.join(', ')}${isAll ? '' : ` and ${columns.length - named.length} more`}`,
  }
}

/** The column that a header cell names, or undefined. */
export const findColumn = <F extends string>(cell: string, table: ColumnTable<F>): Column<F> | undefined => {
  if (cell.length > LONGEST_NAME) return undefined
  const lookup = lookupOf(table)
  return table[lookup.get(plainHeader(cell)) ?? lookup.get(plainHeader(unbracketed(cell))) ?? -1]
}

/** Is this header one that a report of an import adds? */
export const isReportHeader = (cell: string): boolean => cell.length <= LONGEST_NAME && REPORT_NAMES.has(plainHeader(cell))

/** What a person should know of columns that are not used, and of those that mean the same as another. */
export const columnNotes = (unknown: readonly string[], twice: readonly string[]): Text[] => {
  const notes: Text[] = []
  const [unused, repeated] = [nameList(unknown), nameList(twice)]
  if (unknown.length > 0) notes.push({ zh: `未使用的列：${unused.zh}`, en: `Columns not used: ${unused.en}` })
  if (twice.length > 0)
    notes.push({
      zh: `同一含义的列出现两次，只用前一列，未使用：${repeated.zh}`,
      en: `Two columns have the same meaning; only the first is used. Not used: ${repeated.en}`,
    })
  return notes
}

/** The same map, of the fields of `table` alone. */
export const narrowColumns = <F extends string>(columns: ColumnMap, table: ColumnTable<F>): ColumnMap<F> => ({
  at: Object.fromEntries(table.map(({ field }) => [field, columns.at[field] ?? -1])) as Record<F, number>,
  matched: columns.matched,
  missing: table.filter(column => column.required && (columns.at[column.field] ?? -1) < 0),
  unknown: columns.unknown,
  notes: columns.notes,
})

/** Match a header row with a table of columns. The first of two columns with one meaning is used, the other is noted. */
export const matchColumns = <F extends string>(header: readonly string[], table: ColumnTable<F>): ColumnMap<F> => {
  const at = Object.fromEntries(table.map(column => [column.field, -1])) as Record<F, number>
  const unknown: string[] = []
  const twice: string[] = []
  let matched = 0
  header.forEach((cell, i) => {
    const name = plainHeader(cell.slice(0, LONGEST_NAME))
    if (name === '') return
    const column = findColumn(cell, table)
    if (!column && isReportHeader(cell)) return
    if (!column) unknown.push(cell.trim())
    else if (at[column.field] >= 0) twice.push(cell.trim())
    else {
      at[column.field] = i
      matched++
    }
  })
  const missing = table.filter(column => column.required && at[column.field] < 0)
  return { at, matched, missing, unknown, notes: columnNotes(unknown, twice) }
}
