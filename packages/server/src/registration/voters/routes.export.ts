/** HTTP of what takes a reason: exporting the roll, and looking a number up. By POST, because a number belongs in no address. */
import type { Result } from '@mingce/domain/result'
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { type Context, contextOf } from '../../access/index.ts'
import { ElectionIdSchema } from '../../election/index.ts'
import { answers, attachment, type Failure, FileAnswer } from '../../platform/http/index.ts'
import { type VotersFailure, votersFailures } from './errors.ts'
import { ExportBody, NumberAnswer, NumberBody } from './schema.export.ts'
import type { ExportedRoll } from './service.export.ts'

type Answer<T> = Promise<Result<T, Failure<VotersFailure>>>

export interface VotersExportUseCases {
  exportVoters(ctx: Context, electionId: string, body: ExportBody): Answer<ExportedRoll>
  lookUpNumber(ctx: Context, electionId: string, body: NumberBody): Answer<NumberAnswer>
}

export const registerVotersExportRoutes = (instance: FastifyInstance, useCases: VotersExportUseCases): void => {
  const app = instance.withTypeProvider<ZodTypeProvider>()
  const { unwrap } = votersFailures

  app.post(
    '/api/elections/:id/voters/export',
    {
      config: { access: 'decide', work: 'batch' },
      schema: {
        operationId: 'exportVoters',
        tags: ['registrations'],
        summary: 'The people of a filter as a file, with the reason; audited',
        params: ElectionIdSchema,
        body: ExportBody,
        response: answers({ 200: { description: 'The file', content: { 'application/octet-stream': { schema: FileAnswer } } } }),
      },
    },
    async (request, reply) => {
      const file = unwrap(await useCases.exportVoters(contextOf(request), request.params.id, request.body))
      return attachment(reply, file.name).header('cache-control', 'no-store').send(file.content)
    },
  )

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
