/** HTTP of what registrations are checked against. */
import type { Result } from '@mingce/domain/result'
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Context } from '../../access/index.ts'
import { contextOf } from '../../access/index.ts'
import { answers, type Failure } from '../../platform/http/index.ts'
import { type PopulationFailure, populationFailures } from './errors.ts'
import { type SourceAnswer, SourceSchema } from './schema.ts'

export interface PopulationUseCases {
  findSources(ctx: Context): Promise<Result<readonly SourceAnswer[], Failure<PopulationFailure>>>
}

export const registerPopulationRoutes = (instance: FastifyInstance, useCases: PopulationUseCases): void => {
  const app = instance.withTypeProvider<ZodTypeProvider>()
  const { unwrap } = populationFailures

  app.get(
    '/api/sources',
    {
      config: { access: 'read' },
      schema: {
        operationId: 'findSources',
        tags: ['population'],
        summary: 'Population registers that your area has to do with, and the state each is in',
        response: answers({ 200: z.array(SourceSchema) }),
      },
    },
    async request => [...unwrap(await useCases.findSources(contextOf(request)))],
  )
}
