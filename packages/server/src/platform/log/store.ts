/** What the sequencer reads and writes: the queue, entries, tiles, the size of the tree, and checkpoints. */
import { col, type RowOf, type Sql } from '../database/index.ts'

/** Until the transaction ends, nobody else adds to the log. */
export const lockLog = async (tx: Sql): Promise<void> => {
  await tx.run(`SELECT pg_advisory_xact_lock(hashtext('mingce log'))`)
}

/** As `lockLog`, without waiting: false where someone else has it. */
export const tryLockLog = async (tx: Sql): Promise<boolean> =>
  (await tx.query(`SELECT pg_try_advisory_xact_lock(hashtext('mingce log')) AS locked`, [], { locked: col.boolean }))[0]
    ?.locked === true

/** Everything that the transaction reads is as of one moment. Its first statement. */
export const readOnly = async (tx: Sql): Promise<void> => {
  await tx.run('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY')
}

export const isAnyQueued = async (sql: Sql): Promise<boolean> =>
  (await sql.query('SELECT 1 AS one FROM log_queue LIMIT 1', [], { one: col.integer })).length > 0

export const countQueued = async (sql: Sql): Promise<number> =>
  (await sql.query('SELECT count(*) AS waiting FROM log_queue', [], { waiting: col.integer }))[0]?.waiting ?? 0

const TAKEN = { id: col.integer, countyCode: col.text, auditId: col.integer }

/** Takes the oldest rows out of the queue, in the order of their ids: by a range of them, so that a long queue is not read as a whole. */
export const takeQueued = async (tx: Sql, limit: number): Promise<RowOf<typeof TAKEN>[]> => {
  const taken = await tx.query(
    `DELETE FROM log_queue WHERE id <= (SELECT max(id) FROM (SELECT id FROM log_queue ORDER BY id LIMIT $1) AS oldest)
     RETURNING id, county_code AS "countyCode", audit_id AS "auditId"`,
    [limit],
    TAKEN,
  )
  return taken.sort((a, b) => a.id - b.id)
}

const AUDITED = {
  countyCode: col.text,
  auditId: col.integer,
  at: col.instant,
  actor: col.text,
  role: col.text,
  action: col.text,
  subject: col.text,
  details: col.json<Readonly<Record<string, unknown>>>(),
  requestId: col.nullable(col.uuid),
  statement: col.nullable(col.text),
  purgedAt: col.nullable(col.instant),
}
export type AuditedRow = RowOf<typeof AUDITED>

export interface AuditKey {
  readonly countyCode: string
  readonly auditId: number
}

/** Audit rows by their keys, in no order. */
export const findAudited = (sql: Sql, keys: readonly AuditKey[]): Promise<AuditedRow[]> =>
  sql.query(
    `SELECT a.county_code AS "countyCode", a.id AS "auditId", a.at, a.actor, a.role, a.action, a.subject, a.details,
       a.request_id AS "requestId", a.statement, a.purged_at AS "purgedAt"
     FROM unnest($1::text[], $2::bigint[]) AS k(county, id) JOIN audit a ON a.county_code = k.county AND a.id = k.id`,
    [keys.map(key => key.countyCode), keys.map(key => key.auditId)],
    AUDITED,
  )

export interface NewEntry extends AuditKey {
  readonly salt: Uint8Array
  readonly entry: Uint8Array
}

/** Adds entries from position `from` on. */
export const insertEntries = (tx: Sql, from: number, entries: readonly NewEntry[]): Promise<number> =>
  tx.run(
    `INSERT INTO log_entry (position, county_code, audit_id, salt, entry)
     SELECT $1::bigint + e.n - 1, e.county, e.audit, e.salt, e.entry
     FROM unnest($2::text[], $3::bigint[], $4::bytea[], $5::bytea[]) WITH ORDINALITY AS e(county, audit, salt, entry, n)`,
    [from, entries.map(e => e.countyCode), entries.map(e => e.auditId), entries.map(e => e.salt), entries.map(e => e.entry)],
  )

/** Version and commitment: what a longer entry has beyond them is its statement. */
const PLAIN_ENTRY_BYTES = 33

/** Whether an entry from position `from` to `to` (exclusive) makes a public statement. */
export const hasStatement = async (tx: Sql, from: number, to: number): Promise<boolean> =>
  (
    await tx.query(
      'SELECT 1 AS one FROM log_entry WHERE position >= $1 AND position < $2 AND octet_length(entry) > $3 LIMIT 1',
      [from, to, PLAIN_ENTRY_BYTES],
      { one: col.integer },
    )
  ).length > 0

/** Entries of the log, 0 where it has none. */
export const findSize = async (sql: Sql): Promise<number> =>
  (await sql.query('SELECT size FROM log_head', [], { size: col.integer }))[0]?.size ?? 0

export const setSize = (tx: Sql, size: number): Promise<number> =>
  tx.run('INSERT INTO log_head (size) VALUES ($1) ON CONFLICT (one) DO UPDATE SET size = excluded.size', [size])

const TILE = { level: col.integer, index: col.integer, hashes: col.bytes }
export type TileRow = RowOf<typeof TILE>

export const findTiles = (sql: Sql, ids: readonly { readonly level: number; readonly index: number }[]): Promise<TileRow[]> =>
  sql.query(
    `SELECT t.level, t.tile AS index, t.hashes FROM unnest($1::smallint[], $2::bigint[]) AS k(level, tile)
     JOIN log_tile t ON t.level = k.level AND t.tile = k.tile`,
    [ids.map(id => id.level), ids.map(id => id.index)],
    TILE,
  )

export const putTiles = (tx: Sql, tiles: readonly TileRow[]): Promise<number> =>
  tx.run(
    `INSERT INTO log_tile (level, tile, hashes) SELECT * FROM unnest($1::smallint[], $2::bigint[], $3::bytea[])
     ON CONFLICT (level, tile) DO UPDATE SET hashes = excluded.hashes`,
    [tiles.map(t => t.level), tiles.map(t => t.index), tiles.map(t => t.hashes)],
  )

const CHECKPOINT = { size: col.integer, root: col.bytes, note: col.text, madeAt: col.instant }
export type CheckpointRow = RowOf<typeof CHECKPOINT>
const CHECKPOINT_COLUMNS = 'size, root, note, made_at AS "madeAt"'

/** The newest checkpoint, or that of `size`. */
export const findCheckpoint = async (sql: Sql, size: number | null = null): Promise<CheckpointRow | undefined> =>
  (
    await sql.query(
      `SELECT ${CHECKPOINT_COLUMNS} FROM log_checkpoint WHERE $1::bigint IS NULL OR size = $1 ORDER BY size DESC LIMIT 1`,
      [size],
      CHECKPOINT,
    )
  )[0]

/** Checkpoints that someone else has, oldest first. */
export const findKeptCheckpoints = (sql: Sql): Promise<CheckpointRow[]> =>
  sql.query(`SELECT ${CHECKPOINT_COLUMNS} FROM log_checkpoint WHERE is_kept ORDER BY size`, [], CHECKPOINT)

/** The first kept checkpoint of more than `position` entries: the one made when that entry was added, if its entry made it kept. */
export const findCheckpointOver = async (sql: Sql, position: number): Promise<CheckpointRow | undefined> =>
  (
    await sql.query(
      `SELECT ${CHECKPOINT_COLUMNS} FROM log_checkpoint WHERE is_kept AND size > $1 ORDER BY size LIMIT 1`,
      [position],
      CHECKPOINT,
    )
  )[0]

/** Adds the newest checkpoint, and drops earlier ones that nobody else has. */
export const putCheckpoint = async (tx: Sql, row: CheckpointRow, isKept: boolean): Promise<void> => {
  await tx.run('DELETE FROM log_checkpoint WHERE NOT is_kept AND size < $1', [row.size])
  await tx.run(
    `INSERT INTO log_checkpoint AS c (size, root, note, made_at, is_kept) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (size) DO UPDATE SET is_kept = c.is_kept OR excluded.is_kept`,
    [row.size, row.root, row.note, row.madeAt, isKept],
  )
}

const COSIGNATURE = { size: col.integer, witness: col.text, line: col.text, at: col.instant }
export type CosignatureRow = RowOf<typeof COSIGNATURE>

/** All cosignatures, or those of one checkpoint. */
export const findCosignatures = (sql: Sql, size: number | null = null): Promise<CosignatureRow[]> =>
  sql.query(
    `SELECT size, witness, line, at FROM log_cosignature WHERE $1::bigint IS NULL OR size = $1 ORDER BY size, witness`,
    [size],
    COSIGNATURE,
  )

/** Keeps a cosignature with its checkpoint, which may have been dropped meanwhile. */
export const putCosignature = async (tx: Sql, checkpoint: CheckpointRow, row: CosignatureRow): Promise<void> => {
  await tx.run(
    `INSERT INTO log_checkpoint (size, root, note, made_at, is_kept) VALUES ($1, $2, $3, $4, true)
     ON CONFLICT (size) DO UPDATE SET is_kept = true`,
    [checkpoint.size, checkpoint.root, checkpoint.note, checkpoint.madeAt],
  )
  await tx.run(
    `INSERT INTO log_cosignature (size, witness, line, at) VALUES ($1, $2, $3, $4)
     ON CONFLICT (size, witness) DO UPDATE SET line = excluded.line, at = excluded.at`,
    [row.size, row.witness, row.line, row.at],
  )
}

const ENTRY = {
  position: col.integer,
  countyCode: col.text,
  auditId: col.integer,
  salt: col.nullable(col.bytes),
  entry: col.bytes,
}
export type EntryRow = RowOf<typeof ENTRY>

/** Entries at positions `from` to `to` (exclusive). */
export const findEntries = (sql: Sql, from: number, to: number): Promise<EntryRow[]> =>
  sql.query(
    `SELECT position, county_code AS "countyCode", audit_id AS "auditId", salt, entry FROM log_entry
     WHERE position >= $1 AND position < $2 ORDER BY position`,
    [from, to],
    ENTRY,
  )

/** The entry that makes a public statement, the first if there are several. */
export const findStatementEntry = async (sql: Sql, statement: string): Promise<EntryRow | undefined> =>
  (
    await sql.query(
      `SELECT e.position, e.county_code AS "countyCode", e.audit_id AS "auditId", e.salt, e.entry
       FROM audit a JOIN log_entry e ON e.county_code = a.county_code AND e.audit_id = a.id
       WHERE a.statement = $1 ORDER BY e.position LIMIT 1`,
      [statement],
      ENTRY,
    )
  )[0]
