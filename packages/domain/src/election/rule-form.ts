/** What a form asks of one person who wants to register, and why: derived from the rule set, so that nothing is asked that it does not need. */
import type { Text } from '../result/index.ts'
import { addDays } from '../standards/index.ts'
import type { MigrantDays } from './migrants.ts'
import { type Basis, EVIDENCE, type EvidenceKind, type RuleSet } from './rule-sets.ts'

export interface AskedEvidence {
  readonly evidence: EvidenceKind
  readonly title: Text
  readonly why: Text
  readonly article: string
  /** Of evidence that dates prove: the latest first day that is long enough ago on election day. */
  readonly by?: string
}

export interface FormBasis {
  readonly basis: Basis
  readonly title: Text
  readonly why: Text
  readonly article: string
  /** Empty for who needs no proof. */
  readonly asks: readonly AskedEvidence[]
  /** Sets of what is asked, each enough by itself; with nothing asked, the empty set. */
  readonly enough: readonly (readonly EvidenceKind[])[]
}

/** What of a rule set a form is made from. */
export type FormRules = Pick<RuleSet, 'homeDigits' | 'bases' | 'proofs'>

export interface FormPerson {
  /** Area code of the household registration; null: not known. */
  readonly hukouArea: string | null
  readonly electionArea: string
  /** Took part in the last election here, as last round's roll says. */
  readonly tookPart: boolean
  /** What dates must be on election day; without it a form asks for no dates. */
  readonly days?: Pick<MigrantDays, 'residentBy' | 'workedBy'> | undefined
}

const t = (zh: string, en: string): Text => ({ zh, en })

/** `local`: the article is that of the basis, which the rule set names. */
const ASKED: readonly (AskedEvidence & { readonly local?: boolean })[] = [
  {
    evidence: 'certificate',
    title: t('户口所在地的选民资格证明', 'Voter certificate from the place of your household registration'),
    why: t(
      '证明您不再在原选区参加选举，每一选民只登记一次',
      'Shows that you no longer vote in the original district; each voter registers only once',
    ),
    article: 'EL 5, P83 §9',
  },
  {
    evidence: 'residencePermit',
    title: t('当地居住证', 'Local residence permit'),
    why: t('证明您在这里居住', 'Shows that you live here'),
    article: 'P83 §9',
    local: true,
  },
  {
    evidence: 'residence',
    title: t('在本市居住已满规定的时间', 'You have lived in this city for as long as the rules ask'),
    why: t(
      '从什么时候起住在本市，按选举日计算是否住满',
      'Since when you have lived in this city; whether that is long enough is counted on election day',
    ),
    article: 'P83 §9',
    local: true,
  },
  {
    evidence: 'contract',
    title: t('劳动合同，工作满一年', 'Employment contract, at least one year of work'),
    why: t('证明您在这个单位合法工作满一年', 'Shows that you have been lawfully employed at this workplace for a year'),
    article: 'P83 §9',
    local: true,
  },
  {
    evidence: 'tookPartLastTime',
    title: t('上次在这里参加过选举', 'Took part in the last election here'),
    why: t(
      '参加过上次选举的，核实后无需证明',
      'Voters who took part in the last election need no certificate once this is confirmed',
    ),
    article: 'EL 27',
  },
  {
    evidence: 'student',
    title: t('在校学生', 'Student'),
    why: t('在校学生由学校核实，无需证明', 'The school confirms that you are a student; no certificate is needed'),
    article: 'P83 §9',
    local: true,
  },
  {
    evidence: 'universityStudent',
    title: t('高校在校学生', 'Student of a university or college'),
    why: t(
      '户口在外地的高校学生，经区里核实后无需证明；中学生不在此列',
      'University students from elsewhere need no certificate once the district has checked them; pupils of other schools do',
    ),
    article: 'P83 §9',
    local: true,
  },
  {
    evidence: 'livesAbroad',
    title: t('旅居国外，选举期间在国内', 'You live abroad and are in the country during the election'),
    why: t(
      '可以在原籍地或者出国前居住地登记；工作人员会核实，请备好护照',
      'You may register where you come from or lived before you left; staff will check it, so have your passport at hand',
    ),
    article: 'EL 7',
  },
]

/** The evidence in a sum of EVIDENCE. */
export const evidenceIn = (sum: number): EvidenceKind[] =>
  ASKED.filter(({ evidence }) => (sum & EVIDENCE[evidence]) !== 0).map(({ evidence }) => evidence)

/** The sum of EVIDENCE of these. */
export const evidenceSum = (kinds: readonly EvidenceKind[]): number => kinds.reduce((sum, kind) => sum | EVIDENCE[kind], 0)

const byOf = (evidence: EvidenceKind, days: FormPerson['days']): { by?: string } => {
  if (days && evidence === 'residence') return { by: days.residentBy }
  return days && evidence === 'contract' ? { by: days.workedBy } : {}
}

/**
 * Reasons that are open to this person, and what each asks. Someone from here, or who took part last time, is asked for nothing; someone
 * from outside is asked for what `proofs` accept (P83 §9, BJ 31). Whose household register is not known may send what they have: the
 * office asks for the rest.
 */
export const formFor = (rules: FormRules, person: FormPerson): FormBasis[] => {
  const here = person.electionArea.slice(0, rules.homeDigits)
  const isOutside = person.hukouArea !== null && !person.hukouArea.startsWith(here)
  const needsProof = person.hukouArea === null || isOutside
  const tookPart = person.tookPart && rules.proofs.some(proof => (EVIDENCE.tookPartLastTime & proof) === proof)
  return rules.bases
    .filter(rule => rule.proofs.length > 0 || !isOutside)
    .map(({ proofs, ...rule }) => {
      if (!needsProof || tookPart || proofs.length === 0) return { ...rule, asks: [], enough: [[]] }
      const all = proofs.reduce((sum, proof) => sum | proof, 0)
      const enough = proofs.map(evidenceIn)
      return {
        ...rule,
        asks: ASKED.filter(({ evidence }) => (all & EVIDENCE[evidence]) !== 0).map(({ local, ...asked }) => ({
          ...asked,
          ...(local ? { article: rule.article } : {}),
          ...byOf(asked.evidence, person.days),
        })),
        enough: person.hukouArea === null ? [[], ...enough] : enough,
      }
    })
}

/** The last day on which a registration is taken: local (BJ 30, SH 25, ZJ 29, SD 29). */
export const lastDayToRegister = (rules: RuleSet, pollingDay: string): string =>
  addDays(pollingDay, -rules.lateChanges.daysBefore)
