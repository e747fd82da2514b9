/** HTTP of the roll of an area. */
import type { Result } from '@mingce/domain/result'
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { type Context, contextOf } from '../../access/index.ts'
import { ElectionIdSchema } from '../../election/index.ts'
import { answers, type Failure } from '../../platform/http/index.ts'
import { type VotersFailure, votersFailures } from './errors.ts'
import { DistrictOption, VotersCount, VotersFilter, VotersPage, VotersQuery } from './schema.ts'

type Answer<T> = Promise<Result<T, Failure<VotersFailure>>>

export interface VotersUseCases {
  findVoters(ctx: Context, electionId: string, query: VotersQuery): Answer<VotersPage>
  countVoters(ctx: Context, electionId: string, filter: VotersFilter): Answer<VotersCount>
  findVoterDistricts(ctx: Context, electionId: string): Answer<DistrictOption[]>
}

export const registerVotersRoutes = (instance: FastifyInstance, useCases: VotersUseCases): void => {
  const app = instance.withTypeProvider<ZodTypeProvider>()
  const { unwrap } = votersFailures

  app.get(
    '/api/elections/:id/voters',
    {
      config: { access: 'read' },
      schema: {
        operationId: 'findVoters',
        tags: ['registrations'],
        summary: 'Everyone registered in your area, by place or by name; a station finds full names only',
        params: ElectionIdSchema,
        querystring: VotersQuery,
        response: answers({ 200: VotersPage }),
      },
    },
    async request => unwrap(await useCases.findVoters(contextOf(request), request.params.id, request.query)),
  )

  app.get(
    '/api/elections/:id/voters/count',
    {
      config: { access: 'read' },
      schema: {
        operationId: 'countVoters',
        tags: ['registrations'],
        summary: 'How many people a filter has, up to a bound',
        params: ElectionIdSchema,
        querystring: VotersFilter,
        response: answers({ 200: VotersCount }),
      },
    },
    async request => unwrap(await useCases.countVoters(contextOf(request), request.params.id, request.query)),
  )

  app.get(
    '/api/elections/:id/voters/districts',
    {
      config: { access: 'read' },
      schema: {
        operationId: 'findVoterDistricts',
        tags: ['registrations'],
        summary: 'Electoral districts of your area, to choose from',
        params: ElectionIdSchema,
        response: answers({ 200: z.array(DistrictOption) }),
      },
    },
    async request => unwrap(await useCases.findVoterDistricts(contextOf(request), request.params.id)),
  )
}
