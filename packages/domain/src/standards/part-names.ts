/**
 * Parts of a community that is divided among districts: 村民小组, 居民小组, 楼院 (EL 25: districts follow residence). A part is known by a name in
 * one spelling, so that 第一村民小组, 一组 and 1 in a file are one part.
 */
import { NUMERAL, numeralValue } from './numerals.ts'

/** The longest name of a part. */
export const MOST_PART_NAME = 20

const MEASURES: readonly (readonly [RegExp, string])[] = [
  [/(?:村民小组|居民小组|村小组|居小组|小组|村组|组)$/, '组'],
  [/(?:生产队|村民小队|小队|队)$/, '队'],
  [/(?:号楼|#楼|栋楼|幢楼|栋|幢|座|楼)$/, '号楼'],
  [/(?:号院|院)$/, '号院'],
]

const WHOLE_NUMERAL = new RegExp(`^(?:${NUMERAL})$`)
const NUMBERED = new RegExp(`^(.*?)第?(${NUMERAL})$`)

/** A name without that of its community: 东村一组 of 东村村民委员会 is 一组. */
const withoutCommunity = (text: string, community: string): string => {
  const stem = community.replace(/(?:村民委员会|居民委员会|村委会|居委会|委员会)$/, '')
  const bare = stem.replace(/(?:社区|村)$/, '')
  const prefix = [community, stem, `${bare}村`, `${bare}社区`, bare].find(one => one !== '' && text.startsWith(one))
  const rest = prefix === undefined ? text : text.slice(prefix.length)
  return rest === '' ? text : rest
}

/** The one spelling of a part's name; null where the cell says nothing. `community`: its name, which the cell may begin with. */
export const partKey = (written: string | null | undefined, community = ''): string | null => {
  const clean = (written ?? '').normalize('NFKC').replaceAll(/[\s/／]+/g, '')
  const text = withoutCommunity(clean, community.normalize('NFKC').replaceAll(/\s+/g, ''))
  if (text === '' || /^[-—–_无]+$/.test(text)) return null
  if (WHOLE_NUMERAL.test(text)) return `${numeralValue(text)}组`.slice(0, MOST_PART_NAME)
  for (const [measure, word] of MEASURES) {
    if (!measure.test(text)) continue
    const named = text.replace(measure, '')
    const [, before = '', numeral] = NUMBERED.exec(named) ?? []
    if (numeral !== undefined) return `${before}${numeralValue(numeral)}${word}`.slice(0, MOST_PART_NAME)
    // 王家坡村民小组 and 王家坡组 are one; a building that is not numbered keeps its name.
    return (word === '组' && named !== '' ? `${named}组` : text).slice(0, MOST_PART_NAME)
  }
  return text.slice(0, MOST_PART_NAME)
}

/** The order of parts: by the number that their names begin with, then by name. */
export const compareParts = (a: string, b: string): number => {
  const [left, right] = [a, b].map(key => Number(/^\d+/.exec(key)?.[0] ?? Number.MAX_SAFE_INTEGER))
  return (left ?? 0) - (right ?? 0) || (a < b ? -1 : a > b ? 1 : 0)
}
