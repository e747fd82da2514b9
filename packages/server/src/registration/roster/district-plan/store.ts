/** Registrations under a changed plan of districts: who moves, and moving them. Whole sets at a time. */
import { readPartCode } from '@mingce/domain/district'
import type { Level } from '@mingce/domain/election'
import { col, type RowOf, type Sql, type SqlValue } from '../../../platform/database/index.ts'

/** Where people stood and stand: communities by district, and districts by name. */
export interface DistrictMap {
  readonly code: string
  readonly name: string
  readonly communities: readonly string[]
  /** Parts of divided communities, as unit codes. */
  readonly parts: readonly string[]
}

const COLUMN: Readonly<Record<Level, string>> = { county: 'county_district', township: 'township_district' }

/**
 * Each registration's new district. A voter goes with the community, or with the part of a divided
 * one: without a part, in no district until a person says which. One who was in another district than the community's (a unit that votes
 * as one) stays in the district of that name, if there still is one. Who does not elect a township's deputies is in none of its districts.
 */
const movedOf = (level: Level): string => `
  SELECT r.person_key, r.county_code, r.id, r.status, r.${COLUMN[level]} AS old_district,
    CASE ${level === 'township' ? `WHEN r.township_vote <> 'yes' THEN NULL ` : ''}WHEN r.${COLUMN[level]} IS NULL AND r.community_code IS NULL THEN NULL
      WHEN o.district IS NOT DISTINCT FROM r.${COLUMN[level]} OR r.${COLUMN[level]} IS NULL THEN n.district
      ELSE coalesce(s.new_code, n.district) END AS new_district
  FROM registration r
  LEFT JOIN unnest($2::text[], $3::text[], $4::text[]) AS o(community, part, district)
    ON o.community = r.community_code AND o.part IN ('', coalesce(r.part, ''))
  LEFT JOIN unnest($5::text[], $6::text[], $7::text[]) AS n(community, part, district)
    ON n.community = r.community_code AND n.part IN ('', coalesce(r.part, ''))
  LEFT JOIN unnest($8::text[], $9::text[]) AS s(old_code, new_code) ON s.old_code = r.${COLUMN[level]}
  WHERE r.election_id = $1`

const unitsOf = (districts: readonly DistrictMap[]): [string[], string[], string[]] => {
  const units = districts.flatMap(({ code, communities, parts }) =>
    [...communities, ...parts].map(unit => ({ ...readPartCode(unit), district: code })),
  )
  return [units.map(one => one.community), units.map(one => one.part ?? ''), units.map(one => one.district)]
}

const valuesOf = (electionId: string, before: readonly DistrictMap[], after: readonly DistrictMap[]): SqlValue[] => {
  const byName = new Map(after.map(one => [one.name, one.code]))
  const same = before.flatMap(one => {
    const code = byName.get(one.name)
    return code === undefined ? [] : [[one.code, code] as const]
  })
  return [electionId, ...unitsOf(before), ...unitsOf(after), same.map(([old]) => old), same.map(([, code]) => code)]
}

const MOVED_VOTERS = {
  from: col.nullable(col.text),
  to: col.nullable(col.text),
  voters: col.integer,
}

export type MovedVoters = RowOf<typeof MOVED_VOTERS>

/** Standing registrations by old and new district, those that stay too. */
export const countMoves = (
  sql: Sql,
  electionId: string,
  level: Level,
  before: readonly DistrictMap[],
  after: readonly DistrictMap[],
): Promise<MovedVoters[]> =>
  sql.query(
    `SELECT old_district AS "from", new_district AS "to", count(*) AS voters FROM (${movedOf(level)}) m
     WHERE status IN ('registered', 'review', 'pending') GROUP BY old_district, new_district ORDER BY old_district, new_district`,
    valuesOf(electionId, before, after),
    MOVED_VOTERS,
  )

/** Puts every registration of the election into its new district; the voter group goes along with its people. Returns how many changed. */
export const followDistricts = async (
  tx: Sql,
  electionId: string,
  level: Level,
  before: readonly DistrictMap[],
  after: readonly DistrictMap[],
): Promise<number> => {
  const values = valuesOf(electionId, before, after)
  // Units and people with a district of their own go to the district of that name, if there still is one.
  if (level === 'township')
    for (const table of ['electing_unit', 'township_answer'])
      await tx.run(
        `UPDATE ${table} t SET district_code = (SELECT s.new_code FROM unnest($2::text[], $3::text[]) AS s(old_code, new_code) WHERE s.old_code = t.district_code)
         WHERE t.election_id = $1 AND t.district_code IS NOT NULL`,
        [electionId, values[7] ?? [], values[8] ?? []],
      )
  return tx.run(
    `UPDATE registration r SET ${COLUMN[level]} = m.new_district FROM (${movedOf(level)}) m
     WHERE r.person_key = m.person_key AND r.county_code = m.county_code AND r.id = m.id AND r.${COLUMN[level]} IS DISTINCT FROM m.new_district`,
    values,
  )
}

/** People of the current extract who live in each community; null where there is no extract. */
export const countExtract = async (sql: Sql, extractId: number): Promise<Map<string, number>> =>
  new Map(
    (
      await sql.query(
        `SELECT community_code AS code, count(*) AS people FROM population
         WHERE extract_id = $1 AND status = 'present' AND community_code IS NOT NULL GROUP BY community_code`,
        [extractId],
        { code: col.text, people: col.integer },
      )
    ).map(({ code, people }) => [code, people]),
  )

/** Locks the election until the transaction ends; returns its state. */
export const lockElection = async (tx: Sql, electionId: string): Promise<string | undefined> =>
  (await tx.query('SELECT state FROM election WHERE id = $1 FOR UPDATE', [electionId], { state: col.text }))[0]?.state

/** Who stands in communities that are, or were, divided. */
export const findPeopleOf = async (tx: Sql, electionId: string, communities: readonly string[]): Promise<string[]> =>
  (
    await tx.query(
      `SELECT person_key AS key FROM registration
       WHERE election_id = $1 AND community_code = ANY($2::text[]) AND status IN ('registered', 'review', 'pending')`,
      [electionId, [...communities]],
      { key: col.uuid },
    )
  ).map(({ key }) => key)
