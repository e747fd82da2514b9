/** HTTP of figures across modules, read only. */
import type { Result } from '@mingce/domain/result'
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { type Context, contextOf } from '../access/index.ts'
import { ElectionIdSchema } from '../election/index.ts'
import { answers, type Failure } from '../platform/http/index.ts'
import { Overview, type WorklistFailure, worklistFailures } from '../registration/index.ts'
import { Townships, TownshipsQuery } from './schema.ts'

export interface ReportUseCases {
  electionOverview(ctx: Context, electionId: string): Promise<Result<Overview, Failure<WorklistFailure>>>
  electionTownships(
    ctx: Context,
    electionId: string,
    township: string | undefined,
  ): Promise<Result<Townships, Failure<WorklistFailure>>>
  electionWork(ctx: Context, electionId: string): Promise<Result<Overview['work'], Failure<WorklistFailure>>>
}

export const registerReportRoutes = (instance: FastifyInstance, useCases: ReportUseCases): void => {
  const app = instance.withTypeProvider<ZodTypeProvider>()
  const { unwrap } = worklistFailures

  app.get(
    '/api/elections/:id/overview',
    {
      config: { access: 'read', work: 'batch' },
      schema: {
        operationId: 'electionOverview',
        tags: ['election'],
        summary: 'Where an election stands, as far as your area goes',
        params: ElectionIdSchema,
        response: answers({ 200: Overview }),
      },
    },
    async request => unwrap(await useCases.electionOverview(contextOf(request), request.params.id)),
  )

  app.get(
    '/api/elections/:id/work',
    {
      config: { access: 'read', work: 'batch' },
      schema: {
        operationId: 'electionWork',
        tags: ['election'],
        summary: 'Work that waits for you in an election, by kind',
        params: ElectionIdSchema,
        response: answers({ 200: Overview.shape.work }),
      },
    },
    async request => unwrap(await useCases.electionWork(contextOf(request), request.params.id)),
  )

  app.get(
    '/api/elections/:id/townships',
    {
      config: { access: 'read', work: 'batch' },
      schema: {
        operationId: 'electionTownships',
        tags: ['election'],
        summary: 'Streets and townships of an election side by side, with the figures of each day',
        params: ElectionIdSchema,
        querystring: TownshipsQuery,
        response: answers({ 200: Townships }),
      },
    },
    async request => unwrap(await useCases.electionTownships(contextOf(request), request.params.id, request.query.township)),
  )
}
