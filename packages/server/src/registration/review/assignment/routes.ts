/** HTTP of cases that are assigned to officers. */
import type { Result } from '@mingce/domain/result'
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { type Context, contextOf } from '../../../access/index.ts'
import { ElectionIdSchema } from '../../../election/index.ts'
import { answers, type Failure, RetryHeaders } from '../../../platform/http/index.ts'
import { type ReviewFailure, reviewFailures } from '../errors.ts'
import { AssignBody, AssignedCases, Assignee } from './schema.ts'

type Answer<T> = Promise<Result<T, Failure<ReviewFailure>>>

export interface AssignmentUseCases {
  findAssignees(ctx: Context, electionId: string): Answer<Assignee[]>
  assignCases(ctx: Context, input: AssignBody & { readonly electionId: string }): Answer<AssignedCases>
}

export const registerAssignmentRoutes = (instance: FastifyInstance, useCases: AssignmentUseCases): void => {
  const app = instance.withTypeProvider<ZodTypeProvider>()
  const { unwrap } = reviewFailures

  app.get(
    '/api/elections/:id/reviews/officers',
    {
      config: { access: 'decide' },
      schema: {
        operationId: 'findAssignees',
        tags: ['review'],
        summary: 'Officers to whom cases may be assigned',
        params: ElectionIdSchema,
        response: answers({ 200: z.array(Assignee) }),
      },
    },
    async request => unwrap(await useCases.findAssignees(contextOf(request), request.params.id)),
  )

  app.post(
    '/api/elections/:id/reviews/assignments',
    {
      config: { access: 'decide' },
      schema: {
        operationId: 'assignCases',
        tags: ['review'],
        summary: 'Assign cases to an officer, or to nobody',
        headers: RetryHeaders,
        params: ElectionIdSchema,
        body: AssignBody,
        response: answers({ 200: AssignedCases }),
      },
    },
    async request => unwrap(await useCases.assignCases(contextOf(request), { electionId: request.params.id, ...request.body })),
  )
}
