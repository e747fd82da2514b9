/** A row in every table that holds keys, whatever its columns are, and what the keys open of it again. */
import type { Keyring } from '../../crypto/index.ts'
import type { Database } from '../../database/index.ts'
import { readRows } from '../../testing/rows.ts'
import { fillContext, HELD_TABLES, type HeldColumn, type HeldTable } from '../columns.ts'
import { documentDigestText } from '../documents.ts'

/** Fictitious, with a valid check digit. */
export const NUMBERS = ['11010519491231002X', '440524188001010014'] as const
const DOCUMENT = documentDigestText('passport', 'E00000000')

const SOME: Readonly<Record<string, string>> = {
  bigint: '1',
  boolean: 'true',
  bytea: '\\x00',
  date: '2026-01-01',
  integer: '1',
  jsonb: '{}',
  smallint: '1',
  text: 'x',
  'text[]': '{}',
  'timestamp with time zone': '2026-01-01T00:00:00Z',
  uuid: '8d8ac610-566d-4ef0-9c22-186b2a5ed793',
  'uuid[]': '{}',
}

interface Column {
  readonly name: string
  readonly type: string
}

const requiredOf = (database: Database, table: string) =>
  readRows<Column>(
    database,
    `SELECT attname::text AS name, format_type(atttypid, atttypmod) AS type FROM pg_attribute WHERE attrelid = $1::text::regclass AND attnum > 0
       AND NOT attisdropped AND attnotnull AND NOT atthasdef AND attidentity = '' ORDER BY attnum`,
    [table],
  )

const hex = (bytes: Uint8Array): string => `\\x${Buffer.from(bytes).toString('hex')}`

/** People without an ID number have a table of their own. */
const personOf = (keys: Keyring, table: HeldTable): string =>
  table.name === 'identity_document' ? keys.digests([DOCUMENT]).join() : keys.personKey(NUMBERS[0])

const heldValueOf = (keys: Keyring, table: HeldTable, column: HeldColumn, row: ReadonlyMap<string, string>): string => {
  const person = personOf(keys, table)
  const name = `${table.name}.${column.name}`
  if (column.held === 'person') return person
  if (column.held === 'people') return `{${NUMBERS.map(number => keys.personKey(number)).join(',')}}`
  if (column.held === 'digest') return keys.digests([name]).join()
  if (column.held === 'actor') return `voter ${person}`
  if (column.held === 'dedupe') return `remind/e/2026-11-20/${person}`
  return hex(
    keys.seal(
      Buffer.from(name),
      fillContext(column.context ?? '', other => row.get(other) ?? ''),
    ),
  )
}

const insert = async (database: Database, name: string, row: ReadonlyMap<string, string>) => {
  const columns = [...row.keys()]
  await database.run(`INSERT INTO ${name} (${columns.join(', ')}) VALUES (${columns.map((_, at) => `$${at + 1}`).join(', ')})`, [
    ...row.values(),
  ])
}

/** What a row needs beside the values that its types allow. */
const FURTHER: Readonly<Record<string, Readonly<Record<string, string>>>> = { disqualification: { import_id: '1' } }

export const fillHeldTables = async (database: Database, keys: Keyring): Promise<void> => {
  // Where owner and application are two roles, partitions are in the application's schema.
  await database.script(`CREATE SCHEMA mingce_work;
    CREATE TABLE mingce_work.population_extract_1 PARTITION OF population FOR VALUES IN (1);
    CREATE INDEX work_by_key ON mingce_work.population_extract_1 (person_key) WHERE extract_id > 0`)
  await database.run(
    `INSERT INTO access_user (id, name, username, email, created_at, updated_at) VALUES ('x', 'x', 'x', 'x', now(), now())`,
  )
  for (const table of HELD_TABLES) {
    const row = new Map((await requiredOf(database, table.name)).map(({ name, type }) => [name, SOME[type] ?? '']))
    for (const [name, value] of Object.entries(FURTHER[table.name] ?? {})) row.set(name, value)
    for (const column of table.columns) row.set(column.name, heldValueOf(keys, table, column, row))
    // A sealed column may be sealed for a key that was put in after it.
    for (const column of table.columns) row.set(column.name, heldValueOf(keys, table, column, row))
    await insert(database, table.name, row)
  }
}

const personIn = (keys: Keyring, key: string): string =>
  keys.digests([DOCUMENT]).join() === key ? DOCUMENT : keys.openPersonKey(key)

const openedOf = (keys: Keyring, table: HeldTable, column: HeldColumn, row: Readonly<Record<string, string>>): string => {
  const value = row[column.name] ?? ''
  const name = `${table.name}.${column.name}`
  if (column.held === 'person') return personIn(keys, value)
  if (column.held === 'people')
    return value
      .slice(1, -1)
      .split(',')
      .map(key => personIn(keys, key))
      .join(',')
  if (column.held === 'digest') {
    if (value !== keys.digests([name]).join()) throw new Error(`${name} is not a digest of these keys`)
    return name
  }
  if (column.held === 'actor') return `voter ${personIn(keys, value.slice('voter '.length))}`
  if (column.held === 'dedupe') return `remind/${personIn(keys, value.slice(value.lastIndexOf('/') + 1))}`
  const context = fillContext(column.context ?? '', other => row[other] ?? '')
  return Buffer.from(keys.open(Buffer.from(value.slice(2), 'hex'), context)).toString()
}

/** By table: what the keys open of each row. @throws where they do not */
export const readHeld = async (database: Database, keys: Keyring): Promise<ReadonlyMap<string, readonly string[]>> => {
  const found = new Map<string, readonly string[]>()
  for (const table of HELD_TABLES) {
    const wanted = [...table.columns.map(({ name }) => name), ...table.beside].map(name => `${name}::text AS ${name}`)
    const rows = await readRows<Record<string, string>>(database, `SELECT ${wanted.join(', ')} FROM ${table.name}`)
    if (rows.length > 0)
      found.set(
        table.name,
        rows.map(row => table.columns.map(column => openedOf(keys, table, column, row)).join(' | ')),
      )
  }
  return found
}
