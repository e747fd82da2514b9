/** Chinese numerals below a thousand, as names of groups and buildings have them. */

const DIGITS = '〇一二三四五六七八九'
const UNITS: Readonly<Record<string, number>> = { 十: 10, 百: 100 }

/** A run of characters that is a number, as the source of a regular expression. */
export const NUMERAL = String.raw`\d+|[〇零一二三四五六七八九十百]+`

/** Value of a numeral: 12, 十二 and 一二 are 12, 一百零三 is 103, 二〇 is 20. */
export const numeralValue = (numeral: string): number => {
  if (/^\d+$/.test(numeral)) return Number(numeral)
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
