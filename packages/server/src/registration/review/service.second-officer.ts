/** Someone without an ID number is seen by two officers: the second confirms what the first has seen, from another account. */
import { fail, ok, type Result } from '@mingce/domain/result'
import type { Context } from '../../access/index.ts'
import {
  authorise,
  type Change,
  type ChangeSource,
  CountedSecond,
  checkSecondOfficer,
  type SecondGiven,
} from '../../access/index.ts'
import { chinaDate } from '../../platform/clock/index.ts'
import { type Written, write } from '../../platform/write/index.ts'
import { findRegistrationKey, lockRegistrations } from '../check/index.ts'
import type { OnlineRefusal, RegistrationAnswer } from '../online/index.ts'
import { confirmDocument, findFirstOfficer, findOwn, frameOf, ownRegistration, settleFinding } from '../online/index.ts'
import { insertEvent } from './store.decide.ts'

const SEEN = '第二名工作人员已查看证件'

type FirstOfficer = NonNullable<Awaited<ReturnType<typeof findFirstOfficer>>>

/** A document that one officer has seen, as the second one confirms it. */
export const documentChange = (
  { countyCode, registrationId }: { readonly countyCode: string; readonly registrationId: number },
  { officerId, officerName, personKey, electionId }: FirstOfficer,
): Change => ({
  kind: 'document.confirm',
  countyCode,
  first: { id: officerId, name: officerName },
  content: [electionId, countyCode, String(registrationId), personKey],
  summary: {
    zh: `${electionId} 的第 ${registrationId} 号登记：证件由第二名工作人员确认`,
    en: `Registration ${registrationId} of ${electionId}: the document is confirmed by a second officer`,
  },
})

/** Documents that wait, for the level above: COUNTY/REGISTRATION. */
export const waitingDocuments: ChangeSource = {
  kinds: ['document.confirm'],
  async find(ctx, _, subject) {
    const [countyCode = '', id = ''] = subject.split('/')
    const registrationId = Number(id)
    if (!Number.isSafeInteger(registrationId)) return undefined
    const first = await findFirstOfficer(ctx.database, countyCode, registrationId)
    return first && documentChange({ countyCode, registrationId }, first)
  },
}

/** Confirms a registration by document. The registration stands when nothing else is open of it. */
export const confirmSecondOfficer = async (
  ctx: Context,
  electionId: string,
  ref: { readonly countyCode: string; readonly registrationId: number },
  second?: SecondGiven,
): Promise<Result<RegistrationAnswer, OnlineRefusal>> => {
  const frame = await frameOf(ctx.database, electionId, ctx.clock.now().getTime())
  if (!frame) return fail({ code: 'election.unknown' })
  const entered = await CountedSecond.count(ctx.database, second)
  const action = `second officer ${ref.countyCode}/${ref.registrationId}`
  return write(ctx, { action }, async (tx, at): Promise<Result<Written<RegistrationAnswer>, OnlineRefusal>> => {
    const key = await findRegistrationKey(tx, ref)
    if (!key) return fail({ code: 'document.unknown' })
    await lockRegistrations(tx, key.personKey, [ref])
    const first = await findFirstOfficer(tx, ref.countyCode, ref.registrationId)
    if (!first || first.electionId !== electionId) return fail({ code: 'document.unknown' })
    if (!authorise(ctx.actor, 'register', first.place).ok) return fail({ code: 'registration.unknown' })
    const other = await checkSecondOfficer(tx, ctx, documentChange(ref, first), entered)
    if (!other.ok) return other
    const { name } = other.value
    await confirmDocument(tx, first.personKey, electionId, other.value, at)
    await settleFinding(tx, key, 'identity.document', name, SEEN, at)
    await insertEvent(tx, key, { electionId, kind: 'confirmed', actor: name, at, reason: SEEN, before: {} })
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
        details: { election: electionId, ...other.value.details },
      },
    })
  })
}
