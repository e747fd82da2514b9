/** HTTP of the own account. Allowed to every signed-in account, even if it still needs its own password or a second factor. */
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { answers } from '../../../platform/http/index.ts'
import { accessFailures } from '../../errors.ts'
import { contextOf } from '../../gate/index.ts'
import {
  Account,
  BackupCodes,
  FinishAppBody,
  NewApp,
  NewPasskeyBody,
  PasskeyAdded,
  PasskeyId,
  PasskeyOffer,
  PasswordBody,
  ProvenBody,
  SessionId,
  StartAppBody,
} from '../auth/index.ts'
import type { OwnAccountUseCases } from './service.use-cases.ts'

const Done = z.object({ ok: z.literal(true) })
const done = { ok: true } as const

const config = { access: 'own-account' } as const
const { unwrap } = accessFailures
const of = <Response extends z.ZodType>(operationId: string, summary: string, response: Response) => ({
  operationId,
  tags: ['access'],
  summary,
  response: answers({ 200: response }),
})

export const registerOwnAccountRoutes = (instance: FastifyInstance, useCases: OwnAccountUseCases): void => {
  registerAppRoutes(instance, useCases)
  registerPasskeyRoutes(instance, useCases)
  registerOwnSessionRoutes(instance, useCases)
}

/** The account and its password, the authenticator app and backup codes. */
const registerAppRoutes = (instance: FastifyInstance, useCases: OwnAccountUseCases): void => {
  const app = instance.withTypeProvider<ZodTypeProvider>()

  app.get('/api/account', { config, schema: of('getAccount', 'The own account: factors and sessions', Account) }, async request =>
    useCases.getAccount(contextOf(request), request),
  )

  app.post(
    '/api/account/password',
    { config, schema: { ...of('changePassword', 'Change the own password; other sessions end', Done), body: PasswordBody } },
    async request => {
      unwrap(await useCases.changePassword(contextOf(request), request, request.body))
      return done
    },
  )

  app.post(
    '/api/account/app/start',
    {
      config,
      schema: { ...of('startApp', 'Begin with an authenticator app; its secret is shown once', NewApp), body: StartAppBody },
    },
    async request => unwrap(await useCases.startApp(contextOf(request), request, request.body)),
  )

  app.post(
    '/api/account/app/finish',
    {
      config,
      schema: { ...of('finishApp', 'The app’s first code; backup codes are shown once', BackupCodes), body: FinishAppBody },
    },
    async request => unwrap(await useCases.finishApp(contextOf(request), request, request.body)),
  )

  app.post(
    '/api/account/app/remove',
    { config, schema: { ...of('removeApp', 'Remove the authenticator app', Done), body: ProvenBody } },
    async request => {
      unwrap(await useCases.removeApp(contextOf(request), request, request.body))
      return done
    },
  )

  app.post(
    '/api/account/backup-codes',
    { config, schema: { ...of('makeBackupCodes', 'New backup codes in place of the old ones', BackupCodes), body: ProvenBody } },
    async request => unwrap(await useCases.makeBackupCodes(contextOf(request), request, request.body)),
  )
}

/** Passkeys, and proof of identity by one. */
const registerPasskeyRoutes = (instance: FastifyInstance, useCases: OwnAccountUseCases): void => {
  const app = instance.withTypeProvider<ZodTypeProvider>()

  app.post(
    '/api/account/passkeys/offer',
    { config, schema: of('offerPasskey', 'Begin to make a passkey', PasskeyOffer) },
    async request => unwrap(await useCases.offerPasskey(contextOf(request), request)),
  )

  app.post(
    '/api/account/passkeys',
    { config, schema: { ...of('addPasskey', 'Keep a new passkey', PasskeyAdded), body: NewPasskeyBody } },
    async request => ({ ...done, ...unwrap(await useCases.addPasskey(contextOf(request), request, request.body)) }),
  )

  app.post(
    '/api/account/passkeys/:passkeyId/remove',
    { config, schema: { ...of('removePasskey', 'Remove a passkey', Done), params: PasskeyId, body: ProvenBody } },
    async request => {
      unwrap(await useCases.removePasskey(contextOf(request), request, request.params.passkeyId, request.body))
      return done
    },
  )

  app.post(
    '/api/account/proof',
    { config, schema: of('askForProof', 'Begin to prove by passkey who one is', PasskeyOffer) },
    async request => unwrap(await useCases.askForProof(contextOf(request), request)),
  )
}

/** The account’s own sessions. */
const registerOwnSessionRoutes = (instance: FastifyInstance, useCases: OwnAccountUseCases): void => {
  const app = instance.withTypeProvider<ZodTypeProvider>()

  app.post(
    '/api/account/sessions/:sessionId/end',
    { config, schema: { ...of('endSession', 'End one of the own sessions', Done), params: SessionId } },
    async request => {
      unwrap(await useCases.endSession(contextOf(request), request, request.params.sessionId))
      return done
    },
  )

  app.post(
    '/api/account/sessions/end-others',
    { config, schema: of('endOtherSessions', 'End all own sessions but this one', Done) },
    async request => {
      unwrap(await useCases.endOtherSessions(contextOf(request), request))
      return done
    },
  )
}
