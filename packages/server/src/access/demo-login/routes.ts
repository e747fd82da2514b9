/**
 * The issuer of a demo's login, as the server sees it. The issuer itself (`index.ts`, with oidc-provider) is loaded only where it is asked
 * for, so that an installation for work never has it in memory.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Text } from '@mingce/domain/result'
import type { FastifyInstance } from 'fastify'
import type { LoginSettings } from '../voter/index.ts'

/** Everything of the issuer lies under this path of the server. */
export const DEMO_LOGIN_PATH = '/demo-login'

/** A made-up person to sign in as. */
export interface DemoPerson {
  /** The account's id; says nothing. */
  readonly id: string
  readonly name: string
  readonly number: string
  /** What is to be tried with this one: not yet registered, registered already, without the vote. */
  readonly note: Text
}

export interface DemoLogin {
  /** The login that the portal offers. */
  readonly settings: LoginSettings
  /** Answers a request under `DEMO_LOGIN_PATH`. */
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>
}

/** Asks the issuer inside `app` without leaving the process: its address may be a proxy's that this server cannot reach. */
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

/** The issuer reads and answers by itself; only who may call it is said here. */
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
