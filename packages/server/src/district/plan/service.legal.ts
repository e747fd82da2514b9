/** What a plan says once it is the legal one: which communities each district has, and writing that down inside the caller's transaction. */
import { DISTRICT_SEATS, partCode, readPartCode } from '@mingce/domain/district'
import { fail, ok, type Result } from '@mingce/domain/result'
import type { Context } from '../../access/index.ts'
import type { Election } from '../../election/index.ts'
import type { Sql } from '../../platform/database/index.ts'
import { type Community, electionCommunities, electorate } from '../electorate/index.ts'
import { type CommunityPart, findParts } from '../parts/index.ts'
import { type District, findDistricts, replaceDistricts } from '../table/index.ts'
import type { PlanRefusal } from './errors.ts'
import type { Plan } from './service.ts'
import { markFrozen, type PlanUnitRow } from './store.ts'

export interface LegalDistrict extends District {
  readonly seats: number
  /** Units of the district by name, as an announcement says them. */
  readonly units: readonly string[]
}

const incomplete = (zh: string, en: string) => fail({ code: 'plan.incomplete', text: { zh, en } } as const)

/** Why the plan's districts, as drawn, may not be the legal ones: units without a district, equal names, too few or too many deputies. */
const refusalOf = (election: Election, plan: Plan): Result<never, PlanRefusal> | null => {
  if (!election.levels.includes(plan.level)) return fail({ code: 'plan.level' })
  const { districts } = plan.figures
  const wrong = plan.figures.warnings.find(({ code }) =>
    ['plan.no-districts', 'plan.unassigned', 'district.empty', 'district.seats'].includes(code),
  )
  if (wrong) return fail({ code: 'plan.incomplete', text: wrong.text })
  if (new Set(districts.map(one => one.name)).size !== districts.length)
    return incomplete('有两个选区同名', 'Two districts have the same name')
  if (districts.some(one => one.seats < DISTRICT_SEATS.fewest || one.seats > DISTRICT_SEATS.most))
    return incomplete(
      '每个选区名额应为1至3（选举法第二十五条）',
      'An electoral district elects 1 to 3 deputies (Electoral Law, Art. 25)',
    )
  return null
}

/** What a district has: whole communities, and parts of divided ones by unit code. */
interface Members {
  readonly communities: string[]
  readonly parts: string[]
}

/** The units of a plan that are parts, by community. */
const partsByCommunity = (plan: Plan): ReadonlyMap<string, PlanUnitRow[]> => {
  const found = new Map<string, PlanUnitRow[]>()
  for (const unit of plan.units) {
    const { community, part } = readPartCode(unit.code)
    if (part !== null) found.set(community, [...(found.get(community) ?? []), unit])
  }
  return found
}

/** Gathers what each district has, by its number. */
const gatherMembers = () => {
  const members = new Map<number, Members>()
  return {
    members,
    put(district: number, kind: keyof Members, code: string): void {
      const own = members.get(district) ?? { communities: [], parts: [] }
      own[kind].push(code)
      members.set(district, own)
    },
  }
}

/** Parts of a community that the office lists and its plan has not. */
const missingParts = (community: Community, units: readonly PlanUnitRow[], listed: readonly CommunityPart[]): string[] => {
  const known = new Set(units.map(({ code }) => code))
  return listed.flatMap(one =>
    one.community !== community.code || known.has(partCode(one.community, one.part)) ? [] : [`${community.name}${one.name}`],
  )
}

/** Electing communities and parts of each district, by its number, and names of those in none. */
const placeCommunities = (
  plan: Plan,
  { electing, perhaps }: { readonly electing: readonly Community[]; readonly perhaps: readonly Community[] },
  listed: readonly CommunityPart[],
) => {
  // The closest unit counts: a community that stands for itself is not also its street's.
  const units = plan.units.filter(({ code }) => /^(\d{6}|\d{9}|\d{12})$/.test(code)).sort((a, b) => b.code.length - a.code.length)
  const divided = partsByCommunity(plan)
  const { members, put } = gatherMembers()
  const missing: string[] = []
  const placeParts = (community: Community, parts: readonly PlanUnitRow[]): void => {
    missing.push(...missingParts(community, parts, listed))
    const districts = new Set(parts.map(({ district }) => district))
    const [only] = districts
    // All in one district: nobody needs to know the part.
    if (districts.size === 1 && only) put(only, 'communities', community.code)
    else for (const { code, district } of parts) if (district !== null) put(district, 'parts', code)
  }
  const placeWhole = (community: Community): void => {
    const district = units.find(({ code }) => community.code.startsWith(code))?.district ?? null
    if (district !== null) put(district, 'communities', community.code)
    else if (electing.includes(community)) missing.push(community.name)
  }
  for (const community of [...electing, ...perhaps]) {
    const parts = divided.get(community.code)
    if (parts) placeParts(community, parts)
    else placeWhole(community)
  }
  return { members, missing }
}

/**
 * Districts as the law has them: every unit in one, every electing community, or each of its parts, in exactly one, one to three deputies each (EL 25, 26). A unit
 * that is a whole street or township stands for its electing communities; one that is no area has voters who name it themselves.
 */
export const legalDistricts = async (sql: Sql, election: Election, plan: Plan): Promise<Result<LegalDistrict[], PlanRefusal>> => {
  const refusal = refusalOf(election, plan)
  if (refusal) return refusal
  const communities = await electorate(sql, election, plan.level, await electionCommunities(sql, election.areaCode))
  const { members, missing } = placeCommunities(plan, communities, await findParts(sql, election.id))
  if (missing.length > 0)
    return incomplete(
      `${missing.length}个社区（村）或小组不在任何选区里：${missing.slice(0, 5).join('、')}${missing.length > 5 ? '等' : ''}`,
      `${missing.length} communities or parts of them do not belong to any district: ${missing.slice(0, 5).join(', ')}${missing.length > 5 ? ', …' : ''}`,
    )
  const letter = plan.level === 'county' ? 'C' : 'T'
  return ok(
    plan.figures.districts.map(one => ({
      level: plan.level,
      code: `${letter}${String(one.number).padStart(3, '0')}`,
      name: one.name,
      seats: one.seats,
      communities: members.get(one.number)?.communities ?? [],
      parts: members.get(one.number)?.parts ?? [],
      units: plan.units.filter(unit => unit.district === one.number).map(unit => unit.name),
    })),
  )
}

/** Writes a plan's districts as the legal ones of its level; the other level's stay. Returns those of the level before. */
export const settleDistricts = async (
  ctx: Context,
  tx: Sql,
  election: Election,
  plan: Plan,
  districts: readonly LegalDistrict[],
  overrideReason: string | null,
): Promise<District[]> => {
  const before = await findDistricts(tx, election.id)
  const others = before.filter(one => one.level !== plan.level)
  await replaceDistricts(tx, election.id, [...others, ...districts])
  await markFrozen(tx, election.id, plan, ctx.actor.name, ctx.clock.now(), overrideReason)
  return before.filter(one => one.level === plan.level)
}
