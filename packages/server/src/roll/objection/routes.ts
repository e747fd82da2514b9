/** HTTP of objections: filed by a voter or at a station, decided, taken back, served, noted in court, closed. */
import type { Result } from '@mingce/domain/result'
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Context } from '../../access/index.ts'
import { contextOf, type VoterContext, voterContextOf } from '../../access/index.ts'
import { ElectionIdSchema } from '../../election/index.ts'
import { answers, type Failure, RetryHeaders } from '../../platform/http/index.ts'
import { type ObjectionFailure, objectionFailures } from './errors.ts'
import {
  JudgmentBody,
  MyObjection,
  ObjectionDecisionBody,
  ObjectionDetail,
  ObjectionFilter,
  ObjectionId,
  ObjectionItem,
  ObjectionPage,
  ObjectionUndoBody,
  StationObjectionBody,
  SuitBody,
  VoterObjectionBody,
} from './schema.ts'

type Answer<T> = Promise<Result<T, Failure<ObjectionFailure>>>
interface Ref {
  readonly electionId: string
  readonly countyCode: string
  readonly objectionId: number
}

export interface ObjectionUseCases {
  fileMyObjection(ctx: VoterContext, input: VoterObjectionBody): Answer<MyObjection>
  findMyObjections(ctx: VoterContext): Promise<MyObjection[]>
  fileStationObjection(ctx: Context, electionId: string, input: StationObjectionBody): Answer<ObjectionItem>
  findElectionObjections(ctx: Context, electionId: string, filter: ObjectionFilter): Answer<ObjectionPage>
  getObjection(ctx: Context, ref: Ref): Answer<ObjectionDetail>
  decideOnObjection(ctx: Context, ref: Ref, input: ObjectionDecisionBody): Answer<ObjectionDetail>
  undoObjection(ctx: Context, ref: Ref, reason: string): Answer<ObjectionDetail>
  serveObjection(ctx: Context, ref: Ref): Answer<ObjectionDetail>
  recordObjectionSuit(ctx: Context, ref: Ref, input: SuitBody): Answer<ObjectionDetail>
  recordObjectionJudgment(ctx: Context, ref: Ref, input: JudgmentBody): Answer<ObjectionDetail>
  closeObjectionCase(ctx: Context, ref: Ref): Answer<ObjectionDetail>
}

const refOf = ({ id, countyCode, objectionId }: z.infer<typeof ObjectionId>): Ref => ({
  electionId: id,
  countyCode,
  objectionId,
})

const { unwrap } = objectionFailures
const tags = ['objections']
const one = '/api/elections/:id/objections/:countyCode/:objectionId'

export const registerObjectionRoutes = (instance: FastifyInstance, useCases: ObjectionUseCases): void => {
  registerVoterRoutes(instance, useCases)
  registerOfficeRoutes(instance, useCases)
  registerStepRoutes(instance, useCases)
}

/** What a voter does. */
const registerVoterRoutes = (instance: FastifyInstance, useCases: ObjectionUseCases): void => {
  const app = instance.withTypeProvider<ZodTypeProvider>()

  app.post(
    '/api/voter/objections',
    {
      config: { access: 'voter' },
      schema: {
        operationId: 'fileMyObjection',
        tags: ['voter'],
        summary: 'Object to the published list (EL 29)',
        headers: RetryHeaders,
        body: VoterObjectionBody,
        response: answers({ 201: MyObjection }),
      },
    },
    async (request, reply) => reply.code(201).send(unwrap(await useCases.fileMyObjection(voterContextOf(request), request.body))),
  )

  app.get(
    '/api/voter/objections',
    {
      config: { access: 'voter' },
      schema: {
        operationId: 'findMyObjections',
        tags: ['voter'],
        summary: 'Your objections and what became of them',
        response: answers({ 200: z.array(MyObjection) }),
      },
    },
    async request => useCases.findMyObjections(voterContextOf(request)),
  )
}

/** Objections taken down at a station, and those of an office's area. */
const registerOfficeRoutes = (instance: FastifyInstance, useCases: ObjectionUseCases): void => {
  const app = instance.withTypeProvider<ZodTypeProvider>()

  app.post(
    '/api/elections/:id/objections',
    {
      config: { access: 'register' },
      schema: {
        operationId: 'fileStationObjection',
        tags,
        summary: 'Take down an objection at a station',
        headers: RetryHeaders,
        params: ElectionIdSchema,
        body: StationObjectionBody,
        response: answers({ 201: ObjectionItem }),
      },
    },
    async (request, reply) =>
      reply.code(201).send(unwrap(await useCases.fileStationObjection(contextOf(request), request.params.id, request.body))),
  )

  app.get(
    '/api/elections/:id/objections',
    {
      config: { access: ['decide', 'register', 'audit'] },
      schema: {
        operationId: 'findObjections',
        tags,
        summary: 'Objections of your area by the day they are due',
        params: ElectionIdSchema,
        querystring: ObjectionFilter,
        response: answers({ 200: ObjectionPage }),
      },
    },
    async request => unwrap(await useCases.findElectionObjections(contextOf(request), request.params.id, request.query)),
  )

  app.get(
    one,
    {
      config: { access: ['decide', 'register'] },
      schema: {
        operationId: 'getObjection',
        tags,
        summary: 'One objection, the registrations it may be about, and its steps',
        params: ObjectionId,
        response: answers({ 200: ObjectionDetail }),
      },
    },
    async request => unwrap(await useCases.getObjection(contextOf(request), refOf(request.params))),
  )
}

const stepOf = (operationId: string, summary: string) => ({
  operationId,
  tags,
  summary,
  headers: RetryHeaders,
  params: ObjectionId,
  response: answers({ 200: ObjectionDetail }),
})

/** The steps of one objection, from the decision to the end of the case. */
const registerStepRoutes = (instance: FastifyInstance, useCases: ObjectionUseCases): void => {
  const app = instance.withTypeProvider<ZodTypeProvider>()

  app.post(
    `${one}/decision`,
    {
      config: { access: 'decide' },
      schema: {
        ...stepOf('decideObjection', 'Decide with reason and article; upheld, the roll is changed'),
        body: ObjectionDecisionBody,
      },
    },
    async request => unwrap(await useCases.decideOnObjection(contextOf(request), refOf(request.params), request.body)),
  )

  app.post(
    `${one}/undo`,
    {
      config: { access: 'decide' },
      schema: { ...stepOf('undoObjection', 'Take a decision back before it is served'), body: ObjectionUndoBody },
    },
    async request => unwrap(await useCases.undoObjection(contextOf(request), refOf(request.params), request.body.reason)),
  )

  app.post(
    `${one}/served`,
    { config: { access: 'decide' }, schema: stepOf('serveObjection', 'Serve the decision: the objector is told') },
    async request => unwrap(await useCases.serveObjection(contextOf(request), refOf(request.params))),
  )

  app.post(
    `${one}/suit`,
    {
      config: { access: 'decide' },
      schema: { ...stepOf('recordObjectionSuit', 'Note a suit over the decision'), body: SuitBody },
    },
    async request => unwrap(await useCases.recordObjectionSuit(contextOf(request), refOf(request.params), request.body)),
  )

  app.post(
    `${one}/judgment`,
    {
      config: { access: 'decide' },
      schema: { ...stepOf('recordObjectionJudgment', 'Note the judgment, and do what it says'), body: JudgmentBody },
    },
    async request => unwrap(await useCases.recordObjectionJudgment(contextOf(request), refOf(request.params), request.body)),
  )

  app.post(
    `${one}/close`,
    { config: { access: 'decide' }, schema: stepOf('closeObjection', 'Close a case that is over') },
    async request => unwrap(await useCases.closeObjectionCase(contextOf(request), refOf(request.params))),
  )
}
