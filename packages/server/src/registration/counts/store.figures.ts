/**
 * Whom the lists of an election hold, as SQL: everyone of the population register who may vote, those of them without a registration, and those
 * who stand; and how many they are by community. The counts that are kept (store.ts) are of exactly this.
 */
import { EVIDENCE } from '@mingce/domain/election'

export interface ListScope {
  readonly electionId: string
  readonly round: string
  readonly pollingDay: string
  /** Last birth date of someone who is 18 on election day. */
  readonly bornBy: string
  readonly electionArea: string
  /** Prefix of the communities to look at. */
  readonly area: string
}

export const scopeValues = ({ electionId, round, pollingDay, bornBy, electionArea, area }: ListScope) => ({
  electionId,
  round,
  pollingDay,
  bornBy,
  electionArea,
  area,
})

/**
 * People of the population register. Two with one number (重号) are both named: the second has a reference of its own, and `number_key` is of
 * the number that they share.
 */
export const PEOPLE = `(
    SELECT person_key, extract_id, row_no, name, sex, birth_date, hukou_area, community_code, status, contact_block, contact_index,
      person_key AS number_key, person_key IN (SELECT person_key FROM population_namesake) AS shared
    FROM population
    UNION ALL
    SELECT md5(person_key::text || name)::uuid, extract_id, row_no, name, sex, birth_date, hukou_area, community_code, status, contact_block, contact_index,
      person_key, true
    FROM population_namesake
  ) p`

/** Someone who shares a number is registered by a registration of their own name, or by another document. */
const OWN_NAME = `(NOT p.shared OR EXISTS (SELECT FROM registration o
    WHERE o.person_key = c.person_key AND o.county_code = c.county_code AND o.id = c.registration_id AND o.name = p.name))`
const CLAIMED = `
  FROM ${PEOPLE}
  LEFT JOIN claim c ON c.person_key = p.number_key AND c.round = :round AND ${OWN_NAME}`
const BY_DOCUMENT = `EXISTS (SELECT FROM identity_document m JOIN registration o ON o.person_key = m.person_key AND o.election_id = m.election_id
  WHERE m.election_id = :electionId AND o.name = p.name AND o.birth_date = p.birth_date AND o.status IN ('registered', 'review', 'pending'))`

/** People of the current extract. It is asked for first: joined, the planner took its people for some hundreds and looked each claim up. */
const CURRENT = `p.extract_id = ANY(ARRAY(SELECT id FROM population_extract WHERE election_id = :electionId AND state = 'current'))`

/** Who may vote on the day (EL 4): alive, not moved out, 18, and not without the vote on it. A claim means registered or waiting for a decision. */
export const QUALIFIED = `p.status = 'present' AND NOT (p.shared AND ${BY_DOCUMENT})
    AND p.birth_date <= :bornBy::date
    AND NOT EXISTS (SELECT FROM disqualification d WHERE d.person_key = p.person_key AND d.election_id = :electionId AND d.replaced_by IS NULL
      AND least(d.sentence_from, d.from_date) <= :pollingDay::date AND (d.to_date IS NULL OR d.to_date >= :pollingDay::date))`

/** Everyone of the current extract within the area who may vote, with their claims. Takes the parameters of `scopeValues`. */
export const ELIGIBLE = `${CLAIMED} WHERE ${CURRENT} AND ${QUALIFIED}
    AND (:electionArea = :area OR starts_with(coalesce(p.community_code, :electionArea), :area))`

/** The claim of a person of the register, looked up one by one: for few people of many. */
export const CLAIM_OF = `LEFT JOIN LATERAL (SELECT c.person_key FROM claim c WHERE c.person_key = p.number_key AND c.round = :round AND ${OWN_NAME} LIMIT 1) c ON true`

/** Of which people figures are taken: a condition on a person key, or none. */
export type PeopleOf = (key: string) => string

/** Figures of the population register. */
const REGISTER_FIGURES = ['eligible', 'missing', 'visited', 'here'] as const
/** Figures of registrations. `migrant-…`: whom the rules ask for proof of their place, by what they showed. */
const ROLL_FIGURES = [
  'registered',
  'review',
  'standing',
  'pending',
  'migrant-certified',
  'migrant-without',
  'migrant-unproven',
] as const

export const FIGURES = [...REGISTER_FIGURES, ...ROLL_FIGURES] as const
export type Figure = (typeof FIGURES)[number]

const registerFigures = (of: PeopleOf): string => `
  SELECT coalesce(q.community_code, :electionArea) AS code, q.eligible, q.missing, q.visited, q.here
  FROM (SELECT p.community_code, count(*) AS eligible, count(*) FILTER (WHERE c.person_key IS NULL) AS missing,
      count(*) FILTER (WHERE c.person_key IS NULL AND v.outcome <> 'out') AS visited, count(h.id) AS here
    ${CLAIMED}
    LEFT JOIN registration h ON h.person_key = c.person_key AND h.county_code = c.county_code AND h.id = c.registration_id
      AND h.election_id = :electionId AND h.status IN ('registered', 'review', 'pending')
      AND coalesce(h.community_code, :electionArea) = coalesce(p.community_code, :electionArea)
    LEFT JOIN visit v ON v.person_key = p.person_key AND v.election_id = :electionId
    WHERE ${CURRENT} AND ${QUALIFIED} AND ${of('p.number_key')} GROUP BY 1) q`

const rollFigures = (of: PeopleOf): string => `
  SELECT coalesce(g.community_code, :electionArea) AS code, g.registered, g.review, g.standing, g.pending, g.certified, g.without, g.unproven
  FROM (SELECT r.community_code, count(*) FILTER (WHERE r.status = 'registered') AS registered,
      count(*) FILTER (WHERE r.status = 'review' OR (r.status = 'registered' AND o.person_key IS NOT NULL)) AS review,
      count(*) FILTER (WHERE r.status = 'registered' AND o.person_key IS NOT NULL) AS standing,
      count(*) FILTER (WHERE r.status = 'pending') AS pending,
      count(*) FILTER (WHERE r.evidence & ${EVIDENCE.certificate} <> 0) AS certified,
      count(*) FILTER (WHERE r.evidence & ${EVIDENCE.certificate} = 0 AND o.unproven IS NOT TRUE
        AND NOT starts_with(coalesce(p.hukou_area, :homePrefix), :homePrefix)) AS without,
      count(*) FILTER (WHERE r.evidence & ${EVIDENCE.certificate} = 0 AND o.unproven) AS unproven
    FROM registration r
    LEFT JOIN (SELECT f.person_key, f.county_code, f.registration_id, bool_or(f.code = 'place.unproven') AS unproven FROM finding f
      WHERE f.election_id = :electionId AND f.state = 'open' AND ${of('f.person_key')} GROUP BY 1, 2, 3) o
      ON o.person_key = r.person_key AND o.county_code = r.county_code AND o.registration_id = r.id
    LEFT JOIN population p ON p.person_key = r.person_key AND ${CURRENT}
    WHERE r.election_id = :electionId AND r.status IN ('registered', 'review', 'pending') AND ${of('r.person_key')} GROUP BY 1) g`

/** Rows (code, figure, people) of an election. Parameters: those of `scopeValues` without the area, and :homePrefix. */
export const figuresOf = (of: PeopleOf): string => `
  SELECT q.code, n.figure, n.people FROM (${registerFigures(of)}) q
    CROSS JOIN LATERAL (VALUES ('eligible', q.eligible), ('missing', q.missing), ('visited', q.visited), ('here', q.here)) AS n(figure, people)
    WHERE n.people <> 0
  UNION ALL
  SELECT g.code, n.figure, n.people FROM (${rollFigures(of)}) g
    CROSS JOIN LATERAL (VALUES ('registered', g.registered), ('review', g.review), ('standing', g.standing), ('pending', g.pending),
      ('migrant-certified', g.certified), ('migrant-without', g.without), ('migrant-unproven', g.unproven)) AS n(figure, people)
    WHERE n.people <> 0`

/**
 * Of a refused row r: whether it is mended. It was mended in place, or the person stands since, or, where the number was unusable, someone of that name and place. By name
 * people are found as a search finds them: those of a large import some seconds after it.
 */
export const MENDED = `r.mended_at IS NOT NULL OR EXISTS (SELECT FROM registration g WHERE g.person_key = r.person_key AND g.election_id = :electionId
      AND g.status IN ('registered', 'review', 'pending'))
    OR (NOT r.keyed AND EXISTS (SELECT FROM name_sound s
      JOIN registration g ON g.searchable AND g.election_id = :electionId AND g.name_order = s.name_order AND g.name = s.name
      WHERE s.name = r.name AND (g.community_code = r.community_code OR g.unit = r.unit) AND g.created_at > r.at
        AND g.status IN ('registered', 'review', 'pending')))`

/** Rows (code, figure, people) of who lives where by the population register, of any age: what seats and districts are made by. */
export const PRESENT = `
  SELECT p.community_code AS code, 'present' AS figure, count(*) AS people FROM population p
  WHERE ${CURRENT} AND p.status = 'present' AND p.community_code IS NOT NULL GROUP BY 1`

/** Rows (code, figure, people) of refused rows that nobody has mended: how many, and what for. `of`: a condition on refused rows r. */
export const refusedFigures = (of: string): string => `
  SELECT coalesce(r.community_code, :electionArea) AS code, n.figure, count(*) AS people
  FROM (SELECT r.community_code, r.codes FROM refused_row r WHERE r.election_id = :electionId AND ${of} AND NOT (${MENDED})) r
    CROSS JOIN LATERAL (SELECT 'refused' AS figure UNION ALL SELECT 'refused ' || c.code FROM unnest(r.codes) AS c(code)) n
  GROUP BY 1, 2`
