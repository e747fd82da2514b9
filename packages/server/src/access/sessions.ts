/** Signing in and out, and who is signed in on a request. */
import { fail, ok } from '@mingce/domain/result'
import type { FastifyRequest } from 'fastify'
import { areaName } from '../platform/areas/index.ts'
import { recordAudit } from '../platform/audit/index.ts'
import { httpFailures } from '../platform/http/index.ts'
import { type Actor, GRANTS } from './actor.ts'
import { type Auth, INNER_ADDRESS_HEADER, INNER_ORIGIN } from './auth.ts'
import type { Gate } from './gate.ts'
import { countFailure, forgetFailures, isLocked } from './lockout.ts'
import type { SessionUseCases } from './routes.ts'
import { findStaff } from './staff.ts'

const SESSION_COOKIE = /(?:^|;\s*)(?:__Secure-)?mingce\.session_token=/

/** A request to better-auth with what it needs to know of the outer one, and nothing that a client could make up. */
const inner = (request: FastifyRequest, path: string, body: object): Request => {
  const headers = new Headers({ 'content-type': 'application/json', origin: INNER_ORIGIN, [INNER_ADDRESS_HEADER]: request.ip })
  const { cookie, 'user-agent': agent } = request.headers
  if (cookie) headers.set('cookie', cookie)
  if (agent) headers.set('user-agent', agent.slice(0, 200))
  return new Request(`${INNER_ORIGIN}/api/auth${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
}

export interface Sessions extends SessionUseCases {
  /** Who is signed in; null: nobody, an ended session, or a disabled account. */
  actorOf(request: FastifyRequest): Promise<Actor | null>
}

export const openSessions = (auth: Auth, services: Gate['services']): Sessions => {
  const { database, keys, clock } = services

  const audit = (action: string, staff: { name: string; role: string; areaCode: string; username: string }) =>
    recordAudit(database, {
      countyCode: staff.areaCode.slice(0, 6),
      at: clock.now(),
      actor: staff.name,
      role: staff.role,
      action,
      subject: staff.username,
      details: {},
    })

  const staffOf = async (request: FastifyRequest) => {
    const { cookie } = request.headers
    if (!cookie || !SESSION_COOKIE.test(cookie)) return undefined
    const session = await auth.api.getSession({ headers: new Headers({ cookie }) })
    return session ? findStaff(database, session.user.id) : undefined
  }

  return {
    async actorOf(request) {
      const staff = await staffOf(request)
      return staff ? { id: staff.id, name: staff.name, role: staff.role, areaCode: staff.areaCode } : null
    },

    async getSession(ctx) {
      const staff = await findStaff(ctx.database, ctx.actor.id)
      if (!staff) throw httpFailures.refuse({ code: 'sign-in.needed' })
      const { id, name, username, role, areaCode } = staff
      const area = { code: areaCode, name: (await areaName(ctx.database, areaCode)) ?? areaCode }
      return { user: { id, name, username }, role, area, permissions: [...GRANTS[role]] }
    },

    async signIn(request, { username, password }) {
      const [digest = ''] = keys.digests([`sign-in/${username.toLowerCase()}`])
      if (await isLocked(database, digest, clock.now())) return fail({ code: 'sign-in.locked' })
      const answer = await auth.handler(inner(request, '/sign-in/username', { username, password }))
      if (answer.status === 429) throw httpFailures.refuse({ code: 'request.too-many' })
      if (answer.status >= 500) throw new Error(`sign-in answered ${answer.status}`)
      const user = answer.ok ? ((await answer.json()) as { user?: { id?: string } }).user : undefined
      const staff = user?.id ? await findStaff(database, user.id) : undefined
      if (!staff) {
        const locked = await database.transaction(tx => countFailure(tx, digest, clock.now()))
        return fail({ code: locked ? 'sign-in.locked' : 'sign-in.wrong' })
      }
      await database.transaction(tx => forgetFailures(tx, digest))
      await audit('signed-in', staff)
      return ok({ setCookie: answer.headers.getSetCookie() })
    },

    async signOut(request) {
      const staff = await staffOf(request)
      const answer = await auth.handler(inner(request, '/sign-out', {}))
      if (answer.status >= 500) throw new Error(`sign-out answered ${answer.status}`)
      if (staff) await audit('signed-out', staff)
      return { setCookie: answer.headers.getSetCookie() }
    },
  }
}
