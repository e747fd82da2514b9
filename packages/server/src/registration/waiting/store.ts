/** How much waits for an officer of an election: files, removals and messages. */
import { col, named, type RowOf, type Sql } from '../../platform/database/index.ts'

const COUNT = { count: col.integer }

/** Files that wait to be let in. */
export const countHeld = async (sql: Sql, electionId: string): Promise<number> =>
  (
    await sql.query(
      `SELECT count(*) AS count FROM import WHERE election_id = $1 AND state = 'held' AND mends IS NULL`,
      [electionId],
      COUNT,
    )
  )[0]?.count ?? 0

const REMOVALS = { count: col.integer, countyCode: col.text, registrationId: col.integer }

/** Removals within an area that another officer asked for: the oldest, with how many there are; undefined: none. */
export const findRemovalsToConfirm = async (
  sql: Sql,
  of: { readonly electionId: string; readonly electionArea: string; readonly area: string; readonly officer: string },
): Promise<RowOf<typeof REMOVALS> | undefined> =>
  (
    await sql.query(
      ...named(
        `SELECT count(*) OVER () AS count, m.county_code AS "countyCode", m.registration_id AS "registrationId" FROM removal m
         JOIN registration r ON r.person_key = m.person_key AND r.county_code = m.county_code AND r.id = m.registration_id
         WHERE m.election_id = :electionId AND m.state = 'open' AND m.asked_by_id <> :officer
           AND (:area = :electionArea OR starts_with(coalesce(r.community_code, :electionArea), :area))
         ORDER BY m.asked_at, m.registration_id LIMIT 1`,
        { ...of },
      ),
      REMOVALS,
    )
  )[0]

/** Messages within an area that were not sent and are not tried again by themselves. */
export const countUnsent = async (sql: Sql, electionId: string, area: string): Promise<number> =>
  (
    await sql.query(
      `SELECT count(*) AS count FROM outbox WHERE topic = $1 AND starts_with(area_code, $2) AND state = 'given-up'
         AND channel IS DISTINCT FROM 'office'`,
      [electionId, area],
      COUNT,
    )
  )[0]?.count ?? 0
