/** Indexes on the columns of the next keys: built while the service runs, and put in the place of those in use at the change. */
import { col, type Database, type Sql } from '../database/index.ts'
import { type HeldTable, nextOf } from './columns.ts'
import { findLeaves, type Leaf } from './store.columns.ts'

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`

const INDEX = {
  id: col.integer,
  name: col.text,
  /** CREATE [UNIQUE] INDEX name ON table USING … */
  definition: col.nullable(col.text),
  isUnique: col.boolean,
  isValid: col.boolean,
  constraint: col.nullable(col.text),
  /** PRIMARY KEY (…), UNIQUE (…) */
  constraintDefinition: col.nullable(col.text),
}

interface HeldIndex {
  readonly name: string
  /** From USING on, with the columns of the next keys. */
  readonly using: string
  readonly isUnique: boolean
  readonly constraint: { readonly kind: 'PRIMARY KEY' | 'UNIQUE'; readonly definition: string } | null
  /** Its name while it waits. */
  readonly next: string
}

const findAll = (sql: Sql, table: string) =>
  sql.query(
    `SELECT i.indexrelid AS id, c.relname::text AS name, pg_get_indexdef(i.indexrelid) AS definition, i.indisunique AS "isUnique",
       i.indisvalid AS "isValid", k.conname::text AS constraint, pg_get_constraintdef(k.oid) AS "constraintDefinition"
     FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid LEFT JOIN pg_constraint k ON k.conindid = i.indexrelid AND k.contype IN ('p', 'u')
     WHERE i.indrelid = $1::text::regclass ORDER BY i.indexrelid`,
    [table],
    INDEX,
  )

/** Indexes of a table, a partition or a partitioned table that have a column which is made anew. */
const findHeld = async (sql: Sql, { columns }: HeldTable, of: string): Promise<HeldIndex[]> => {
  const named = new RegExp(`\\b(?:${columns.map(({ name }) => name).join('|')})\\b`, 'g')
  const found = await findAll(sql, of)
  return found.flatMap(({ id, name, definition, isUnique, constraintDefinition }) => {
    const using = /USING .*$/s.exec(definition ?? '')?.[0] ?? ''
    if (name.startsWith('rekey_') || using.search(named) < 0) return []
    return {
      name,
      using: using.replace(named, column => nextOf(column)),
      isUnique,
      constraint: constraintDefinition
        ? { kind: constraintDefinition.startsWith('PRIMARY') ? 'PRIMARY KEY' : 'UNIQUE', definition: constraintDefinition }
        : null,
      next: `rekey_${id}`,
    }
  })
}

/** Builds the indexes that are not there yet; one that a stop left half done is built again. `how`: CONCURRENTLY lets writers go on. */
const buildMissing = async (sql: Sql, leaf: Leaf, how: '' | 'CONCURRENTLY'): Promise<void> => {
  const there = await findAll(sql, leaf.name)
  for (const { name, isValid } of there)
    if (name.startsWith('rekey_') && !isValid) await sql.script(`DROP INDEX IF EXISTS ${leaf.schema}.${quoted(name)}`)
  const done = new Set(there.flatMap(({ name, isValid }) => (isValid ? [name] : [])))
  for (const { next, using, isUnique } of await findHeld(sql, leaf.table, leaf.name))
    if (!done.has(next))
      await sql.script(`CREATE ${isUnique ? 'UNIQUE' : ''} INDEX ${how} IF NOT EXISTS ${quoted(next)} ON ${leaf.name} ${using}`)
}

export const buildNextIndexes = (database: Database, leaf: Leaf): Promise<void> =>
  buildMissing(database, leaf, database.kind === 'postgres' ? 'CONCURRENTLY' : '')

/** What is to be done with the indexes of a table at the change. */
interface IndexPlan {
  readonly leaves: readonly { readonly leaf: Leaf; readonly indexes: readonly HeldIndex[] }[]
  /** Of a partitioned table itself. */
  readonly parent: readonly HeldIndex[]
}

const planIndexes = async (tx: Sql, table: HeldTable): Promise<IndexPlan> => {
  const name = `public.${quoted(table.name)}`
  const leaves = await findLeaves(tx, table)
  const [kind] = await tx.query(`SELECT relkind = 'p' AS partitioned FROM pg_class WHERE oid = $1::text::regclass`, [name], {
    partitioned: col.boolean,
  })
  return {
    leaves: await Promise.all(leaves.map(async leaf => ({ leaf, indexes: await findHeld(tx, table, leaf.name) }))),
    parent: kind?.partitioned === true ? await findHeld(tx, table, name) : [],
  }
}

const findRequired = async (tx: Sql, table: HeldTable): Promise<ReadonlySet<string>> => {
  const found = await tx.query(
    `SELECT attname::text AS name FROM pg_attribute WHERE attrelid = $1::text::regclass AND attnum > 0 AND attnotnull AND NOT attisdropped`,
    [`public.${quoted(table.name)}`],
    { name: col.text },
  )
  return new Set(found.map(({ name }) => name))
}

/**
 * Puts the columns of the next keys in the place of those in use, with their indexes and under the same names. Reads the table once, to see
 * that no value is missing.
 */
export const exchangeColumns = async (tx: Sql, table: HeldTable): Promise<void> => {
  const of = quoted(table.name)
  // An extract may have been attached since they were built.
  for (const leaf of await findLeaves(tx, table)) await buildMissing(tx, leaf, '')
  const plan = await planIndexes(tx, table)
  const required = await findRequired(tx, table)
  await tx.script(`ALTER TABLE ${of} ${table.columns.map(({ name }) => `DROP COLUMN ${quoted(name)}`).join(', ')}`)
  for (const { name } of table.columns)
    await tx.script(`ALTER TABLE ${of} RENAME COLUMN ${quoted(nextOf(name))} TO ${quoted(name)}`)
  const sets = table.columns
    .filter(({ name }) => required.has(name))
    .map(({ name }) => `ALTER COLUMN ${quoted(name)} SET NOT NULL`)
  if (sets.length > 0) await tx.script(`ALTER TABLE ${of} ${sets.join(', ')}`)
  for (const { leaf, indexes } of plan.leaves)
    for (const { name, next, constraint } of indexes)
      await tx.script(
        constraint
          ? `ALTER TABLE ${leaf.name} ADD CONSTRAINT ${quoted(name)} ${constraint.kind} USING INDEX ${quoted(next)}`
          : `ALTER INDEX ${leaf.schema}.${quoted(next)} RENAME TO ${quoted(name)}`,
      )
  // Takes the indexes of the partitions that are as its own.
  for (const { name, using, isUnique, constraint } of plan.parent) {
    const columns = using.replace(/\brekey_(\w+)\b/g, '$1')
    await tx.script(
      constraint
        ? `ALTER TABLE ${of} ADD CONSTRAINT ${quoted(name)} ${constraint.definition}`
        : `CREATE ${isUnique ? 'UNIQUE' : ''} INDEX ${quoted(name)} ON ${of} ${columns}`,
    )
  }
}
