/** Why a row of the population register or of the people without the vote cannot be used. The row comes back to the office that sent it. */
import type { Text } from '../result/index.ts'
import type { ResidentIdFault } from '../standards/index.ts'

export type PopulationRefusal = `identity.${ResidentIdFault}` | 'name.missing' | 'row.incomplete' | 'ground.authority'

export interface RefusalText {
  readonly code: PopulationRefusal
  readonly article: string
  readonly title: Text
  readonly next: Text
}

const refusal = (
  code: PopulationRefusal,
  article: string,
  titleZh: string,
  titleEn: string,
  nextZh: string,
  nextEn: string,
): RefusalText => ({
  code,
  article,
  title: { zh: titleZh, en: titleEn },
  next: { zh: nextZh, en: nextEn },
})

const numberNext = ['对照来源更正号码后重新导入', 'Correct the number from its source and import again'] as const

export const POPULATION_REFUSALS: readonly RefusalText[] = [
  refusal('identity.missing', 'GB 11643', '没有公民身份号码', 'No ID number', ...numberNext),
  refusal(
    'identity.format',
    'GB 11643',
    '身份证号不是18位或15位，或含有其他字符',
    'The ID number does not have 18 or 15 places, or has other characters',
    ...numberNext,
  ),
  refusal(
    'identity.checksum',
    'GB 11643',
    '身份证号校验码不对，有一位写错了',
    'The check digit is wrong: some digit is mistyped',
    ...numberNext,
  ),
  refusal(
    'identity.date',
    'GB 11643',
    '身份证号里的出生日期不存在',
    'The birth date inside the ID number does not exist',
    ...numberNext,
  ),
  refusal(
    'identity.precision-lost',
    'GB 11643',
    '表格软件把身份证号变成了数值，末几位已丢失',
    'The spreadsheet turned the ID number into a number and lost its last digits',
    '把该列设为“文本”格式，重新导出后再导入',
    'Export again with the column as text and import',
  ),
  refusal('name.missing', 'EL 28', '没有姓名', 'No name', '补上姓名后重新导入', 'Add the name and import again'),
  refusal(
    'row.incomplete',
    'EL 4, CL 55–58, P83 §4',
    '缺少必填内容，或内容看不懂（状态、类别、机关、文书号、日期）',
    'Something required is missing or cannot be read (status, ground, authority, document, dates)',
    '按 docs/files.md 补全这一行后重新导入',
    'Complete the row as docs/files.md says and import again',
  ),
  refusal(
    'ground.authority',
    'P83 §4',
    '停止行使选举权利须由检察院或法院决定；没有决定的照常行使选举权利',
    'Suspension needs a decision of procuratorate or court; without one the person votes',
    '补上检察院或法院的决定；没有决定的从名单中删去',
    'Name the deciding procuratorate or court, or take the person off this list',
  ),
]

const byCode = new Map(POPULATION_REFUSALS.map(text => [text.code, text]))

/** Texts of a code that may not be a refusal of these registers. */
export const findPopulationRefusal = (code: string): RefusalText | undefined =>
  POPULATION_REFUSALS.find(text => text.code === code)

/** Texts of a refusal. */
export const getPopulationRefusal = (code: PopulationRefusal): RefusalText => {
  const text = byCode.get(code)
  if (!text) throw new Error(`no refusal ${code}`)
  return text
}
