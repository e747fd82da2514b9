/** The statements on pg-boss's table that its API has no call for; docs/adr/0011-jobs-and-outbox.md says why each is needed. */
import { col, type RowOf, type Sql } from '../database/index.ts'

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

/** A job that a process left running when it ended. */
interface AbandonedJob {
  readonly id: string
  /** How often it was found like this before. */
  readonly crashes: number
}

/** Jobs that are running without a heartbeat for `seconds`, with 0 all that are running. Locked, so that no other process takes them too. */
export const findAbandoned = async (sql: Sql, name: string, seconds: number): Promise<AbandonedJob[]> =>
  await sql.query(
    `SELECT id, coalesce((output ->> 'crashes')::integer, 0) AS crashes FROM pgboss.job
     WHERE name = $1 AND state = 'active' AND started_on <= now() - make_interval(secs => $2::integer)
     FOR UPDATE SKIP LOCKED`,
    [name, seconds],
    { id: col.uuid, crashes: col.integer },
  )

const SAVED_JOB = {
  name: col.text,
  id: col.uuid,
  payload: col.json<object>(),
  key: col.nullable(col.text),
}

/** A job that waits or runs, as a backup keeps it. */
export type SavedJob = RowOf<typeof SAVED_JOB>

/** Jobs that wait or run, oldest first. */
export const findUnfinishedJobs = (sql: Sql): Promise<SavedJob[]> =>
  sql.query(
    `SELECT name, id, data AS payload, singleton_key AS key FROM pgboss.job
     WHERE state < 'completed' AND name NOT LIKE '\\_\\_%' ORDER BY created_on, id`,
    [],
    SAVED_JOB,
  )

/** Whether the queue has its tables: it makes them at its first start. */
export const hasQueue = async (sql: Sql): Promise<boolean> =>
  (await sql.query(`SELECT to_regclass('pgboss.job') IS NOT NULL AS found`, [], { found: col.boolean }))[0]?.found === true

/** How many jobs there are of each name, by what became of them; finished ones until pg-boss archives them. */
export const countJobs = async (sql: Sql): Promise<{ name: string; state: string; jobs: number }[]> =>
  await sql.query(
    `SELECT name, state, count(*) AS jobs
     FROM (SELECT name, CASE WHEN state < 'active' THEN 'queued'
                             WHEN state = 'active' THEN 'running'
                             WHEN state = 'completed' AND output -> 'error' IS NULL THEN 'done'
                             ELSE 'failed' END AS state
           FROM pgboss.job WHERE name NOT LIKE '\\_\\_%') AS job
     GROUP BY name, state ORDER BY name, state`,
    [],
    { name: col.text, state: col.text, jobs: col.integer },
  )
