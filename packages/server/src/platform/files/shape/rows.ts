/** Rows that are not people: totals, signatures, captions; and what a caption says of the rows below it. */
import { looksLikeName } from './names.ts'

/** First cells of rows with totals or signatures: 合计, 总计, 小计, 共 320 人, 填表人：… No surname begins like this. */
const TOTAL =
  /^(合\s*计|总\s*计|小\s*计|累\s*计|共\s*计|总人数|合计人数|共\s*[\d０-９]+\s*[人名户]|总共|填表|制表|审核|复核|登记员|经办人|负责人[:：(（]|单位负责人|单位[(（]?盖章|填报|说明[:：]?$|说明[:：]|备注[:：]|注[:：]|total\b|subtotal\b|grand total\b)/i
const TOTAL_WITHIN = /^.{0,12}(合\s*计|总\s*计|小\s*计|累\s*计|共\s*计|共\s*[\d０-９]+\s*[人名户])/

const LONGEST_CAPTION = 40

const firstText = (row: readonly string[]): string => row.find(cell => cell.trim() !== '')?.trim() ?? ''

/** Is a row without a number a total or a signature? */
export const isTotal = (row: readonly string[]): boolean => {
  const first = firstText(row).slice(0, LONGEST_CAPTION)
  return TOTAL.test(first) || TOTAL_WITHIN.test(first)
}

/** Nothing, or only a number of the line, as in the unused rows of a form. */
export const isUnused = (row: readonly string[]): boolean => {
  const filled = row.filter(cell => cell.trim() !== '')
  return filled.length === 0 || (filled.length === 1 && /^\d{1,6}$/.test(filled[0]?.trim() ?? ''))
}

const LIST = /(名册|名单|花名|登记表|汇总|统计|一览|选民登记$|第.{1,4}页|共.{1,4}页|日期|年\s*\d+\s*月|填报|[:：])/

/** Fields that a caption can fill, by the form of its text. */
const FIELDS: readonly (readonly [string, RegExp])[] = [
  ['district', /选区$/],
  ['community', /(社区|居委会|居民委员会|村委会|村民委员会)$/],
  ['voterGroup', /(小组|[\d０-９一二三四五六七八九十]+组)$/],
  ['address', /(楼|栋|幢|座|单元|号院|大院|门|弄|巷|层|院|排|村|屯|庄|里)$|[\d０-９]+(号|#)$/],
  ['unit', /(班|系|学院|部|科|处|室|车间|公司|厂|中心|学校|院系|专业|队)$/],
]
/** A part of a building, below the building itself. */
const PART = /^[\d０-９一二三四五六七八九十A-Za-z]+\s*(单元|层|门)$/
const BUILDING = /(楼|栋|幢|座|院|号)$/

export interface Caption {
  readonly text: string
  /** The field that it fills in the rows below; undefined: none. */
  readonly field: string | undefined
}

/** The only text of a row, or undefined where it has several or none. */
const onlyText = (row: readonly string[]): string | undefined => {
  let text: string | undefined
  for (const cell of row) {
    const trimmed = cell.trim()
    if (trimmed === '' || trimmed === text) continue
    if (text !== undefined) return undefined
    text = trimmed
  }
  return text
}

const isStrong = (text: string): boolean =>
  text.length > 4 || /[\d０-９]/.test(text) || /^[一二三四五六七八九十]+(组|队|班|号|栋|楼|单元)/.test(text)

/** The caption that a row without a number is, or undefined where it may be a person who has only a name. */
export const captionOf = (row: readonly string[], nameColumns: readonly number[]): Caption | undefined => {
  const text = onlyText(row)
  if (text === undefined) return undefined
  const isInName = nameColumns.some(at => (row[at] ?? '').trim() === text)
  const isMerged = row.filter(cell => cell.trim() !== '').length > 1
  if (text.length > LONGEST_CAPTION) return { text, field: undefined }
  if (isInName && !isMerged && !isStrong(text) && looksLikeName(text)) return undefined
  if (LIST.test(text)) return { text, field: undefined }
  return { text, field: FIELDS.find(([, form]) => form.test(text))?.[0] }
}

/** The caption after `before`: 2单元 below 1号楼 is 1号楼2单元. */
export const joinCaptions = (before: string | undefined, text: string): string => {
  if (before === undefined || !PART.test(text)) return text
  const building = before.replace(/[\d０-９一二三四五六七八九十A-Za-z]+\s*(单元|层|门)$/, '')
  return BUILDING.test(building) ? `${building}${text}` : text
}
