/** Limits how often a client address may call a route: `config: { rateLimit: { max } }` allows `max` requests a minute. */
import rateLimit from '@fastify/rate-limit'
import type { FastifyContextConfig, FastifyInstance } from 'fastify'
import { httpFailures } from './failures.ts'
import { networkOf } from './proxies.ts'

/** Reads without sign-in from one network: a whole city quarter may reach the portal through one address of its carrier. */
const ANONYMOUS_PER_MINUTE = 6000

/** Client addresses counted per route; beyond that the least recently seen are forgotten. */
const MAX_ADDRESSES = 10_000

/**
 * Register before the routes. Requests over the limit are refused with `request.too-many` before their body is read. Every route that
 * `isAnonymous` has a limit: one of its own, or the one above.
 */
export const limitRates = async (
  app: FastifyInstance,
  isAnonymous: (config: FastifyContextConfig) => boolean = () => false,
): Promise<void> => {
  app.addHook('onRoute', route => {
    const { config } = route
    if (config && isAnonymous(config) && !config.rateLimit) route.config = { ...config, rateLimit: { max: ANONYMOUS_PER_MINUTE } }
  })
  await app.register(rateLimit, {
    global: false,
    timeWindow: 60_000,
    cache: MAX_ADDRESSES,
    keyGenerator: request => networkOf(request.ip),
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
