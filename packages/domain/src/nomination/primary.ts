/** The primary (预选), where voter groups do not agree on the candidates: by rank of votes (EL 32). */
import { joinArticles, type OpenPointCode, openPointsFor, openPointsOf, type Settings, settingsOf } from '../election/index.ts'
import { fail, ok, type Result } from '../result/index.ts'
import { localNomination } from './local.ts'
import { afterPrimary, articleOfOrder, byVotes, type Person } from './order.ts'
import { candidateRatio } from './ratio.ts'

export interface PrimaryInput {
  readonly rules: string
  readonly seats: number
  /** Voters of the district. */
  readonly voters: number
  readonly tookPart: number
  /** How many candidates there shall be. */
  readonly wanted: number
  readonly people: readonly (Person & { readonly votes: number })[]
}

export type PrimaryCode = 'outside-ratio' | 'too-few-took-part' | 'border-tie' | 'decided'

export interface PrimaryOutput {
  readonly valid: boolean
  readonly code: PrimaryCode
  /** In the order of the list. */
  readonly formal: readonly string[]
  /** Those with equal votes, of whom `places` become candidates. */
  readonly tie: readonly string[] | null
  readonly places: number
  readonly article: string
  readonly open: readonly OpenPointCode[]
}

type Outcome = Omit<PrimaryOutput, 'open'>

const isOutsideRatio = ({ seats, wanted }: PrimaryInput): boolean => {
  const { min, max } = candidateRatio(seats)
  return wanted < min || wanted > max
}

/** Figures that contradict each other. */
const isContradictory = (input: PrimaryInput): boolean => {
  const { voters, tookPart, wanted, people } = input
  if (tookPart > voters || people.some(({ votes }) => votes > tookPart)) return true
  return !isOutsideRatio(input) && wanted > people.length
}

const invalid = (code: PrimaryCode, article: string): Outcome => ({
  valid: false,
  code,
  formal: [],
  tie: null,
  places: 0,
  article,
})

/** The first by votes; equal votes at the border decide nothing, unless strokes shall (`border-tie`). */
const rank = (input: PrimaryInput, settings: Settings): Outcome => {
  const { rules, wanted, people } = input
  const { ratio, discuss } = localNomination(rules).articles
  const article = joinArticles('EL 31', ratio, 'EL 32', discuss, articleOfOrder(rules, true))
  const ranked = byVotes(people)
  const [last, next] = [ranked[wanted - 1], ranked[wanted]]
  const isTie = last !== undefined && next !== undefined && last.votes === next.votes && settings['border-tie'] === 'new-vote'
  const formal = isTie ? ranked.filter(({ votes }) => votes > last.votes) : ranked.slice(0, wanted)
  const tied = isTie ? ranked.filter(({ votes }) => votes === last.votes) : []
  return {
    valid: true,
    code: isTie ? 'border-tie' : 'decided',
    formal: afterPrimary(rules, formal).map(({ id }) => id),
    tie: isTie ? tied.map(({ id }) => id) : null,
    places: wanted - formal.length,
    article,
  }
}

const judge = (input: PrimaryInput, settings: Settings): Outcome => {
  const { articles, primaryQuorum } = localNomination(input.rules)
  if (isOutsideRatio(input)) return invalid('outside-ratio', joinArticles('EL 31', articles.ratio))
  if (primaryQuorum && input.tookPart * primaryQuorum.oneOf < input.voters)
    return invalid('too-few-took-part', joinArticles('EL 32', primaryQuorum.article))
  const ranked = rank(input, settings)
  return { ...ranked, article: joinArticles(ranked.article, primaryQuorum?.article) }
}

/** Evaluates a primary; fails where its figures contradict each other. */
export const evaluatePrimary = (input: PrimaryInput, given: Partial<Settings> = {}): Result<PrimaryOutput, 'figures'> =>
  isContradictory(input)
    ? fail('figures')
    : ok({
        ...judge(input, settingsOf(given)),
        open: openPointsOf(given, settings => judge(input, settings), openPointsFor('primary')),
      })
