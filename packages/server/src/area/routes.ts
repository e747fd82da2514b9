/** HTTP of areas: what there is to choose from. */
import type { Result } from '@mingce/domain/result'
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Context } from '../access/index.ts'
import { contextOf } from '../access/index.ts'
import { answers, type Failure, httpFailures } from '../platform/http/index.ts'
import { AreaFilter, AreaWithLevel } from './schema.ts'

export interface AreaUseCases {
  /** Areas directly inside `parent`, by code; without it, those inside the actor's own area (the provinces for the whole country). */
  findAreas(ctx: Context, filter: AreaFilter): Promise<Result<readonly AreaWithLevel[], Failure<'forbidden' | 'not-found'>>>
}

export const registerAreaRoutes = (instance: FastifyInstance, useCases: AreaUseCases): void => {
  const app = instance.withTypeProvider<ZodTypeProvider>()
  app.get(
    '/api/areas',
    {
      config: { access: 'read' },
      schema: {
        operationId: 'findAreas',
        tags: ['district'],
        summary: 'Areas inside an area',
        querystring: AreaFilter,
        response: answers({ 200: z.array(AreaWithLevel) }),
      },
    },
    async request => [...httpFailures.unwrap(await useCases.findAreas(contextOf(request), request.query))],
  )
}
