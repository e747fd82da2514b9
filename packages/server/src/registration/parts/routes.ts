/** HTTP of parts of communities. */
import type { Result } from '@mingce/domain/result'
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { type Context, contextOf } from '../../access/index.ts'
import { ElectionIdSchema } from '../../election/index.ts'
import { answers, attachment, type Failure, FileAnswer, RetryHeaders } from '../../platform/http/index.ts'
import { type PartsFailure, partsFailures } from './errors.ts'
import { DividedCommunity, NewParts, PartsFilter, PartsParams } from './schema.ts'

type Answer<T> = Promise<Result<T, Failure<PartsFailure>>>

export interface PartsUseCases {
  findDividedCommunities(ctx: Context, electionId: string, area?: string): Answer<DividedCommunity[]>
  setParts(ctx: Context, electionId: string, community: string, input: NewParts): Answer<DividedCommunity[]>
  exportParts(ctx: Context, electionId: string): Answer<{ name: string; csv: string }>
}

export const registerPartsRoutes = (instance: FastifyInstance, useCases: PartsUseCases): void => {
  const app = instance.withTypeProvider<ZodTypeProvider>()
  const { unwrap } = partsFailures
  const tags = ['district']

  app.get(
    '/api/elections/:id/community-parts',
    {
      config: { access: 'read' },
      schema: {
        operationId: 'findCommunityParts',
        tags,
        summary: 'Communities with their parts (村民小组, 居民小组, 楼院), and what rosters and the register say of them',
        params: ElectionIdSchema,
        querystring: PartsFilter,
        response: answers({ 200: z.array(DividedCommunity) }),
      },
    },
    async request => unwrap(await useCases.findDividedCommunities(contextOf(request), request.params.id, request.query.area)),
  )

  app.get(
    '/api/elections/:id/community-parts/table.csv',
    {
      config: { access: 'read' },
      schema: {
        operationId: 'exportCommunityParts',
        tags,
        summary: 'The same as a table, in the columns that the command line imports',
        params: ElectionIdSchema,
        response: answers({ 200: FileAnswer }),
      },
    },
    async (request, reply) => {
      const file = unwrap(await useCases.exportParts(contextOf(request), request.params.id))
      return attachment(reply, file.name).send(Buffer.from(file.csv))
    },
  )

  app.put(
    '/api/elections/:id/community-parts/:community',
    {
      config: { access: ['set-up', 'publish'] },
      schema: {
        operationId: 'setCommunityParts',
        tags,
        summary: 'Set the parts of a community; people whose voter group names one are of it',
        headers: RetryHeaders,
        params: PartsParams,
        body: NewParts,
        response: answers({ 200: z.array(DividedCommunity) }),
      },
    },
    async request => {
      const { id, community } = request.params
      return unwrap(await useCases.setParts(contextOf(request), id, community, request.body))
    },
  )
}
