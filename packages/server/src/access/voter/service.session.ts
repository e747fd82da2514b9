/**
 * Sessions of voters: a random token in the browser, its keyed digest here. Asking who is signed in is on the way of every request, so it is
 * one statement on one row; that a session was used is noted now and then only.
 */
import { randomBytes } from 'node:crypto'
import type { Keyring } from '../../platform/crypto/index.ts'
import { gather, prepared, type Sql } from '../../platform/database/index.ts'
import type { Voter } from '../gate/index.ts'

export const VOTER_COOKIE = 'mingce_voter'

/** Without a request for so long, a session is over. */
export const IDLE_MINUTES = 30
/** However busy, a session is over then. */
export const LONGEST_MINUTES = 120
/** A use is noted when the last note is older than this, so that reading writes nothing nearly always. */
const NOTED_MINUTES = 5
/** Ended and expired sessions are deleted a day later, some at each new one. */
const KEPT_MINUTES = 24 * 60
const SWEPT_AT_ONCE = 200

const later = (at: Date, minutes: number): Date => new Date(at.getTime() + minutes * 60_000)
const TOKEN = /^[A-Za-z0-9_-]{43}$/

/** 256 random bits, as a cookie takes them. */
export const newToken = (): string => randomBytes(32).toString('base64url')

/** Value of the cookie `name` on a request; undefined where it is not there. */
export const cookieOf = (header: string | undefined, name: string): string | undefined => {
  if (!header) return undefined
  for (const part of header.split(';')) {
    const at = part.indexOf('=')
    if (at > 0 && part.slice(0, at).trim() === name) return part.slice(at + 1).trim()
  }
  return undefined
}

/** A line for Set-Cookie. Lax, because the issuer sends the browser back here from another site. `maxAge` 0 takes the cookie away. */
export const cookieLine = (name: string, value: string, options: { path: string; maxAge: number; https: boolean }): string =>
  [
    `${name}=${value}`,
    `Path=${options.path}`,
    `Max-Age=${options.maxAge}`,
    'HttpOnly',
    'SameSite=Lax',
    ...(options.https ? ['Secure'] : []),
  ].join('; ')

const digestOf = (keys: Keyring, token: string): string => keys.digests([`voter-session/${token}`]).join()

export interface NewVoterSession {
  readonly personKey: string
  readonly name: string
  /** Id of the login in the settings. */
  readonly login: string
  /** The account at the issuer; only its keyed digest is kept. */
  readonly subject: string
}

/** Opens a session; returns the token, which is nowhere else. Sweeps old sessions away. */
export const openVoterSession = async (sql: Sql, keys: Keyring, voter: NewVoterSession, at: Date): Promise<string> => {
  const token = newToken()
  await sql.run(
    `DELETE FROM voter_session WHERE token_digest IN
       (SELECT token_digest FROM voter_session WHERE expires_at < $1 ORDER BY expires_at LIMIT $2 FOR UPDATE SKIP LOCKED)`,
    [later(at, -KEPT_MINUTES), SWEPT_AT_ONCE],
  )
  await sql.run(
    `INSERT INTO voter_session (token_digest, person_key, name, login, subject_digest, created_at, seen_at, expires_at)
     VALUES ($1, $2, $3, $4, $5, $6, $6, $7)`,
    [
      digestOf(keys, token),
      voter.personKey,
      voter.name,
      voter.login,
      keys.digests([`voter-subject/${voter.login}/${voter.subject}`]).join(),
      at,
      later(at, LONGEST_MINUTES),
    ],
  )
  return token
}

interface SessionRow {
  readonly token_digest: string
  readonly person_key: string
  readonly name: string
  readonly login: string
  readonly seen_at: Date
  readonly expires_at: Date
}
const FIND = prepared(
  `SELECT token_digest, person_key, name, login, seen_at, expires_at FROM voter_session WHERE token_digest = ANY($1::uuid[]) AND ended_at IS NULL`,
)

const askers = new WeakMap<Sql, (digest: string) => Promise<SessionRow | undefined>>()
/** Everybody who asks something asks this first: those who come together are looked up together. */
const sessionOf = (sql: Sql, digest: string): Promise<SessionRow | undefined> => {
  const known = askers.get(sql)
  if (known) return known(digest)
  const asker = gather(async (digests: readonly string[]) => {
    const rows = new Map((await sql.query<SessionRow>(FIND, [digests])).map(row => [row.token_digest, row]))
    return digests.map(one => rows.get(one))
  })
  askers.set(sql, asker)
  return asker(digest)
}

/** Whose session this token is; null: none, ended, or over. */
export const findVoter = async (sql: Sql, keys: Keyring, token: string | undefined, at: Date): Promise<Voter | null> => {
  if (token === undefined || !TOKEN.test(token)) return null
  const digest = digestOf(keys, token)
  const session = await sessionOf(sql, digest)
  if (!session || session.expires_at <= at || session.seen_at <= later(at, -IDLE_MINUTES)) return null
  const noted = session.seen_at < later(at, -NOTED_MINUTES)
  if (noted) await sql.run('UPDATE voter_session SET seen_at = $2 WHERE token_digest = $1 AND seen_at < $2', [digest, at])
  const idleEnd = later(noted ? at : session.seen_at, IDLE_MINUTES)
  return {
    sessionId: digest,
    personKey: session.person_key,
    name: session.name,
    issuer: session.login,
    expiresAt: idleEnd < session.expires_at ? idleEnd : session.expires_at,
  }
}

/** Ends a session by its id. A second time changes nothing. */
export const endVoterSession = async (sql: Sql, sessionId: string, at: Date): Promise<void> => {
  await sql.run('UPDATE voter_session SET ended_at = $2 WHERE token_digest = $1 AND ended_at IS NULL', [sessionId, at])
}
