/** Electoral districts (选区): 1–3 deputies each, made of communities (EL 25, 26). A district table is read here. */
import type { Level } from '../election/index.ts'
import { fail, ok, type Result, type Text } from '../result/index.ts'

export interface DistrictRow {
  readonly level: Level
  readonly name: string
  readonly seats: number
  /** Names or codes of communities, as written; of a part `community/part`. */
  readonly communities: readonly string[]
}

const LEVEL_WORDS: Readonly<Record<string, Level>> = {
  county: 'county',
  district: 'county',
  县级: 'county',
  区级: 'county',
  区: 'county',
  县: 'county',
  区县: 'county',
  区县级: 'county',
  township: 'township',
  town: 'township',
  乡级: 'township',
  镇级: 'township',
  乡: 'township',
  镇: 'township',
  乡镇: 'township',
  乡镇级: 'township',
}
const HEADERS: readonly (readonly [keyof DistrictRow, readonly string[]])[] = [
  ['level', ['级别', '层级', 'level']],
  ['name', ['选区', '选区名称', 'name', 'district']],
  ['seats', ['代表名额', '应选代表数', '名额', 'seats']],
  ['communities', ['社区', '所辖社区', '社区代码', '包含社区', '范围', 'communities', 'community']],
]

/** Columns of a district table by field, or the fields that no column has. Header names in Chinese or English, in any order. */
export const mapDistrictColumns = (
  header: readonly string[],
): Result<Record<keyof DistrictRow, number>, { missing: string[] }> => {
  const clean = header.map(cell => cell.trim().toLowerCase())
  const found = HEADERS.map(([field, names]) => [field, clean.findIndex(cell => names.includes(cell))] as const)
  const missing = found
    .filter(([, index]) => index < 0)
    .map(([field]) => HEADERS.find(([name]) => name === field)?.[1][0] ?? field)
  return missing.length > 0 ? fail({ missing }) : ok(Object.fromEntries(found) as Record<keyof DistrictRow, number>)
}

/** Communities of a cell, divided by 、 ； ; , or a line. 东村（一组、二组） and 东村/一组 are parts of one. */
const readCommunities = (cell: string): string[] =>
  [...cell.normalize('NFKC').matchAll(/([^、;,|\n()]+)(?:\(([^()]*)\))?/g)].flatMap(([, written = '', inside]) => {
    const community = written.trim()
    if (community === '') return []
    if (inside === undefined) return [community]
    return inside.split(/[、;,|\n\s]+/).flatMap(part => (part === '' ? [] : [`${community}/${part}`]))
  })

/** One row of a district table. Seats are one to three (EL 25). */
export const readDistrictRow = (
  cells: readonly string[],
  columns: Record<keyof DistrictRow, number>,
): Result<DistrictRow, Text> => {
  const cell = (field: keyof DistrictRow) => (cells[columns[field]] ?? '').trim()
  const level = LEVEL_WORDS[cell('level').toLowerCase()]
  if (!level)
    return fail({ zh: `级别“${cell('level')}”应为县级或乡级`, en: `Level “${cell('level')}” must be county or township` })
  if (cell('name') === '') return fail({ zh: '没有选区名称', en: 'The electoral district has no name' })
  const seats = Number(cell('seats'))
  if (!Number.isInteger(seats) || seats < 1 || seats > 3)
    return fail({
      zh: `名额“${cell('seats')}”应为1至3（选举法第二十五条）`,
      en: `Seats “${cell('seats')}” must be 1 to 3 (Electoral Law, Art. 25)`,
    })
  const communities = readCommunities(cell('communities'))
  if (communities.length === 0) return fail({ zh: '没有写明所辖社区', en: 'The electoral district has no communities' })
  return ok({ level, name: cell('name'), seats, communities })
}
