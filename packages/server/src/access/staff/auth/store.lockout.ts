/**
 * Wrong sign-ins and proofs, counted under keyed digests: nobody reads from the table which names were tried from where. What a counter is of,
 * and how long attempts are refused, is said by service.throttle.ts.
 */
import type { Keyring } from '../../../platform/crypto/index.ts'
import { col, type Sql } from '../../../platform/database/index.ts'

/** A count is forgotten so long after the last wrong attempt. */
const REMEMBERED_MS = 3_600_000

/** The key under which wrong proofs of a signed-in account are counted. */
export const proofDigest = (keys: Keyring, userId: string): string => keys.digests([`proof/${userId}`])[0] ?? ''

/** How many attempts are free, and how long attempts are refused after the last of them and after each further one. */
export interface Throttle {
  readonly free: number
  readonly firstMs: number
  readonly longestMs: number
}

/** Five wrong attempts lock proofs of a signed-in account for 15 minutes. */
export const PROOF_LOCK: Throttle = { free: 5, firstMs: 900_000, longestMs: 900_000 }

/** How long attempts are refused after the `failures`th wrong one. */
export const delayAfter = ({ free, firstMs, longestMs }: Throttle, failures: number): number =>
  failures < free ? 0 : Math.min(longestMs, firstMs * 2 ** Math.min(failures - free, 30))

/** The end of the refusal of attempts; undefined: attempts are accepted. */
export const findLock = async (sql: Sql, digest: string, at: Date): Promise<Date | undefined> =>
  (
    await sql.query(
      'SELECT locked_until AS until FROM sign_in_failure WHERE username_digest = $1 AND locked_until > $2',
      [digest, at],
      { until: col.instant },
    )
  )[0]?.until

/** Wrong attempts under a key that are remembered. */
export const countOf = async (sql: Sql, digest: string, at: Date): Promise<number> =>
  (
    await sql.query(
      'SELECT failures FROM sign_in_failure WHERE username_digest = $1 AND last_at >= $2',
      [digest, new Date(at.getTime() - REMEMBERED_MS)],
      { failures: col.integer },
    )
  )[0]?.failures ?? 0

/**
 * Counts an attempt before it is checked, so that attempts sent at once are all counted; a right one forgets the count. Returns the count, or
 * the end of the refusal.
 */
export const countAttempt = async (
  tx: Sql,
  digest: string,
  at: Date,
  throttle?: Throttle,
): Promise<{ readonly failures: number } | { readonly until: Date }> => {
  await tx.run('DELETE FROM sign_in_failure WHERE last_at < $1', [new Date(at.getTime() - REMEMBERED_MS)])
  const [counted] = await tx.query(
    `INSERT INTO sign_in_failure AS f (username_digest, failures, last_at) VALUES ($1, 1, $2)
     ON CONFLICT (username_digest) DO UPDATE SET failures = f.failures + 1, last_at = excluded.last_at, locked_until = NULL
       WHERE f.locked_until IS NULL OR f.locked_until <= excluded.last_at
     RETURNING failures`,
    [digest, at],
    { failures: col.integer },
  )
  if (!counted) return { until: (await findLock(tx, digest, at)) ?? at }
  const delay = throttle ? delayAfter(throttle, counted.failures) : 0
  if (delay > 0)
    await tx.run('UPDATE sign_in_failure SET locked_until = $2 WHERE username_digest = $1', [
      digest,
      new Date(at.getTime() + delay),
    ])
  return counted
}

/** Resets the count after a right password or proof. */
export const forgetFailures = async (tx: Sql, digest: string): Promise<void> => {
  await tx.run('DELETE FROM sign_in_failure WHERE username_digest = $1', [digest])
}
