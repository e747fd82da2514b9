/** HTTP of a refused row that is mended in place. */
import type { Result } from '@mingce/domain/result'
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { type Context, contextOf } from '../../../access/index.ts'
import { answers, type Failure, RetryHeaders } from '../../../platform/http/index.ts'
import { type RosterFailure, rosterFailures } from '../errors.ts'
import { MendBody, Mended, RefusedRowRef } from './schema.ts'

export interface MendUseCases {
  mendRow(ctx: Context, of: RefusedRowRef, body: MendBody): Promise<Result<Mended, Failure<RosterFailure>>>
}

export const registerMendRoutes = (instance: FastifyInstance, useCases: MendUseCases): void => {
  instance.withTypeProvider<ZodTypeProvider>().post(
    '/api/elections/:id/refused/:countyCode/:digest/mend',
    {
      config: { access: 'import-registrations' },
      schema: {
        operationId: 'mendRow',
        tags: ['import'],
        summary: 'Enter a refused row again, corrected: it takes the road of a file of one row',
        headers: RetryHeaders,
        params: RefusedRowRef,
        body: MendBody,
        response: answers({ 200: Mended }),
      },
    },
    async request => rosterFailures.unwrap(await useCases.mendRow(contextOf(request), request.params, request.body)),
  )
}
