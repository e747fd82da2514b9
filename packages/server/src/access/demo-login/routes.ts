/** HTTP of the demo's issuer. */
import type { FastifyInstance } from 'fastify'
import { DEMO_LOGIN_PATH, type DemoLogin } from './schema.ts'

/** Sends requests to the issuer inside `app` without a network: its address may be that of a proxy which this server cannot reach. */
export const fetchInside =
  (app: () => FastifyInstance): typeof fetch =>
  async (input, init = {}) => {
    const asked = new Request(input, init)
    const answer = await app().inject({
      method: asked.method === 'POST' ? 'POST' : 'GET',
      url: new URL(asked.url).pathname,
      headers: Object.fromEntries(asked.headers),
      ...(asked.body ? { payload: await asked.text() } : {}),
    })
    const headers = Object.entries(answer.headers).map(([name, value]): [string, string] => [name, String(value)])
    return new Response(new Uint8Array(answer.rawPayload), { status: answer.statusCode, headers })
  }

/** The issuer parses requests and answers them itself. */
export const mountDemoLogin = (app: FastifyInstance, handle: DemoLogin['handle']): void => {
  app.register(async inside => {
    inside.removeAllContentTypeParsers()
    inside.addContentTypeParser('*', (_request, _payload, done) => done(null))
    inside.route({
      method: ['GET', 'POST'],
      url: `${DEMO_LOGIN_PATH}/*`,
      config: { access: 'public' },
      schema: { hide: true },
      handler: async (request, reply) => {
        reply.hijack()
        await handle(request.raw, reply.raw)
      },
    })
  })
}
