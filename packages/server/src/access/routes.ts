/** HTTP of signing in and out, and of the person who is signed in. Of better-auth's own routes no other is reachable. */
import type { Result } from '@mingce/domain/result'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { answers, type Failure } from '../platform/http/index.ts'
import { Session, SignInBody } from './api.ts'
import type { Context } from './context.ts'
import { type AccessFailure, accessFailures } from './failures.ts'
import { contextOf } from './gate.ts'

export interface SessionCookies {
  /** Values for Set-Cookie. */
  readonly setCookie: string[]
}

export interface SessionUseCases {
  getSession(ctx: Context): Promise<Session>
  /** Checks username and password; answers with the session's cookies. */
  signIn(request: FastifyRequest, body: SignInBody): Promise<Result<SessionCookies, Failure<AccessFailure>>>
  /** Ends the session that the request has, if any. */
  signOut(request: FastifyRequest): Promise<SessionCookies>
}

export const registerSessionRoutes = (instance: FastifyInstance, useCases: SessionUseCases): void => {
  const app = instance.withTypeProvider<ZodTypeProvider>()

  app.post(
    '/api/auth/sign-in',
    {
      config: { access: 'public' },
      schema: {
        operationId: 'signIn',
        tags: ['access'],
        summary: 'Sign in; the session is a cookie',
        security: [],
        body: SignInBody,
        response: answers({ 200: z.object({ ok: z.literal(true) }) }),
      },
    },
    async (request, reply) => {
      const { setCookie } = accessFailures.unwrap(await useCases.signIn(request, request.body))
      return reply.header('set-cookie', setCookie).send({ ok: true as const })
    },
  )

  app.post(
    '/api/auth/sign-out',
    {
      config: { access: 'public' },
      schema: {
        operationId: 'signOut',
        tags: ['access'],
        summary: 'Sign out; the session ends',
        security: [],
        response: answers({ 200: z.object({ ok: z.literal(true) }) }),
      },
    },
    async (request, reply) => {
      const { setCookie } = await useCases.signOut(request)
      return reply.header('set-cookie', setCookie).send({ ok: true as const })
    },
  )

  app.get(
    '/api/session',
    {
      config: { access: 'signed-in' },
      schema: {
        operationId: 'getSession',
        tags: ['access'],
        summary: 'Who you are, and what you may do where',
        response: answers({ 200: Session }),
      },
    },
    async request => useCases.getSession(contextOf(request)),
  )
}
