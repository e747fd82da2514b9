/** Who has enough votes, and who of them is elected (EL 45). */
import type { Settings } from '../election/index.ts'
import type { TallyInput, Votes } from './figures.ts'
import { tookPart } from './validity.ts'

/**
 * The fewest votes that elect: more than half of the voters who took part; in another election a third of the ballots (of those collected or
 * of the valid ones: `third-of`). null: no least number (a vote among the tied).
 */
export const leastVotes = (input: TallyInput, settings: Settings): number | null => {
  if (input.vote === 'tie') return null
  if (input.vote !== 'another') return Math.floor(tookPart(input, settings) / 2) + 1
  const ballots = settings['third-of'] === 'valid' ? input.collected - input.void : input.collected
  return Math.ceil(ballots / 3)
}

/** Rank by votes. People with equal votes by id, so that the order of the input means nothing; no rule hangs on it. */
export const byRank = (votes: readonly Votes[]): Votes[] => [...votes].sort((a, b) => b.for - a.for || (a.id < b.id ? -1 : 1))

/** Whom this vote can elect: who may be elected (EL 4), and in a vote among the tied nobody else (EL 45). */
const canWin = ({ vote }: TallyInput, { eligible, kind }: Votes, settings: Settings): boolean =>
  eligible && (kind === 'candidate' || (vote !== 'tie' && settings['write-in-wins'] === 'yes'))

export interface Winners {
  readonly elected: readonly Votes[]
  /** Equal votes that do not decide who has the last seats; they are filled by none of them yet. */
  readonly tied: readonly Votes[]
}

/** The most votes win. Equal votes decide nothing, also where all have none; but nobody is elected by none. */
export const findWinners = (input: TallyInput, settings: Settings): Winners => {
  const least = leastVotes(input, settings) ?? 0
  const enough = byRank(input.votes.filter(one => canWin(input, one, settings) && one.for >= least))
  const [last, next] = [enough[input.seats - 1], enough[input.seats]]
  const isTie = last !== undefined && next !== undefined && last.for === next.for
  const elected = isTie ? enough.filter(one => one.for > last.for) : enough.slice(0, input.seats)
  const tied = isTie ? enough.filter(one => one.for === last.for) : []
  return { elected: elected.filter(one => one.for > 0), tied }
}
