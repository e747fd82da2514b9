/**
 * Who elects the deputies of a township. Everyone elects the county's (EL 3); the township's are elected by its people, and who these are is a
 * fact about a person or a unit, kept with its source. An area code only suggests what an office then confirms.
 */
import type { RuleSet } from './rule-sets.ts'

export const LEVELS = ['county', 'township'] as const
export type Level = (typeof LEVELS)[number]

/** What holds for the people of a community unless a person or a unit says otherwise. */
export const COMMUNITY_ELECTS = ['all', 'none', 'by-person'] as const
export type CommunityElects = (typeof COMMUNITY_ELECTS)[number]

/** own: under the county or district (区属). higher: central, provincial or of the city. */
export const UNIT_STATUTES = ['own', 'higher'] as const
export type UnitStatute = (typeof UNIT_STATUTES)[number]
/** What a higher unit and the committee agreed. */
export const UNIT_AGREEMENTS = ['votes', 'stays-out'] as const
export type UnitAgreement = (typeof UNIT_AGREEMENTS)[number]

export const TOWNSHIP_VOTES = ['yes', 'no', 'undecided'] as const
export type TownshipVote = (typeof TOWNSHIP_VOTES)[number]

/** What a vote is based on. earlier: kept when the person moved within the township. disputed: sources contradict each other. */
export const TOWNSHIP_GROUNDS = ['officer', 'unit', 'register', 'stated', 'community', 'earlier', 'disputed'] as const
export type TownshipGround = (typeof TOWNSHIP_GROUNDS)[number]

/** Grounds of an officer's answer about one person; no others. */
export const ANSWER_GROUNDS = ['hukou', 'collective', 'unit', 'other-township'] as const

/** Of a 12-digit code: a village committee (村), whose last three digits begin with 2 or 3; below 200 are residents' committees (居). */
const isVillage = (communityCode: string): boolean => communityCode[9] === '2' || communityCode[9] === '3'

/** 001–099 are streets (街道), which have no congress. */
const isStreet = (code: string): boolean => code[6] === '0'
/** 400 and above are no townships (GB/T 10114): 管委会, 农场, 开发区. */
const isNoTownship = (code: string): boolean => (code[6] ?? '') >= '4'

/** Of an area: is it a street and a township at once (地区)? */
const isDual = (streetName: string, rules: RuleSet): boolean => rules.dualAreaNames.some(word => streetName.includes(word))

/**
 * What area codes suggest of communities, by code; a community of a street is left out, since a street has no congress. Of a 地区 the villages
 * elect, and of its residents' committees what the rule set says (open); a 地区 without any village code is asked by person.
 * @param communities 12-digit codes, each with the name of its street, town or 地区
 */
export const electorateByCode = (
  communities: readonly { readonly code: string; readonly streetName: string }[],
  rules: RuleSet,
): Map<string, CommunityElects> => {
  const withVillages = new Set(communities.filter(({ code }) => isVillage(code)).map(({ code }) => code.slice(0, 9)))
  const suggested = new Map<string, CommunityElects>()
  const ofDual = (code: string): CommunityElects => {
    if (isVillage(code)) return 'all'
    return withVillages.has(code.slice(0, 9)) ? rules.values.residentsOfDualAreas.value : 'by-person'
  }
  for (const { code, streetName } of communities) {
    if (isDual(streetName, rules)) suggested.set(code, ofDual(code))
    else if (!isStreet(code)) suggested.set(code, isNoTownship(code) ? 'none' : 'all')
  }
  return suggested
}

/**
 * Do the staff of a unit that lies in a township elect its deputies? Units under the district do where the rule set says so (BJ 28, SH 17);
 * those of higher units by agreement (BJ 28), never (SH 17, SD 14), or unless they stay out (P83 §7). Null: as anyone else there.
 */
export const unitVote = (statute: UnitStatute, agreement: UnitAgreement | null, rules: RuleSet): TownshipVote | null => {
  const rule = statute === 'own' ? rules.values.staffOfOwnUnits.value : rules.values.staffOfHigherUnits.value
  if (rule === 'vote') return 'yes'
  if (rule === 'never') return 'no'
  if (agreement !== null) return agreement === 'votes' ? 'yes' : 'no'
  return rule === 'by-agreement' ? 'undecided' : null
}

/** The article that a unit's vote follows. */
export const unitArticle = (statute: UnitStatute, rules: RuleSet): string =>
  (statute === 'own' ? rules.values.staffOfOwnUnits : rules.values.staffOfHigherUnits).article

/** What is known of a person in a place. Null: nothing. */
export interface VoteKnown {
  /** What an officer decided, with a ground and a document. */
  readonly officer: boolean | null
  readonly unit: TownshipVote | null
  /** What the population register says. */
  readonly register: boolean | null
  /** What the roster or the person says. */
  readonly stated: boolean | null
  /** The person elects the deputies of this township by the registration that holds them now. */
  readonly earlier: boolean
  /** Null: the place has no township congress. A person without a place is asked: by-person. */
  readonly community: CommunityElects | null
}

/**
 * Does the person elect the township's deputies, and by what? The nearest source counts: an officer's decision, the unit (BJ 28), the register
 * or the person, and only then the community's default. No row takes a vote away by itself: where it contradicts the default or the vote that
 * a person has in the township, the vote stays and an officer decides.
 */
// biome-ignore lint/complexity/noExcessiveCognitiveComplexity: the order of the sources is the rule; each line is one of them
export const townshipVote = (known: VoteKnown): { readonly vote: TownshipVote; readonly ground: TownshipGround } => {
  const { officer, unit, register, stated, earlier, community } = known
  const said = (yes: boolean) => (yes ? 'yes' : 'no')
  if (officer !== null) return { vote: said(officer), ground: 'officer' }
  if (community === null) return { vote: 'no', ground: 'community' }
  if (unit === 'yes' || unit === 'no') return { vote: unit, ground: 'unit' }
  if (register !== null && stated !== null && register !== stated) return { vote: 'undecided', ground: 'disputed' }
  if (register !== null) return { vote: said(register), ground: 'register' }
  if (stated === true) return { vote: 'yes', ground: 'stated' }
  if (stated === false)
    return community === 'all' || earlier ? { vote: 'yes', ground: 'disputed' } : { vote: 'no', ground: 'stated' }
  if (unit === null && community === 'all') return { vote: 'yes', ground: 'community' }
  if (earlier) return { vote: 'yes', ground: 'earlier' }
  if (unit === 'undecided') return { vote: 'undecided', ground: 'unit' }
  return { vote: community === 'none' ? 'no' : 'undecided', ground: 'community' }
}
