/** HTTP of voting places. */
import type { Result } from '@mingce/domain/result'
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { type Context, contextOf } from '../../access/index.ts'
import { ElectionIdSchema } from '../../election/index.ts'
import { answers, type Failure, RetryHeaders } from '../../platform/http/index.ts'
import { type PlaceFailure, placeFailures } from './errors.ts'
import { DistrictPlaces, RemovePlaceBody, VotingPlaceBody } from './schema.ts'

type Answer = Promise<Result<DistrictPlaces[], Failure<PlaceFailure>>>

export interface PlaceUseCases {
  findDistrictPlaces(ctx: Context, electionId: string): Answer
  enterVotingPlace(ctx: Context, electionId: string, place: z.infer<typeof VotingPlaceBody>): Answer
  removeVotingPlace(ctx: Context, electionId: string, of: z.infer<typeof RemovePlaceBody>): Answer
}

export const registerPlaceRoutes = (instance: FastifyInstance, useCases: PlaceUseCases): void => {
  const app = instance.withTypeProvider<ZodTypeProvider>()
  const { unwrap } = placeFailures
  const tags = ['roll']
  const response = answers({ 200: z.array(DistrictPlaces) })

  app.get(
    '/api/elections/:id/voting-places',
    {
      config: { access: 'read' },
      schema: {
        operationId: 'findVotingPlaces',
        tags,
        summary: 'Where and when each district votes; the list is published with it',
        params: ElectionIdSchema,
        response,
      },
    },
    async request => unwrap(await useCases.findDistrictPlaces(contextOf(request), request.params.id)),
  )

  app.put(
    '/api/elections/:id/voting-places',
    {
      config: { access: ['set-up', 'publish'] },
      schema: {
        operationId: 'enterVotingPlace',
        tags,
        summary: 'Enter the place and the hours of a district, or of a voter group in it',
        headers: RetryHeaders,
        params: ElectionIdSchema,
        body: VotingPlaceBody,
        response,
      },
    },
    async request => unwrap(await useCases.enterVotingPlace(contextOf(request), request.params.id, request.body)),
  )

  app.post(
    '/api/elections/:id/voting-places/removal',
    {
      config: { access: ['set-up', 'publish'] },
      schema: {
        operationId: 'removeVotingPlace',
        tags,
        summary: 'Take a place back',
        headers: RetryHeaders,
        params: ElectionIdSchema,
        body: RemovePlaceBody,
        response,
      },
    },
    async request => unwrap(await useCases.removeVotingPlace(contextOf(request), request.params.id, request.body)),
  )
}
