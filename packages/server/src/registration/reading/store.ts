/** Where people of a file live by the population register. */
import { col, type Sql } from '../../platform/database/index.ts'

/** The community of each of these people by the register; of those who are not in it nothing. */
export const findRegisterPlaces = async (
  sql: Sql,
  extractId: number,
  personKeys: readonly string[],
): Promise<Map<string, string | null>> =>
  new Map(
    (
      await sql.query(
        `SELECT person_key AS key, community_code AS community FROM population
         WHERE extract_id = $1 AND status = 'present' AND person_key = ANY($2::uuid[])`,
        [extractId, [...personKeys]],
        { key: col.uuid, community: col.nullable(col.text) },
      )
    ).map(({ key, community }) => [key, community]),
  )
