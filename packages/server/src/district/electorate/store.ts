/** Communities and units with what holds of the township's vote, as rows. */
import { COMMUNITY_ELECTS, type CommunityElects, TOWNSHIP_VOTES, UNIT_AGREEMENTS, UNIT_STATUTES } from '@mingce/domain/election'
import { col, named, type RowOf, type Sql } from '../../platform/database/index.ts'

const COMMUNITY = {
  code: col.text,
  elects: col.oneOf(...COMMUNITY_ELECTS),
  /** code: suggested by the area code, to be confirmed. */
  source: col.oneOf('code', 'committee'),
  document: col.nullable(col.text),
  setBy: col.nullable(col.text),
  at: col.instant,
}

/** What the committee says of a community. A community without a row has no township congress. */
export type ElectingCommunity = RowOf<typeof COMMUNITY>

/** Rows within an area, by code. */
export const findElectingCommunities = (sql: Sql, electionId: string, area = ''): Promise<ElectingCommunity[]> =>
  sql.query(
    `SELECT community_code AS code, elects, source, document, set_by AS "setBy", at FROM township_electorate
     WHERE election_id = $1 AND starts_with(community_code, $2) ORDER BY community_code`,
    [electionId, area],
    COMMUNITY,
  )

/** Adds what area codes suggest of communities that have no row yet. */
export const addSuggestions = (
  tx: Sql,
  electionId: string,
  suggested: readonly (readonly [string, CommunityElects])[],
): Promise<number> =>
  tx.run(
    `INSERT INTO township_electorate (election_id, community_code, elects, source, at)
     SELECT e.id, s.code, s.elects, 'code', e.created_at FROM election e, unnest($2::text[], $3::text[]) AS s(code, elects) WHERE e.id = $1
     ON CONFLICT (election_id, community_code) DO NOTHING`,
    [electionId, suggested.map(([code]) => code), suggested.map(([, elects]) => elects)],
  )

export interface CommunitySetting {
  readonly code: string
  readonly elects: CommunityElects
  readonly document: string | null
}

/** Writes what the committee decided of communities. */
export const setElectingCommunities = (
  tx: Sql,
  electionId: string,
  rows: readonly CommunitySetting[],
  by: string,
  at: Date,
): Promise<number> =>
  tx.run(
    ...named(
      `INSERT INTO township_electorate (election_id, community_code, elects, source, document, set_by, at)
       SELECT :electionId, s.code, s.elects, 'committee', s.document, :by, :at
       FROM unnest(:codes::text[], :elects::text[], :documents::text[]) AS s(code, elects, document)
       ON CONFLICT (election_id, community_code) DO UPDATE SET elects = excluded.elects, source = excluded.source, document = excluded.document,
         set_by = excluded.set_by, at = excluded.at`,
      {
        electionId,
        codes: rows.map(row => row.code),
        elects: rows.map(row => row.elects),
        documents: rows.map(row => row.document),
        by,
        at,
      },
    ),
  )

const UNIT = {
  name: col.text,
  communityCode: col.nullable(col.text),
  statute: col.oneOf(...UNIT_STATUTES),
  agreement: col.nullable(col.oneOf(...UNIT_AGREEMENTS)),
  document: col.nullable(col.text),
  /** Null: as anyone else in the community. */
  elects: col.nullable(col.oneOf(...TOWNSHIP_VOTES)),
  districtCode: col.nullable(col.text),
  setBy: col.text,
  at: col.instant,
}

/** A unit with its statute, and whether its staff elect the township's deputies. */
export type ElectingUnit = RowOf<typeof UNIT>

/** Units within an area, and those of no community, by name. */
export const findElectingUnits = (sql: Sql, electionId: string, area = ''): Promise<ElectingUnit[]> =>
  sql.query(
    `SELECT name, community_code AS "communityCode", statute, agreement, document, elects, district_code AS "districtCode", set_by AS "setBy", at
     FROM electing_unit WHERE election_id = $1 AND (community_code IS NULL OR starts_with(community_code, $2)) ORDER BY name`,
    [electionId, area],
    UNIT,
  )

/** Writes units; one that is known by its name is changed. */
export const setElectingUnits = (
  tx: Sql,
  electionId: string,
  units: readonly Omit<ElectingUnit, 'setBy' | 'at'>[],
  by: string,
  at: Date,
): Promise<number> =>
  tx.run(
    ...named(
      `INSERT INTO electing_unit (election_id, name, community_code, statute, agreement, document, elects, district_code, set_by, at)
       SELECT :electionId, u.name, u.community, u.statute, u.agreement, u.document, u.elects, u.district, :by, :at
       FROM unnest(:names::text[], :communities::text[], :statutes::text[], :agreements::text[], :documents::text[], :elects::text[], :districts::text[])
         AS u(name, community, statute, agreement, document, elects, district)
       ON CONFLICT (election_id, name) DO UPDATE SET community_code = excluded.community_code, statute = excluded.statute,
         agreement = excluded.agreement, document = excluded.document, elects = excluded.elects, district_code = excluded.district_code,
         set_by = excluded.set_by, at = excluded.at`,
      {
        electionId,
        names: units.map(unit => unit.name),
        communities: units.map(unit => unit.communityCode),
        statutes: units.map(unit => unit.statute),
        agreements: units.map(unit => unit.agreement),
        documents: units.map(unit => unit.document),
        elects: units.map(unit => unit.elects),
        districts: units.map(unit => unit.districtCode),
        by,
        at,
      },
    ),
  )

export const deleteElectingUnit = (tx: Sql, electionId: string, name: string): Promise<number> =>
  tx.run('DELETE FROM electing_unit WHERE election_id = $1 AND name = $2', [electionId, name])
