/** The address of this server as links on paper have it. */
import type { FastifyRequest } from 'fastify'

/** Scheme and host: those that the installation was given (MINGCE_URL), else those of the request. */
export const originOf = (request: Pick<FastifyRequest, 'protocol' | 'host'>, publicUrl: URL | undefined): string =>
  publicUrl?.origin ?? `${request.protocol}://${request.host}`
