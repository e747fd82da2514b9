import { expect, test } from 'vitest'
import type { Database } from '../database/index.ts'
import { readRows } from '../testing/rows.ts'
import { describeStores } from '../testing/stores.ts'
import { type Job, type Jobs, openJobs, type Progress } from './jobs.ts'

/** A promise that the test resolves, so that tests wait for events and not for time. */
const signal = () => {
  let resolve = () => {}
  const promise = new Promise<void>(done => {
    resolve = done
  })
  return { promise, resolve: () => resolve() }
}

describeStores('jobs', open => {
  const failures: unknown[] = []
  const jobsOf = (database: Database): Jobs => openJobs(database, { onError: error => failures.push(error), pollMs: 50 })
  /** Waits for the end of a job. */
  const ended = (jobs: Jobs, id: string): Promise<Job> =>
    expect
      .poll(() => jobs.find(id), { interval: 10, timeout: 20_000 })
      .toMatchObject({ state: expect.stringMatching('done|failed') })
      .then(async () => (await jobs.find(id)) as Job)

  test('a job runs, reports its progress and stores its result', async () => {
    const jobs = jobsOf(await open())
    const [half, goOn] = [signal(), signal()]
    jobs.work<{ importId: number; kinds: string[] }>('import', async (payload, run) => {
      run.report({ done: 5, total: 10, step: 'reading' })
      half.resolve()
      await goOn.promise
      return { rows: payload.importId * 2, kinds: payload.kinds }
    })
    await jobs.start()
    const id = await jobs.send('import', { importId: 21, kinds: ['a', 'b'] })
    await half.promise
    const progress: Progress = { done: 5, total: 10, step: 'reading' }
    expect(await jobs.find(id)).toEqual({ id, state: 'running', progress })
    goOn.resolve()
    expect(await ended(jobs, id)).toEqual({ id, state: 'done', result: { rows: 42, kinds: ['a', 'b'] } })
    await jobs.stop()
  })

  test('a failed job is not run again, and only a user-facing text of its error is stored', async () => {
    const database = await open()
    const jobs = jobsOf(database)
    let runs = 0
    jobs.work('check', async payload => {
      runs += 1
      throw payload.known ? Object.assign(new Error('王芳'), { code: 'x.y', text: { zh: '不行', en: 'no' } }) : new Error('王芳')
    })
    await jobs.start()
    const known = await jobs.send('check', { known: true })
    const unknown = await jobs.send('check', { known: false })
    expect(await ended(jobs, known)).toEqual({
      id: known,
      state: 'failed',
      error: { code: 'x.y', text: { zh: '不行', en: 'no' } },
    })
    expect(await ended(jobs, unknown)).toMatchObject({ state: 'failed', error: { code: 'job.failed' } })
    expect(runs).toBe(2)
    expect(JSON.stringify(await readRows(database, 'SELECT * FROM pgboss.job'))).not.toContain('王芳')
    await jobs.stop()
  })

  test('jobs with one name run one after another, in the order in which they were sent', async () => {
    const jobs = jobsOf(await open())
    const order: string[] = []
    jobs.work<{ n: number }>('import', async ({ n }) => {
      order.push(`begin ${n}`)
      await Promise.resolve()
      order.push(`end ${n}`)
      return undefined
    })
    await jobs.start()
    const ids: string[] = []
    for (const n of [1, 2, 3]) ids.push(await jobs.send('import', { n }))
    for (const id of ids) await ended(jobs, id)
    expect(order).toEqual(['begin 1', 'end 1', 'begin 2', 'end 2', 'begin 3', 'end 3'])
    await jobs.stop()
  })

  test('a job is not added while one with the same key is waiting or running, and is added afterwards', async () => {
    const jobs = jobsOf(await open())
    const [running, goOn] = [signal(), signal()]
    jobs.work('publish', async () => {
      running.resolve()
      await goOn.promise
      return undefined
    })
    await jobs.start()
    const sent = await Promise.all([1, 2, 3].map(n => jobs.send('publish', { n }, { singletonKey: 'e1' })))
    expect(new Set(sent).size).toBe(1)
    await running.promise
    expect(await jobs.send('publish', {}, { singletonKey: 'e1' })).toBe(sent[0])
    expect(await jobs.send('publish', {}, { singletonKey: 'e2' })).not.toBe(sent[0])
    goOn.resolve()
    await ended(jobs, sent[0] as string)
    expect(await jobs.send('publish', {}, { singletonKey: 'e1' })).not.toBe(sent[0])
    await jobs.stop()
  })

  test('a job sent inside a transaction exists after a commit, but not after a rollback', async () => {
    const database = await open()
    const jobs = jobsOf(database)
    jobs.work('import', async () => ({ ok: true }))
    await jobs.start()
    const id = await database.transaction(tx => jobs.send('import', {}, { sql: tx }))
    expect(await ended(jobs, id)).toMatchObject({ state: 'done' })
    let undone = ''
    await database
      .transaction(async tx => {
        undone = await jobs.send('import', {}, { sql: tx })
        throw new Error('undone')
      })
      .catch(() => undefined)
    expect(await jobs.find(undone)).toBeNull()
    await jobs.stop()
  })

  test('stopping aborts the running job, and the next start runs it again', async () => {
    const database = await open()
    const first = jobsOf(database)
    const running = signal()
    first.work('import', (_, run) => {
      running.resolve()
      return new Promise((_resolve, reject) => {
        run.signal.addEventListener('abort', () => reject(run.signal.reason))
      })
    })
    await first.start()
    const id = await first.send('import', { importId: 7 })
    await running.promise
    await first.stop()

    const second = jobsOf(database)
    second.work<{ importId: number }>('import', async ({ importId }) => ({ importId }))
    await second.start()
    expect(await ended(second, id)).toEqual({ id, state: 'done', result: { importId: 7 } })
    await second.stop()
  })

  test('nothing is found under malformed or unknown ids', async () => {
    const jobs = jobsOf(await open())
    await jobs.start()
    for (const id of ['', 'import', `import.${crypto.randomUUID()}`, "import.'; DROP TABLE area"])
      expect(await jobs.find(id)).toBeNull()
    await expect(jobs.send('Import', {})).rejects.toThrow()
    await jobs.stop()
    expect(failures.map(String)).toEqual(['Error: 王芳', 'Error: 王芳'])
  })
})

describeStores('a job whose process crashed', (open, kind) => {
  /** Starts workers whose job never ends, and leaves them as a crash does. */
  const crashInJob = async (database: Database, id?: string): Promise<string> => {
    const lost = openJobs(database, { stopTimeoutMs: 0, pollMs: 20 })
    const running = signal()
    lost.work('import', () => {
      running.resolve()
      return new Promise(() => {})
    })
    await lost.start()
    const sent = id ?? (await lost.send('import', { importId: 7 }))
    await running.promise
    await lost.stop()
    // On a server another process may be running the job: it is taken only after seconds without a heartbeat.
    if (kind === 'postgres')
      await database.run(`UPDATE pgboss.job SET started_on = now() - interval '16 seconds' WHERE state = 'active'`)
    return sent
  }

  test('is run again', async () => {
    const database = await open()
    const id = await crashInJob(database)
    const jobs = openJobs(database, { pollMs: 20 })
    jobs.work<{ importId: number }>('import', async ({ importId }) => ({ importId }))
    await jobs.start()
    await expect
      .poll(() => jobs.find(id), { interval: 20, timeout: 20_000 })
      .toEqual({ id, state: 'done', result: { importId: 7 } })
    await jobs.stop()
  })

  test('is parked with words after the second crash', async () => {
    const database = await open()
    const id = await crashInJob(database)
    await crashInJob(database, id)
    const parked: (string | undefined)[] = []
    const jobs = openJobs(database, { pollMs: 20, onError: (_, jobId) => parked.push(jobId) })
    let runs = 0
    jobs.work('import', async () => {
      runs += 1
      return undefined
    })
    await jobs.start()
    await expect
      .poll(() => jobs.find(id), { interval: 20, timeout: 20_000 })
      .toMatchObject({ state: 'failed', error: { code: 'job.parked', text: { en: expect.stringContaining('ended twice') } } })
    expect([runs, parked]).toEqual([0, [id]])
    await jobs.stop()
  })

  test('counts as crashed only where its process ended: stops in between count nothing', async () => {
    const database = await open()
    const id = await crashInJob(database)
    const stopped = openJobs(database, { pollMs: 20 })
    const running = signal()
    stopped.work('import', (_, run) => {
      running.resolve()
      return new Promise((_resolve, reject) => run.signal.addEventListener('abort', () => reject(run.signal.reason)))
    })
    await stopped.start()
    await running.promise
    await stopped.stop()
    await crashInJob(database, id)
    const jobs = openJobs(database, { pollMs: 20 })
    jobs.work('import', async () => ({ ok: true }))
    await jobs.start()
    await expect.poll(() => jobs.find(id), { interval: 20, timeout: 20_000 }).toMatchObject({ state: 'done' })
    await jobs.stop()
  })
})
