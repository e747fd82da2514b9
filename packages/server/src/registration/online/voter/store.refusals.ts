/** A person's refusals as rows: what was sent and not accepted, and registrations that an office refused or took off. */
import { col, prepared, type RowOf, type Sql } from '../../../platform/database/index.ts'

const REFUSAL = {
  electionId: col.text,
  kind: col.oneOf('row', 'refused', 'removed'),
  countyCode: col.text,
  registrationId: col.nullable(col.integer),
  countyDistrict: col.nullable(col.text),
  townshipDistrict: col.nullable(col.text),
  codes: col.list(col.text),
  reason: col.nullable(col.text),
  at: col.instant,
}

export type RefusalRow = RowOf<typeof REFUSAL>

/** Equal rows that were sent several times are one; the newest. */
const REFUSALS = prepared(
  `SELECT k.* FROM (
     SELECT DISTINCT ON (f.election_id, f.codes) f.election_id AS "electionId", 'row' AS kind, f.county_code AS "countyCode", NULL::bigint AS "registrationId",
       NULL::text AS "countyDistrict", NULL::text AS "townshipDistrict", f.codes, NULL::text AS reason, f.at
     FROM refused_row f WHERE f.person_key = $1 AND f.keyed ORDER BY f.election_id, f.codes, f.at DESC
   ) k
   WHERE NOT EXISTS (SELECT FROM registration s WHERE s.person_key = $1 AND s.election_id = k."electionId" AND s.status IN ('registered', 'review', 'pending'))
   UNION ALL
   SELECT r.election_id, r.status, r.county_code, r.id, r.county_district, r.township_district,
     ARRAY(SELECT f.code FROM finding f WHERE f.person_key = r.person_key AND f.county_code = r.county_code AND f.registration_id = r.id
       AND f.state = 'refused' ORDER BY f.code), v.reason, coalesce(v.at, r.created_at)
   FROM registration r
   LEFT JOIN LATERAL (SELECT e.reason, e.at FROM registration_event e WHERE e.person_key = r.person_key AND e.county_code = r.county_code
     AND e.registration_id = r.id AND e.kind IN ('refused', 'removed') ORDER BY e.id DESC LIMIT 1) v ON true
   WHERE r.person_key = $1 AND r.status IN ('refused', 'removed')
     AND NOT EXISTS (SELECT FROM registration s WHERE s.person_key = $1 AND s.election_id = r.election_id AND s.status IN ('registered', 'review', 'pending'))
   ORDER BY at DESC, "electionId"`,
)

/** Of elections in which the person is not registered and of which nothing waits. */
export const findRefusals = (sql: Sql, personKey: string): Promise<RefusalRow[]> => sql.query(REFUSALS, [personKey], REFUSAL)

const DOCUMENT = {
  ground: col.oneOf('deprived', 'suspended'),
  authority: col.text,
  number: col.text,
  from: col.day,
  to: col.nullable(col.day),
}

/** The documents by which a person has no vote in an election; those that a later one replaced are left out. */
export const findDocuments = (sql: Sql, personKey: string, electionId: string): Promise<RowOf<typeof DOCUMENT>[]> =>
  sql.query(
    `SELECT ground, authority, document_no AS number, from_date AS "from", to_date AS "to" FROM disqualification
     WHERE person_key = $1 AND election_id = $2 AND replaced_by IS NULL ORDER BY id`,
    [personKey, electionId],
    DOCUMENT,
  )
