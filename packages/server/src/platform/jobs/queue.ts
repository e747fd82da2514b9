/**
 * pg-boss over our database: it keeps the jobs in its own schema `pgboss`, hands each to one worker only, and clears old ones away. Who
 * works and when is ours (index.ts): pg-boss's own workers do not wait for their last write when they are stopped.
 */
import { randomUUID } from 'node:crypto'
import PgBoss from 'pg-boss'
import type { Database, Sql, SqlValue } from '../database/index.ts'

/** How often pg-boss looks for jobs whose worker is gone, and clears old ones away. */
const MAINTENANCE_SECONDS = 60
/** A server's worker that has given no sign for so long is taken for dead. */
const SILENCE_SECONDS = 180
/** Nobody else works in an embedded folder: what a crash left there is found at the next start, and never by waiting. */
const NEVER_SECONDS = 23 * 3600
/** Crashes and stops after which a job is given up. */
const RETRIES = 10

export const SIGN_OF_LIFE_MS = 20_000

export interface Taken {
  readonly id: string
  readonly payload: object
}

export interface StoredJob {
  readonly state: 'created' | 'retry' | 'active' | 'completed' | 'cancelled' | 'failed'
  readonly output: unknown
}

export interface Queue {
  open(): Promise<void>
  close(): Promise<void>
  /** Adds a job, or names the one of the same key that waits or runs. */
  add(name: string, payload: object, key: string | undefined, sql: Sql | undefined): Promise<string>
  /** Takes the oldest waiting job. */
  take(name: string): Promise<Taken | null>
  /** The job is over. Nothing happens where it is no longer ours. */
  finish(name: string, id: string, output: object): Promise<void>
  /** The job is to be run again, at once. */
  giveBack(name: string, ids: readonly string[]): Promise<void>
  /** Says that the worker lives. False where the job has been given to another. */
  signOfLife(name: string, id: string): Promise<boolean>
  /** Jobs that a crash of the only process left running. On a server, where others may be at work, none. */
  orphans(name: string): Promise<string[]>
  find(name: string, id: string): Promise<StoredJob | null>
  /** Makes the queue of a name where it is not there yet. */
  ensure(name: string): Promise<void>
}

/** pg-boss sends scripts as BEGIN; …; COMMIT;. A failure would leave a pooled connection inside it, so the transaction is made ours. */
const script = /^\s*BEGIN;([\s\S]*)COMMIT;\s*$/

const executorOf = (sql: Sql, transaction: ((text: string) => Promise<void>) | undefined) => ({
  async executeSql(text: string, values: readonly unknown[] = []) {
    const body = script.exec(text)?.[1]
    if (body === undefined || !transaction) return { rows: await sql.query(text, values as readonly SqlValue[]) }
    await transaction(body)
    return { rows: [] }
  },
})

/** The queue in `database`. `onError` is told what goes wrong in the background. */
export const openQueue = (database: Database, onError: (error: unknown) => void): Queue => {
  const onServer = database.kind === 'postgres'
  const running = new Set<Promise<unknown>>()
  const executor = executorOf(database, text => database.transaction(tx => tx.script(text)))
  const boss = new PgBoss({
    db: {
      // Counted, so that closing waits for what pg-boss does in the background.
      executeSql(text, values) {
        const call = executor.executeSql(text, values)
        const settled: Promise<unknown> = call.catch(() => undefined).then(() => running.delete(settled))
        running.add(settled)
        return call
      },
    },
    schedule: false,
    maintenanceIntervalSeconds: MAINTENANCE_SECONDS,
    expireInSeconds: onServer ? SILENCE_SECONDS : NEVER_SECONDS,
    retryLimit: RETRIES,
  })
  boss.on('error', onError)
  const known = new Map<string, Promise<void>>()
  const waiting = async (sql: Sql, name: string, key: string): Promise<string | undefined> => {
    const rows = await sql.query<{ id: string }>(
      `SELECT id FROM pgboss.job WHERE name = $1 AND singleton_key = $2 AND state < 'completed' ORDER BY created_on LIMIT 1`,
      [name, key],
    )
    return rows[0]?.id
  }

  return {
    async open() {
      await boss.start()
      // Looks for the dead at once, and not only after a minute.
      await boss.maintain()
    },
    async close() {
      await boss.stop({ graceful: false, close: false })
      while (running.size) await Promise.all(running)
    },
    ensure(name) {
      const made = known.get(name) ?? boss.createQueue(name, { name, policy: 'short' })
      known.set(name, made)
      made.catch(() => known.delete(name))
      return made
    },
    async add(name, payload, key, sql) {
      const id = randomUUID()
      const send = async (within: Sql): Promise<string> => {
        if (key !== undefined) {
          // pg-boss holds a key unique among waiting jobs only: one that a worker took between our look and our insert would let a second in.
          await within.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`mingce/job/${name}/${key}`])
          const other = await waiting(within, name, key)
          if (other !== undefined) return other
        }
        if ((await boss.send(name, payload, { id, singletonKey: key ?? id, db: executorOf(within, undefined) })) === null)
          throw new Error(`the job ${name} was not added`)
        return id
      }
      return sql ? send(sql) : database.transaction(send)
    },
    async take(name) {
      const options = { batchSize: 1, ignoreStartAfter: true }
      const [job] = await boss.fetch<object>(name, options)
      return job ? { id: job.id, payload: job.data } : null
    },
    async finish(name, id, output) {
      await boss.complete(name, id, output)
    },
    async giveBack(name, ids) {
      if (ids.length) await boss.fail(name, [...ids], {})
    },
    async signOfLife(name, id) {
      if (!onServer) return true
      const touched = await database.run(
        `UPDATE pgboss.job SET started_on = now() WHERE name = $1 AND id = $2 AND state = 'active'`,
        [name, id],
      )
      return touched === 1
    },
    async orphans(name) {
      if (onServer) return []
      return (await database.query<{ id: string }>(`SELECT id FROM pgboss.job WHERE name = $1 AND state = 'active'`, [name])).map(
        ({ id }) => id,
      )
    },
    find: (name, id) => boss.getJobById(name, id, { includeArchive: true }),
  }
}
