/** Ties the key to the database, which stores the key's check value from the first start on. */
import type { Sql } from '../database/index.ts'
import { type KeyLocation, openKeyring } from './key-file.ts'
import type { Keyring } from './keyring.ts'
import { findKeyCheck, recordKeyCheck } from './store.ts'

/**
 * The keyring of this database. The check value of the first key is recorded; after that a missing key is `key.lost` and a different one
 * `key.wrong`, and nothing is changed. Needs the table `installation`.
 */
export const openInstallationKeyring = async (sql: Sql, location: Omit<KeyLocation, 'expected'>): Promise<Keyring> => {
  const expected = await findKeyCheck(sql)
  const keys = await openKeyring(expected === undefined ? location : { ...location, expected })
  if (expected !== undefined) return keys
  await recordKeyCheck(sql, keys.checkValue)
  // If two processes start for the first time at once, the check value that was recorded first is valid.
  const first = await findKeyCheck(sql)
  return first === undefined || first === keys.checkValue ? keys : openKeyring({ ...location, expected: first })
}
