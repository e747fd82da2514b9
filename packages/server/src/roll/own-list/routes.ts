/** HTTP of the published list of one's own district. */
import type { Result } from '@mingce/domain/result'
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { type VoterContext, voterContextOf } from '../../access/index.ts'
import { answers } from '../../platform/http/index.ts'
import { type OwnListFailure, ownListFailures } from './errors.ts'
import { type OwnList, OwnListElection, OwnListQuery, OwnListSchema } from './schema.ts'

export interface OwnListUseCases {
  getMyList(
    ctx: VoterContext,
    electionId: string,
    asked: OwnListQuery,
  ): Promise<Result<OwnList, { readonly code: OwnListFailure }>>
}

export const registerOwnListRoutes = (instance: FastifyInstance, useCases: OwnListUseCases): void => {
  const app = instance.withTypeProvider<ZodTypeProvider>()

  app.get(
    '/api/voter/registrations/:electionId/list',
    {
      config: { access: 'voter' },
      schema: {
        operationId: 'getMyList',
        tags: ['voter'],
        summary: 'The published list of the voter’s own district, page by page in the posted order',
        params: OwnListElection,
        querystring: OwnListQuery,
        response: answers({ 200: OwnListSchema }),
      },
    },
    async request =>
      ownListFailures.unwrap(await useCases.getMyList(voterContextOf(request), request.params.electionId, request.query)),
  )
}
