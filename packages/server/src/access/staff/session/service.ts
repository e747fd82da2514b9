/** Sessions of staff: who is signed in on a request, and signing out. */
import { ok } from '@mingce/domain/result'
import type { FastifyRequest } from 'fastify'
import { areaName } from '../../../platform/areas/index.ts'
import { rethrowUnreachable } from '../../../platform/database/index.ts'
import { httpFailures } from '../../../platform/http/index.ts'
import { write } from '../../../platform/write/index.ts'
import type { Gate, Owed } from '../../gate/index.ts'
import { type Actor, GRANTS } from '../../gate/index.ts'
import type { Auth, SecondFactorRule } from '../auth/index.ts'
import { askInside, hasSessionCookie, innerHeaders } from '../auth/index.ts'
import { auditOf, openSignIn } from './service.sign-in.ts'
import type { SessionSettings, SessionUseCases } from './service.use-cases.ts'
import { endSession, findStaffSession, isOver, type StaffSession, touchSession } from './store.ts'

export interface Sessions extends SessionUseCases {
  /** Who is signed in; null: nobody, an ended session, or a disabled account. */
  actorOf(request: FastifyRequest): Promise<(Actor & { readonly owes?: Owed | undefined }) | null>
  /** The session of a request; undefined where `actorOf` finds nobody. */
  sessionOf(request: FastifyRequest): Promise<StaffSession | undefined>
}

/** The use of a session is recorded at most this often, not at each request. */
const TOUCH_MS = 60_000

/** What the person must do first; undefined: nothing. */
const owedBy = (session: StaffSession, rule: SecondFactorRule): Owed | undefined =>
  rule === 'required' && !session.hasFactor ? 'second-factor' : undefined

export const openSessions = (
  auth: Auth,
  services: Gate['services'],
  { secondFactor = 'optional', publicUrl, wait }: SessionSettings = {},
): Sessions => {
  const { database, clock } = services
  const known = new WeakMap<FastifyRequest, Promise<StaffSession | undefined>>()

  const readSession = async (request: FastifyRequest): Promise<StaffSession | undefined> => {
    if (!hasSessionCookie(request)) return undefined
    const headers = new Headers({ cookie: request.headers.cookie ?? '' })
    const opened = await rethrowUnreachable(() => auth.api.getSession({ headers }))
    const session = opened ? await findStaffSession(database, opened.session.id) : undefined
    if (!session) return undefined
    const now = clock.now()
    // A session from before the second factor was added was opened by the password alone.
    if (isOver(session, now) || (session.hasFactor && session.usedFactor === null)) {
      await endSession(database, session.id, session.sessionId)
      return undefined
    }
    if (now.getTime() - session.lastSeenAt.getTime() >= TOUCH_MS) await touchSession(database, session.sessionId, now)
    return session
  }

  const sessionOf = (request: FastifyRequest): Promise<StaffSession | undefined> => {
    const read = known.get(request) ?? readSession(request)
    known.set(request, read)
    return read
  }

  return {
    ...openSignIn(auth, services, { publicUrl, wait }),
    sessionOf,

    async actorOf(request) {
      const session = await sessionOf(request)
      if (!session) return null
      const { id, name, role, areaCode } = session
      return { id, name, role, areaCode, owes: owedBy(session, secondFactor) }
    },

    async getSession(ctx, request) {
      const session = await sessionOf(request)
      if (!session) throw httpFailures.refuse({ code: 'sign-in.needed' })
      const { id, name, username, role, areaCode } = session
      const area = { code: areaCode, name: (await areaName(ctx.database, areaCode)) ?? areaCode }
      const owes = owedBy(session, secondFactor) ?? null
      return { user: { id, name, username }, role, area, permissions: owes ? [] : [...GRANTS[role]], owes }
    },

    async signOut(request) {
      const session = await sessionOf(request)
      const answer = await askInside(auth, '/sign-out', {}, innerHeaders(request))
      if (session)
        await write<true, never>({ database, clock, actor: session }, { action: 'signed-out' }, async () =>
          ok({ answer: true, audit: auditOf(session, 'signed-out') }),
        )
      return { setCookie: answer.headers.getSetCookie() }
    },
  }
}
