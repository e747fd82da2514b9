/**
 * The routes and types of the demo's issuer. The issuer itself (with oidc-provider) is loaded only for a demo, so that it is never in the
 * memory of a production installation.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Text } from '@mingce/domain/result'
import type { FastifyInstance } from 'fastify'
import type { LoginSettings } from '../voter/index.ts'

/** The path of all addresses of the issuer. */
export const DEMO_LOGIN_PATH = '/demo-login'

/** A fictitious person to sign in as. */
export interface DemoPerson {
  /** The account's id, made at random. */
  readonly id: string
  readonly name: string
  readonly number: string
  /** What can be tried with this person: not yet registered, already registered, without the right to vote. */
  readonly note: Text
}

export interface DemoLogin {
  /** The login that the portal offers. */
  readonly settings: LoginSettings
  /** Answers a request under `DEMO_LOGIN_PATH`. */
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>
}

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
