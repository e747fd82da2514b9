/** HTTP of help for the office that edits it. */
import type { Result } from '@mingce/domain/result'
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Context } from '../access/index.ts'
import { contextOf } from '../access/index.ts'
import { answers, type Failure, FileAnswer, type ReceivedFile, RetryHeaders, receiveUpload } from '../platform/http/index.ts'
import { type HelpFailure, helpFailures } from './errors.ts'
import { EditableQuestion, EditableVideo, HelpId, HelpLanguage, OrderBody, QuestionBody, VideoBody, VideoForm } from './schema.ts'
import { type HelpContent, PICTURE_LIMIT_BYTES, VIDEO_LIMIT_BYTES } from './service.content.ts'
import { sendFile } from './service.send.ts'
import type { HelpFile } from './service.ts'

type Answer<T> = Promise<Result<T, Failure<HelpFailure>>>

export interface HelpEditingUseCases {
  readonly content: HelpContent
  findEditableHelp(ctx: Context): Answer<{ videos: EditableVideo[]; questions: EditableQuestion[] }>
  findHelpVideoFile(id: string, anyone: boolean): Answer<HelpFile>
  addHelpVideo(ctx: Context, file: ReceivedFile, form: VideoForm): Answer<{ id: string }>
  changeHelpVideo(ctx: Context, id: string, video: VideoBody): Answer<{ ok: true }>
  removeHelpVideo(ctx: Context, id: string): Answer<{ ok: true }>
  setHelpPoster(ctx: Context, id: string, file: ReceivedFile): Answer<{ ok: true }>
  setHelpCaptions(ctx: Context, id: string, language: HelpLanguage, text: string): Answer<{ ok: true }>
  saveHelpQuestion(ctx: Context, id: string | null, body: QuestionBody): Answer<{ id: string }>
  removeHelpQuestion(ctx: Context, id: string): Answer<{ ok: true }>
  orderHelp(ctx: Context, what: 'videos' | 'questions', ids: readonly string[]): Answer<{ ok: true }>
  previewAnswer(markdown: string): { html: string }
}

const Done = z.object({ ok: z.literal(true) })
const Made = z.object({ id: z.uuid() })
const NoFields = z.object({})

const { unwrap } = helpFailures
const config = { access: 'content' } as const
const tags = ['help']

export const registerHelpEditingRoutes = (instance: FastifyInstance, useCases: HelpEditingUseCases): void => {
  registerOverviewRoutes(instance, useCases)
  registerVideoRoutes(instance, useCases)
  registerVideoFileRoutes(instance, useCases)
  registerQuestionRoutes(instance, useCases)
  registerOrderRoutes(instance, useCases)
}

/** Everything that can be edited, published or not. */
const registerOverviewRoutes = (instance: FastifyInstance, useCases: HelpEditingUseCases): void => {
  const app = instance.withTypeProvider<ZodTypeProvider>()

  app.get(
    '/api/help/desk',
    {
      config,
      schema: {
        operationId: 'findEditableHelp',
        tags,
        summary: 'All videos and questions, published or not, to edit them',
        response: answers({ 200: z.object({ videos: z.array(EditableVideo), questions: z.array(EditableQuestion) }) }),
      },
    },
    async request => unwrap(await useCases.findEditableHelp(contextOf(request))),
  )

  app.get(
    '/api/help/desk/videos/:id/content',
    {
      config,
      schema: {
        operationId: 'previewHelpVideo',
        tags,
        summary: 'A video, published or not',
        params: HelpId,
        response: answers({
          200: { description: 'The file', content: { 'video/mp4': { schema: FileAnswer } } },
          206: { description: 'A part of it', content: { 'video/mp4': { schema: FileAnswer } } },
        }),
      },
    },
    async (request, reply) => {
      const file = unwrap(await useCases.findHelpVideoFile(request.params.id, false))
      return sendFile(request, reply, file, 'private, no-cache')
    },
  )
}

/** Adding, changing and removing videos. */
const registerVideoRoutes = (instance: FastifyInstance, useCases: HelpEditingUseCases): void => {
  const app = instance.withTypeProvider<ZodTypeProvider>()

  app.post(
    '/api/help/videos',
    {
      config: { ...config, form: VideoForm },
      schema: {
        operationId: 'addHelpVideo',
        tags,
        summary: 'Upload a training video (MP4 or WebM)',
        consumes: ['multipart/form-data'],
        headers: RetryHeaders,
        response: answers({ 201: Made }),
      },
    },
    async (request, reply) => {
      const { file, fields } = await receiveUpload(request, VideoForm, useCases.content.taking(VIDEO_LIMIT_BYTES))
      return reply.code(201).send(unwrap(await useCases.addHelpVideo(contextOf(request), file, fields)))
    },
  )

  app.put(
    '/api/help/videos/:id',
    {
      config,
      schema: {
        operationId: 'changeHelpVideo',
        tags,
        summary: 'Change what is said of a video, publish it or take it back',
        headers: RetryHeaders,
        params: HelpId,
        body: VideoBody,
        response: answers({ 200: Done }),
      },
    },
    async request => unwrap(await useCases.changeHelpVideo(contextOf(request), request.params.id, request.body)),
  )

  app.delete(
    '/api/help/videos/:id',
    {
      config,
      schema: {
        operationId: 'removeHelpVideo',
        tags,
        summary: 'Remove a video with its file',
        headers: RetryHeaders,
        params: HelpId,
        response: answers({ 200: Done }),
      },
    },
    async request => unwrap(await useCases.removeHelpVideo(contextOf(request), request.params.id)),
  )
}

/** A video’s poster and captions. */
const registerVideoFileRoutes = (instance: FastifyInstance, useCases: HelpEditingUseCases): void => {
  const app = instance.withTypeProvider<ZodTypeProvider>()

  app.post(
    '/api/help/videos/:id/poster',
    {
      config: { ...config, form: NoFields },
      schema: {
        operationId: 'setHelpPoster',
        tags,
        summary: 'Set the picture before a video plays (PNG, JPEG or WebP)',
        consumes: ['multipart/form-data'],
        headers: RetryHeaders,
        params: HelpId,
        response: answers({ 200: Done }),
      },
    },
    async request => {
      const { file } = await receiveUpload(request, NoFields, useCases.content.taking(PICTURE_LIMIT_BYTES))
      return unwrap(await useCases.setHelpPoster(contextOf(request), request.params.id, file))
    },
  )

  app.put(
    '/api/help/videos/:id/captions/:language',
    {
      config,
      schema: {
        operationId: 'setHelpCaptions',
        tags,
        summary: 'Set the captions of a video in a language (WebVTT); an empty text takes them off',
        headers: RetryHeaders,
        params: HelpId.extend({ language: HelpLanguage }),
        body: z.object({ text: z.string().max(200_000) }),
        response: answers({ 200: Done }),
      },
    },
    async request => {
      const { id, language } = request.params
      return unwrap(await useCases.setHelpCaptions(contextOf(request), id, language, request.body.text))
    },
  )
}

/** Questions. */
const registerQuestionRoutes = (instance: FastifyInstance, useCases: HelpEditingUseCases): void => {
  const app = instance.withTypeProvider<ZodTypeProvider>()

  app.post(
    '/api/help/questions',
    {
      config,
      schema: {
        operationId: 'addHelpQuestion',
        tags,
        summary: 'Add a question and its answer in Markdown',
        headers: RetryHeaders,
        body: QuestionBody,
        response: answers({ 201: Made }),
      },
    },
    async (request, reply) =>
      reply.code(201).send(unwrap(await useCases.saveHelpQuestion(contextOf(request), null, request.body))),
  )

  app.put(
    '/api/help/questions/:id',
    {
      config,
      schema: {
        operationId: 'changeHelpQuestion',
        tags,
        summary: 'Change a question, publish it or take it back',
        headers: RetryHeaders,
        params: HelpId,
        body: QuestionBody,
        response: answers({ 200: Made }),
      },
    },
    async request => unwrap(await useCases.saveHelpQuestion(contextOf(request), request.params.id, request.body)),
  )

  app.delete(
    '/api/help/questions/:id',
    {
      config,
      schema: {
        operationId: 'removeHelpQuestion',
        tags,
        summary: 'Remove a question',
        headers: RetryHeaders,
        params: HelpId,
        response: answers({ 200: Done }),
      },
    },
    async request => unwrap(await useCases.removeHelpQuestion(contextOf(request), request.params.id)),
  )
}

/** The order of both lists, and the preview of an answer. */
const registerOrderRoutes = (instance: FastifyInstance, useCases: HelpEditingUseCases): void => {
  const app = instance.withTypeProvider<ZodTypeProvider>()

  app.put(
    '/api/help/order/:what',
    {
      config,
      schema: {
        operationId: 'orderHelp',
        tags,
        summary: 'Set the order in which videos or questions are shown',
        headers: RetryHeaders,
        params: z.object({ what: z.enum(['videos', 'questions']) }),
        body: OrderBody,
        response: answers({ 200: Done }),
      },
    },
    async request => unwrap(await useCases.orderHelp(contextOf(request), request.params.what, request.body.ids)),
  )

  app.post(
    '/api/help/preview',
    {
      config,
      schema: {
        operationId: 'previewAnswer',
        tags,
        summary: 'An answer in Markdown, as people will see it',
        body: z.object({ markdown: z.string().max(10_000) }),
        response: answers({ 200: z.object({ html: z.string() }) }),
      },
    },
    async request => useCases.previewAnswer(request.body.markdown),
  )
}
