/** Why a row of the population register or of the people without the vote cannot be used. The row comes back to the office that sent it. */
import type { Text } from '../result/index.ts'
import type { ResidentIdFault } from '../standards/index.ts'
import type { DecisionRefusal } from './decision.ts'

export type PopulationRefusal = `identity.${ResidentIdFault}` | 'name.missing' | DecisionRefusal

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
    'The ID number does not have 18 or 15 digits, or contains other characters',
    ...numberNext,
  ),
  refusal(
    'identity.area',
    'GB 11643, GB/T 2260',
    '身份证号前两位不是任何省级代码',
    'The first two digits of the ID number are not the code of any province',
    ...numberNext,
  ),
  refusal(
    'identity.foreign',
    'EL 4',
    '号码以9开头，是外国人永久居留身份证，不是中国公民的号码',
    'The number begins with 9: that of a foreigner’s permanent residence card, not of a citizen',
    '号码写错的更正后重新导入；确是外国人的从本表中删去',
    'Correct the number and import again; if it is a foreigner, delete the row',
  ),
  refusal(
    'identity.checksum',
    'GB 11643',
    '身份证号校验码不对，有一位写错了',
    'The check digit of the ID number is wrong; one digit was mistyped',
    ...numberNext,
  ),
  refusal(
    'identity.date',
    'GB 11643',
    '身份证号里的出生日期不存在',
    'The birth date in the ID number does not exist',
    ...numberNext,
  ),
  refusal(
    'identity.precision-lost',
    'GB 11643',
    '表格软件把身份证号变成了数值，末几位已丢失',
    'The spreadsheet converted the ID number to a numeric value and its last digits were lost',
    '把该列设为“文本”格式，重新导出后再导入',
    'Format the column as text, export again and import',
  ),
  refusal('name.missing', 'EL 28', '没有姓名', 'No name', '补上姓名后重新导入', 'Add the name and import again'),
  refusal(
    'row.incomplete',
    'EL 4, CL 55–58, P83 §4',
    '缺少必填内容，或内容无法识别（状态、类别、机关、文书号、日期）',
    'A required value is missing or cannot be read (status, ground, authority, document number, dates)',
    '补全这一行的类别、决定机关、文书号和起始日期（或状态）后重新导入',
    'Complete the ground, authority, document number and first day (or the status) of this row and import again',
  ),
  refusal(
    'ground.court',
    'CL 55–58',
    '剥夺政治权利须有法院的判决',
    'Deprivation of political rights requires a court judgment',
    '写明判决的法院和文书号后重新报送；没有判决的照常行使选举权利',
    'Name the court and the document number and send again; without a judgment the person can vote',
  ),
  refusal(
    'ground.end',
    'CL 55–58',
    '剥夺政治权利没有截止日期，也没有写明终身',
    'The deprivation of political rights has no end and does not say that it is for life',
    '对照判决书写明截止日期；剥夺终身的写“终身”',
    'Enter the last day from the judgment; if it is for life, enter 终身 (life)',
  ),
  refusal(
    'ground.sentence',
    'CL 58',
    '主刑的起止日期有误：应先于剥夺政治权利的起始日期，从刑满释放或者假释之日起计算',
    'The dates of the main sentence are wrong: it comes before the deprivation, which is counted from release or parole',
    '对照判决书更正主刑和剥夺政治权利的起止日期',
    'Correct the dates of the main sentence and of the deprivation from the judgment',
  ),
  refusal(
    'ground.authority',
    'P83 §4',
    '停止行使选举权利须由检察院或法院决定；没有决定的照常行使选举权利',
    'Suspension requires a decision of a procuratorate or court; without one the person can vote',
    '补上检察院或法院的决定；没有决定的从本表中删去',
    'Add the decision of the procuratorate or court; without one, delete the person from this table',
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
