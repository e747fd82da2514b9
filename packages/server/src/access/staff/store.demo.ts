/** Whether this database is a demo, and which accounts have the demo's password, which everybody knows. */
import { col, type Sql } from '../../platform/database/index.ts'

/** Marks a new database as a demo. Only `mingce demo` does, before it loads anything. */
export const markDemo = async (sql: Sql, at: Date): Promise<void> => {
  await sql.run(`INSERT INTO installation (name, value) VALUES ('demo', $1) ON CONFLICT (name) DO NOTHING`, [at.toISOString()])
}

export const isDemo = async (sql: Sql): Promise<boolean> =>
  (await sql.query(`SELECT 1 AS one FROM installation WHERE name = 'demo'`, [], { one: col.integer })).length > 0

/** Usernames that can sign in and were made with the demo's password, or are called like the demo's; with the hash of the password. */
export const findDemoLike = (sql: Sql, usernames: readonly string[]): Promise<{ username: string; hash: string | null }[]> =>
  sql.query(
    `SELECT u.username, a.password AS hash
     FROM staff s JOIN access_user u ON u.id = s.user_id LEFT JOIN access_account a ON a.user_id = u.id AND a.provider_id = 'credential'
     WHERE s.disabled_at IS NULL AND (s.made_by = 'demo' OR u.username = ANY($1::text[])) ORDER BY u.username`,
    [usernames],
    { username: col.text, hash: col.nullable(col.text) },
  )
