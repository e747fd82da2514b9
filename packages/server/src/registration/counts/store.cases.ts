/**
 * The cases of an election that an area sees: registrations of which something was found, its own and those of other areas that one of its
 * registrations is concerned in. The queue and every figure of cases count these, so that they say the same number everywhere.
 */
import { col, named, type Sql } from '../../platform/database/index.ts'

/** Where a case is in the queue: as the rows of a file are, files as they came in, and who registered alone after them. */
export interface CasePlace {
  readonly countyCode: string
  readonly registrationId: number
  readonly importId: number | null
  readonly rowNo: number | null
}

/** Greater than any id; sorts those without a file behind the files. */
const NO_FILE = 9_007_199_254_740_991
const FILE = `coalesce(f.import_id, ${NO_FILE})`
const ROW = 'coalesce(f.row_no, 0)'
/** Just what the indexes finding_open_case and finding_decided_case hold, in their order: with one column more the planner sorts all cases. */
const PLACE = `${FILE}, ${ROW}, f.county_code, f.registration_id`

export interface CaseFilter {
  readonly code?: string | undefined
  readonly community?: string | undefined
  readonly state: 'open' | 'decided'
  readonly q?: string | undefined
  /** Assigned to this officer; null: to nobody. */
  readonly officer?: string | null | undefined
  /** Cases after this one. */
  readonly after?: CasePlace | undefined
}

export interface CaseArea {
  readonly electionId: string
  /** Area of the election; people without a community are counted there. */
  readonly electionArea: string
  /** County of the election's registrations. */
  readonly county: string
  /** Prefix of the communities to look at. */
  readonly area: string
}

const STATE = { open: `f.state = 'open'`, decided: `f.state IN ('accepted', 'refused')` } as const

const filterValues = ({ electionId, electionArea, county, area }: CaseArea, { community, q }: CaseFilter) => ({
  electionId,
  electionArea,
  county,
  area,
  community: community ?? null,
  q: q ?? null,
})

/** Of a registration g, what a filter asks. */
const WANTED = `(:community::text IS NULL OR g.community_code = :community) AND (:q::text IS NULL OR g.name LIKE '%' || :q || '%' OR g.unit LIKE '%' || :q || '%')`

/** Whether a registration lies in the area. */
const inArea = (alias: string): string =>
  `(:electionArea = :area OR starts_with(coalesce(${alias}.community_code, :electionArea), :area))`

/** The other registration of a finding, where it is one of the election in the area. */
const OTHER = `EXISTS (SELECT FROM registration h WHERE h.person_key = f.person_key AND h.county_code = f.other_county AND h.id = f.other_registration_id
    AND h.election_id = :electionId AND ${inArea('h')})`

/** Looked up one by one: findings are few of all, and joined the planner reads the roll. */
const registrationOf = (wanted: string): string =>
  `CROSS JOIN LATERAL (SELECT g.community_code FROM registration g WHERE g.person_key = f.person_key AND g.county_code = f.county_code AND g.id = f.registration_id
     AND ${wanted} LIMIT 1) g`

/** Findings of the election itself, and of others that concern a registration of it. */
const OWN = 'f.election_id = :electionId'
const FOREIGN = 'f.other_county = :county AND f.other_registration_id IS NOT NULL AND f.election_id <> :electionId'

const ASSIGNED = 'k.person_key = f.person_key AND k.county_code = f.county_code AND k.registration_id = f.registration_id'

/** Findings by who their case is assigned to. Those of an officer are few: they are read first. */
const assignedTo = (officer: CaseFilter['officer']): readonly [from: string, condition: string, values: { officer?: string }] => {
  if (officer === undefined) return ['finding f', 'true', {}]
  return officer === null
    ? ['finding f', `NOT EXISTS (SELECT FROM case_assignment k WHERE ${ASSIGNED} AND k.election_id = :electionId)`, {}]
    : [`case_assignment k JOIN finding f ON ${ASSIGNED}`, 'k.election_id = :electionId AND k.officer_id = :officer', { officer }]
}

/** A page of cases: their keys in the order of the queue. */
export const pageOfCases = (
  area: CaseArea,
  filter: CaseFilter,
  limit: number,
): readonly [sql: string, values: ReturnType<typeof pageValues>] => {
  const [from, assigned] = assignedTo(filter.officer)
  const branch = (
    of: string,
    sees: string,
  ) => `(SELECT DISTINCT ON (${PLACE}) ${FILE} AS file, ${ROW} AS row_no, f.county_code, f.registration_id, f.person_key FROM ${from}
      ${registrationOf(WANTED)}
      WHERE ${of} AND ${assigned} AND ${STATE[filter.state]} AND (:code::text IS NULL OR f.code = :code) AND ${sees}
        AND (${PLACE}) > (:afterFile::bigint, :afterRow::integer, :afterCounty, :afterRegistration::bigint)
      ORDER BY ${PLACE} LIMIT :limit)`
  return [
    `SELECT DISTINCT * FROM (${branch(OWN, `(${inArea('g')} OR ${OTHER})`)} UNION ALL ${branch(FOREIGN, OTHER)}) b
     ORDER BY b.file, b.row_no, b.county_code, b.registration_id, b.person_key LIMIT :limit`,
    pageValues(area, filter, limit),
  ]
}

const pageValues = (area: CaseArea, filter: CaseFilter, limit: number) => ({
  ...filterValues(area, filter),
  ...assignedTo(filter.officer)[2],
  code: filter.code ?? null,
  afterFile: filter.after ? (filter.after.importId ?? NO_FILE) : 0,
  afterRow: filter.after?.rowNo ?? 0,
  afterCounty: filter.after?.countyCode ?? '',
  afterRegistration: filter.after?.registrationId ?? 0,
  limit,
})

export interface CaseCounts {
  readonly total: number
  /** Of `total`, cases of registrations in other areas, in which one of this area is concerned. */
  readonly ofOthers: number
  /** By code of what was found, whatever code is filtered by. */
  readonly byCode: Readonly<Record<string, number>>
}

export const countCases = async (sql: Sql, area: CaseArea, filter: CaseFilter): Promise<CaseCounts> => {
  const all = area.area === area.electionArea && filter.community === undefined && filter.q === undefined
  const [findings, assigned, values] = assignedTo(filter.officer)
  const branch = (of: string, from: string, own: string, sees: string) => `
    SELECT f.county_code, f.registration_id, f.code, ${own} AS own, :code::text IS NULL OR f.code = :code AS wanted
    FROM ${findings} ${from} WHERE ${of} AND ${assigned} AND ${STATE[filter.state]} AND ${sees}`
  // Of all cases of an election no registration need be looked at.
  const ownCases = all
    ? branch(OWN, '', 'true', 'true')
    : branch(OWN, registrationOf(WANTED), inArea('g'), `(${inArea('g')} OR ${OTHER})`)
  const rows = await sql.query(
    ...named(
      `SELECT c.code, count(DISTINCT (c.county_code, c.registration_id)) AS cases,
         count(DISTINCT (c.county_code, c.registration_id)) FILTER (WHERE c.wanted) AS wanted,
         count(DISTINCT (c.county_code, c.registration_id)) FILTER (WHERE c.wanted AND NOT c.own) AS others
       FROM (${ownCases} UNION ALL ${branch(FOREIGN, registrationOf(WANTED), 'false', OTHER)}) c
       GROUP BY GROUPING SETS ((c.code), ())`,
      { ...filterValues(area, filter), ...values, code: filter.code ?? null },
    ),
    { code: col.nullable(col.text), cases: col.integer, wanted: col.integer, others: col.integer },
  )
  const whole = rows.find(row => row.code === null)
  return {
    total: whole?.wanted ?? 0,
    ofOthers: whole?.others ?? 0,
    byCode: Object.fromEntries(rows.flatMap(row => (row.code === null ? [] : [[row.code, row.cases]]))),
  }
}
