/** Partners whose logs this installation witnesses, and what it cosigned of each. */
import { col, named, type RowOf, type Sql } from '../../platform/database/index.ts'

/** Until the transaction ends, no other request about this log is judged. */
export const lockWitnessed = async (tx: Sql, origin: string): Promise<void> => {
  await tx.run('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`witness/${origin}`])
}

/** Keys of partners' logs, as vkeys. */
export const findLogKeys = async (sql: Sql): Promise<string[]> =>
  (await sql.query('SELECT log_key AS key FROM partner WHERE log_key IS NOT NULL', [], { key: col.text })).map(({ key }) => key)

const WITNESSED = { origin: col.text, size: col.integer, root: col.bytes, note: col.text }
export type WitnessedRow = RowOf<typeof WITNESSED>

export const findWitnessed = async (sql: Sql, origin: string): Promise<WitnessedRow | undefined> =>
  (await sql.query('SELECT origin, size, root, note FROM witnessed_log WHERE origin = $1', [origin], WITNESSED))[0]

export const findAllWitnessed = (sql: Sql): Promise<WitnessedRow[]> =>
  sql.query('SELECT origin, size, root, note FROM witnessed_log ORDER BY origin', [], WITNESSED)

export const putWitnessed = (tx: Sql, row: WitnessedRow, at: Date): Promise<number> =>
  tx.run(
    ...named(
      `INSERT INTO witnessed_log (origin, size, root, note, cosigned_at) VALUES (:origin, :size, :root, :note, :at)
       ON CONFLICT (origin) DO UPDATE SET size = excluded.size, root = excluded.root, note = excluded.note, cosigned_at = excluded.cosigned_at`,
      { ...row, at },
    ),
  )
