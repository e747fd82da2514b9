/** Which nominations are valid: by ten voters or more, or by an organisation, in time (EL 30, EL 32). Both kinds are equal. */
import type { Nomination, NominationKind } from './input.ts'
import type { JudgedSignature } from './signatures.ts'

export type NominationCode = 'late' | 'valid' | 'undecided' | 'too-few' | 'over-number'

export interface JudgedNomination {
  readonly id: string
  readonly nominee: string
  readonly at: string
  readonly kind: NominationKind
  /** null: not decided yet. */
  readonly valid: boolean | null
  /** Signatures that count; those that are undecided are not among them. */
  readonly counted: number
  readonly code: NominationCode
}

/** Signatures that make a nomination (EL 30). */
const NEEDED: Readonly<Record<NominationKind, number>> = { joint: 10, organisation: 1 }

const judge = (nomination: Nomination, closes: string, counted: number, undecided: number): [boolean | null, NominationCode] => {
  const needed = NEEDED[nomination.kind]
  if (nomination.at > closes) return [false, 'late']
  if (counted >= needed) return [true, 'valid']
  if (counted + undecided >= needed) return [null, 'undecided']
  return [false, nomination.kind === 'joint' ? 'too-few' : 'over-number']
}

/** Judges every nomination by its signatures. */
export const judgeNominations = (
  nominations: readonly Nomination[],
  signatures: readonly JudgedSignature[],
  closes: string,
): JudgedNomination[] => {
  const tally = new Map(nominations.map(({ id }) => [id, { counted: 0, undecided: 0 }]))
  for (const { nomination, code } of signatures) {
    const of = tally.get(nomination)
    if (of && code === null) of.counted += 1
    if (of && code === 'undecided') of.undecided += 1
  }
  return nominations.map(nomination => {
    const { counted, undecided } = tally.get(nomination.id) ?? { counted: 0, undecided: 0 }
    const [valid, code] = judge(nomination, closes, counted, undecided)
    const { id, nominee, at, kind } = nomination
    return { id, nominee, at, kind, valid, counted, code }
  })
}
