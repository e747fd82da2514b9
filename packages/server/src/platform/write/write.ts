/**
 * The one way a use case changes data: authorise, then request id, state and audit row in one transaction. A refusal rolls all of it back,
 * and so does an exception. Nothing that a user was promised may happen after the commit, except jobs that are queued inside it.
 */
import { fail, ok, type Result } from '@mingce/domain/result'
import { type AuditRow, recordAudits } from '../audit/index.ts'
import { type Clock, expectTrustedClock } from '../clock/index.ts'
import { type Database, once, type Sql } from '../database/index.ts'

/** Who writes, with which request. */
export interface WriteContext {
  readonly database: Database
  readonly clock: Clock
  readonly actor: { readonly id: string; readonly name: string; readonly role: string }
  /** The client's id of this request: a retry with the same id gets the same answer and changes nothing. */
  readonly requestId?: string | undefined
  /** A second id under which the same request may have been answered. */
  readonly earlierRequestId?: string | undefined
}

/** What the audit log says of a write; who, when and the request id are added. */
export type AuditEntry = Pick<AuditRow, 'countyCode' | 'action' | 'subject' | 'details' | 'statement'>

/** What a use case did: its answer, and the rows of the audit log that record it. */
export interface Written<Answer> {
  /** Plain JSON: it is kept under the request id. */
  readonly answer: Answer
  readonly audit: AuditEntry | readonly AuditEntry[]
}

export interface WriteOptions<Failure> {
  /** One request id serves one action of one actor: 'objection.decide 110105/7'. */
  readonly action: string
  /** Asked before the transaction begins; a failure is the answer. */
  readonly authorise?: (() => Result<unknown, Failure>) | undefined
  /**
   * Runs `work` at every call, also under a known request id, and keeps no answer: for recorded reads, whose answers hold personal data.
   * The audit row names the request all the same.
   */
  readonly always?: boolean | undefined
  readonly effect?: Effect | undefined
}

/**
 * What cannot be taken back. `destroys`: data is gone afterwards. `publishes`: times that people rely on begin. Neither happens by a clock
 * that may be wrong.
 */
export type Effect = 'destroys' | 'publishes'
const requestIdsOf = ({ requestId, earlierRequestId }: WriteContext): string[] =>
  requestId === undefined ? [] : earlierRequestId === undefined ? [requestId] : [earlierRequestId, requestId]

/** Carries a failure out of the transaction so that it rolls back. Never leaves this file. */
class Rollback extends Error {
  readonly failure: unknown
  constructor(failure: unknown) {
    super('rolled back')
    this.failure = failure
  }
}

/**
 * Runs `work` in one transaction, records what it says in the audit log, and keeps its answer under the request id. A known request id
 * answers the same without running `work`. A failure that `work` returns undoes everything and may be tried again under the same id.
 * @throws RequestIdTaken when the id belongs to another actor or action
 * @throws ClockInDoubt when it destroys or publishes and the clock may be wrong
 */
export const write = async <Answer, Failure>(
  ctx: WriteContext,
  options: WriteOptions<Failure>,
  work: (tx: Sql, at: Date) => Promise<Result<Written<Answer>, Failure>>,
): Promise<Result<Answer, Failure>> => {
  const allowed = options.authorise?.()
  if (allowed && !allowed.ok) return allowed
  const at = ctx.clock.now()
  const { id, name, role } = ctx.actor
  try {
    const answer = await ctx.database.transaction(tx =>
      once(tx, { requestIds: options.always ? [] : requestIdsOf(ctx), actor: id, action: options.action, at }, async () => {
        if (options.effect !== undefined) await expectTrustedClock(tx, at)
        const done = await work(tx, at)
        if (!done.ok) throw new Rollback(done.error)
        const rows = [done.value.audit].flat().map(entry => ({ ...entry, at, actor: name, role, requestId: ctx.requestId }))
        await recordAudits(tx, rows)
        return done.value.answer
      }),
    )
    return ok(answer)
  } catch (error) {
    if (error instanceof Rollback) return fail(error.failure as Failure)
    throw error
  }
}

/** The actor of scheduled work that nobody asked for. */
const SYSTEM = { id: 'system', name: 'mingce', role: 'system' } as const

/** Scheduled work always says whether it destroys or publishes. */
export interface SystemWriteOptions extends Pick<WriteOptions<never>, 'action'> {
  readonly effect: Effect | 'changes'
}

/**
 * Runs `work`, which cannot be refused, in one transaction for the system itself: purging at its end date, for example.
 * @throws ClockInDoubt as `write`
 */
export const writeAsSystem = async <Answer>(
  { database, clock }: Pick<WriteContext, 'database' | 'clock'>,
  { action, effect }: SystemWriteOptions,
  work: (tx: Sql, at: Date) => Promise<Written<Answer>>,
): Promise<Answer> => {
  const done = await write<Answer, never>(
    { database, clock, actor: SYSTEM },
    { action, ...(effect === 'changes' ? {} : { effect }) },
    async (tx, at) => ok(await work(tx, at)),
  )
  if (!done.ok) throw new Error(`${action} was refused`)
  return done.value
}
