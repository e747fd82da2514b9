/** The built pages: the voters' portal at /, the office's console at /office, the workers' page at /station/; each single-page. */
import { existsSync } from 'node:fs'
import path from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply, RouteShorthandOptions } from 'fastify'

/** Files under assets/ have a digest of their content in the name. */
const IMMUTABLE = 'public, max-age=31536000, immutable'

/** Serves `directory` (the web's dist), compressed where the build left a .br or .gz beside a file. `route` is what every page's route declares, such as who may call it. */
export const servePages = async (app: FastifyInstance, directory: string, route: RouteShorthandOptions): Promise<void> => {
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
    if (path.posix.basename(name).includes('.')) return page(reply, name)
    if (name === 'office' || name.startsWith('office/')) return page(reply, entries.office)
    if (name.startsWith('station/')) return page(reply, entries.station)
    return existsSync(path.join(directory, entries.portal)) ? page(reply, entries.portal) : reply.redirect('/office/')
  })
}
