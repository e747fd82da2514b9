/** How a file is read: what a person chose for its columns and sheets, or what the office chose for an earlier file with the same columns. */
import { createHash } from 'node:crypto'
import { COLUMNS } from '@mingce/domain/registration'
import { fail, ok, type Result, type Text } from '@mingce/domain/result'
import { type ColumnTable, findColumn, plainHeader } from '@mingce/domain/standards'
import type { Sql } from '../../platform/database/index.ts'
import { openTable, type Table, type TableLook } from '../../platform/files/index.ts'
import { findReading, type ImportKind, type ImportReading } from '../../population/index.ts'

/** What a person chose: which column is which (from 0; null: not used), and the sheets that are left out. */
export type Reading = Pick<ImportReading, 'columns' | 'leaveOut'>

export interface UnreadFile {
  readonly code: 'import.unreadable'
  readonly text: Text
  readonly next: Text
  /** What a person can choose from. */
  readonly look?: TableLook | undefined
}

interface OpenReading {
  readonly reading?: Reading | undefined
  /** For a preview: sheets with people that cannot be read do not fail. */
  readonly mayLeave?: boolean
}

/** Opens a file as a table of its kind: all that can be told without reading it whole. */
export const openImportTable = async (
  path: string,
  kind: ImportKind,
  { reading, mayLeave = false }: OpenReading = {},
): Promise<Result<Table, UnreadFile>> => {
  const columns: ColumnTable<string> = COLUMNS[kind]
  const isField = (field: string | null) => field === null || columns.some(column => column.field === field)
  const chosen = (reading?.columns ?? []).filter(({ field }) => isField(field))
  const table = await openTable(path, {
    columns,
    choices: new Map(chosen.map(({ column, field }) => [column, field])),
    leaveOut: reading?.leaveOut ?? [],
    mayLeave,
  })
  if (table.ok) return table
  const { text, next, look } = table.error
  return fail({ code: 'import.unreadable', text, next, look })
}

/** A digest of what a file's columns are called: nothing of its people. */
const shapeOf = (kind: ImportKind, shown: TableLook['shown']): string =>
  createHash('sha256')
    .update([kind, shown.length, ...shown.map(({ header }) => plainHeader(header))].join('\u001f'))
    .digest('hex')

const isEmpty = ({ columns, leaveOut }: Reading): boolean => columns.length === 0 && leaveOut.length === 0

/** The shape of a file, or null where nothing can be told of it. */
export const findShape = async (path: string, kind: ImportKind): Promise<string | null> => {
  const opened = await openImportTable(path, kind, { mayLeave: true })
  const shown = opened.ok ? opened.value.shown : opened.error.look?.shown
  return shown === undefined ? null : shapeOf(kind, shown)
}

/**
 * The reading of a file: as a person chose it; else as the office chose for the columns of an earlier file with the same ones. Sheets that are
 * left out are not remembered: they need a decision each time.
 */
export const readingFor = async (
  sql: Sql,
  file: { readonly path: string; readonly kind: ImportKind; readonly countyCode: string },
  chosen: Reading | undefined,
): Promise<ImportReading | null> => {
  const shape = await findShape(file.path, file.kind)
  if (chosen) return isEmpty(chosen) ? null : { shape, ...chosen }
  const known = shape === null ? undefined : await findReading(sql, { ...file, shape })
  return known && known.columns.length > 0 ? { shape, columns: known.columns, leaveOut: [] } : null
}

/** Index of a column from its letter; −1 where it is none. */
const columnOfLetter = (text: string): number => {
  if (!/^[A-Za-z]{1,2}$/.test(text)) return -1
  return [...text.toUpperCase()].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1
}

/**
 * Columns as they are written on the command line: 姓名=C,身份证号=E, by letter or by the name that the file has. A list of what cannot be
 * understood where there is any.
 */
export const parseColumns = async (
  text: string,
  path: string,
  kind: ImportKind,
): Promise<Result<Reading['columns'], readonly string[]>> => {
  const columns: ColumnTable<string> = COLUMNS[kind]
  const opened = await openImportTable(path, kind, { mayLeave: true })
  const shown = opened.ok ? opened.value.shown : (opened.error.look?.shown ?? [])
  const wrong: string[] = []
  const chosen = text.split(/[,，]/).flatMap(part => {
    const [name = '', place = ''] = part.split(/[=＝]/).map(one => one.trim())
    const field = findColumn(name, columns)?.field
    const named = shown.findIndex(({ header }) => header !== '' && plainHeader(header) === plainHeader(place))
    const column = named >= 0 ? named : columnOfLetter(place)
    if (field === undefined || column < 0) wrong.push(part.trim().slice(0, 40))
    return field === undefined || column < 0 ? [] : [{ column, field }]
  })
  return wrong.length > 0 ? fail(wrong) : ok(chosen)
}
