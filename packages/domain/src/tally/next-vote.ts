/** What follows a vote that leaves seats open: a vote among the tied, another election (另行选举), a repeat (重新选举), or a vacancy. */
import type { Settings } from '../election/index.ts'
import { candidateRatio } from '../nomination/index.ts'
import type { TallyInput, Votes } from './figures.ts'
import { byRank } from './winners.ts'

export interface NextVote {
  readonly kind: 'tie' | 'another' | 'repeat' | 'vacant'
  /** Still open. */
  readonly seats: number
  /** Who stands. */
  readonly names: readonly string[]
  /** For another election: equal votes at the border of the list. */
  readonly tied: readonly string[]
  readonly min: number | null
  readonly max: number | null
}

export const plainNext = (kind: 'tie' | 'repeat' | 'vacant', seats: number, names: readonly Votes[] = []): NextVote => ({
  kind,
  seats,
  names: names.map(({ id }) => id),
  tied: [],
  min: null,
  max: null,
})

/**
 * Another election for the open seats: those who were not elected by rank of this vote, in the ratio of EL 31 (EL 45). Equal votes at the
 * border put nobody on the list in silence; the input knows no names, so that strokes (`border-tie`) are for whoever has these.
 */
export const anotherElection = (input: TallyInput, settings: Settings, seats: number, elected: readonly Votes[]): NextVote => {
  const ratio = candidateRatio(seats)
  const isCandidate = (one: Votes) =>
    one.eligible && (one.kind === 'candidate' || settings['write-in-ranks'] === 'yes') && !elected.includes(one)
  const ranked = byRank(input.votes.filter(isCandidate))
  const [last, next] = [ranked[ratio.max - 1], ranked[ratio.max]]
  const isTie = last !== undefined && next !== undefined && last.for === next.for
  const names = isTie ? ranked.filter(one => one.for > last.for) : ranked.slice(0, ratio.max)
  const tied = isTie ? ranked.filter(one => one.for === last.for) : []
  return { kind: 'another', seats, names: names.map(({ id }) => id), tied: tied.map(({ id }) => id), ...ratio }
}
