import { col, type Sql } from '../../platform/database/index.ts'

/** Imports of an election by a part of the file's name, newest first. */
export const findImportsNamed = (
  sql: Sql,
  electionId: string,
  part: string,
  limit: number,
): Promise<{ id: number; fileName: string }[]> =>
  sql.query(
    `SELECT id, file_name AS "fileName" FROM import WHERE election_id = $1 AND strpos(lower(file_name), lower($2)) > 0 ORDER BY id DESC LIMIT $3`,
    [electionId, part, limit],
    { id: col.integer, fileName: col.text },
  )
