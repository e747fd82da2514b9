/** Areas and their people as they are pasted from a table of an office, with its headings or without. Pure. */
import type { DraftArea } from './seats-draft.ts'

export interface Pasted {
  readonly areas: readonly { readonly code: string | null; readonly name: string; readonly population: number }[]
  /** Lines that name no area with a number, as they were pasted. */
  readonly unread: readonly string[]
}

/** 代码; 名称, 单位, 地区, 街道, 乡镇 …; 人口, 人数. */
const HEADINGS = {
  code: /^(\u884c\u653f)?(\u533a\u5212)?\u4ee3\u7801$|^code$/i,
  name: /\u540d\u79f0|\u5355\u4f4d|\u5730\u533a|\u533a\u57df|\u8857\u9053|\u4e61\u9547|\u9009\u533a|^(name|area|unit|township)$/i,
  population: /\u4eba\u53e3|\u4eba\u6570|^(population|people|residents)$/i,
} as const
/** 合计, 总计, 小计, 共计. */
const TOTAL = /^(\u5408\u8ba1|\u603b\u8ba1|\u5c0f\u8ba1|\u5171\u8ba1|total|sum)$/i

/** `16,000`, `１６０００人`, `1.6万`; undefined: no number of people. */
const readPeople = (cell: string): number | undefined => {
  const match = /^(\d[\d,]*(?:\.\d+)?)(\u4e07)?\u4eba?$/.exec(cell.normalize('NFKC').replace(/\s/g, ''))
  if (!match) return undefined
  const people = Number((match[1] ?? '').replaceAll(',', '')) * (match[2] ? 10_000 : 1)
  return Number.isInteger(Math.round(people * 1e6) / 1e6) ? Math.round(people) : undefined
}

const cellsOf = (line: string): string[] =>
  line.split(line.includes('\t') ? '\t' : /[\uff0c;\uff1b]|,(?!\d{3}(?!\d))|\s{2,}|\s(?=\d)/).map(cell => cell.trim())

interface Columns {
  readonly code: number
  readonly name: number
  readonly population: number
}

/** Where the columns are, when the line is one of headings. */
const headingsOf = (cells: readonly string[]): Columns | undefined => {
  if (cells.some(cell => readPeople(cell) !== undefined)) return undefined
  const at = (heading: RegExp) => cells.findIndex(cell => heading.test(cell.replace(/\s|[\uff08(].*[)\uff09]/g, '')))
  const columns = { code: at(HEADINGS.code), name: at(HEADINGS.name), population: at(HEADINGS.population) }
  return columns.population >= 0 ? { ...columns, name: Math.max(0, columns.name) } : undefined
}

/** Without headings: the first cell that is no number is the name, the last number the people, a number of 6 to 12 digits before the name a code. */
const guessOf = (cells: readonly string[]): Columns => {
  const name = cells.findIndex(cell => cell !== '' && !/^[\d.,]+$/.test(cell))
  const population = cells.findLastIndex(cell => readPeople(cell) !== undefined)
  return { code: cells.findIndex((cell, at) => at < name && /^\d{6,12}$/.test(cell)), name, population }
}

type PastedArea = Pasted['areas'][number]

/** The area of a line; null: a total, which is no area; undefined: it names no area with a number. */
const areaOf = (cells: readonly string[], at: Columns): PastedArea | null | undefined => {
  const name = cells[at.name] ?? ''
  if (TOTAL.test(name.replace(/\s/g, ''))) return null
  const population = readPeople(cells[at.population] ?? '')
  return name === '' || population === undefined ? undefined : { code: cells[at.code] || null, name, population }
}

/** Reads what was pasted. Lines of totals are left out. */
export const readPasted = (text: string): Pasted => {
  const lines = text.split(/\r?\n/).filter(line => line.trim() !== '')
  const [first] = lines
  const headings = first === undefined ? undefined : headingsOf(cellsOf(first))
  const areas: PastedArea[] = []
  const unread: string[] = []
  for (const line of headings ? lines.slice(1) : lines) {
    const cells = cellsOf(line)
    const area = areaOf(cells, headings ?? guessOf(cells))
    if (area) areas.push(area)
    else if (area === undefined) unread.push(line.trim())
  }
  return { areas, unread }
}

/** Fills in what was pasted, by code or name; what is not there yet becomes a unit of its own with a code by `newCode`. */
export const fillIn = (rows: readonly DraftArea[], pasted: Pasted, newCode: () => string): DraftArea[] => {
  const filled = [...rows]
  for (const { code, name, population } of pasted.areas) {
    const at = filled.findIndex(row => (code !== null && row.code === code) || row.name.trim() === name)
    const known = filled[at]
    if (known) filled[at] = { ...known, population }
    else filled.push({ code: newCode(), name, population })
  }
  return filled
}
