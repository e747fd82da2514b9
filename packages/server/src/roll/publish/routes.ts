/** HTTP of the voter list: publish, its versions, and the proof that nothing was changed. */
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { contextOf } from '../../access/index.ts'
import { ElectionIdSchema } from '../../election/index.ts'
import { answers, RetryHeaders } from '../../platform/http/index.ts'
import { rollFailures } from './errors.ts'
import { registerFileRoutes } from './routes.files.ts'
import { registerPreviewRoutes } from './routes.preview.ts'
import { PublishBody, RollId, RollVerified, RollVersion } from './schema.ts'
import type { RollUseCases } from './service.use-cases.ts'

export const registerRollRoutes = (instance: FastifyInstance, useCases: RollUseCases): void => {
  registerPreviewRoutes(instance, useCases)
  registerFileRoutes(instance, useCases)
  const app = instance.withTypeProvider<ZodTypeProvider>()
  const { unwrap } = rollFailures

  app.get(
    '/api/elections/:id/rolls',
    {
      config: { access: 'read' },
      schema: {
        operationId: 'findRollVersions',
        tags: ['roll'],
        summary: 'Published versions, newest first',
        params: ElectionIdSchema,
        response: answers({ 200: z.array(RollVersion) }),
      },
    },
    async request => {
      const versions = unwrap(await useCases.findRollVersions(contextOf(request), request.params.id))
      return versions.map(version => ({ ...version, districts: [...version.districts] }))
    },
  )

  app.post(
    '/api/elections/:id/rolls',
    {
      config: { access: 'publish' },
      schema: {
        operationId: 'publishRoll',
        tags: ['roll'],
        summary: 'Confirm a preview as a second person: the list, or a supplement, is published; it goes on after the answer',
        headers: RetryHeaders,
        params: ElectionIdSchema,
        body: PublishBody,
        response: answers({ 202: z.object({ jobId: z.string() }) }),
      },
    },
    async (request, reply) => {
      const input = { electionId: request.params.id, ...request.body }
      const { jobId } = unwrap(await useCases.startPublishing(contextOf(request), input))
      return reply.code(202).send({ jobId })
    },
  )

  app.post(
    '/api/elections/:id/rolls/:version/verify',
    {
      config: { access: 'read', work: 'batch' },
      schema: {
        operationId: 'verifyRoll',
        tags: ['roll'],
        summary: 'Prove a version: every entry, in its place, unchanged',
        params: RollId,
        headers: RetryHeaders,
        response: answers({ 200: RollVerified }),
      },
    },
    async request => {
      const verified = unwrap(await useCases.verifyRoll(contextOf(request), request.params.id, request.params.version))
      return { ...verified, faults: [...verified.faults] }
    },
  )
}
