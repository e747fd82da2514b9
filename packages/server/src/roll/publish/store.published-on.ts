/** When an election's list was published: what the timetable counts objections from. */
import type { Sql } from '../../platform/database/index.ts'

/** 'YYYY-MM-DD'; null: no list is out. */
export const listPublishedOn = async (sql: Sql, electionId: string): Promise<string | null> =>
  (
    await sql.query<{ on: string }>(
      `SELECT published_on AS on FROM roll_version WHERE election_id = $1 AND kind = 'list' ORDER BY version LIMIT 1`,
      [electionId],
    )
  )[0]?.on ?? null
