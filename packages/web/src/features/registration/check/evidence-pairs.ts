/** The particulars a finding carries, as name and value, for reading. Pure. */

/** Documents named by the bits of `evidence`, as the server keeps them. */
export const PAPERS = [
  [1, 'certificate'],
  [2, 'residencePermit'],
  [4, 'contract'],
  [8, 'tookPart'],
  [16, 'student'],
  [128, 'residence'],
  [256, 'universityStudent'],
  [512, 'livesAbroad'],
] as const
export type Paper = (typeof PAPERS)[number][1]

export const papersIn = (bits: number): Paper[] => PAPERS.flatMap(([bit, paper]) => ((bits & bit) !== 0 ? [paper] : []))

/** Plain values only; a nested one by the names that lead to it. `evidence` stays a number: the page names its documents. */
export const evidencePairs = (evidence: object, prefix = ''): [string, string | number][] =>
  Object.entries(evidence).flatMap(([name, value]): [string, string | number][] => {
    if (value === null || value === undefined || value === '') return []
    if (Array.isArray(value)) return [[prefix + name, value.map(String).join(', ')]]
    if (typeof value === 'object') return evidencePairs(value, `${prefix}${name}.`)
    return [[prefix + name, typeof value === 'number' ? value : String(value)]]
  })
