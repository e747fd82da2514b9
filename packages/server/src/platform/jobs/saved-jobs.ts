/** Jobs in a backup: those that wait or run. Each is run again after a restore under its own id, so that what it did before is known. */
import type { Database, Sql } from '../database/index.ts'
import { openQueue } from './queue.ts'
import { findUnfinishedJobs, hasQueue, type SavedJob } from './store.ts'

/** Jobs that wait or run, oldest first; none before the first start of the queue. */
export const saveJobs = async (sql: Sql): Promise<SavedJob[]> => ((await hasQueue(sql)) ? await findUnfinishedJobs(sql) : [])

/** Makes the queue in an empty database and calls `work` with what adds saved jobs to it, in a transaction of the caller. */
export const withQueueFor = async <T>(
  database: Database,
  jobs: readonly SavedJob[],
  work: (addJobs: (tx: Sql) => Promise<void>) => Promise<T>,
): Promise<T> => {
  if (jobs.length === 0) return await work(async () => undefined)
  const failures: unknown[] = []
  const queue = openQueue(database, error => void failures.push(error))
  await queue.open()
  try {
    for (const name of new Set(jobs.map(job => job.name))) await queue.ensure(name)
    return await work(async tx => {
      for (const { name, id, payload, key } of jobs)
        await queue.add(name, payload, key === id ? undefined : (key ?? undefined), tx, id)
    })
  } finally {
    await queue.close()
  }
}
