/** HTTP of looking a number up, with the reason. By POST, because a number belongs in no address. */
import type { Result } from '@mingce/domain/result'
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { type Context, contextOf } from '../../access/index.ts'
import { ElectionIdSchema } from '../../election/index.ts'
import { answers, type Failure } from '../../platform/http/index.ts'
import { type VotersFailure, votersFailures } from './errors.ts'
import { NumberAnswer, NumberBody } from './schema.number.ts'

type Answer<T> = Promise<Result<T, Failure<VotersFailure>>>

export interface NumberUseCases {
  lookUpNumber(ctx: Context, electionId: string, body: NumberBody): Answer<NumberAnswer>
}

export const registerNumberRoutes = (instance: FastifyInstance, useCases: NumberUseCases): void => {
  const app = instance.withTypeProvider<ZodTypeProvider>()
  const { unwrap } = votersFailures

  app.post(
    '/api/elections/:id/voters/by-number',
    {
      config: { access: 'reveal' },
      schema: {
        operationId: 'lookUpNumber',
        tags: ['registrations'],
        summary: 'Whether someone is registered, by name and number, with the reason; counted, audited, and shown to the person',
        params: ElectionIdSchema,
        body: NumberBody,
        response: answers({ 200: NumberAnswer }),
      },
    },
    async (request, reply) => {
      const answer = unwrap(await useCases.lookUpNumber(contextOf(request), request.params.id, request.body))
      return reply.header('cache-control', 'no-store').send(answer)
    },
  )
}
