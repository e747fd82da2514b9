/** HTTP of the timetable. */
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { z } from 'zod'
import { contextOf } from '../../access/index.ts'
import { answers, attachment, FileAnswer, RetryHeaders } from '../../platform/http/index.ts'
import { ElectionIdSchema } from '../schema.ts'
import { timetableFailures } from './errors.ts'
import { FileLanguage, MoveDay, MovedDaySchema, RecordStep, StepParams, TakeBackStep, TimetableSchema } from './schema.ts'
import type { MovedDay, openTimetable, Timetable } from './service.ts'

export type TimetableUseCases = ReturnType<typeof openTimetable>

const timetableAnswer = (timetable: Timetable): z.infer<typeof TimetableSchema> => ({
  ...timetable,
  late: [...timetable.late],
  due: [...timetable.due],
  steps: timetable.steps.map(step => ({
    ...step,
    after: [...step.after],
    waitsFor: [...step.waitsFor],
    overrides: step.overrides.map(({ step: _, ...one }) => one),
  })),
})
const movedAnswer = (moved: MovedDay): z.infer<typeof MovedDaySchema> => ({ ...moved, moves: [...moved.moves] })

export const registerTimetableRoutes = (instance: FastifyInstance, useCases: TimetableUseCases): void => {
  const app = instance.withTypeProvider<ZodTypeProvider>()
  const { unwrap } = timetableFailures
  const tags = ['timetable']

  app.get(
    '/api/elections/:id/timetable',
    {
      config: { access: 'read' },
      schema: {
        operationId: 'getTimetable',
        tags,
        summary: 'Every step with its date and article, and where it stands today',
        params: ElectionIdSchema,
        response: answers({ 200: TimetableSchema }),
      },
    },
    async request => timetableAnswer(unwrap(await useCases.getTimetable(contextOf(request), request.params.id))),
  )

  app.get(
    '/api/elections/:id/timetable.ics',
    {
      config: { access: 'read' },
      schema: {
        operationId: 'getTimetableFile',
        tags,
        summary: 'The timetable as a calendar file (RFC 5545)',
        params: ElectionIdSchema,
        querystring: FileLanguage,
        response: answers({ 200: FileAnswer }),
      },
    },
    async (request, reply) => {
      const { id } = request.params
      const file = unwrap(await useCases.timetableFile(contextOf(request), id, request.query.language))
      return attachment(reply, file.name).type('text/calendar; charset=utf-8').send(file.text)
    },
  )

  app.post(
    '/api/elections/:id/timetable/move',
    {
      config: { access: 'set-up' },
      schema: {
        operationId: 'moveElectionDay',
        tags,
        summary: 'Move election day, or only say what that moves and breaks',
        headers: RetryHeaders,
        params: ElectionIdSchema,
        body: MoveDay,
        response: answers({ 200: MovedDaySchema }),
      },
    },
    async request => movedAnswer(unwrap(await useCases.moveDay(contextOf(request), request.params.id, request.body))),
  )

  app.post(
    '/api/elections/:id/timetable/:step',
    {
      config: { access: ['set-up', 'publish'] },
      schema: {
        operationId: 'recordStep',
        tags,
        summary: 'Record that a step was done; outside its window only with a reason that is kept',
        headers: RetryHeaders,
        params: StepParams,
        body: RecordStep,
        response: answers({ 200: TimetableSchema }),
      },
    },
    async request => {
      const { id, step } = request.params
      return timetableAnswer(unwrap(await useCases.recordStep(contextOf(request), id, step, request.body)))
    },
  )

  app.post(
    '/api/elections/:id/timetable/:step/take-back',
    {
      config: { access: ['set-up', 'publish'], work: 'batch' },
      schema: {
        operationId: 'takeBackStep',
        tags,
        summary: 'Take back a step that was recorded by mistake',
        headers: RetryHeaders,
        params: StepParams,
        body: TakeBackStep,
        response: answers({ 200: TimetableSchema }),
      },
    },
    async request => {
      const { id, step } = request.params
      return timetableAnswer(unwrap(await useCases.takeBackStep(contextOf(request), id, step, request.body)))
    },
  )
}
