/** Logins that voters have begun, and voters' sessions. Tokens and states are keyed digests here. */
import { col, gather, named, prepared, type RowOf, type Sql } from '../../platform/database/index.ts'

/** Rows that have ended are deleted a few at a time, by those who add one. */
const DELETED_AT_ONCE = 200

const BEGUN_LOGIN_ROW = {
  login: col.text,
  browserDigest: col.uuid,
  sealed: col.bytes,
  expiresAt: col.instant,
}

export type BegunLoginRow = RowOf<typeof BEGUN_LOGIN_ROW>

/** Adds a login that was begun. Deletes some that expired before `at`. */
export const insertLogin = async (sql: Sql, login: BegunLoginRow & { readonly stateDigest: string }, at: Date): Promise<void> => {
  await sql.run(
    `DELETE FROM voter_login WHERE state_digest IN
       (SELECT state_digest FROM voter_login WHERE expires_at < $1 ORDER BY expires_at LIMIT $2 FOR UPDATE SKIP LOCKED)`,
    [at, DELETED_AT_ONCE],
  )
  await sql.run('INSERT INTO voter_login (state_digest, login, browser_digest, sealed, expires_at) VALUES ($1, $2, $3, $4, $5)', [
    login.stateDigest,
    login.login,
    login.browserDigest,
    login.sealed,
    login.expiresAt,
  ])
}

/** Removes the login of this state and returns it. */
export const takeLogin = async (sql: Sql, stateDigest: string): Promise<BegunLoginRow | undefined> =>
  (
    await sql.query(
      `DELETE FROM voter_login WHERE state_digest = $1
       RETURNING login, browser_digest AS "browserDigest", sealed, expires_at AS "expiresAt"`,
      [stateDigest],
      BEGUN_LOGIN_ROW,
    )
  )[0]

export interface NewSessionRow {
  readonly tokenDigest: string
  readonly personKey: string
  readonly name: string
  readonly login: string
  readonly subjectDigest: string
  readonly createdAt: Date
  readonly expiresAt: Date
}

/** Adds a session. Deletes some that expired before `deleteBefore`. */
export const insertSession = async (sql: Sql, session: NewSessionRow, deleteBefore: Date): Promise<void> => {
  await sql.run(
    `DELETE FROM voter_session WHERE token_digest IN
       (SELECT token_digest FROM voter_session WHERE expires_at < $1 ORDER BY expires_at LIMIT $2 FOR UPDATE SKIP LOCKED)`,
    [deleteBefore, DELETED_AT_ONCE],
  )
  const { tokenDigest, personKey, name, login, subjectDigest, createdAt, expiresAt } = session
  await sql.run(
    ...named(
      `INSERT INTO voter_session (token_digest, person_key, name, login, subject_digest, created_at, seen_at, expires_at)
     VALUES (:tokenDigest, :personKey, :name, :login, :subjectDigest, :createdAt, :createdAt, :expiresAt)`,
      { tokenDigest, personKey, name, login, subjectDigest, createdAt, expiresAt },
    ),
  )
}

const SESSION_ROW = {
  token_digest: col.uuid,
  person_key: col.uuid,
  name: col.text,
  login: col.text,
  seen_at: col.instant,
  expires_at: col.instant,
}

export type SessionRow = RowOf<typeof SESSION_ROW>
const FIND = prepared(
  `SELECT token_digest, person_key, name, login, seen_at, expires_at FROM voter_session WHERE token_digest = ANY($1::uuid[]) AND ended_at IS NULL`,
)

const finders = new WeakMap<Sql, (digest: string) => Promise<SessionRow | undefined>>()
/** The session of a digest, unless it was ended. Every request asks for it: those of the same tick are looked up in one statement. */
export const findSession = (sql: Sql, digest: string): Promise<SessionRow | undefined> => {
  const known = finders.get(sql)
  if (known) return known(digest)
  const finder = gather(async (digests: readonly string[]) => {
    const rows = new Map((await sql.query(FIND, [digests], SESSION_ROW)).map(row => [row.token_digest, row]))
    return digests.map(one => rows.get(one))
  })
  finders.set(sql, finder)
  return finder(digest)
}

/** Records when a session was last used. */
export const touchSession = (sql: Sql, digest: string, at: Date): Promise<number> =>
  sql.run('UPDATE voter_session SET seen_at = $2 WHERE token_digest = $1 AND seen_at < $2', [digest, at])

/** Ends a session. Ending it again changes nothing. */
export const endSession = (sql: Sql, digest: string, at: Date): Promise<number> =>
  sql.run('UPDATE voter_session SET ended_at = $2 WHERE token_digest = $1 AND ended_at IS NULL', [digest, at])
