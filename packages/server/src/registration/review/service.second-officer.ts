/** Someone without an ID number is seen by two officers: the second confirms what the first has seen, from another account. */
import { fail, ok, type Result } from '@mingce/domain/result'
import type { Context } from '../../access/index.ts'
import { authorise, checkOtherOfficer } from '../../access/index.ts'
import { chinaDate } from '../../platform/clock/index.ts'
import { type Written, write } from '../../platform/write/index.ts'
import { findRegistrationKey, lockRegistrations } from '../check/index.ts'
import type { OnlineRefusal, RegistrationAnswer } from '../online/index.ts'
import { confirmDocument, findFirstOfficer, findOwn, frameOf, ownRegistration, settleFinding } from '../online/index.ts'
import { insertEvent } from './store.decide.ts'

const SEEN = '第二名工作人员已查看证件'

/** Confirms a registration by document. The registration stands when nothing else is open of it. */
export const confirmSecondOfficer = async (
  ctx: Context,
  electionId: string,
  ref: { readonly countyCode: string; readonly registrationId: number },
): Promise<Result<RegistrationAnswer, OnlineRefusal>> => {
  const frame = await frameOf(ctx.database, electionId, ctx.clock.now().getTime())
  if (!frame) return fail({ code: 'election.unknown' })
  const action = `second officer ${ref.countyCode}/${ref.registrationId}`
  return write(ctx, { action }, async (tx, at): Promise<Result<Written<RegistrationAnswer>, OnlineRefusal>> => {
    const key = await findRegistrationKey(tx, ref)
    if (!key) return fail({ code: 'document.unknown' })
    await lockRegistrations(tx, key.personKey, [ref])
    const first = await findFirstOfficer(tx, ref.countyCode, ref.registrationId)
    if (!first || first.electionId !== electionId) return fail({ code: 'document.unknown' })
    if (!authorise(ctx.actor, 'register', first.place).ok) return fail({ code: 'registration.unknown' })
    const other = await checkOtherOfficer(tx, first.officerId, ctx.actor.id)
    if (!other.ok) return other
    await confirmDocument(tx, first.personKey, electionId, ctx.actor, at)
    await settleFinding(tx, key, 'identity.document', ctx.actor.name, SEEN, at)
    await insertEvent(tx, key, { electionId, kind: 'confirmed', actor: ctx.actor.name, at, reason: SEEN, before: {} })
    const own = (await findOwn(tx, first.personKey, electionId)).find(row => row.registrationId === ref.registrationId)
    if (!own) throw new Error('a confirmed registration is missing')
    const registration = ownRegistration(frame, own, chinaDate(at))
    const outcome = own.status === 'registered' ? 'registered' : 'review'
    return ok({
      answer: { outcome, registration, findings: registration.findings },
      audit: {
        countyCode: ref.countyCode,
        action: 'registration.confirmed',
        subject: `registration/${ref.registrationId}`,
        details: { election: electionId },
      },
    })
  })
}
