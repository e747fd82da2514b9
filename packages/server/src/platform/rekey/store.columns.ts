/** Columns for the values under the next keys: made, filled and removed while the service runs. Statements are made from the catalogue. */
import { col, type Database, type Sql } from '../database/index.ts'
import { type HeldTable, nextOf, typeOf } from './columns.ts'
import type { HeldRow } from './rows.ts'

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`

/** A table that rows are in: a partition, or a table without any. */
export interface Leaf {
  /** With its schema, quoted. */
  readonly name: string
  /** Quoted: the application has its partitions in one of its own. */
  readonly schema: string
  readonly table: HeldTable
}

export const findLeaves = async (sql: Sql, table: HeldTable): Promise<Leaf[]> => {
  const found = await sql.query(
    `SELECT quote_ident(n.nspname) || '.' || quote_ident(c.relname) AS name, quote_ident(n.nspname) AS schema
     FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.oid = $1::text::regclass AND c.relkind = 'r' OR c.oid IN (SELECT i.inhrelid FROM pg_inherits i WHERE i.inhparent = $1::text::regclass)
     ORDER BY 1`,
    [`public.${quoted(table.name)}`],
    { name: col.text, schema: col.text },
  )
  return found.map(leaf => ({ ...leaf, table }))
}

/** True once the columns of the next keys are there. */
export const hasNextColumns = async (sql: Sql, { name, columns }: HeldTable): Promise<boolean> => {
  const [found] = await sql.query(
    `SELECT count(*) AS columns FROM pg_attribute WHERE attrelid = $1::text::regclass AND attname = ANY($2::text[]) AND NOT attisdropped`,
    [`public.${quoted(name)}`, columns.map(column => nextOf(column.name))],
    { columns: col.integer },
  )
  return found?.columns === columns.length
}

const staleName = (table: HeldTable): string => `rekey_stale_${table.name}`

/**
 * Adds the columns, and a trigger that empties them when what they were made from changes, so that a later pass makes them again. Waits for
 * writers of the table for a moment only, so that nobody waits behind it.
 */
export const addNextColumns = async (tx: Sql, table: HeldTable): Promise<void> => {
  const { name, columns } = table
  const of = quoted(name)
  for (const column of columns) {
    const next = quoted(nextOf(column.name))
    await tx.script(`ALTER TABLE ${of} ADD COLUMN IF NOT EXISTS ${next} ${typeOf(column)}`)
    await tx.script(`DO $$ BEGIN
      EXECUTE (SELECT 'ALTER TABLE ${of} ALTER COLUMN ${next} SET STORAGE ' ||
        CASE attstorage WHEN 'e' THEN 'EXTERNAL' WHEN 'x' THEN 'EXTENDED' WHEN 'm' THEN 'MAIN' ELSE 'PLAIN' END
        FROM pg_attribute WHERE attrelid = 'public.${of}'::regclass AND attname = '${column.name}');
    END $$`)
  }
  const emptied = columns.map(column => `NEW.${quoted(nextOf(column.name))} := NULL;`).join(' ')
  const changed = columns.map(column => `OLD.${quoted(column.name)} IS DISTINCT FROM NEW.${quoted(column.name)}`).join(' OR ')
  await tx.script(
    `CREATE OR REPLACE FUNCTION ${staleName(table)}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN ${emptied} RETURN NEW; END $$`,
  )
  await tx.script(`DROP TRIGGER IF EXISTS ${staleName(table)} ON ${of}`)
  await tx.script(`CREATE TRIGGER ${staleName(table)} BEFORE UPDATE OF ${columns.map(column => quoted(column.name)).join(', ')} ON ${of}
    FOR EACH ROW WHEN (${changed}) EXECUTE FUNCTION ${staleName(table)}()`)
}

export const dropStaleTrigger = async (tx: Sql, table: HeldTable): Promise<void> => {
  await tx.script(`DROP TRIGGER IF EXISTS ${staleName(table)} ON ${quoted(table.name)}`)
  await tx.script(`DROP FUNCTION IF EXISTS ${staleName(table)}()`)
}

/** As before the change was begun: the indexes on the columns go with them. */
export const dropNextColumns = async (tx: Sql, table: HeldTable): Promise<void> => {
  await dropStaleTrigger(tx, table)
  for (const { name } of table.columns)
    await tx.script(`ALTER TABLE ${quoted(table.name)} DROP COLUMN IF EXISTS ${quoted(nextOf(name))}`)
}

/** Rows of which a value under the next keys is still to be made. */
const todoOf = ({ columns }: HeldTable): string =>
  columns.map(({ name }) => `${quoted(name)} IS NOT NULL AND ${quoted(nextOf(name))} IS NULL`).join(' OR ')

export const countTodo = async (sql: Sql, { name, table }: Leaf): Promise<{ rows: number; todo: number }> => {
  const [found] = await sql.query(`SELECT count(*) AS rows, count(*) FILTER (WHERE ${todoOf(table)}) AS todo FROM ${name}`, [], {
    rows: col.integer,
    todo: col.integer,
  })
  return found ?? { rows: 0, todo: 0 }
}

export const countRows = async (sql: Sql, { name }: Leaf): Promise<{ rows: number; todo: number }> => {
  const [found] = await sql.query(`SELECT count(*) AS rows FROM ${name}`, [], { rows: col.integer })
  return { rows: found?.rows ?? 0, todo: found?.rows ?? 0 }
}

/** Pages of 8 kB, and about how many rows are in them. */
export const sizeOf = async (sql: Sql, { name }: Leaf): Promise<{ pages: number; rows: number }> => {
  const [found] = await sql.query(
    `SELECT pg_relation_size(c.oid) / current_setting('block_size')::integer AS pages, greatest(c.reltuples, 0)::bigint AS rows
     FROM pg_class c WHERE c.oid = $1::text::regclass`,
    [name],
    { pages: col.nullable(col.integer), rows: col.nullable(col.integer) },
  )
  return { pages: found?.pages ?? 0, rows: found?.rows ?? 0 }
}

const AT = 'rekey_at'

const readSql = ({ name, table }: Leaf, range: string): string => {
  const wanted = [...table.columns.map(column => column.name), ...table.beside]
  return `SELECT ctid::text AS ${AT}, ${wanted.map(column => `${quoted(column)}::text AS ${quoted(column)}`).join(', ')}
    FROM ${name} WHERE ${range} (${todoOf(table)}) LIMIT ${MOST_ROWS} FOR UPDATE SKIP LOCKED`
}

const MOST_ROWS = 20_000

export interface FoundRows {
  readonly at: readonly string[]
  readonly rows: readonly HeldRow[]
}

const shapeOf = ({ table }: Leaf) => ({
  [AT]: col.nullable(col.text),
  ...Object.fromEntries([...table.columns.map(({ name }) => name), ...table.beside].map(name => [name, col.nullable(col.text)])),
})

const foundOf = (rows: readonly HeldRow[]): FoundRows => ({ at: rows.map(row => row[AT] ?? ''), rows })

/** Rows in pages from–to that are to be done, and that nobody else holds: those are done in a later pass. */
export const lockTodo = async (tx: Sql, leaf: Leaf, pages: { readonly from: number; readonly to: number }): Promise<FoundRows> =>
  foundOf(
    await tx.query(
      readSql(leaf, 'ctid >= $1::text::tid AND ctid < $2::text::tid AND'),
      [`(${pages.from},0)`, `(${pages.to},0)`],
      shapeOf(leaf),
    ),
  )

/** Some of all rows that are to be done. */
export const lockSomeTodo = async (tx: Sql, leaf: Leaf): Promise<FoundRows> =>
  foundOf(await tx.query(readSql(leaf, ''), [], shapeOf(leaf)))

/** Saves what `rekeyRows` made of them. */
export const saveNext = async (
  tx: Sql,
  { name, table }: Leaf,
  at: readonly string[],
  made: ReadonlyMap<string, readonly (string | null)[]>,
): Promise<void> => {
  const sets = table.columns.map((column, index) => `${quoted(nextOf(column.name))} = v.c${index}::${typeOf(column)}`)
  const lists = table.columns.map((_, index) => `$${index + 2}::text[]`)
  const names = table.columns.map((_, index) => `c${index}`)
  await tx.run(
    `UPDATE ${name} t SET ${sets.join(', ')} FROM unnest($1::text[]::tid[], ${lists.join(', ')}) AS v(at, ${names.join(', ')}) WHERE t.ctid = v.at`,
    [at, ...table.columns.map(column => made.get(column.name) ?? [])],
  )
}

/**
 * A second person under one number has a reference of their own, made of the shared key and their name (registration/counts); visits to them
 * hold it.
 */
export const renameNamesakes = (tx: Sql): Promise<number> =>
  tx.run(
    `UPDATE visit v SET ${nextOf('person_key')} = md5(n.${nextOf('person_key')}::text || n.name)::uuid
     FROM population_namesake n WHERE v.person_key = md5(n.person_key::text || n.name)::uuid`,
  )

/** Refreshes the planner's statistics for the new columns. */
export const analyze = (database: Database, table: HeldTable): Promise<void> => database.script(`ANALYZE ${quoted(table.name)}`)

/** Rewrites a table, so that nothing of a removed column is left in its file. Nobody reads or writes it meanwhile. */
export const rewrite = (database: Database, { name }: Leaf): Promise<void> => database.script(`VACUUM (FULL, ANALYZE) ${name}`)
