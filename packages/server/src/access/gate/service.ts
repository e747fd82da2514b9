/**
 * Who may call which route. Every route declares it in `config.access`; one hook checks it before the body is read. Use cases check the areas
 * in which a permission applies, by `authorise` and `visibleArea`.
 */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { httpFailures } from '../../platform/http/index.ts'
import { accessFailures } from '../errors.ts'
import { type Actor, GRANTS, type Permission } from './service.actor.ts'
import type { Context } from './service.context.ts'
import { idsOf, markCreatingRoutes } from './service.same-request.ts'
import type { Voter, VoterContext } from './service.voter.ts'

/**
 * public: anybody. voter: a voter signed in by real-name login. own-account: any role, even if the account still needs a second factor.
 * signed-in: any role. A permission: roles that have it, or one of several.
 */
export type Access = 'public' | 'voter' | 'own-account' | 'signed-in' | Permission | readonly Permission[]

/** What the own account needs before anything else is allowed. */
export type Owed = 'second-factor'

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
  /** The member of staff who is signed in; null if nobody is. */
  actorOf(request: FastifyRequest): Promise<(Actor & { readonly owes?: Owed | undefined }) | null>
  /** The voter who is signed in; null if nobody is. Without it no voter can sign in. */
  voterOf?(request: FastifyRequest): Promise<Voter | null>
  /** The parts of a `Context` that are the same for every request. */
  readonly services: Omit<Context, 'actor' | 'requestId'>
}

const REQUEST_ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

type Rest = Omit<Context, 'actor'>

const restOf = (request: FastifyRequest, { services }: Gate): Rest => {
  const key = request.headers['idempotency-key']
  const requestId = typeof key === 'string' && REQUEST_ID.test(key) ? { requestId: key.toLowerCase() } : {}
  return { ...services, log: request.log as Context['log'], ...requestId }
}

const voterContext = async (request: FastifyRequest, gate: Gate): Promise<VoterContext> => {
  const voter = await gate.voterOf?.(request)
  if (!voter) throw httpFailures.refuse({ code: 'sign-in.needed' })
  return { ...restOf(request, gate), voter }
}

const staffContext = async (
  request: FastifyRequest,
  gate: Gate,
  access: Exclude<Access, 'public' | 'voter'>,
): Promise<Context> => {
  const signedIn = await gate.actorOf(request)
  if (!signedIn) throw httpFailures.refuse({ code: 'sign-in.needed' })
  const { owes, ...actor } = signedIn
  if (owes && access !== 'own-account') throw accessFailures.refuse({ code: `account.owes-${owes}` })
  if (!allows(access, actor)) throw httpFailures.refuse({ code: 'forbidden' })
  return { ...restOf(request, gate), actor }
}

/** Checks `config.access` on every route registered after this. A route without it stops the server from starting. */
export const holdGate = (app: FastifyInstance, gate: Gate): void => {
  app.decorateRequest('context', null)
  app.decorateRequest('voterContext', null)
  if (!app.hasRequestDecorator('uploadDigest')) app.decorateRequest('uploadDigest', null)
  markCreatingRoutes(app)
  app.addHook('onRoute', route => {
    if (!route.config?.access)
      throw new Error(`route ${String(route.method)} ${route.url} does not say who may call it (config.access)`)
  })
  app.addHook('onRequest', async request => {
    const { access } = request.routeOptions.config
    if (request.is404 || access === 'public') return
    if (!access) throw httpFailures.refuse({ code: 'forbidden' })
    if (access === 'voter') request.voterContext = await voterContext(request, gate)
    else request.context = await staffContext(request, gate, access)
  })
}

/** The context of a request to a route for staff. A route for uploads asks for it again after the upload. */
export const contextOf = (request: FastifyRequest): Context => {
  const { context } = request
  if (!context) throw new Error(`${request.routeOptions.url} is public and has no context`)
  return context.requestId === undefined ? { ...context, ...idsOf(request, context, context.actor.id) } : context
}
