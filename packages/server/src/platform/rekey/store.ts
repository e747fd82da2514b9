/** The state of a change of person keys, and the columns of the database that can hold a key, a digest or encrypted data. */
import { col, jsonOf, KEYS_LOCK, KEYS_VERSION, named, type RowOf, type Sql } from '../database/index.ts'

/**
 * `table.column` of each column of type uuid, uuid[] or bytea. Partitions, loads of extracts (`population_extract_…`) and staging tables
 * have the columns of their pattern and are not named.
 */
export const findKeyColumns = async (sql: Sql): Promise<string[]> => {
  const found = await sql.query(
    `SELECT c.relname::text || '.' || a.attname::text AS name
     FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
       AND a.atttypid IN ('uuid'::regtype, 'uuid[]'::regtype, 'bytea'::regtype)
       AND c.relname !~ '^population_extract_[0-9]+$' AND a.attname !~ '^rekey_' AND NOT EXISTS (SELECT FROM staging s WHERE s.name = c.relname::text)
     ORDER BY 1`,
    [],
    { name: col.text },
  )
  return found.map(({ name }) => name)
}

const STATE = {
  version: col.integer,
  nextCheck: col.text,
  nextSealed: col.nullable(col.text),
  state: col.oneOf('filling', 'changed', 'cleaned'),
  startedAt: col.instant,
  startedBy: col.text,
  changedAt: col.nullable(col.instant),
  heldMs: col.nullable(col.integer),
  cleanedAt: col.nullable(col.instant),
}
export type RekeyState = RowOf<typeof STATE>

/** The newest change of person keys; undefined: there was none. */
export const findRekey = async (sql: Sql): Promise<RekeyState | undefined> =>
  (
    await sql.query(
      `SELECT version, next_check AS "nextCheck", next_sealed AS "nextSealed", state, started_at AS "startedAt", started_by AS "startedBy",
         changed_at AS "changedAt", held_ms AS "heldMs", cleaned_at AS "cleanedAt" FROM rekey ORDER BY version DESC LIMIT 1`,
      [],
      STATE,
    )
  )[0]

/** False where another process began one at the same time. */
export const insertRekey = async (
  sql: Sql,
  row: Pick<RekeyState, 'version' | 'nextCheck' | 'startedAt' | 'startedBy'> & { readonly nextSealed: string },
): Promise<boolean> =>
  (await sql.run(
    `INSERT INTO rekey (version, next_check, next_sealed, state, started_at, started_by) VALUES ($1, $2, $3, 'filling', $4, $5)
     ON CONFLICT (version) DO NOTHING`,
    [row.version, row.nextCheck, row.nextSealed, row.startedAt, row.startedBy],
  )) === 1

export const deleteRekey = (tx: Sql, version: number): Promise<number> =>
  tx.run(`DELETE FROM rekey WHERE version = $1 AND state = 'filling'`, [version])

/** Marks the change as made, and the database as under the new version. False where another process was first. */
export const markChanged = async (
  tx: Sql,
  row: { readonly version: number; readonly at: Date; readonly heldMs: number },
): Promise<boolean> => {
  const marked = await tx.run(
    ...named(
      `UPDATE rekey SET state = 'changed', next_sealed = NULL, changed_at = :at, held_ms = :heldMs WHERE version = :version AND state = 'filling'`,
      row,
    ),
  )
  if (marked !== 1) return false
  await tx.run(
    `INSERT INTO installation (name, value) VALUES ('${KEYS_VERSION}', $1) ON CONFLICT (name) DO UPDATE SET value = excluded.value`,
    [String(row.version)],
  )
  return true
}

export const markCleaned = (sql: Sql, at: Date): Promise<number> =>
  sql.run(`UPDATE rekey SET state = 'cleaned', cleaned_at = $1 WHERE state = 'changed'`, [at])

/** Imports whose rows are being read or whose report is still to be made from them: their own tables hold keys. */
export const countImports = async (sql: Sql): Promise<number> =>
  (
    await sql.query(
      `SELECT (SELECT count(DISTINCT import_id) FROM staging) + (SELECT count(*) FROM population_extract WHERE state = 'loading') AS imports`,
      [],
      { imports: col.nullable(col.integer) },
    )
  )[0]?.imports ?? 0

export const hasCitus = async (sql: Sql): Promise<boolean> =>
  (await sql.query(`SELECT count(*) AS found FROM pg_extension WHERE extname = 'citus'`, [], { found: col.integer }))[0]
    ?.found !== 0

/** Keeps new connections of the program away until the transaction ends; answers since when, by the clock of the server. */
export const lockKeys = async (tx: Sql): Promise<Date> => {
  await tx.run(`SELECT pg_advisory_xact_lock(${KEYS_LOCK})`)
  const [locked] = await tx.query('SELECT clock_timestamp() AS at', [], { at: col.nullable(col.instant) })
  if (!locked?.at) throw new Error('the database server has no clock')
  return locked.at
}

/**
 * Ends connections of the program to this database that began before `since`, except this one: those that do nothing, or all. Later ones find the
 * lock. Returns how many are still there.
 */
export const endConnections = async (tx: Sql, since: Date, which: 'idle' | 'all'): Promise<number> => {
  await tx.run('SELECT pg_stat_clear_snapshot()')
  const [found] = await tx.query(
    `SELECT count(*) AS others, count(*) FILTER (WHERE ($1 OR state = 'idle') AND pg_terminate_backend(pid)) AS ended
     FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'mingce' AND pid <> pg_backend_pid()
       AND backend_start <= $2`,
    [which === 'all', since],
    { others: col.integer, ended: col.integer },
  )
  return found?.others ?? 0
}

const DOCUMENT = { at: col.nullable(col.text), document: col.json<unknown>() }

/** Documents with sealed digits in them. */
const KEPT = {
  'finding.evidence': [
    `SELECT ctid::text AS at, evidence AS document FROM finding WHERE strpos(evidence::text, '"kept"') > 0`,
    'UPDATE finding SET evidence = $2::text::jsonb WHERE ctid = $1::text::tid',
  ],
  'refused_row.evidence': [
    `SELECT ctid::text AS at, evidence AS document FROM refused_row WHERE strpos(evidence::text, '"kept"') > 0`,
    'UPDATE refused_row SET evidence = $2::text::jsonb WHERE ctid = $1::text::tid',
  ],
  'registration.stated': [
    `SELECT ctid::text AS at, stated AS document FROM registration WHERE stated IS NOT NULL AND strpos(stated::text, '"kept"') > 0`,
    'UPDATE registration SET stated = $2::text::jsonb WHERE ctid = $1::text::tid',
  ],
} as const

export const rewriteDocuments = async (tx: Sql, rewrite: (document: unknown) => unknown): Promise<number> => {
  let count = 0
  for (const [find, save] of Object.values(KEPT))
    for (const { at, document } of await tx.query(find, [], DOCUMENT)) {
      await tx.run(save, [at, jsonOf(rewrite(document))])
      count += 1
    }
  return count
}
