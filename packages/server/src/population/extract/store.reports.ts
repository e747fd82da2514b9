/** Reports of imports that are still to be made: the rows are saved, and the report has failed so far or its process was ended. */
import { col, type RowOf, type Sql } from '../../platform/database/index.ts'
import type { ImportReading } from './store.imports.ts'

/** In the transaction that saves the rows. `upload`: id of the sealed file that the report is made from; null: a file of the command line. */
export const setReportDue = (tx: Sql, id: number, upload: string | null): Promise<number> =>
  tx.run('UPDATE import SET report_due = true, upload = $2 WHERE id = $1', [id, upload])

/** The report was made, as the sealed file `file` where it is kept, or is given up. */
export const settleReport = (sql: Sql, id: number, file: string | null): Promise<number> =>
  sql.run('UPDATE import SET report_due = false, upload = NULL, report_file = coalesce($2, report_file) WHERE id = $1', [
    id,
    file,
  ])

const DUE = {
  id: col.integer,
  electionId: col.text,
  kind: col.oneOf('population', 'disqualifications', 'previous-roll', 'registrations'),
  fileName: col.text,
  fileDigest: col.text,
  upload: col.nullable(col.text),
  reading: col.nullable(col.json<ImportReading>()),
  /** Its election is closed: what staged rows and uploads say of people is not kept any longer. */
  isClosed: col.boolean,
}
export type DueReport = Readonly<RowOf<typeof DUE>>

const SELECT_DUE = `SELECT i.id, i.election_id AS "electionId", i.kind, i.file_name AS "fileName", i.file_digest AS "fileDigest", i.upload, i.reading,
  coalesce(e.state = 'closed', true) AS "isClosed" FROM import i LEFT JOIN election e ON e.id = i.election_id
  WHERE i.report_due AND i.state = 'done'`

/** Reports of uploads that are to be made, oldest first. Those of the command line wait for its user. */
export const findDueUploads = (sql: Sql): Promise<DueReport[]> =>
  sql.query(`${SELECT_DUE} AND i.upload IS NOT NULL ORDER BY i.id`, [], DUE)

export const findDueReport = async (sql: Sql, id: number): Promise<DueReport | undefined> =>
  (await sql.query(`${SELECT_DUE} AND i.id = $1`, [id], DUE))[0]

/** Whether a staging table is there. */
export const isStaged = async (sql: Sql, name: string): Promise<boolean> =>
  (await sql.query('SELECT to_regclass($1) IS NOT NULL AS found', [name], { found: col.boolean }))[0]?.found === true
