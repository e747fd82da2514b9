/** Who elects a township's deputies: the committee's list of communities and units, and the votes that follow from it. */
import { unitArticle, unitVote } from '@mingce/domain/election'
import { fail, ok, type Result, type Text } from '@mingce/domain/result'
import { authorise, type Context, visibleArea } from '../../access/index.ts'
import {
  type CommunitySetting,
  deleteElectingUnit,
  type ElectingUnit,
  electionCommunities,
  findDistricts,
  findElectingCommunities,
  findElectingUnits,
  setElectingCommunities,
  setElectingUnits,
} from '../../district/index.ts'
import { type Election, electionAudit, getElection } from '../../election/index.ts'
import { findStreets } from '../../platform/areas/index.ts'
import type { Sql } from '../../platform/database/index.ts'
import { type Written, write } from '../../platform/write/index.ts'
import { checkScope, recheckStanding, settleTownshipVotes, type VotersOf } from '../check/index.ts'
import { keepAllCounts } from '../counts/index.ts'
import type { ElectorateFailure } from './errors.ts'
import type { CommunityDefaults, Electorate, NewUnit, TownshipCounts } from './schema.ts'
import { countOpen } from './store.ts'

export type Failure = { readonly code: ElectorateFailure; readonly field?: string; readonly text?: Text; readonly next?: Text }

/** The election, if it has a township level. */
export const electionWithTownships = async (ctx: Context, electionId: string): Promise<Result<Election, Failure>> => {
  const election = await getElection(ctx, electionId)
  if (!election.ok) return election
  return election.value.levels.includes('township') ? election : fail({ code: 'electorate.level' })
}

/** Who sets an election up, and who publishes its list, keeps the committee's list, within their own area. */
export const openForChange = async (ctx: Context, electionId: string): Promise<Result<Election, Failure>> => {
  const election = await electionWithTownships(ctx, electionId)
  if (!election.ok) return election
  const setUp = authorise(ctx.actor, 'set-up', ctx.actor.areaCode)
  const allowed = setUp.ok ? setUp : authorise(ctx.actor, 'publish', ctx.actor.areaCode)
  if (!allowed.ok) return allowed
  return election.value.state === 'closed' ? fail({ code: 'electorate.closed' }) : election
}

/** Figures for the overview, within the actor's area; null where the election has no township level. */
export const countTownshipVoters = async (ctx: Context, election: Election): Promise<TownshipCounts | null> => {
  const area = visibleArea(ctx.actor, election.areaCode)
  if (!election.levels.includes('township') || area === null) return null
  const communities = await findElectingCommunities(ctx.database, election.id, area)
  const toConfirm = communities.filter(({ source }) => source === 'code').length
  return { toConfirm, ...(await countOpen(ctx.database, election.id, election.areaCode, area)) }
}

const unitAnswer = (election: Election, names: ReadonlyMap<string, string>, unit: ElectingUnit) => {
  const { communityCode, districtCode, at, ...rest } = unit
  return {
    ...rest,
    community: communityCode === null ? null : { code: communityCode, name: names.get(communityCode) ?? communityCode },
    district: districtCode,
    article: unitArticle(unit.statute, election.rules),
  }
}

/** The committee's list within the actor's area, and how many people are open. */
export const getElectorate = async (ctx: Context, electionId: string): Promise<Result<Electorate, Failure>> => {
  const found = await electionWithTownships(ctx, electionId)
  if (!found.ok) return found
  const election = found.value
  const area = visibleArea(ctx.actor, election.areaCode) ?? ''
  const sql = ctx.database
  const names = new Map((await electionCommunities(sql, election.areaCode)).map(({ code, name }) => [code, name]))
  const streets = new Map((await findStreets(sql, election.areaCode)).map(({ code, name }) => [code, name]))
  const rows = await findElectingCommunities(sql, electionId, area)
  const counts = await countTownshipVoters(ctx, election)
  return ok({
    counts: counts ?? { toConfirm: 0, undecided: 0, disputed: 0, placeless: 0 },
    communities: rows.map(({ at, ...row }) => {
      const street = row.code.slice(0, 9)
      return { ...row, name: names.get(row.code) ?? row.code, township: { code: street, name: streets.get(street) ?? street } }
    }),
    units: (await findElectingUnits(sql, electionId, area)).map(unit => unitAnswer(election, names, unit)),
    districts: (await findDistricts(sql, electionId)).flatMap(({ level, code, name }) =>
      level === 'township' ? [{ code, name }] : [],
    ),
  })
}

/** A list with these faults, said by row. */
export const invalid = (rows: readonly { readonly rowNo: number; readonly text: Text }[]): Failure => {
  const shown = rows.slice(0, 20)
  return {
    code: 'electorate.invalid',
    field: `rows.${rows[0]?.rowNo ?? 0}`,
    text: {
      zh: shown.map(f => `第${f.rowNo}行：${f.text.zh}`).join('；'),
      en: shown.map(f => `Row ${f.rowNo}: ${f.text.en}`).join('; '),
    },
  }
}

/** Changes of the list: communities and units, each with the row that it came from. */
export interface ListChange {
  readonly communities: readonly (CommunitySetting & { readonly rowNo: number })[]
  readonly units: readonly (NewUnit & { readonly rowNo: number })[]
}

interface Place {
  readonly election: Election
  readonly area: string
  /** Codes of the election's communities. */
  readonly communities: ReadonlySet<string>
  readonly districts: ReadonlyMap<string, string>
}

/** What a change may name. */
export const placeOf = async (ctx: Context, election: Election): Promise<Place> => {
  const districts = (await findDistricts(ctx.database, election.id)).filter(one => one.level === 'township')
  return {
    election,
    area: visibleArea(ctx.actor, election.areaCode) ?? '',
    communities: new Set((await electionCommunities(ctx.database, election.areaCode)).map(({ code }) => code)),
    districts: new Map(districts.flatMap(({ code, name }) => [[code, code] as const, [name, code] as const])),
  }
}

/** What is wrong with a change: a place outside the actor's area, a name given twice, an agreement without its document. */
const faultsOf = (place: Place, { communities, units }: ListChange) => {
  const faults: { rowNo: number; text: Text }[] = []
  const seen = new Set<string>()
  const check = (rowNo: number, wrong: boolean, zh: string, en: string) => {
    if (wrong) faults.push({ rowNo, text: { zh, en } })
  }
  const isOwn = (code: string) => code.startsWith(place.area) && place.communities.has(code)
  for (const { rowNo, code, document } of communities) {
    check(rowNo, !isOwn(code), `您的工作区域内没有社区“${code}”`, `There is no community “${code}” in your area`)
    check(rowNo, seen.has(code), `社区“${code}”写了两次`, `Community “${code}” is listed twice`)
    check(rowNo, document === null, '没有写明选举委员会的依据', 'The document of the committee is missing')
    seen.add(code)
  }
  for (const { rowNo, name, community, agreement, document, district } of units) {
    check(
      rowNo,
      community === null ? place.area !== place.election.areaCode : !isOwn(community),
      `单位“${name}”所在的社区不在您的工作区域`,
      `The community of unit “${name}” is not in your area`,
    )
    check(rowNo, seen.has(name), `单位“${name}”写了两次`, `Unit “${name}” is listed twice`)
    check(rowNo, agreement !== null && document === null, '有协议的要写明依据', 'An agreement needs its document')
    check(
      rowNo,
      district !== null && !place.districts.has(district),
      `没有乡级选区“${district}”`,
      `There is no township-level district “${district}”`,
    )
    seen.add(name)
  }
  return faults
}

/** Asks the votes of these people anew, and what the checks found of them where no county level keeps them on the
 * roll, or where someone who votes now needs a part of a divided community. */
const settle = async (tx: Sql, election: Election, of: VotersOf, at: Date): Promise<number> => {
  const scope = await checkScope(tx, election, false)
  const changed = await settleTownshipVotes(tx, scope, of)
  if ((!election.levels.includes('county') || scope.divided.length > 0) && changed > 0)
    await keepAllCounts(tx, election, at, () => recheckStanding(tx, scope, at))
  return changed
}

export interface ListChanged {
  readonly communities: number
  readonly units: number
  /** Registrations whose vote changed. */
  readonly voters: number
}

/** Writes a change of the list and settles the votes of everyone concerned, in one transaction; all rows or none. */
export const changeList = async (ctx: Context, election: Election, change: ListChange): Promise<Result<ListChanged, Failure>> => {
  const place = await placeOf(ctx, election)
  const faults = faultsOf(place, change)
  if (faults.length > 0) return fail(invalid(faults))
  return write(ctx, { action: 'electorate.set' }, async (tx, at): Promise<Result<Written<ListChanged>, Failure>> => {
    const { communities, units } = change
    const known = units.length === 0 ? [] : await findElectingUnits(tx, election.id)
    if (communities.length > 0) await setElectingCommunities(tx, election.id, communities, ctx.actor.name, at)
    if (units.length > 0) {
      const foreign = units.find(unit => {
        const before = known.find(one => one.name === unit.name)
        return before !== undefined && !(before.communityCode ?? election.areaCode).startsWith(place.area)
      })
      if (foreign)
        return fail(
          invalid([
            {
              rowNo: foreign.rowNo,
              text: {
                zh: `单位“${foreign.name}”由另一个乡镇管理`,
                en: `Unit “${foreign.name}” belongs to another township`,
              },
            },
          ]),
        )
      const rows = units.map(({ rowNo, community, district, ...unit }) => ({
        ...unit,
        communityCode: community,
        districtCode: district === null ? null : (place.districts.get(district) ?? null),
        elects: unitVote(unit.statute, unit.agreement, election.rules),
      }))
      await setElectingUnits(tx, election.id, rows, ctx.actor.name, at)
    }
    const ofCommunities =
      communities.length > 0 ? await settle(tx, election, { communities: communities.map(({ code }) => code) }, at) : 0
    const ofUnits = units.length > 0 ? await settle(tx, election, { units: units.map(({ name }) => name) }, at) : 0
    const answer = { communities: communities.length, units: units.length, voters: ofCommunities + ofUnits }
    const documents = [...new Set([...communities, ...units].flatMap(({ document }) => document ?? []))].slice(0, 5)
    return ok({ answer, audit: electionAudit(election, 'electorate.set', { ...answer, documents }) })
  })
}

/** Sets or confirms the default of communities, with the committee's document. */
export const setCommunityDefaults = async (
  ctx: Context,
  electionId: string,
  { communities, document }: CommunityDefaults,
): Promise<Result<Electorate, Failure>> => {
  const election = await openForChange(ctx, electionId)
  if (!election.ok) return election
  const rows = communities.map((one, index) => ({ ...one, document, rowNo: index + 1 }))
  const changed = await changeList(ctx, election.value, { communities: rows, units: [] })
  return changed.ok ? getElectorate(ctx, electionId) : changed
}

/** Adds a unit with its statute, or changes it. */
export const setUnit = async (ctx: Context, electionId: string, unit: NewUnit): Promise<Result<Electorate, Failure>> => {
  const election = await openForChange(ctx, electionId)
  if (!election.ok) return election
  const changed = await changeList(ctx, election.value, { communities: [], units: [{ ...unit, rowNo: 1 }] })
  return changed.ok ? getElectorate(ctx, electionId) : changed
}

/** Takes a unit out of the list; its staff are asked as anyone else. */
export const removeUnit = async (ctx: Context, electionId: string, name: string): Promise<Result<Electorate, Failure>> => {
  const found = await openForChange(ctx, electionId)
  if (!found.ok) return found
  const election = found.value
  const area = visibleArea(ctx.actor, election.areaCode) ?? ''
  const removed = await write(
    ctx,
    { action: 'electorate.unit-removed' },
    async (tx, at): Promise<Result<Written<null>, Failure>> => {
      const unit = (await findElectingUnits(tx, electionId)).find(one => one.name === name)
      if (!unit || !(unit.communityCode ?? election.areaCode).startsWith(area)) return fail({ code: 'electorate.unit' })
      await deleteElectingUnit(tx, electionId, name)
      const voters = await settle(tx, election, { units: [name] }, at)
      return ok({ answer: null, audit: electionAudit(election, 'electorate.unit-removed', { unit: name, voters }) })
    },
  )
  return removed.ok ? getElectorate(ctx, electionId) : removed
}
