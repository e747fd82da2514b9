/**
 * The closed set of what a check may find of a registration. Each finding knows its severity, its article, and what a clerk reads.
 * A finding's `bit` is its place in the fact mask that the store fills, set by set (docs/adr/0003).
 */
import type { Text } from '../result/index.ts'

/** refused: not on the roll, the row comes back. review: a person decides. note: said, nothing hangs on it. */
export type Severity = 'refused' | 'review' | 'note'

export interface Finding {
  readonly code: string
  readonly bit: number
  readonly severity: Severity
  /** Article or standard, in the short names of docs/law. */
  readonly article: string
  readonly title: Text
  /** What the person who gets it does next. */
  readonly next: Text
}

const t = (zh: string, en: string): Text => ({ zh, en })

export const FINDINGS = [
  {
    code: 'identity.missing',
    bit: 0,
    severity: 'refused',
    article: 'GB 11643',
    title: t('没有公民身份号码', 'No ID number'),
    next: t(
      '补上身份证号后重新报送；没有身份证件的人到登记站办理',
      'Add the ID number and send again; people without one register at a station',
    ),
  },
  {
    code: 'identity.format',
    bit: 1,
    severity: 'refused',
    article: 'GB 11643',
    title: t('身份证号不是18位或15位，或含有其他字符', 'The ID number does not have 18 or 15 places, or has other characters'),
    next: t('对照身份证更正后重新报送', 'Correct it from the ID card and send again'),
  },
  {
    code: 'identity.checksum',
    bit: 2,
    severity: 'refused',
    article: 'GB 11643',
    title: t('身份证号校验码不对，有一位写错了', 'The check digit is wrong: some digit is mistyped'),
    next: t('逐位对照身份证更正后重新报送', 'Compare digit by digit with the ID card and send again'),
  },
  {
    code: 'identity.date',
    bit: 3,
    severity: 'refused',
    article: 'GB 11643',
    title: t('身份证号里的出生日期不存在', 'The birth date inside the ID number does not exist'),
    next: t('对照身份证更正后重新报送', 'Correct it from the ID card and send again'),
  },
  {
    code: 'identity.precision-lost',
    bit: 4,
    severity: 'refused',
    article: 'GB 11643',
    title: t(
      '表格软件把身份证号变成了数值，末几位已丢失',
      'The spreadsheet turned the ID number into a number and lost its last digits',
    ),
    next: t('把该列设为“文本”格式，重新录入号码后报送', 'Format the column as text, enter the number again and send'),
  },
  {
    code: 'name.missing',
    bit: 5,
    severity: 'refused',
    article: 'EL 28',
    title: t('没有姓名', 'No name'),
    next: t('补上姓名后重新报送', 'Add the name and send again'),
  },
  {
    code: 'eligibility.age',
    bit: 6,
    severity: 'refused',
    article: 'EL 4',
    title: t('选举日未满18周岁', 'Under 18 on election day'),
    next: t(
      '不列入本次选民名单；如出生日期有误，更正后重新报送',
      'Not on this voter list; if the birth date is wrong, correct it and send again',
    ),
  },
  {
    code: 'eligibility.deprived',
    bit: 7,
    severity: 'refused',
    article: 'EL 4, CL 55–58',
    title: t('选举日仍被剥夺政治权利', 'Deprived of political rights on election day'),
    next: t('核对判决书文号和起止日期；本人不服可以申诉', 'Check the judgment and its dates; the person may object'),
  },
  {
    code: 'eligibility.suspended',
    bit: 8,
    severity: 'refused',
    article: 'P83 §4',
    title: t(
      '检察院或法院决定羁押期间停止行使选举权利',
      'The right is suspended while detained, by decision of procuratorate or court',
    ),
    next: t('核对决定书文号和日期；羁押结束即恢复', 'Check the decision and its dates; the right returns when detention ends'),
  },
  {
    code: 'identity.birth',
    bit: 9,
    severity: 'review',
    article: 'GB 11643',
    title: t('出生日期一栏与身份证号不一致', 'The birth date column disagrees with the ID number'),
    next: t('看身份证，确认号码是本人的', 'Look at the ID card: is the number this person’s?'),
  },
  {
    code: 'identity.sex',
    bit: 10,
    severity: 'review',
    article: 'GB 11643, GB/T 2261.1',
    title: t('性别一栏与身份证号不一致', 'The sex column disagrees with the ID number'),
    next: t('看身份证，确认号码是本人的', 'Look at the ID card: is the number this person’s?'),
  },
  {
    code: 'name.unprintable',
    bit: 11,
    severity: 'review',
    article: 'EL 28, GB 18030',
    title: t('姓名中有无法显示的字', 'The name has a character that cannot be shown'),
    next: t('对照身份证录入正确的字', 'Enter the right character from the ID card'),
  },
  {
    code: 'duplicate.same-file',
    bit: 12,
    severity: 'review',
    article: 'EL 5',
    title: t('同一文件里此人前面已出现，内容不同', 'The same person stands earlier in this file with other particulars'),
    next: t('与单位核对，保留正确的一条', 'Ask the unit which is right and keep it'),
  },
  {
    code: 'claim.other-district',
    bit: 13,
    severity: 'review',
    article: 'EL 5, SH 20',
    title: t('此人已在其他选区登记', 'The person is registered in another district'),
    next: t('与另一选区核对，由本人选择一处', 'Ask the other district; the person chooses one place'),
  },
  {
    code: 'population.absent',
    bit: 14,
    severity: 'review',
    article: 'BJ 30',
    title: t('人口信息库中查无此人', 'Not in the population register'),
    next: t('核对身份证和居住证明', 'Check the ID card and proof of residence'),
  },
  {
    code: 'population.name',
    bit: 15,
    severity: 'review',
    article: 'BJ 30',
    title: t('姓名与人口信息库不一致', 'The name differs from the population register'),
    next: t(
      '对照身份证，看是曾用名、错字还是号码写错',
      'Compare with the ID card: a former name, a typing slip, or another person’s number?',
    ),
  },
  {
    code: 'population.deceased',
    bit: 16,
    severity: 'review',
    article: 'EL 27',
    title: t('人口信息库记载此人已死亡', 'The population register has the person as deceased'),
    next: t(
      '向社区和家属核实；确已死亡的除名，记录有误的保留',
      'Ask the community and the family; remove if true, keep if the record is wrong',
    ),
  },
  {
    code: 'population.moved-out',
    bit: 17,
    severity: 'review',
    article: 'EL 27, P83 §9',
    title: t('人口信息库记载此人户口已迁出', 'The population register has the household register as moved out'),
    next: t(
      '问清现居住地和户口所在地，决定在哪里登记',
      'Find out where the person lives and is registered now, and decide where they register',
    ),
  },
  {
    code: 'place.unproven',
    bit: 18,
    severity: 'review',
    article: 'P83 §9, BJ 31',
    title: t('户口在外地，还缺选民资格证明或居住证明', 'The household register is elsewhere and a proof is missing'),
    next: t(
      '请本人补交选民资格证明和居住证；参加过上次选举的和在校学生核实即可',
      'Ask for the certificate and the residence permit; those who took part last time and students need only be checked',
    ),
  },
  {
    code: 'district.unknown',
    bit: 19,
    severity: 'review',
    article: 'EL 25',
    title: t('所填社区不属于任何选区', 'The community belongs to no district'),
    next: t(
      '核对社区名称或代码，或在选区表中补上该社区',
      'Check the name or code of the community, or add it to the table of districts',
    ),
  },
  {
    code: 'identity.upgraded',
    bit: 20,
    severity: 'note',
    article: 'GB 11643',
    title: t('15位旧号码已换算成18位', 'The old 15-digit number was converted to 18 digits'),
    next: t('无需处理', 'Nothing to do'),
  },
  {
    code: 'area.retired',
    bit: 21,
    severity: 'note',
    article: 'GB/T 2260',
    title: t('号码前六位是已撤销的行政区划代码', 'The first six digits are an area code no longer in use'),
    next: t('无需处理，旧代码有效', 'Nothing to do: old codes stay valid'),
  },
  {
    code: 'identity.document',
    bit: 22,
    severity: 'review',
    article: 'EL 4, EL 27',
    title: t('没有公民身份号码，凭其他证件登记', 'Registered by another document: the person has no ID number'),
    next: t(
      '由另一名工作人员查看证件原件并确认；两人不能是同一账号',
      'Another officer looks at the original document and confirms; the two may not be one account',
    ),
  },
  {
    code: 'claim.same-district',
    bit: 23,
    severity: 'review',
    article: 'EL 5, EL 27',
    title: t(
      '此人已在本选区登记，新报的内容须核实，原登记不变',
      'The person is registered in this district; the new particulars need review and the registration is unchanged',
    ),
    next: t(
      '看身份证，核对两条内容：接受则以本条取代原登记，不接受则原登记保留',
      'Look at the ID card and compare both: accepting replaces the registration, refusing keeps it',
    ),
  },
] as const satisfies readonly Finding[]

export type FindingCode = (typeof FINDINGS)[number]['code']

const byCode = new Map<FindingCode, Finding & { code: FindingCode }>(FINDINGS.map(finding => [finding.code, finding]))

/** The finding of a code that may not be one. */
export const findFinding = (code: string): Finding | undefined => FINDINGS.find(finding => finding.code === code)

/** The finding of a code. */
export const getFinding = (code: FindingCode): Finding & { code: FindingCode } => {
  const finding = byCode.get(code)
  if (!finding) throw new Error(`no finding ${code}`)
  return finding
}

/** Value of a finding's bit in the fact mask (2^bit; masks stay below 2^31). */
export const factOf = (code: FindingCode): number => 2 ** getFinding(code).bit

/** Codes whose bits are set in `mask`, in the order of the table. */
export const findingsIn = (mask: number): FindingCode[] =>
  FINDINGS.filter(finding => (mask & (2 ** finding.bit)) !== 0).map(finding => finding.code)
