/** HTTP of areas: what there is to choose from. */
import type { Result } from '@mingce/domain/result'
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Context } from '../access/index.ts'
import { contextOf } from '../access/index.ts'
import type { AreaAddition } from '../platform/areas/index.ts'
import { answers, type Failure, httpFailures, RetryHeaders } from '../platform/http/index.ts'
import { type AreaFailure, areaFailures } from './errors.ts'
import { AddedAreaSchema, AddedAreasAnswer, AreaFilter, AreaWithLevel, NewAreasSchema } from './schema.ts'
import type { AddedAreas, NewAreas } from './service.ts'

export interface AreaUseCases {
  /** Areas directly inside `parent`, by code; without it, those inside the actor's own area (the provinces for the whole country). */
  findAreas(ctx: Context, filter: AreaFilter): Promise<Result<readonly AreaWithLevel[], Failure<'forbidden' | 'not-found'>>>
  findAddedAreas(ctx: Context): Promise<Result<AreaAddition[], Failure<AreaFailure>>>
  addAreas(ctx: Context, input: NewAreas): Promise<Result<AddedAreas, Failure<AreaFailure>>>
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
  app.get(
    '/api/areas/added',
    {
      config: { access: 'read' },
      schema: {
        operationId: 'findAddedAreas',
        tags: ['district'],
        summary: 'Areas that offices added to the table of the country',
        response: answers({ 200: z.array(AddedAreaSchema) }),
      },
    },
    async request =>
      areaFailures
        .unwrap(await useCases.findAddedAreas(contextOf(request)))
        .map(one => ({ ...one, addedAt: one.addedAt.toISOString() })),
  )

  app.post(
    '/api/areas/added',
    {
      config: { access: 'set-up' },
      schema: {
        operationId: 'addAreas',
        tags: ['district'],
        summary: 'Add areas that the table lacks, or correct their names, as a new version',
        headers: RetryHeaders,
        body: NewAreasSchema,
        response: answers({ 201: AddedAreasAnswer }),
      },
    },
    async (request, reply) =>
      reply.code(201).send(areaFailures.unwrap(await useCases.addAreas(contextOf(request), request.body))),
  )
}
