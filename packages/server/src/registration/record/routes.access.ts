/** HTTP of opening an ID number with a reason, and of who looked at one's own record. */
import type { Result } from '@mingce/domain/result'
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Context } from '../../access/index.ts'
import { contextOf, type VoterContext, voterContextOf } from '../../access/index.ts'
import { answers, type Failure, RetryHeaders } from '../../platform/http/index.ts'
import { CaseId } from '../check/index.ts'
import { type RevealFailure, revealFailures } from './errors.access.ts'
import { AccessHistoryEntry, RevealBody, RevealedNumber } from './schema.access.ts'

export interface RevealUseCases {
  revealNumber(
    ctx: Context,
    input: { readonly countyCode: string; readonly registrationId: number; readonly reason: string },
  ): Promise<Result<{ number: string }, Failure<RevealFailure>>>
  findMyAccessHistory(ctx: VoterContext): Promise<AccessHistoryEntry[]>
}

export const registerRevealRoutes = (instance: FastifyInstance, useCases: RevealUseCases): void => {
  const app = instance.withTypeProvider<ZodTypeProvider>()

  app.post(
    '/api/reviews/:countyCode/:registrationId/number',
    {
      config: { access: 'reveal' },
      schema: {
        operationId: 'revealNumber',
        tags: ['review'],
        summary: 'Open one ID number, and say why; the voter sees it',
        headers: RetryHeaders,
        params: CaseId,
        body: RevealBody,
        response: answers({ 200: RevealedNumber }),
      },
    },
    async (request, reply) => {
      const revealed = revealFailures.unwrap(
        await useCases.revealNumber(contextOf(request), { ...request.params, ...request.body }),
      )
      return reply.header('cache-control', 'no-store').send(revealed)
    },
  )

  app.get(
    '/api/voter/looked',
    {
      config: { access: 'voter' },
      schema: {
        operationId: 'findMyAccessHistory',
        tags: ['voter'],
        summary: 'Who opened my number or decided on my registration, and why',
        security: [{ voter: [] }],
        response: answers({ 200: z.array(AccessHistoryEntry) }),
      },
    },
    async request => useCases.findMyAccessHistory(voterContextOf(request)),
  )
}
