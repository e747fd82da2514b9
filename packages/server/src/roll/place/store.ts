/** Where and when districts vote: as an office enters it, and as it was when a version was published. */
import { LEVELS } from '@mingce/domain/election'
import { col, named, type RowOf, type Sql } from '../../platform/database/index.ts'

const PLACE = {
  level: col.oneOf(...LEVELS),
  district: col.text,
  /** '': the whole district. */
  group: col.text,
  name: col.text,
  address: col.text,
  /** '07:00', Beijing time. */
  opens: col.text,
  closes: col.text,
}
export type VotingPlace = RowOf<typeof PLACE>

const COLUMNS = 'level, district_code AS district, voter_group AS "group", name, address, opens, closes'

export const findVotingPlaces = (sql: Sql, electionId: string): Promise<VotingPlace[]> =>
  sql.query(
    `SELECT ${COLUMNS} FROM voting_place WHERE election_id = $1 ORDER BY level, district_code, voter_group`,
    [electionId],
    PLACE,
  )

/** Places as they were when a version was published. */
export const findPublishedPlaces = (sql: Sql, electionId: string, version: number): Promise<VotingPlace[]> =>
  sql.query(
    `SELECT ${COLUMNS} FROM roll_voting_place WHERE election_id = $1 AND version = $2 ORDER BY level, district_code, voter_group`,
    [electionId, version],
    PLACE,
  )

/** Keeps the places with a version. */
export const copyVotingPlaces = (tx: Sql, electionId: string, version: number): Promise<number> =>
  tx.run(
    `INSERT INTO roll_voting_place (election_id, version, level, district_code, voter_group, name, address, opens, closes)
     SELECT election_id, $2, level, district_code, voter_group, name, address, opens, closes FROM voting_place WHERE election_id = $1`,
    [electionId, version],
  )

export const putVotingPlace = (tx: Sql, electionId: string, place: VotingPlace): Promise<number> =>
  tx.run(
    ...named(
      `INSERT INTO voting_place (election_id, level, district_code, voter_group, name, address, opens, closes)
       VALUES (:electionId, :level, :district, :group, :name, :address, :opens, :closes)
       ON CONFLICT (election_id, level, district_code, voter_group) DO UPDATE
         SET name = excluded.name, address = excluded.address, opens = excluded.opens, closes = excluded.closes`,
      { electionId, ...place },
    ),
  )

export const deleteVotingPlace = (
  tx: Sql,
  electionId: string,
  { level, district, group }: Pick<VotingPlace, 'level' | 'district' | 'group'>,
): Promise<number> =>
  tx.run('DELETE FROM voting_place WHERE election_id = $1 AND level = $2 AND district_code = $3 AND voter_group = $4', [
    electionId,
    level,
    district,
    group,
  ])

const DISTRICT = { level: col.oneOf(...LEVELS), code: col.text, name: col.text }

/** Districts of an election, of both levels. */
export const findPlacedDistricts = (sql: Sql, electionId: string): Promise<RowOf<typeof DISTRICT>[]> =>
  sql.query('SELECT level, code, name FROM district WHERE election_id = $1 ORDER BY level, code', [electionId], DISTRICT)

const TOWNSHIP_OF = { district: col.text, area: col.text }

/** The township of each township-level district whose communities lie in one. */
export const findTownshipsOf = (sql: Sql, electionId: string): Promise<RowOf<typeof TOWNSHIP_OF>[]> =>
  sql.query(
    `SELECT district_code AS district, min(substr(community_code, 1, 9)) AS area FROM district_community
     WHERE election_id = $1 AND level = 'township' GROUP BY district_code HAVING count(DISTINCT substr(community_code, 1, 9)) = 1`,
    [electionId],
    TOWNSHIP_OF,
  )

const SIGNATORY = { level: col.oneOf(...LEVELS), area: col.text, name: col.text }

/** Names of the committees of an election. */
export const findSignatories = (sql: Sql, electionId: string): Promise<RowOf<typeof SIGNATORY>[]> =>
  sql.query(
    'SELECT level, area_code AS area, name FROM committee WHERE election_id = $1 ORDER BY level, area_code',
    [electionId],
    SIGNATORY,
  )

/** Names of areas. */
export const findAreaNames = async (sql: Sql, codes: readonly string[]): Promise<Map<string, string>> =>
  new Map(
    (
      await sql.query('SELECT code, name FROM area WHERE code = ANY($1::text[])', [[...codes]], {
        code: col.text,
        name: col.text,
      })
    ).map(({ code, name }) => [code, name]),
  )
