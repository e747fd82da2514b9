/** The statements on pg-boss's table that its API has no call for; docs/adr/0011-jobs-and-outbox.md says why each is needed. */
import { col, type Sql } from '../database/index.ts'

/** Serialises the senders of one singleton key until the transaction ends. */
export const lockSingletonKey = async (tx: Sql, name: string, key: string): Promise<void> => {
  await tx.run('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`mingce/job/${name}/${key}`])
}

/** Id of the oldest job with this key that is waiting or running. */
export const findUnfinished = async (sql: Sql, name: string, key: string): Promise<string | undefined> => {
  const rows = await sql.query(
    `SELECT id FROM pgboss.job WHERE name = $1 AND singleton_key = $2 AND state < 'completed' ORDER BY created_on LIMIT 1`,
    [name, key],
    { id: col.uuid },
  )
  return rows[0]?.id
}

/** Restarts the time after which a running job counts as abandoned. False: the job no longer runs, or another worker has it. */
export const recordHeartbeat = async (sql: Sql, name: string, id: string): Promise<boolean> =>
  (await sql.run(`UPDATE pgboss.job SET started_on = now() WHERE name = $1 AND id = $2 AND state = 'active'`, [name, id])) === 1

export const findRunning = async (sql: Sql, name: string): Promise<string[]> => {
  const rows = await sql.query(`SELECT id FROM pgboss.job WHERE name = $1 AND state = 'active'`, [name], { id: col.uuid })
  return rows.map(({ id }) => id)
}
