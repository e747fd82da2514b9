/** Sessions and factors as the tables have them. Instants are this server's clock's. */

import { col, type RowOf, type Sql } from '../../../platform/database/index.ts'
import { ROLES } from '../../gate/index.ts'
import { IDLE_MINUTES, SESSION_SECONDS } from '../auth/index.ts'

/** The factor of a session besides the password. A passkey alone is two factors: the device, and its PIN or finger. */
export type UsedFactor = 'totp' | 'backup-code' | 'passkey'

const STAFF_SESSION = {
  sessionId: col.text,
  signedInAt: col.instant,
  lastSeenAt: col.instant,
  usedFactor: col.nullable(col.oneOf('totp', 'backup-code', 'passkey')),
  hasFactor: col.boolean,
  id: col.text,
  username: col.text,
  name: col.text,
  role: col.oneOf(...ROLES),
  areaCode: col.text,
}

/** A session and the account that it belongs to. */
export type StaffSession = RowOf<typeof STAFF_SESSION>

/** The session and its account; undefined if the account is disabled or waits to be activated. */
export const findStaffSession = async (sql: Sql, sessionId: string): Promise<StaffSession | undefined> =>
  (
    await sql.query(
      `SELECT u.id, u.username, u.name, s.role, s.area_code AS "areaCode", se.id AS "sessionId",
              COALESCE(se.signed_in_at, se.created_at) AS "signedInAt", COALESCE(se.last_seen_at, se.created_at) AS "lastSeenAt",
              se.second_factor AS "usedFactor", u.two_factor_enabled AS "hasFactor"
       FROM access_session se JOIN access_user u ON u.id = se.user_id JOIN staff s ON s.user_id = u.id
       WHERE se.id = $1 AND s.disabled_at IS NULL AND s.initial_until IS NULL`,
      [sessionId],
      STAFF_SESSION,
    )
  )[0]

const ENTRY = {
  disabled: col.boolean,
  initialUntil: col.nullable(col.instant),
  id: col.text,
  username: col.text,
  name: col.text,
  role: col.oneOf(...ROLES),
  areaCode: col.text,
}

/** An account as signing in sees it. */
export type Entry = RowOf<typeof ENTRY>

/** The account of a username (lowercase), disabled or not. */
export const findEntry = async (sql: Sql, username: string): Promise<Entry | undefined> =>
  (
    await sql.query(
      `SELECT u.id, u.username, u.name, s.role, s.area_code AS "areaCode", s.disabled_at IS NOT NULL AS disabled,
              s.initial_until AS "initialUntil"
       FROM access_user u JOIN staff s ON s.user_id = u.id WHERE u.username = $1`,
      [username],
      ENTRY,
    )
  )[0]

const SESSION_ROW = {
  id: col.text,
  signedInAt: col.instant,
  lastSeenAt: col.instant,
  address: col.nullable(col.text),
  device: col.nullable(col.text),
  secondFactor: col.nullable(col.oneOf('totp', 'backup-code', 'passkey')),
}

export type SessionRow = RowOf<typeof SESSION_ROW>

/** The sessions of an account that have not ended at `at`, the last used first. */
export const findSessions = async (sql: Sql, userId: string, at: Date): Promise<SessionRow[]> =>
  (
    await sql.query(
      `SELECT id, COALESCE(signed_in_at, created_at) AS "signedInAt", COALESCE(last_seen_at, created_at) AS "lastSeenAt",
              NULLIF(ip_address, '') AS address, NULLIF(user_agent, '') AS device, second_factor AS "secondFactor"
       FROM access_session WHERE user_id = $1 ORDER BY 3 DESC, id`,
      [userId],
      SESSION_ROW,
    )
  ).filter(session => !isOver(session, at))

/** Whether the session has ended at `at`: a working day after signing in, or after `IDLE_MINUTES` without a request. */
export const isOver = ({ signedInAt, lastSeenAt }: Pick<StaffSession, 'signedInAt' | 'lastSeenAt'>, at: Date): boolean =>
  at.getTime() >= signedInAt.getTime() + SESSION_SECONDS * 1000 || at.getTime() >= lastSeenAt.getTime() + IDLE_MINUTES * 60_000

/** Records how and when a session was opened. */
export const stampSession = async (sql: Sql, token: string, usedFactor: UsedFactor | null, at: Date): Promise<void> => {
  await sql.run(
    `UPDATE access_session SET signed_in_at = COALESCE(signed_in_at, $2), last_seen_at = $2, second_factor = $3 WHERE token = $1`,
    [token, at, usedFactor],
  )
}

/** Records a factor that was just added to the account as the session's, if it has none. */
export const stampFactor = async (sql: Sql, sessionId: string, usedFactor: UsedFactor): Promise<void> => {
  await sql.run('UPDATE access_session SET second_factor = COALESCE(second_factor, $2) WHERE id = $1', [sessionId, usedFactor])
}

/** Records when a session was last used. */
export const touchSession = async (sql: Sql, sessionId: string, at: Date): Promise<void> => {
  await sql.run('UPDATE access_session SET last_seen_at = $2 WHERE id = $1', [sessionId, at])
}

/** Ends the session that has this token. */
export const endSessionByToken = async (sql: Sql, token: string): Promise<void> => {
  await sql.run('DELETE FROM access_session WHERE token = $1', [token])
}

/** Ends one session of an account; false if it has no such session. */
export const endSession = async (sql: Sql, userId: string, sessionId: string): Promise<boolean> =>
  (await sql.run('DELETE FROM access_session WHERE id = $1 AND user_id = $2', [sessionId, userId])) > 0

/** Ends all sessions of an account except `but`; returns how many. */
export const endSessions = (sql: Sql, userId: string, but: string | null = null): Promise<number> =>
  sql.run('DELETE FROM access_session WHERE user_id = $1 AND id IS DISTINCT FROM $2::text', [userId, but])

/** The second factors of an account. */
export interface Factors {
  readonly totp: boolean
  /** Also with passkeys alone. */
  readonly backupCodes: boolean
  readonly passkeys: readonly {
    readonly id: string
    readonly name: string
    readonly createdAt: Date
    readonly lastUsedAt: Date | null
  }[]
}

const FACTORS = {
  id: col.text,
  name: col.text,
  createdAt: col.instant,
  lastUsedAt: col.nullable(col.instant),
}

const findApp = async (sql: Sql, userId: string): Promise<Pick<Factors, 'totp' | 'backupCodes'>> => {
  const [row] = await sql.query('SELECT verified FROM access_two_factor WHERE user_id = $1', [userId], { verified: col.boolean })
  return { totp: row?.verified === true, backupCodes: row !== undefined }
}

export const findFactors = async (sql: Sql, userId: string): Promise<Factors> => ({
  ...(await findApp(sql, userId)),
  passkeys: await sql.query(
    `SELECT id, name, created_at AS "createdAt", last_used_at AS "lastUsedAt" FROM access_passkey WHERE user_id = $1 ORDER BY created_at, id`,
    [userId],
    FACTORS,
  ),
})

/** Sets the column by which the library asks for a second step: whether the account has any factor. */
export const markFactors = async (sql: Sql, userId: string): Promise<void> => {
  await sql.run(
    `UPDATE access_user SET two_factor_enabled = EXISTS (SELECT FROM access_two_factor WHERE user_id = $1 AND verified)
       OR EXISTS (SELECT FROM access_passkey WHERE user_id = $1) WHERE id = $1`,
    [userId],
  )
}
