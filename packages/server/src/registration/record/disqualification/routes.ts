/** HTTP of reading the disqualification register: by POST, because a question has a reason, and a number belongs in no address. */
import type { Result } from '@mingce/domain/result'
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Context } from '../../../access/index.ts'
import { contextOf } from '../../../access/index.ts'
import { ElectionIdSchema } from '../../../election/index.ts'
import { answers, Cursor, Day, type Failure, Next } from '../../../platform/http/index.ts'
import { type FeedFailure, feedFailures } from '../../../population/index.ts'
import type { DisqualificationQuestion, RecordPage, ShownRecord } from './service.ts'

type Answer<T> = Promise<Result<T, Failure<FeedFailure>>>

export interface DisqualificationUseCases {
  lookUpDisqualification(ctx: Context, electionId: string, question: DisqualificationQuestion): Answer<readonly ShownRecord[]>
  listDisqualifications(
    ctx: Context,
    electionId: string,
    question: { readonly reason: string; readonly cursor?: string | undefined },
  ): Answer<RecordPage>
}

const NO_NUMBER = {
  zh: '理由写入操作记录；查询某一个人的，本人也能看到。请不要写号码或电话',
  en: 'The reason is recorded in the audit trail, and a person who is looked up can see it. Do not enter an ID or phone number',
}
/** Why someone reads, in words that another can follow later. */
const reasonOf = (least: number) =>
  z
    .string()
    .trim()
    .min(least)
    .max(200)
    .refine(reason => !/(?:\d[\s-]?){11}/.test(reason.normalize('NFKC')), { params: { text: NO_NUMBER } })
const ReadingReason = reasonOf(4)
const ListReason = reasonOf(10)

const Question = z.object({
  registration: z.object({ countyCode: z.string().regex(/^\d{6}$/), registrationId: z.number().int().positive() }).optional(),
  name: z.string().trim().min(1).max(60).optional(),
  number: z.string().trim().min(1).max(40).optional(),
  reason: ReadingReason,
})

const RecordSchema = z
  .object({
    id: z.number().int(),
    name: z.string(),
    maskedNumber: z.string(),
    ground: z.enum(['deprived', 'suspended']),
    decidedBy: z.string(),
    documentNo: z.string(),
    fromDate: Day,
    toDate: Day.nullable().meta({ description: 'The last day; null: for life, or the end of a detention is open.' }),
    sentenceFrom: Day.nullable().meta({
      description: 'Of a deprivation added to a sentence: its first day; it holds from then (CL 58).',
    }),
    sentenceTo: Day.nullable(),
    source: z.string().nullable().meta({ description: 'The authority that reported it; null: a file of this election.' }),
    state: z.enum(['counts', 'replaced', 'withdrawn']),
    holds: z.boolean().meta({ description: 'It counts and covers election day.' }),
  })
  .meta({ id: 'DisqualificationRecord' })

const WHO = {
  zh: '请给出一条登记，或者姓名和公民身份号码',
  en: 'Provide a registration, or a name and an ID number',
}

export const registerDisqualificationRoutes = (instance: FastifyInstance, useCases: DisqualificationUseCases): void => {
  const app = instance.withTypeProvider<ZodTypeProvider>()
  const { unwrap, refuse } = feedFailures

  app.post(
    '/api/elections/:id/disqualifications/look-up',
    {
      config: { access: 'decide' },
      schema: {
        operationId: 'lookUpDisqualification',
        tags: ['disqualification'],
        summary: 'What is said of one person, with the reason for reading it; audited',
        params: ElectionIdSchema,
        body: Question,
        response: answers({ 200: z.array(RecordSchema) }),
      },
    },
    async request => {
      const { registration, name, number, reason } = request.body
      const question = registration
        ? { registration, reason }
        : name !== undefined && number !== undefined
          ? { name, number, reason }
          : null
      if (!question) throw refuse({ code: 'disqualification.number', field: 'number', text: WHO })
      return [...unwrap(await useCases.lookUpDisqualification(contextOf(request), request.params.id, question))]
    },
  )

  app.post(
    '/api/elections/:id/disqualifications/list',
    {
      config: { access: 'decide' },
      schema: {
        operationId: 'listDisqualifications',
        tags: ['disqualification'],
        summary: 'Entries that concern your area, a page at a time, with the reason for reading them; each page is audited',
        params: ElectionIdSchema,
        body: z.object({ reason: ListReason, cursor: Cursor.optional() }),
        response: answers({ 200: z.object({ items: z.array(RecordSchema), total: z.number().int(), next: Next }) }),
      },
    },
    async request => {
      const page = unwrap(await useCases.listDisqualifications(contextOf(request), request.params.id, request.body))
      return { ...page, items: [...page.items] }
    },
  )
}
