/** HTTP of lists as files. */
import type { Result } from '@mingce/domain/result'
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { type Context, contextOf, SecondBody, type SecondGiven } from '../../access/index.ts'
import { answers, attachment, type Failure, FileAnswer, RetryHeaders } from '../../platform/http/index.ts'
import { ElectionIdSchema } from '../schema.ts'
import { type ListFailure, listFailures } from './errors.ts'
import { ListExport, ListExportId, ListKinds, NewListExport } from './schema.ts'
import type { ListFile } from './service.ts'

type Answer<T> = Promise<Result<T, Failure<ListFailure>>>

export interface ListUseCases {
  findLists(ctx: Context, electionId: string): Answer<ListKinds>
  askListExport(ctx: Context, electionId: string, input: NewListExport): Answer<ListExport>
  findListExports(ctx: Context, electionId: string): Answer<ListExport[]>
  confirmListExport(ctx: Context, electionId: string, id: string, second?: SecondGiven): Answer<ListExport>
  openListFile(ctx: Context, electionId: string, id: string): Answer<ListFile>
}

export const registerListRoutes = (instance: FastifyInstance, useCases: ListUseCases): void => {
  const app = instance.withTypeProvider<ZodTypeProvider>()
  const { unwrap } = listFailures
  const tags = ['lists']

  app.get(
    '/api/elections/:id/lists',
    {
      config: { access: 'read' },
      schema: {
        operationId: 'findLists',
        tags,
        summary: 'Lists that you may take as files, and of how many people one takes a second officer',
        params: ElectionIdSchema,
        response: answers({ 200: ListKinds }),
      },
    },
    async request => unwrap(await useCases.findLists(contextOf(request), request.params.id)),
  )

  app.get(
    '/api/elections/:id/lists/exports',
    {
      config: { access: 'read' },
      schema: {
        operationId: 'findListExports',
        tags,
        summary: 'Lists that officers of your area asked for as files in the last 30 days',
        params: ElectionIdSchema,
        response: answers({ 200: z.array(ListExport) }),
      },
    },
    async request => unwrap(await useCases.findListExports(contextOf(request), request.params.id)),
  )

  app.post(
    '/api/elections/:id/lists/exports',
    {
      config: { access: 'read', creates: true, work: 'batch' },
      schema: {
        operationId: 'askListExport',
        tags,
        summary: 'Ask for a list as a file; a large one of people takes a reason and waits for a second officer; audited',
        headers: RetryHeaders,
        params: ElectionIdSchema,
        body: NewListExport,
        response: answers({ 201: ListExport }),
      },
    },
    async (request, reply) =>
      reply.code(201).send(unwrap(await useCases.askListExport(contextOf(request), request.params.id, request.body))),
  )

  app.post(
    '/api/elections/:id/lists/exports/:exportId/confirm',
    {
      config: { access: 'read' },
      schema: {
        operationId: 'confirmListExport',
        tags,
        summary: 'Confirm a large list as the second officer',
        headers: RetryHeaders,
        params: ListExportId,
        body: SecondBody,
        response: answers({ 200: ListExport }),
      },
    },
    async request => {
      const { id, exportId } = request.params
      return unwrap(await useCases.confirmListExport(contextOf(request), id, exportId, request.body.second))
    },
  )

  app.get(
    '/api/elections/:id/lists/exports/:exportId/file',
    {
      config: { access: 'read', work: 'batch' },
      schema: {
        operationId: 'openListFile',
        tags,
        summary: 'The file, for whoever asked for it; above 500,000 rows a ZIP with a table for each community; audited',
        params: ListExportId,
        response: answers({ 200: { description: 'The file', content: { 'application/octet-stream': { schema: FileAnswer } } } }),
      },
    },
    async (request, reply) => {
      const { id, exportId } = request.params
      const file = unwrap(await useCases.openListFile(contextOf(request), id, exportId))
      return attachment(reply, file.name).header('cache-control', 'no-store').send(file.content)
    },
  )
}
