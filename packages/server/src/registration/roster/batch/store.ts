/** Files that are to be imported together, until each has an import of its own. */
import type { Text } from '@mingce/domain/result'
import { col, jsonOf, named, type RowOf, type Sql } from '../../../platform/database/index.ts'
import type { Reading } from '../../reading/index.ts'

const FILE_STATES = ['looking', 'ready', 'asks', 'problem', 'started'] as const

/** What was found of a file: nothing of its people. */
export interface Look {
  readonly problem?: { readonly text: Text; readonly next?: Text | undefined } | undefined
  readonly questions?: readonly Text[]
  readonly notes?: readonly Text[]
  readonly missing?: readonly string[]
  readonly sheetsLeft?: number
}

const BATCH = { id: col.integer, electionId: col.text, channel: col.text, startedById: col.text }
export type BatchRow = RowOf<typeof BATCH>

const FILE = {
  id: col.integer,
  name: col.text,
  bytes: col.integer,
  sealedId: col.nullable(col.text),
  state: col.oneOf(...FILE_STATES),
  shape: col.nullable(col.text),
  reading: col.nullable(col.json<Reading>()),
  confirmed: col.boolean,
  look: col.json<Look>(),
  importId: col.nullable(col.integer),
}
export type FileRow = RowOf<typeof FILE>
const FILE_COLUMNS = `id, name, bytes, sealed_id AS "sealedId", state, shape, reading, confirmed, look, import_id AS "importId"`

const ID = { id: col.integer }

export const insertBatch = async (
  tx: Sql,
  batch: { readonly electionId: string; readonly channel: string; readonly by: string; readonly byId: string; readonly at: Date },
): Promise<number> => {
  const [row] = await tx.query(
    ...named(
      `INSERT INTO import_batch (election_id, channel, started_by, started_by_id, created_at)
       VALUES (:electionId, :channel, :by, :byId, :at) RETURNING id`,
      { ...batch },
    ),
    ID,
  )
  if (!row) throw new Error('a batch got no id')
  return row.id
}

export const findBatch = async (sql: Sql, id: number): Promise<BatchRow | undefined> =>
  (
    await sql.query(
      'SELECT id, election_id AS "electionId", channel, started_by_id AS "startedById" FROM import_batch WHERE id = $1',
      [id],
      BATCH,
    )
  )[0]

export const countFiles = async (sql: Sql, batchId: number): Promise<number> =>
  (await sql.query('SELECT count(*) AS files FROM import_batch_file WHERE batch_id = $1', [batchId], { files: col.integer }))[0]
    ?.files ?? 0

export interface NewFile {
  readonly name: string
  readonly bytes: number
  readonly sealedId: string | null
  readonly state: 'looking' | 'problem'
  readonly look: Look
}

export const insertFiles = async (tx: Sql, batchId: number, files: readonly NewFile[]): Promise<void> => {
  for (const { name, bytes, sealedId, state, look } of files)
    await tx.run(
      ...named(
        `INSERT INTO import_batch_file (batch_id, name, bytes, sealed_id, state, look)
         VALUES (:batchId, :name, :bytes, :sealedId, :state, :look::jsonb)`,
        { batchId, name, bytes, sealedId, state, look: jsonOf(look) },
      ),
    )
}

export const findFiles = (sql: Sql, batchId: number): Promise<FileRow[]> =>
  sql.query(`SELECT ${FILE_COLUMNS} FROM import_batch_file WHERE batch_id = $1 ORDER BY id`, [batchId], FILE)

export const findFile = async (sql: Sql, batchId: number, id: number): Promise<FileRow | undefined> =>
  (await sql.query(`SELECT ${FILE_COLUMNS} FROM import_batch_file WHERE batch_id = $1 AND id = $2`, [batchId, id], FILE))[0]

/** The next file that nobody has looked at. */
export const findUnseen = async (sql: Sql, batchId: number): Promise<FileRow | undefined> =>
  (
    await sql.query(
      `SELECT ${FILE_COLUMNS} FROM import_batch_file WHERE batch_id = $1 AND state = 'looking' ORDER BY id LIMIT 1`,
      [batchId],
      FILE,
    )
  )[0]

/** What was found, unless the file was changed or taken away in between. */
export const saveLook = (
  sql: Sql,
  id: number,
  found: { readonly state: 'ready' | 'asks' | 'problem'; readonly look: Look; readonly shape: string | null },
): Promise<number> =>
  sql.run(`UPDATE import_batch_file SET state = $2, look = $3::jsonb, shape = $4 WHERE id = $1 AND state = 'looking'`, [
    id,
    found.state,
    jsonOf(found.look),
    found.shape,
  ])

/** How files are read from now on; they are looked at again. */
export const saveChoice = (
  sql: Sql,
  ids: readonly number[],
  { reading, confirmed }: { readonly reading: Reading | null; readonly confirmed: boolean },
): Promise<number> =>
  sql.run(
    `UPDATE import_batch_file SET state = 'looking', reading = $2::jsonb, confirmed = $3
     WHERE id = ANY($1::bigint[]) AND state <> 'started' AND sealed_id IS NOT NULL`,
    [[...ids], reading ? jsonOf(reading) : null, confirmed],
  )

export const deleteFile = (sql: Sql, id: number): Promise<number> =>
  sql.run(`DELETE FROM import_batch_file WHERE id = $1 AND state <> 'started'`, [id])

/** Files that can be started, locked until the transaction ends. */
export const lockReady = (tx: Sql, batchId: number): Promise<FileRow[]> =>
  tx.query(
    `SELECT ${FILE_COLUMNS} FROM import_batch_file WHERE batch_id = $1 AND state = 'ready' ORDER BY id FOR UPDATE`,
    [batchId],
    FILE,
  )

/** The import has the sealed file from now on. */
export const markStarted = (tx: Sql, id: number, importId: number): Promise<number> =>
  tx.run(`UPDATE import_batch_file SET state = 'started', sealed_id = NULL, import_id = $2 WHERE id = $1`, [id, importId])

/** Files that nobody started, of batches made before `before` and of closed elections. */
export const findLeft = (sql: Sql, before: Date): Promise<{ id: number; sealedId: string | null }[]> =>
  sql.query(
    `SELECT f.id, f.sealed_id AS "sealedId" FROM import_batch_file f JOIN import_batch b ON b.id = f.batch_id
     LEFT JOIN election e ON e.id = b.election_id
     WHERE f.state <> 'started' AND (b.created_at < $1 OR e.id IS NULL OR e.state = 'closed') ORDER BY f.id`,
    [before],
    { id: col.integer, sealedId: col.nullable(col.text) },
  )

/** After a restore: sealed files that were not started are not in a backup. */
export const deleteUnstarted = (tx: Sql): Promise<number> => tx.run(`DELETE FROM import_batch_file WHERE state <> 'started'`)
