/**
 * Declared rows. A statement says which columns it answers with; the names and types that PostgreSQL describes are compared with the
 * declaration once per statement, and every row is checked for nulls and for values outside a closed set. The row's type is inferred, so no
 * row type is an assertion.
 */
import type { Executed, Field, Row } from './executed.ts'

/** PostgreSQL's types by the way they are read; each with the ids of pg_type.dat, of the type and of its array. */
const KINDS = {
  boolean: { ids: [16], arrays: [1000] },
  bytes: { ids: [17], arrays: [1001] },
  /** smallint, integer, bigint, oid: a number below 2^53. */
  integer: { ids: [21, 23, 20, 26], arrays: [1005, 1007, 1016, 1028] },
  /** text, varchar, char(n), name. */
  text: { ids: [25, 1043, 1042, 19], arrays: [1009, 1015, 1014, 1003] },
  uuid: { ids: [2950], arrays: [2951] },
  day: { ids: [1082], arrays: [1182] },
  instant: { ids: [1184], arrays: [1185] },
  numeric: { ids: [1700], arrays: [1231] },
  real: { ids: [701, 700], arrays: [1022, 1021] },
  json: { ids: [3802, 114], arrays: [3807, 199] },
} as const

export type Kind = keyof typeof KINDS

/** One declared column. Made by `col` only. */
export interface Column<Value> {
  readonly kind: Kind
  readonly isNullable: boolean
  /** An array of such values. */
  readonly list: { readonly hasNulls: boolean } | undefined
  /** The only values that may occur. */
  readonly values: ReadonlySet<unknown> | undefined
  /** Never set; carries the type. */
  readonly type?: Value
}

/** The columns of a statement, by name. */
export type Shape = Readonly<Record<string, Column<unknown>>>

/** The row that a shape declares. */
export type RowOf<S extends Shape> = { readonly [Name in keyof S]: S[Name] extends Column<infer Value> ? Value : never }

const column = <Value>(kind: Kind, values?: ReadonlySet<unknown>): Column<Value> => ({
  kind,
  isNullable: false,
  list: undefined,
  values,
})

/** Columns of a shape: `{ id: col.integer, name: col.nullable(col.text), state: col.oneOf('open', 'closed') }`. */
export const col = {
  boolean: column<boolean>('boolean'),
  bytes: column<Uint8Array>('bytes'),
  /** smallint, integer or bigint. */
  integer: column<number>('integer'),
  text: column<string>('text'),
  uuid: column<string>('uuid'),
  /** A date, 'YYYY-MM-DD'. */
  day: column<string>('day'),
  /** A timestamp with time zone. */
  instant: column<Date>('instant'),
  /** A decimal number, as text. */
  numeric: column<string>('numeric'),
  /** A floating point number. */
  real: column<number>('real'),
  /** A parsed JSON document. Its inside is what the program itself wrote and is not checked. */
  json: <Document>(): Column<Document> => column<Document>('json'),
  /** One of a closed set of texts or integers. */
  oneOf: <const Values extends readonly [string | number, ...(string | number)[]]>(...values: Values): Column<Values[number]> =>
    column<Values[number]>(typeof values[0] === 'string' ? 'text' : 'integer', new Set(values)),
  /** The column may be null. */
  nullable: <Value>({ kind, list, values }: Column<Value>): Column<Value | null> => ({ kind, list, values, isNullable: true }),
  /** A PostgreSQL array; `list(nullable(text))` is one whose elements may be null. */
  list: <Value>({ kind, isNullable, values }: Column<Value>): Column<readonly Value[]> => ({
    kind,
    values,
    isNullable: false,
    list: { hasNulls: isNullable },
  }),
} as const

/** A statement and its shape do not agree: a mistake of the program, not of its data. */
export class ShapeMismatch extends Error {
  override readonly name = 'ShapeMismatch'
  constructor(reason: string, statement: string) {
    super(`${reason} in the statement ${statement.replace(/\s+/g, ' ').trim().slice(0, 300)}`)
  }
}

/** A described column as it differs from the declared one; undefined where it does not. */
const mismatchOf = (name: string, declared: Column<unknown> | undefined, typeId: number | undefined): string | undefined => {
  if (declared === undefined) return `the column "${name}" is not declared`
  if (typeId === undefined) return `there is no column "${name}"`
  const { ids, arrays } = KINDS[declared.kind]
  const allowed: readonly number[] = declared.list ? arrays : ids
  if (allowed.includes(typeId)) return undefined
  return `the column "${name}" is of the type ${typeId}, and not ${declared.list ? 'a list of ' : ''}${declared.kind},`
}

/** What is checked of every row of a shape, and the statements whose columns were compared with it. */
interface Checks {
  readonly names: readonly string[]
  readonly required: readonly string[]
  /** Columns of lists and of closed sets. */
  readonly inner: readonly (readonly [name: string, column: Column<unknown>])[]
  readonly compared: Set<string>
}

/** Statements with numbered tables have ever new texts. */
const MOST_COMPARED = 1000
const known = new WeakMap<Shape, Checks>()

const checksOf = (shape: Shape): Checks => {
  const found = known.get(shape)
  if (found) return found
  const columns = Object.entries(shape)
  const checks: Checks = {
    names: columns.map(([name]) => name),
    required: columns.filter(([, { isNullable }]) => !isNullable).map(([name]) => name),
    inner: columns.filter(([, { list, values }]) => values !== undefined || list?.hasNulls === false),
    compared: new Set(),
  }
  known.set(shape, checks)
  return checks
}

/**
 * Compares the described columns of a statement with its shape, at its first execution.
 * @throws ShapeMismatch when names or types differ
 */
export const compareColumns = (statement: string, shape: Shape, fields: readonly Field[]): void => {
  const { compared, names } = checksOf(shape)
  if (compared.has(statement)) return
  for (const { name, typeId } of fields) {
    const mismatch = mismatchOf(name, shape[name], typeId)
    if (mismatch) throw new ShapeMismatch(mismatch, statement)
  }
  const missing = names.find(name => !fields.some(field => field.name === name))
  if (missing !== undefined) throw new ShapeMismatch(`there is no column "${missing}"`, statement)
  if (fields.length !== names.length) throw new ShapeMismatch('two columns have the same name', statement)
  if (compared.size >= MOST_COMPARED) compared.clear()
  compared.add(statement)
}

const isDeclared = ({ list, values }: Column<unknown>, value: unknown): boolean => {
  if (value === null) return true
  if (!list) return values?.has(value) ?? true
  return (
    Array.isArray(value) &&
    value.every(element => (element === null ? list.hasNulls : values === undefined || values.has(element)))
  )
}

/**
 * Rows that a statement answered with, as its shape declares them.
 * @throws ShapeMismatch when the columns are others, a column holds a null that may not, or a value is outside its set
 */
export const rowsOf = <S extends Shape>(statement: string, shape: S, executed: Executed): RowOf<S>[] => {
  compareColumns(statement, shape, executed.fields)
  const rows: readonly Row[] = executed.rows
  assertRows(statement, shape, rows)
  return rows
}

/** For rows whose columns were compared already. */
export function assertRows<S extends Shape>(statement: string, shape: S, rows: readonly Row[]): asserts rows is RowOf<S>[] {
  const { required, inner } = checksOf(shape)
  for (const row of rows) {
    for (const name of required)
      if (row[name] === null) throw new ShapeMismatch(`the column "${name}" is null, and is not declared so,`, statement)
    for (const [name, declared] of inner)
      if (!isDeclared(declared, row[name])) throw new ShapeMismatch(`the column "${name}" has an undeclared value`, statement)
  }
}
