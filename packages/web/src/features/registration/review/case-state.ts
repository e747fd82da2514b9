/** The state of a case in the queue, and which case comes next. Pure. */
import type { ReviewCase } from '../../../api/index.ts'
import { keyOfCase } from '../registration-key.ts'

/** A case waits for a person while one of its findings is open. */
export const isOpen = (one: ReviewCase): boolean => one.findings.some(finding => finding.state === 'open')

/** The case `step` places on, staying within the list. */
export const caseAtOffset = (cases: readonly ReviewCase[], key: string | null, step: number): ReviewCase | null => {
  const at = cases.findIndex(one => keyOfCase(one) === key)
  if (at === -1) return cases[0] ?? null
  return cases[Math.min(cases.length - 1, Math.max(0, at + step))] ?? null
}

/** The next case that is still open: after this one, else from the top; null when all are decided. */
export const nextOpen = (cases: readonly ReviewCase[], key: string): ReviewCase | null => {
  const at = cases.findIndex(one => keyOfCase(one) === key)
  return [...cases.slice(at + 1), ...cases.slice(0, Math.max(0, at))].find(isOpen) ?? null
}

/** The case that is open: the one of the address, else the first; on a phone the list is shown instead. */
export const chosenOf = (cases: readonly ReviewCase[], asked: string | null, narrow: boolean): ReviewCase | null =>
  cases.find(one => keyOfCase(one) === asked) ?? (narrow ? null : (cases[0] ?? null))
