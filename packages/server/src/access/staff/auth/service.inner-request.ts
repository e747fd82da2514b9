/** Requests to better-auth from inside: what it needs to know of the outer one, and nothing that a client could make up. */
import type { FastifyRequest } from 'fastify'
import { rethrowUnreachable } from '../../../platform/database/index.ts'
import { type Auth, INNER_ADDRESS_HEADER, INNER_ORIGIN } from './service.ts'

const SESSION_COOKIE = /(?:^|;\s*)(?:__Secure-)?mingce\.session_token=[^;]*/

export const hasSessionCookie = (request: FastifyRequest): boolean => SESSION_COOKIE.test(request.headers.cookie ?? '')

/** Headers for better-auth. `anew` leaves the session out: signing in is about who comes, not about who was here before. */
export const innerHeaders = (request: FastifyRequest, anew = false): Headers => {
  const headers = new Headers({ origin: INNER_ORIGIN, [INNER_ADDRESS_HEADER]: request.ip })
  const { cookie, 'user-agent': agent } = request.headers
  const kept = anew ? cookie?.replace(SESSION_COOKIE, '').replace(/^;\s*/, '') : cookie
  if (kept) headers.set('cookie', kept)
  if (agent) headers.set('user-agent', agent.slice(0, 200))
  return headers
}

/** Asks one of better-auth's own doors. What it answers with 5xx is a bug and is thrown. */
export const askInside = async (auth: Auth, path: string, body: object, headers: Headers): Promise<Response> => {
  headers.set('content-type', 'application/json')
  return await rethrowUnreachable(async () => {
    const answer = await auth.handler(
      new Request(`${INNER_ORIGIN}/api/auth${path}`, { method: 'POST', headers, body: JSON.stringify(body) }),
    )
    if (answer.status >= 500) throw new Error(`${path} answered ${answer.status}`)
    return answer
  })
}

/** The token of the session that an answer opens, if it opens one. */
export const openedToken = (answer: Response): string | undefined => {
  for (const cookie of answer.headers.getSetCookie()) {
    const value = /^(?:__Secure-)?mingce\.session_token=([^;]+)/.exec(cookie)?.[1]
    if (value) return decodeURIComponent(value).split('.')[0]
  }
  return undefined
}
