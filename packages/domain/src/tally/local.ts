/**
 * What provinces settle about the count beside the national law, by rule set. `default` is the Electoral Law alone. Merged into the rule
 * sets once these hold an article per value.
 */

export interface LocalTally {
  /** More ballots than were issued. */
  readonly ballots?: string
  /** Half of the voters took part. */
  readonly quorum?: string
  /** Who is elected, ties, another election. */
  readonly result?: string
  readonly byElection?: string
  /** A seat that another election leaves unfilled stays vacant: no further vote, also where a tie is the reason. */
  readonly vacantAfterAnother?: string
  /** A seat that a vote among the tied leaves undecided may stay vacant. */
  readonly vacantAfterTie?: string
}

export const LOCAL_TALLY: Readonly<Record<string, LocalTally>> = {
  default: {},
  beijing: { ballots: 'BJ 54', quorum: 'BJ 55', result: 'BJ 55', byElection: 'BJ 64' },
  shanghai: { ballots: 'SH 44', quorum: 'SH 44', result: 'SH 45', vacantAfterAnother: 'SH 45' },
  zhejiang: { ballots: 'ZJ 48', quorum: 'ZJ 48', result: 'ZJ 49', byElection: 'ZJ 59', vacantAfterAnother: 'ZJ 49' },
  shandong: {
    ballots: 'SD 48',
    quorum: 'SD 49',
    result: 'SD 49',
    byElection: 'SD 57',
    vacantAfterAnother: 'SD 49',
    vacantAfterTie: 'SD 49',
  },
}

/** What a rule set settles; one without an entry here settles nothing of its own. */
export const localTally = (rules: string): LocalTally => LOCAL_TALLY[rules] ?? {}
