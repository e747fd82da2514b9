/** Serves the built single-page applications: the voters' portal at /, the office console at /office, the station page at /station/. */
import { createHash } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { negotiate } from '@fastify/accept-negotiator'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteShorthandOptions } from 'fastify'
import { policyWithScripts } from './security.ts'

/** The names of files under assets/ contain a digest of their content. */
const IMMUTABLE = 'public, max-age=31536000, immutable'

/** In the order of preference, which is that of @fastify/static for the files. */
const ENCODINGS = ['br', 'gzip']

/** Digests of a page's inline scripts, in the form of Content-Security-Policy. */
const scriptDigests = (html: string): string[] =>
  [...html.matchAll(/<script>([\s\S]*?)<\/script>/g)].map(
    ([, script = '']) => `'sha256-${createHash('sha256').update(script).digest('base64')}'`,
  )

/** A prerendered variant of the portal's page. */
export interface PrerenderedPage {
  readonly html: string
  /** If false, the page is served as it was built. */
  isFor(request: FastifyRequest): boolean
}

/** For an address that no application has. */
const NO_PAGE = `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>没有这个页面 · No such page</title><h1>没有这个页面</h1><p>There is no such page. <a href="/">选民门户 Voter portal</a> · <a href="/office/">工作台 Console</a></p></html>
`

/** The portal keeps its views in the fragment of one address. */
const isPortal = (name: string): boolean => name === '' || name === 'index.html'

/** Whether one of `patterns` ('elections/:electionId') has the address `name`. */
const isKnown = (patterns: readonly string[]): ((name: string) => boolean) => {
  const known = patterns.map(pattern => new RegExp(`^${pattern.replace(/:[A-Za-z]+/g, '[^/]+')}/?$`))
  return name => known.some(pattern => pattern.test(name))
}

/**
 * Serves `directory` (packages/web/dist), compressed if the build wrote a .br or .gz beside a file. `route` are options of every page's
 * route, such as its access rule. `prerendered` replaces the portal's page where its `isFor` allows it. `officePaths` are the addresses that
 * the console has below /office; any other is served with the status 404.
 */
export const servePages = async (
  app: FastifyInstance,
  directory: string,
  route: RouteShorthandOptions,
  prerendered?: PrerenderedPage,
  officePaths: readonly string[] = [''],
): Promise<void> => {
  await app.register(fastifyStatic, {
    root: directory,
    serve: false,
    cacheControl: false,
    dotfiles: 'ignore',
    preCompressed: true,
  })
  const isOfficePage = isKnown(officePaths)
  const entries = { office: 'office/index.html', station: 'station/index.html', portal: 'index.html' }
  const policies = new Map<string, { readonly at: number; readonly policy: string }>()
  /** The policy of a page, with its scripts; undefined: it was not built. The file may be rebuilt while the server runs. */
  const policyOf = (name: string): string | undefined => {
    const file = path.join(directory, name)
    const at = statSync(file, { throwIfNoEntry: false })?.mtimeMs
    if (at === undefined) return undefined
    const known = policies.get(name)
    if (known?.at === at) return known.policy
    const policy = policyWithScripts(scriptDigests(readFileSync(file, 'utf8')))
    policies.set(name, { at, policy })
    return policy
  }
  const page = (reply: FastifyReply, file: string) => {
    const policy = file.endsWith('.html') ? policyOf(file) : undefined
    if (policy !== undefined) reply.header('content-security-policy', policy)
    return reply.headers({ 'cache-control': 'no-cache', vary: 'accept-encoding' }).sendFile(file)
  }
  /** The console says in its own words that it has no such page. */
  const office = (name: string, reply: FastifyReply) => page(isOfficePage(name) ? reply : reply.code(404), entries.office)
  const whole = Buffer.from(prerendered?.html ?? '')
  const packed = { br: brotliCompressSync(whole), gzip: gzipSync(whole, { level: 9 }) }
  const portal = (request: FastifyRequest, reply: FastifyReply) => {
    const policy = policyOf(entries.portal)
    if (policy === undefined) return reply.redirect('/office/')
    reply.header('content-security-policy', policy)
    if (!prerendered?.isFor(request)) return page(reply, entries.portal)
    // Not cached: after signing in, the browser's back button must not show the page for visitors.
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
    // The scope of the offline page's service worker is /station/.
    if (name === 'station') return reply.redirect('/station/')
    // A last segment with a dot is a file (such as the icon); any other path belongs to one of the applications, or to none.
    if (isPortal(name)) return portal(request, reply)
    if (path.posix.basename(name).includes('.')) return page(reply, name)
    if (name === 'office' || name.startsWith('office/')) return office(name.slice('office/'.length), reply)
    if (name === 'station/') return page(reply, entries.station)
    return reply.code(404).header('cache-control', 'no-store').type('text/html; charset=utf-8').send(NO_PAGE)
  })
}
