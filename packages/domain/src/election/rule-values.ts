/**
 * What a province, a city or an office settles for itself: the closed list of values that a rule set has, each with its kind, its title, and
 * the national article that it carries out. A rule set is a JSON file (rules/*.json) that gives each of them a value with its article, or
 * says that its text does not settle it; rule-sets.ts reads it.
 */
import type { Text } from '../result/index.ts'

export interface ValueKind<V> {
  /** In words: what a value must look like. */
  readonly expects: Text
  read(json: unknown): V | undefined
}

const t = (zh: string, en: string): Text => ({ zh, en })

const count = (least: number, most: number): ValueKind<number> => ({
  expects: t(`${least}至${most}的整数`, `a whole number from ${least} to ${most}`),
  read: json => (typeof json === 'number' && Number.isSafeInteger(json) && json >= least && json <= most ? json : undefined),
})
const share: ValueKind<number> = {
  expects: t('0至1之间的数', 'a number from 0 to 1'),
  read: json => (typeof json === 'number' && json >= 0 && json <= 1 ? json : undefined),
}
const yesNo: ValueKind<boolean> = {
  expects: t('true 或 false', 'true or false'),
  read: json => (typeof json === 'boolean' ? json : undefined),
}
const oneOf = <V extends string | number>(...values: readonly V[]): ValueKind<V> => ({
  expects: t(values.join('、'), `one of ${values.join(', ')}`),
  read: json => values.find(value => value === json),
})
const listOf = <V extends string>(...values: readonly V[]): ValueKind<readonly V[]> => ({
  expects: t(`${values.join('、')}中的若干项`, `a list of ${values.join(', ')}`),
  read: json => {
    if (!Array.isArray(json)) return undefined
    const read = json.flatMap(one => values.filter(value => value === one))
    return read.length === json.length && new Set(read).size === read.length ? read : undefined
  },
})
const words: ValueKind<readonly string[]> = {
  expects: t('词语的列表', 'a list of words'),
  read: json =>
    Array.isArray(json) && json.every((word): word is string => typeof word === 'string' && /^\S{1,20}$/u.test(word))
      ? json
      : undefined,
}
const range = (least: number, most: number): ValueKind<readonly [number, number]> => ({
  expects: t(`两个数：至少、至多（${least}至${most}）`, `two numbers, at least and at most, from ${least} to ${most}`),
  read: json => {
    if (!Array.isArray(json) || json.length !== 2) return undefined
    const [from, to] = json.map(count(least, most).read)
    return from !== undefined && to !== undefined && from <= to ? [from, to] : undefined
  },
})

interface RuleValue<V> {
  readonly kind: ValueKind<V>
  readonly title: Text
  /** The national article that the value carries out; cited where nothing nearer settles it. */
  readonly law: string
}
const value = <V>(kind: ValueKind<V>, law: string, zh: string, en: string): RuleValue<V> => ({ kind, law, title: t(zh, en) })

/** Every value of a rule set, in the order in which a page shows them. */
export const RULE_VALUES = {
  outsideDigits: value(
    oneOf<2 | 4 | 6>(2, 4, 6),
    'P83 §9',
    '户口与选举地区的代码前几位相同为“本地”',
    'How many digits of the area code are “here”, where the household registration is compared',
  ),
  placeOfRegistration: value(
    listOf('hukou', 'residence', 'unit', 'school', 'village'),
    'EL 25',
    '在哪里登记',
    'Where people register',
  ),
  oneDistrictOnly: value(yesNo, 'EL 5', '每一选民只能在一个选区登记', 'Each voter registers in one district only'),
  proofOfOutsiders: value(
    oneOf('certificate', 'certificate-and-permit'),
    'P83 §9',
    '户口在外地的凭什么登记',
    'What people with a household registration elsewhere show',
  ),
  outsiderResidenceMonths: value(
    count(0, 120),
    'P83 §9',
    '户口在外地、凭居住登记的，到选举日须在本地居住满几个月',
    'Months of residence by election day of people from elsewhere who register where they live',
  ),
  outsiderWorkMonths: value(
    count(0, 120),
    'P83 §9',
    '户口在外地、凭劳动合同登记的，到选举日须工作满几个月',
    'Months of work by election day of people from elsewhere who register with an employment contract',
  ),
  exemptionsAreChecked: value(
    yesNo,
    'P83 §9',
    '免交证明的（参加过上次选举、在校学生），本人自报的须经核实',
    'Whoever says that they need no certificate (took part last time, student) is checked first',
  ),
  registrationClosesDaysBefore: value(
    count(1, 60),
    'EL 27',
    '名单公布后补登、更正截止于选举日前几日',
    'Late registrations end so many days before election day',
  ),
  lateChangesFor: value(
    listOf('any', 'moved-in', 'moved-out', 'died', 'rights-restored', 'unreachable', 'of-age-after-postponement'),
    'EL 27',
    '名单公布后哪些变动可以补登、更正',
    'Which changes are made after the list is published',
  ),
  suspensionReportedDaysBefore: value(
    count(0, 60),
    'P83 §4',
    '停止行使选举权利的决定在选举日前几日送达',
    'A suspension reaches the committee so many days before election day',
  ),
  illnessDocuments: value(
    listOf('hospital', 'guardian'),
    'EL 27',
    '精神病患者不列入名单所需的证明（有其一即可）',
    'Documents, any one of them, for leaving out people with a mental illness',
  ),
  otherIncapableLeftOff: value(
    yesNo,
    'EL 27',
    '其他无行为能力的人不列入名单',
    'Other people without legal capacity are left out',
  ),
  armedPoliceVotesHere: value(yesNo, 'EL 6', '武警在地方登记', 'Armed police register here'),
  staffOfOwnUnits: value(
    oneOf('vote', 'by-agreement', 'may-stay-out'),
    'P83 §7',
    '驻乡镇的区属单位职工参加乡级选举',
    'Staff of the district’s units in a township elect its deputies',
  ),
  staffOfHigherUnits: value(
    oneOf('vote', 'by-agreement', 'may-stay-out', 'never'),
    'P83 §7',
    '驻乡镇的上级单位职工参加乡级选举',
    'Staff of higher units in a township elect its deputies',
  ),
  dualAreaNames: value(
    words,
    'EL 3',
    '名称中带有这些词的，既是派出机关又有乡',
    'Words in the name of an area that is a subdistrict and a township at once',
  ),
  residentsOfDualAreas: value(
    oneOf('none', 'by-person', 'all'),
    'EL 3',
    '既是派出机关又有乡的，社区（居委会）的居民是否选举乡级代表，选举委员会确认前按什么算',
    'Whether residents’ committees of such areas elect township deputies, until the committee confirms it',
  ),
  populationCounted: value(
    oneOf('household', 'resident', 'stated'),
    'EL 12',
    '名额按哪种人口计算',
    'Which population seats are computed from',
  ),
  extraSeatsFor: value(
    listOf('县', '自治县', '乡', '民族乡'),
    'EL 12',
    '哪些地方可以另加百分之五的名额',
    'Which areas may have 5 % more seats',
  ),
  deviationWarning: value(
    share,
    'EL 26',
    '每名代表所代表的人口数偏离平均数多少时提醒',
    'Deviation of people per deputy from the mean that is a warning',
  ),
  higherUnitsMayHaveMorePeople: value(
    yesNo,
    'EL 26',
    '上级单位的选区每名代表所代表的人口数可以较多',
    'Districts of higher units may have more people per deputy',
  ),
  smallVillageHasDeputy: value(yesNo, 'EL 15', '人口特少的村一般有代表', 'A very small village has a deputy as a rule'),
  committeeMembersCounty: value(range(1, 99), 'EL 9', '县级选举委员会人数', 'Members of a county-level committee'),
  committeeMembersTownship: value(range(1, 99), 'EL 9', '乡级选举委员会人数', 'Members of a township-level committee'),
  voterGroupSize: value(count(1, 1_000), 'EL 32', '选民小组一般人数', 'People in a voter group, as a rule'),
  listNamesDayAndPlace: value(
    yesNo,
    'EL 28',
    '公布名单时公布选举日期和地点',
    'The list is published with the day and place of voting',
  ),
  voterCard: value(oneOf('card', 'card-or-id'), 'EL 37', '凭什么领取选票', 'What a ballot is given against'),
  pollingDaysMost: value(count(1, 10), 'EL 37', '投票最多几天', 'Polling lasts so many days at most'),
  nominationAfterList: value(yesNo, 'EL 32', '选民名单公布后才提名', 'Nominations follow the published list'),
  organisationsShareMost: value(
    share,
    'EL 30',
    '各政党、各人民团体推荐的人数占应选名额的比例',
    'Share of the seats up to which parties and organisations nominate, as a rule',
  ),
  nomineeVoterOf: value(oneOf('area', 'district'), 'EL 30', '代表候选人是哪里的选民', 'Where a nominee is a voter'),
  orderOfNominees: value(oneOf('strokes'), 'EL 32', '候选人名单的排列', 'Order of the lists of nominees and candidates'),
  orderAfterPrimary: value(
    oneOf('votes', 'strokes'),
    'P83 §10',
    '预选后正式候选人名单的排列',
    'Order of candidates after a primary',
  ),
  primaryLeastShare: value(share, 'EL 32', '参加预选的选民至少占多少', 'Share of the voters that must take part in a primary'),
  declinedIsToldToVoters: value(yesNo, 'EL 30', '不同意被推荐的向选民通报', 'Voters are told of nominees who decline'),
  meeting: value(
    oneOf('on-request', 'on-written-request', 'always'),
    'EL 34',
    '组织候选人与选民见面',
    'A meeting of candidates and voters is held',
  ),
  scrutineersPerBox: value(count(1, 10), 'EL 38', '每个流动票箱的监票人数', 'Scrutineers at a mobile ballot box'),
  proxyMost: value(count(1, 3), 'EL 42', '每一受托人可以代为投票的人数', 'People for whom one proxy may vote'),
  proxyReasons: value(listOf('away', 'ill', 'other'), 'EL 42', '可以委托投票的原因', 'Reasons for voting by proxy'),
  proxySameDistrict: value(yesNo, 'EL 42', '受委托人须是本选区选民', 'The proxy is a voter of the same district'),
  afterAnotherElection: value(
    oneOf('vacant', 'again'),
    'EL 45',
    '另行选举后仍选不足的',
    'If another election fills too few seats',
  ),
  byElectionListDaysBefore: value(
    count(1, 60),
    'EL 28',
    '补选：名单在选举日前几日公布',
    'By-election: days before election day for the list',
  ),
  byElectionNomineesDaysBefore: value(
    count(1, 60),
    'EL 32',
    '补选：初步候选人在选举日前几日公布',
    'By-election: days before election day for the nominees',
  ),
  byElectionCandidatesDaysBefore: value(
    count(1, 60),
    'EL 32',
    '补选：正式候选人在选举日前几日公布',
    'By-election: days before election day for the candidates',
  ),
  byElectionMayEqualSeats: value(
    yesNo,
    'EL 57',
    '补选：候选人可以与应选名额相等',
    'By-election: there may be as many candidates as seats',
  ),
} as const

export type RuleKey = keyof typeof RULE_VALUES
export type RuleValueOf<K extends RuleKey> = (typeof RULE_VALUES)[K] extends RuleValue<infer V> ? V : never

export const isRuleKey = (key: string): key is RuleKey => Object.hasOwn(RULE_VALUES, key)
export const RULE_KEYS: readonly RuleKey[] = Object.keys(RULE_VALUES).filter(isRuleKey)
