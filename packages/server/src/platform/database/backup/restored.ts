/**
 * The mark of a restore: what other installations were told since the backup is lost here, so they are asked before anything is issued,
 * accepted or released (module certificate). Each restore writes another value.
 */
import type { Sql } from '../database.ts'

export const markRestored = async (sql: Sql, at: Date): Promise<void> => {
  await sql.run(
    `INSERT INTO installation (name, value) VALUES ('restored-at', $1) ON CONFLICT (name) DO UPDATE SET value = excluded.value`,
    [at.toISOString()],
  )
}
