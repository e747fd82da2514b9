/** Which level of deputies the people of a community elect. GB/T 10114 tells streets, towns and townships apart by their code. */
import type { RuleSet } from './rule-sets.ts'

export const LEVELS = ['county', 'township'] as const
export type Level = (typeof LEVELS)[number]

/** Of a 12-digit code: a village committee (村), whose last three digits begin with 2 or 3; below 200 are residents' committees (居). */
const isVillage = (communityCode: string): boolean => communityCode[9] === '2' || communityCode[9] === '3'

/**
 * Do the people of this community elect deputies of that level?
 * Everyone elects the county's deputies (EL 3). Township deputies: all of a town or township; of a 地区, which is a street and a township
 * at once, only the villages (P83 §7, BJ); of a street nobody, since it has no congress.
 * @param communityCode 12 digits
 * @param streetName name of the street, town or 地区 that the first nine digits mean
 */
export const elects = (level: Level, communityCode: string, streetName: string, rules: RuleSet): boolean => {
  if (level === 'county') return true
  if (rules.dualAreaNames.some(word => streetName.includes(word))) return isVillage(communityCode)
  return communityCode[6] !== '0'
}
