/**
 * What hardly changes while an election runs, kept in memory for some seconds so that a registration does not read it anew: the election,
 * its rules, its places and districts with their names, its stations. Whatever decides (claims, registers, the election's state, the
 * current extract) is asked in each transaction.
 */
import { type Level, lastDayToRegister, type RuleSet, type Step } from '@mingce/domain/election'
import { findDistricts, findDivided, findElectingCommunities, findParts } from '../../../district/index.ts'
import { type Election, electionSteps, findElectionById } from '../../../election/index.ts'
import { findCommunities, findStreets } from '../../../platform/areas/index.ts'
import { chinaDate } from '../../../platform/clock/index.ts'
import type { Database } from '../../../platform/database/index.ts'
import { countRegistersAsked } from '../../../population/index.ts'
import type { CheckScope } from '../../check/index.ts'
import { scopeWith } from '../../check/index.ts'
import { findStations, type Station } from '../../station/index.ts'
import { findCountiesBeside, hasPreviousRoll } from './store.ts'

export interface FramePlace {
  readonly code: string
  readonly name: string
  /** What lies above it, as one would say it. */
  readonly path: string
}

export interface Frame {
  readonly election: Election
  readonly rules: RuleSet
  /** The last day on which a registration is taken. */
  readonly until: string
  /** Every step with its day, as the election's own rules have it. */
  readonly timetable: readonly Step[]
  readonly places: ReadonlyMap<string, FramePlace>
  /** Name of a district, by level and code. */
  readonly districtNames: ReadonlyMap<string, string>
  /** Code of the district of a community, or of a part of a divided one, by level and unit: `county/110105021201`, `county/110105021201/1组`. */
  readonly districtOf: ReadonlyMap<string, string>
  /** Parts of a community that is divided among districts, in the order of the office; none of one that is not. */
  partsOf(communityCode: string): readonly FramePart[]
  /** Does the committee's list leave it to each person of the community whether they elect the township's deputies? */
  asksTownship(communityCode: string): boolean
  /** Do the people of the community elect the township's deputies unless something is known of the person? */
  electsByDefault(communityCode: string): boolean
  /** Last round's roll was brought in: then it says who took part, not the person. */
  readonly knowsLastRound: boolean
  /** The election has no extract and registers that are asked over HTTP. */
  readonly asksRegisters: boolean
  scope(extractId: number | null): CheckScope
  /** Stations that serve a community: its own first, then those of its township and county, each in the office’s order. */
  stations(communityCode: string): Station[]
}

/** A part of a divided community. */
export interface FramePart {
  readonly part: string
  readonly name: string
}

const dividedParts = async (
  database: Database,
  electionId: string,
  divided: readonly string[],
): Promise<ReadonlyMap<string, readonly FramePart[]>> => {
  const found = new Map<string, FramePart[]>()
  const codes = new Set(divided.map(one => one.slice(one.indexOf('/') + 1)))
  if (codes.size === 0) return found
  for (const { community, part, name } of await findParts(database, electionId))
    if (codes.has(community)) found.set(community, [...(found.get(community) ?? []), { part, name }])
  return found
}

const KEPT_MS = 10_000
interface Kept {
  readonly frame: Promise<Frame | undefined>
  readonly until: number
}
const frames = new WeakMap<Database, Map<string, Kept>>()

const load = async (database: Database, electionId: string, today: string): Promise<Frame | undefined> => {
  const election = await findElectionById(database, electionId)
  if (!election) return undefined
  const { rules } = election
  const districts = await findDistricts(database, electionId)
  const streets = new Map((await findStreets(database, election.areaCode)).map(s => [s.code, s.name]))
  const counties = new Map((await findCountiesBeside(database, election.areaCode)).map(c => [c.code, c.name]))
  const places = new Map<string, FramePlace>()
  for (const { code, name } of await findCommunities(database, election.areaCode))
    places.set(code, {
      code,
      name,
      path: [counties.get(code.slice(0, 6)), streets.get(code.slice(0, 9))].filter(Boolean).join(' '),
    })
  const districtOf = new Map<string, string>()
  const districtNames = new Map<string, string>()
  for (const district of districts) {
    districtNames.set(`${district.level}/${district.code}`, district.name)
    for (const community of [...district.communities, ...district.parts])
      districtOf.set(`${district.level}/${community}`, district.code)
  }
  const divided = await findDivided(database, electionId)
  const partsOf = await dividedParts(database, electionId, divided)
  const electing = await findElectingCommunities(database, electionId)
  const byPerson = new Set(electing.flatMap(({ code, elects }) => (elects === 'by-person' ? [code] : [])))
  const everyone = new Set(electing.flatMap(({ code, elects }) => (elects === 'all' ? [code] : [])))
  const knowsLastRound = await hasPreviousRoll(database, electionId)
  const serving = await findStations(database, electionId, '')
  return {
    election,
    rules,
    until: lastDayToRegister(rules, election.pollingDay),
    timetable: electionSteps(election),
    places,
    districtNames,
    districtOf,
    partsOf: community => partsOf.get(community) ?? [],
    asksTownship: community => byPerson.has(community),
    electsByDefault: community => everyone.has(community),
    knowsLastRound,
    asksRegisters: (await countRegistersAsked(database, election, today)) > 0,
    scope: extractId => scopeWith(election, rules, extractId, divided, false),
    stations: community =>
      [community, community.slice(0, 9), community.slice(0, 6)]
        .flatMap(area => serving.filter(station => station.serves.includes(area)))
        .filter((station, index, all) => all.indexOf(station) === index)
        .map(({ serves, countyCode, ...station }) => station),
  }
}

/** The frame of an election, or undefined where there is no such election. `now` in milliseconds. */
export const frameOf = (database: Database, electionId: string, now: number): Promise<Frame | undefined> => {
  const ofStore = frames.get(database) ?? new Map<string, Kept>()
  frames.set(database, ofStore)
  const kept = ofStore.get(electionId)
  if (kept && kept.until > now && kept.until <= now + KEPT_MS) return kept.frame
  const frame = load(database, electionId, chinaDate(new Date(now)))
  ofStore.set(electionId, { frame, until: now + KEPT_MS })
  frame.then(
    found => found ?? ofStore.delete(electionId),
    () => ofStore.delete(electionId),
  )
  return frame
}

/** A district's code with its name, or null. */
export const districtNamed = (
  frame: Frame,
  level: Level,
  code: string | null | undefined,
): { code: string; name: string } | null => (code ? { code, name: frame.districtNames.get(`${level}/${code}`) ?? code } : null)
