/**
 * What provinces and cities settle for themselves, as data: one JSON file each (rules/*.json) under one schema, never an `if`. Each value has
 * its article, or the file says that its text does not settle it; then the national text or an open default holds (rules/default.json). An
 * office's own set is such a file too. What a form asks of someone is derived from it in rule-form.ts.
 */
import { fail, ok, type Result, type Text } from '../result/index.ts'
import { isCitation, parseArticles } from '../standards/index.ts'
import { isRuleKey, RULE_KEYS, RULE_VALUES, type RuleKey, type RuleValueOf } from './rule-values.ts'
import beijingFile from './rules/beijing.json' with { type: 'json' }
import defaultFile from './rules/default.json' with { type: 'json' }
import shandongFile from './rules/shandong.json' with { type: 'json' }
import shanghaiFile from './rules/shanghai.json' with { type: 'json' }
import zhejiangFile from './rules/zhejiang.json' with { type: 'json' }

/**
 * What a row can show of why someone votes here; bits of `evidence` (32 and 64 are CERTIFIED of domain/registration). `contract` and
 * `residence` also follow from dates (migrants.ts).
 */
export const EVIDENCE = {
  certificate: 1,
  residencePermit: 2,
  contract: 4,
  tookPartLastTime: 8,
  student: 16,
  /** Has lived in the city for as long as the rule set asks. */
  residence: 128,
  /** A student of a university or college (高校), not of any school. */
  universityStudent: 256,
  /** Lives abroad, is in the country during the election, and comes from here or lived here last (EL 7). */
  livesAbroad: 512,
} as const
/** All kinds of EVIDENCE: what a row or a form may state. */
export const ALL_EVIDENCE = Object.values(EVIDENCE).reduce<number>((sum, bit) => sum | bit, 0)
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

export interface RuleEntry<V> {
  readonly value: V
  /** Of the text that settles it; else the nearest national article. */
  readonly article: string
  /** local: the set's own text. national: the set's text is silent. own: chosen by the set without a text. open: no text settles it, and the default holds. */
  readonly from: 'local' | 'national' | 'own' | 'open'
}

export interface RuleSet {
  readonly id: string
  readonly version: number
  readonly name: Text
  /** 2-digit province codes where it applies unless an election names another; the `default` set has none. */
  readonly provinces: readonly string[]
  /** In the order in which a form offers them. */
  readonly bases: readonly BasisRule[]
  /** Sets of evidence (sums of EVIDENCE), each enough by itself for someone from outside, on whatever basis. */
  readonly proofs: readonly number[]
  readonly values: { readonly [K in RuleKey]: RuleEntry<RuleValueOf<K>> }
  /** How many digits of the area code are "here": someone whose household register lies outside needs a proof. */
  readonly homeDigits: 2 | 4 | 6
  /**
   * Registrations are taken until that many days before election day; at least 1: nothing changes on the day itself. After the list is out
   * they go to a supplement.
   */
  readonly lateChanges: { readonly daysBefore: number; readonly article: string }
  /** Over how many days polling may go. */
  readonly pollingDays: { readonly most: number; readonly article: string }
  /** Words in a street's name that mark a 地区: an area that is a street and a township at once. */
  readonly dualAreaNames: readonly string[]
  /** Title and date of the text. */
  readonly source: string
}

/** What the file says where its text is silent. */
const NOT_SETTLED = 'not settled'

/** What is wrong with a file of a rule set, and where: `values.meeting`. */
export interface RuleFault {
  readonly at: string
  readonly text: Text
}

type Json = Record<string, unknown>
const isObject = (json: unknown): json is Json => typeof json === 'object' && json !== null && !Array.isArray(json)
const isText = (json: unknown): json is Text =>
  isObject(json) && [json.zh, json.en].every(text => typeof text === 'string' && text.trim() !== '' && text.length <= 600)
const isEvidence = (name: unknown): name is EvidenceKind => typeof name === 'string' && Object.hasOwn(EVIDENCE, name)

const FIELDS = ['id', 'version', 'name', 'provinces', 'source', 'bases', 'values']
const BASIS_FIELDS = ['basis', 'title', 'why', 'article', 'proofs']
const CITATION: Text = {
  zh: '条款应写作法律简称和条号，或者本省实施细则的全称和条号，中间空一格，多条用英文逗号和空格分开',
  en: 'An article is the short name of a law, or the full name of your own text, a space and a number; several are separated by a comma and a space',
}

/** Collects the faults of a file while it is read. */
class Reading {
  readonly faults: RuleFault[] = []

  refuse(at: string, zh: string, en: string): undefined {
    this.faults.push({ at, text: { zh, en } })
    return undefined
  }

  unknownFields(at: string, json: Json, fields: readonly string[]): void {
    for (const field of Object.keys(json))
      if (!fields.includes(field))
        this.refuse(`${at}${field}`, '没有这一项，请删去或更正', 'There is no such field; delete or correct it')
  }

  article(at: string, json: unknown): string {
    if (typeof json === 'string' && isCitation(json)) return json
    this.refuse(at, CITATION.zh, CITATION.en)
    return ''
  }
}

const readBasis = (reading: Reading, json: unknown, at: string): BasisRule | undefined => {
  if (!isObject(json)) return reading.refuse(at, '应为一个对象', 'It must be an object')
  reading.unknownFields(`${at}.`, json, BASIS_FIELDS)
  const basis = BASES.find(one => one === json.basis)
  if (!basis) return reading.refuse(`${at}.basis`, `应为 ${BASES.join('、')} 之一`, `It must be one of ${BASES.join(', ')}`)
  const { title, why } = json
  if (!isText(title) || !isText(why)) return reading.refuse(at, 'title、why 应各有 zh 和 en', 'title and why each need zh and en')
  const article = reading.article(`${at}.article`, json.article)
  if (!Array.isArray(json.proofs))
    return reading.refuse(`${at}.proofs`, '应为证明的组合的列表', 'It must be a list of sets of evidence')
  const proofs = json.proofs.flatMap((set: unknown) => {
    if (Array.isArray(set) && set.length > 0 && set.every(isEvidence)) return [set.reduce((sum, kind) => sum | EVIDENCE[kind], 0)]
    const names = Object.keys(EVIDENCE)
    reading.refuse(`${at}.proofs`, `每组证明由 ${names.join('、')} 组成`, `A set of evidence consists of ${names.join(', ')}`)
    return []
  })
  return { basis, title, why, article, proofs }
}

/** Citizens living abroad may take part where they come from or lived last: EL 7, in every province, whatever its own text lists. */
const withAbroad = (rule: BasisRule): BasisRule =>
  rule.basis === 'residence' ? { ...rule, proofs: [...new Set([...rule.proofs, EVIDENCE.livesAbroad])] } : rule

const readBases = (reading: Reading, json: unknown): BasisRule[] => {
  if (!Array.isArray(json) || json.length === 0) {
    reading.refuse('bases', '应至少有一种登记的依据', 'There must be at least one basis of registration')
    return []
  }
  const bases = json.flatMap((one: unknown, index) => readBasis(reading, one, `bases.${index}`) ?? [])
  const names = bases.map(({ basis }) => basis)
  if (new Set(names).size < names.length) reading.refuse('bases', '同一种依据只能出现一次', 'Each basis may occur once only')
  return bases
}

/** One value: with its article, with `open: true` where the set chooses without a text, or not settled. */
const readEntry = <K extends RuleKey>(
  reading: Reading,
  key: K,
  json: unknown,
  base: RuleEntry<RuleValueOf<K>> | undefined,
): RuleEntry<RuleValueOf<K>> | undefined => {
  const at = `values.${key}`
  const { kind, law } = RULE_VALUES[key]
  if (json === NOT_SETTLED) {
    if (base) return { ...base, from: base.from === 'local' ? 'national' : 'open' }
    return reading.refuse(at, '一般规定须有这一项', 'The general rules must settle it')
  }
  if (!isObject(json))
    return reading.refuse(
      at,
      `应为 {"value", "article"}；文本没有规定的写 "${NOT_SETTLED}"`,
      `It must be {"value", "article"}, or "${NOT_SETTLED}" where the text is silent`,
    )
  reading.unknownFields(`${at}.`, json, ['value', 'article', 'open'])
  const value = kind.read(json.value) as RuleValueOf<K> | undefined
  if (value === undefined) return reading.refuse(`${at}.value`, `应为${kind.expects.zh}`, `It must be ${kind.expects.en}`)
  if (json.open === true && json.article === undefined) return { value, article: law, from: 'own' }
  return { value, article: reading.article(`${at}.article`, json.article), from: 'local' }
}

const readValues = (reading: Reading, json: unknown, base: RuleSet['values'] | undefined): RuleSet['values'] | undefined => {
  if (!isObject(json)) return reading.refuse('values', '缺少各项规定', 'The values are missing')
  for (const key of Object.keys(json))
    if (!isRuleKey(key))
      reading.refuse(`values.${key}`, '没有这一项，请删去或更正', 'There is no such value; delete or correct it')
  const entries = RULE_KEYS.map(key => [key, readEntry(reading, key, json[key], base?.[key])] as const)
  if (!entries.every(([, entry]) => entry !== undefined)) return undefined
  const values = Object.fromEntries(entries) as RuleSet['values']
  if (values.byElectionCandidatesDaysBefore.value > values.byElectionListDaysBefore.value)
    reading.refuse(
      'values.byElectionCandidatesDaysBefore',
      '正式候选人不能先于选民名单公布',
      'Candidates cannot be published before the voter list',
    )
  return values
}

const isProvinces = (json: unknown): json is string[] =>
  Array.isArray(json) && json.every(code => typeof code === 'string' && /^\d\d$/.test(code))

/** Reads the JSON of a rule set, or says everything that is wrong with it. `base`: what holds where it does not settle a value. */
const readOver = (json: unknown, base: RuleSet | undefined): Result<RuleSet, readonly RuleFault[]> => {
  if (!isObject(json)) return fail([{ at: '', text: { zh: '应为一个 JSON 对象', en: 'It must be a JSON object' } }])
  const reading = new Reading()
  reading.unknownFields('', json, FIELDS)
  const { id, version, name, provinces, source } = json
  if (typeof id !== 'string' || !/^[a-z][a-z0-9-]{1,39}$/.test(id))
    reading.refuse('id', '应为2至40个小写字母、数字和连字符', 'It must be 2 to 40 lower-case letters, digits and hyphens')
  if (typeof version !== 'number' || !Number.isSafeInteger(version) || version < 1 || version > 9_999)
    reading.refuse('version', '应为从1开始的整数', 'It must be a whole number from 1')
  if (!isText(name)) reading.refuse('name', '应有 zh 和 en', 'It needs zh and en')
  if (!isProvinces(provinces))
    reading.refuse('provinces', '应为两位省级代码的列表', 'It must be a list of 2-digit province codes')
  if (typeof source !== 'string' || source.trim() === '' || source.length > 300)
    reading.refuse('source', '应写明文本的名称和日期', 'It must name the text and its date')
  const bases = readBases(reading, json.bases).map(withAbroad)
  const values = readValues(reading, json.values, base?.values)
  if (reading.faults.length > 0 || !values || !isText(name) || !isProvinces(provinces)) return fail(reading.faults)
  return ok({
    id: String(id),
    version: Number(version),
    name: { zh: name.zh, en: name.en },
    provinces,
    source: String(source),
    bases,
    proofs: [...new Set(bases.flatMap(basis => basis.proofs))],
    values,
    homeDigits: values.outsideDigits.value,
    lateChanges: { daysBefore: values.registrationClosesDaysBefore.value, article: values.registrationClosesDaysBefore.article },
    pollingDays: { most: values.pollingDaysMost.value, article: values.pollingDaysMost.article },
    dualAreaNames: values.dualAreaNames.value,
  })
}

/**
 * Reads a rule set as it was frozen with an election: every value as it held then, whatever the program’s own sets say today. A value that
 * the program did not know then is the default.
 */
export const thawRules = (json: unknown): RuleSet => {
  const frozen = json as Omit<RuleSet, 'values'> & { readonly values: Readonly<Record<string, RuleEntry<unknown> | undefined>> }
  const entries = RULE_KEYS.map(key => {
    const entry = frozen.values[key]
    return [key, entry && RULE_VALUES[key].kind.read(entry.value) !== undefined ? entry : DEFAULT.values[key]] as const
  })
  return { ...frozen, values: Object.fromEntries(entries) as RuleSet['values'] }
}

const builtIn = (json: unknown, base: RuleSet | undefined): RuleSet => {
  const read = readOver(json, base)
  if (!read.ok) throw new Error(`a rule set of the program is wrong: ${JSON.stringify(read.error)}`)
  return read.value
}

/** What holds where a rule set's text does not settle a value. */
const DEFAULT = builtIn(defaultFile, undefined)

/** The rule sets of the program; offices add their own. */
export const RULE_SETS: readonly RuleSet[] = [
  ...[beijingFile, shanghaiFile, zhejiangFile, shandongFile].map(json => builtIn(json, DEFAULT)),
  DEFAULT,
]

/** Reads an office's rule set from its JSON, or says everything that is wrong with it. */
export const readRuleSet = (json: unknown): Result<RuleSet, readonly RuleFault[]> => readOver(json, DEFAULT)

/** Reads a set that was accepted before: a value that the program did not know then is not settled by it. */
export const readAcceptedRuleSet = (json: unknown): Result<RuleSet, readonly RuleFault[]> => {
  if (!isObject(json) || !isObject(json.values)) return readRuleSet(json)
  const silent = Object.fromEntries(RULE_KEYS.map(key => [key, NOT_SETTLED]))
  return readRuleSet({ ...json, values: { ...silent, ...json.values } })
}

/** The file of a rule set of the program, as an example for an office's own. */
export const RULE_FILES: Readonly<Record<string, unknown>> = {
  beijing: beijingFile,
  shanghai: shanghaiFile,
  zhejiang: zhejiangFile,
  shandong: shandongFile,
  default: defaultFile,
}

/** The rule set of that name, if there is one. */
export const findRuleSet = (id: string, sets: readonly RuleSet[] = RULE_SETS): RuleSet | undefined =>
  sets.find(set => set.id === id)

/** The rule set of an area's province, else `default`. */
export const ruleSetFor = (areaCode: string, sets: readonly RuleSet[] = RULE_SETS): RuleSet =>
  sets.find(s => s.provinces.includes(areaCode.slice(0, 2))) ?? DEFAULT

/** A national article together with those of the rule set's own text that settle these values: `EL 5, SH 20`. */
export const citeWith = (national: string, keys: readonly RuleKey[], rules: RuleSet): string =>
  [
    ...new Set([
      national,
      ...keys.map(key => rules.values[key]).flatMap(entry => (entry.from === 'local' ? [entry.article] : [])),
    ]),
  ].join(', ')

/** Every article that a rule set cites. */
export const articlesOf = (rules: RuleSet): string[] => [
  ...new Set([...rules.bases.map(({ article }) => article), ...RULE_KEYS.map(key => rules.values[key].article)]),
]

/** National laws, which any election may cite. */
const NATIONAL = ['EL', 'P83', 'OL', 'DL', 'CPL', 'CL', 'PIPL', 'CSL']

/** What of a citation may not be cited in an election of these rules: another province's text, and what is no article. Empty: all may. */
export const foreignCitations = (articles: string, rules: RuleSet): string[] => {
  const own = articlesOf(rules)
    .flatMap(parseArticles)
    .map(({ law, ownText }) => law ?? ownText)
  return parseArticles(articles)
    .filter(({ law, ownText, number, text }) => {
      const name = law ?? ownText
      return name === null || (number === '' && text !== 'BJR') || !(NATIONAL.includes(name) || own.includes(name))
    })
    .map(({ text }) => text)
}

/**
 * May someone whose household register lies outside vote here with this evidence? As a table over all sums of EVIDENCE, so that the store
 * can look it up for a whole set. P83 §9; the proofs are local (BJ 31).
 */
export const proofTable = (rules: RuleSet): boolean[] =>
  Array.from({ length: ALL_EVIDENCE + 1 }, (_, evidence) => rules.proofs.some(proof => (evidence & proof) === proof))
