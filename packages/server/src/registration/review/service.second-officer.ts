/** Someone without an ID number is seen by two officers: the second confirms what the first has seen, from another account. */
import { fail, ok, type Result } from '@mingce/domain/result'
import type { Context } from '../../access/index.ts'
import { authorise } from '../../access/index.ts'
import { recordAudit } from '../../platform/audit/index.ts'
import { chinaDate } from '../../platform/clock/index.ts'
import { once } from '../../platform/database/index.ts'
import { findRegistrationKey, lockRegistrations } from '../check/index.ts'
import type { OnlineRefusal, RegistrationAnswer } from '../online/index.ts'
import { confirmDocument, findFirstOfficer, findOwn, frameOf, ownRegistration, settleFinding } from '../online/index.ts'
import { insertEvent } from './store.ts'

const SEEN = '第二名工作人员已查看证件'

class Refused extends Error {
  readonly failure: OnlineRefusal
  constructor(failure: OnlineRefusal) {
    super(failure.code)
    this.failure = failure
  }
}

/** Confirms a registration by document. The registration stands when nothing else is open of it. */
export const confirmSecondOfficer = async (
  ctx: Context,
  electionId: string,
  ref: { readonly countyCode: string; readonly registrationId: number },
): Promise<Result<RegistrationAnswer, OnlineRefusal>> => {
  const at = ctx.clock.now()
  const frame = await frameOf(ctx.database, electionId, at.getTime())
  if (!frame) return fail({ code: 'election.unknown' })
  const action = `second officer ${ref.countyCode}/${ref.registrationId}`
  try {
    return ok(
      await ctx.database.transaction(tx =>
        once(tx, { requestId: ctx.requestId, actor: ctx.actor.id, action, at }, async (): Promise<RegistrationAnswer> => {
          const key = await findRegistrationKey(tx, ref)
          if (!key) throw new Refused({ code: 'document.unknown' })
          await lockRegistrations(tx, key.personKey, [ref])
          const first = await findFirstOfficer(tx, ref.countyCode, ref.registrationId)
          if (!first || first.electionId !== electionId) throw new Refused({ code: 'document.unknown' })
          if (!authorise(ctx.actor, 'register', first.place).ok) throw new Refused({ code: 'registration.unknown' })
          if (first.officerId === ctx.actor.id) throw new Refused({ code: 'officer.same' })
          await confirmDocument(tx, first.personKey, electionId, ctx.actor, at)
          await settleFinding(tx, key, 'identity.document', ctx.actor.name, SEEN, at)
          await insertEvent(tx, key, { electionId, kind: 'confirmed', actor: ctx.actor.name, at, reason: SEEN, before: {} })
          await recordAudit(tx, {
            countyCode: ref.countyCode,
            at,
            actor: ctx.actor.name,
            role: ctx.actor.role,
            action: 'registration.confirmed',
            subject: `registration/${ref.registrationId}`,
            details: { election: electionId },
            requestId: ctx.requestId,
          })
          const own = (await findOwn(tx, first.personKey, electionId)).find(row => row.registrationId === ref.registrationId)
          if (!own) throw new Error('a confirmed registration is gone')
          const registration = ownRegistration(frame, own, chinaDate(at))
          const outcome = own.status === 'registered' ? 'registered' : 'review'
          return { outcome, registration, findings: registration.findings }
        }),
      ),
    )
  } catch (error) {
    if (error instanceof Refused) return fail(error.failure)
    throw error
  }
}
