/** HTTP of voters' real-name login: to the issuer and back, who is signed in, and signing out. */
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { answers, httpFailures } from '../../platform/http/index.ts'
import { voterContextOf } from '../gate/index.ts'
import { VoterLoginAnswer, VoterLoginId, VoterLoginList, VoterLoginTo, VoterMe } from './schema.ts'
import type { Redirect, VoterLoginUseCases } from './service.login.ts'

/** In the API's description: the cookie of a voter's session, not of staff. */
const VOTER_SECURITY = [{ voter: [] }]

const sent = (redirect: Redirect | undefined): Redirect => {
  if (!redirect) throw httpFailures.refuse({ code: 'not-found' })
  return redirect
}

export const registerVoterLoginRoutes = (instance: FastifyInstance, useCases: VoterLoginUseCases): void => {
  const app = instance.withTypeProvider<ZodTypeProvider>()

  app.get(
    '/api/voter/logins',
    {
      config: { access: 'public' },
      schema: {
        operationId: 'findVoterLogins',
        tags: ['voter'],
        summary: 'Real-name logins that voters may use',
        security: [],
        response: answers({ 200: VoterLoginList }),
      },
    },
    async () => useCases.findLogins(),
  )

  // Links that a browser follows, not calls of a program: they answer with another address and are not in the API's description.
  app.get(
    '/api/voter/login/:id',
    { config: { access: 'public' }, schema: { hide: true, params: VoterLoginId, querystring: VoterLoginTo } },
    async (request, reply) => {
      const { location, setCookie } = sent(await useCases.beginLogin(request, request.params.id, request.query.to))
      return reply.header('set-cookie', setCookie).redirect(location, 302)
    },
  )

  app.get(
    '/api/voter/callback/:id',
    { config: { access: 'public' }, schema: { hide: true, params: VoterLoginId, querystring: VoterLoginAnswer } },
    async (request, reply) => {
      const { location, setCookie } = sent(await useCases.finishLogin(request, request.params.id))
      return reply.header('set-cookie', setCookie).redirect(location, 302)
    },
  )

  app.get(
    '/api/voter/me',
    {
      config: { access: 'voter' },
      schema: {
        operationId: 'getVoter',
        tags: ['voter'],
        summary: 'Who you are, from the login',
        security: VOTER_SECURITY,
        response: answers({ 200: VoterMe }),
      },
    },
    async request => useCases.getVoter(voterContextOf(request)),
  )

  app.post(
    '/api/voter/sign-out',
    {
      config: { access: 'voter' },
      schema: {
        operationId: 'signVoterOut',
        tags: ['voter'],
        summary: 'Sign out; the session ends',
        security: VOTER_SECURITY,
        response: answers({ 200: z.object({ ok: z.literal(true) }) }),
      },
    },
    async (request, reply) => {
      const setCookie = await useCases.signVoterOut(voterContextOf(request))
      return reply.header('set-cookie', setCookie).send({ ok: true as const })
    },
  )
}
