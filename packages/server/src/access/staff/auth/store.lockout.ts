/** Several wrong passwords in a row lock a username for a while, whether the account exists or not. */
import type { Keyring } from '../../../platform/crypto/index.ts'
import { col, type Sql } from '../../../platform/database/index.ts'

export const FAILURES_ALLOWED = 5
export const LOCK_MINUTES = 15

/** The key under which failures of a username are counted. */
export const signInDigest = (keys: Keyring, username: string): string =>
  keys.digests([`sign-in/${username.toLowerCase()}`])[0] ?? ''

/** The key under which wrong proofs of a signed-in account are counted. */
export const proofDigest = (keys: Keyring, userId: string): string => keys.digests([`proof/${userId}`])[0] ?? ''

/** Whether a username or account is locked now. */
export const isLocked = async (sql: Sql, usernameDigest: string, at: Date): Promise<boolean> =>
  (
    await sql.query(
      'SELECT 1 AS locked FROM sign_in_failure WHERE username_digest = $1 AND locked_until > $2',
      [usernameDigest, at],
      { locked: col.integer },
    )
  ).length > 0

/**
 * Counts a wrong password; returns whether the username is locked now. Failures older than the duration of a lock are deleted, those of all
 * usernames.
 */
export const countFailure = async (tx: Sql, usernameDigest: string, at: Date): Promise<boolean> => {
  const old = new Date(at.getTime() - LOCK_MINUTES * 60_000)
  const until = new Date(at.getTime() + LOCK_MINUTES * 60_000)
  await tx.run('DELETE FROM sign_in_failure WHERE last_at < $1', [old])
  const [counted] = await tx.query(
    `INSERT INTO sign_in_failure AS f (username_digest, failures, last_at) VALUES ($1, 1, $2)
     ON CONFLICT (username_digest) DO UPDATE SET failures = f.failures + 1, last_at = excluded.last_at,
       locked_until = CASE WHEN f.failures + 1 >= $3::int THEN $4::timestamptz END
     RETURNING failures`,
    [usernameDigest, at, FAILURES_ALLOWED, until],
    { failures: col.integer },
  )
  return (counted?.failures ?? 0) >= FAILURES_ALLOWED
}

/** Resets the count after a right password. */
export const forgetFailures = async (tx: Sql, usernameDigest: string): Promise<void> => {
  await tx.run('DELETE FROM sign_in_failure WHERE username_digest = $1', [usernameDigest])
}
