/**
 * What provinces and cities settle for themselves, as data: one typed record each, never an `if`. The short names of sources are those of
 * docs/law. What a form asks of someone is derived from it in rule-form.ts.
 */
import type { Text } from '../result/index.ts'

/** What a row can show of why someone votes here; bits of `evidence`. */
export const EVIDENCE = { certificate: 1, residencePermit: 2, contract: 4, tookPartLastTime: 8, student: 16 } as const
export type EvidenceKind = keyof typeof EVIDENCE

/** Why a person registers here: household register, residence, work, study. */
export const BASES = ['hukou', 'residence', 'work', 'study'] as const
export type Basis = (typeof BASES)[number]

/** One reason for registering here, and what someone from outside shows for it. */
export interface BasisRule {
  readonly basis: Basis
  readonly title: Text
  readonly why: Text
  readonly article: string
  /** Sets of evidence (sums of EVIDENCE), each enough by itself for someone from outside; none: not open to someone from outside. */
  readonly proofs: readonly number[]
}

export interface RuleSet {
  readonly id: string
  readonly name: Text
  /** 2-digit province codes where it applies unless an election names another; the `default` set has none. */
  readonly provinces: readonly string[]
  /** How many digits of the area code are "here": someone whose household register lies outside needs a proof. */
  readonly homeDigits: 2 | 4 | 6
  /** In the order in which a form offers them. */
  readonly bases: readonly BasisRule[]
  /** Sets of evidence (sums of EVIDENCE), each enough by itself for someone from outside, on whatever basis. */
  readonly proofs: readonly number[]
  /** Registrations are taken until that many days before election day; at least 1: nothing changes on the day itself. After the list is out they go to a supplement. */
  readonly lateChanges: { readonly daysBefore: number; readonly article: string }
  /** Over how many days polling may go. */
  readonly pollingDays: { readonly most: number; readonly article: string }
  /** Days before a by-election's day for the three publications, where they differ from a general election's. */
  readonly byElection: {
    readonly list: number
    readonly nominees: number
    readonly candidates: number
    readonly article: string
  } | null
  /** Words in a street's name that mark a 地区: an area that is a street and a township at once. */
  readonly dualAreaNames: readonly string[]
  readonly source: string
}

const { certificate, residencePermit, contract, tookPartLastTime, student } = EVIDENCE
const t = (zh: string, en: string): Text => ({ zh, en })

const withBases = (rules: Omit<RuleSet, 'proofs'>): RuleSet => ({
  ...rules,
  proofs: [...new Set(rules.bases.flatMap(basis => basis.proofs))],
})

const hukou = (article: string): BasisRule => ({
  basis: 'hukou',
  title: t('户口在这里', 'My household registration is here'),
  why: t(
    '在户口所在地的选区登记，无需其他证明',
    'You register in the electoral district of your household registration; no other proof is needed',
  ),
  article,
  proofs: [],
})

export const RULE_SETS: readonly RuleSet[] = [
  withBases({
    id: 'beijing',
    name: t('北京', 'Beijing'),
    provinces: ['11'],
    homeDigits: 2,
    bases: [
      hukou('BJ 30'),
      {
        basis: 'residence',
        title: t('住在这里', 'I live here'),
        why: t(
          '户口在外地、在本市居住满一年的，凭户口所在地的选民资格证明和居住证在居住地登记',
          'If your household registration is elsewhere and you have lived in this city for a year, you register where you live, with a voter certificate from the place of your household registration and a residence permit',
        ),
        article: 'BJ 31',
        proofs: [certificate + residencePermit, tookPartLastTime],
      },
      {
        basis: 'work',
        title: t('在这里工作', 'I work here'),
        why: t(
          '有合法劳动合同并工作满一年的，凭户口所在地的选民资格证明和居住证在单位所在地登记',
          'With a lawful employment contract and a year of work, you register at your workplace, with a voter certificate from the place of your household registration and a residence permit',
        ),
        article: 'BJ 31',
        proofs: [contract + certificate + residencePermit, tookPartLastTime],
      },
      {
        basis: 'study',
        title: t('在这里上学', 'I study here'),
        why: t(
          '在校学生在学校所在地登记，核实后无需证明',
          'Students register at their school; no certificate is needed once the school confirms',
        ),
        article: 'BJ 30, BJ 31',
        proofs: [student, tookPartLastTime],
      },
    ],
    lateChanges: { daysBefore: 1, article: 'BJ 30' },
    pollingDays: { most: 1, article: 'EL 37' },
    byElection: { list: 15, nominees: 5, candidates: 3, article: 'BJ 61–64' },
    dualAreaNames: ['地区'],
    source: 'P83 §9, BJ 30, BJ 31, city report 2016',
  }),
  withBases({
    id: 'shanghai',
    name: t('上海', 'Shanghai'),
    provinces: ['31'],
    homeDigits: 2,
    bases: [
      hukou('SH 20'),
      {
        basis: 'residence',
        title: t('住在这里', 'I live here'),
        why: t(
          '户口在外省市的，取得户口所在地的选民资格证明后在现居住地登记',
          'If your household registration is in another province, you register where you live, with a voter certificate from the place of your household registration',
        ),
        article: 'P83 §9, SH 20',
        proofs: [certificate],
      },
      {
        basis: 'work',
        title: t('在这里工作', 'I work here'),
        why: t(
          '在职人员可以在单位所在地登记；户口在外省市的凭选民资格证明',
          'Employees may register at their workplace; those from another province need a voter certificate',
        ),
        article: 'P83 §9, SH 20',
        proofs: [certificate],
      },
      {
        basis: 'study',
        title: t('在这里上学', 'I study here'),
        why: t(
          '学生可以在学校所在地登记；户口在外省市的凭选民资格证明',
          'Students may register at their school; those from another province need a voter certificate',
        ),
        article: 'P83 §9, SH 20',
        proofs: [certificate],
      },
    ],
    lateChanges: { daysBefore: 2, article: 'SH 25' },
    pollingDays: { most: 3, article: 'SH 37' },
    byElection: null,
    dualAreaNames: [],
    source: 'P83 §9, SH 20, SH 25',
  }),
  withBases({
    id: 'default',
    name: t('一般规定', 'General rules'),
    provinces: [],
    homeDigits: 6,
    bases: [
      hukou('EL 27'),
      {
        basis: 'residence',
        title: t('住在这里', 'I live here'),
        why: t(
          '人户分离的，凭原选区的选民资格证明在现居住地登记；上次已在这里参加选举的不需要证明',
          'Voters who live away from their household registration register where they live, with a voter certificate from the original district; those who took part in the last election here need none',
        ),
        article: 'P83 §9',
        proofs: [certificate, tookPartLastTime],
      },
      {
        basis: 'work',
        title: t('在这里工作', 'I work here'),
        why: t(
          '按生产单位、事业单位、工作单位划分选区的，在单位登记；户口在外地的凭选民资格证明',
          'Where electoral districts are based on workplaces, you register at yours; if your household registration is elsewhere, you need a voter certificate',
        ),
        article: 'EL 25, P83 §9',
        proofs: [certificate, tookPartLastTime],
      },
      {
        basis: 'study',
        title: t('在这里上学', 'I study here'),
        why: t(
          '学生在学校登记；户口在外地的凭选民资格证明',
          'Students register at their school; if your household registration is elsewhere, you need a voter certificate',
        ),
        article: 'EL 25, P83 §9',
        proofs: [certificate, tookPartLastTime],
      },
    ],
    // The national texts set no day: changes are made before each election, so nothing changes on election day (EL 27). Open, see docs/law.
    lateChanges: { daysBefore: 1, article: 'EL 27' },
    pollingDays: { most: 1, article: 'EL 37' },
    byElection: null,
    dualAreaNames: [],
    source: 'P83 §9, EL 25, EL 27, EL 29',
  }),
]

/** The rule set of that name, if there is one. */
export const findRuleSet = (id: string): RuleSet | undefined => RULE_SETS.find(set => set.id === id)

/** The rule set of an area's province, else `default`. */
export const ruleSetFor = (areaCode: string): RuleSet => {
  const set = RULE_SETS.find(s => s.provinces.includes(areaCode.slice(0, 2))) ?? findRuleSet('default')
  if (!set) throw new Error('no default rule set')
  return set
}

/**
 * May someone whose household register lies outside vote here with this evidence? As a table over all sums of EVIDENCE, so that the store
 * can look it up for a whole set. P83 §9; the proofs are local (BJ 31).
 */
export const proofTable = (rules: RuleSet): boolean[] =>
  Array.from({ length: 32 }, (_, evidence) => rules.proofs.some(proof => (evidence & proof) === proof))
