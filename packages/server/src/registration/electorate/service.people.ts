/** People of whom it is not settled whether they elect a township's deputies: a work queue, and officers' answers. */
import { fail, ok, type Result } from '@mingce/domain/result'
import { authorise, type Context, visibleArea } from '../../access/index.ts'
import { type Written, write } from '../../platform/write/index.ts'
import { checkScope, recheckStanding, settleTownshipVotes } from '../check/index.ts'
import type { PeopleFilter, TownshipAnswer, TownshipPeople } from './schema.ts'
import { electionWithTownships, type Failure, placeOf } from './service.ts'
import { findOpen, findStanding, insertAnswerEvent, upsertAnswer } from './store.ts'

const PAGE = 50

/** People of whom it is not settled whether they elect: a work queue. */
export const findTownshipPeople = async (
  ctx: Context,
  electionId: string,
  filter: PeopleFilter,
): Promise<Result<TownshipPeople, Failure>> => {
  const found = await electionWithTownships(ctx, electionId)
  if (!found.ok) return found
  const allowed = authorise(ctx.actor, 'decide', ctx.actor.areaCode)
  if (!allowed.ok) return allowed
  const election = found.value
  const area = visibleArea(ctx.actor, election.areaCode) ?? ''
  const [, countyCode = '', id = '0'] = /^(\d{6})\.(\d{1,15})$/.exec(filter.cursor ?? '') ?? []
  const scope = { electionId, electionArea: election.areaCode, area }
  const rows = await findOpen(ctx.database, scope, filter.community ?? null, { countyCode, registrationId: Number(id) }, PAGE + 1)
  const items = rows.slice(0, PAGE)
  const last = items.at(-1)
  return ok({
    items: items.map(({ since, ...item }) => ({ ...item, since: since.toISOString() })),
    next: rows.length > PAGE && last ? `${last.countyCode}.${last.registrationId}` : null,
  })
}

/** The district of an answer: the one chosen, else the community's (null), else the one that the person is in. Who elects needs one. */
const districtFor = (
  { elects }: TownshipAnswer,
  chosen: string | null,
  standing: { readonly hasDistrict: boolean; readonly townshipDistrict: string | null },
): Result<string | null, Failure> => {
  if (!elects) return ok(null)
  if (chosen !== null || standing.hasDistrict) return ok(chosen)
  return standing.townshipDistrict === null
    ? fail({ code: 'electorate.district', field: 'district' })
    : ok(standing.townshipDistrict)
}

/** An officer decides about one person, with a ground and a document. A person who elects must be in a township-level district. */
export const answerForPerson = async (
  ctx: Context,
  of: { readonly electionId: string; readonly countyCode: string; readonly registrationId: number },
  input: TownshipAnswer,
): Promise<Result<{ ok: true }, Failure>> => {
  const found = await electionWithTownships(ctx, of.electionId)
  if (!found.ok) return found
  const election = found.value
  if (election.state === 'closed') return fail({ code: 'electorate.closed' })
  const place = await placeOf(ctx, election)
  const district = input.district === null ? null : place.districts.get(input.district)
  if (district === undefined) return fail({ code: 'electorate.district', field: 'district' })
  return write(ctx, { action: 'electorate.answered' }, async (tx, at): Promise<Result<Written<{ ok: true }>, Failure>> => {
    const standing = await findStanding(tx, of.electionId, of.countyCode, of.registrationId)
    if (!standing) return fail({ code: 'electorate.person' })
    const allowed = authorise(ctx.actor, 'decide', standing.communityCode ?? election.areaCode)
    if (!allowed.ok) return allowed
    const chosen = districtFor(input, district, standing)
    if (!chosen.ok) return chosen
    const { personKey } = standing
    const { elects, ground, document } = input
    await upsertAnswer(tx, {
      personKey,
      electionId: of.electionId,
      elects,
      districtCode: chosen.value,
      ground,
      document,
      setBy: ctx.actor.name,
      role: ctx.actor.role,
      at,
    })
    const scope = await checkScope(tx, election, false)
    await settleTownshipVotes(tx, scope, { people: [personKey] })
    await recheckStanding(tx, scope, at, [personKey])
    const before = { vote: standing.vote, ground: standing.ground, townshipDistrict: standing.townshipDistrict }
    const reason = `${elects ? '选举乡级代表' : '不选举乡级代表'}：${ground}，${document}`
    await insertAnswerEvent(tx, { ...of, personKey }, { actor: ctx.actor.name, reason, before }, at)
    return ok({
      answer: { ok: true },
      audit: {
        countyCode: of.countyCode,
        action: 'electorate.answered',
        subject: `${of.countyCode}/${of.registrationId}`,
        details: { election: of.electionId, elects, ground, document, article: 'EL 3, P83 7' },
      },
    })
  })
}
