/** HTTP of notices: preview a reminder, send it, see what became of it; and how a voter wants to be reached. */
import type { Result } from '@mingce/domain/result'
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Context } from '../../access/index.ts'
import { contextOf, type VoterContext, voterContextOf } from '../../access/index.ts'
import { ElectionIdSchema } from '../../election/index.ts'
import { answers, type Failure, RetryHeaders } from '../../platform/http/index.ts'
import { type NoticeFailure, noticeFailures } from './errors.ts'
import {
  MessageFilter,
  MessagePage,
  Notices,
  Reminder,
  ReminderPreview,
  RetryBody,
  VoterContact,
  VoterContactBody,
} from './schema.ts'

type Answer<T> = Promise<Result<T, Failure<NoticeFailure>>>
const Sent = z.object({ id: z.string(), people: z.number().int(), queued: z.number().int(), repeated: z.number().int() })

export interface NoticeUseCases {
  previewReminder(ctx: Context, electionId: string, reminder: Reminder): Answer<ReminderPreview>
  sendReminder(ctx: Context, electionId: string, reminder: Reminder): Answer<z.infer<typeof Sent>>
  findNotices(ctx: Context, electionId: string): Answer<Notices>
  findNoticeMessages(ctx: Context, electionId: string, filter: MessageFilter): Answer<MessagePage>
  retryNotices(ctx: Context, electionId: string, campaign: string | null): Answer<{ readonly queued: number }>
  myContact(ctx: VoterContext): Promise<VoterContact>
  saveMyContact(ctx: VoterContext, input: VoterContactBody): Promise<VoterContact>
}

export const registerNoticeRoutes = (instance: FastifyInstance, useCases: NoticeUseCases): void => {
  const app = instance.withTypeProvider<ZodTypeProvider>()
  const { unwrap } = noticeFailures
  const tags = ['notices']

  app.post(
    '/api/elections/:id/notices/preview',
    {
      config: { access: 'notify' },
      schema: {
        operationId: 'previewReminder',
        tags,
        summary: 'How many people a reminder would go to, and what they would read',
        params: ElectionIdSchema,
        body: Reminder,
        response: answers({ 200: ReminderPreview }),
      },
    },
    async request => unwrap(await useCases.previewReminder(contextOf(request), request.params.id, request.body)),
  )

  app.post(
    '/api/elections/:id/notices',
    {
      config: { access: 'notify' },
      schema: {
        operationId: 'sendReminder',
        tags,
        summary: 'Queue a reminder for everyone of a state in an area',
        headers: RetryHeaders,
        params: ElectionIdSchema,
        body: Reminder,
        response: answers({ 202: Sent }),
      },
    },
    async (request, reply) =>
      reply.code(202).send(unwrap(await useCases.sendReminder(contextOf(request), request.params.id, request.body))),
  )

  app.get(
    '/api/elections/:id/notices',
    {
      config: { access: 'notify' },
      schema: {
        operationId: 'findNotices',
        tags,
        summary: 'Reminders that were sent, and how far they are',
        params: ElectionIdSchema,
        response: answers({ 200: Notices }),
      },
    },
    async request => unwrap(await useCases.findNotices(contextOf(request), request.params.id)),
  )

  app.get(
    '/api/elections/:id/notices/messages',
    {
      config: { access: 'notify' },
      schema: {
        operationId: 'findNoticeMessages',
        tags,
        summary: 'Messages one by one, recipients covered',
        params: ElectionIdSchema,
        querystring: MessageFilter,
        response: answers({ 200: MessagePage }),
      },
    },
    async request => unwrap(await useCases.findNoticeMessages(contextOf(request), request.params.id, request.query)),
  )

  app.post(
    '/api/elections/:id/notices/retry',
    {
      config: { access: 'notify' },
      schema: {
        operationId: 'retryNotices',
        tags,
        summary: 'Try again what was given up',
        headers: RetryHeaders,
        params: ElectionIdSchema,
        body: RetryBody,
        response: answers({ 200: z.object({ queued: z.number().int() }) }),
      },
    },
    async request => unwrap(await useCases.retryNotices(contextOf(request), request.params.id, request.body.campaign ?? null)),
  )

  app.get(
    '/api/voter/contact',
    {
      config: { access: 'voter' },
      schema: {
        operationId: 'myContact',
        tags: ['voter'],
        summary: 'How you want to be reached, mostly covered',
        response: answers({ 200: VoterContact }),
      },
    },
    async request => useCases.myContact(voterContextOf(request)),
  )

  app.put(
    '/api/voter/contact',
    {
      config: { access: 'voter' },
      schema: {
        operationId: 'saveMyContact',
        tags: ['voter'],
        summary: 'Say how you want to be reached; neither phone nor e-mail: forget it',
        body: VoterContactBody,
        response: answers({ 200: VoterContact }),
      },
    },
    async request => useCases.saveMyContact(voterContextOf(request), request.body),
  )
}
