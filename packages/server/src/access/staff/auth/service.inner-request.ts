/** Requests to better-auth within this process: they pass on what it needs of the client's request, and no header that a client could forge. */
import type { FastifyRequest } from 'fastify'
import { rethrowUnreachable } from '../../../platform/database/index.ts'
import { type Auth, INNER_ADDRESS_HEADER, INNER_ORIGIN } from './service.ts'

const SESSION_COOKIE = /(?:^|;\s*)(?:__Secure-)?mingce\.session_token=[^;]*/

export const hasSessionCookie = (request: FastifyRequest): boolean => SESSION_COOKIE.test(request.headers.cookie ?? '')

/** Headers for better-auth. `anew` leaves out the session cookie, so that signing in does not depend on an earlier session. */
export const innerHeaders = (request: FastifyRequest, anew = false): Headers => {
  const headers = new Headers({ origin: INNER_ORIGIN, [INNER_ADDRESS_HEADER]: request.ip })
  const { cookie, 'user-agent': agent } = request.headers
  const kept = anew ? cookie?.replace(SESSION_COOKIE, '').replace(/^;\s*/, '') : cookie
  if (kept) headers.set('cookie', kept)
  if (agent) headers.set('user-agent', agent.slice(0, 200))
  return headers
}

/** Calls an endpoint of better-auth. An answer of 5xx is a bug and is thrown. */
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

/** The token of the session that an answer opens; undefined if it opens none. */
export const openedToken = (answer: Response): string | undefined => {
  for (const cookie of answer.headers.getSetCookie()) {
    const value = /^(?:__Secure-)?mingce\.session_token=([^;]+)/.exec(cookie)?.[1]
    if (value) return decodeURIComponent(value).split('.')[0]
  }
  return undefined
}
