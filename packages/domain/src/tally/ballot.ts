/** What one ballot says (EL 41, EL 44): valid, void, or an abstention. It knows no names. */
import type { OpenPointCode } from '../election/index.ts'

export const MARKS = ['for', 'against', 'abstain', 'write-in'] as const
export type Mark = (typeof MARKS)[number]

export interface BallotInput {
  readonly seats: number
  /** One a line of the ballot. */
  readonly marks: readonly Mark[]
}

export interface BallotOutput {
  readonly judgement: 'valid' | 'void' | 'abstention'
  /** People chosen: for, and written in. */
  readonly chosen: number
  readonly article: string
  readonly open: readonly OpenPointCode[]
}

/** Judges a ballot. More people chosen than seats: void (EL 44). Nothing marked is an abstention (EL 41). No point is open. */
export const judgeBallot = ({ seats, marks }: BallotInput): BallotOutput => {
  const chosen = marks.filter(mark => mark === 'for' || mark === 'write-in').length
  if (chosen > seats) return { judgement: 'void', chosen, article: 'EL 44', open: [] }
  const judgement = marks.every(mark => mark === 'abstain') ? 'abstention' : 'valid'
  return { judgement, chosen, article: 'EL 41, EL 44', open: [] }
}
