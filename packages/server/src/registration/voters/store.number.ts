/** Where one person stands, asked for by number. */
import { REGISTRATION_STATUSES } from '@mingce/domain/registration'
import { col, type RowOf, type Sql } from '../../platform/database/index.ts'

const STANDING = {
  countyCode: col.text,
  registrationId: col.integer,
  electionId: col.text,
  name: col.text,
  /** Area that the registration lies in: its community, else the election's. */
  place: col.text,
  status: col.oneOf(...REGISTRATION_STATUSES),
}
export type Standing = RowOf<typeof STANDING>

/** All registrations of a person in the round, those that stand first, then the newest. */
export const findStandings = (sql: Sql, round: string, personKey: string): Promise<Standing[]> =>
  sql.query(
    `SELECT r.county_code AS "countyCode", r.id AS "registrationId", r.election_id AS "electionId", r.name,
       coalesce(r.community_code, e.area_code) AS place, r.status
     FROM registration r JOIN election e ON e.id = r.election_id WHERE r.person_key = $1 AND e.round = $2
     ORDER BY (r.status IN ('registered', 'review', 'pending')) DESC, r.id DESC`,
    [personKey, round],
    STANDING,
  )

/** Whether a row of the person was refused in the area, and is named so there. */
export const findRefusedNames = async (sql: Sql, electionId: string, area: string, personKey: string): Promise<string[]> =>
  (
    await sql.query(
      `SELECT r.name FROM refused_row r
       WHERE r.person_key = $1 AND r.election_id = $2 AND r.keyed AND starts_with(coalesce(r.community_code, r.county_code), $3)`,
      [personKey, electionId, area],
      { name: col.text },
    )
  ).map(({ name }) => name)
