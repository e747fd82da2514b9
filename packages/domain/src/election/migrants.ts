/**
 * People from elsewhere: what dates prove on election day, and which condition is missing. A year of residence, and a lawful contract with a
 * year of work, are counted from polling day back (P83 §9; how long is local: values `outsiderResidenceMonths`, `outsiderWorkMonths`).
 */
import type { Text } from '../result/index.ts'
import { addMonths } from '../standards/index.ts'
import { EVIDENCE, type EvidenceKind, type RuleSet } from './rule-sets.ts'

/** Dates that someone from elsewhere states; null: not stated. 'YYYY-MM-DD'. */
export interface MigrantDates {
  readonly livesHereSince: string | null
  readonly contractFrom: string | null
  /** The last day of the contract; null beside a first day: without an end. */
  readonly contractUntil: string | null
}

export const NO_DATES: MigrantDates = { livesHereSince: null, contractFrom: null, contractUntil: null }

/** The latest first days that are long enough ago on election day. */
export interface MigrantDays {
  readonly pollingDay: string
  readonly residentBy: string
  readonly workedBy: string
}

export const migrantDays = (rules: Pick<RuleSet, 'values'>, pollingDay: string): MigrantDays => ({
  pollingDay,
  residentBy: addMonths(pollingDay, -rules.values.outsiderResidenceMonths.value),
  workedBy: addMonths(pollingDay, -rules.values.outsiderWorkMonths.value),
})

/**
 * The sum of EVIDENCE that counts on election day. Where dates are stated they decide; without them the word of whoever sent the row counts.
 * The store says the same in SQL (registration/check/store.facts.ts).
 */
export const evidenceOnDay = (evidence: number, dates: MigrantDates, days: MigrantDays): number => {
  const { livesHereSince, contractFrom, contractUntil } = dates
  const ended = contractUntil !== null && contractUntil < days.pollingDay
  let sum = evidence
  if (livesHereSince !== null) sum = livesHereSince <= days.residentBy ? sum | EVIDENCE.residence : sum & ~EVIDENCE.residence
  if (ended || (contractFrom !== null && contractFrom > days.workedBy)) sum &= ~EVIDENCE.contract
  else if (contractFrom !== null) sum |= EVIDENCE.contract
  return sum
}

/** Evidence that spares the certificate because of who someone is, not of what they bring. */
const EXEMPTIONS = EVIDENCE.tookPartLastTime | EVIDENCE.student | EVIDENCE.universityStudent | EVIDENCE.livesAbroad
/** What no list of the office says: the committee asks for the passport, or for a word of the last community. */
const ALWAYS_CHECKED = EVIDENCE.livesAbroad

/** Splits what someone says of themselves: what counts at once, and exemptions that an officer checks first (BJR). */
export const splitClaimed = (rules: Pick<RuleSet, 'values'>, evidence: number): { counted: number; claimed: number } => {
  const checked = rules.values.exemptionsAreChecked.value ? EXEMPTIONS : ALWAYS_CHECKED
  return { counted: evidence & ~checked, claimed: evidence & checked }
}

const t = (zh: string, en: string): Text => ({ zh, en })

const NOT_SHOWN: Readonly<Record<EvidenceKind, Text>> = {
  certificate: t('没有户口所在地的选民资格证明', 'there is no voter certificate from the place of the household registration'),
  residencePermit: t('没有居住证', 'there is no residence permit'),
  residence: t('没有说明从什么时候起在本市居住', 'it is not stated since when the person has lived in the city'),
  contract: t('没有说明劳动合同的起止日期', 'the dates of the employment contract are not given'),
  tookPartLastTime: t('没有参加过上次选举的记录', 'there is no record of taking part in the last election'),
  student: t('没有学校的证明', 'the school has not confirmed it'),
  universityStudent: t('没有高校的证明', 'the university has not confirmed it'),
  livesAbroad: t('没有旅居国外的证件', 'there is no document of living abroad'),
}

const CLAIMED: Readonly<Partial<Record<EvidenceKind, Text>>> = {
  tookPartLastTime: t(
    '本人说参加过上次选举，须经核实',
    'the person says that they took part in the last election, which is to be checked',
  ),
  student: t('本人说是在校学生，须经核实', 'the person says that they are a student, which is to be checked'),
  universityStudent: t(
    '本人说是高校学生，须经核实',
    'the person says that they are a university student, which is to be checked',
  ),
  livesAbroad: t(
    '本人说旅居国外、选举期间在国内，这里是原籍地或者出国前居住地，须经核实（选举法第七条）',
    'the person says that they live abroad, are in the country during the election, and come from here or lived here last, which is to be checked (Electoral Law, Art. 7)',
  ),
}

const kindsIn = (sum: number): EvidenceKind[] =>
  (Object.keys(EVIDENCE) as EvidenceKind[]).filter(kind => (sum & EVIDENCE[kind]) !== 0)

/** Why a condition does not hold: a date that is too late, a contract that ends too early, or nothing stated. */
const reasonOf = (kind: EvidenceKind, dates: MigrantDates, days: MigrantDays): Text => {
  const { livesHereSince, contractFrom, contractUntil } = dates
  if (kind === 'residence' && livesHereSince !== null)
    return t(
      `从${livesHereSince}起在本市居住，到选举日还不够：须不晚于${days.residentBy}`,
      `residence began on ${livesHereSince}, which is too late for election day: it must have begun by ${days.residentBy}`,
    )
  if (kind === 'contract' && contractFrom !== null && contractFrom > days.workedBy)
    return t(
      `劳动合同从${contractFrom}起，到选举日还不够：须不晚于${days.workedBy}`,
      `the employment contract began on ${contractFrom}, which is too late for election day: it must have begun by ${days.workedBy}`,
    )
  if (kind === 'contract' && contractUntil !== null && contractUntil < days.pollingDay)
    return t(
      `劳动合同到${contractUntil}为止，选举日已不在合同期内`,
      `the employment contract ends on ${contractUntil}, before election day`,
    )
  return NOT_SHOWN[kind]
}

/** What a finding `place.unproven` keeps of a registration. */
export interface ShownProof extends MigrantDates {
  /** As stated, before dates are counted. */
  readonly evidence: number
  /** Exemptions that the person claims, still to be checked. */
  readonly claimed: number
}

const countOf = (sum: number): number => kindsIn(sum).length

/**
 * Which condition is missing of the proof that the rule set asks of someone from elsewhere, in words. Of several ways the one with the fewest
 * missing conditions is named, and each that misses as few; exemptions only where they were claimed. Null: nothing is missing.
 */
export const missingProof = (rules: Pick<RuleSet, 'proofs'>, shown: ShownProof, days: MigrantDays): Text | null => {
  const has = evidenceOnDay(shown.evidence, shown, days)
  const ways = rules.proofs.filter(proof => (proof & EXEMPTIONS) === 0).map(proof => proof & ~has)
  if (rules.proofs.some(proof => (proof & ~has) === 0)) return null
  const least = Math.min(...ways.map(countOf))
  const named = [...new Set(ways.filter(way => countOf(way) === least))].map(way =>
    kindsIn(way).map(kind => reasonOf(kind, shown, days)),
  )
  const claims = kindsIn(shown.claimed).flatMap(kind => CLAIMED[kind] ?? [])
  const say = (language: 'zh' | 'en', comma: string, or: string, stop: string): string =>
    [...claims.map(text => text[language]), named.map(way => way.map(text => text[language]).join(comma)).join(or)]
      .filter(text => text !== '')
      .join(stop)
  return t(say('zh', '，', '；或者：', '；'), say('en', ', and ', '; or: ', '; '))
}
