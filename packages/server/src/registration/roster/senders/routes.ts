/** HTTP of communities and units that are to send their people. */
import type { Readable } from 'node:stream'
import type { Result } from '@mingce/domain/result'
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { type Context, contextOf } from '../../../access/index.ts'
import { ElectionIdSchema } from '../../../election/index.ts'
import { answers, attachment, type Failure, FileAnswer } from '../../../platform/http/index.ts'
import { type RosterFailure, rosterFailures } from '../errors.ts'
import { SenderExport, SenderFilter, SenderPage } from './schema.ts'

type Answer<T> = Promise<Result<T, Failure<RosterFailure>>>

export interface SenderUseCases {
  findSenders(ctx: Context, electionId: string, filter: SenderFilter): Answer<SenderPage>
  exportSenders(
    ctx: Context,
    electionId: string,
    wanted: SenderExport,
  ): Answer<{ readonly name: string; readonly content: Readable }>
}

export const registerSenderRoutes = (instance: FastifyInstance, useCases: SenderUseCases): void => {
  const app = instance.withTypeProvider<ZodTypeProvider>()
  const { unwrap } = rosterFailures

  app.get(
    '/api/elections/:id/senders',
    {
      config: { access: 'read' },
      schema: {
        operationId: 'findSenders',
        tags: ['import'],
        summary: 'Communities and units that have sent nothing yet, or have',
        params: ElectionIdSchema,
        querystring: SenderFilter,
        response: answers({ 200: SenderPage }),
      },
    },
    async request => unwrap(await useCases.findSenders(contextOf(request), request.params.id, request.query)),
  )

  app.get(
    '/api/elections/:id/senders/table.xlsx',
    {
      config: { access: 'read' },
      schema: {
        operationId: 'exportSenders',
        tags: ['import'],
        summary: 'The same list as a workbook',
        params: ElectionIdSchema,
        querystring: SenderExport,
        response: answers({ 200: { description: 'The file', content: { 'application/octet-stream': { schema: FileAnswer } } } }),
      },
    },
    async (request, reply) => {
      const table = unwrap(await useCases.exportSenders(contextOf(request), request.params.id, request.query))
      return attachment(reply, table.name).send(table.content)
    },
  )
}
