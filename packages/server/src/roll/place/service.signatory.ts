/** Which committee signs a district's poster: that of its own congress (EL 9, 10). */
import type { Level } from '@mingce/domain/election'
import type { Election } from '../../election/index.ts'
import type { Sql } from '../../platform/database/index.ts'
import { findAreaNames, findSignatories, findTownshipsOf } from './store.ts'

/** The name of the committee that signs for a district. */
export type SignatoryOf = (district: { readonly level: Level; readonly code: string }) => string

const AREA_DIGITS: Readonly<Record<Level, number>> = { county: 6, township: 9 }

/**
 * Finds the committees of an election. A committee that nobody has named yet is called after its area; where a district's township is not
 * known, after the area of the election.
 */
export const findSignatory = async (sql: Sql, election: Pick<Election, 'id' | 'areaCode' | 'areaName'>): Promise<SignatoryOf> => {
  const named = await findSignatories(sql, election.id)
  const townships = new Map((await findTownshipsOf(sql, election.id)).map(({ district, area }) => [district, area]))
  const county = election.areaCode.slice(0, 6)
  const names = await findAreaNames(sql, [county, election.areaCode.slice(0, 9), ...townships.values()])
  return ({ level, code }) => {
    const area =
      level === 'county'
        ? county
        : (townships.get(code) ?? (election.areaCode.length >= 9 ? election.areaCode.slice(0, 9) : undefined))
    const known = named.find(one => one.level === level && one.area === area)
    if (known) return known.name
    const name = area !== undefined && area.length === AREA_DIGITS[level] ? names.get(area) : undefined
    return `${name ?? election.areaName}选举委员会`
  }
}
