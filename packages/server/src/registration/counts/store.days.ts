/** Figures of each day by community. */
import { col, named, type RowOf, type Sql } from '../../platform/database/index.ts'

/** Keeps the figures of all open elections as those of `day`. */
export const saveDays = (sql: Sql, day: string): Promise<number> =>
  sql.run(
    `INSERT INTO people_count_day (election_id, community_code, day, eligible, registered, missing)
     SELECT k.election_id, k.community_code, $1::date,
       coalesce(sum(k.people) FILTER (WHERE k.figure = 'eligible'), 0)::bigint,
       coalesce(sum(k.people) FILTER (WHERE k.figure = 'registered'), 0)::bigint,
       coalesce(sum(k.people) FILTER (WHERE k.figure = 'missing'), 0)::bigint
     FROM (SELECT election_id, community_code, figure, people FROM people_count
       UNION ALL SELECT election_id, community_code, figure, people FROM people_count_change) k
     JOIN election e ON e.id = k.election_id AND e.state <> 'closed'
     WHERE k.figure IN ('eligible', 'registered', 'missing') GROUP BY k.election_id, k.community_code
     ON CONFLICT (election_id, day, community_code) DO UPDATE
       SET eligible = excluded.eligible, registered = excluded.registered, missing = excluded.missing`,
    [day],
  )

const DAY = { day: col.day, eligible: col.integer, registered: col.integer, missing: col.integer }
export type DayFigures = RowOf<typeof DAY>

/** Sums of the latest `limit` days before `today` within an area, oldest first. */
export const readDays = async (
  sql: Sql,
  of: { readonly electionId: string; readonly electionArea: string; readonly area: string; readonly today: string },
  limit: number,
): Promise<DayFigures[]> =>
  (
    await sql.query(
      ...named(
        `SELECT d.day, sum(d.eligible)::bigint AS eligible, sum(d.registered)::bigint AS registered, sum(d.missing)::bigint AS missing
         FROM people_count_day d WHERE d.election_id = :electionId AND d.day < :today::date
           AND (:electionArea = :area OR starts_with(d.community_code, :area))
         GROUP BY d.day ORDER BY d.day DESC LIMIT :limit`,
        { ...of, limit },
      ),
      DAY,
    )
  ).reverse()
