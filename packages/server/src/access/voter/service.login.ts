/**
 * Signing voters in: a login is begun, the browser goes to the issuer, comes back once, and has a session. State, nonce and code verifier
 * stay here; the number that the issuer vouches for becomes a person key at once and is nowhere else.
 */
import type { Text } from '@mingce/domain/result'
import { maskResidentId, readResidentId } from '@mingce/domain/standards'
import type { FastifyRequest } from 'fastify'
import type { Context, Voter, VoterContext } from '../gate/index.ts'
import type { VoterMe } from './schema.ts'
import { type Issuer, openIssuer } from './service.issuer.ts'
import {
  cookieLine,
  cookieOf,
  endVoterSession,
  findVoter,
  LONGEST_MINUTES,
  newToken,
  openVoterSession,
  VOTER_COOKIE,
} from './service.session.ts'
import type { LoginSettings } from './service.settings.ts'

/** Known to the browser that begins a login, so that nobody is signed in by a link that somebody else sent. */
const LOGIN_COOKIE = 'mingce_voter_login'
const LOGIN_PATH = '/api/voter'
const LOGIN_MINUTES = 10
const SWEPT_AT_ONCE = 200
const CONTEXT = 'voter_login'
const LONGEST_STATE = 200

export interface VoterLoginOptions {
  readonly services: Pick<Context, 'database' | 'keys' | 'clock' | 'log'>
  readonly logins: readonly LoginSettings[]
  /** The address that people type, where it is not what a request names. With https, cookies go over nothing else. */
  readonly publicUrl?: URL | undefined
  /** The logins are a demo's, and its people made up. */
  readonly demo?: boolean
  /** How the issuers are asked; over the network where not given. */
  readonly fetch?: typeof fetch | undefined
}

/** Where a browser is sent, with what cookies. */
export interface Redirect {
  readonly location: string
  readonly setCookie: readonly string[]
}

export interface VoterLoginUseCases {
  findLogins(): { options: { id: string; name: Text }[]; demo: boolean }
  /** undefined: no login has this id. */
  beginLogin(request: FastifyRequest, id: string, to: string | undefined): Promise<Redirect | undefined>
  finishLogin(request: FastifyRequest, id: string): Promise<Redirect | undefined>
  getVoter(ctx: VoterContext): VoterMe
  /** Values for Set-Cookie. */
  signVoterOut(ctx: VoterContext): Promise<string[]>
}

export interface VoterLogins extends VoterLoginUseCases {
  /** The voter who is signed in; null: nobody, or a session that is over. */
  voterOf(request: FastifyRequest): Promise<Voter | null>
}

/** Where to go afterwards: a page of this server, and nothing that a browser would read as another site. */
export const ownPath = (to: string | undefined): string => {
  if (to === undefined || to.length > 500 || !/^\/(?![/\\])[\x21-\x7e]*$/.test(to) || to.includes('\\')) return '/'
  const url = new URL(to, 'http://here.invalid')
  const path = url.pathname + url.search + url.hash
  return url.host === 'here.invalid' && !path.startsWith('//') && !/^\/api(\/|$)/.test(url.pathname) ? path : '/'
}

interface Kept {
  readonly state: string
  readonly nonce: string
  readonly verifier: string
  readonly to: string
}

export const openVoterLogins = ({ services, logins, publicUrl, demo = false, fetch }: VoterLoginOptions): VoterLogins => {
  const { database, keys, clock, log } = services
  const https = publicUrl?.protocol === 'https:'
  const issuers = new Map<string, Issuer>(logins.map(one => [one.id, openIssuer(one, { clock, fetch })]))
  const options = logins.map(({ id, name }) => ({ id, name }))

  const digest = (what: 'state' | 'browser', value: string) => keys.digests([`voter-login/${what}/${value}`]).join()
  const callbackOf = (request: FastifyRequest, id: string) =>
    `${publicUrl?.origin ?? `${request.protocol}://${request.host}`}/api/voter/callback/${id}`
  const back = (reason: 'refused' | 'failed' | 'expired'): Redirect => ({ location: `/?login=${reason}`, setCookie: [] })

  const keep = async (login: string, browser: string, kept: Kept): Promise<void> => {
    const at = clock.now()
    await database.run(
      `DELETE FROM voter_login WHERE state_digest IN
         (SELECT state_digest FROM voter_login WHERE expires_at < $1 ORDER BY expires_at LIMIT $2 FOR UPDATE SKIP LOCKED)`,
      [at, SWEPT_AT_ONCE],
    )
    await database.run(
      'INSERT INTO voter_login (state_digest, login, browser_digest, sealed, expires_at) VALUES ($1, $2, $3, $4, $5)',
      [
        digest('state', kept.state),
        login,
        digest('browser', browser),
        keys.seal(Buffer.from(JSON.stringify(kept)), CONTEXT),
        new Date(at.getTime() + LOGIN_MINUTES * 60_000),
      ],
    )
  }

  /** What was kept for this answer, the first time it is asked for by the browser that began; whatever the answer is, it is used up. */
  const take = async (login: string, browser: string | undefined, state: unknown): Promise<Kept | undefined> => {
    if (typeof state !== 'string' || state.length > LONGEST_STATE || browser === undefined) return undefined
    const [row] = await database.query<{ login: string; browser_digest: string; sealed: Uint8Array; expires_at: Date }>(
      'DELETE FROM voter_login WHERE state_digest = $1 RETURNING login, browser_digest, sealed, expires_at',
      [digest('state', state)],
    )
    if (!row || row.login !== login || row.browser_digest !== digest('browser', browser) || row.expires_at <= clock.now())
      return undefined
    return JSON.parse(Buffer.from(keys.open(row.sealed, CONTEXT)).toString('utf8')) as Kept
  }

  const voterOf = (request: FastifyRequest): Promise<Voter | null> =>
    findVoter(database, keys, cookieOf(request.headers.cookie, VOTER_COOKIE), clock.now())

  return {
    voterOf,
    findLogins: () => ({ options, demo }),

    async beginLogin(request, id, to) {
      const issuer = issuers.get(id)
      if (!issuer) return undefined
      const begun = await issuer.begin(callbackOf(request, id))
      if (!begun.ok) {
        log.warn({ login: id, failure: begun.error }, 'a voter login could not begin')
        return back('failed')
      }
      const { url, ...secrets } = begun.value
      // One cookie for all tabs: a second login must not undo the first.
      const known = cookieOf(request.headers.cookie, LOGIN_COOKIE)
      const browser = known !== undefined && /^[A-Za-z0-9_-]{43}$/.test(known) ? known : newToken()
      await keep(id, browser, { ...secrets, to: ownPath(to) })
      const cookie = cookieLine(LOGIN_COOKIE, browser, { path: LOGIN_PATH, maxAge: LOGIN_MINUTES * 60, https })
      return { location: url.href, setCookie: [cookie] }
    },

    async finishLogin(request, id) {
      const issuer = issuers.get(id)
      if (!issuer) return undefined
      const { state } = request.query as { state?: unknown }
      const kept = await take(id, cookieOf(request.headers.cookie, LOGIN_COOKIE), state)
      if (!kept) return back('expired')
      const answer = new URL(callbackOf(request, id))
      answer.search = new URL(request.raw.url ?? '', answer).search
      const vouched = await issuer.finish(answer, kept)
      if (!vouched.ok) {
        if (vouched.error === 'refused' || vouched.error === 'expired') return back(vouched.error)
        log.warn({ login: id, failure: vouched.error }, 'a voter login failed')
        return back('failed')
      }
      const { name, number, subject } = vouched.value
      const before = await voterOf(request)
      const token = await database.transaction(async tx => {
        if (before) await endVoterSession(tx, before.sessionId, clock.now())
        return openVoterSession(tx, keys, { personKey: keys.personKey(number), name, login: id, subject }, clock.now())
      })
      const cookie = cookieLine(VOTER_COOKIE, token, { path: '/', maxAge: LONGEST_MINUTES * 60, https })
      return { location: kept.to, setCookie: [cookie] }
    },

    getVoter({ voter }) {
      const number = keys.openPersonKey(voter.personKey)
      const read = readResidentId(number, { isCurrentCounty: () => true })
      if (read.kind !== 'ok') throw new Error('the number behind a session does not read')
      return {
        name: voter.name,
        maskedNumber: maskResidentId(number),
        sex: read.sex,
        birthDate: read.birth,
        issuer: voter.issuer,
        sessionEndsAt: voter.expiresAt,
      }
    },

    async signVoterOut({ voter }) {
      await endVoterSession(database, voter.sessionId, clock.now())
      return [cookieLine(VOTER_COOKIE, '', { path: '/', maxAge: 0, https })]
    },
  }
}
