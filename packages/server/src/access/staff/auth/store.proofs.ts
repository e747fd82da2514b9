/** Passwords, authenticator apps and used proofs of staff. Secrets are hashed or encrypted before they come here. */
import { col, type RowOf, type Sql } from '../../../platform/database/index.ts'

/** The hash of an account's password; undefined where it has none. */
export const findPasswordHash = async (sql: Sql, userId: string): Promise<string | undefined> => {
  const [account] = await sql.query(
    `SELECT password FROM access_account WHERE user_id = $1 AND provider_id = 'credential'`,
    [userId],
    { password: col.nullable(col.text) },
  )
  return account?.password ?? undefined
}

/** Records that a proof was used, until `endsAt`; false if it was used before. Deletes records that ended before `at`. */
export const insertUsedProof = async (sql: Sql, digest: string, endsAt: Date, at: Date): Promise<boolean> => {
  await sql.run('DELETE FROM access_used_proof WHERE ends_at < $1', [at])
  const made = await sql.run('INSERT INTO access_used_proof (digest, ends_at) VALUES ($1, $2) ON CONFLICT (digest) DO NOTHING', [
    digest,
    endsAt,
  ])
  return made > 0
}

/** Replaces an account's authenticator app and backup codes. */
export const upsertApp = async (
  tx: Sql,
  userId: string,
  { secret, backupCodes }: { readonly secret: string; readonly backupCodes: string },
): Promise<void> => {
  await tx.run(
    `INSERT INTO access_two_factor (id, user_id, secret, backup_codes, verified) VALUES ($1, $1, $2, $3, true)
     ON CONFLICT (user_id) DO UPDATE SET secret = excluded.secret, backup_codes = excluded.backup_codes, verified = true,
       failed_verification_count = 0, locked_until = NULL`,
    [userId, secret, backupCodes],
  )
}

/** Replaces the backup codes. `secret` is for an account that has no app; an app keeps its own. */
export const upsertBackupCodes = async (
  tx: Sql,
  userId: string,
  { secret, backupCodes }: { readonly secret: string; readonly backupCodes: string },
): Promise<void> => {
  await tx.run(
    `INSERT INTO access_two_factor (id, user_id, secret, backup_codes, verified) VALUES ($1, $1, $2, $3, false)
     ON CONFLICT (user_id) DO UPDATE SET backup_codes = excluded.backup_codes`,
    [userId, secret, backupCodes],
  )
}

/** Replaces an account's app by a secret that no app has; returns how many apps there were. */
export const removeApp = (tx: Sql, userId: string, secret: string): Promise<number> =>
  tx.run('UPDATE access_two_factor SET secret = $2, verified = false WHERE user_id = $1 AND verified', [userId, secret])

/** Deletes the app and the backup codes of an account. */
export const deleteApp = (tx: Sql, userId: string): Promise<number> =>
  tx.run('DELETE FROM access_two_factor WHERE user_id = $1', [userId])

const FACTOR = { userId: col.text, secret: col.text, backupCodes: col.text }
type SecondFactor = RowOf<typeof FACTOR>

/** All of them, encrypted. */
export const findSecondFactors = (tx: Sql): Promise<SecondFactor[]> =>
  tx.query('SELECT user_id AS "userId", secret, backup_codes AS "backupCodes" FROM access_two_factor', [], FACTOR)

export const replaceSecondFactor = (tx: Sql, { userId, secret, backupCodes }: SecondFactor): Promise<number> =>
  tx.run('UPDATE access_two_factor SET secret = $2, backup_codes = $3 WHERE user_id = $1', [userId, secret, backupCodes])
