/**
 * What provinces and cities settle for themselves, as data: one typed record each, never an `if`. The short names of sources are those of
 * docs/law.
 */
import type { Text } from '../result/index.ts'

/** What a row can show of why someone votes here; bits of `evidence`. */
export const EVIDENCE = { certificate: 1, residencePermit: 2, contract: 4, tookPartLastTime: 8, student: 16 } as const

export interface RuleSet {
  readonly id: string
  readonly name: Text
  /** 2-digit province codes where it applies unless an election names another; the `default` set has none. */
  readonly provinces: readonly string[]
  /** How many digits of the area code are "here": someone whose household register lies outside needs a proof. */
  readonly homeDigits: 2 | 4 | 6
  /** Sets of evidence (sums of EVIDENCE), each enough by itself for someone from outside. */
  readonly proofs: readonly number[]
  /** Words in a street's name that mark a 地区: an area that is a street and a township at once. */
  readonly dualAreaNames: readonly string[]
  readonly source: string
}

const { certificate, residencePermit, tookPartLastTime, student } = EVIDENCE

export const RULE_SETS: readonly RuleSet[] = [
  {
    id: 'beijing',
    name: { zh: '北京', en: 'Beijing' },
    provinces: ['11'],
    homeDigits: 2,
    proofs: [certificate + residencePermit, tookPartLastTime, student],
    dualAreaNames: ['地区'],
    source: 'P83 §9, BJ 30, BJ 31, city report 2016',
  },
  {
    id: 'default',
    name: { zh: '一般规定', en: 'General rules' },
    provinces: [],
    homeDigits: 6,
    proofs: [certificate, tookPartLastTime],
    dualAreaNames: [],
    source: 'P83 §9',
  },
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
