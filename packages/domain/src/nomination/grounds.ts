/**
 * Who is listed as a nominee. The grounds for not listing someone are complete (docs/law); of several, the first in this order is told.
 * Every lawful nominee is listed, and none is swapped, added or removed (P83 10).
 */
import { joinArticles, type Settings } from '../election/index.ts'
import { isAdultOn, isDate } from '../standards/index.ts'
import { isDeprivedOn } from './deprivation.ts'
import type { NominationInput, Nominee } from './input.ts'
import type { LocalNomination } from './local.ts'
import type { JudgedNomination } from './papers.ts'

export type NomineeCode =
  | 'not-citizen'
  | 'under-age'
  | 'deprived'
  | 'suspended'
  | 'foreign-money'
  | 'not-a-voter-here'
  | 'withdrew'
  | 'died'
  | 'declined'
  | 'silent'
  | 'stands-elsewhere'
  | 'listed'
  | 'undecided'
  | 'late'
  | 'no-valid-nomination'

export interface Listing {
  /** null: not decided yet. */
  readonly listed: boolean | null
  readonly code: NomineeCode
  readonly article: string
}

/** What is known when one nominee is judged. */
export interface NomineeCase {
  readonly input: NominationInput
  readonly nominee: Nominee
  /** The nominations of this person. */
  readonly nominations: readonly JudgedNomination[]
  readonly closes: string
  readonly isClosed: boolean
  readonly local: LocalNomination
  readonly settings: Settings
}

type Rule = (one: NomineeCase) => Listing | undefined

const off = (code: NomineeCode, ...articles: readonly (string | undefined)[]): Listing => ({
  listed: false,
  code,
  article: joinArticles(...articles),
})

const notCitizen: Rule = ({ nominee, local }) =>
  nominee.citizen === false ? off('not-citizen', 'EL 4', local.articles.rights) : undefined

/** EL 4: 18 on election day, the birthday included. Born on 29 February: on 1 March of a common year (`leap-day`). */
const underAge: Rule = ({ nominee, input, local, settings }) => {
  const birth =
    settings['leap-day'] === '28-february' && nominee.birth.endsWith('-02-29') && !isDate(`${input.day.slice(0, 4)}-02-29`)
      ? nominee.birth.replace(/29$/, '28')
      : nominee.birth
  return isAdultOn(birth, input.day) ? undefined : off('under-age', 'EL 4', local.articles.age)
}

/** The days on which the person must not be deprived: election day, or (`rights-on`) a day on which a nomination came in time. */
const daysOfRights = ({ input, nominations, closes, settings }: NomineeCase): string[] => {
  if (settings['rights-on'] === 'election-day') return [input.day]
  const inTime = nominations.filter(({ code }) => code !== 'late')
  const filed = (inTime.length > 0 ? inTime : nominations).map(({ at }) => at.slice(0, 10))
  return filed.length > 0 ? filed : [closes.slice(0, 10)]
}

const deprived: Rule = one => {
  const deprivation = one.nominee.deprived
  if (deprivation === undefined || !daysOfRights(one).every(day => isDeprivedOn(deprivation, day))) return undefined
  return off('deprived', 'EL 4', 'CL 58', one.local.articles.rights)
}

/** P83 4 suspends the right to vote; whether also the right to stand is open (`suspended`). */
const suspended: Rule = ({ nominee, settings }) =>
  nominee.suspended && settings.suspended === 'may-not' ? off('suspended', 'P83 4') : undefined

const foreignMoney: Rule = ({ nominee, local }) =>
  nominee.foreignMoney ? off('foreign-money', 'EL 35', local.articles.money) : undefined

/** Local: a voter of the district or township whose congress is elected, in whichever electoral district. */
const notAVoterHere: Rule = ({ nominee, input, local }) =>
  local.voterOfArea !== undefined && !nominee.voterOf.includes(input.area)
    ? off('not-a-voter-here', local.voterOfArea)
    : undefined

const left: Rule = ({ nominee }) => (nominee.left ? off(nominee.left, 'EL 31') : undefined)

/** EL 30 speaks of who accepts a nomination; SH 29 of who does not. */
const declined: Rule = ({ nominee, local, settings }) =>
  nominee.consents === false && (local.consent !== undefined || settings.declined === 'not-listed')
    ? off('declined', 'EL 30', local.consent)
    : undefined

const silent: Rule = ({ nominee, settings }) =>
  nominee.consents === null && settings.silence === 'not-listed' ? off('silent', 'EL 30') : undefined

/** Nominated in two districts and no choice made until the closing: the earlier nomination stands (`two-districts`). */
const standsElsewhere: Rule = ({ nominee, nominations, isClosed, settings }) => {
  if (!isClosed || settings['two-districts'] === 'both-stand') return undefined
  const elsewhere = (nominee.otherDistricts ?? []).map(({ at }) => at).sort()[0]
  const [here] = nominations
    .filter(({ valid }) => valid !== false)
    .map(({ at }) => at)
    .sort()
  if (elsewhere === undefined || here === undefined || elsewhere > here) return undefined
  return elsewhere < here ? off('stands-elsewhere', 'EL 30') : { listed: null, code: 'undecided', article: joinArticles('EL 30') }
}

const byNominations: Rule = ({ nominations, local }) => {
  const { listed, propose } = local.articles
  if (nominations.some(({ valid }) => valid === true))
    return { listed: true, code: 'listed', article: joinArticles('EL 30', 'P83 10', listed) }
  if (nominations.some(({ valid }) => valid === null))
    return { listed: null, code: 'undecided', article: joinArticles('EL 30', propose) }
  return nominations.some(({ code }) => code === 'late') ? off('late', 'EL 32', local.articles.publish) : undefined
}

/** In the order in which a ground is told. */
const RULES: readonly Rule[] = [
  notCitizen,
  underAge,
  deprived,
  suspended,
  foreignMoney,
  notAVoterHere,
  left,
  declined,
  silent,
  standsElsewhere,
  byNominations,
]

/** Is the nominee listed, and by which rule? */
export const judgeNominee = (one: NomineeCase): Listing => {
  for (const rule of RULES) {
    const listing = rule(one)
    if (listing) return listing
  }
  return off('no-valid-nomination', 'EL 30', one.local.articles.propose)
}
