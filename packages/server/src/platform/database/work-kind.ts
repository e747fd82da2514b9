/**
 * How long work may wait for a PostgreSQL server, by its kind. A person waits for a request, so it fails after a few seconds and may be sent
 * again; jobs, imports and the command line run as long as they need. The embedded store has no such limits: it runs in this process.
 */
import { AsyncLocalStorage } from 'node:async_hooks'

/** `batch`: a request that reads or writes a whole election at once, and still must end. */
export const WORK_KINDS = ['request', 'batch', 'job'] as const
export type WorkKind = (typeof WORK_KINDS)[number]

/** The connections to a server of one kind of work. */
export interface PoolUse {
  readonly kind: WorkKind
  readonly open: number
  readonly idle: number
  /** How many wait for a connection. */
  readonly waiting: number
}

/** Milliseconds; 0 is no limit. */
export interface WorkLimits {
  /** Waiting for a connection: a free one of the pool, or a new one. */
  readonly connectionMs: number
  /** PostgreSQL's `statement_timeout` and `lock_timeout`. */
  readonly statementMs: number
  readonly lockMs: number
  /** Waiting for an answer, which a frozen server never gives. Longer than `statementMs`, so that a server that works says it itself. */
  readonly answerMs: number
  /** A statement without an answer for so long makes a new connection ask the server for a sign of life. */
  readonly probeAfterMs: number
}

/** The time in which the server must answer such a probe. */
export const PROBE_MS = 1_500

export const WORK_LIMITS: Readonly<Record<WorkKind, WorkLimits>> = {
  request: { connectionMs: 3_000, statementMs: 3_500, lockMs: 2_500, answerMs: 4_000, probeAfterMs: 0 },
  batch: { connectionMs: 3_500, statementMs: 60_000, lockMs: 10_000, answerMs: 65_000, probeAfterMs: 3_000 },
  job: { connectionMs: 30_000, statementMs: 0, lockMs: 0, answerMs: 0, probeAfterMs: 0 },
}

const kinds = new AsyncLocalStorage<WorkKind>()

/** Runs `work`, and all that it starts, under the limits of `kind`. */
export const runAs = <T>(kind: WorkKind, work: () => T): T => kinds.run(kind, work)

/** Jobs, unless `runAs` says otherwise: the command line and what runs in the background wait for nobody. */
export const workKind = (): WorkKind => kinds.getStore() ?? 'job'
