/** The check value of the installation's key, which the database keeps from the first start on. */
import { col, type Sql } from '../database/index.ts'

export const findKeyCheck = async (sql: Sql): Promise<string | undefined> =>
  (await sql.query(`SELECT value FROM installation WHERE name = 'key-check'`, [], { value: col.text }))[0]?.value

/** Records the check value, unless there is one. */
export const recordKeyCheck = async (sql: Sql, value: string): Promise<void> => {
  await sql.run(`INSERT INTO installation (name, value) VALUES ('key-check', $1) ON CONFLICT (name) DO NOTHING`, [value])
}
