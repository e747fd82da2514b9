/** The order of voter groups in a list: 第二组 before 第十组, 2 before 10, whoever wrote the numbers. */

const DIGITS = '〇一二三四五六七八九'
const UNITS: Readonly<Record<string, number>> = { 十: 10, 百: 100 }
const NUMERAL = /\d+|[〇零一二三四五六七八九十百]+/g

/** Value of a Chinese numeral below a thousand: 十二 is 12, 一百零三 is 103, 二〇 is 20. */
const numberOf = (numeral: string): number => {
  let total = 0
  let digit: number | undefined
  for (const character of numeral.replaceAll('零', '〇')) {
    const unit = UNITS[character]
    if (unit !== undefined) {
      total += (digit || 1) * unit
      digit = undefined
    } else digit = (digit ?? 0) * 10 + DIGITS.indexOf(character)
  }
  return total + (digit ?? 0)
}

const partsOf = (group: string): (string | number)[] => {
  const parts: (string | number)[] = []
  let from = 0
  for (const match of group.matchAll(NUMERAL)) {
    const [numeral] = match
    parts.push(group.slice(from, match.index), /\d/.test(numeral) ? Number(numeral) : numberOf(numeral))
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
