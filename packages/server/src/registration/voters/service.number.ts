/**
 * "Is this person registered?", by name and number. Each question is a look-up: counted with the opening of numbers, audited, and shown to
 * the person. Outside the actor's area it says that the person is registered, and not where; of a number whose name does not fit nothing.
 */
import { fail, ok, type Result } from '@mingce/domain/result'
import { normalizePersonName, readResidentId, sameName } from '@mingce/domain/standards'
import { authorise, type Context, visibleArea } from '../../access/index.ts'
import { type Election, getElection, homeCounty } from '../../election/index.ts'
import { countyCodes } from '../../platform/areas/index.ts'
import { chinaDate } from '../../platform/clock/index.ts'
import type { Sql } from '../../platform/database/index.ts'
import { type AuditEntry, type Written, write } from '../../platform/write/index.ts'
import { countToldAlone, isFirstNumber, recordTold } from '../check/index.ts'
import { countLookUps, REVEALS_PER_HOUR } from '../record/index.ts'
import type { VotersFailure } from './errors.ts'
import type { NumberAnswer, NumberBody } from './schema.number.ts'
import { toVoterItem } from './service.ts'
import { findRefusedNames, findStandings, type Standing } from './store.number.ts'
import { findVoter } from './store.ts'

type Failure = { readonly code: VotersFailure; readonly field?: string }

const HOUR_MS = 3_600_000

interface Asked {
  readonly election: Election
  readonly area: string
  readonly personKey: string
  readonly name: string
  readonly reason: string
}

/** Where the person stands, as far as the actor may know. */
const findAnswer = async (
  ctx: Context,
  tx: Sql,
  { election, area, personKey, name }: Asked,
): Promise<{ readonly answer: NumberAnswer; readonly of: Standing | null }> => {
  const fitting = (await findStandings(tx, election.round, personKey)).filter(one => sameName(one.name, name))
  const own = fitting.find(one => one.electionId === election.id && one.place.startsWith(area))
  const outside = fitting.find(one => one !== own && ['registered', 'review', 'pending'].includes(one.status))
  if (own && (own.status !== 'refused' || !outside)) {
    const row = await findVoter(tx, election.id, personKey, own)
    return { answer: { outcome: own.status, voter: row ? toVoterItem(ctx, row) : null }, of: own }
  }
  if (outside) return { answer: { outcome: 'outside', voter: null }, of: outside }
  const refused = await findRefusedNames(tx, election.id, area, personKey)
  return { answer: { outcome: refused.some(one => sameName(one, name)) ? 'refused' : 'none', voter: null }, of: null }
}

const auditOf = (ctx: Context, asked: Asked, outcome: string, of: Standing | null): AuditEntry => {
  const { election, personKey, reason } = asked
  const details = { reason, outcome, election: election.id, office: ctx.actor.areaCode, officer: ctx.actor.id }
  return of
    ? { countyCode: of.countyCode, action: 'number.looked-up', subject: `registration/${of.registrationId}`, details }
    : {
        countyCode: homeCounty(election),
        action: 'number.looked-up',
        subject: election.id,
        details: { ...details, person: personKey },
      }
}

/** Looks one number up, with the name that goes with it. */
export const lookUpNumber = async (
  ctx: Context,
  electionId: string,
  body: NumberBody,
): Promise<Result<NumberAnswer, Failure>> => {
  const found = await getElection(ctx, electionId, 'reveal')
  if (!found.ok) return found
  const election = found.value
  const area = visibleArea(ctx.actor, election.areaCode) ?? election.areaCode
  if (!authorise(ctx.actor, 'reveal', area).ok) return fail({ code: 'election.unknown' })
  const read = readResidentId(body.number, { ...countyCodes(), bornBy: chinaDate(ctx.clock.now()) })
  if (read.kind !== 'ok') return fail({ code: 'number.invalid', field: 'number' })
  const personKey = ctx.keys.personKey(read.number)
  const asked: Asked = { election, area, personKey, name: normalizePersonName(body.name), reason: body.reason }
  const { actor } = ctx
  return write(
    ctx,
    { action: 'number.looked-up', always: true },
    async (tx, at): Promise<Result<Written<NumberAnswer>, Failure>> => {
      const since = new Date(at.getTime() - HOUR_MS)
      if ((await countLookUps(tx, actor.id, since)) >= REVEALS_PER_HOUR) return fail({ code: 'number.too-many' })
      if ((await countToldAlone(tx, actor.id, since)) >= REVEALS_PER_HOUR) return fail({ code: 'number.too-many' })
      const sent = { account: actor.id, name: asked.name, birthDate: read.birth, personKey }
      // Of several numbers under one name and birth date the first is looked up: the others would be guesses.
      if (!(await isFirstNumber(tx, electionId, sent, at))) return fail({ code: 'number.several' })
      const { answer, of } = await findAnswer(ctx, tx, asked)
      if (answer.outcome === 'outside')
        await recordTold(tx, personKey, {
          account: actor.id,
          role: actor.role,
          office: actor.areaCode || election.areaCode,
          channel: 'number',
          electionId,
          at,
        })
      // Told of someone elsewhere, the person sees it among those; in the log it stands under the election that asked.
      return ok({ answer, audit: auditOf(ctx, asked, answer.outcome, answer.outcome === 'outside' ? null : of) })
    },
  )
}
