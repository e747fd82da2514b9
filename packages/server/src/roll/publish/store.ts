/**
 * The published list in the database: what may stand on it, in the law's order, and what earlier versions said. One statement orders and
 * numbers a whole level, so a township and a province take the same road.
 */
import { LEVELS, type Level } from '@mingce/domain/election'
import { factOf } from '@mingce/domain/registration'
import { compareGroups, type RollDistrict, type RollHeader } from '@mingce/domain/roll'
import { col, named, type RowOf, type Sql } from '../../platform/database/index.ts'

const PLACE = {
  district: col.text,
  group: col.text,
}

/** A district and a voter group in it: what the lines of a list stand under. */
export type Place = RowOf<typeof PLACE>

const LISTED = {
  county_code: col.text,
  registration_id: col.integer,
  /** Index into the places that were given. */
  place: col.integer,
  number: col.integer,
  name: col.text,
  sex: col.text,
  birth_year: col.integer,
  /** Voters of this name and sex in this district and group, this one included. */
  alike: col.integer,
}
/** A line to be published, ordered and numbered within district and voter group; its salt and leaf are still to be made. */
export type ListedRow = RowOf<typeof LISTED>

const CHANGED = {
  ...LISTED,
  /** The person key. */
  person: col.text,
  /** What the lists published so far say of this voter in this district, and what the roll says; null: not there. */
  before_name: col.nullable(col.text),
  before_sex: col.nullable(col.text),
  before_group: col.nullable(col.text),
  before_mark: col.nullable(col.text),
  now_name: col.nullable(col.text),
  now_sex: col.nullable(col.text),
  now_group: col.nullable(col.text),
}
export type ChangedRow = RowOf<typeof CHANGED>

const DISTRICT_OF: Readonly<Record<Level, string>> = { county: 'county_district', township: 'township_district' }

const NO_PART = factOf('district.part')

const registered = (level: Level): string =>
  `FROM registration WHERE election_id = $1 AND status = 'registered' AND ${DISTRICT_OF[level]} IS NOT NULL`

/** Districts and groups that a level has, or had in versions so far, in the order of the list. */
export const findPlaces = async (tx: Sql, electionId: string, level: Level): Promise<Place[]> => {
  const places = await tx.query(
    `SELECT DISTINCT ${DISTRICT_OF[level]} AS district, coalesce(voter_group, '') AS "group" ${registered(level)}
     UNION SELECT DISTINCT district_code, voter_group FROM roll_entry WHERE election_id = $1 AND level = $2`,
    [electionId, level],
    PLACE,
  )
  return places.sort((a, b) => (a.district < b.district ? -1 : a.district > b.district ? 1 : compareGroups(a.group, b.group)))
}

/**
 * Places as a table with their order: a number sorts faster than the codes and names it stands for. Grouped, so that the planner knows them
 * for distinct and joins by hash; of a bare array it knows nothing, and sorted everyone by district first.
 */
const PLACES = `(SELECT district, voter_group, min(ordinal) AS ordinal
  FROM unnest($3::text[], $4::text[]) WITH ORDINALITY AS place(district, voter_group, ordinal) GROUP BY district, voter_group) places`
const placeValues = (electionId: string, level: Level, places: readonly Place[]) => [
  electionId,
  level,
  places.map(place => place.district),
  places.map(place => place.group),
]

/** Names by strokes (`name_order`, EL 28), equal ones by sex and birth. */
const byName = 'name_order, name COLLATE "C", sex COLLATE "C"'
const byPerson = `${byName}, birth_date, registration_id`

/** The first list of a level, in its order: one sort serves order, numbers and namesakes. */
export const pagesOfList = (
  tx: Sql,
  electionId: string,
  level: Level,
  places: readonly Place[],
  pageSize: number,
): AsyncIterable<ListedRow[]> =>
  tx.pagesBeside(
    `SELECT county_code, registration_id, ordinal::int - 1 AS place, name, sex, date_part('year', birth_date)::int AS birth_year,
       row_number() OVER (PARTITION BY ordinal ORDER BY ${byPerson})::int AS number,
       count(*) OVER (PARTITION BY ordinal, ${byName})::int AS alike
     FROM (
       SELECT county_code, id AS registration_id, ${DISTRICT_OF[level]} AS district, coalesce(voter_group, '') AS voter_group,
         name, name_order, coalesce(sex, '') AS sex, birth_date ${registered(level)}
     ) AS listed JOIN ${PLACES} USING (district, voter_group)
     WHERE $2::text IS NOT NULL
     ORDER BY ordinal, ${byPerson}`,
    placeValues(electionId, level, places),
    LISTED,
    pageSize,
  )

/**
 * Where the roll of a level differs from what the lists published so far say, in the order of a supplement: district, group, added before
 * corrected before removed, then names. People are compared, not registrations: who registers anew in the same district has not changed.
 */
export const pagesOfChanges = (
  tx: Sql,
  electionId: string,
  level: Level,
  places: readonly Place[],
  pageSize: number,
): AsyncIterable<ChangedRow[]> =>
  tx.pagesBeside(
    `WITH now AS (
       SELECT *, count(*) OVER (PARTITION BY district, voter_group, name, sex)::int AS alike FROM (
         SELECT county_code, id AS registration_id, person_key, ${DISTRICT_OF[level]} AS district, coalesce(voter_group, '') AS voter_group,
           name, name_order, coalesce(sex, '') AS sex, birth_date ${registered(level)}
       ) AS listed
     ), said AS (
       SELECT DISTINCT ON (r.person_key, e.district_code)
         r.person_key, e.district_code, e.change, e.county_code, e.registration_id, e.voter_group, e.name, coalesce(e.sex, '') AS sex,
         coalesce(e.mark, '') AS mark, r.name_order, r.birth_date
       FROM roll_entry e JOIN registration r ON r.county_code = e.county_code AND r.id = e.registration_id
       WHERE e.election_id = $1 AND e.level = $2
       ORDER BY r.person_key, e.district_code, e.version DESC
     ), changed AS (
       SELECT coalesce(now.county_code, said.county_code) AS county_code, coalesce(now.person_key, said.person_key) AS person_key,
         coalesce(now.registration_id, said.registration_id) AS registration_id,
         coalesce(now.district, said.district_code) AS district,
         coalesce(now.voter_group, said.voter_group) AS voter_group,
         coalesce(now.name, said.name) AS name, coalesce(now.name_order, said.name_order) AS name_order,
         coalesce(now.sex, said.sex) AS sex, coalesce(now.birth_date, said.birth_date) AS birth_date, coalesce(now.alike, 1) AS alike,
         CASE WHEN said.person_key IS NULL THEN 1 WHEN now.person_key IS NULL THEN 3 ELSE 2 END AS kind,
         said.name AS before_name, said.sex AS before_sex, said.voter_group AS before_group, said.mark AS before_mark,
         now.name AS now_name, now.sex AS now_sex, now.voter_group AS now_group
       FROM now FULL JOIN (SELECT * FROM said WHERE change <> 'removed') AS said
         ON said.person_key = now.person_key AND said.district_code = now.district
       WHERE (now.name, now.sex, now.voter_group) IS DISTINCT FROM (said.name, said.sex, said.voter_group)
     )
     SELECT county_code, registration_id, ordinal::int - 1 AS place, name, sex, date_part('year', birth_date)::int AS birth_year,
       row_number() OVER (PARTITION BY ordinal ORDER BY kind, ${byPerson})::int AS number, alike,
       person_key::text AS person, before_name, before_sex, before_group, before_mark, now_name, now_sex, now_group
     FROM changed JOIN ${PLACES} USING (district, voter_group) ORDER BY ordinal, kind, ${byPerson}`,
    placeValues(electionId, level, places),
    CHANGED,
    pageSize,
  )

/** Names of districts as they are today. */
export const districtNames = async (tx: Sql, electionId: string, level: Level): Promise<Map<string, string>> => {
  const rows = await tx.query('SELECT code, name FROM district WHERE election_id = $1 AND level = $2', [electionId, level], {
    code: col.text,
    name: col.text,
  })
  return new Map(rows.map(({ code, name }) => [code, name]))
}

/** Holds the election for this transaction, so that two who publish at once make two versions. Returns the next version's number. */
export const nextVersion = async (tx: Sql, electionId: string): Promise<number> => {
  await tx.query('SELECT id FROM election WHERE id = $1 FOR UPDATE', [electionId], { id: col.text })
  const [row] = await tx.query(
    'SELECT coalesce(max(version), 0) + 1 AS next FROM roll_version WHERE election_id = $1',
    [electionId],
    { next: col.integer },
  )
  return row?.next ?? 1
}

const LEFT_OFF = {
  countyCode: col.text,
  registrationId: col.integer,
  name: col.text,
  communityCode: col.nullable(col.text),
}

export type LeftOff = RowOf<typeof LEFT_OFF>

/**
 * Registered people whom no district of the election takes, or none of a level where they vote because their part of a divided community is not
 * known (EL 25): how many, and the first of them.
 */
export const findLeftOff = async (
  tx: Sql,
  electionId: string,
  levels: readonly Level[],
  limit: number,
): Promise<{ count: number; people: LeftOff[] }> => {
  const column = levels.includes('county') ? DISTRICT_OF.county : DISTRICT_OF.township
  const where = `FROM registration WHERE election_id = $1 AND status = 'registered' AND (${column} IS NULL OR ($2 AND township_vote = 'yes' AND township_district IS NULL AND facts & ${NO_PART} <> 0))`
  const isTownship = levels.includes('township')
  const [counted] = await tx.query(`SELECT count(*) AS count ${where}`, [electionId, isTownship], { count: col.integer })
  if (!counted?.count) return { count: 0, people: [] }
  const people = await tx.query(
    `SELECT county_code AS "countyCode", id AS "registrationId", name, community_code AS "communityCode" ${where}
     ORDER BY county_code, community_code, name_order, id LIMIT $3`,
    [electionId, isTownship, limit],
    LEFT_OFF,
  )
  return { count: counted.count, people }
}

/** Registered people of whom it is not decided whether they elect the township's deputies, or in which of its districts. */
export const countUndecided = async (tx: Sql, electionId: string): Promise<number> => {
  const [row] = await tx.query(
    `SELECT count(*) AS count FROM registration WHERE election_id = $1 AND status = 'registered'
       AND (township_vote = 'undecided' OR (township_vote = 'yes' AND township_district IS NULL))`,
    [electionId],
    { count: col.integer },
  )
  return row?.count ?? 0
}

/** Different people who stand on a first list, on one of its levels or on both. */
export const countListedPeople = async (tx: Sql, electionId: string, levels: readonly Level[]): Promise<number> => {
  const [row] = await tx.query(
    `SELECT count(*) AS count FROM registration WHERE election_id = $1 AND status = 'registered'
       AND ('county' = ANY($2::text[]) AND county_district IS NOT NULL OR 'township' = ANY($2::text[]) AND township_district IS NOT NULL)`,
    [electionId, [...levels]],
    { count: col.integer },
  )
  return row?.count ?? 0
}

/** Registrations that still wait for a decision. */
export const countOpenReviews = async (tx: Sql, electionId: string): Promise<number> => {
  const [row] = await tx.query(
    `SELECT count(*) AS count FROM registration WHERE election_id = $1 AND status = 'review'`,
    [electionId],
    { count: col.integer },
  )
  return row?.count ?? 0
}

export interface VersionRow extends RollHeader {
  readonly previousRoot: string | null | undefined
  readonly root: string
  readonly entries: number
  /** Different people of the entries; null in versions that were published before it was counted. */
  readonly people: number | null
  readonly publishedBy: string
  readonly lateReason: string | null
  readonly districts: readonly RollDistrict[]
}

/** Freezes a version and its districts, and marks the election as listed. Its entries are already copied in. */
export const insertVersion = async (tx: Sql, version: VersionRow, at: Date): Promise<void> => {
  await tx.run(
    ...named(
      `INSERT INTO roll_version (election_id, version, kind, root, entries, people, published_on, published_at, published_by, late_reason,
       election_name, polling_day, header_form, previous_root) VALUES (:electionId, :version, :kind, :root, :entries, :people, :publishedOn, :at, :publishedBy, :lateReason,
       :electionName, :pollingDay, 2, :previousRoot)`,
      {
        electionId: version.electionId,
        version: version.version,
        kind: version.kind,
        root: version.root,
        entries: version.entries,
        people: version.people,
        publishedOn: version.publishedOn,
        at,
        publishedBy: version.publishedBy,
        lateReason: version.lateReason,
        electionName: version.electionName,
        pollingDay: version.pollingDay,
        previousRoot: version.previousRoot ?? null,
      },
    ),
  )
  const column = <T>(of: (district: RollDistrict, i: number) => T) => version.districts.map(of)
  await tx.run(
    ...named(
      `INSERT INTO roll_district (election_id, version, ordinal, level, code, name, entries, root)
     SELECT :electionId, :version, d.* FROM unnest(:ordinals::int[], :levels::text[], :codes::text[], :names::text[], :entries::int[], :roots::text[]) AS d`,
      {
        electionId: version.electionId,
        version: version.version,
        ordinals: column((_, i) => i + 1),
        levels: column(d => d.level),
        codes: column(d => d.code),
        names: column(d => d.name),
        entries: column(d => d.entries),
        roots: column(d => d.root),
      },
    ),
  )
  await tx.run(`UPDATE election SET state = 'listed' WHERE id = $1 AND state = 'preparing'`, [version.electionId])
}

const VERSIONS = {
  headerForm: col.integer,
  previousRoot: col.nullable(col.text),
  entries: col.integer,
  people: col.nullable(col.integer),
  kind: col.oneOf('list', 'supplement'),
  electionId: col.text,
  root: col.text,
  publishedBy: col.text,
  lateReason: col.nullable(col.text),
  electionName: col.text,
  pollingDay: col.day,
  version: col.integer,
  publishedOn: col.day,
}

const VERSIONS_ROW = {
  level: col.oneOf(...LEVELS),
  code: col.text,
  name: col.text,
  entries: col.integer,
  root: col.text,
  version: col.integer,
}

/** Versions of an election with their districts, newest first; `version` picks one. */
export const findVersions = async (sql: Sql, electionId: string, version: number | null = null): Promise<VersionRow[]> => {
  const versions = await sql.query(
    `SELECT election_id AS "electionId", election_name AS "electionName", polling_day AS "pollingDay", version, kind,
       published_on AS "publishedOn", root, entries, people, published_by AS "publishedBy", late_reason AS "lateReason", header_form AS "headerForm",
       previous_root AS "previousRoot"
     FROM roll_version WHERE election_id = $1 AND ($2::int IS NULL OR version = $2) ORDER BY version DESC`,
    [electionId, version],
    VERSIONS,
  )
  const districts = await sql.query(
    `SELECT version, level, code, name, entries, root FROM roll_district
     WHERE election_id = $1 AND ($2::int IS NULL OR version = $2) ORDER BY version, ordinal`,
    [electionId, version],
    VERSIONS_ROW,
  )
  return versions.map(({ headerForm, previousRoot, ...row }) => ({
    ...row,
    previousRoot: headerForm === 1 ? undefined : previousRoot,
    districts: districts.filter(d => d.version === row.version).map(({ version: _, ...district }) => district),
  }))
}

const ENTRY_ROW = {
  position: col.integer,
  level: col.oneOf(...LEVELS),
  district: col.text,
  group: col.text,
  number: col.integer,
  change: col.oneOf('listed', 'added', 'removed', 'corrected'),
  name: col.text,
  sex: col.text,
  mark: col.text,
  /** Hex. */
  salt: col.text,
  leaf: col.text,
}

/** An entry as it stands in the database, with the leaf that was stored beside it. */
export type EntryRow = RowOf<typeof ENTRY_ROW>

const ENTRY = `position, level, district_code AS district, voter_group AS "group", number, change, name, coalesce(sex, '') AS sex,
  coalesce(mark, '') AS mark, encode(salt, 'hex') AS salt, encode(leaf, 'hex') AS leaf`

/** Counties whose entries a version has: with them every read of a district goes by the primary key. */
export const countiesOf = async (sql: Sql, electionId: string, version: number): Promise<string[]> =>
  (
    await sql.query(
      'SELECT DISTINCT county_code AS code FROM roll_entry WHERE election_id = $1 AND version = $2',
      [electionId, version],
      { code: col.text },
    )
  ).map(({ code }) => code)

/** Entries at positions `from` to `to`, both included. */
export const entriesBetween = (
  sql: Sql,
  of: { readonly electionId: string; readonly version: number; readonly counties: readonly string[] },
  from: number,
  to: number,
): Promise<EntryRow[]> =>
  sql.query(
    `SELECT ${ENTRY} FROM roll_entry WHERE county_code = ANY($1::text[]) AND election_id = $2 AND version = $3 AND position BETWEEN $4 AND $5
     ORDER BY position`,
    [of.counties, of.electionId, of.version, from, to],
    ENTRY_ROW,
  )

/** Entries that a version has, whatever its districts say. */
export const countEntries = async (sql: Sql, electionId: string, version: number): Promise<number> => {
  const [counted] = await sql.query(
    'SELECT count(*) AS count FROM roll_entry WHERE election_id = $1 AND version = $2',
    [electionId, version],
    { count: col.integer },
  )
  return counted?.count ?? 0
}
