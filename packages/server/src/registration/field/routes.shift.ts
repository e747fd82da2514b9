/** HTTP of a shift: the work list goes out with a device, and its queue comes back. */
import type { Result } from '@mingce/domain/result'
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Context } from '../../access/index.ts'
import { contextOf, DeviceHeader } from '../../access/index.ts'
import { ElectionIdSchema } from '../../election/index.ts'
import { answers, type Failure } from '../../platform/http/index.ts'
import { type ShiftFailure, shiftFailures } from './errors.shift.ts'
import { QueueBody, QueueResult, ShiftBundle } from './schema.shift.ts'

type Answer<T> = Promise<Result<T, Failure<ShiftFailure>>>

export interface ShiftUseCases {
  takeShift(ctx: Context, electionId: string, header: string): Answer<ShiftBundle>
  syncShift(ctx: Context, input: QueueBody & { readonly electionId: string; readonly header: string }): Answer<QueueResult>
}

export const registerShiftRoutes = (instance: FastifyInstance, useCases: ShiftUseCases): void => {
  const app = instance.withTypeProvider<ZodTypeProvider>()
  const { unwrap } = shiftFailures

  app.get(
    '/api/elections/:id/shift',
    {
      config: { access: 'register', work: 'batch' },
      schema: {
        operationId: 'takeShift',
        tags: ['devices'],
        summary: 'The work list of a device’s area for its shift',
        headers: DeviceHeader,
        params: ElectionIdSchema,
        response: answers({ 200: ShiftBundle }),
      },
    },
    async request => unwrap(await useCases.takeShift(contextOf(request), request.params.id, request.headers['mingce-device'])),
  )

  app.post(
    '/api/elections/:id/sync',
    {
      config: { access: 'register', work: 'batch' },
      schema: {
        operationId: 'syncShift',
        tags: ['devices'],
        summary: 'Registrations and visits that were entered without a signal, each with a result of its own',
        headers: DeviceHeader,
        params: ElectionIdSchema,
        body: QueueBody,
        response: answers({ 200: QueueResult }),
      },
    },
    async request =>
      unwrap(
        await useCases.syncShift(contextOf(request), {
          ...request.body,
          electionId: request.params.id,
          header: request.headers['mingce-device'],
        }),
      ),
  )
}
