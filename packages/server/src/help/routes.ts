/** HTTP of help for anybody: training videos (with range requests), captions, frequent questions. */
import type { Result } from '@mingce/domain/result'
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { answers, type Failure, FileAnswer } from '../platform/http/index.ts'
import { type HelpFailure, helpFailures } from './errors.ts'
import { type HelpEditingUseCases, registerHelpEditingRoutes } from './routes.editing.ts'
import { HelpId, HelpLanguage, HelpQuestion, HelpVideo } from './schema.ts'
import { sendFile } from './service.send.ts'
import type { HelpFile } from './service.ts'

type Answer<T> = Promise<Result<T, Failure<HelpFailure>>>

export interface HelpUseCases extends HelpEditingUseCases {
  findHelpVideos(): Promise<HelpVideo[]>
  findHelpQuestions(language: HelpLanguage): Promise<HelpQuestion[]>
  findHelpPoster(id: string): Answer<HelpFile>
  findHelpCaptions(id: string, language: HelpLanguage): Answer<string>
}

/** A change by the office is visible after a minute. */
const SHORT_CACHE = 'public, max-age=60'

const file = (type: string) => ({ description: 'The file', content: { [type]: { schema: FileAnswer } } })

export const registerHelpRoutes = (instance: FastifyInstance, useCases: HelpUseCases): void => {
  const app = instance.withTypeProvider<ZodTypeProvider>()
  const { unwrap } = helpFailures

  app.get(
    '/api/help/videos',
    {
      config: { access: 'public' },
      schema: {
        operationId: 'findHelpVideos',
        tags: ['help'],
        summary: 'Training videos, in the order in which they are shown',
        security: [],
        response: answers({ 200: z.array(HelpVideo) }),
      },
    },
    async (_, reply) => {
      reply.header('cache-control', SHORT_CACHE)
      return useCases.findHelpVideos()
    },
  )

  app.get(
    '/api/help/questions',
    {
      config: { access: 'public' },
      schema: {
        operationId: 'findHelpQuestions',
        tags: ['help'],
        summary: 'Frequent questions with their answers, in one language',
        security: [],
        querystring: z.object({ lang: HelpLanguage.default('zh') }),
        response: answers({ 200: z.array(HelpQuestion) }),
      },
    },
    async (request, reply) => {
      reply.header('cache-control', SHORT_CACHE)
      return useCases.findHelpQuestions(request.query.lang)
    },
  )

  app.get(
    '/api/help/videos/:id/content',
    {
      config: { access: 'public' },
      schema: {
        operationId: 'playHelpVideo',
        tags: ['help'],
        summary: 'The video, or the part of it that is asked for (Range)',
        security: [],
        params: HelpId,
        response: answers({ 200: file('video/mp4'), 206: file('video/mp4') }),
      },
    },
    async (request, reply) => sendFile(request, reply, unwrap(await useCases.findHelpVideoFile(request.params.id, true))),
  )

  app.get(
    '/api/help/videos/:id/poster',
    {
      config: { access: 'public' },
      schema: {
        operationId: 'showHelpPoster',
        tags: ['help'],
        summary: 'The picture before a video plays',
        security: [],
        params: HelpId,
        response: answers({ 200: file('image/png'), 206: file('image/png') }),
      },
    },
    async (request, reply) => sendFile(request, reply, unwrap(await useCases.findHelpPoster(request.params.id))),
  )

  app.get(
    '/api/help/videos/:id/captions/:language',
    {
      config: { access: 'public' },
      schema: {
        operationId: 'readHelpCaptions',
        tags: ['help'],
        summary: 'The captions of a video, as WebVTT',
        security: [],
        params: HelpId.extend({ language: HelpLanguage }),
        response: answers({ 200: file('text/vtt') }),
      },
    },
    async (request, reply) => {
      const body = unwrap(await useCases.findHelpCaptions(request.params.id, request.params.language))
      return reply.type('text/vtt; charset=utf-8').header('cache-control', SHORT_CACHE).send(body)
    },
  )

  registerHelpEditingRoutes(instance, useCases)
}
