/** The bare HTTP application: schemas check requests and write answers, headers protect, and every error leaves by one door. */
import { randomUUID } from 'node:crypto'
import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify'
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod'
import { tellErrors } from './errors.ts'
import { secure } from './security.ts'

export interface AppOptions {
  readonly log: FastifyBaseLogger
  /** The address that people type, where it is not this server's own (a proxy stands before it). */
  readonly publicUrl?: URL | undefined
  /** Addresses of proxies whose word on the client's address is believed. */
  readonly trustedProxies?: readonly string[] | undefined
}

/** JSON bodies are a decision with a reason, no more; files come as uploads. */
const BODY_LIMIT_BYTES = 64 * 1024

export const openApp = ({ log, publicUrl, trustedProxies }: AppOptions): FastifyInstance => {
  const app = Fastify({
    loggerInstance: log,
    bodyLimit: BODY_LIMIT_BYTES,
    // A client's own id could forge lines of the log.
    genReqId: () => randomUUID(),
    requestIdHeader: false,
    // Fastify's own lines carry the URL; ours name the route.
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: trustedProxies ? [...trustedProxies] : false,
    routerOptions: { maxParamLength: 1000 },
    onProtoPoisoning: 'error',
    onConstructorPoisoning: 'error',
  })
  // What a form on another site could send: taken nowhere.
  app.removeContentTypeParser('text/plain')
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  tellErrors(app)
  secure(app, publicUrl)
  app.addHook('onResponse', async (request, reply) => {
    const { method, routeOptions } = request
    request.log.info({ method, route: routeOptions.url, status: reply.statusCode, ms: Math.round(reply.elapsedTime) }, 'answered')
  })
  return app
}
