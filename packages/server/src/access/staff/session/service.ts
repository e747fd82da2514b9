/** Signing in, in one step or two, and out; and who is signed in on a request. */
import { fail, ok, type Result } from '@mingce/domain/result'
import type { FastifyRequest } from 'fastify'
import { areaName } from '../../../platform/areas/index.ts'
import { recordAudit } from '../../../platform/audit/index.ts'
import { rethrowUnreachable } from '../../../platform/database/index.ts'
import { type Failure, httpFailures } from '../../../platform/http/index.ts'
import type { AccessFailure } from '../../errors.ts'
import type { Gate, Owed } from '../../gate/index.ts'
import { type Actor, GRANTS } from '../../gate/index.ts'
import type { Auth, PasskeyAnswer, SecondFactorRule } from '../auth/index.ts'
import {
  askForPasskey,
  askInside,
  checkPasskey,
  countFailure,
  forgetFailures,
  hasSessionCookie,
  innerHeaders,
  isAppCode,
  isFreshCode,
  isLocked,
  openedToken,
  signInDigest,
  siteOf,
} from '../auth/index.ts'
import { findStaff, type StaffMember } from '../service.ts'
import type { Entered, SessionUseCases } from './routes.ts'
import {
  endSession,
  findEntry,
  findFactors,
  findStanding,
  isOver,
  type Standing,
  stampSession,
  touchSession,
  type UsedFactor,
} from './store.ts'

export interface SessionSettings {
  /** `mingce serve` says which (`readSecondFactorRule`); where nobody says, as in tests, it is optional. */
  readonly secondFactor?: SecondFactorRule | undefined
  /** The address that people type; passkeys are bound to its host name. */
  readonly publicUrl?: URL | undefined
}

export interface Sessions extends SessionUseCases {
  /** Who is signed in; null: nobody, an ended session, or a disabled account. */
  actorOf(request: FastifyRequest): Promise<(Actor & { readonly owes?: Owed | undefined }) | null>
  /** The session of a request that the gate let through. */
  standingOf(request: FastifyRequest): Promise<Standing | undefined>
}

/** A session in which somebody works is noted so often, not at each request. */
const TOUCH_MS = 60_000

/** What the person must do first; undefined: nothing. */
const owedBy = (standing: Standing, rule: SecondFactorRule): Owed | undefined =>
  standing.initialUntil ? 'password' : rule === 'required' && !standing.hasFactor ? 'second-factor' : undefined

export const openSessions = (
  auth: Auth,
  services: Gate['services'],
  { secondFactor = 'optional', publicUrl }: SessionSettings = {},
): Sessions => {
  const { database, keys, clock } = services
  const known = new WeakMap<FastifyRequest, Promise<Standing | undefined>>()

  const audit = (action: string, staff: StaffMember, details: Readonly<Record<string, unknown>> = {}) =>
    recordAudit(database, {
      countyCode: staff.areaCode.slice(0, 6),
      at: clock.now(),
      actor: staff.name,
      role: staff.role,
      action,
      subject: staff.username,
      details,
    })

  const readStanding = async (request: FastifyRequest): Promise<Standing | undefined> => {
    if (!hasSessionCookie(request)) return undefined
    const headers = new Headers({ cookie: request.headers.cookie ?? '' })
    const session = await rethrowUnreachable(() => auth.api.getSession({ headers }))
    const standing = session ? await findStanding(database, session.session.id) : undefined
    if (!standing) return undefined
    const now = clock.now()
    // A session from before the second factor was added is by password alone.
    if (isOver(standing, now) || (standing.hasFactor && standing.usedFactor === null)) {
      await endSession(database, standing.id, standing.sessionId)
      return undefined
    }
    if (now.getTime() - standing.lastSeenAt.getTime() >= TOUCH_MS) await touchSession(database, standing.sessionId, now)
    return standing
  }

  const standingOf = (request: FastifyRequest): Promise<Standing | undefined> => {
    const read = known.get(request) ?? readStanding(request)
    known.set(request, read)
    return read
  }

  const enter = async (staff: StaffMember, answer: Response, usedFactor: UsedFactor | null): Promise<Entered> => {
    const token = openedToken(answer)
    if (!token) throw new Error('the session was not opened')
    await stampSession(database, token, usedFactor, clock.now())
    await audit('signed-in', staff, usedFactor ? { secondFactor: usedFactor } : {})
    return { setCookie: answer.headers.getSetCookie(), secondStep: null }
  }

  const desk = () => ({ sql: database, keys, at: clock.now() })
  const atSecondStep = async (request: FastifyRequest) =>
    (await rethrowUnreachable(() => auth.api.findAtSecondStep({ headers: innerHeaders(request, true) }))).userId

  return {
    standingOf,

    async actorOf(request) {
      const standing = await standingOf(request)
      if (!standing) return null
      const { id, name, role, areaCode } = standing
      return { id, name, role, areaCode, owes: owedBy(standing, secondFactor) }
    },

    async getSession(ctx, request) {
      const standing = await standingOf(request)
      if (!standing) throw httpFailures.refuse({ code: 'sign-in.needed' })
      const { id, name, username, role, areaCode } = standing
      const area = { code: areaCode, name: (await areaName(ctx.database, areaCode)) ?? areaCode }
      const owes = owedBy(standing, secondFactor) ?? null
      return { user: { id, name, username }, role, area, permissions: owes ? [] : [...GRANTS[role]], owes }
    },

    async signIn(request, { username, password }) {
      const digest = signInDigest(keys, username)
      if (await isLocked(database, digest, clock.now())) return fail({ code: 'sign-in.locked' })
      const answer = await askInside(auth, '/sign-in/username', { username, password }, innerHeaders(request, true))
      if (answer.status === 429) throw httpFailures.refuse({ code: 'request.too-many' })
      const entry = await findEntry(database, username.toLowerCase())
      const token = openedToken(answer)
      if (!answer.ok || !entry || entry.disabled) {
        if (token) await database.run('DELETE FROM access_session WHERE token = $1', [token])
        const locked = await database.transaction(tx => countFailure(tx, digest, clock.now()))
        if (locked && entry) await audit('sign-in.locked', entry)
        return fail({ code: locked ? 'sign-in.locked' : 'sign-in.wrong' })
      }
      await database.transaction(tx => forgetFailures(tx, digest))
      if (entry.initialUntil && entry.initialUntil <= clock.now()) {
        if (token) await database.run('DELETE FROM access_session WHERE token = $1', [token])
        return fail({ code: 'sign-in.initial-ended' })
      }
      if (token) return ok(await enter(entry, answer, null))
      const { totp, passkeys } = await findFactors(database, entry.id)
      const canUsePasskey = passkeys.length > 0 && siteOf(request, publicUrl) !== null
      return ok({
        setCookie: answer.headers.getSetCookie(),
        secondStep: {
          factors: [...(totp ? (['totp', 'backup-code'] as const) : []), ...(canUsePasskey ? (['passkey'] as const) : [])],
        },
      })
    },

    async takeSecondStep(request, code): Promise<Result<Entered, Failure<AccessFailure>>> {
      const userId = await atSecondStep(request)
      const staff = userId ? await findStaff(database, userId) : undefined
      if (!staff) return fail({ code: 'sign-in.step-ended' })
      const app = isAppCode(code)
      if (app && !(await isFreshCode(database, keys, staff.id, code, clock.now())))
        return fail({ code: 'proof.wrong', field: 'code' })
      const answer = await askInside(
        auth,
        app ? '/two-factor/verify-totp' : '/two-factor/verify-backup-code',
        { code },
        innerHeaders(request, true),
      )
      if (answer.ok) return ok(await enter(staff, answer, app ? 'totp' : 'backup-code'))
      const { code: why } = (await answer.json().catch(() => ({}))) as { code?: string }
      if (why === 'ACCOUNT_TEMPORARILY_LOCKED') return fail({ code: 'proof.locked' })
      if (answer.status === 429) throw httpFailures.refuse({ code: 'request.too-many' })
      if (why === 'TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE' || why === 'INVALID_TWO_FACTOR_COOKIE')
        return fail({ code: 'sign-in.step-ended' })
      return fail({ code: 'proof.wrong', field: 'code' })
    },

    async askForPasskey(request) {
      const site = siteOf(request, publicUrl)
      if (!site) return fail({ code: 'passkey.unavailable' })
      return ok(await askForPasskey(desk(), site, await atSecondStep(request), 'sign-in'))
    },

    async signInByPasskey(request, answer: PasskeyAnswer) {
      const checked = await database.transaction(tx => checkPasskey({ ...desk(), sql: tx }, 'sign-in', answer))
      if (!checked.ok) return checked
      const staff = await findStaff(database, checked.value.userId)
      const entry = staff && (await findEntry(database, staff.username))
      if (!entry) return fail({ code: 'proof.wrong' })
      if (entry.initialUntil && entry.initialUntil <= clock.now()) return fail({ code: 'sign-in.initial-ended' })
      const headers = innerHeaders(request, true)
      const opened = await rethrowUnreachable(async () => {
        const response = await auth.api.enter({ body: { userId: entry.id }, headers, asResponse: true })
        if (response.status >= 500) throw new Error(`opening a session answered ${response.status}`)
        return response
      })
      return ok(await enter(entry, opened, 'passkey'))
    },

    async signOut(request) {
      const standing = await standingOf(request)
      const answer = await askInside(auth, '/sign-out', {}, innerHeaders(request))
      if (standing) await audit('signed-out', standing)
      return { setCookie: answer.headers.getSetCookie() }
    },
  }
}
