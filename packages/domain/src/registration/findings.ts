/**
 * The closed set of what a check may find of a registration. Each finding knows its severity, its article, and what a clerk reads.
 * A finding's `bit` is its place in the fact mask that the store fills, set by set (docs/adr/0003).
 */
import { citeWith, type RuleKey, type RuleSet } from '../election/index.ts'
import type { Text } from '../result/index.ts'
import { hasFact } from './masks.ts'

/** refused: not on the roll, the row comes back. review: a person decides. note: said, nothing hangs on it. */
export type Severity = 'refused' | 'review' | 'note'

export interface Finding {
  readonly code: string
  readonly bit: number
  readonly severity: Severity
  /** National article or standard, in the short names of docs/law. */
  readonly article: string
  /** Values of the rule set whose local articles belong to it: a finding is cited by `articleOf`, never another province’s text. */
  readonly local?: readonly RuleKey[]
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
      '补上身份证号后重新报送；没有身份证的到登记站办理',
      'Add the ID number and send again; people without one register at a registration station',
    ),
  },
  {
    code: 'identity.format',
    bit: 1,
    severity: 'refused',
    article: 'GB 11643',
    title: t(
      '身份证号不是18位或15位，或含有其他字符',
      'The ID number does not have 18 or 15 digits, or contains other characters',
    ),
    next: t('对照身份证更正后重新报送', 'Correct it from the ID card and send again'),
  },
  {
    code: 'identity.checksum',
    bit: 2,
    severity: 'refused',
    article: 'GB 11643',
    title: t('身份证号校验码不对，有一位写错了', 'The check digit of the ID number is wrong; one digit was mistyped'),
    next: t('逐位对照身份证更正后重新报送', 'Compare it with the ID card digit by digit, correct it and send again'),
  },
  {
    code: 'identity.date',
    bit: 3,
    severity: 'refused',
    article: 'GB 11643',
    title: t('身份证号里的出生日期不存在', 'The birth date in the ID number does not exist'),
    next: t('对照身份证更正后重新报送', 'Correct it from the ID card and send again'),
  },
  {
    code: 'identity.precision-lost',
    bit: 4,
    severity: 'refused',
    article: 'GB 11643',
    title: t(
      '表格软件把身份证号变成了数值，末几位已丢失',
      'The spreadsheet converted the ID number to a numeric value and its last digits were lost',
    ),
    next: t(
      '把该列设为“文本”格式，重新录入号码后报送；还剩15位的，工作人员可按姓名和剩余号码找出本人，对照身份证确认',
      'Format the column as text, enter the number again and send; where 15 digits are left, an officer can find the person by name and digits and confirm with the ID card',
    ),
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
      'Not included in this voter list; if the birth date is wrong, correct it and send again',
    ),
  },
  {
    code: 'eligibility.deprived',
    bit: 7,
    severity: 'refused',
    article: 'EL 4, CL 55–58',
    title: t('选举日仍被剥夺政治权利', 'Deprived of political rights on election day'),
    next: t(
      '核对判决书文号和起止日期；本人不服可以申诉',
      'Check the document number and the dates of the judgment; the person may object',
    ),
  },
  {
    code: 'eligibility.suspended',
    bit: 8,
    severity: 'refused',
    article: 'P83 §4',
    title: t(
      '检察院或法院决定羁押期间停止行使选举权利',
      'The right to vote is suspended during detention by decision of a procuratorate or court',
    ),
    next: t(
      '核对决定书文号和日期；羁押结束即恢复',
      'Check the document number and date of the decision; the right is restored when detention ends',
    ),
  },
  {
    code: 'identity.birth',
    bit: 9,
    severity: 'review',
    article: 'GB 11643',
    title: t('出生日期一栏与身份证号不一致', 'The birth date column does not match the ID number'),
    next: t('查看身份证，确认号码是本人的', 'Check the ID card: does the number belong to this person?'),
  },
  {
    code: 'identity.sex',
    bit: 10,
    severity: 'review',
    article: 'GB 11643, GB/T 2261.1',
    title: t('性别一栏与身份证号不一致', 'The sex column does not match the ID number'),
    next: t('查看身份证，确认号码是本人的', 'Check the ID card: does the number belong to this person?'),
  },
  {
    code: 'name.unprintable',
    bit: 11,
    severity: 'review',
    article: 'EL 28, GB 18030',
    title: t('姓名中有无法显示的字', 'The name contains a character that cannot be displayed'),
    next: t('对照身份证录入正确的字', 'Enter the correct character from the ID card'),
  },
  {
    code: 'duplicate.same-file',
    bit: 12,
    severity: 'review',
    article: 'EL 5',
    title: t('同一文件里此人前面已出现，内容不同', 'The same person appears earlier in this file with different details'),
    next: t('与单位核对，保留正确的一条', 'Ask the unit which row is correct and keep it'),
  },
  {
    code: 'claim.other-district',
    bit: 13,
    severity: 'review',
    article: 'EL 5',
    local: ['oneDistrictOnly'],
    title: t('此人已在其他选区登记', 'The person is registered in another electoral district'),
    next: t('与另一选区核对，由本人选择一处', 'Check with the other electoral district; the person chooses one'),
  },
  {
    code: 'population.absent',
    bit: 14,
    severity: 'review',
    article: 'EL 27',
    local: ['placeOfRegistration'],
    title: t('人口信息中查无此人', 'Not in the population register'),
    next: t('核对身份证和居住证明', 'Check the ID card and proof of residence'),
  },
  {
    code: 'population.name',
    bit: 15,
    severity: 'review',
    article: 'EL 27',
    local: ['placeOfRegistration'],
    title: t('姓名与人口信息不一致', 'The name differs from the population register'),
    next: t(
      '对照身份证，看是曾用名、错字还是号码写错',
      'Compare with the ID card: a former name, a typing error, or a wrong number',
    ),
  },
  {
    code: 'population.deceased',
    bit: 16,
    severity: 'review',
    article: 'EL 27',
    title: t('人口信息记载此人已死亡', 'The population register records the person as deceased'),
    next: t(
      '向社区和家属核实；确已死亡的从选民名单中除名，记录有误的保留',
      'Ask the community and the family. If the person has died, remove the entry from the voter list; if the record is wrong, keep it',
    ),
  },
  {
    code: 'population.moved-out',
    bit: 17,
    severity: 'review',
    article: 'EL 27, P83 §9',
    title: t('人口信息记载此人户口已迁出', 'The population register records that the household registration moved out'),
    next: t(
      '问清现居住地和户口所在地，决定在哪里登记',
      'Establish where the person lives and where the household registration is, and decide where they register',
    ),
  },
  {
    code: 'place.unproven',
    bit: 18,
    severity: 'review',
    article: 'P83 §9',
    local: ['proofOfOutsiders'],
    title: t(
      '户口在外地，还缺登记所需的证明',
      'The household registration is elsewhere, and the proof that registration requires is missing',
    ),
    next: t(
      '请本人补交选民资格证明和当地规定的其他证明；规定免交证明的，核实即可',
      'Ask for the voter certificate and whatever else the local rules require; where they require none, confirmation is enough',
    ),
  },
  {
    code: 'district.unknown',
    bit: 19,
    severity: 'review',
    article: 'EL 25',
    title: t('所填社区不属于任何选区', 'The community does not belong to any electoral district'),
    next: t(
      '核对社区名称或代码，或在选区表中补上该社区',
      'Check the name or code of the community, or add it to the table of electoral districts',
    ),
  },
  {
    code: 'identity.upgraded',
    bit: 20,
    severity: 'note',
    article: 'GB 11643',
    title: t('15位旧号码已换算成18位', 'The old 15-digit number was converted to 18 digits'),
    next: t('无需处理', 'No action needed'),
  },
  {
    code: 'area.retired',
    bit: 21,
    severity: 'note',
    article: 'GB/T 2260',
    title: t('号码前六位是以前的行政区划代码', 'The first six digits are an area code of earlier years'),
    next: t('无需处理，旧代码有效', 'No action needed; old codes stay valid'),
  },
  {
    code: 'identity.document',
    bit: 22,
    severity: 'review',
    article: 'EL 4, EL 27',
    title: t('没有公民身份号码，凭其他证件登记', 'No ID number; registered with another document'),
    next: t(
      '由另一名工作人员查看证件原件并确认；两人不能是同一账号',
      'Another officer must see the original document and confirm, using a different account',
    ),
  },
  {
    code: 'claim.same-district',
    bit: 23,
    severity: 'review',
    article: 'EL 5, EL 27',
    title: t(
      '此人已在本选区登记，新报送的内容待审核，原登记不变',
      'The person is already registered in this electoral district; the new details need review and the registration is unchanged',
    ),
    next: t(
      '查看身份证，核对两条内容：核准的以本条取代原登记，不予登记的保留原登记',
      'Check the ID card and compare both records: approving replaces the registration, refusing keeps it',
    ),
  },
  {
    code: 'identity.foreign',
    bit: 24,
    severity: 'refused',
    article: 'EL 4',
    title: t(
      '号码以9开头，是外国人永久居留身份证，不是中国公民的号码',
      'The number begins with 9: that of a foreigner’s permanent residence card, not of a citizen',
    ),
    next: t(
      '不列入选民名单；号码写错的，对照身份证更正后重新报送',
      'Not included in the voter list; if the number is wrong, correct it from the ID card and send again',
    ),
  },
  {
    code: 'identity.area',
    bit: 25,
    severity: 'refused',
    article: 'GB 11643, GB/T 2260',
    title: t('身份证号前两位不是任何省级代码', 'The first two digits of the ID number are not the code of any province'),
    next: t('对照身份证更正后重新报送', 'Correct it from the ID card and send again'),
  },
  {
    code: 'identity.residence-permit',
    bit: 26,
    severity: 'review',
    article: 'EL 4',
    title: t(
      '号码以81、82、83开头，是港澳台居民居住证；本人是中国公民，没有内地户口',
      'The number begins with 81, 82 or 83: a residence permit of Hong Kong, Macao or Taiwan residents, citizens without a household registration here',
    ),
    next: t(
      '法律没有规定没有户口的怎样登记：核对证件和居住情况，由工作人员决定，并写明理由',
      'The law does not say how citizens without a household registration register: check the document and the residence, decide, and give the reason',
    ),
  },
  {
    code: 'area.unknown',
    bit: 27,
    severity: 'review',
    article: 'GB/T 2260',
    title: t(
      '号码前六位不在1980年以来的行政区划代码表中：可能写错，也可能是新设的区县',
      'The first six digits are in no table of area codes since 1980: perhaps mistyped, perhaps a new county or district',
    ),
    next: t(
      '对照身份证核对；新设的区县由管理员补入代码表',
      'Check the ID card; an administrator adds a new county or district to the table of areas',
    ),
  },
  {
    code: 'identity.several-numbers',
    bit: 31,
    severity: 'review',
    article: 'PIPL 51, EL 27',
    title: t(
      '同一姓名和出生日期报送了几个不同的身份证号，未与登记和人口信息核对',
      'Several ID numbers were sent for one name and birth date; this row was not compared with registrations and registers',
    ),
    next: t(
      '查看身份证原件，号码确属本人的予以核准，核准后再与登记和人口信息核对',
      'See the ID card itself. If the number is the person’s, approve; only then is it compared with registrations and registers',
    ),
  },
  {
    code: 'identity.shared',
    bit: 32,
    severity: 'review',
    article: 'EL 4, EL 5, GB 11643',
    title: t('一个号码在人口信息中有两个人（重号）', 'The population register has two people with this number'),
    next: t(
      '两人都要上门核实；号码归一人，另一人到登记站凭户口簿或其他证件登记，互不取代',
      'Visit both. One keeps the number; the other registers at a station with another document. Neither replaces the other',
    ),
  },
  {
    code: 'remark.reported',
    bit: 33,
    severity: 'review',
    article: 'EL 27',
    title: t('报送的备注中写有需要核实的情况', 'A remark in the file reports something that has to be looked into'),
    next: t(
      '向报送单位、社区或本人核实；不属实的核准，属实的不予登记并写明法定理由',
      'Ask the sender, the community or the person. If it is not true, approve; if it is, refuse and state the ground in law',
    ),
  },
  {
    code: 'place.elsewhere',
    bit: 34,
    severity: 'note',
    article: 'EL 27, P83 §9',
    title: t('人口信息里的居住社区与所报的不同', 'The population register has the person in another community'),
    next: t(
      '不影响登记；如报错了社区，更正后重新报送',
      'The registration is not affected; if the community is wrong, correct it and send again',
    ),
  },
  {
    code: 'electorate.undecided',
    bit: 35,
    severity: 'note',
    article: 'EL 3, P83 §7',
    local: ['staffOfHigherUnits', 'residentsOfDualAreas'],
    title: t('是否选举乡级代表还没有确定', 'Whether the person elects the township’s deputies is not decided yet'),
    next: t(
      '县级选举的登记不受影响；在“乡级选民”里凭据确定，或请本人回答',
      'The registration for the county level is not affected; decide it under “Township voters” with a document, or ask the person',
    ),
  },
  {
    code: 'electorate.disputed',
    bit: 36,
    severity: 'note',
    article: 'EL 3, P83 §7',
    title: t(
      '是否选举乡级代表，来源说法不一',
      'Sources contradict each other on whether the person elects the township’s deputies',
    ),
    next: t(
      '在“乡级选民”里核对后确定；确定以前，已有的乡级选举权利不变',
      'Compare and decide under “Township voters”; a vote that the person has stays until then',
    ),
  },
  {
    code: 'electorate.kept',
    bit: 37,
    severity: 'note',
    article: 'EL 3, P83 §7',
    title: t('在本乡镇内搬家，乡级选举权利保留', 'Moved within the township; the vote for its deputies is kept'),
    next: t(
      '无需处理；此人已不属于本乡镇的，在“乡级选民”里凭据更改',
      'No action needed; if the person no longer belongs to the township, change it under “Township voters” with a document',
    ),
  },
  {
    code: 'district.part',
    bit: 38,
    severity: 'review',
    article: 'EL 25',
    title: t(
      '社区（村）划分到几个选区，没有填写本人所在的小组（楼院），或所填的不在名单里',
      'The community is divided among several electoral districts, and the part where the person lives is not stated or not in its list',
    ),
    next: t(
      '问清本人所在的村民小组、居民小组或楼院，在核准时选定；也可以补上“村民小组”一栏后重新报送',
      'Establish the villagers’ or residents’ group or the building, and choose it when approving; or add the column 村民小组 and send the file again',
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

/** The articles of a finding in an election: the national one, and those of the election’s own rule set. */
export const articleOf = (finding: Finding, rules: RuleSet): string => citeWith(finding.article, finding.local ?? [], rules)

/** Value of a finding's bit in the fact mask (2^bit; masks stay below 2^53, see `masks.ts`). */
export const factOf = (code: FindingCode): number => 2 ** getFinding(code).bit

/** Codes whose bits are set in `mask`, in the order of the table. */
export const findingsIn = (mask: number): FindingCode[] =>
  FINDINGS.filter(finding => hasFact(mask, 2 ** finding.bit)).map(finding => finding.code)
