/** How values travel: one encoding of parameters and one reading of results for both stores, so that neither driver's taste shows. */
import { parse as parseArray } from 'postgres-array'
import { jsonOf } from './json.ts'

/**
 * A value that a query takes: shapes that both stores encode alike. `Uint8Array` is bytea. Arrays become PostgreSQL arrays, other objects
 * JSON; a JSON array goes in as `jsonOf(array)` (an empty PostgreSQL array would be read as an empty JSON object).
 */
export type SqlValue =
  | string
  | number
  | bigint
  | boolean
  | null
  | Date
  | Uint8Array
  | readonly SqlValue[]
  | Readonly<Record<string, unknown>>

const arrayElement = (value: SqlValue): string => {
  if (value === null) return 'NULL'
  if (Array.isArray(value)) return encodeArray(value)
  return `"${(encodeValue(value) ?? '').replace(/["\\]/g, '\\$&')}"`
}
const encodeArray = (values: readonly SqlValue[]): string => `{${values.map(arrayElement).join(',')}}`

/**
 * A parameter in PostgreSQL's text form, or null. The server knows each parameter's type, so text says it all. Arrays become PostgreSQL
 * arrays, other objects JSON; a JSON array goes in as `jsonOf(array)`, or it would be taken for a PostgreSQL array.
 */
export function encodeValue(value: SqlValue): string | null {
  if (value === null || value === undefined) return null
  if (typeof value === 'string') return value.includes('\0') ? value.replaceAll('\0', '\ufffd') : value
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean') return String(value)
  if (value instanceof Date) return value.toISOString()
  if (value instanceof Uint8Array) return `\\x${Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('hex')}`
  if (Array.isArray(value)) return encodeArray(value)
  return jsonOf(value)
}

type Parser = (text: string) => unknown

const asText: Parser = text => text
const asNumber: Parser = text => Number(text)
/** Counts and ids are below 2^53; a greater number would be rounded, and a silent rounding is a bug. */
const asSafeInteger: Parser = text => {
  const number = Number(text)
  if (!Number.isSafeInteger(number)) throw new RangeError('a bigint column holds a number beyond 2^53; select it as text')
  return number
}
const asInstant: Parser = text => {
  if (text === 'infinity') return Number.POSITIVE_INFINITY
  if (text === '-infinity') return Number.NEGATIVE_INFINITY
  return new Date(text.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00'))
}
const asBytes: Parser = text => new Uint8Array(Buffer.from(text.slice(2), 'hex'))

/** Type ids of PostgreSQL's catalogue (pg_type.dat): element, its array, and how the element is read. Others stay text. */
const types: readonly (readonly [oid: number, arrayOid: number, parser: Parser])[] = [
  [16, 1000, text => text === 't'], // boolean
  [17, 1001, asBytes], // bytea
  [19, 1003, asText], // name
  [20, 1016, asSafeInteger], // bigint
  [21, 1005, asNumber], // smallint
  [23, 1007, asNumber], // integer
  [25, 1009, asText], // text
  [26, 1028, asNumber], // oid
  [114, 199, text => JSON.parse(text)], // json
  [700, 1021, asNumber], // real
  [701, 1022, asNumber], // double precision
  [1042, 1014, asText], // char(n)
  [1043, 1015, asText], // varchar
  [1082, 1182, asText], // date
  [1114, 1115, text => asInstant(`${text}Z`)], // timestamp: taken as UTC
  [1184, 1185, asInstant], // timestamptz
  [1700, 1231, asText], // numeric
  [2950, 2951, asText], // uuid
  [3802, 3807, text => JSON.parse(text)], // jsonb
]

/** How a column of each type id is read from PostgreSQL's text form. */
export const parsers: ReadonlyMap<number, Parser> = new Map(
  types.flatMap(([oid, arrayOid, parser]) => [
    [oid, parser] as const,
    [arrayOid, (text: string) => parseArray(text, parser)] as const,
  ]),
)
export const readAsText = asText
