/** Some people of a demo's population extract, of each kind that a login may meet. In the order of the keys, which is as good as drawn. */
import { col, jsonOf, type RowOf, type Sql } from '../../../platform/database/index.ts'

export interface SampleScope {
  readonly electionId: string
  readonly round: string
  readonly pollingDay: string
  /** Last birth date of someone who is 18 on election day. */
  readonly bornBy: string
  readonly electionArea: string
}

export type SampleKind = 'open' | 'migrant' | 'registered' | 'review' | 'disqualified' | 'minor'

const SAMPLED_PERSON = {
  personKey: col.uuid,
  name: col.text,
  kind: col.oneOf('review', 'registered', 'open', 'migrant', 'disqualified', 'minor'),
}

export type SampledPerson = RowOf<typeof SAMPLED_PERSON>

const DISQUALIFIED = `EXISTS (SELECT FROM disqualification d WHERE d.person_key = p.person_key AND d.election_id = $1 AND d.replaced_by IS NULL
  AND least(d.sentence_from, d.from_date) <= $3::date AND (d.to_date IS NULL OR d.to_date >= $3::date))`

/** What a person of the extract is to the election now: $1 election, $2 round, $3 polling day, $4 last birth date, $5 the election's county. */
const KIND = `CASE
  WHEN ${DISQUALIFIED} THEN 'disqualified'
  WHEN p.birth_date > $4::date THEN 'minor'
  WHEN g.status = 'registered' AND NOT EXISTS (SELECT FROM finding f WHERE f.person_key = g.person_key AND f.county_code = g.county_code AND f.registration_id = g.id AND f.state = 'open')
    THEN 'registered'
  WHEN c.person_key IS NOT NULL THEN 'review'
  WHEN p.hukou_area IS NOT NULL AND NOT starts_with(p.hukou_area, $5) THEN 'migrant'
  ELSE 'open' END`

const PEOPLE = `
  FROM population_extract x
  JOIN population p ON p.extract_id = x.id
  LEFT JOIN claim c ON c.person_key = p.person_key AND c.round = $2
  LEFT JOIN registration g ON g.person_key = c.person_key AND g.county_code = c.county_code AND g.id = c.registration_id
  WHERE x.election_id = $1 AND x.state = 'current' AND p.status = 'present'`

const values = (scope: SampleScope) => [
  scope.electionId,
  scope.round,
  scope.pollingDay,
  scope.bornBy,
  scope.electionArea.slice(0, 6),
]

/** The first of each kind; under 18 only who is nearly. */
export const choosePeople = (
  sql: Sql,
  scope: SampleScope,
  wanted: Readonly<Record<SampleKind, number>>,
): Promise<SampledPerson[]> =>
  sql.query(
    `SELECT person_key AS "personKey", name, kind FROM (
       SELECT person_key, name, kind, row_number() OVER (PARTITION BY kind ORDER BY person_key) AS place
       FROM (SELECT p.person_key, p.name, p.birth_date, ${KIND} AS kind ${PEOPLE} AND p.birth_date <= $4::date + 366) q
     ) r
     WHERE place <= coalesce(($6::jsonb ->> kind)::int, 0)
     ORDER BY array_position(ARRAY['open', 'migrant', 'registered', 'review', 'disqualified', 'minor'], kind), person_key`,
    [...values(scope), jsonOf(wanted)],
    SAMPLED_PERSON,
  )

/** What chosen people are now. */
export const kindsOf = (sql: Sql, scope: SampleScope, personKeys: readonly string[]): Promise<SampledPerson[]> =>
  sql.query(
    `SELECT p.person_key AS "personKey", p.name, ${KIND} AS kind ${PEOPLE} AND p.person_key = ANY($6::uuid[])`,
    [...values(scope), personKeys],
    SAMPLED_PERSON,
  )
