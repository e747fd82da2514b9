/** Correcting what the roll says of a registered voter, and transferring them to another community, with its districts (EL 27). */
import { aboutElection } from '@mingce/domain/notice'
import { factOf } from '@mingce/domain/registration'
import { fail, ok, type Result, type Text } from '@mingce/domain/result'
import type { Context } from '../../access/index.ts'
import { queueNotice } from '../../notice/index.ts'
import type { Sql } from '../../platform/database/index.ts'
import { type Written, write } from '../../platform/write/index.ts'
import type { Ref } from '../check/index.ts'
import { applyCorrection, findBound, insertEvent, withdrawPartFinding } from '../review/index.ts'
import type { CorrectionBody, RegisteredPerson } from './schema.ts'
import { auditOf, type Failure, lockRegistered, readPerson, type Subject } from './service.subject.ts'

const FIELDS: Readonly<Record<'name' | 'sex' | 'birthDate' | 'community' | 'part', Text>> = {
  name: { zh: '姓名', en: 'name' },
  sex: { zh: '性别', en: 'sex' },
  birthDate: { zh: '出生日期', en: 'birth date' },
  community: { zh: '社区（村）和选区', en: 'community and district' },
  part: { zh: '所在小组（楼院）和选区', en: 'part of the community and district' },
}

/** The fields in both languages, as a notice names them. */
const namesOf = (fields: readonly (keyof typeof FIELDS)[]): Text => ({
  zh: fields.map(field => FIELDS[field].zh).join('、'),
  en: fields.map(field => FIELDS[field].en).join(', '),
})

const tell = async (tx: Sql, { election, key }: Subject, person: RegisteredPerson, what: Text, eventKey: string, at: Date) =>
  queueNotice(tx, {
    electionId: election.id,
    countyCode: key.countyCode,
    personKey: key.personKey,
    registrationId: key.registrationId,
    areaCode: person.community?.code,
    template: 'corrected',
    parameters: { ...aboutElection(election), what },
    dedupeKey: `registration/${key.registrationId}/corrected/${eventKey}`,
    at,
  })

/** Corrects a registered voter. Where the community is another one, the voter is transferred: one entry, never none and never two. */
export const correctVoter = (
  ctx: Context,
  { reason, ...correction }: CorrectionBody,
  ref: Ref,
): Promise<Result<RegisteredPerson, Failure>> =>
  write(
    ctx,
    { action: `correct ${ref.countyCode}/${ref.registrationId}` },
    async (tx, at): Promise<Result<Written<RegisteredPerson>, Failure>> => {
      const found = await lockRegistered(ctx, tx, ref)
      if (!found.ok) return found
      const { election, key } = found.value
      if ((await findBound(tx, key)) !== null) return fail({ code: 'case.held' })
      const about = { electionId: election.id, electionArea: election.areaCode, pollingDay: election.pollingDay }
      const applied = await applyCorrection(tx, key, correction, about)
      if (!applied.ok) return applied
      const { before, corrected } = applied.value
      if (corrected.length === 0) return fail({ code: 'change.nothing' })
      if (correction.community !== undefined || correction.part !== undefined)
        await withdrawPartFinding(tx, key, factOf('district.part'), ctx.actor.name, at)
      const fields = corrected.map(({ field }) => field)
      const { name: actor } = ctx.actor
      await insertEvent(tx, key, {
        electionId: election.id,
        kind: 'updated',
        actor,
        at,
        reason,
        before: { columns: before, corrected },
      })
      // Transferred out of the officer's area, the person is shown a last time.
      const person = await readPerson({ ...ctx, actor: { ...ctx.actor, areaCode: '' } }, tx, ref)
      if (!person.ok) return person
      await tell(tx, found.value, person.value, namesOf(fields), at.toISOString(), at)
      return ok({
        answer: person.value,
        audit: auditOf(ctx, found.value, 'registration.corrected', { reason, corrected: fields, officer: ctx.actor.id }),
      })
    },
  )
