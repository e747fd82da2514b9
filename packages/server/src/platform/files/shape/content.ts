/** What a column holds, by its cells. */
import { readDate } from '@mingce/domain/standards'
import { looksLikeName } from './names.ts'
import { countNumbers, mendText, numbersInText } from './numbers.ts'
import { holdsNameAndNumber } from './people-in-cell.ts'

/** Fields that can be recognised by content. */
export type Content = 'number' | 'name' | 'sex' | 'birth' | 'phone' | 'community' | 'address' | 'named-number' | 'outcome'

const PHONE = /^(?:\+?86[- ]?)?(?:1\d{10}|0\d{2,3}[- ]?\d{7,8})$/
const SEX = /^(男|女|男性|女性|M|F)$/i
const COMMUNITY = /^(?:\d{12}|[\p{Script=Han}A-Za-z（）()]{2,24}(?:社区|居委会|居民委员会|村委会|村民委员会))$/u
const ADDRESS = /[\p{Script=Han}].*\d+\s*(?:号|室|楼|栋|幢|单元|弄|组|院|座)/u
/** What a report writes beside each person. */
const OUTCOME = /^(接收|待审核|退回|未变|accepted|needs review|refused|unchanged)$/

const birthOf = (row: readonly string[]): string | undefined => {
  for (const cell of row)
    for (const { number, isWhole } of numbersInText(mendText(cell)).numbers)
      if (isWhole) return number.length === 18 ? number.slice(6, 14) : `19${number.slice(6, 12)}`
  return undefined
}

const TESTS: readonly (readonly [Content, (cell: string, row: readonly string[]) => boolean])[] = [
  ['named-number', cell => holdsNameAndNumber(cell)],
  ['number', cell => countNumbers(cell) > 0],
  ['outcome', cell => OUTCOME.test(cell)],
  ['sex', cell => SEX.test(cell)],
  ['phone', cell => PHONE.test(mendText(cell).trim())],
  ['community', cell => COMMUNITY.test(cell)],
  ['birth', (cell, row) => readDate(cell)?.replaceAll('-', '') === birthOf(row)],
  ['name', looksLikeName],
  ['address', cell => ADDRESS.test(cell)],
]
/** So much of a column has to be of its kind. */
const MOST = 0.6

/** Rows and columns whose content is looked at. */
const MOST_SAMPLED = 50
const MOST_KNOWN_COLUMNS = 100
/** Characters of a cell that are looked at: the patterns may take the square of it. */
const LONGEST_LOOKED_AT = 200

/** What the column holds in these rows of people, or undefined. */
export const contentOf = (people: readonly (readonly string[])[], column: number): Content | undefined => {
  if (column >= MOST_KNOWN_COLUMNS) return undefined
  const filled = people.slice(0, MOST_SAMPLED).filter(row => (row[column] ?? '').trim() !== '')
  if (filled.length === 0) return undefined
  for (const [content, test] of TESTS) {
    const fitting = filled.filter(row => test((row[column] ?? '').slice(0, LONGEST_LOOKED_AT).trim(), row)).length
    if (fitting >= filled.length * (content === 'named-number' || content === 'number' ? 0.5 : MOST)) return content
  }
  return undefined
}
