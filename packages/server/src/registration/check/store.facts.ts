/**
 * Facts, set by set: what the registers say of rows, packed in a bit mask, and the masks that statements about them use. The same SQL serves
 * the rows of a file, a registration online (a file of one) and the standing roll when the registers have changed. What the bits mean is the
 * domain's business.
 */
import { EVIDENCE } from '@mingce/domain/election'
import { CERTIFIED, CERTIFIED_OUTSIDE, FINDINGS, factOf, STATED_EVIDENCE, withFacts } from '@mingce/domain/registration'
import { districtOn, voteQuestion } from './store.electorate.ts'

const bits = (codes: readonly string[]): number =>
  FINDINGS.filter(f => codes.includes(f.code)).reduce((mask, f) => withFacts(mask, 2 ** f.bit), 0)
const severity = (wanted: string): number =>
  FINDINGS.filter(f => f.severity === wanted).reduce((mask, f) => withFacts(mask, 2 ** f.bit), 0)

/** All that a check may find; above it a mask says how a row meets what stands. */
export const ALL_FINDINGS = FINDINGS.reduce((mask, f) => withFacts(mask, 2 ** f.bit), 0)
export const REFUSED = severity('refused')
export const REVIEW = severity('review')
/** Rows with one of these have no usable number and so no person. */
export const UNKEYED = bits([
  'identity.missing',
  'identity.format',
  'identity.area',
  'identity.foreign',
  'identity.checksum',
  'identity.date',
  'identity.precision-lost',
])
/** Facts that the row itself shows; all others are found anew at each check. */
export const OF_THE_ROW = withFacts(
  UNKEYED,
  bits([
    'name.missing',
    'eligibility.age',
    'identity.birth',
    'identity.sex',
    'name.unprintable',
    'identity.upgraded',
    'area.retired',
    'area.unknown',
    'identity.residence-permit',
    'duplicate.same-file',
    'claim.other-district',
    'claim.same-district',
    'identity.document',
    'identity.several-numbers',
    'remark.reported',
  ]),
)
/** Several numbers were sent for one name and birth date: of such a row nothing is looked up before an officer has seen the ID card. */
export const WITHHELD = bits(['identity.several-numbers'])
/** Reviews about which of two registrations holds the person. */
export const OF_TWO = bits(['duplicate.same-file', 'claim.other-district', 'claim.same-district'])
/** A row with one of these holds no claim until it is decided. */
export const CONTESTED = withFacts(OF_TWO, WITHHELD)
/** Tells whoever sent the row that the person is registered, by another row or person. */
export const TELLS = bits(['claim.other-district', 'claim.same-district'])

/** Columns of what someone from elsewhere proves by dates. */
export const DATES = 'lives_here_since, contract_from, contract_until'

/** What the questions are asked against. */
export interface CheckScope {
  readonly electionId: string
  readonly round: string
  readonly pollingDay: string
  /** County of rows that do not say theirs. */
  readonly homeCounty: string
  /** Area code of the election: no community lies outside. */
  readonly electionArea: string
  /** The current extract of the population register, or null: then nobody is absent from it. */
  readonly extractId: number | null
  /** Area-code prefix inside which no proof is needed. */
  readonly homePrefix: string
  /** By sum of evidence: is it enough for someone from outside? (domain `proofTable`) */
  readonly proofs: readonly boolean[]
  /** What dates must be on election day (domain `migrantDays`). */
  readonly residentBy: string
  readonly workedBy: string
  readonly levels: readonly string[]
  /** Communities that are divided among districts, as `county/110105021201`: their people need a part (EL 25). */
  readonly divided: readonly string[]
  /** Rows of last round's roll need no new proof: their registration stays valid (EL 27). */
  readonly carriedOver: boolean
}

const fact = (code: Parameters<typeof factOf>[0], condition: string): string =>
  `CASE WHEN ${condition} THEN ${factOf(code)} ELSE 0 END`

/** Where the row says it is, else where the register has the person; a row that names a place nobody knows is not moved to another in silence. */
const PLACE = `CASE WHEN r.facts & ${withFacts(factOf('district.unknown'), WITHHELD)} <> 0 THEN r.community_code ELSE coalesce(r.community_code, p.community_code) END`

/** The part of the place: what the row says, else what the register says of someone who lives there. */
const PART = `coalesce(r.part, CASE WHEN p.community_code = ${PLACE} THEN p.part END)`
const PRINTABLE = `r.facts & ${factOf('name.unprintable')} = 0`
/** Is that sum of evidence enough for someone from outside? */
export const provenBy = (evidence: string): string => `(:proofs::boolean[])[((${evidence}) & ${STATED_EVIDENCE}) + 1]`
/**
 * The evidence of a row that counts on election day: where it states dates they decide (domain `evidenceOnDay`). Alias of a relation with
 * evidence, lives_here_since, contract_from and contract_until.
 */
export const evidenceOnDay = (r: string): string => `(((${r}.evidence & ~(
    CASE WHEN ${r}.lives_here_since > :residentBy::date THEN ${EVIDENCE.residence} ELSE 0 END
    | CASE WHEN ${r}.contract_from > :workedBy::date OR ${r}.contract_until < :pollingDay::date THEN ${EVIDENCE.contract} ELSE 0 END))
  | CASE WHEN ${r}.lives_here_since <= :residentBy::date THEN ${EVIDENCE.residence} ELSE 0 END
  | CASE WHEN ${r}.contract_from <= :workedBy::date AND coalesce(${r}.contract_until >= :pollingDay::date, true) THEN ${EVIDENCE.contract} ELSE 0 END))`
const unproven = (outside: string): string =>
  fact(
    'place.unproven',
    `NOT :carriedOver::boolean AND ${outside} AND NOT ${provenBy(`${evidenceOnDay('r')} | CASE WHEN v.took_part THEN ${EVIDENCE.tookPartLastTime} ELSE 0 END`)}`,
  )
const isOutside = (hukouArea: string): string => `${hukouArea} IS NOT NULL AND NOT starts_with(${hukouArea}, :homePrefix)`
/**
 * Someone whom the register does not have. The bearer of a certificate is proved by their place of origin (P83 §9), and someone known by
 * another document than an ID card is in no population register: neither is asked for.
 */
const ABSENT = `${fact('population.absent', `r.facts & ${factOf('identity.document')} = 0 AND r.evidence & ${CERTIFIED} = 0`)}
  | ${unproven(`r.evidence & ${CERTIFIED_OUTSIDE} <> 0`)}`
/** What a register that was asked over HTTP said of the person under this name; of who was not asked or not answered for, nothing. */
const ANSWERED = `CASE WHEN w.answer = 'no' THEN ${fact('population.name', PRINTABLE)}
  WHEN w.answer = 'yes' THEN ${unproven(isOutside('w.hukou_area'))}
  WHEN w.answer = 'unknown' OR r.evidence & ${CERTIFIED} <> 0 THEN ${ABSENT} ELSE 0 END`

/** What the population register says of the vote; rows that nothing may be looked up for are asked again when they are confirmed. */
const OF_VOTE = {
  place: PLACE,
  part: PART,
  register: 'CASE WHEN :extractId::bigint IS NOT NULL THEN p.elects_township END',
  withheld: `r.facts & ${WITHHELD} <> 0`,
}

/** How rows meet a table: `many` joined as whole sets; `few` looked up one by one, by index, whatever the planner knows of the table. */
export type Rows = 'many' | 'few'

export const meet =
  (rows: Rows) =>
  (table: string, alias: string, on: string): string =>
    rows === 'many'
      ? `LEFT JOIN ${table} ${alias} ON ${on}`
      : `LEFT JOIN LATERAL (SELECT ${alias}.* FROM ${table} ${alias} WHERE ${on} LIMIT 1) ${alias} ON true`

const HOLDS = `election_id = :electionId AND replaced_by IS NULL AND least(sentence_from, from_date) <= :pollingDay::date AND (to_date IS NULL OR to_date >= :pollingDay::date)`
const GROUNDS = `bool_or(ground = 'deprived') AS deprived, bool_or(ground = 'suspended') AS suspended`
const DISQUALIFIED: Readonly<Record<Rows, string>> = {
  many: `LEFT JOIN (SELECT person_key, ${GROUNDS} FROM disqualification WHERE ${HOLDS} GROUP BY person_key) q ON q.person_key = r.person_key`,
  few: `LEFT JOIN LATERAL (SELECT ${GROUNDS} FROM disqualification WHERE person_key = r.person_key AND ${HOLDS}) q ON true`,
}

/** Names of the further people whom the extract has under the number (重号). */
const NAMESAKES: Readonly<Record<Rows, string>> = {
  many: `LEFT JOIN (SELECT person_key, array_agg(name ORDER BY name) AS names FROM population_namesake WHERE extract_id = coalesce(:extractId::bigint, 0)
    GROUP BY person_key) n ON n.person_key = r.person_key`,
  few: `LEFT JOIN LATERAL (SELECT array_agg(name ORDER BY name) AS names FROM population_namesake
    WHERE person_key = r.person_key AND extract_id = coalesce(:extractId::bigint, 0)) n ON true`,
}

const OF_PERSON = 'w.person_key = r.person_key AND w.election_id = :electionId AND w.name = r.name'
/** By their key alone where many are joined: then PostgreSQL leaves the join out when there is an extract and no answer is used. */
const OF_ANSWER: Readonly<Record<Rows, string>> = { many: OF_PERSON, few: `:extractId::bigint IS NULL AND ${OF_PERSON}` }

/**
 * SQL of one row per row of `rows`, with `facts` completed and the place resolved.
 * `rows` is a relation with person_key, facts, name, community_code, part, county_district, evidence, the dates of `DATES` and whatever else is
 * to pass through.
 * Takes the parameters of `factsValues`.
 */
export const factsQuery = (rows: string, { levels }: Pick<CheckScope, 'levels'>, size: Rows = 'many'): string => {
  const asked = voteQuestion(levels.includes('township'), size, meet(size), OF_VOTE)
  return `
  SELECT r.*, ${PLACE} AS place, ${PART} AS found_part,
    coalesce(r.county_district, dc.district_code) AS found_county, ${asked.placeDistrict} AS place_township, ${asked.vote} AS own_vote,
    ${asked.district} AS found_township,
    CASE WHEN r.facts & ${withFacts(UNKEYED, WITHHELD)} <> 0 THEN r.facts ELSE r.facts
      | ${fact('eligibility.deprived', 'q.deprived')}
      | ${fact('eligibility.suspended', 'q.suspended')}
      | ${fact('district.unknown', asked.lacksDistrict)}
      | CASE WHEN cardinality(:divided::text[]) > 0 AND (${asked.lacksPart}) THEN ${factOf('district.part')} ELSE 0 END
      | CASE WHEN :extractId::bigint IS NULL THEN ${ANSWERED} WHEN p.person_key IS NULL THEN ${ABSENT} ELSE
          ${fact('population.name', `p.name <> r.name AND NOT r.name = ANY(coalesce(n.names, '{}')) AND ${PRINTABLE}`)}
          | ${fact('identity.shared', 'n.names IS NOT NULL')}
          | ${fact('population.deceased', `p.status = 'deceased'`)}
          | ${fact('population.moved-out', `p.status = 'moved-out'`)}
          | ${unproven(isOutside('p.hukou_area'))}
          | ${fact('place.elsewhere', `r.community_code <> p.community_code AND r.county_district IS NULL AND p.status = 'present'`)}
        END
    END AS found
  FROM ${rows} r
  ${meet(size)('population', 'p', 'p.person_key = r.person_key AND p.extract_id = coalesce(:extractId::bigint, 0)')}
  ${DISQUALIFIED[size]}
  ${NAMESAKES[size]}
  ${meet(size)('register_answer', 'w', OF_ANSWER[size])}
  ${meet(size)('previous_roll', 'v', 'v.person_key = r.person_key AND v.election_id = :electionId')}
  ${meet(size)('district_community', 'dc', districtOn('dc', 'county', PLACE, PART))}
  ${asked.joins}`
}

/** Parameters of `factsQuery`. */
export const factsValues = (scope: CheckScope) => ({
  extractId: scope.extractId,
  electionId: scope.electionId,
  pollingDay: scope.pollingDay,
  homePrefix: scope.homePrefix,
  proofs: scope.proofs,
  residentBy: scope.residentBy,
  workedBy: scope.workedBy,
  levels: scope.levels,
  divided: scope.divided,
  carriedOver: scope.carriedOver,
})
