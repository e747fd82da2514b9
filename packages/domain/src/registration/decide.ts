/**
 * Facts, then a decision: the store sets bits, this says what they mean. Called once per distinct mask, so one rule serves a single row
 * and nine million.
 */
import { FINDINGS, type FindingCode } from './findings.ts'
import { hasFact } from './masks.ts'

/** Facts that are no findings of themselves; they share the mask with the findings' bits. */
export const STANDING = {
  /** A row of the same person stands earlier in this file with equal particulars. */
  repeatedInFile: 2 ** 28,
  /** The person already stands in the same district with equal particulars. */
  unchangedInRoll: 2 ** 29,
  /** The person already stands in the same district with other particulars (an address, a unit): they are brought up to date. */
  updatesInRoll: 2 ** 30,
} as const

export type Outcome = 'accepted' | 'review' | 'refused' | 'unchanged'

export interface Decision {
  readonly outcome: Outcome
  /** Findings that count for this row: of a refused row only its refusals and notes, of an unchanged row none. */
  readonly findings: readonly FindingCode[]
}

/**
 * What a row's facts mean.
 * A refusal outweighs all else; a row that changes nothing is unchanged, whatever was found of it before; else anything to review makes
 * it a review. EL 4 (who votes), EL 5 (once), EL 27 (changes before each election).
 */
export const decide = (mask: number): Decision => {
  const found = FINDINGS.filter(finding => hasFact(mask, 2 ** finding.bit))
  const codes = (severities: readonly string[]) => found.filter(f => severities.includes(f.severity)).map(f => f.code)
  if (found.some(f => f.severity === 'refused')) return { outcome: 'refused', findings: codes(['refused', 'note']) }
  if (hasFact(mask, STANDING.repeatedInFile + STANDING.unchangedInRoll)) return { outcome: 'unchanged', findings: [] }
  if (found.some(f => f.severity === 'review')) return { outcome: 'review', findings: codes(['review', 'note']) }
  return { outcome: 'accepted', findings: codes(['note']) }
}
