/** HTTP of the practice course. */
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { contextOf } from '../../access/index.ts'
import { ElectionIdSchema } from '../../election/index.ts'
import { answers, attachment, FileAnswer, RetryHeaders } from '../../platform/http/index.ts'
import { courseFailures } from './errors.ts'
import { Practice, PracticeAnswer, PracticeRunId } from './schema.ts'
import type { PracticeUseCases } from './service.ts'

const { unwrap } = courseFailures
const config = { access: 'decide' } as const
const tags = ['practice']
const Done = z.object({ ok: z.literal(true) })

export const registerPracticeRoutes = (instance: FastifyInstance, useCases: PracticeUseCases): void => {
  const app = instance.withTypeProvider<ZodTypeProvider>()

  app.get(
    '/api/elections/:id/practice',
    {
      config,
      schema: {
        operationId: 'getPractice',
        tags,
        summary: 'Your latest run of the practice course and how earlier ones ended; on demo installations only',
        params: ElectionIdSchema,
        response: answers({ 200: Practice }),
      },
    },
    async request => unwrap(await useCases.getPractice(contextOf(request), request.params.id)),
  )

  app.post(
    '/api/elections/:id/practice',
    {
      config,
      schema: {
        operationId: 'startPractice',
        tags,
        summary: 'Begin a run; your run that is open is graded and ended',
        headers: RetryHeaders,
        params: ElectionIdSchema,
        response: answers({ 201: z.object({ id: z.uuid() }) }),
      },
    },
    async (request, reply) => reply.code(201).send(unwrap(await useCases.startRun(contextOf(request), request.params.id))),
  )

  app.get(
    '/api/elections/:id/practice/:runId/file',
    {
      config,
      schema: {
        operationId: 'getPracticeFile',
        tags,
        summary: 'The roster to import, of made-up people of the demo',
        params: PracticeRunId,
        response: answers({ 200: { description: 'The file', content: { 'text/csv': { schema: FileAnswer } } } }),
      },
    },
    async (request, reply) => {
      const { id, runId } = request.params
      const file = unwrap(await useCases.openPracticeFile(contextOf(request), id, runId))
      return attachment(reply, file.name).header('cache-control', 'no-store').send(file.text)
    },
  )

  app.post(
    '/api/elections/:id/practice/:runId/answers',
    {
      config,
      schema: {
        operationId: 'answerPracticeCall',
        tags,
        summary: 'Answer one of the two callers who ask whether they are registered; the last answer counts',
        headers: RetryHeaders,
        params: PracticeRunId,
        body: PracticeAnswer,
        response: answers({ 200: Done }),
      },
    },
    async request => {
      const { id, runId } = request.params
      return unwrap(await useCases.answerCall(contextOf(request), id, runId, request.body))
    },
  )

  app.post(
    '/api/elections/:id/practice/:runId/finish',
    {
      config,
      schema: {
        operationId: 'finishPractice',
        tags,
        summary: 'End a run and grade it',
        headers: RetryHeaders,
        params: PracticeRunId,
        response: answers({ 200: Done }),
      },
    },
    async request => {
      const { id, runId } = request.params
      return unwrap(await useCases.finishRun(contextOf(request), id, runId))
    },
  )
}
