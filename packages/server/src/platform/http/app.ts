/** The bare HTTP application: schemas check requests and write answers, and every error leaves by one door. */
import Fastify, { type FastifyBaseLogger, type FastifyInstance } from 'fastify'
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod'

export interface AppOptions {
  readonly log: FastifyBaseLogger
}

export const openApp = (options: AppOptions): FastifyInstance => {
  const app = Fastify({ loggerInstance: options.log, bodyLimit: 64 * 1024 })
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  return app
}
