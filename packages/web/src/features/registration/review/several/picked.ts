/** Which cases are picked, and what can be done with them together. Pure. */
import type { CaseFinding, ReviewCase } from '../../../../api/index.ts'

/** As many as the server takes in one request. */
export const MOST_PICKED = 100

/** The keys with one added or taken away; the same when it would be one too many. */
export const toggled = (picked: ReadonlySet<string>, key: string): ReadonlySet<string> => {
  if (!picked.has(key)) return picked.size < MOST_PICKED ? new Set([...picked, key]) : picked
  return new Set([...picked].filter(one => one !== key))
}

const openCodes = (one: ReviewCase): CaseFinding['code'][] => [
  ...new Set(one.findings.filter(finding => finding.state === 'open').map(finding => finding.code)),
]

/** The one thing that was found of each of them; null where they differ, or more was found. */
export const findingOfAll = (cases: readonly ReviewCase[]): CaseFinding['code'] | null => {
  const codes = [...new Set(cases.flatMap(openCodes))]
  return codes.length === 1 ? (codes[0] ?? null) : null
}
