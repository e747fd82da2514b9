/** The particulars that a finding carries, as name and value. Pure. */

/** Plain values only; a nested one by the names that lead to it. */
export const evidencePairs = (evidence: unknown, prefix = ''): [string, string][] =>
  typeof evidence !== 'object' || evidence === null
    ? []
    : Object.entries(evidence).flatMap(([name, value]): [string, string][] => {
        if (value === null || value === undefined || value === '') return []
        if (Array.isArray(value)) return [[prefix + name, value.map(String).join(', ')]]
        return typeof value === 'object' ? evidencePairs(value, `${prefix}${name}.`) : [[prefix + name, String(value)]]
      })
