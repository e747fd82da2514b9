/** What the frame of an election reads that no other module answers. */
import { col, type Sql } from '../../../platform/database/index.ts'

/** Counties and districts of the same prefecture as an area. */
export const findCountiesBeside = (sql: Sql, areaCode: string): Promise<{ readonly code: string; readonly name: string }[]> =>
  sql.query('SELECT code, name FROM area WHERE level = 3 AND starts_with(code, left($1, 4))', [areaCode], {
    code: col.text,
    name: col.text,
  })

/** Is the list of the last round at hand? */
export const hasPreviousRoll = async (sql: Sql, electionId: string): Promise<boolean> =>
  (
    await sql.query(
      `SELECT 1 AS one FROM import WHERE election_id = $1 AND kind = 'previous-roll' AND state = 'done' LIMIT 1`,
      [electionId],
      { one: col.integer },
    )
  ).length > 0
