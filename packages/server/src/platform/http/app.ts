/** The HTTP application without routes: schema validation and serialisation, security headers, error handling, the request log. */
import { randomUUID } from 'node:crypto'
import Fastify, { type FastifyBaseLogger, type FastifyInstance, type FastifyRequest, LogController } from 'fastify'
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod'
import { runAs, type WorkKind } from '../database/index.ts'
import { handleErrors } from './errors.ts'
import { warnOfUnknownProxies } from './proxies.ts'
import { protectRequests } from './security.ts'
import { closeSlowClients, httpOptions, SLOW_CLIENT_LIMITS, type SlowClientLimits } from './slow-clients.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** `batch`: reads or writes a whole election, so its statements may take a minute instead of a few seconds. */
    work?: Exclude<WorkKind, 'job'>
  }
}

export interface AppOptions {
  readonly log: FastifyBaseLogger
  /** The address that users type, if a proxy makes it differ from this server's own. */
  readonly publicUrl?: URL | undefined
  /** Addresses of proxies whose X-Forwarded-For is trusted. */
  readonly trustedProxies?: readonly string[] | undefined
  /** How slowly a client may send and read. Shorter in tests. */
  readonly slowClients?: SlowClientLimits | undefined
}

/** Enough for any JSON body; files are sent as multipart uploads. */
const BODY_LIMIT_BYTES = 64 * 1024

/** Statements of a request end within its limits. Reading the body loses the scope of the first hook, so a second one sets it again. */
const limitWork = (app: FastifyInstance): void => {
  const kindOf = (request: FastifyRequest) => request.routeOptions.config.work ?? 'request'
  app.addHook('onRequest', (request, _, done) => runAs(kindOf(request), done))
  app.addHook('preValidation', (request, _, done) => runAs(kindOf(request), done))
}

export const openApp = ({ log, publicUrl, trustedProxies, slowClients = SLOW_CLIENT_LIMITS }: AppOptions): FastifyInstance => {
  const app = Fastify({
    loggerInstance: log,
    bodyLimit: BODY_LIMIT_BYTES,
    // An id from the client could forge log lines.
    genReqId: () => randomUUID(),
    requestIdHeader: false,
    // Fastify's log lines contain the URL, which may contain personal data; ours name the route.
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: trustedProxies ? [...trustedProxies] : false,
    http: httpOptions(slowClients),
    connectionTimeout: slowClients.idleMs,
    routerOptions: { maxParamLength: 1000 },
    onProtoPoisoning: 'error',
    onConstructorPoisoning: 'error',
  })
  // A form on another site can send text/plain without a preflight request; no route needs it.
  app.removeContentTypeParser('text/plain')
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  handleErrors(app)
  closeSlowClients(app, slowClients)
  limitWork(app)
  warnOfUnknownProxies(app)
  protectRequests(app, publicUrl)
  app.addHook('onResponse', async (request, reply) => {
    const { method, routeOptions } = request
    request.log.info({ method, route: routeOptions.url, status: reply.statusCode, ms: Math.round(reply.elapsedTime) }, 'answered')
  })
  return app
}
