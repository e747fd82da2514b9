/**
 * Long work (imports, checks, publishing) that outlives a request. A job that a crash or a stop left running is run again, so handlers are
 * idempotent; a job whose handler fails is not. Payloads and results hold ids and figures, never people's data: they lie in the database in
 * clear. On the embedded store there is one connection: a handler works in steps, and not in one long transaction, or the screens wait.
 */
import type { Text } from '@mingce/domain/result'
import { type Database, DatabaseUnreachable, type Sql } from '../database/index.ts'
import { openQueue, SIGN_OF_LIFE_MS } from './queue.ts'

type Plain = string | number | boolean | null
export type JobPayload = Readonly<Record<string, Plain | readonly Plain[]>>
export type JobState = 'queued' | 'running' | 'done' | 'failed'

/** How far a job is: `done` of `total` in whatever it counts; `step` is a word the screens translate. */
export interface Progress {
  readonly done: number
  readonly total?: number
  readonly step?: string
}

export interface Job {
  readonly id: string
  readonly state: JobState
  /** Only while it runs in this process; lost at a restart. */
  readonly progress?: Progress
  /** What the handler returned. */
  readonly result?: unknown
  readonly error?: { readonly code: string; readonly text: Text }
}

export interface JobRun {
  readonly id: string
  report(progress: Progress): void
  /** Aborted when the server stops, or the job was given to another: stop soon, and throw `signal.reason`. The job will be run again. */
  readonly signal: AbortSignal
}

/** Does the work; what it returns is the job's result (an object that JSON can say), what it throws is the job's failure. */
export type JobHandler<P extends JobPayload> = (payload: P, run: JobRun) => Promise<object | undefined>

export interface Jobs {
  /** Makes the tables on first use, takes up what a crash left, and starts the workers. */
  start(): Promise<void>
  /** Takes no more jobs, aborts those that run, waits for them (at most `patienceMs`), and leaves no timer. */
  stop(): Promise<void>
  /**
   * Adds a job and returns its id. A `singletonKey` that a waiting or running job of this name has returns that job's id instead.
   * With `sql`, an open transaction, the job exists when that commits.
   */
  send(name: string, payload: JobPayload, options?: { readonly singletonKey?: string; readonly sql?: Sql }): Promise<string>
  /** Says who does the jobs of a name: one at a time in this process. Names are lower-case words with dashes. */
  work<P extends JobPayload>(name: string, handler: JobHandler<P>): void
  /** A job by its id, for about a week after its end; null where there is none. */
  find(id: string): Promise<Job | null>
}

export interface JobsOptions {
  /** Told of a handler's error and of failures in the background; the job itself keeps only what a person may read. */
  readonly onError?: (error: unknown, jobId?: string) => void
  /** Longest rest before the database is asked for jobs that others sent. Own jobs start at once. */
  readonly pollMs?: number
  readonly patienceMs?: number
}

/** What is stored of a job that is over: our handler's failure is an outcome too, and not run again as a crash is. */
type Outcome = { readonly result: unknown } | { readonly error: NonNullable<Job['error']> }

const NAME = /^[a-z]+(?:-[a-z]+)*$/
const ID = /^([a-z-]+)\.([0-9a-f-]{36})$/

const gaveUp = {
  code: 'job.gave-up',
  text: {
    zh: '任务多次中断，已停止重试。请查看服务器日志后重新开始。',
    en: 'The job was cut short again and again and is given up. See the server log, then start it anew.',
  },
} as const
const unexpected = {
  code: 'job.failed',
  text: {
    zh: '任务因系统错误中止。请把任务编号告诉管理员。',
    en: 'A fault of the system ended the job. Give the job’s id to the administrator.',
  },
} as const

/** Only errors made for people are kept as they are: any other message might hold a row. */
const failureOf = (error: unknown): NonNullable<Job['error']> => {
  if (!(error instanceof Error && 'text' in error)) return unexpected
  const { text } = error
  if (!text || typeof text !== 'object' || !('zh' in text && 'en' in text)) return unexpected
  const code = 'code' in error && typeof error.code === 'string' ? error.code : unexpected.code
  return { code, text: { zh: String(text.zh), en: String(text.en) } }
}

/** A rest that can be ended early, and leaves no timer. */
const restUntil = (ms: number, hold: (wake: () => void) => void): Promise<void> =>
  new Promise(resolve => {
    const timer = setTimeout(resolve, ms)
    hold(() => {
      clearTimeout(timer)
      resolve()
    })
  })

/** Jobs kept in `database`. */
export const openJobs = (database: Database, options: JobsOptions = {}): Jobs => {
  const { onError = () => undefined, pollMs = 2_000, patienceMs = 10_000 } = options
  const queue = openQueue(database, onError)
  const handlers = new Map<string, JobHandler<JobPayload>>()
  const loops = new Map<string, Promise<void>>()
  const wakers = new Map<string, () => void>()
  const due = new Set<string>()
  const progress = new Map<string, Progress>()
  const stopping = new AbortController()
  let started = false

  const runOne = async (name: string, handler: JobHandler<JobPayload>, id: string, payload: JobPayload): Promise<void> => {
    const publicId = `${name}.${id}`
    const lost = new AbortController()
    const signal = AbortSignal.any([stopping.signal, lost.signal])
    const beat = setInterval(() => {
      queue.signOfLife(name, id).then(ours => ours || lost.abort(new Error('the job was given to another worker')), onError)
    }, SIGN_OF_LIFE_MS)
    const outcome: Outcome | undefined = await handler(payload, {
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
        // As after a crash: run again when the database is back.
        if (error instanceof DatabaseUnreachable) return undefined
        return { error: failureOf(error) }
      },
    )
    clearInterval(beat)
    progress.delete(publicId)
    if (outcome) await queue.finish(name, id, outcome)
    else if (!lost.signal.aborted) await queue.giveBack(name, [id])
  }

  const loop = async (name: string, handler: JobHandler<JobPayload>): Promise<void> => {
    let orphansReturned = false
    while (!stopping.signal.aborted) {
      due.delete(name)
      try {
        if (!orphansReturned) await queue.giveBack(name, await queue.orphans(name))
        orphansReturned = true
        const taken = await queue.take(name)
        if (taken) {
          await runOne(name, handler, taken.id, taken.payload as JobPayload)
          continue
        }
      } catch (error) {
        // The worker outlives a lost connection: it asks again after a rest.
        onError(error)
      }
      if (!due.has(name) && !stopping.signal.aborted) await restUntil(pollMs, wake => wakers.set(name, wake))
    }
  }

  const wake = (name: string) => {
    due.add(name)
    wakers.get(name)?.()
  }
  const begin = async (name: string, handler: JobHandler<JobPayload>): Promise<void> => {
    await queue.ensure(name)
    loops.set(name, loop(name, handler).catch(onError))
  }

  return {
    async start() {
      if (started) return
      await queue.open()
      started = true
      for (const [name, handler] of handlers) await begin(name, handler)
    },
    async stop() {
      if (!started) return
      stopping.abort(new Error('the server is stopping'))
      for (const wakeUp of wakers.values()) wakeUp()
      let hurry = () => {}
      await Promise.race([Promise.all(loops.values()), restUntil(patienceMs, stop => (hurry = stop))])
      hurry()
      await queue.close()
      started = false
    },
    async send(name, payload, { singletonKey, sql } = {}) {
      if (!started || !NAME.test(name)) throw new Error(`the job ${name} is sent before the start, or its name is none`)
      await queue.ensure(name)
      const id = await queue.add(name, payload, singletonKey, sql)
      if (!sql) wake(name)
      return `${name}.${id}`
    },
    work(name, handler) {
      if (started || !NAME.test(name) || handlers.has(name))
        throw new Error(`the job ${name} gets its handler once, before the start`)
      // The queue gives back what `send` was given under this name; a handler reads it as it would a request's body.
      handlers.set(name, handler as JobHandler<JobPayload>)
    },
    async find(publicId) {
      const [, name, id] = ID.exec(publicId) ?? []
      if (!started || !name || !id) return null
      const stored = await queue.find(name, id)
      if (!stored) return null
      const base = { id: publicId }
      if (stored.state === 'active') {
        const now = progress.get(publicId)
        return { ...base, state: 'running', ...(now ? { progress: now } : {}) }
      }
      if (stored.state === 'created' || stored.state === 'retry') return { ...base, state: 'queued' }
      const outcome = stored.state === 'completed' ? (stored.output as Outcome) : { error: gaveUp }
      return 'error' in outcome
        ? { ...base, state: 'failed', error: outcome.error }
        : { ...base, state: 'done', result: outcome.result }
    },
  }
}
