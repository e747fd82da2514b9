/**
 * The line to one population register: HTTPS with certificates on both sides, a time limit, and a circuit breaker, so that a register that
 * is slow, wrong or down costs those who register no more than the first few of them the wait. The protocol: docs/registers/population-register.md.
 */
import { randomUUID } from 'node:crypto'
import { fail, ok, type Result } from '@mingce/domain/result'
import CircuitBreaker from 'opossum'
import { Pool } from 'undici'
import type { Clock } from '../../platform/clock/index.ts'
import { AskFailed, type AskFailure, failureOfError, failureOfStatus } from './errors.connector.ts'
import { type BatchAnswer, BatchAnswerSchema, PATHS, type RegisterQuestion, SingleAnswerSchema } from './schema.protocol.ts'
import { isHangUp, isRefusingCertificate, readMaterial } from './service.hang-up.ts'

/** What a line needs to know of its source. */
export interface LineTo {
  readonly url: string
  readonly certFile: string
  readonly keyFile: string
  readonly caFile: string
  readonly legalBasis: string
}

/** closed: asked. open: not asked, it failed too often. half-open: the next question tries it. */
export type Circuit = 'closed' | 'open' | 'half-open'

export interface LineState {
  readonly circuit: Circuit
  readonly lastSuccessAt: Date | null
  readonly lastErrorAt: Date | null
  readonly lastError: AskFailure['code'] | null
  /** Of the last hundred answers. */
  readonly medianMs: number | null
}

export interface LineOptions {
  readonly clock: Clock
  /** How long an open circuit rests before it is tried again. */
  readonly restMs?: number
  /** Failures are counted over this time. */
  readonly windowMs?: number
  /** Fewer questions than this in the window open no circuit. */
  readonly volume?: number
  /** Told when the register answers again after its circuit was open. */
  readonly onRecovery?: () => void
}

export interface Line {
  /** Asks; answers come in the order of the questions, or none of them. Takes no longer than `limitMs`. */
  ask(questions: readonly RegisterQuestion[], limitMs: number): Promise<Result<readonly BatchAnswer[], AskFailure>>
  state(): LineState
  /** Ends the connections. What is under way fails as unreachable. */
  close(): Promise<void>
}

const REST_MS = 5_000
const WINDOW_MS = 60_000
const VOLUME = 3
const FAILING_PERCENT = 50
const CONNECTIONS = 32
const LARGEST_ANSWER_BYTES = 1024 * 1024
const LATENCIES = 100
/** A connection that is not made by then is given up, so that a silent register keeps no sockets. */
const CONNECT_MS = 2_000

const medianOf = (values: readonly number[]): number | null =>
  values.length === 0 ? null : Math.round([...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0)

/** Answers in the order of the questions; anything but one answer to each of them is a wrong answer. */
const inOrder = (questions: readonly RegisterQuestion[], answers: readonly BatchAnswer[]): readonly BatchAnswer[] => {
  const byRef = new Map(answers.map(answer => [answer.ref, answer]))
  const ordered = questions.flatMap(({ ref }) => byRef.get(ref) ?? [])
  if (ordered.length !== questions.length || answers.length !== questions.length) throw new AskFailed({ code: 'wrong-answer' })
  return ordered
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    throw new AskFailed({ code: 'wrong-answer' })
  }
}

/** Connections to the register, made at the first question. */
const openConnections = (to: LineTo) => {
  let pool: Promise<Pool> | undefined
  // Certificates are read when the connection is made: renewed ones are taken after the old ones were refused.
  const connect = async (): Promise<Pool> => {
    const { cert, key, ca } = await readMaterial(to)
    return new Pool(new URL(to.url).origin, {
      connections: CONNECTIONS,
      maxResponseSize: LARGEST_ANSWER_BYTES,
      connect: { cert, key, ca, minVersion: 'TLSv1.2', timeout: CONNECT_MS },
    })
  }
  return {
    open(): Promise<Pool> {
      pool ??= connect()
      return pool
    },
    async close(): Promise<void> {
      const old = pool
      pool = undefined
      await old?.then(
        open => open.destroy(),
        () => undefined,
      )
    },
  }
}

/** Sends questions in one request; a single one by its own path. Throws `AskFailed` on anything but an answer to each. */
const sendQuestions = async (
  to: LineTo,
  pool: Pool,
  clock: Clock,
  questions: readonly RegisterQuestion[],
  signal: AbortSignal,
): Promise<readonly BatchAnswer[]> => {
  const [single] = questions
  const alone = questions.length === 1 && single !== undefined
  const base = new URL(to.url).pathname.replace(/\/$/, '')
  const { statusCode, headers, body } = await pool.request({
    method: 'POST',
    path: base + (alone ? PATHS.single : PATHS.batch),
    headers: {
      'content-type': 'application/json',
      accept: 'application/json',
      'request-id': randomUUID(),
      'legal-basis': encodeURIComponent(to.legalBasis),
    },
    body: JSON.stringify(alone ? { name: single.name, number: single.number } : { questions }),
    signal,
  })
  const text = await body.text()
  if (statusCode !== 200) throw new AskFailed(failureOfStatus(statusCode, text, headers['retry-after'], clock.now()))
  if (alone) {
    const answer = SingleAnswerSchema.safeParse(parsed(text))
    if (!answer.success) throw new AskFailed({ code: 'wrong-answer' })
    return [{ ref: single.ref, ...answer.data }]
  }
  const answer = BatchAnswerSchema.safeParse(parsed(text))
  if (!answer.success) throw new AskFailed({ code: 'wrong-answer' })
  return inOrder(questions, answer.data.answers)
}

/**
 * Runs `work` and fails as slow when `limitMs` is over, whatever it waits for: a client takes the signal only once it is connected.
 */
const within = async <T>(limitMs: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> => {
  const signal = AbortSignal.timeout(limitMs)
  const late = new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(new AskFailed({ code: 'slow' }))))
  const working = work(signal)
  working.catch(() => {}) // its outcome after the limit is of no interest
  return Promise.race([working, late])
}

/** Failures that new certificate files may mend: they are read again. */
const MATERIAL: ReadonlySet<AskFailure['code']> = new Set(['untrusted', 'material', 'certificate-refused'])

/** Opens the line; nothing is connected before the first question. */
export const openLine = (to: LineTo, options: LineOptions): Line => {
  const { clock } = options
  const connections = openConnections(to)
  const latencies: number[] = []
  let lastSuccessAt: Date | null = null
  let lastFailure: { readonly at: Date; readonly code: AskFailure['code'] } | null = null
  /** The register asked for rest until then (Retry-After). */
  let restUntil: Date | null = null

  const attempt = async (questions: readonly RegisterQuestion[], limitMs: number): Promise<readonly BatchAnswer[]> => {
    const began = performance.now()
    try {
      const answers = await within(limitMs, async signal => sendQuestions(to, await connections.open(), clock, questions, signal))
      latencies.push(performance.now() - began)
      if (latencies.length > LATENCIES) latencies.shift()
      lastSuccessAt = clock.now()
      return answers
    } catch (error) {
      const leftMs = limitMs - (performance.now() - began)
      const refused = isHangUp(error) && (await isRefusingCertificate(to, leftMs))
      const failure = refused ? ({ code: 'certificate-refused' } as const) : failureOfError(error)
      lastFailure = { at: clock.now(), code: failure.code }
      if (failure.code === 'busy') restUntil = failure.retryAt
      if (MATERIAL.has(failure.code)) await connections.close()
      throw new AskFailed(failure)
    }
  }

  const breaker = new CircuitBreaker(attempt, {
    timeout: false, // each question brings its own
    errorThresholdPercentage: FAILING_PERCENT,
    resetTimeout: options.restMs ?? REST_MS,
    rollingCountTimeout: options.windowMs ?? WINDOW_MS,
    volumeThreshold: options.volume ?? VOLUME,
    // A register that says when to come back is alive.
    errorFilter: error => error instanceof AskFailed && error.failure.code === 'busy',
  })
  breaker.on('open', () => void connections.close())
  breaker.on('close', () => options.onRecovery?.())

  return {
    async ask(questions, limitMs) {
      if (restUntil && clock.now() < restUntil) return fail({ code: 'busy', retryAt: restUntil })
      if (limitMs <= 0) return fail({ code: 'slow' })
      try {
        return ok(await breaker.fire(questions, Math.ceil(limitMs)))
      } catch (error) {
        // Not ours: the circuit is open, or was shut down.
        return fail(error instanceof AskFailed ? error.failure : { code: 'open' })
      }
    },
    state: () => ({
      circuit: breaker.opened ? 'open' : breaker.halfOpen ? 'half-open' : 'closed',
      lastSuccessAt,
      lastErrorAt: lastFailure?.at ?? null,
      lastError: lastFailure?.code ?? null,
      medianMs: medianOf(latencies),
    }),
    async close() {
      breaker.shutdown()
      await connections.close()
    },
  }
}
