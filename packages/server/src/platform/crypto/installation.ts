/** The key and the database belong together: the database keeps the key's check value from its first start on. */
import type { Sql } from '../database/database.ts'
import { type KeyLocation, openKeyring } from './key-file.ts'
import type { Keyring } from './keyring.ts'

const recorded = async (sql: Sql): Promise<string | undefined> =>
  (await sql.query<{ value: string }>(`SELECT value FROM installation WHERE name = 'key-check'`))[0]?.value

/**
 * The keyring of this database. Its first key is recorded; from then on a missing key is `key.lost` and another one `key.wrong`, with
 * nothing changed. Needs the migrated table `installation`.
 */
export const openInstallationKeyring = async (sql: Sql, location: Omit<KeyLocation, 'expected'>): Promise<Keyring> => {
  const expected = await recorded(sql)
  const keys = await openKeyring(expected === undefined ? location : { ...location, expected })
  if (expected !== undefined) return keys
  await sql.run(`INSERT INTO installation (name, value) VALUES ('key-check', $1) ON CONFLICT (name) DO NOTHING`, [
    keys.checkValue,
  ])
  // Two first starts at once on one server: whoever recorded first decides.
  const first = await recorded(sql)
  return first === undefined || first === keys.checkValue ? keys : openKeyring({ ...location, expected: first })
}
