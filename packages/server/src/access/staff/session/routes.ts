/** HTTP of signing in and out, and of the person who is signed in. No route of better-auth is reachable from outside. */
import type { FastifyContextConfig, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { answers } from '../../../platform/http/index.ts'
import { accessFailures } from '../../errors.ts'
import { contextOf } from '../../gate/index.ts'
import { PasskeyAnswer, PasskeyOffer, SecondStepBody } from '../auth/index.ts'
import { ActivateBody, Session, SignedIn, SignInBody } from './schema.ts'
import type { Entered, SessionUseCases } from './service.use-cases.ts'

/** Requests from one place; an office may have one address for all its people. */
const SIGN_INS_PER_MINUTE = 300

type PublicConfig = FastifyContextConfig & { readonly access: 'public' }

export const registerSessionRoutes = (instance: FastifyInstance, useCases: SessionUseCases): void => {
  const app = instance.withTypeProvider<ZodTypeProvider>()
  const config: PublicConfig = {
    access: 'public',
    rateLimit: { max: SIGN_INS_PER_MINUTE, keyGenerator: (request: FastifyRequest) => useCases.rateKeyOf(request) },
  }
  const entered = (reply: FastifyReply, { setCookie, secondStep }: Entered): SignedIn => {
    reply.header('set-cookie', setCookie)
    return { ok: true as const, ...(secondStep ? { secondStep } : {}) }
  }

  app.post(
    '/api/auth/sign-in',
    {
      config,
      schema: {
        operationId: 'signIn',
        tags: ['access'],
        summary: 'Sign in; the session is a cookie, unless a second step is due',
        security: [],
        body: SignInBody,
        response: answers({ 200: SignedIn }),
      },
    },
    async (request, reply) => entered(reply, accessFailures.unwrap(await useCases.signIn(request, request.body))),
  )

  app.post(
    '/api/auth/activate',
    {
      config,
      schema: {
        operationId: 'activateAccount',
        tags: ['access'],
        summary: 'Activate an account: set the own password with the code that its maker handed over',
        security: [],
        body: ActivateBody,
        response: answers({ 200: SignedIn }),
      },
    },
    async (request, reply) => entered(reply, accessFailures.unwrap(await useCases.activate(request, request.body))),
  )

  app.post(
    '/api/auth/second-step',
    {
      config,
      schema: {
        operationId: 'takeSecondStep',
        tags: ['access'],
        summary: 'After the password: a code of the app, or a backup code',
        security: [],
        body: SecondStepBody,
        response: answers({ 200: SignedIn }),
      },
    },
    async (request, reply) => entered(reply, accessFailures.unwrap(await useCases.takeSecondStep(request, request.body.code))),
  )

  app.post(
    '/api/auth/passkey/offer',
    {
      config,
      schema: {
        operationId: 'askForPasskey',
        tags: ['access'],
        summary: 'Begin signing in by passkey, after the password or instead of it',
        security: [],
        response: answers({ 200: PasskeyOffer }),
      },
    },
    async request => accessFailures.unwrap(await useCases.askForPasskey(request)),
  )

  app.post(
    '/api/auth/passkey',
    {
      config,
      schema: {
        operationId: 'signInByPasskey',
        tags: ['access'],
        summary: 'Sign in by passkey',
        security: [],
        body: PasskeyAnswer,
        response: answers({ 200: SignedIn }),
      },
    },
    async (request, reply) => entered(reply, accessFailures.unwrap(await useCases.signInByPasskey(request, request.body))),
  )
  registerSignedInRoutes(instance, useCases, config)
}

/** Signing out, and who is signed in. */
const registerSignedInRoutes = (instance: FastifyInstance, useCases: SessionUseCases, config: PublicConfig): void => {
  const app = instance.withTypeProvider<ZodTypeProvider>()
  app.post(
    '/api/auth/sign-out',
    {
      config,
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
      config: { access: 'own-account' },
      schema: {
        operationId: 'getSession',
        tags: ['access'],
        summary: 'Who you are, and what you may do where',
        response: answers({ 200: Session }),
      },
    },
    async request => useCases.getSession(contextOf(request), request),
  )
}
