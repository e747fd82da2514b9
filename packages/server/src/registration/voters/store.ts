/**
 * The roll of an area, a page at a time. Every statement reads a range of one index (0020_roll_search.sql) and no more rows of it than it is
 * told: what a page costs does not depend on how many people there are.
 */
import { REGISTRATION_STATUSES } from '@mingce/domain/registration'
import { col, named, type RowOf, type Sql } from '../../platform/database/index.ts'

/** Where a person stands in the roll: by community, within it by the strokes of the name. '' is before all communities: none was stated. */
export interface RollPlace {
  readonly community: string
  readonly nameOrder: string
  readonly registrationId: number
}

export interface RollFilter {
  /** Prefix of communities; '' are all of the election, and people without one. */
  readonly area: string
  readonly status: string | null
  /** Code of an electoral district of the county level. */
  readonly countyDistrict: string | null
  readonly townshipDistrict: string | null
  readonly level: 'county' | 'township' | null
  readonly channel: string | null
  readonly basis: string | null
}

/** Names whose people are wanted, where they are too many to be named one by one. */
export type NameMatch =
  | { readonly by: 'beginning'; readonly order: string }
  | { readonly by: 'spelled' | 'initials'; readonly text: string }

const VOTER = {
  countyCode: col.text,
  registrationId: col.integer,
  personKey: col.uuid,
  place: col.text,
  nameOrder: col.text,
  name: col.text,
  sex: col.nullable(col.oneOf('M', 'F')),
  birthDate: col.day,
  communityCode: col.nullable(col.text),
  community: col.nullable(col.text),
  countyDistrict: col.nullable(col.text),
  countyDistrictName: col.nullable(col.text),
  townshipDistrict: col.nullable(col.text),
  townshipDistrictName: col.nullable(col.text),
  voterGroup: col.nullable(col.text),
  unit: col.nullable(col.text),
  basis: col.nullable(col.text),
  channel: col.text,
  status: col.oneOf(...REGISTRATION_STATUSES),
  /** Of someone without an ID number. */
  maskedDocument: col.nullable(col.text),
}

export type VoterRow = RowOf<typeof VOTER>

/** After every code, and after every character of a name. */
const LAST = ':'
const LAST_CHARACTER = '\u{10FFFF}'
/** After every letter of pinyin. */
const LAST_LETTER = '{'

const PLACE = `coalesce(r.community_code, '') COLLATE "C"`
const IN_AREA = `(${PLACE}) >= :area AND (${PLACE}) < :areaEnd`

const districtName = (level: 'county' | 'township'): string =>
  `(SELECT d.name FROM district d WHERE d.election_id = :electionId AND d.level = '${level}' AND d.code = r.${level}_district)`

const COLUMNS = `r.county_code AS "countyCode", r.id AS "registrationId", r.person_key AS "personKey", coalesce(r.community_code, '') AS place,
  r.name_order AS "nameOrder", r.name, r.sex, r.birth_date AS "birthDate", r.community_code AS "communityCode",
  (SELECT a.name FROM area a WHERE a.code = r.community_code) AS community, r.county_district AS "countyDistrict",
  ${districtName('county')} AS "countyDistrictName", r.township_district AS "townshipDistrict", ${districtName('township')} AS "townshipDistrictName",
  r.voter_group AS "voterGroup", r.unit, r.basis, r.channel, r.status,
  (SELECT m.masked FROM identity_document m WHERE m.person_key = r.person_key AND m.election_id = :electionId) AS "maskedDocument"`

/** What of a filter no index holds. */
const FILTERS = `(:status::text IS NULL OR r.status = :status) AND (:countyDistrict::text IS NULL OR r.county_district = :countyDistrict)
  AND (:townshipDistrict::text IS NULL OR r.township_district = :townshipDistrict)
  AND (:level::text IS NULL OR CASE WHEN :level = 'county' THEN r.county_district ELSE r.township_district END IS NOT NULL)
  AND (:channel::text IS NULL OR r.channel = :channel) AND (:basis::text IS NULL OR r.basis = :basis)`

const filterValues = (electionId: string, { area, ...filter }: RollFilter) => ({
  electionId,
  area,
  areaEnd: area + LAST,
  ...filter,
})

const START: RollPlace = { community: '', nameOrder: '', registrationId: 0 }
const afterValues = (after: RollPlace | null) => {
  const { community, nameOrder, registrationId } = after ?? START
  return { afterCommunity: community, afterName: nameOrder, afterId: registrationId }
}

/** The index whose range is read: of a district, of a state that few have, or of the area. All three are in the order of the roll. */
const rangeOf = (filter: RollFilter): { readonly sql: string; readonly values: Readonly<Record<string, string>> } => {
  if (filter.countyDistrict !== null)
    return { sql: 'AND r.county_district = :ofDistrict', values: { ofDistrict: filter.countyDistrict } }
  if (filter.status !== null && filter.status !== 'registered')
    return { sql: `AND r.status = :ofStatus AND r.status <> 'registered'`, values: { ofStatus: filter.status } }
  return { sql: '', values: {} }
}

/** Rows of the range after a place, in the order of the roll. */
const rangeRows = (columns: string, range: string): string => `
  SELECT ${columns} FROM registration r
  WHERE r.searchable AND r.election_id = :electionId AND ${IN_AREA} ${range}
    AND ((${PLACE}), r.name_order, r.id) > (:afterCommunity, :afterName, :afterId)
  ORDER BY (${PLACE}), r.name_order, r.id`

const NEEDED = `r.county_code, r.id, r.person_key, r.name, r.name_order, r.sex, r.birth_date, r.community_code, r.county_district,
  r.township_district, r.voter_group, r.unit, r.basis, r.channel, r.status`

/** The condition on the name, for rows that are read in the order of the roll. */
const matchOf = (match: NameMatch | null): { readonly sql: string; readonly values: Readonly<Record<string, string>> } => {
  if (match === null) return { sql: '', values: {} }
  if (match.by === 'beginning')
    return {
      sql: 'AND r.name_order >= :begins AND r.name_order < :beginsEnd',
      values: { begins: match.order, beginsEnd: match.order + LAST_CHARACTER },
    }
  return {
    sql: `AND EXISTS (SELECT FROM name_sound s WHERE s.name = r.name AND s.${match.by} >= :sounds AND s.${match.by} < :soundsEnd)`,
    values: { sounds: match.text, soundsEnd: match.text + LAST_LETTER },
  }
}

/** How much a statement may do. */
export interface Bounds {
  /** Rows of the index that are read at most. */
  readonly scan: number
  /** Rows that are answered at most. */
  readonly limit: number
}

/** People of a filter, and of names that match, after a place: those among the next `scan` rows of the index. */
export const findInRange = (
  sql: Sql,
  electionId: string,
  filter: RollFilter,
  match: NameMatch | null,
  after: RollPlace | null,
  { scan, limit }: Bounds,
): Promise<VoterRow[]> => {
  const range = rangeOf(filter)
  const wanted = matchOf(match)
  return sql.query(
    ...named(
      `SELECT ${COLUMNS} FROM (${rangeRows(NEEDED, range.sql)} LIMIT :scan) r WHERE ${FILTERS} ${wanted.sql} LIMIT :limit`,
      {
        ...filterValues(electionId, filter),
        ...range.values,
        ...wanted.values,
        ...afterValues(after),
        scan,
        limit,
      },
    ),
    VOTER,
  )
}

const ROLL_PLACE = { community: col.text, nameOrder: col.text, registrationId: col.integer }

/** The place of the last row that `findInRange` reads; undefined where the range ends before. */
export const findScanEnd = async (
  sql: Sql,
  electionId: string,
  filter: RollFilter,
  after: RollPlace | null,
  scan: number,
): Promise<RollPlace | undefined> => {
  const range = rangeOf(filter)
  return (
    await sql.query(
      ...named(
        `${rangeRows(`coalesce(r.community_code, '') AS community, r.name_order AS "nameOrder", r.id AS "registrationId"`, range.sql)} OFFSET :skipped LIMIT 1`,
        { electionId, area: filter.area, areaEnd: filter.area + LAST, ...range.values, ...afterValues(after), skipped: scan - 1 },
      ),
      ROLL_PLACE,
    )
  )[0]
}

const COUNTED = { people: col.integer, scanned: col.integer }
export type Counted = RowOf<typeof COUNTED>

/** How many of the first `scan` rows of the index the filter has. */
export const countInRange = async (
  sql: Sql,
  electionId: string,
  filter: RollFilter,
  match: NameMatch | null,
  scan: number,
): Promise<Counted> => {
  const range = rangeOf(filter)
  const wanted = matchOf(match)
  const [counted] = await sql.query(
    ...named(
      `SELECT count(*) FILTER (WHERE ${FILTERS} ${wanted.sql}) AS people, count(*) AS scanned FROM (${rangeRows(NEEDED, range.sql)} LIMIT :scan) r`,
      { ...filterValues(electionId, filter), ...range.values, ...wanted.values, ...afterValues(null), scan },
    ),
    COUNTED,
  )
  return counted ?? { people: 0, scanned: 0 }
}

/** People of the names; of one name the index has them in the order of the page. */
const namedRows = (orders: readonly string[]): string =>
  `r.searchable AND r.election_id = :electionId AND r.name_order = ${orders.length === 1 ? '(:orders::text[])[1::int]' : 'ANY(:orders::text[])'} AND ${IN_AREA}`

/** People of few names, after a place, by name and community. */
export const findNamed = (
  sql: Sql,
  electionId: string,
  filter: RollFilter,
  orders: readonly string[],
  after: RollPlace | null,
  limit: number,
): Promise<VoterRow[]> =>
  sql.query(
    ...named(
      `SELECT ${COLUMNS} FROM (SELECT ${NEEDED} FROM registration r WHERE ${namedRows(orders)} AND ${FILTERS}
         AND (r.name_order, (${PLACE}), r.id) > (:afterName, :afterCommunity, :afterId)
       ORDER BY r.name_order, (${PLACE}), r.id LIMIT :limit) r
       ORDER BY r.name_order, (${PLACE}), r.id`,
      { ...filterValues(electionId, filter), orders, ...afterValues(after), limit },
    ),
    VOTER,
  )

/** How many people of few names there are, counted up to `most`. */
export const countNamed = async (
  sql: Sql,
  electionId: string,
  filter: RollFilter,
  orders: readonly string[],
  most: number,
): Promise<number> =>
  (
    await sql.query(
      ...named(
        `SELECT count(*) AS people FROM (SELECT FROM registration r WHERE ${namedRows(orders)} AND ${FILTERS} LIMIT :most) r`,
        {
          ...filterValues(electionId, filter),
          orders,
          most,
        },
      ),
      { people: col.integer },
    )
  )[0]?.people ?? 0

/** Names that match, as the keys of their order, `most` at most. */
export const findNames = async (sql: Sql, match: NameMatch, most: number): Promise<string[]> => {
  const column = match.by === 'beginning' ? 'name_order' : match.by
  const from = match.by === 'beginning' ? match.order : match.text
  const to = from + (match.by === 'beginning' ? LAST_CHARACTER : LAST_LETTER)
  const rows = await sql.query(
    `SELECT DISTINCT n.name_order AS "nameOrder" FROM
       (SELECT s.name_order FROM name_sound s WHERE s.${column} >= $1 AND s.${column} < $2 LIMIT $3) n ORDER BY 1`,
    [from, to, most],
    { nameOrder: col.text },
  )
  return rows.map(({ nameOrder }) => nameOrder)
}

/** People of the election whom a search does not find yet. */
export const countWaiting = async (sql: Sql, electionId: string): Promise<number> =>
  (
    await sql.query('SELECT coalesce(sum(people), 0)::bigint AS people FROM roll_waiting WHERE election_id = $1', [electionId], {
      people: col.integer,
    })
  )[0]?.people ?? 0

/** One registration of a person, as a row of the roll. */
export const findVoter = async (
  sql: Sql,
  electionId: string,
  personKey: string,
  ref: { readonly countyCode: string; readonly registrationId: number },
): Promise<VoterRow | undefined> =>
  (
    await sql.query(
      ...named(
        `SELECT ${COLUMNS} FROM registration r WHERE r.person_key = :personKey AND r.county_code = :countyCode AND r.id = :registrationId`,
        { electionId, personKey, countyCode: ref.countyCode, registrationId: ref.registrationId },
      ),
      VOTER,
    )
  )[0]

const DISTRICT = { level: col.oneOf('county', 'township'), code: col.text, name: col.text }

/** Electoral districts with a community in the area; '' are all of the election. */
export const findDistrictsIn = (sql: Sql, electionId: string, area: string): Promise<RowOf<typeof DISTRICT>[]> =>
  sql.query(
    `SELECT d.level, d.code, d.name FROM district d WHERE d.election_id = $1 AND ($2 = '' OR EXISTS (
       SELECT FROM district_community c WHERE c.election_id = d.election_id AND c.level = d.level AND c.district_code = d.code
         AND starts_with(c.community_code, $2))) ORDER BY d.level, d.code`,
    [electionId, area],
    DISTRICT,
  )
