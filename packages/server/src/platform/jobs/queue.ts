/**
 * pg-boss on our database: it keeps jobs in its schema `pgboss`, gives each to one worker only, and archives old ones. The workers are ours
 * (index.ts), because a stopped pg-boss worker does not wait for its last write.
 */
import { randomUUID } from 'node:crypto'
import PgBoss from 'pg-boss'
import type { Database, Sql, SqlValue } from '../database/index.ts'
import { countJobs, findAbandoned, findUnfinished, lockSingletonKey, recordHeartbeat } from './store.ts'

/** How often pg-boss archives old jobs. */
const MAINTENANCE_SECONDS = 60
/**
 * On a server, a job whose worker has sent no heartbeat for this long is abandoned: another process takes it, or the next start of the only
 * one. A worker whose event loop is busy for so long loses its job, which is then run twice.
 */
const ABANDONED_AFTER_SECONDS = 15
/** pg-boss's own timeout counts no crashes, so it is set so long that ours comes first. */
const NEVER_SECONDS = 23 * 3600
/** A job that stops, lost connections and crashes have interrupted this often is given up. */
const MAX_RETRIES = 100

/** So many ends of its process in a row show that the job itself is the reason. */
const MOST_CRASHES = 2

export const HEARTBEAT_MS = 3_000

export interface FetchedJob {
  readonly id: string
  readonly payload: object
}

export interface StoredJob {
  readonly state: 'created' | 'retry' | 'active' | 'completed' | 'cancelled' | 'failed'
  readonly output: unknown
}

export interface JobCount {
  readonly name: string
  readonly state: string
  readonly jobs: number
}

export interface Queue {
  open(): Promise<void>
  close(): Promise<void>
  /** Adds a job and returns its id, or the id of the waiting or running job with the same key. `id`: of a job that had one before. */
  add(name: string, payload: object, key: string | undefined, sql: Sql | undefined, id?: string): Promise<string>
  /** Takes the oldest waiting job. */
  fetch(name: string): Promise<FetchedJob | null>
  /** Stores the job's outcome. Does nothing where another worker has the job. */
  complete(name: string, id: string, output: object): Promise<void>
  /** Makes a job wait again; it is due at once. */
  requeue(name: string, id: string): Promise<void>
  /** False where the job was given to another worker. */
  heartbeat(name: string, id: string): Promise<boolean>
  /**
   * Takes up jobs that a crash left running: on a server those without a heartbeat, with an embedded store all that are running. They wait
   * again; those that were found like this too often end with `parked`. Returns the ids of these.
   */
  takeUpAbandoned(name: string, parked: object, mayPark: boolean): Promise<string[]>
  find(name: string, id: string): Promise<StoredJob | null>
  count(): Promise<JobCount[]>
  /** Creates the queue of a name if it does not exist. */
  ensure(name: string): Promise<void>
}

/** pg-boss sends scripts as BEGIN; …; COMMIT;. A failed script would leave a pooled connection in its transaction, so it runs in one of ours. */
const SCRIPT = /^\s*BEGIN;([\s\S]*)COMMIT;\s*$/

const executorOf = (sql: Sql, runScript: ((text: string) => Promise<void>) | undefined) => ({
  async executeSql(text: string, values: readonly unknown[] = []) {
    const body = SCRIPT.exec(text)?.[1]
    if (body === undefined || !runScript) return { rows: await sql.raw(text, values as readonly SqlValue[]) }
    await runScript(body)
    return { rows: [] }
  },
})

/** The queue in `database`. `onError` receives errors of pg-boss's maintenance. */
export const openQueue = (database: Database, onError: (error: unknown) => void): Queue => {
  const onServer = database.kind === 'postgres'
  const running = new Set<Promise<unknown>>()
  const executor = executorOf(database, text => database.transaction(tx => tx.script(text)))
  const boss = new PgBoss({
    db: {
      // Tracked, so that `close` can wait for pg-boss's maintenance.
      executeSql(text, values) {
        const call = executor.executeSql(text, values)
        const settled: Promise<unknown> = call.catch(() => undefined).then(() => running.delete(settled))
        running.add(settled)
        return call
      },
    },
    schedule: false,
    maintenanceIntervalSeconds: MAINTENANCE_SECONDS,
    expireInSeconds: NEVER_SECONDS,
    retryLimit: MAX_RETRIES,
  })
  boss.on('error', onError)
  const queues = new Map<string, Promise<void>>()

  return {
    async open() {
      await boss.start()
    },
    async close() {
      await boss.stop({ graceful: false, close: false })
      while (running.size) await Promise.all(running)
    },
    ensure(name) {
      const created = queues.get(name) ?? boss.createQueue(name, { name, policy: 'short' })
      queues.set(name, created)
      created.catch(() => queues.delete(name))
      return created
    },
    async add(name, payload, key, sql, id = randomUUID()) {
      const send = async (tx: Sql): Promise<string> => {
        if (key !== undefined) {
          await lockSingletonKey(tx, name, key)
          const unfinished = await findUnfinished(tx, name, key)
          if (unfinished !== undefined) return unfinished
        }
        if ((await boss.send(name, payload, { id, singletonKey: key ?? id, db: executorOf(tx, undefined) })) === null)
          throw new Error(`the job ${name} was not added`)
        return id
      }
      return sql ? send(sql) : database.transaction(send)
    },
    async fetch(name) {
      const [job] = await boss.fetch<object>(name, { batchSize: 1, ignoreStartAfter: true })
      return job ? { id: job.id, payload: job.data } : null
    },
    async complete(name, id, output) {
      await boss.complete(name, id, output)
    },
    async requeue(name, id) {
      await boss.fail(name, id, { crashes: 0 })
    },
    heartbeat: async (name, id) => !onServer || recordHeartbeat(database, name, id),
    takeUpAbandoned: (name, parked, mayPark) =>
      database.transaction(async tx => {
        const ended: string[] = []
        const db = executorOf(tx, undefined)
        for (const { id, crashes } of await findAbandoned(tx, name, onServer ? ABANDONED_AFTER_SECONDS : 0)) {
          if (!mayPark || crashes + 1 < MOST_CRASHES) await boss.fail(name, id, { crashes: crashes + 1 }, { db })
          else {
            await boss.complete(name, id, parked, { db })
            ended.push(id)
          }
        }
        return ended
      }),
    count: () => countJobs(database),
    find: (name, id) => boss.getJobById(name, id, { includeArchive: true }),
  }
}
