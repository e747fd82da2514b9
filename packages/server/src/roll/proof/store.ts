/** Entries of published versions, one voter's or one line's, and the leaves that a proof is made of. */
import { LEVELS, type Level } from '@mingce/domain/election'
import { col, type RowOf, type Sql } from '../../platform/database/index.ts'

const REGISTERED = {
  county: col.text,
  id: col.integer,
  countyDistrict: col.nullable(col.text),
  townshipDistrict: col.nullable(col.text),
}
export type RegisteredRow = Readonly<RowOf<typeof REGISTERED>>

/** All registrations of a person in an election: an entry names the one that it was made from. */
export const findRegistrationsOf = (sql: Sql, electionId: string, personKey: string): Promise<RegisteredRow[]> =>
  sql.query(
    `SELECT county_code AS county, id, county_district AS "countyDistrict", township_district AS "townshipDistrict"
     FROM registration WHERE person_key = $1 AND election_id = $2`,
    [personKey, electionId],
    REGISTERED,
  )

const ENTRY = {
  county: col.text,
  version: col.integer,
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
}
export type EntryRow = Readonly<RowOf<typeof ENTRY>>

const ENTRY_COLUMNS = `e.county_code AS county, e.version, e.position, e.level, e.district_code AS district, e.voter_group AS "group", e.number,
  e.change, e.name, coalesce(e.sex, '') AS sex, coalesce(e.mark, '') AS mark, encode(e.salt, 'hex') AS salt`

/** The positions of a district's entries in a version, both included. */
export interface Stretch {
  readonly version: number
  readonly first: number
  readonly last: number
}

/** Entries made from these registrations of one county, within `stretches`, newest version first. Needs no index on registrations. */
export const findEntriesOf = (
  sql: Sql,
  of: { readonly electionId: string; readonly county: string; readonly registrationIds: readonly number[] },
  stretches: readonly Stretch[],
): Promise<EntryRow[]> =>
  sql.query(
    `SELECT ${ENTRY_COLUMNS} FROM roll_entry e
     JOIN unnest($4::int[], $5::int[], $6::int[]) AS s(version, first, last)
       ON e.version = s.version AND e.position BETWEEN s.first AND s.last
     WHERE e.county_code = $1 AND e.election_id = $2 AND e.registration_id = ANY($3::bigint[]) ORDER BY e.version DESC, e.position`,
    [
      of.county,
      of.electionId,
      of.registrationIds,
      stretches.map(({ version }) => version),
      stretches.map(({ first }) => first),
      stretches.map(({ last }) => last),
    ],
    ENTRY,
  )

/** An entry as a reader of the list finds it. */
export interface EntryPlace {
  readonly electionId: string
  /** Code of the electoral district. */
  readonly district: string
  /** Within district and voter group. */
  readonly number: number
  readonly level?: Level | undefined
  readonly group?: string | undefined
  readonly version?: number | undefined
}

/** Entries at that place, at most `limit`, newest version first. Reads through the versions: for the command line. */
export const findEntriesAt = (sql: Sql, at: EntryPlace, limit: number): Promise<EntryRow[]> =>
  sql.query(
    `SELECT ${ENTRY_COLUMNS} FROM roll_entry e
     WHERE e.election_id = $1 AND e.district_code = $2 AND e.number = $3 AND ($4::text IS NULL OR e.level = $4)
       AND ($5::text IS NULL OR e.voter_group = $5) AND ($6::int IS NULL OR e.version = $6)
     ORDER BY e.version DESC, e.position LIMIT $7`,
    [at.electionId, at.district, at.number, at.level ?? null, at.group ?? null, at.version ?? null, limit],
    ENTRY,
  )

const LEAF = { position: col.integer, leaf: col.text }

/** Leaves (hex) of a district of a version, in order. */
export const leavesBetween = (
  sql: Sql,
  of: { readonly electionId: string; readonly counties: readonly string[] },
  { version, first, last }: Stretch,
): Promise<RowOf<typeof LEAF>[]> =>
  sql.query(
    `SELECT position, encode(leaf, 'hex') AS leaf FROM roll_entry
     WHERE county_code = ANY($1::text[]) AND election_id = $2 AND version = $3 AND position BETWEEN $4 AND $5 ORDER BY position`,
    [of.counties, of.electionId, version, first, last],
    LEAF,
  )
