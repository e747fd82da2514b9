/**
 * Opening one ID number in clear, with a reason, and telling the person who did: every reading stands in the trail and on the voter's own
 * page (PIPL 44, 54). There is no way to open many.
 */
import { fail, ok, type Result } from '@mingce/domain/result'
import type { Context, VoterContext } from '../../access/index.ts'
import { authorise } from '../../access/index.ts'
import { recordAudit } from '../../platform/audit/index.ts'
import { SealError } from '../../platform/crypto/index.ts'
import { once } from '../../platform/database/index.ts'
import type { Failure } from '../../platform/http/index.ts'
import type { RevealFailure } from './errors.reveal.ts'
import type { Look } from './schema.reveal.ts'
import { countRevealed, findLooks, findNumberHolder } from './store.reveal.ts'

/** A case now and then needs it; a list never does. */
export const REVEALS_PER_HOUR = 20
const HOUR_MS = 3_600_000
const LOOKS_SHOWN = 200

export interface RevealRequest {
  readonly countyCode: string
  readonly registrationId: number
  /** Read by the voter: at least six characters. */
  readonly reason: string
}

/** Takes what was written beside a refusal back. */
class Refused extends Error {
  readonly failure: Failure<RevealFailure>
  constructor(failure: Failure<RevealFailure>) {
    super(failure.code)
    this.failure = failure
  }
}

/**
 * The number of a registration in the actor's area. A retry with the same request id is no second reading. The answer is not kept with the
 * request id: the number would be in clear there.
 */
export const revealNumber = async (
  ctx: Context,
  { countyCode, registrationId, reason }: RevealRequest,
): Promise<Result<{ number: string }, Failure<RevealFailure>>> => {
  const at = ctx.clock.now()
  const { actor, requestId } = ctx
  const holder = await findNumberHolder(ctx.database, countyCode, registrationId)
  if (!holder || !authorise(actor, 'reveal', holder.place).ok) return fail({ code: 'registration.unknown' })
  let number: string
  try {
    number = ctx.keys.openPersonKey(holder.personKey)
  } catch (error) {
    if (error instanceof SealError) return fail({ code: 'number.none' })
    throw error
  }
  const action = `reveal ${countyCode}/${registrationId}`
  try {
    await ctx.database.transaction(tx =>
      once(tx, { requestId, actor: actor.id, action, at }, async () => {
        const revealed = await countRevealed(tx, actor.id, new Date(at.getTime() - HOUR_MS))
        if (revealed >= REVEALS_PER_HOUR) throw new Refused({ code: 'number.too-many' })
        await recordAudit(tx, {
          countyCode,
          at,
          actor: actor.name,
          role: actor.role,
          action: 'number.revealed',
          subject: `registration/${registrationId}`,
          details: { reason, election: holder.electionId, office: actor.areaCode, officer: actor.id },
          requestId,
        })
        return {}
      }),
    )
  } catch (error) {
    if (error instanceof Refused) return fail(error.failure)
    throw error
  }
  return ok({ number })
}

/** Who opened the voter's number or decided on the voter's registrations, and why, newest first. The office is named, not the officer. */
export const findLooksAtMe = async (ctx: VoterContext): Promise<Look[]> => {
  const rows = await findLooks(ctx.database, ctx.voter.personKey, LOOKS_SHOWN)
  return rows.map(({ at, role, action, office, officeName, reason }) => ({
    at,
    by: { office: officeName ?? office, role },
    what: action.replace('.', '-') as Look['what'],
    why: reason,
  }))
}
