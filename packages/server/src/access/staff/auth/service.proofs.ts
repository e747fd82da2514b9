/** Proofs of who owns an account: the password, a code of the app, a backup code. A code is accepted once. */
import { verifyPassword } from 'better-auth/crypto'
import type { Keyring } from '../../../platform/crypto/index.ts'
import type { Sql } from '../../../platform/database/index.ts'
import { findPasswordHash, insertUsedProof } from './store.proofs.ts'

/** A code is valid in its half minute and in the one before and after. */
const CODE_VALID_MS = 3 * 60_000

/** Whether `password` is the account's. */
export const isPasswordOf = async (sql: Sql, userId: string, password: string): Promise<boolean> => {
  const hash = await findPasswordHash(sql, userId)
  return hash ? verifyPassword({ hash, password }) : false
}

/** Records that a proof was used; false if it was used before. Of `proof` only a keyed digest is kept. */
export const useOnce = (sql: Sql, keys: Keyring, proof: string, at: Date, endsAt: Date): Promise<boolean> =>
  insertUsedProof(sql, keys.digests([`access/used-proof/${proof}`]).join(), endsAt, at)

/** Whether this code of the app is used for the first time (RFC 6238 §5.2). It is used up by asking. */
export const isFreshCode = (sql: Sql, keys: Keyring, userId: string, code: string, at: Date): Promise<boolean> =>
  useOnce(sql, keys, `totp/${userId}/${code}`, at, new Date(at.getTime() + CODE_VALID_MS))

/** What a person typed from paper: letters and digits, whatever their case and width, without spaces and dashes. */
export const bareCode = (typed: string): string =>
  typed
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s\p{Pd}_.]/gu, '')

/** A code of the app or a backup code as it was issued. */
export const toCode = (typed: string): string => {
  const bare = bareCode(typed)
  return /^\d{6}$/.test(bare) ? bare : `${bare.slice(0, 5)}-${bare.slice(5)}`
}

/** Codes of the app are six digits; backup codes are letters and digits with a dash. */
export const isAppCode = (code: string): boolean => /^\d{6}$/.test(code)
