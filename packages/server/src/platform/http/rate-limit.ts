/** Limits how often a client address may call a route: `config: { rateLimit: { max } }` allows `max` requests a minute. */
import rateLimit from '@fastify/rate-limit'
import type { FastifyInstance } from 'fastify'
import { httpFailures } from './failures.ts'

/** Client addresses counted per route; beyond that the least recently seen are forgotten. */
const MAX_ADDRESSES = 10_000

/** Register before the routes. Requests over the limit are refused with `request.too-many` before their body is read. */
export const limitRates = async (app: FastifyInstance): Promise<void> => {
  await app.register(rateLimit, {
    global: false,
    timeWindow: 60_000,
    cache: MAX_ADDRESSES,
    // The error handler sets Retry-After; the limits themselves are not published.
    addHeaders: {
      'x-ratelimit-limit': false,
      'x-ratelimit-remaining': false,
      'x-ratelimit-reset': false,
      'retry-after': false,
    },
    addHeadersOnExceeding: { 'x-ratelimit-limit': false, 'x-ratelimit-remaining': false, 'x-ratelimit-reset': false },
    errorResponseBuilder: () => httpFailures.refuse({ code: 'request.too-many' }),
  })
}
