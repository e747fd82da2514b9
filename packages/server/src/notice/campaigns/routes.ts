/** HTTP of notices: preview a reminder, send it, see the states of its messages; and how a voter wants to be reached. */
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { contextOf, voterContextOf } from '../../access/index.ts'
import { answers, RetryHeaders } from '../../platform/http/index.ts'
import { noticeFailures } from './errors.ts'
import {
  MessageFilter,
  MessagePage,
  Notices,
  Reminder,
  ReminderPreview,
  RetryBody,
  TopicId,
  VoterContact,
  VoterContactBody,
} from './schema.ts'
import type { NoticeUseCases } from './service.ts'

const Sent = z.object({
  id: z.string(),
  people: z.number().int(),
  queued: z.number().int(),
  repeated: z.number().int(),
  declined: z.number().int(),
})

const { unwrap } = noticeFailures
const tags = ['notices']

export const registerNoticeRoutes = (instance: FastifyInstance, useCases: NoticeUseCases): void => {
  registerReminderRoutes(instance, useCases)
  registerMessageRoutes(instance, useCases)
  registerContactRoutes(instance, useCases)
}

/** Reminders and the campaigns sent. */
const registerReminderRoutes = (instance: FastifyInstance, useCases: NoticeUseCases): void => {
  const app = instance.withTypeProvider<ZodTypeProvider>()

  app.post(
    '/api/elections/:id/notices/preview',
    {
      config: { access: 'notify', work: 'batch' },
      schema: {
        operationId: 'previewReminder',
        tags,
        summary: 'How many people a reminder would go to, and what they would read',
        params: TopicId,
        body: Reminder,
        response: answers({ 200: ReminderPreview }),
      },
    },
    async request => unwrap(await useCases.previewReminder(contextOf(request), request.params.id, request.body)),
  )

  app.post(
    '/api/elections/:id/notices',
    {
      config: { access: 'notify', work: 'batch' },
      schema: {
        operationId: 'sendReminder',
        tags,
        summary: 'Queue a reminder for everyone of a state in an area',
        headers: RetryHeaders,
        params: TopicId,
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
      config: { access: 'notify', work: 'batch' },
      schema: {
        operationId: 'findNotices',
        tags,
        summary: 'Reminders that were sent, and how far they are',
        params: TopicId,
        response: answers({ 200: Notices }),
      },
    },
    async request => unwrap(await useCases.findNotices(contextOf(request), request.params.id)),
  )
}

/** Single messages, and sending failed ones again. */
const registerMessageRoutes = (instance: FastifyInstance, useCases: NoticeUseCases): void => {
  const app = instance.withTypeProvider<ZodTypeProvider>()

  app.get(
    '/api/elections/:id/notices/messages',
    {
      config: { access: 'notify' },
      schema: {
        operationId: 'findNoticeMessages',
        tags,
        summary: 'Messages one by one, recipients covered',
        params: TopicId,
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
        params: TopicId,
        body: RetryBody,
        response: answers({ 200: z.object({ queued: z.number().int() }) }),
      },
    },
    async request => unwrap(await useCases.retryNotices(contextOf(request), request.params.id, request.body.campaign ?? null)),
  )
}

/** How a voter is reached. */
const registerContactRoutes = (instance: FastifyInstance, useCases: NoticeUseCases): void => {
  const app = instance.withTypeProvider<ZodTypeProvider>()

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
