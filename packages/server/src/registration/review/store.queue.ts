/** Cases for a person to decide: a registration with what was found of it, what the register says, and who else holds the person. */
import { REGISTRATION_STATUSES, type RegistrationStatus } from '@mingce/domain/registration'
import { col, named, type RowOf, type Sql } from '../../platform/database/index.ts'
import { type Ref, WITHHELD } from '../check/index.ts'

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

const CASE = `
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
  FROM registration r
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
  (await sql.query(`${CASE} WHERE r.county_code = $1 AND r.id = $2`, [countyCode, registrationId], CASE_ROW))[0]

export const findCase = async (sql: Sql, countyCode: string, registrationId: number): Promise<CaseRow | undefined> => {
  const row = await findCaseOf(sql, countyCode, registrationId)
  return row && row.findings.length > 0 ? row : undefined
}

export interface CaseFilter {
  readonly code?: string | undefined
  readonly community?: string | undefined
  readonly state: 'open' | 'decided'
  readonly q?: string | undefined
  /** Cases after this one. */
  readonly after?: CasePlace | undefined
}

/** Where a case stands in the queue: as the rows of a file do, files as they came in, and who registered alone after them. */
export interface CasePlace extends Ref {
  readonly importId: number | null
  readonly rowNo: number | null
}

/** Greater than any id; sorts those without a file behind the files. */
const NO_FILE = 9_007_199_254_740_991

/** Registrations of cases within `area`; a case in two districts is seen from both. */
const SELECTED = `
  SELECT DISTINCT coalesce(g.import_id, ${NO_FILE}) AS import_id, coalesce(g.row_no, 0) AS row_no, f.county_code, f.registration_id, f.person_key
  FROM finding f
  JOIN registration g ON g.person_key = f.person_key AND g.county_code = f.county_code AND g.id = f.registration_id
  JOIN election e ON e.id = g.election_id
  LEFT JOIN registration h ON h.person_key = f.person_key AND h.county_code = f.other_county AND h.id = f.other_registration_id
  WHERE (f.election_id = :electionId OR h.election_id = :electionId)
    AND (starts_with(coalesce(g.community_code, e.area_code), :area) OR starts_with(coalesce(h.community_code, h.county_code), :area))
    AND CASE WHEN :state = 'open' THEN f.state = 'open' ELSE f.state IN ('accepted', 'refused') END
    AND (:code::text IS NULL OR f.code = :code)
    AND (:community::text IS NULL OR g.community_code = :community)
    AND (:q::text IS NULL OR g.name LIKE '%' || :q || '%' OR g.unit LIKE '%' || :q || '%')`

const filterValues = (electionId: string, area: string, { state, code, community, q }: CaseFilter) => ({
  electionId,
  area,
  state,
  code: code ?? null,
  community: community ?? null,
  q: q ?? null,
})

export const findCases = async (
  sql: Sql,
  electionId: string,
  area: string,
  filter: CaseFilter,
  limit: number,
): Promise<CaseRow[]> =>
  sql.query(
    ...named(
      `WITH chosen AS (SELECT * FROM (${SELECTED}) s
       WHERE (s.import_id, s.row_no, s.county_code, s.registration_id) > (:afterImport::bigint, :afterRow::bigint, :afterCounty, :afterRegistration::bigint) ORDER BY 1, 2, 3, 4 LIMIT :limit)
     ${CASE} JOIN chosen c ON c.person_key = r.person_key AND c.county_code = r.county_code AND c.registration_id = r.id
     ORDER BY c.import_id, c.row_no, r.county_code, r.id`,
      {
        ...filterValues(electionId, area, filter),
        afterImport: filter.after ? (filter.after.importId ?? NO_FILE) : 0,
        afterRow: filter.after?.rowNo ?? 0,
        afterCounty: filter.after?.countyCode ?? '',
        afterRegistration: filter.after?.registrationId ?? 0,
        limit,
      },
    ),
    CASE_ROW,
  )

export const countCases = async (
  sql: Sql,
  electionId: string,
  area: string,
  filter: CaseFilter,
): Promise<{ total: number; byCode: Record<string, number> }> => {
  const [all] = await sql.query(
    ...named(`SELECT count(*) AS total FROM (${SELECTED}) s`, filterValues(electionId, area, filter)),
    {
      total: col.integer,
    },
  )
  const codes = await sql.query(
    ...named(
      `SELECT f.code, count(DISTINCT (f.county_code, f.registration_id)) AS cases FROM finding f
     JOIN (${SELECTED}) s ON s.person_key = f.person_key AND s.county_code = f.county_code AND s.registration_id = f.registration_id
     WHERE CASE WHEN :state = 'open' THEN f.state = 'open' ELSE f.state IN ('accepted', 'refused') END
     GROUP BY f.code`,
      filterValues(electionId, area, { ...filter, code: undefined }),
    ),
    { code: col.text, cases: col.integer },
  )
  return { total: all?.total ?? 0, byCode: Object.fromEntries(codes.map(row => [row.code, row.cases])) }
}
