/** The HTTP application without routes: schema validation and serialisation, security headers, error handling, the request log. */
import { randomUUID } from 'node:crypto'
import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify'
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod'
import { handleErrors } from './errors.ts'
import { protectRequests } from './security.ts'

export interface AppOptions {
  readonly log: FastifyBaseLogger
  /** The address that users type, if a proxy makes it differ from this server's own. */
  readonly publicUrl?: URL | undefined
  /** Addresses of proxies whose X-Forwarded-For is trusted. */
  readonly trustedProxies?: readonly string[] | undefined
}

/** Enough for any JSON body; files are sent as multipart uploads. */
const BODY_LIMIT_BYTES = 64 * 1024

export const openApp = ({ log, publicUrl, trustedProxies }: AppOptions): FastifyInstance => {
  const app = Fastify({
    loggerInstance: log,
    bodyLimit: BODY_LIMIT_BYTES,
    // An id from the client could forge log lines.
    genReqId: () => randomUUID(),
    requestIdHeader: false,
    // Fastify's log lines contain the URL, which may contain personal data; ours name the route.
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: trustedProxies ? [...trustedProxies] : false,
    routerOptions: { maxParamLength: 1000 },
    onProtoPoisoning: 'error',
    onConstructorPoisoning: 'error',
  })
  // A form on another site can send text/plain without a preflight request; no route needs it.
  app.removeContentTypeParser('text/plain')
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  handleErrors(app)
  protectRequests(app, publicUrl)
  app.addHook('onResponse', async (request, reply) => {
    const { method, routeOptions } = request
    request.log.info({ method, route: routeOptions.url, status: reply.statusCode, ms: Math.round(reply.elapsedTime) }, 'answered')
  })
  return app
}
