/** Logs that ended, and were begun anew under another name. */
import { col, named, type RowOf, type Sql } from '../database/index.ts'

const FORMER = {
  number: col.integer,
  origin: col.text,
  size: col.integer,
  root: col.bytes,
  note: col.text,
  reason: col.text,
  byUser: col.text,
  at: col.instant,
}
type FormerLog = RowOf<typeof FORMER>

/** Logs that ended, the first one first. */
export const findFormerLogs = (sql: Sql): Promise<FormerLog[]> =>
  sql.query(
    'SELECT number, origin, size, root, note, reason, by_user AS "byUser", at FROM log_former ORDER BY number',
    [],
    FORMER,
  )

/** The number of the log that goes on, from 1. */
export const findLogNumber = async (sql: Sql): Promise<number> =>
  ((await sql.query('SELECT count(*) AS ended FROM log_former', [], { ended: col.integer }))[0]?.ended ?? 0) + 1

export const insertFormerLog = (tx: Sql, row: FormerLog): Promise<number> =>
  tx.run(
    ...named(
      `INSERT INTO log_former (number, origin, size, root, note, reason, by_user, at)
       VALUES (:number, :origin, :size, :root, :note, :reason, :byUser, :at)`,
      { ...row },
    ),
  )
