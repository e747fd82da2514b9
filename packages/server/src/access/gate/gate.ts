/**
 * Who may call which route. Every route says so in `config.access`; one hook holds it, before a body is read. Where a permission holds
 * (which areas) is the use cases' part, by `authorise` and `visibleArea`.
 */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { httpFailures } from '../../platform/http/index.ts'
import { accessFailures } from '../errors.ts'
import { type Actor, GRANTS, type Permission } from './actor.ts'
import type { Context } from './context.ts'
import type { Voter, VoterContext } from './voter.ts'

/**
 * public: anybody. voter: a voter signed in by real-name login. own-account: any role, also one whose account still owes something (its own
 * password, a second factor). signed-in: any role. A permission, or any one of several.
 */
export type Access = 'public' | 'voter' | 'own-account' | 'signed-in' | Permission | readonly Permission[]

/** What has to be done to the own account before anything else. */
export type Owed = 'password' | 'second-factor'

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: Access
  }
  interface FastifyRequest {
    context: Context | null
    voterContext: VoterContext | null
  }
}

const allows = (access: Exclude<Access, 'public' | 'voter'>, actor: Actor): boolean => {
  if (access === 'signed-in' || access === 'own-account') return true
  const permissions: readonly Permission[] = typeof access === 'string' ? [access] : access
  return permissions.some(permission => GRANTS[actor.role].includes(permission))
}

export interface Gate {
  /** Who is signed in on this request; null: nobody. */
  actorOf(request: FastifyRequest): Promise<(Actor & { readonly owes?: Owed | undefined }) | null>
  /** The voter who is signed in on this request; null: nobody. Without it no voter can sign in. */
  voterOf?(request: FastifyRequest): Promise<Voter | null>
  /** Everything of a `Context` but who asks. */
  readonly services: Omit<Context, 'actor' | 'requestId'>
}

const REQUEST_ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** Holds `config.access` for every route registered after this. A route without it is refused when the server is put together. */
export const holdGate = (app: FastifyInstance, gate: Gate): void => {
  app.decorateRequest('context', null)
  app.decorateRequest('voterContext', null)
  app.addHook('onRoute', route => {
    if (!route.config?.access)
      throw new Error(`route ${String(route.method)} ${route.url} does not say who may call it (config.access)`)
  })
  app.addHook('onRequest', async request => {
    const access = request.routeOptions.config.access
    if (request.is404 || access === 'public') return
    const key = request.headers['idempotency-key']
    const requestId = typeof key === 'string' && REQUEST_ID.test(key) ? { requestId: key.toLowerCase() } : {}
    const rest = { ...gate.services, log: request.log as Context['log'], ...requestId }
    if (access === 'voter') {
      const voter = await gate.voterOf?.(request)
      if (!voter) throw httpFailures.refuse({ code: 'sign-in.needed' })
      request.voterContext = { ...rest, voter }
      return
    }
    const signedIn = await gate.actorOf(request)
    if (!signedIn) throw httpFailures.refuse({ code: 'sign-in.needed' })
    const { owes, ...actor } = signedIn
    if (owes && access !== 'own-account') throw accessFailures.refuse({ code: `account.owes-${owes}` })
    if (!access || !allows(access, actor)) throw httpFailures.refuse({ code: 'forbidden' })
    request.context = { ...rest, actor }
  })
}

/** What a use case is handed, on a route that is not public. */
export const contextOf = (request: FastifyRequest): Context => {
  if (!request.context) throw new Error(`${request.routeOptions.url} is public and has no context`)
  return request.context
}
