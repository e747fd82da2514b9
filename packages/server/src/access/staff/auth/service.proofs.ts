/** Proofs by which an account's owner is known: the password, a code of the app, a backup code. Wrong ones are counted, right ones serve once. */
import { verifyPassword } from 'better-auth/crypto'
import type { Keyring } from '../../../platform/crypto/index.ts'
import type { Sql } from '../../../platform/database/index.ts'

/** A code is good for its half minute and the ones beside it. */
const CODE_LIVES_MS = 3 * 60_000

/** Is `password` the account's? */
export const isPasswordOf = async (sql: Sql, userId: string, password: string): Promise<boolean> => {
  const [account] = await sql.query<{ password: string | null }>(
    `SELECT password FROM access_account WHERE user_id = $1 AND provider_id = 'credential'`,
    [userId],
  )
  return account?.password ? verifyPassword({ hash: account.password, password }) : false
}

/** Marks a proof as used; false when it was used before. `what` is kept as a keyed digest only. */
export const useOnce = async (sql: Sql, keys: Keyring, what: string, at: Date, endsAt: Date): Promise<boolean> => {
  const [digest = ''] = keys.digests([`access/used-proof/${what}`])
  await sql.run('DELETE FROM access_used_proof WHERE ends_at < $1', [at])
  return (
    (await sql.run('INSERT INTO access_used_proof (digest, ends_at) VALUES ($1, $2) ON CONFLICT (digest) DO NOTHING', [
      digest,
      endsAt,
    ])) > 0
  )
}

/** Has this code of the app not been shown before? RFC 6238 §5.2: a code is taken once. */
export const isFreshCode = (sql: Sql, keys: Keyring, userId: string, code: string, at: Date): Promise<boolean> =>
  useOnce(sql, keys, `totp/${userId}/${code}`, at, new Date(at.getTime() + CODE_LIVES_MS))

/** Codes of the app are six digits; backup codes are letters and digits with a dash. */
export const isAppCode = (code: string): boolean => /^\d{6}$/.test(code)
