/** HTTP of the look before publishing. */
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { contextOf } from '../../access/index.ts'
import { ElectionIdSchema } from '../../election/index.ts'
import { answers, RetryHeaders } from '../../platform/http/index.ts'
import { rollFailures } from './errors.ts'
import { PreviewBody, PreviewEntries, PreviewQuery, WaitingPreview } from './schema.ts'
import type { RollUseCases } from './service.use-cases.ts'

export const registerPreviewRoutes = (instance: FastifyInstance, useCases: RollUseCases): void => {
  const app = instance.withTypeProvider<ZodTypeProvider>()
  const { unwrap } = rollFailures

  app.post(
    '/api/elections/:id/rolls/preview',
    {
      config: { access: 'publish' },
      schema: {
        operationId: 'previewRoll',
        tags: ['roll'],
        summary: 'Count what the next version would say, for a second person to confirm; it goes on after the answer',
        headers: RetryHeaders,
        params: ElectionIdSchema,
        body: PreviewBody,
        response: answers({ 202: z.object({ jobId: z.string() }) }),
      },
    },
    async (request, reply) => {
      const input = { electionId: request.params.id, lateReason: request.body.lateReason }
      const { jobId } = unwrap(await useCases.startPreview(contextOf(request), input))
      return reply.code(202).send({ jobId })
    },
  )

  app.get(
    '/api/elections/:id/rolls/preview',
    {
      config: { access: 'read' },
      schema: {
        operationId: 'findRollPreview',
        tags: ['roll'],
        summary: 'The preview that waits for a second person',
        params: ElectionIdSchema,
        response: answers({ 200: WaitingPreview }),
      },
    },
    async request => {
      const preview = unwrap(await useCases.findRollPreview(contextOf(request), request.params.id))
      return { preview: preview && { ...preview, districts: [...preview.districts], glyphs: [...preview.glyphs] } }
    },
  )

  app.get(
    '/api/elections/:id/rolls/preview/entries',
    {
      config: { access: 'publish', work: 'batch' },
      schema: {
        operationId: 'findPreviewEntries',
        tags: ['roll'],
        summary: 'Who comes, goes and changes in one district of the preview',
        params: ElectionIdSchema,
        querystring: PreviewQuery,
        response: answers({ 200: PreviewEntries }),
      },
    },
    async request => {
      const input = { electionId: request.params.id, ...request.query }
      const found = unwrap(await useCases.findPreviewEntries(contextOf(request), input))
      return { ...found, entries: [...found.entries] }
    },
  )
}
