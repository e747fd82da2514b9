/** HTTP of a person's record. */
import type { Result } from '@mingce/domain/result'
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { type Context, contextOf } from '../../access/index.ts'
import { answers, type Failure } from '../../platform/http/index.ts'
import { CaseId } from '../check/index.ts'
import { type RecordFailure, recordFailures } from './errors.record.ts'
import { PersonRecord } from './schema.record.ts'

export interface RecordUseCases {
  getRecord(
    ctx: Context,
    ref: { readonly countyCode: string; readonly registrationId: number },
  ): Promise<Result<PersonRecord, Failure<RecordFailure>>>
}

export const registerRecordRoutes = (instance: FastifyInstance, useCases: RecordUseCases): void => {
  instance.withTypeProvider<ZodTypeProvider>().get(
    '/api/registrations/:countyCode/:registrationId/record',
    {
      config: { access: 'contact' },
      schema: {
        operationId: 'getRecord',
        tags: ['registrations'],
        summary: 'What is kept of one person in an election',
        params: CaseId,
        response: answers({ 200: PersonRecord }),
      },
    },
    async request => recordFailures.unwrap(await useCases.getRecord(contextOf(request), request.params)),
  )
}
