/**
 * Sending twice makes one. A client names its request with the header Idempotency-Key. To a request without it that makes something, the server
 * gives the same id as to an equal one of the same person within a minute, so that a double click or a repeated form makes one thing.
 */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Clock } from '../../platform/clock/index.ts'
import type { Keyring } from '../../platform/crypto/index.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Makes something each time it runs. Set by itself for routes that answer 201 or 202. */
    creates?: boolean
  }
}

/** Equal requests are one within this time, and at most twice of it. */
const SAME_MS = 60_000

export interface RequestIds {
  readonly requestId?: string
  /** The id that an equal request would have had in the minute before. */
  readonly earlierRequestId?: string
}

/** Register before the routes. */
export const markCreatingRoutes = (app: FastifyInstance): void => {
  app.addHook('onRoute', route => {
    const { response } = (route.schema ?? {}) as { response?: object }
    if (route.method === 'POST' && response && ('201' in response || '202' in response))
      route.config = { ...route.config, creates: true }
  })
}

/** What was sent: the body, or the digest of an upload that was received; undefined before that. */
const contentOf = (request: FastifyRequest): string | undefined => {
  if (request.uploadDigest !== null) return request.uploadDigest
  if (request.isMultipart?.() === true) return undefined
  return JSON.stringify(request.body ?? null)
}

/** A keyed digest as a UUID of version 8 (RFC 9562), which a schema for UUIDs accepts. */
export const uuidOf = (digest: string): string => `${digest.slice(0, 14)}8${digest.slice(15, 19)}a${digest.slice(20)}`

/** Ids of a request without a key of its own; none where the route makes nothing. */
export const idsOf = (
  request: FastifyRequest,
  { keys, clock }: { readonly keys: Keyring; readonly clock: Clock },
  actor: string,
): RequestIds => {
  const content = request.routeOptions.config.creates === true ? contentOf(request) : undefined
  if (content === undefined) return {}
  const minute = Math.floor(clock.now().getTime() / SAME_MS)
  const [requestId, earlierRequestId] = keys
    .digests([minute, minute - 1].map(at => `same-request/${actor}/${at}/${request.method} ${request.url}/${content}`))
    .map(uuidOf)
  return { ...(requestId ? { requestId } : {}), ...(earlierRequestId ? { earlierRequestId } : {}) }
}
