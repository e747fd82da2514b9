/**
 * Several cases with the same finding, picked one by one, decided for one reason. Each is decided as it would be alone, in its own
 * transaction with its own audit row, and is undone alone. A case that cannot be decided does not hold up the others.
 */
import { type Context, uuidOf } from '../../access/index.ts'
import type { Ref } from '../check/index.ts'
import { toFailed } from './errors.ts'
import type { DecidedTogether, TogetherBody } from './schema.ts'
import type { Arrivals } from './service.arrival.ts'
import { decideCase } from './service.decide.ts'

/** The request of one case: a repeated request for all answers each case as before. */
const requestOf = ({ requestId: _, ...ctx }: Context, whole: string | undefined, ref: Ref): Context => {
  if (whole === undefined) return ctx
  const [digest = ''] = ctx.keys.digests([`together/${whole}/${ref.countyCode}/${ref.registrationId}`])
  return { ...ctx, requestId: uuidOf(digest) }
}

export const decideTogether = async (
  ctx: Context,
  { cases, code, decision, reason }: TogetherBody,
  arrivals?: Arrivals,
): Promise<DecidedTogether> => {
  const together = { code, cases: cases.length }
  const items: DecidedTogether['items'] = []
  for (const { countyCode, registrationId } of cases) {
    const ref = { countyCode, registrationId }
    const done = await decideCase(requestOf(ctx, ctx.requestId, ref), { ...ref, decision, reason, together }, arrivals)
    items.push(done.ok ? { ...ref, decided: done.value } : { ...ref, failure: toFailed(done.error) })
  }
  return { items, decided: items.filter(item => item.decided !== undefined).length }
}
