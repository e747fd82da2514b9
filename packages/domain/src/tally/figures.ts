/** The figures of one district's count, and what they must not contradict (EL 43). */

export interface Votes {
  readonly id: string
  readonly for: number
  readonly kind: 'candidate' | 'write-in'
  /** A voter who may be elected on election day (EL 4, EL 41). */
  readonly eligible: boolean
}

/** `by-election` is the first vote of one. */
export const VOTES = ['first', 'by-election', 'tie', 'another'] as const
export type Vote = (typeof VOTES)[number]

export interface TallyInput {
  readonly rules: string
  readonly level: 'county' | 'township'
  readonly vote: Vote
  /** To fill in this vote. */
  readonly seats: number
  readonly registered: number
  /** Voters who were given a ballot, by proxy the giver (投票人数). */
  readonly issued: number
  readonly collected: number
  /** Part of `collected`. */
  readonly void: number
  readonly votes: readonly Votes[]
}

/** No result is found from figures that contradict each other. More ballots than issued is no contradiction: EL 44 says what follows. */
export const isContradictory = (input: TallyInput): boolean => {
  const valid = input.collected - input.void
  const sum = input.votes.reduce((total, one) => total + one.for, 0)
  return valid < 0 || input.issued > input.registered || input.votes.some(one => one.for > valid) || sum > input.seats * valid
}
