/** HTTP of a station or a door: one person registered by an officer, and the second officer who confirms a document. */
import type { Result } from '@mingce/domain/result'
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { type Context, contextOf, SecondBody, type SecondGiven } from '../../access/index.ts'
import { answers, type Failure, RetryHeaders } from '../../platform/http/index.ts'
import { type OnlineFailure, onlineFailures } from './errors.ts'
import { NewAtStation, RegistrationAnswer, StandingId, VoterElectionId } from './schema.ts'

type Answered<T> = Promise<Result<T, Failure<OnlineFailure>>>

export interface StationRegistrationUseCases {
  registerAtStation(ctx: Context, electionId: string, input: NewAtStation): Answered<RegistrationAnswer>
  confirmSecondOfficer(
    ctx: Context,
    electionId: string,
    ref: { readonly countyCode: string; readonly registrationId: number },
    second?: SecondGiven,
  ): Answered<RegistrationAnswer>
}

export const registerStationRegistrationRoutes = (instance: FastifyInstance, useCases: StationRegistrationUseCases): void => {
  const app = instance.withTypeProvider<ZodTypeProvider>()
  const { unwrap } = onlineFailures

  app.post(
    '/api/elections/:id/registrations',
    {
      config: { access: 'register' },
      schema: {
        operationId: 'registerAtStation',
        tags: ['station'],
        summary: 'Register one person at a station or a door',
        headers: RetryHeaders,
        params: VoterElectionId,
        body: NewAtStation,
        response: answers({ 200: RegistrationAnswer }),
      },
    },
    async request => unwrap(await useCases.registerAtStation(contextOf(request), request.params.id, request.body)),
  )

  app.post(
    '/api/elections/:id/registrations/:countyCode/:registrationId/second-officer',
    {
      config: { access: 'register' },
      schema: {
        operationId: 'confirmSecondOfficer',
        tags: ['station'],
        summary: 'Confirm a document that another officer has seen',
        headers: RetryHeaders,
        params: StandingId,
        body: SecondBody.nullish(),
        response: answers({ 200: RegistrationAnswer }),
      },
    },
    async request => {
      const { id, ...ref } = request.params
      return unwrap(await useCases.confirmSecondOfficer(contextOf(request), id, ref, request.body?.second))
    },
  )
}
