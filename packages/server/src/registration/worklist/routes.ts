/** HTTP of the check and people not yet registered. */
import type { Result } from '@mingce/domain/result'
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Context } from '../../access/index.ts'
import { contextOf } from '../../access/index.ts'
import { ElectionIdSchema } from '../../election/index.ts'
import { answers, type Failure, RetryHeaders } from '../../platform/http/index.ts'
import { type WorklistFailure, worklistFailures } from './errors.ts'
import { CheckSummary, ContactFilter, MissingCommunities, NotYetRegisteredPage, Visit } from './schema.ts'

type Answer<T> = Promise<Result<T, Failure<WorklistFailure>>>

export interface WorklistUseCases {
  checkElection(ctx: Context, electionId: string): Answer<CheckSummary>
  findNotYetRegistered(ctx: Context, electionId: string, filter: ContactFilter): Answer<NotYetRegisteredPage>
  findMissingCommunities(ctx: Context, electionId: string): Answer<MissingCommunities>
  recordVisit(ctx: Context, input: Visit & { readonly electionId: string }): Answer<unknown>
}

export const registerWorklistRoutes = (instance: FastifyInstance, useCases: WorklistUseCases): void => {
  const app = instance.withTypeProvider<ZodTypeProvider>()
  const { unwrap } = worklistFailures

  app.post(
    '/api/elections/:id/check',
    {
      config: { access: 'import-registrations', work: 'batch' },
      schema: {
        operationId: 'checkElection',
        tags: ['review'],
        summary: 'Check every registration again',
        headers: RetryHeaders,
        params: ElectionIdSchema,
        response: answers({ 200: CheckSummary }),
      },
    },
    async request => unwrap(await useCases.checkElection(contextOf(request), request.params.id)),
  )

  app.get(
    '/api/elections/:id/not-yet-registered',
    {
      config: { access: 'contact' },
      schema: {
        operationId: 'findNotYetRegistered',
        tags: ['visit'],
        summary: 'Who may vote and is on no roll, as work lists',
        params: ElectionIdSchema,
        querystring: ContactFilter,
        response: answers({ 200: NotYetRegisteredPage }),
      },
    },
    async request => unwrap(await useCases.findNotYetRegistered(contextOf(request), request.params.id, request.query)),
  )

  app.get(
    '/api/elections/:id/not-yet-registered/communities',
    {
      config: { access: 'contact' },
      schema: {
        operationId: 'findMissingCommunities',
        tags: ['visit'],
        summary: 'How many people of each community are on no roll, and how many of them were visited',
        params: ElectionIdSchema,
        response: answers({ 200: MissingCommunities }),
      },
    },
    async request => unwrap(await useCases.findMissingCommunities(contextOf(request), request.params.id)),
  )

  app.post(
    '/api/elections/:id/visits',
    {
      config: { access: 'visit', creates: true },
      schema: {
        operationId: 'recordVisit',
        tags: ['visit'],
        summary: 'How a visit went; closed keeps no reason',
        headers: RetryHeaders,
        params: ElectionIdSchema,
        body: Visit,
        response: answers({ 200: z.object({ ok: z.literal(true) }) }),
      },
    },
    async request => {
      unwrap(await useCases.recordVisit(contextOf(request), { ...request.body, electionId: request.params.id }))
      return { ok: true as const }
    },
  )
}
