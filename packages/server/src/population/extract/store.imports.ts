/** The record of each import: who sent which file, and what became of its rows. */
import type { Text } from '@mingce/domain/result'
import { col, jsonOf, named, type RowOf, type Sql } from '../../platform/database/index.ts'
import { dropExtract, findExtractsOf } from './store.ts'

export const IMPORT_KINDS = ['population', 'disqualifications', 'previous-roll', 'registrations'] as const
export type ImportKind = (typeof IMPORT_KINDS)[number]

/** What an import came to: rows = accepted + review + refused + unchanged. */
export interface ImportCounts {
  readonly rows: number
  readonly accepted: number
  readonly review: number
  readonly refused: number
  readonly unchanged: number
  readonly findings: Readonly<Record<string, number>>
}

/** How a person had a file read. */
export interface ImportReading {
  /** Digest of the file's columns. */
  readonly shape: string | null
  readonly columns: readonly { readonly column: number; readonly field: string | null }[]
  readonly leaveOut: readonly string[]
}

const IMPORT_RECORD = {
  id: col.integer,
  electionId: col.text,
  countyCode: col.text,
  kind: col.oneOf('population', 'disqualifications', 'previous-roll', 'registrations'),
  channel: col.text,
  fileName: col.text,
  fileDigest: col.text,
  /** held: waits for an officer. */
  state: col.oneOf('reading', 'done', 'failed', 'held'),
  findings: col.json<Readonly<Record<string, number>>>(),
  notes: col.json<readonly Text[]>(),
  error: col.nullable(col.json<{ readonly code: string } & Text>()),
  reportFile: col.nullable(col.text),
  /** The rows are saved and the report is still to be made. */
  reportDue: col.boolean,
  startedBy: col.text,
  /** Account id: names are not unique. */
  startedById: col.text,
  startedAt: col.instant,
  finishedAt: col.nullable(col.instant),
  releasedBy: col.nullable(col.text),
  reading: col.nullable(col.json<ImportReading>()),
  rows: col.nullable(col.integer),
  accepted: col.nullable(col.integer),
  review: col.nullable(col.integer),
  refused: col.nullable(col.integer),
  unchanged: col.nullable(col.integer),
}

export type ImportRecord = RowOf<typeof IMPORT_RECORD>

const COLUMNS = `id, election_id AS "electionId", county_code AS "countyCode", kind, channel, file_name AS "fileName", file_digest AS "fileDigest", state,
  rows, accepted, review, refused, unchanged, findings, notes, error, report_file AS "reportFile", report_due AS "reportDue", started_by AS "startedBy", started_by_id AS "startedById",
  started_at AS "startedAt", finished_at AS "finishedAt", released_by AS "releasedBy", reading`

export const insertImport = async (
  sql: Sql,
  record: Pick<
    ImportRecord,
    'electionId' | 'countyCode' | 'kind' | 'channel' | 'fileName' | 'fileDigest' | 'startedBy' | 'startedById' | 'startedAt'
  > & { readonly reading?: ImportReading | null /** Digest of the refused row that it mends. */; readonly mends?: string },
): Promise<number> => {
  const [row] = await sql.query(
    ...named(
      `INSERT INTO import (election_id, county_code, kind, channel, file_name, file_digest, state, started_by, started_at, started_by_id, reading, mends)
     VALUES (:electionId, :countyCode, :kind, :channel, :fileName, :fileDigest, 'reading', :startedBy, :startedAt, :startedById, :reading::jsonb, :mends::uuid) RETURNING id`,
      {
        electionId: record.electionId,
        countyCode: record.countyCode,
        kind: record.kind,
        channel: record.channel,
        fileName: record.fileName,
        fileDigest: record.fileDigest,
        startedBy: record.startedBy,
        startedAt: record.startedAt,
        startedById: record.startedById,
        reading: record.reading ? jsonOf(record.reading) : null,
        mends: record.mends ?? null,
      },
    ),
    { id: col.integer },
  )
  if (!row) throw new Error('an import got no id')
  return row.id
}

export const finishImport = (sql: Sql, id: number, counts: ImportCounts, notes: readonly Text[], at: Date): Promise<number> =>
  sql.run(
    ...named(
      `UPDATE import SET state = 'done', rows = :rows, accepted = :accepted, review = :review, refused = :refused, unchanged = :unchanged, findings = :findings::jsonb, notes = :notes::jsonb, finished_at = :at
     WHERE id = :id`,
      {
        id,
        rows: counts.rows,
        accepted: counts.accepted,
        review: counts.review,
        refused: counts.refused,
        unchanged: counts.unchanged,
        findings: jsonOf(counts.findings),
        notes: jsonOf(notes),
        at,
      },
    ),
  )

export const failImport = (sql: Sql, id: number, error: { code: string } & Text, at: Date): Promise<number> =>
  sql.run(`UPDATE import SET state = 'failed', error = $2::jsonb, finished_at = $3 WHERE id = $1 AND state = 'reading'`, [
    id,
    jsonOf(error),
    at,
  ])

export const setReportFile = (sql: Sql, id: number, file: string): Promise<number> =>
  sql.run('UPDATE import SET report_file = $2 WHERE id = $1', [id, file])

/** How the file of an import is read, once it was opened. */
export const setReading = (sql: Sql, id: number, reading: ImportReading | null): Promise<number> =>
  sql.run('UPDATE import SET reading = $2::jsonb WHERE id = $1', [id, reading ? jsonOf(reading) : null])

export const findImportById = async (sql: Sql, id: number): Promise<ImportRecord | undefined> =>
  (await sql.query(`SELECT ${COLUMNS} FROM import WHERE id = $1`, [id], IMPORT_RECORD))[0]

/** How the office last had a file of this kind with these columns read. */
export const findReading = async (
  sql: Sql,
  { countyCode, kind, shape }: { readonly countyCode: string; readonly kind: ImportKind; readonly shape: string },
): Promise<ImportReading | undefined> =>
  (
    await sql.query(
      `SELECT reading FROM import WHERE county_code = $1 AND kind = $2 AND state = 'done' AND reading ->> 'shape' = $3 ORDER BY id DESC LIMIT 1`,
      [countyCode, kind, shape],
      { reading: col.json<ImportReading>() },
    )
  )[0]?.reading

/** Imports of files of an election, newest first. */
export const findImportsOf = (
  sql: Sql,
  electionId: string,
  wanted: {
    readonly kind: ImportKind | null
    readonly state: 'running' | 'done' | 'failed' | 'held' | null
    readonly q: string | null
    readonly startedById: string | null
    /** Older ones than this. */
    readonly before: number | null
  },
  limit: number,
): Promise<ImportRecord[]> =>
  sql.query(
    ...named(
      `SELECT ${COLUMNS} FROM import WHERE election_id = :electionId AND mends IS NULL AND (:before::bigint IS NULL OR id < :before)
         AND (:kind::text IS NULL OR kind = :kind) AND (:startedById::text IS NULL OR started_by_id = :startedById)
         AND (:state::text IS NULL OR state = CASE WHEN :state = 'running' THEN 'reading' ELSE :state END)
         AND (:q::text IS NULL OR strpos(lower(file_name), lower(:q)) > 0 OR strpos(started_by, :q) > 0)
       ORDER BY id DESC LIMIT :limit`,
      { electionId, ...wanted, limit },
    ),
    IMPORT_RECORD,
  )

/** Tables of a command's rows while they are staged and judged; it is known by its first import. */
export const stagingTables = (importId: number) => ({
  intake: `intake_${importId}`,
  judgement: `judgement_${importId}`,
  later: `judgement_${importId}_later`,
  returning: `returning_${importId}`,
  /** Results that a report names. Unlike the others it survives a crash of the database. */
  results: `results_${importId}`,
})

/**
 * Records the names of a command's staging tables, in the transaction that creates the first of them: whatever process drops them, and
 * whenever, they are found.
 */
export const registerStaging = (tx: Sql, id: number, at: Date): Promise<number> =>
  tx.run(
    'INSERT INTO staging (name, import_id, created_at) SELECT name, $2, $3 FROM unnest($1::text[]) AS t(name) ON CONFLICT (name) DO NOTHING',
    [Object.values(stagingTables(id)), id, at],
  )

/** Drops what a command staged; `id`: its first import. */
export const sweepStaging = async (sql: Sql, id: number): Promise<void> => {
  await sql.script(`DROP TABLE IF EXISTS ${Object.values(stagingTables(id)).join(', ')}`)
  await sql.run('DELETE FROM staging WHERE import_id = $1', [id])
}

/** So long staging tables stay after their import has ended, because a report may still be written from them. */
export const STAGING_KEPT_MS = 24 * 3_600_000
/** So long they stay where the report is known to be still due. */
const DUE_KEPT_MS = 30 * 24 * 3_600_000

/**
 * Drops the staging tables of commands that ended without dropping them, because their process was killed: those created before `before`
 * whose import is not being read. Those of a report that is still due stay for a month, or until the election is closed. Returns how many
 * commands they were of.
 */
export const sweepLeftStaging = async (sql: Sql, before: Date): Promise<number> => {
  const left = await sql.query(
    `SELECT DISTINCT s.import_id AS id FROM staging s LEFT JOIN import i ON i.id = s.import_id
     WHERE s.created_at < $1 AND (i.id IS NULL OR i.state <> 'reading') AND NOT (coalesce(i.report_due, false) AND s.created_at >= $2
       AND EXISTS (SELECT FROM election e WHERE e.id = i.election_id AND e.state <> 'closed'))`,
    [before, new Date(before.getTime() - DUE_KEPT_MS)],
    { id: col.integer },
  )
  for (const { id } of left) await sweepStaging(sql, id)
  return left.length
}

/** Forgets an import that was only tried. */
export const deleteImport = (sql: Sql, id: number): Promise<number> => sql.run('DELETE FROM import WHERE id = $1', [id])

/** Rows that an import left while it ran: staged rows and sealed contacts of nobody. After a failure, or at a start after a crash. */
export const sweepImport = async (sql: Sql, id: number): Promise<void> => {
  await sweepStaging(sql, id)
  await sql.run('DELETE FROM contact_block WHERE import_id = $1', [id])
}

/** Digest of an import whose file waits in the sealed store: its job runs again after a crash, and nothing has to be sent again. */
export const UPLOADED = 'uploaded'

/** Takes back whatever an import staged before it was cut off. None of it counted yet. */
export const resetImport = async (sql: Sql, id: number): Promise<void> => {
  for (const extract of await findExtractsOf(sql, id)) await dropExtract(sql, extract.id)
  await sweepImport(sql, id)
}

/**
 * Ends imports that were being read when a backup was made and that no job goes on with (`resumed`: ids of those that one does), and settles
 * reports that were still due: what they are made from is not in a backup. Returns how many of each there were.
 */
export const endUnfinishedImports = async (
  tx: Sql,
  resumed: readonly number[],
  at: Date,
): Promise<{ readonly ended: number; readonly reports: number }> => {
  const left = await tx.query(
    `SELECT id FROM import WHERE state = 'reading' AND NOT id = ANY($1::bigint[]) ORDER BY id`,
    [[...resumed]],
    {
      id: col.integer,
    },
  )
  for (const { id } of left) {
    await resetImport(tx, id)
    await failImport(
      tx,
      id,
      {
        code: 'import.interrupted',
        zh: '备份时这次导入正在进行，恢复后已全部撤回，请重新导入',
        en: 'This import was running when the backup was made. It was rolled back after the restore; import the file again',
      },
      at,
    )
  }
  const reports = await tx.run('UPDATE import SET report_due = false, upload = NULL WHERE report_due')
  return { ended: left.length, reports }
}

/** Sealed files that imports name. A backup before an upgrade asks too, when a column may not be there yet. */
export const findImportFiles = async (sql: Sql): Promise<string[]> => {
  const rows = await sql.query(
    `SELECT DISTINCT f.file FROM import i CROSS JOIN LATERAL (VALUES (i.report_file), (to_jsonb(i) ->> 'upload')) AS f (file) WHERE f.file IS NOT NULL`,
    [],
    { file: col.text },
  )
  return rows.map(({ file }) => file)
}

/**
 * Imports from the command line that a crash left half-way: rolled back whole, and said so. `before`: started earlier than that; on a
 * server other processes may be importing right now.
 */
export const sweepAbandonedImports = async (sql: Sql, before: Date, at: Date): Promise<number> => {
  const left = await sql.query(
    `SELECT id FROM import WHERE state = 'reading' AND started_at < $1 AND file_digest <> $2`,
    [before, UPLOADED],
    { id: col.integer },
  )
  for (const { id } of left) {
    await resetImport(sql, id)
    await failImport(
      sql,
      id,
      {
        code: 'import.interrupted',
        zh: '导入中断，已全部撤回，请重新导入',
        en: 'The import was interrupted and rolled back; import the file again',
      },
      at,
    )
  }
  await sweepLeftStaging(sql, before)
  return left.length
}
