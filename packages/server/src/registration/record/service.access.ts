/**
 * Opening one ID number in clear, with a reason, and telling the person who did: every reading stands in the trail and on the voter's own
 * page (PIPL 44, 54). There is no way to open many.
 */
import { fail, ok, type Result } from '@mingce/domain/result'
import type { Context, VoterContext } from '../../access/index.ts'
import { authorise } from '../../access/index.ts'
import { SealError } from '../../platform/crypto/index.ts'
import type { Failure } from '../../platform/http/index.ts'
import { type Written, write } from '../../platform/write/index.ts'
import type { RevealFailure } from './errors.access.ts'
import type { AccessHistoryEntry } from './schema.access.ts'
import { countRevealed, findAccessHistory, findNumberHolder } from './store.access.ts'

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

/**
 * The number of a registration in the actor's area. A retry with the same request id is no second reading. The answer is not kept with the
 * request id: the number would be in clear there.
 */
export const revealNumber = async (
  ctx: Context,
  { countyCode, registrationId, reason }: RevealRequest,
): Promise<Result<{ number: string }, Failure<RevealFailure>>> => {
  const { actor } = ctx
  const holder = await findNumberHolder(ctx.database, countyCode, registrationId)
  if (!holder || !authorise(actor, 'reveal', holder.place).ok) return fail({ code: 'registration.unknown' })
  let number: string
  try {
    number = ctx.keys.openPersonKey(holder.personKey)
  } catch (error) {
    if (error instanceof SealError) return fail({ code: 'number.none' })
    throw error
  }
  type Recorded = Result<Written<object>, Failure<RevealFailure>>
  const recorded = await write(ctx, { action: `reveal ${countyCode}/${registrationId}` }, async (tx, at): Promise<Recorded> => {
    const revealed = await countRevealed(tx, actor.id, new Date(at.getTime() - HOUR_MS))
    if (revealed >= REVEALS_PER_HOUR) return fail({ code: 'number.too-many' })
    return ok({
      answer: {},
      audit: {
        countyCode,
        action: 'number.revealed',
        subject: `registration/${registrationId}`,
        details: { reason, election: holder.electionId, office: actor.areaCode, officer: actor.id },
      },
    })
  })
  return recorded.ok ? ok({ number }) : recorded
}

/** Who opened the voter's number or decided on the voter's registrations, and why, newest first. The office is named, not the officer. */
export const findMyAccessHistory = async (ctx: VoterContext): Promise<AccessHistoryEntry[]> => {
  const rows = await findAccessHistory(ctx.database, ctx.voter.personKey, LOOKS_SHOWN)
  return rows.map(({ at, role, action, office, officeName, reason }) => ({
    at,
    by: { office: officeName ?? office, role },
    what: action.replace('.', '-') as AccessHistoryEntry['what'],
    why: reason,
  }))
}
