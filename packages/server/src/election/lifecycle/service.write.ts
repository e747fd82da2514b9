/** One write: state, audit row and the client's request id in one transaction, which a refusal undoes whole. */
import { fail, ok, type Result } from '@mingce/domain/result'
import type { Context } from '../../access/index.ts'
import { once, type Sql } from '../../platform/database/index.ts'
import type { Failure } from '../../platform/http/index.ts'

/** Carries a refusal out of the transaction; never leaves this file. */
class Withdrawn extends Error {
  readonly failure: Failure
  constructor(failure: Failure) {
    super(failure.code)
    this.failure = failure
  }
}

/**
 * Runs `work` in one transaction under the request's id: a retry answers the same, which goes through JSON. What `work` refuses is rolled
 * back and may be tried again under the same id.
 */
export const writeOnce = async <Answer, Code extends string>(
  ctx: Context,
  action: string,
  work: (tx: Sql, at: Date) => Promise<Result<Answer, Failure<Code>>>,
): Promise<Result<Answer, Failure<Code>>> => {
  const at = ctx.clock.now()
  try {
    return ok(
      await ctx.database.transaction(tx =>
        once(tx, { requestId: ctx.requestId, actor: ctx.actor.id, action, at }, async () => {
          const done = await work(tx, at)
          if (!done.ok) throw new Withdrawn(done.error)
          return done.value
        }),
      ),
    )
  } catch (error) {
    if (error instanceof Withdrawn) return fail(error.failure as Failure<Code>)
    throw error
  }
}
