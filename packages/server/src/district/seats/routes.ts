/** HTTP of seats. */
import type { Result } from '@mingce/domain/result'
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Context } from '../../access/index.ts'
import { contextOf } from '../../access/index.ts'
import { ElectionIdSchema } from '../../election/index.ts'
import { answers, attachment, type Failure, FileAnswer, RetryHeaders } from '../../platform/http/index.ts'
import { type SeatFailure, seatFailures } from './errors.ts'
import { CongressSchema, NewSeatDecisionSchema, SheetParams } from './schema.ts'
import type { Congress, NewSeatDecision } from './service.ts'

type Answer<T> = Promise<Result<T, Failure<SeatFailure>>>

export interface SeatUseCases {
  findSeats(ctx: Context, electionId: string): Answer<Congress[]>
  setSeats(ctx: Context, electionId: string, input: NewSeatDecision): Answer<Congress[]>
  seatSheet(
    ctx: Context,
    electionId: string,
    of: { readonly level: Congress['level']; readonly areaCode: string },
  ): Answer<{ name: string; pdf: Uint8Array }>
}

const answer = (congresses: readonly Congress[]): z.infer<typeof CongressSchema>[] =>
  congresses.map(one => ({
    ...one,
    areas: [...one.areas],
    decision: one.decision && { ...one.decision, minorities: [...one.decision.minorities], lots: [...one.decision.lots] },
    seats: one.seats && { ...one.seats, steps: [...one.seats.steps] },
    allocation: one.allocation && {
      ...one.allocation,
      tied: [...one.allocation.tied],
      allotments: [...one.allocation.allotments],
    },
    minorities: [...one.minorities],
  }))

/** A county with all its units. */
const TABLE_LIMIT_BYTES = 1024 * 1024

export const registerSeatRoutes = (instance: FastifyInstance, useCases: SeatUseCases): void => {
  const app = instance.withTypeProvider<ZodTypeProvider>()
  const { unwrap } = seatFailures
  const tags = ['seats']

  app.get(
    '/api/elections/:id/seats',
    {
      config: { access: 'read' },
      schema: {
        operationId: 'findSeats',
        tags,
        summary: 'The congresses this election elects, their seats, and how these came about',
        params: ElectionIdSchema,
        response: answers({ 200: z.array(CongressSchema) }),
      },
    },
    async request => answer(unwrap(await useCases.findSeats(contextOf(request), request.params.id))),
  )

  app.put(
    '/api/elections/:id/seats',
    {
      config: { access: 'set-up' },
      bodyLimit: TABLE_LIMIT_BYTES,
      schema: {
        operationId: 'setSeats',
        tags,
        summary: 'Set the seats of one congress, and divide them',
        headers: RetryHeaders,
        params: ElectionIdSchema,
        body: NewSeatDecisionSchema,
        response: answers({ 200: z.array(CongressSchema) }),
      },
    },
    async request => answer(unwrap(await useCases.setSeats(contextOf(request), request.params.id, request.body))),
  )

  app.get(
    '/api/elections/:id/seats/:level/:areaCode/sheet.pdf',
    {
      config: { access: 'read' },
      schema: {
        operationId: 'getSeatSheet',
        tags,
        summary: 'The seats of one congress as a printed sheet',
        params: SheetParams,
        response: answers({ 200: FileAnswer }),
      },
    },
    async (request, reply) => {
      const { id, level, areaCode } = request.params
      const file = unwrap(await useCases.seatSheet(contextOf(request), id, { level, areaCode }))
      return attachment(reply, file.name).send(Buffer.from(file.pdf))
    },
  )
}
