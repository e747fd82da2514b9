/** HTTP of the search box. */
import type { Result } from '@mingce/domain/result'
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { type Context, contextOf } from '../../access/index.ts'
import { ElectionIdSchema } from '../../election/index.ts'
import { answers, type Failure } from '../../platform/http/index.ts'
import { type VotersFailure, votersFailures } from '../voters/index.ts'
import { Found, SearchQuery } from './schema.ts'

export interface SearchUseCases {
  searchAll(ctx: Context, electionId: string, q: string): Promise<Result<Found, Failure<VotersFailure>>>
}

export const registerSearchRoutes = (instance: FastifyInstance, useCases: SearchUseCases): void => {
  instance.withTypeProvider<ZodTypeProvider>().get(
    '/api/elections/:id/search',
    {
      config: { access: 'read' },
      schema: {
        operationId: 'searchAll',
        tags: ['registrations'],
        summary: 'People, cases, communities and imports of your area by a few words',
        params: ElectionIdSchema,
        querystring: SearchQuery,
        response: answers({ 200: Found }),
      },
    },
    async request => votersFailures.unwrap(await useCases.searchAll(contextOf(request), request.params.id, request.query.q)),
  )
}
