/**
 * Work that takes longer than a request (imports, checks, publishing). A job that was running at a crash or a stop is run again, so handlers
 * must be idempotent; a job whose handler failed is not run again. Payloads and results contain ids and figures, never personal data: the
 * database stores them unencrypted. The embedded store has one connection, so a handler uses several short transactions; a long one would
 * block all requests.
 */
import { setTimeout as delay } from 'node:timers/promises'
import type { Text } from '@mingce/domain/result'
import { type Database, DatabaseUnreachable, type Sql } from '../database/index.ts'
import { describeFault } from '../faults/index.ts'
import { type FetchedJob, HEARTBEAT_MS, type JobCount, openQueue, type Queue, type StoredJob } from './queue.ts'

type Plain = string | number | boolean | null
export type JobPayload = Readonly<Record<string, Plain | readonly Plain[]>>
export type JobState = 'queued' | 'running' | 'done' | 'failed'

/** `done` of `total` units of the job's own choice; `step` is a key that the user interface translates. */
export interface Progress {
  readonly done: number
  readonly total?: number
  readonly step?: string
}

export interface Job {
  readonly id: string
  readonly state: JobState
  /** Known only while the job runs in this process. */
  readonly progress?: Progress
  /** The handler's return value. */
  readonly result?: unknown
  readonly error?: { readonly code: string; readonly text: Text }
}

export interface JobRun {
  readonly id: string
  report(progress: Progress): void
  /** Aborted when the server stops or another worker has taken the job: stop soon and throw `signal.reason`. The job will be run again. */
  readonly signal: AbortSignal
}

/** Its return value, an object that JSON can represent, becomes the job's result; an exception becomes the job's error. */
export type JobHandler<P extends JobPayload> = (payload: P, run: JobRun) => Promise<object | undefined>

export interface Jobs {
  /** Creates pg-boss's tables on first use, requeues jobs that a crash left running, and starts the workers. */
  start(): Promise<void>
  /** Fetches no more jobs, aborts the running ones, waits for them (at most `stopTimeoutMs`), and leaves no timer. */
  stop(): Promise<void>
  /**
   * Adds a job and returns its id. If a waiting or running job of this name has the same `singletonKey`, returns that job's id instead.
   * With `sql`, an open transaction, the job exists once that commits.
   */
  send(name: string, payload: JobPayload, options?: { readonly singletonKey?: string; readonly sql?: Sql }): Promise<string>
  /**
   * Registers the handler of a name, called for one job at a time in this process. Names are lower-case words joined by hyphens. A job that
   * ended its process twice is parked, unless its handler counts that itself.
   */
  work<P extends JobPayload>(name: string, handler: JobHandler<P>, options?: { readonly countsCrashes?: boolean }): void
  /** A job by its id, until about a week after its end. */
  find(id: string): Promise<Job | null>
  /** How many jobs there are of each name, by state. */
  count(): Promise<readonly JobCount[]>
}

export interface JobsOptions {
  /** Receives handlers' errors and background failures; the job itself stores only texts made for users. */
  readonly onError?: (error: unknown, jobId?: string) => void
  /** How often the database is polled for jobs sent by other processes. Jobs sent by this process start at once. */
  readonly pollMs?: number
  readonly stopTimeoutMs?: number
}

/** What is stored of a finished job. A handler's failure is an outcome too: only crashes are retried. */
type Outcome = { readonly result: unknown } | { readonly error: NonNullable<Job['error']> }

const NAME = /^[a-z]+(?:-[a-z]+)*$/
const ID = /^([a-z-]+)\.([0-9a-f-]{36})$/

const GIVEN_UP = {
  code: 'job.gave-up',
  text: {
    zh: '任务多次中断，已停止重试。请查看服务器日志后重新开始。',
    en: 'The job was interrupted repeatedly and will not be retried. Check the server log, then start it again.',
  },
} as const
const PARKED = {
  code: 'job.parked',
  text: {
    zh: '服务器在执行这项任务时两次意外退出，任务已停止，不再自动重试。请管理员查看服务器日志（内存、磁盘），解决后重新开始。',
    en: 'The server ended twice while it ran this job, so it is not run again. Ask the administrator to check the server log (memory, disk), then start it again.',
  },
} as const
const UNEXPECTED = {
  code: 'job.failed',
  text: {
    zh: '任务因系统错误中止。请把任务编号告诉管理员。',
    en: 'A system error ended the job. Give the job’s id to the administrator.',
  },
} as const

/** Only errors with a text for users are stored as they are: the message of any other error may contain personal data. */
const failureOf = (error: unknown): NonNullable<Job['error']> => {
  const fault = describeFault(error)
  if (fault) return { code: fault.code, text: fault.text }
  if (!(error instanceof Error && 'text' in error)) return UNEXPECTED
  const { text } = error
  if (!text || typeof text !== 'object' || !('zh' in text && 'en' in text)) return UNEXPECTED
  const code = 'code' in error && typeof error.code === 'string' ? error.code : UNEXPECTED.code
  return { code, text: { zh: String(text.zh), en: String(text.en) } }
}

/** What is told of a stored job. `progress`: of one that runs in this process. */
const stateOf = (stored: StoredJob, progress: Progress | undefined): Omit<Job, 'id'> => {
  if (stored.state === 'active') return { state: 'running', ...(progress ? { progress } : {}) }
  if (stored.state === 'created' || stored.state === 'retry') return { state: 'queued' }
  const outcome = stored.state === 'completed' ? (stored.output as Outcome) : { error: GIVEN_UP }
  return 'error' in outcome ? { state: 'failed', error: outcome.error } : { state: 'done', result: outcome.result }
}

/** Resolves after `ms`, or as soon as `signal` is aborted. */
const sleep = (ms: number, signal: AbortSignal): Promise<void> => delay(ms, undefined, { signal }).catch(() => undefined)

/** What a job runs in: its queue, the server that may stop, and who is told of progress and errors. */
interface Surroundings {
  readonly queue: Queue
  readonly stopping: AbortSignal
  readonly progress: Map<string, Progress>
  readonly onError: (error: unknown, jobId?: string) => void
}

/** Runs a job and stores its outcome; one that was stopped waits to be run again. */
const runOne = async (
  { queue, stopping, progress, onError }: Surroundings,
  name: string,
  handler: JobHandler<JobPayload>,
  { id, payload }: FetchedJob,
): Promise<void> => {
  const publicId = `${name}.${id}`
  const lost = new AbortController()
  const signal = AbortSignal.any([stopping, lost.signal])
  const heartbeat = setInterval(() => {
    queue.heartbeat(name, id).then(ours => ours || lost.abort(new Error('the job was given to another worker')), onError)
  }, HEARTBEAT_MS)
  const outcome: Outcome | undefined = await handler(payload as JobPayload, {
    id: publicId,
    report: now => {
      progress.set(publicId, now)
    },
    signal,
  }).then(
    result => ({ result: result ?? null }),
    error => {
      if (signal.aborted) return undefined
      onError(error, publicId)
      // As after a crash: the job is run again when the database is back.
      if (error instanceof DatabaseUnreachable) return undefined
      return { error: failureOf(error) }
    },
  )
  progress.delete(publicId)
  if (!lost.signal.aborted) {
    const settle = () => (outcome ? queue.complete(name, id, outcome) : queue.requeue(name, id))
    await untilReachable(settle, stopping, onError)
  }
  clearInterval(heartbeat)
}

/** Between two tries to store what became of a job while the database is away. */
const AGAIN_MS = 500

/** Repeats `work` while the database is away. A stop of the server ends it: the next start then finds the job abandoned. */
const untilReachable = async (
  work: () => Promise<void>,
  stopping: AbortSignal,
  onError: (error: unknown) => void,
): Promise<void> => {
  for (;;) {
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof DatabaseUnreachable)) throw error
      onError(error)
      if (stopping.aborted) return
      await sleep(AGAIN_MS, stopping)
    }
  }
}

/** Jobs whose process ended wait again, or are parked. */
const takeUpAbandoned = async ({ queue, onError }: Surroundings, name: string, mayPark: boolean): Promise<void> => {
  for (const id of await queue.takeUpAbandoned(name, { error: PARKED }, mayPark))
    onError(new Error('the job was parked: its process ended repeatedly while it ran'), `${name}.${id}`)
}

/** How often a worker that waits looks for jobs that other processes left. */
const LOOK_FOR_ABANDONED_MS = 3_000

/** Jobs stored in `database`. */
export const openJobs = (database: Database, options: JobsOptions = {}): Jobs => {
  const { onError = () => undefined, pollMs = 2_000, stopTimeoutMs = 10_000 } = options
  const queue = openQueue(database, onError)
  const handlers = new Map<string, JobHandler<JobPayload>>()
  const loops = new Map<string, Promise<void>>()
  const sleeping = new Map<string, AbortController>()
  const due = new Set<string>()
  const progress = new Map<string, Progress>()
  const stopping = new AbortController()
  const countingThemselves = new Set<string>()
  let started = false

  const loop = async (name: string, handler: JobHandler<JobPayload>): Promise<void> => {
    const surroundings: Surroundings = { queue, stopping: stopping.signal, progress, onError }
    let looked = Number.NEGATIVE_INFINITY
    while (!stopping.signal.aborted) {
      due.delete(name)
      try {
        // One job of a name runs here at a time, and none now: so what is found was left by a process that ended.
        if (performance.now() - looked > LOOK_FOR_ABANDONED_MS) {
          await takeUpAbandoned(surroundings, name, !countingThemselves.has(name))
          looked = performance.now()
        }
        const fetched = await queue.fetch(name)
        if (fetched) {
          await runOne(surroundings, name, handler, fetched)
          continue
        }
      } catch (error) {
        // A lost connection does not end the worker: it polls again later.
        onError(error)
      }
      if (due.has(name) || stopping.signal.aborted) continue
      const wake = new AbortController()
      sleeping.set(name, wake)
      await sleep(pollMs, wake.signal)
    }
  }

  const wake = (name: string) => {
    due.add(name)
    sleeping.get(name)?.abort()
  }
  const startWorker = async (name: string, handler: JobHandler<JobPayload>): Promise<void> => {
    await queue.ensure(name)
    loops.set(name, loop(name, handler).catch(onError))
  }

  return {
    async start() {
      if (started) return
      await queue.open()
      started = true
      for (const [name, handler] of handlers) await startWorker(name, handler)
    },
    async stop() {
      if (!started) return
      stopping.abort(new Error('the server is stopping'))
      for (const wake of sleeping.values()) wake.abort()
      const stopped = new AbortController()
      await Promise.race([Promise.all(loops.values()), sleep(stopTimeoutMs, stopped.signal)])
      stopped.abort()
      await queue.close()
      started = false
    },
    async send(name, payload, { singletonKey, sql } = {}) {
      if (!started || !NAME.test(name)) throw new Error(`jobs are not started, or ${name} is not a job name`)
      await queue.ensure(name)
      const id = await queue.add(name, payload, singletonKey, sql)
      if (!sql) wake(name)
      return `${name}.${id}`
    },
    work(name, handler, { countsCrashes = false } = {}) {
      if (countsCrashes) countingThemselves.add(name)
      if (started || !NAME.test(name) || handlers.has(name))
        throw new Error(`the handler of ${name} must be registered once, before the start, under a valid name`)
      // The queue returns what was sent under this name; the payload's type is the sender's promise, as with a request body.
      handlers.set(name, handler as JobHandler<JobPayload>)
    },
    count: async () => (started ? await queue.count() : []),
    async find(publicId) {
      const [, name, id] = ID.exec(publicId) ?? []
      if (!started || !name || !id) return null
      const stored = await queue.find(name, id)
      if (!stored) return null
      return { id: publicId, ...stateOf(stored, progress.get(publicId)) }
    },
  }
}
