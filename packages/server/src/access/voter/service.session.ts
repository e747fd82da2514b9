/**
 * Sessions of voters: a random token in the browser, its keyed digest in the database. Every request looks its session up, so this is one
 * statement on one row, and the time of the last use is recorded only now and then.
 */
import { randomBytes } from 'node:crypto'
import type { Keyring } from '../../platform/crypto/index.ts'
import type { Sql } from '../../platform/database/index.ts'
import type { Voter } from '../gate/index.ts'
import { endSession, findSession, insertSession, touchSession } from './store.ts'

export const VOTER_COOKIE = 'mingce_voter'

/** A session ends after so long without a request. */
const IDLE_MINUTES = 30
/** A session ends after so long, even if it is in use. */
export const MAX_MINUTES = 120
/** The use of a session is recorded at most this often, so that nearly all reads write nothing. */
const TOUCH_MINUTES = 5
/** Expired sessions are deleted a day later, some whenever a session is opened. */
const KEPT_MINUTES = 24 * 60

const later = (at: Date, minutes: number): Date => new Date(at.getTime() + minutes * 60_000)
const TOKEN = /^[A-Za-z0-9_-]{43}$/

/** 256 random bits, base64url. */
export const newToken = (): string => randomBytes(32).toString('base64url')

/** Value of the cookie `name` in the header `cookie`; undefined if it is not there. */
export const cookieOf = (header: string | undefined, name: string): string | undefined => {
  if (!header) return undefined
  for (const part of header.split(';')) {
    const at = part.indexOf('=')
    if (at > 0 && part.slice(0, at).trim() === name) return part.slice(at + 1).trim()
  }
  return undefined
}

/** A value for Set-Cookie. Lax, because the issuer redirects the browser to this server from another site. `maxAge` 0 deletes the cookie. */
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

/** Opens a session; returns the token, of which only a keyed digest is stored. Deletes some old sessions. */
export const openVoterSession = async (sql: Sql, keys: Keyring, voter: NewVoterSession, at: Date): Promise<string> => {
  const token = newToken()
  const session = {
    tokenDigest: digestOf(keys, token),
    personKey: voter.personKey,
    name: voter.name,
    login: voter.login,
    subjectDigest: keys.digests([`voter-subject/${voter.login}/${voter.subject}`]).join(),
    createdAt: at,
    expiresAt: later(at, MAX_MINUTES),
  }
  await insertSession(sql, session, later(at, -KEPT_MINUTES))
  return token
}

/** The voter whose session this token is; null if there is none, or it has ended. */
export const findVoter = async (sql: Sql, keys: Keyring, token: string | undefined, at: Date): Promise<Voter | null> => {
  if (token === undefined || !TOKEN.test(token)) return null
  const digest = digestOf(keys, token)
  const session = await findSession(sql, digest)
  if (!session || session.expires_at <= at || session.seen_at <= later(at, -IDLE_MINUTES)) return null
  const isTouched = session.seen_at < later(at, -TOUCH_MINUTES)
  if (isTouched) await touchSession(sql, digest, at)
  const idleEnd = later(isTouched ? at : session.seen_at, IDLE_MINUTES)
  return {
    sessionId: digest,
    personKey: session.person_key,
    name: session.name,
    issuer: session.login,
    expiresAt: idleEnd < session.expires_at ? idleEnd : session.expires_at,
  }
}

/** Ends a session by its id. Ending it again changes nothing. */
export const endVoterSession = async (sql: Sql, sessionId: string, at: Date): Promise<void> => {
  await endSession(sql, sessionId, at)
}
