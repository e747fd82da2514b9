/** Security headers on every response, and protection against cross-site writes. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { httpFailures } from './failures.ts'

/** Ant Design adds inline styles; scripts are loaded from this server only. */
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

/** The same policy for a page with inline scripts, each allowed by its digest (`'sha256-…'`). */
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
 * Whether a page of another site made the browser send this request, by Fetch Metadata or, in older browsers, the origin. Programs send
 * neither header, and have no session cookie that another site could abuse.
 */
export const isCrossSite = (request: FastifyRequest, ownHost: string | undefined): boolean => {
  const site = request.headers['sec-fetch-site']
  if (site !== undefined) return site !== 'same-origin' && site !== 'none'
  const { origin } = request.headers
  return origin !== undefined && hostOf(origin) !== (ownHost ?? request.host)
}

/** Links and cookies are made from the host, so it has to be one. Without it (HTTP/1.0) only reads are answered. */
const isHost = (host: string, method: string): boolean =>
  host === '' ? READS.has(method) : /^[^\s/@?#\\]+$/.test(host) && URL.canParse(`http://${host}/`)

/**
 * Adds the security headers and refuses cross-site writes. `publicUrl` is the address that users type, if a proxy is in front of this
 * server; if it is https, browsers are told to use https only.
 */
export const protectRequests = (app: FastifyInstance, publicUrl: URL | undefined): void => {
  const always = publicUrl?.protocol === 'https:' ? { ...HEADERS, 'strict-transport-security': 'max-age=31536000' } : HEADERS
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(always)
    // Responses of the API contain personal data and must not be cached; pages override this.
    reply.header('cache-control', 'no-store')
    reply.header('x-request-id', request.id)
    if (!isHost(request.host ?? '', request.method)) throw httpFailures.refuse({ code: 'request.invalid', field: 'host' })
    if (!READS.has(request.method) && isCrossSite(request, publicUrl?.host))
      throw httpFailures.refuse({ code: 'request.cross-site' })
  })
}
