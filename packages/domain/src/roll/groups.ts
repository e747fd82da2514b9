/** The order of voter groups in a list: 第二组 before 第十组, 2 before 10, whoever wrote the numbers. */
import { NUMERAL, numeralValue } from '../standards/index.ts'

const NUMERALS = new RegExp(NUMERAL, 'g')

const partsOf = (group: string): (string | number)[] => {
  const parts: (string | number)[] = []
  let from = 0
  for (const match of group.matchAll(NUMERALS)) {
    const [numeral] = match
    parts.push(group.slice(from, match.index), numeralValue(numeral))
    from = match.index + numeral.length
  }
  return [...parts, group.slice(from)]
}

const byCode = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** Compares two voter groups, for sorting. No group ('') comes first; groups that read as the same number keep the order of their writing. */
export const compareGroups = (a: string, b: string): number => {
  const [left, right] = [partsOf(a), partsOf(b)]
  for (const [i, part] of left.entries()) {
    const other = right[i]
    if (other === undefined) return 1
    const order = typeof part === 'number' && typeof other === 'number' ? part - other : byCode(String(part), String(other))
    if (order !== 0) return order
  }
  return left.length - right.length || byCode(a, b)
}
