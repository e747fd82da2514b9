/** What every answer carries against the usual attacks, and what no request from another site may do. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { httpFailures } from './failures.ts'

/** Ant Design writes its styles into the page, hence inline styles; scripts come from here only. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "worker-src 'self' blob:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ')

/** The same policy for a page with scripts of its own in it, each named by its digest (`'sha256-…'`). */
export const policyWithScripts = (digests: readonly string[]): string =>
  CONTENT_SECURITY_POLICY.replace("script-src 'self'", ["script-src 'self'", ...digests].join(' '))

const HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=()',
}

const READS = new Set(['GET', 'HEAD', 'OPTIONS'])

const hostOf = (origin: string): string | null => {
  try {
    return new URL(origin).host
  } catch {
    return null
  }
}

/**
 * Did a page of another site make the browser send this? Browsers say so themselves (Fetch Metadata); older ones name the origin. Programs
 * say neither, and have no cookie that somebody else could ride on.
 */
const comesFromElsewhere = (request: FastifyRequest, ownHost: string | undefined): boolean => {
  const site = request.headers['sec-fetch-site']
  if (site !== undefined) return site !== 'same-origin' && site !== 'none'
  const { origin } = request.headers
  return origin !== undefined && hostOf(origin) !== (ownHost ?? request.host)
}

/**
 * Adds the headers, and refuses writes that another site caused. `publicUrl` is the address that people type, where a proxy stands before
 * this server; with https in it browsers are told to stay with https.
 */
export const secure = (app: FastifyInstance, publicUrl: URL | undefined): void => {
  const always = publicUrl?.protocol === 'https:' ? { ...HEADERS, 'strict-transport-security': 'max-age=31536000' } : HEADERS
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(always)
    // Pages set their own; answers of the API are about people and belong in no cache.
    reply.header('cache-control', 'no-store')
    reply.header('x-request-id', request.id)
    if (!READS.has(request.method) && comesFromElsewhere(request, publicUrl?.host))
      throw httpFailures.refuse({ code: 'request.cross-site' })
  })
}
