/** Parts of communities: the office's list, what rosters and the register say of them, and the people who follow (EL 25). */
import { readPartCode } from '@mingce/domain/district'
import type { Level } from '@mingce/domain/election'
import { fail, ok, type Result, type Text } from '@mingce/domain/result'
import { compareParts, partKey } from '@mingce/domain/standards'
import { authorise, type Context, visibleArea } from '../../access/index.ts'
import {
  type CommunityPart,
  electionCommunities,
  findDistricts,
  findParts,
  findUsedParts,
  replaceParts,
} from '../../district/index.ts'
import { type Election, electionAudit, getElection } from '../../election/index.ts'
import { findStreets } from '../../platform/areas/index.ts'
import type { Sql } from '../../platform/database/index.ts'
import { type Written, write } from '../../platform/write/index.ts'
import { findCurrentExtract } from '../../population/index.ts'
import { checkScope, recheckStanding } from '../check/index.ts'
import { findPeopleOf, followDistricts } from '../roster/index.ts'
import type { PartsFailure } from './errors.ts'
import type { DividedCommunity, NewParts } from './schema.ts'
import { countInRegister, countOpen, countRegistered, fillParts, findGroups } from './store.ts'

export type Failure = { readonly code: PartsFailure; readonly field?: string; readonly text?: Text; readonly next?: Text }

interface Stated {
  readonly inRegister: number
  readonly registered: number
}

/** People of each stated part, by community and part. */
const findStated = async (sql: Sql, electionId: string, area: string): Promise<Map<string, Map<string, Stated>>> => {
  const found = new Map<string, Map<string, Stated>>()
  const put = (community: string, part: string, add: Partial<Stated>) => {
    const own = found.get(community) ?? new Map<string, Stated>()
    own.set(part, { inRegister: 0, registered: 0, ...own.get(part), ...add })
    found.set(community, own)
  }
  const extract = await findCurrentExtract(sql, electionId)
  if (extract)
    for (const { community, part, people } of await countInRegister(sql, extract.id, area))
      put(community, part, { inRegister: people })
  for (const { community, part, people } of await countRegistered(sql, electionId, area))
    put(community, part, { registered: people })
  return found
}

/** Communities of an area that have a list of parts, or of which files name parts. */
export const findDividedCommunities = async (
  ctx: Context,
  electionId: string,
  asked = '',
): Promise<Result<DividedCommunity[], Failure>> => {
  const election = await getElection(ctx, electionId)
  if (!election.ok) return election
  const visible = visibleArea(ctx.actor, election.value.areaCode) ?? ''
  const area = asked.startsWith(visible) ? asked : visible
  const sql = ctx.database
  const names = new Map((await electionCommunities(sql, election.value.areaCode)).map(({ code, name }) => [code, name]))
  const streets = new Map((await findStreets(sql, election.value.areaCode)).map(({ code, name }) => [code, name]))
  const parts = await findParts(sql, electionId, area)
  const stated = await findStated(sql, electionId, area)
  const open = new Map((await countOpen(sql, electionId, area)).map(({ community, people }) => [community, people]))
  const districts = await districtsOfParts(sql, electionId)
  const codes = [...new Set([...parts.map(({ community }) => community), ...stated.keys()])]
    .filter(code => names.has(code))
    .sort()
  return ok(
    codes.map(code => {
      const own = parts.filter(({ community }) => community === code)
      const listed = new Set(own.map(({ part }) => part))
      const of = [...(stated.get(code) ?? [])].sort(([a], [b]) => compareParts(a, b))
      const street = code.slice(0, 9)
      return {
        community: { code, name: names.get(code) ?? code },
        township: { code: street, name: streets.get(street) ?? street },
        parts: own.map(({ community: _, ...part }) => ({ ...part, districts: districts.get(`${code}/${part.part}`) ?? [] })),
        divided: [...new Set(own.flatMap(({ part }) => (districts.get(`${code}/${part}`) ?? []).map(({ level }) => level)))],
        stated: of.map(([part, people]) => ({ part, ...people, listed: listed.has(part) })),
        open: open.get(code) ?? 0,
      }
    }),
  )
}

const districtsOfParts = async (sql: Sql, electionId: string): Promise<ReadonlyMap<string, { level: Level; name: string }[]>> => {
  const found = new Map<string, { level: Level; name: string }[]>()
  for (const { level, name, parts } of await findDistricts(sql, electionId))
    for (const unit of parts) found.set(unit, [...(found.get(unit) ?? []), { level, name }])
  return found
}

/** Who sets an election up, and who publishes its list, keeps the lists of parts within their own area. */
export const openForParts = async (ctx: Context, electionId: string): Promise<Result<Election, Failure>> => {
  const election = await getElection(ctx, electionId)
  if (!election.ok) return election
  const setUp = authorise(ctx.actor, 'set-up', ctx.actor.areaCode)
  const allowed = setUp.ok ? setUp : authorise(ctx.actor, 'publish', ctx.actor.areaCode)
  if (!allowed.ok) return allowed
  return election.value.state === 'closed' ? fail({ code: 'parts.closed' }) : election
}

/** The list of one community as it is sent, with the rows that it came from. */
export interface PartsChange {
  readonly community: string
  readonly name: string
  readonly parts: readonly { readonly name: string; readonly population: number | null; readonly rowNo: number }[]
}

/** A list with these faults, said by row. */
export const invalidParts = (rows: readonly { readonly rowNo: number; readonly text: Text }[]): Failure => {
  const shown = rows.slice(0, 20)
  return {
    code: 'parts.invalid',
    field: `parts.${(rows[0]?.rowNo ?? 1) - 1}`,
    text: {
      zh: shown.map(f => `第${f.rowNo}行：${f.text.zh}`).join('；'),
      en: shown.map(f => `Row ${f.rowNo}: ${f.text.en}`).join('; '),
    },
  }
}

/** People of a part: as typed, else as the register has them, else as many as are registered. */
const populationOf = (typed: number | null, stated: Stated | undefined): Pick<CommunityPart, 'population' | 'source'> => {
  if (typed !== null) return { population: typed, source: 'typed' }
  if (stated && stated.inRegister > 0) return { population: stated.inRegister, source: 'register' }
  if (stated && stated.registered > 0) return { population: stated.registered, source: 'rosters' }
  return { population: 0, source: 'none' }
}

/** Each part with its name in one spelling and its people. */
const readParts = (change: PartsChange, stated: ReadonlyMap<string, Stated>): Result<CommunityPart[], Failure> => {
  const faults: { rowNo: number; text: Text }[] = []
  const seen = new Map<string, string>()
  const parts: CommunityPart[] = []
  for (const { name, population, rowNo } of change.parts) {
    const part = partKey(name, change.name)
    if (part === null) {
      faults.push({ rowNo, text: { zh: `“${name}”不是小组（楼院）的名称`, en: `“${name}” is no name of a part` } })
      continue
    }
    const same = seen.get(part)
    if (same !== undefined)
      faults.push({ rowNo, text: { zh: `“${name}”与“${same}”是同一个小组`, en: `“${name}” is the same part as “${same}”` } })
    seen.set(part, name)
    parts.push({ community: change.community, part, name, ...populationOf(population, stated.get(part)) })
  }
  return faults.length > 0 ? fail(invalidParts(faults)) : ok(parts)
}

/** People whose voter group names one of the parts are of it; where the community is divided already, they move to its district. */
const followParts = async (
  tx: Sql,
  election: Election,
  change: PartsChange,
  parts: readonly CommunityPart[],
  at: Date,
): Promise<number> => {
  const known = new Set(parts.map(({ part }) => part))
  const groups = (await findGroups(tx, election.id, change.community)).flatMap((group): (readonly [string, string])[] => {
    const part = partKey(group, change.name)
    return part !== null && known.has(part) ? [[group, part]] : []
  })
  const filled = groups.length === 0 ? 0 : await fillParts(tx, election.id, change.community, groups)
  if (filled === 0) return 0
  const districts = await findDistricts(tx, election.id)
  const levels = election.levels.filter(level =>
    districts.some(one => one.level === level && one.parts.some(unit => readPartCode(unit).community === change.community)),
  )
  for (const level of levels) {
    const own = districts.filter(one => one.level === level)
    await followDistricts(tx, election.id, level, own, own)
  }
  if (levels.length > 0) {
    const people = await findPeopleOf(tx, election.id, [change.community])
    await recheckStanding(tx, await checkScope(tx, election, false), at, people)
  }
  return filled
}

export interface PartsChanged {
  readonly communities: number
  readonly parts: number
  /** Registrations that learned their part from their voter group. */
  readonly people: number
}

/** Replaces the lists of these communities, in one transaction; all or none. */
export const changeParts = (
  ctx: Context,
  election: Election,
  changes: readonly PartsChange[],
): Promise<Result<PartsChanged, Failure>> =>
  write(ctx, { action: 'parts.set' }, async (tx, at): Promise<Result<Written<PartsChanged>, Failure>> => {
    let count = 0
    let people = 0
    for (const change of changes) {
      const stated = (await findStated(tx, election.id, change.community)).get(change.community) ?? new Map<string, Stated>()
      const read = readParts(change, stated)
      if (!read.ok) return read
      const parts = read.value
      const kept = new Set(parts.map(({ part }) => part))
      const used = (await findUsedParts(tx, election.id, change.community)).filter(({ part }) => !kept.has(part))
      if (used.length > 0) return fail({ code: 'parts.in-use' })
      await replaceParts(tx, election.id, change.community, parts, ctx.actor.name, at)
      const followed = await followParts(tx, election, change, parts, at)
      count += parts.length
      people += followed
    }
    const answer = { communities: changes.length, parts: count, people }
    const details = { ...answer, codes: changes.slice(0, 20).map(({ community }) => community), article: 'EL 25' }
    return ok({ answer, audit: electionAudit(election, 'parts.set', details) })
  })

/** Sets the parts of one community; an empty list takes it away. */
export const setParts = async (
  ctx: Context,
  electionId: string,
  community: string,
  input: NewParts,
): Promise<Result<DividedCommunity[], Failure>> => {
  const election = await openForParts(ctx, electionId)
  if (!election.ok) return election
  const area = visibleArea(ctx.actor, election.value.areaCode) ?? ''
  const place = (await electionCommunities(ctx.database, election.value.areaCode)).find(({ code }) => code === community)
  if (!place || !community.startsWith(area)) return fail({ code: 'parts.community', field: 'community' })
  const parts = input.parts.map((part, index) => ({ ...part, rowNo: index + 1 }))
  const changed = await changeParts(ctx, election.value, [{ community, name: place.name, parts }])
  return changed.ok ? findDividedCommunities(ctx, electionId) : changed
}
