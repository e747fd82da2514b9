/** HTTP of the files of a published version. */
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { contextOf } from '../../access/index.ts'
import { answers, attachment, FileAnswer, RetryHeaders } from '../../platform/http/index.ts'
import { rollFailures } from './errors.ts'
import { RollFileId, RollFiles, RollId } from './schema.ts'
import type { RollUseCases } from './service.use-cases.ts'

const ZIP = { description: 'The ZIP file', content: { 'application/octet-stream': { schema: FileAnswer } } }

export const registerFileRoutes = (instance: FastifyInstance, useCases: RollUseCases): void => {
  const app = instance.withTypeProvider<ZodTypeProvider>()
  const { unwrap } = rollFailures

  app.get(
    '/api/elections/:id/rolls/:version/files',
    {
      config: { access: 'read', work: 'batch' },
      schema: {
        operationId: 'findRollFiles',
        tags: ['roll'],
        summary: 'Posters, tables and proofs of a version',
        params: RollId,
        response: answers({ 200: RollFiles }),
      },
    },
    async request => {
      const { ready, files } = unwrap(await useCases.findRollFiles(contextOf(request), request.params.id, request.params.version))
      return { ready, files: [...files] }
    },
  )

  app.post(
    '/api/elections/:id/rolls/:version/files',
    {
      config: { access: 'read' },
      schema: {
        operationId: 'makeRollFiles',
        tags: ['roll'],
        summary: 'Make the posters, tables and proofs of a version, as a job; done at once where they are there',
        headers: RetryHeaders,
        params: RollId,
        response: answers({ 202: z.object({ jobId: z.string() }) }),
      },
    },
    async (request, reply) => {
      const { id, version } = request.params
      const { jobId } = unwrap(await useCases.startRollFiles(contextOf(request), id, version))
      return reply.code(202).send({ jobId })
    },
  )

  app.get(
    '/api/elections/:id/rolls/:version/archive',
    {
      config: { access: 'read', work: 'batch' },
      schema: {
        operationId: 'downloadRoll',
        tags: ['roll'],
        summary: 'All files of a version as a ZIP file, which can be verified offline',
        params: RollId,
        response: answers({ 200: ZIP }),
      },
    },
    async (request, reply) => {
      const { id, version } = request.params
      const file = unwrap(await useCases.openRollArchive(contextOf(request), id, version))
      return attachment(reply, file.name).send(file.content)
    },
  )

  app.get(
    '/api/elections/:id/rolls/:version/posters',
    {
      config: { access: 'read', work: 'batch' },
      schema: {
        operationId: 'downloadRollPosters',
        tags: ['roll'],
        summary:
          'Posters to print as a ZIP file: of the whole list with its supplements, or only of the districts that this version changes',
        params: RollId,
        querystring: z.object({ which: z.enum(['all', 'changed']).default('all') }),
        response: answers({ 200: ZIP }),
      },
    },
    async (request, reply) => {
      const { id, version } = request.params
      const file = unwrap(await useCases.openRollPosters(contextOf(request), id, version, request.query.which))
      return attachment(reply, file.name).send(file.content)
    },
  )

  app.get(
    '/api/elections/:id/rolls/:version/files/:name',
    {
      config: { access: 'read', work: 'batch' },
      schema: {
        operationId: 'downloadRollFile',
        tags: ['roll'],
        summary: 'One of these files',
        params: RollFileId,
        response: answers({ 200: { description: 'The file', content: { 'application/octet-stream': { schema: FileAnswer } } } }),
      },
    },
    async (request, reply) => {
      const { id, version, name } = request.params
      const file = unwrap(await useCases.openRollFile(contextOf(request), id, version, name))
      return attachment(reply, file.name).send(file.content)
    },
  )
}
