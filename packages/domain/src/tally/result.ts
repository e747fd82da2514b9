/** The result of a vote in one district: is it valid, who is elected, and what follows (EL 44, EL 45). */
import { joinArticles, type OpenPointCode, openPointsFor, openPointsOf, type Settings, settingsOf } from '../election/index.ts'
import { fail, ok, type Result } from '../result/index.ts'
import { isContradictory, type TallyInput } from './figures.ts'
import { type LocalTally, localTally } from './local.ts'
import { anotherElection, type NextVote, plainNext } from './next-vote.ts'
import { findInvalidity } from './validity.ts'
import { findWinners, leastVotes, type Winners } from './winners.ts'

export type TallyCode = 'more-ballots-than-issued' | 'too-few-took-part' | 'tie' | 'too-few-elected' | 'elected'

export interface TallyOutput {
  readonly valid: boolean
  readonly code: TallyCode
  readonly outcome: 'elected' | 'partly' | 'none' | 'repeat'
  readonly elected: readonly string[]
  /** The fewest votes that elect. */
  readonly needed: number | null
  readonly next: NextVote | null
  readonly article: string
  readonly open: readonly OpenPointCode[]
}

type Outcome = Omit<TallyOutput, 'open'>

interface Following {
  readonly code: TallyCode
  readonly next: NextVote | null
  /** Of the rules beside EL 44 and EL 45. */
  readonly article?: string | undefined
}

/** What settles that nothing follows a tie, by the kind of vote. */
const articleOfVacancy = ({ vote }: TallyInput, local: LocalTally): string | undefined => {
  if (vote === 'tie') return local.vacantAfterTie
  return vote === 'another' ? local.vacantAfterAnother : undefined
}

/** A tie that decides: a new vote among the tied only (EL 45), where nothing says that the seat stays vacant. */
const followTie = (input: TallyInput, settings: Settings, seats: number, { tied }: Winners, local: LocalTally): Following => {
  const article = articleOfVacancy(input, local)
  const isVacant = article !== undefined || (input.vote === 'another' && settings['tie-in-another'] === 'vacant')
  return isVacant
    ? { code: 'too-few-elected', next: plainNext('vacant', seats), article }
    : { code: 'tie', next: plainNext('tie', seats, tied) }
}

/** Too few elected: another election, and after that a vacancy (SH 45, ZJ 49, SD 49; elsewhere `after-another`). */
const followShortfall = (
  input: TallyInput,
  settings: Settings,
  seats: number,
  { elected }: Winners,
  local: LocalTally,
): Following => {
  const code = 'too-few-elected'
  const isLast = local.vacantAfterAnother !== undefined || settings['after-another'] === 'vacant'
  if (input.vote === 'another' && isLast) return { code, next: plainNext('vacant', seats), article: local.vacantAfterAnother }
  return { code, next: anotherElection(input, settings, seats, elected), article: 'EL 31' }
}

const judge = (input: TallyInput, settings: Settings): Outcome => {
  const invalid = findInvalidity(input, settings)
  if (invalid)
    return {
      valid: false,
      code: invalid.code,
      outcome: 'repeat',
      elected: [],
      needed: null,
      next: plainNext('repeat', input.seats),
      article: invalid.article,
    }
  const local = localTally(input.rules)
  const winners = findWinners(input, settings)
  const seats = input.seats - winners.elected.length
  const following: Following =
    seats === 0
      ? { code: 'elected', next: null }
      : (winners.tied.length > 0 ? followTie : followShortfall)(input, settings, seats, winners, local)
  const byElection = input.vote === 'by-election' ? joinArticles('EL 57', local.byElection) : undefined
  return {
    valid: true,
    code: following.code,
    outcome: seats === 0 ? 'elected' : winners.elected.length > 0 ? 'partly' : 'none',
    elected: winners.elected.map(({ id }) => id),
    needed: leastVotes(input, settings),
    next: following.next,
    article: joinArticles('EL 44', 'EL 45', local.ballots, local.quorum, local.result, byElection, following.article),
  }
}

/**
 * What is compared to find the open points. Whether strokes decide at the border of a list shows only to who has the names, so that such a
 * border is part of what differs.
 */
const comparable = (input: TallyInput, settings: Settings): object => {
  const outcome = judge(input, settings)
  return outcome.next && outcome.next.tied.length > 0 ? { ...outcome, tiedBy: settings['border-tie'] } : outcome
}

/** Evaluates a count; fails where its figures contradict each other. The order of the votes in the input means nothing. */
export const evaluateTally = (input: TallyInput, given: Partial<Settings> = {}): Result<TallyOutput, 'figures'> =>
  isContradictory(input)
    ? fail('figures')
    : ok({
        ...judge(input, settingsOf(given)),
        open: openPointsOf(given, settings => comparable(input, settings), openPointsFor('tally')),
      })
