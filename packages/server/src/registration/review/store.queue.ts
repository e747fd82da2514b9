/** Cases for a person to decide: a registration with what was found of it, what the register says, and who else holds the person. */
import { REGISTRATION_STATUSES, type RegistrationStatus } from '@mingce/domain/registration'
import { col, named, type RowOf, type Sql } from '../../platform/database/index.ts'
import { WITHHELD } from '../check/index.ts'
import { type CaseArea, type CaseFilter, pageOfCases } from '../counts/index.ts'

export interface CaseFinding {
  readonly code: string
  readonly fingerprint: string
  readonly evidence: Record<string, unknown>
  readonly state: 'open' | 'accepted' | 'refused' | 'withdrawn'
  readonly openedAt: string
  readonly decidedAt: string | null
  readonly decidedBy: string | null
  readonly reason: string | null
}

interface Place {
  readonly code: string
  readonly name: string
}

export interface OtherRegistration {
  readonly countyCode: string
  readonly registrationId: number
  readonly electionId: string
  readonly name: string
  readonly community: Place | null
  readonly place: string
  readonly unit: string | null
  readonly channel: string
  readonly status: RegistrationStatus
}

const CASE_ROW = {
  countyCode: col.text,
  registrationId: col.integer,
  electionId: col.text,
  round: col.text,
  personKey: col.uuid,
  /** Of someone without an ID number: the document’s number, masked. */
  maskedDocument: col.nullable(col.text),
  name: col.text,
  sex: col.nullable(col.oneOf('M', 'F')),
  birthDate: col.day,
  community: col.nullable(col.json<Place>()),
  part: col.nullable(col.text),
  /** Area the case lies in: its community, else the election's area. */
  place: col.text,
  unit: col.nullable(col.text),
  channel: col.text,
  status: col.oneOf(...REGISTRATION_STATUSES),
  facts: col.integer,
  rowNo: col.nullable(col.integer),
  importId: col.nullable(col.integer),
  fileName: col.nullable(col.text),
  findings: col.json<readonly CaseFinding[]>(),
  population: col.nullable(
    col.json<{
      readonly name: string
      readonly sex: 'M' | 'F'
      readonly birthDate: string
      readonly community: Place
      readonly status: 'present' | 'deceased' | 'moved-out'
      readonly statusOn: string
    }>(),
  ),
  other: col.nullable(col.json<OtherRegistration>()),
  events:
    col.json<
      readonly {
        kind: string
        actor: string
        at: string
        reason: string
        corrected: readonly { field: string; from: string | null; to: string }[]
      }[]
    >(),
}

export type CaseRow = RowOf<typeof CASE_ROW>

const placeOf = (alias: string) =>
  `CASE WHEN ${alias}.community_code IS NULL THEN NULL ELSE jsonb_build_object('code', ${alias}.community_code, 'name',
     coalesce((SELECT a.name FROM area a WHERE a.code = ${alias}.community_code), ${alias}.community_code)) END`

/** Cases of registrations r that `from` chooses: it is joined first, so that nothing else is looked at than what belongs to them. */
const caseFrom = (from: string): string => `
  SELECT r.county_code AS "countyCode", r.id AS "registrationId", r.election_id AS "electionId", e.round, r.person_key AS "personKey", m.masked AS "maskedDocument", r.name, r.sex,
    r.birth_date AS "birthDate", ${placeOf('r')} AS community, r.part, coalesce(r.community_code, e.area_code) AS place, r.unit, r.channel, r.status, r.facts,
    r.row_no AS "rowNo", r.import_id AS "importId", i.file_name AS "fileName",
    coalesce((SELECT jsonb_agg(jsonb_build_object('code', f.code, 'fingerprint', f.fingerprint, 'evidence', f.evidence, 'state', f.state, 'openedAt', f.opened_at,
       'decidedAt', f.decided_at, 'decidedBy', f.decided_by, 'reason', f.reason) ORDER BY f.opened_at, f.code)
     FROM finding f WHERE f.person_key = r.person_key AND f.county_code = r.county_code AND f.registration_id = r.id), '[]') AS findings,
    CASE WHEN p.person_key IS NULL THEN NULL ELSE jsonb_build_object('name', p.name, 'sex', p.sex, 'birthDate', p.birth_date, 'community', ${placeOf('p')},
      'status', p.status, 'statusOn', p.status_on) END AS population,
    CASE WHEN h.id IS NULL THEN NULL ELSE jsonb_build_object('countyCode', h.county_code, 'registrationId', h.id, 'electionId', h.election_id, 'name', h.name,
      'community', ${placeOf('h')}, 'place', coalesce(h.community_code, h.county_code), 'unit', h.unit, 'channel', h.channel, 'status', h.status) END AS other,
    coalesce((SELECT jsonb_agg(jsonb_build_object('kind', v.kind, 'actor', v.actor, 'at', v.at, 'reason', v.reason,
       'corrected', coalesce(v.before -> 'corrected', '[]')) ORDER BY v.id)
     FROM registration_event v WHERE v.person_key = r.person_key AND v.county_code = r.county_code AND v.registration_id = r.id), '[]') AS events
  FROM ${from}
  JOIN election e ON e.id = r.election_id
  LEFT JOIN import i ON i.id = r.import_id
  LEFT JOIN identity_document m ON m.person_key = r.person_key AND m.election_id = r.election_id
  LEFT JOIN population_extract x ON x.election_id = r.election_id AND x.state = 'current'
  LEFT JOIN population p ON p.person_key = r.person_key AND p.extract_id = x.id AND r.facts & ${WITHHELD} = 0
  LEFT JOIN LATERAL (SELECT f.other_county, f.other_registration_id FROM finding f
    WHERE f.person_key = r.person_key AND f.county_code = r.county_code AND f.registration_id = r.id AND f.other_registration_id IS NOT NULL ORDER BY f.opened_at DESC LIMIT 1) o ON true
  LEFT JOIN registration h ON h.person_key = r.person_key AND h.county_code = o.other_county AND h.id = o.other_registration_id`

/** A registration as a case, whether or not anything was found of it. */
export const findCaseOf = async (sql: Sql, countyCode: string, registrationId: number): Promise<CaseRow | undefined> =>
  (
    await sql.query(
      `${caseFrom('registration r')} WHERE r.county_code = $1 AND r.id = $2`,
      [countyCode, registrationId],
      CASE_ROW,
    )
  )[0]

export const findCase = async (sql: Sql, countyCode: string, registrationId: number): Promise<CaseRow | undefined> => {
  const row = await findCaseOf(sql, countyCode, registrationId)
  return row && row.findings.length > 0 ? row : undefined
}

/** Cases that an area sees, in the order of the queue. */
export const findCases = async (sql: Sql, area: CaseArea, filter: CaseFilter, limit: number): Promise<CaseRow[]> => {
  const [page, values] = pageOfCases(area, filter, limit)
  return sql.query(
    ...named(
      `WITH chosen AS MATERIALIZED (${page})
     ${caseFrom('chosen c JOIN registration r ON r.person_key = c.person_key AND r.county_code = c.county_code AND r.id = c.registration_id')}
     ORDER BY c.file, c.row_no, r.county_code, r.id`,
      values,
    ),
    CASE_ROW,
  )
}
