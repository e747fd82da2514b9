/** Which communities elect the deputies of a level: what the committee confirmed, and until then what the area codes suggest. */
import { electorateByCode, type Level } from '@mingce/domain/election'
import type { Election } from '../../election/index.ts'
import { findCommunities, findStreets } from '../../platform/areas/index.ts'
import type { Sql } from '../../platform/database/index.ts'
import { addSuggestions, findElectingCommunities } from './store.ts'

/** A community with its street's name. */
export interface Community {
  readonly code: string
  readonly name: string
  readonly streetName: string
}

/** Communities of an election's area, in order of their codes. */
export const electionCommunities = async (sql: Sql, areaCode: string): Promise<Community[]> => {
  const communities = await findCommunities(sql, areaCode)
  const streets = new Map((await findStreets(sql, areaCode)).map(street => [street.code, street.name]))
  return communities.map(c => ({ ...c, streetName: streets.get(c.code.slice(0, 9)) ?? '' }))
}

/** Gives each community of a township that has no row yet what its code suggests, to be confirmed. */
export const suggestElectorate = async (tx: Sql, election: Election, known?: readonly Community[]): Promise<void> => {
  if (!election.levels.includes('township')) return
  const communities = known ?? (await electionCommunities(tx, election.areaCode))
  const have = new Set((await findElectingCommunities(tx, election.id)).map(row => row.code))
  const missing = [...electorateByCode(communities, election.rules)].filter(([code]) => !have.has(code))
  if (missing.length > 0) await addSuggestions(tx, election.id, missing)
}

/**
 * Communities where some people elect deputies of the level (`electing`), and others of the same townships where nobody does unless a person or
 * a unit says so (`perhaps`).
 */
export const electorate = async (
  sql: Sql,
  election: Election,
  level: Level,
  communities: readonly Community[],
): Promise<{ readonly electing: Community[]; readonly perhaps: Community[] }> => {
  if (level === 'county') return { electing: [...communities], perhaps: [] }
  const rows = new Map((await findElectingCommunities(sql, election.id)).map(row => [row.code, row.elects]))
  const byCode = electorateByCode(communities, election.rules)
  const electsOf = (code: string) => rows.get(code) ?? byCode.get(code) ?? null
  const electing = communities.filter(({ code }) => electsOf(code) === 'all' || electsOf(code) === 'by-person')
  const townships = new Set(electing.map(({ code }) => code.slice(0, 9)))
  return { electing, perhaps: communities.filter(({ code }) => electsOf(code) === 'none' && townships.has(code.slice(0, 9))) }
}
