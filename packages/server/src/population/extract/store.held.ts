/** Imports that wait for an officer: their upload stays sealed, with the order to go on with. */
import { col, jsonOf, type Sql } from '../../platform/database/index.ts'

/** Lets an import wait; `upload`: its sealed file, `order`: the payload of its job. */
export const holdImport = (sql: Sql, id: number, upload: string, order: object): Promise<number> =>
  sql.run(`UPDATE import SET state = 'held', upload = $2, held = $3::jsonb WHERE id = $1 AND state = 'reading'`, [
    id,
    upload,
    jsonOf(order),
  ])

/** The order of an import that waits, locked; undefined: it does not wait. */
export const lockHeld = async (tx: Sql, id: number): Promise<{ order: unknown; upload: string } | undefined> =>
  (
    await tx.query(`SELECT held AS order, upload FROM import WHERE id = $1 AND state = 'held' FOR UPDATE`, [id], {
      order: col.json<unknown>(),
      upload: col.text,
    })
  )[0]

/** Lets the file in: it is read again, and `officer` is recorded. */
export const releaseHeld = (tx: Sql, id: number, officer: string): Promise<number> =>
  tx.run(`UPDATE import SET state = 'reading', held = NULL, upload = NULL, released_by = $2 WHERE id = $1`, [id, officer])

/** Sends the file back: nothing of it is imported. */
export const discardHeld = (tx: Sql, id: number, error: { code: string; zh: string; en: string }, at: Date): Promise<number> =>
  tx.run(
    `UPDATE import SET state = 'failed', held = NULL, upload = NULL, error = $2::jsonb, finished_at = $3 WHERE id = $1 AND state = 'held'`,
    [id, jsonOf(error), at],
  )

/** Rows of files that an account imported since `since`. */
export const countRowsSent = async (sql: Sql, account: string, since: Date): Promise<number> =>
  (
    await sql.query(
      `SELECT coalesce(sum(rows), 0)::bigint AS rows FROM import WHERE started_by_id = $1 AND started_at > $2 AND state = 'done'`,
      [account, since],
      { rows: col.integer },
    )
  )[0]?.rows ?? 0
