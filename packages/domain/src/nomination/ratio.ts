/** How many candidates there are for the seats (EL 31, EL 57). */

export interface Ratio {
  readonly min: number
  /** null: no most (a by-election, EL 57). */
  readonly max: number | null
}

/** EL 31: more than the seats by a third to the whole; 1 seat: 2; 2: 3 to 4; 3: 4 to 6. */
export const candidateRatio = (seats: number): { readonly min: number; readonly max: number } => ({
  min: seats + Math.ceil(seats / 3),
  max: seats * 2,
})

/** EL 57: in a by-election candidates may be more than the seats, or as many. */
export const ratioOf = (election: 'general' | 'by-election', seats: number): Ratio =>
  election === 'by-election' ? { min: seats, max: null } : candidateRatio(seats)

export type RatioState = 'too-few' | 'within' | 'too-many'

export const ratioState = ({ min, max }: Ratio, count: number): RatioState => {
  if (count < min) return 'too-few'
  return max !== null && count > max ? 'too-many' : 'within'
}
