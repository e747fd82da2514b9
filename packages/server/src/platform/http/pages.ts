/** The built pages: the voters' portal at /, the office's console at /office, the workers' page at /station/; each single-page. */
import { createHash } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { negotiate } from '@fastify/accept-negotiator'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteShorthandOptions } from 'fastify'
import { policyWithScripts } from './security.ts'

/** Files under assets/ have a digest of their content in the name. */
const IMMUTABLE = 'public, max-age=31536000, immutable'

/** In the order of preference, which is that of @fastify/static for the files. */
const ENCODINGS = ['br', 'gzip']

/** Digests of the scripts that stand in a page itself, as its Content-Security-Policy names them. */
const scriptDigests = (html: string): string[] =>
  [...html.matchAll(/<script>([\s\S]*?)<\/script>/g)].map(
    ([, script = '']) => `'sha256-${createHash('sha256').update(script).digest('base64')}'`,
  )

/** The portal's page with something written into it: made once, kept whole and compressed. */
export interface WrittenPage {
  readonly html: string
  /** Is it for who asks? Else the page goes out as it was built. */
  isFor(request: FastifyRequest): boolean
}

/**
 * Serves `directory` (the web's dist), compressed where the build left a .br or .gz beside a file. `route` is what every page's route declares,
 * such as who may call it. `written` stands in for the portal's page where it is for who asks.
 */
export const servePages = async (
  app: FastifyInstance,
  directory: string,
  route: RouteShorthandOptions,
  written?: WrittenPage,
): Promise<void> => {
  await app.register(fastifyStatic, {
    root: directory,
    serve: false,
    cacheControl: false,
    dotfiles: 'ignore',
    preCompressed: true,
  })
  const entries = { office: 'office/index.html', station: 'station/index.html', portal: 'index.html' }
  const page = (reply: FastifyReply, file: string) =>
    reply.headers({ 'cache-control': 'no-cache', vary: 'accept-encoding' }).sendFile(file)
  const portalFile = path.join(directory, entries.portal)
  let digested: { readonly at: number; readonly policy: string } | undefined
  /** undefined: no portal was built. Pages may be built anew while they are served. */
  const portalPolicy = (): string | undefined => {
    const at = statSync(portalFile, { throwIfNoEntry: false })?.mtimeMs
    if (at === undefined) return undefined
    if (digested?.at !== at) digested = { at, policy: policyWithScripts(scriptDigests(readFileSync(portalFile, 'utf8'))) }
    return digested.policy
  }
  const whole = Buffer.from(written?.html ?? '')
  const packed = { br: brotliCompressSync(whole), gzip: gzipSync(whole, { level: 9 }) }
  const portal = (request: FastifyRequest, reply: FastifyReply) => {
    const policy = portalPolicy()
    if (policy === undefined) return reply.redirect('/office/')
    reply.header('content-security-policy', policy)
    if (!written?.isFor(request)) return page(reply, entries.portal)
    // Kept by no browser: who has signed in since is not to be shown, on the way back, the page of who has not.
    reply.headers({ 'cache-control': 'no-store', vary: 'accept-encoding, cookie', 'content-type': 'text/html; charset=utf-8' })
    const encoding = negotiate(String(request.headers['accept-encoding'] ?? ''), ENCODINGS)
    return encoding === 'br' || encoding === 'gzip'
      ? reply.header('content-encoding', encoding).send(packed[encoding])
      : reply.send(whole)
  }

  app.get('/assets/*', { ...route, schema: { hide: true } }, (request, reply) => {
    const name = (request.params as { '*': string })['*']
    return reply.headers({ 'cache-control': IMMUTABLE, vary: 'accept-encoding' }).sendFile(`assets/${name}`)
  })
  app.get('/*', { ...route, schema: { hide: true } }, (request, reply) => {
    const name = (request.params as { '*': string })['*']
    if (name === 'api' || name.startsWith('api/')) return reply.callNotFound()
    // The page that works offline governs what lies below its own address, and nothing beside it.
    if (name === 'station') return reply.redirect('/station/')
    // A last part with a dot is a file (the icon); all else is an address inside one of the applications.
    if (name === entries.portal) return portal(request, reply)
    if (path.posix.basename(name).includes('.')) return page(reply, name)
    if (name === 'office' || name.startsWith('office/')) return page(reply, entries.office)
    if (name.startsWith('station/')) return page(reply, entries.station)
    return portal(request, reply)
  })
}
