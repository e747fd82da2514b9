/** Ties the key to the database, which stores the key's check value from the first start on. */
import type { Sql } from '../database/index.ts'
import { type KeyLocation, openKeyring } from './key-file.ts'
import type { Keyring } from './keyring.ts'

const recorded = async (sql: Sql): Promise<string | undefined> =>
  (await sql.query<{ value: string }>(`SELECT value FROM installation WHERE name = 'key-check'`))[0]?.value

/**
 * The keyring of this database. The check value of the first key is recorded; after that a missing key is `key.lost` and a different one
 * `key.wrong`, and nothing is changed. Needs the table `installation`.
 */
export const openInstallationKeyring = async (sql: Sql, location: Omit<KeyLocation, 'expected'>): Promise<Keyring> => {
  const expected = await recorded(sql)
  const keys = await openKeyring(expected === undefined ? location : { ...location, expected })
  if (expected !== undefined) return keys
  await sql.run(`INSERT INTO installation (name, value) VALUES ('key-check', $1) ON CONFLICT (name) DO NOTHING`, [
    keys.checkValue,
  ])
  // If two processes start for the first time at once, the check value that was recorded first is valid.
  const first = await recorded(sql)
  return first === undefined || first === keys.checkValue ? keys : openKeyring({ ...location, expected: first })
}
