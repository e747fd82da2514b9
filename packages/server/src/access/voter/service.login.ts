/**
 * Signing voters in: the browser is redirected to the issuer and back, once, and gets a session. State, nonce and code verifier stay on the
 * server. The ID number that the issuer gives becomes a person key at once and is stored nowhere.
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
  MAX_MINUTES,
  newToken,
  openVoterSession,
  VOTER_COOKIE,
} from './service.session.ts'
import type { LoginSettings } from './service.settings.ts'
import { insertLogin, takeLogin } from './store.ts'

/** Identifies the browser that begins a login, so that nobody is signed in by a link that somebody else sent. */
const LOGIN_COOKIE = 'mingce_voter_login'
const LOGIN_PATH = '/api/voter'
const LOGIN_MINUTES = 10
const CONTEXT = 'voter_login'
const MAX_STATE_LENGTH = 200

export interface VoterLoginOptions {
  readonly services: Pick<Context, 'database' | 'keys' | 'clock' | 'log'>
  readonly logins: readonly LoginSettings[]
  /** The address that people type, if requests name another. With https, cookies are sent over https only. */
  readonly publicUrl?: URL | undefined
  /** The login is a demo's, and its people are fictitious. */
  readonly demo?: boolean
  /** Sends requests to the issuers; over the network where not given. */
  readonly fetch?: typeof fetch | undefined
}

/** A redirect with its cookies. */
export interface Redirect {
  readonly location: string
  readonly setCookie: readonly string[]
}

export interface VoterLoginUseCases {
  findLogins(): { options: { id: string; name: Text }[]; demo: boolean }
  /** undefined if no login has this id. */
  beginLogin(request: FastifyRequest, id: string, to: string | undefined): Promise<Redirect | undefined>
  finishLogin(request: FastifyRequest, id: string): Promise<Redirect | undefined>
  getVoter(ctx: VoterContext): VoterMe
  /** Values for Set-Cookie. */
  signVoterOut(ctx: VoterContext): Promise<string[]>
}

export interface VoterLogins extends VoterLoginUseCases {
  /** The voter who is signed in; null if nobody is, or the session has ended. */
  voterOf(request: FastifyRequest): Promise<Voter | null>
}

/** The page to return to: a path of this server, and nothing that a browser would read as another site. */
export const ownPath = (to: string | undefined): string => {
  if (to === undefined || to.length > 500 || !/^\/(?![/\\])[\x21-\x7e]*$/.test(to) || to.includes('\\')) return '/'
  const url = new URL(to, 'http://here.invalid')
  const path = url.pathname + url.search + url.hash
  return url.host === 'here.invalid' && !path.startsWith('//') && !/^\/api(\/|$)/.test(url.pathname) ? path : '/'
}

/** What the server needs when the browser comes back; sealed in the database. */
interface BegunLogin {
  readonly state: string
  readonly nonce: string
  readonly verifier: string
  readonly to: string
}

/** Logins that browsers have begun, in the database. */
const openBegunLogins = ({ database, keys, clock }: Pick<Context, 'database' | 'keys' | 'clock'>) => {
  const digest = (what: 'state' | 'browser', value: string) => keys.digests([`voter-login/${what}/${value}`]).join()

  const saveBegun = async (login: string, browser: string, begun: BegunLogin): Promise<void> => {
    const at = clock.now()
    const row = {
      stateDigest: digest('state', begun.state),
      login,
      browserDigest: digest('browser', browser),
      sealed: keys.seal(Buffer.from(JSON.stringify(begun)), CONTEXT),
      expiresAt: new Date(at.getTime() + LOGIN_MINUTES * 60_000),
    }
    await insertLogin(database, row, at)
  }

  /** The login that this answer finishes, if the same browser began it. A state can be used once, whatever the answer is. */
  const takeBegun = async (login: string, browser: string | undefined, state: unknown): Promise<BegunLogin | undefined> => {
    if (typeof state !== 'string' || state.length > MAX_STATE_LENGTH || browser === undefined) return undefined
    const row = await takeLogin(database, digest('state', state))
    if (!row || row.login !== login || row.browserDigest !== digest('browser', browser) || row.expiresAt <= clock.now())
      return undefined
    return JSON.parse(Buffer.from(keys.open(row.sealed, CONTEXT)).toString('utf8')) as BegunLogin
  }

  return { saveBegun, takeBegun }
}

/** What the portal shows of a signed-in voter. */
const toVoterMe = (keys: Context['keys'], voter: Voter): VoterMe => {
  const number = keys.openPersonKey(voter.personKey)
  const read = readResidentId(number, { isCurrentCounty: () => true })
  if (read.kind !== 'ok') throw new Error('the ID number of a session is not valid')
  return {
    name: voter.name,
    maskedNumber: maskResidentId(number),
    sex: read.sex,
    birthDate: read.birth,
    issuer: voter.issuer,
    sessionEndsAt: voter.expiresAt,
  }
}

export const openVoterLogins = ({ services, logins, publicUrl, demo = false, fetch }: VoterLoginOptions): VoterLogins => {
  const { database, keys, clock, log } = services
  const https = publicUrl?.protocol === 'https:'
  const issuers = new Map<string, Issuer>(logins.map(one => [one.id, openIssuer(one, { clock, fetch })]))
  const options = logins.map(({ id, name }) => ({ id, name }))

  const { saveBegun, takeBegun } = openBegunLogins(services)
  const callbackOf = (request: FastifyRequest, id: string) =>
    `${publicUrl?.origin ?? `${request.protocol}://${request.host}`}/api/voter/callback/${id}`
  const redirectHome = (reason: 'refused' | 'failed' | 'expired'): Redirect => ({ location: `/?login=${reason}`, setCookie: [] })

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
        return redirectHome('failed')
      }
      const { url, ...secrets } = begun.value
      // One cookie for all tabs: a second login must not undo the first.
      const known = cookieOf(request.headers.cookie, LOGIN_COOKIE)
      const browser = known !== undefined && /^[A-Za-z0-9_-]{43}$/.test(known) ? known : newToken()
      await saveBegun(id, browser, { ...secrets, to: ownPath(to) })
      const cookie = cookieLine(LOGIN_COOKIE, browser, { path: LOGIN_PATH, maxAge: LOGIN_MINUTES * 60, https })
      return { location: url.href, setCookie: [cookie] }
    },

    async finishLogin(request, id) {
      const issuer = issuers.get(id)
      if (!issuer) return undefined
      const { state } = request.query as { state?: unknown }
      const begun = await takeBegun(id, cookieOf(request.headers.cookie, LOGIN_COOKIE), state)
      if (!begun) return redirectHome('expired')
      const answer = new URL(callbackOf(request, id))
      answer.search = new URL(request.raw.url ?? '', answer).search
      const vouched = await issuer.finish(answer, begun)
      if (!vouched.ok) {
        if (vouched.error === 'refused' || vouched.error === 'expired') return redirectHome(vouched.error)
        log.warn({ login: id, failure: vouched.error }, 'a voter login failed')
        return redirectHome('failed')
      }
      const { name, number, subject } = vouched.value
      const before = await voterOf(request)
      const token = await database.transaction(async tx => {
        if (before) await endVoterSession(tx, before.sessionId, clock.now())
        return openVoterSession(tx, keys, { personKey: keys.personKey(number), name, login: id, subject }, clock.now())
      })
      const cookie = cookieLine(VOTER_COOKIE, token, { path: '/', maxAge: MAX_MINUTES * 60, https })
      return { location: begun.to, setCookie: [cookie] }
    },

    getVoter: ({ voter }) => toVoterMe(keys, voter),

    async signVoterOut({ voter }) {
      await endVoterSession(database, voter.sessionId, clock.now())
      return [cookieLine(VOTER_COOKIE, '', { path: '/', maxAge: 0, https })]
    },
  }
}
