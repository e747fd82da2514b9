/** HTTP of elections and of the trail of what was done in them. */
import type { Result } from '@mingce/domain/result'
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Context } from '../access/index.ts'
import { contextOf } from '../access/index.ts'
import { answers, type Failure, RetryHeaders } from '../platform/http/index.ts'
import { listDueOf } from './calendar/index.ts'
import type { Election } from './lifecycle/index.ts'
import { type ElectionFailure, electionFailures, getElection } from './lifecycle/index.ts'
import { RuleSetSchema, ruleSetAnswer } from './rules/index.ts'
import {
  AuditFilter,
  AuditPage,
  type Election as ElectionAnswer,
  ElectionIdSchema,
  ElectionSchema,
  NewElection,
} from './schema.ts'

export interface ElectionUseCases {
  findElections(ctx: Context): Promise<Result<readonly Election[], Failure<ElectionFailure>>>
  createElection(ctx: Context, input: NewElection): Promise<Result<{ readonly id: string }, Failure<ElectionFailure>>>
  findAudit(ctx: Context, electionId: string, filter: AuditFilter): Promise<Result<AuditPage, Failure<ElectionFailure>>>
}

/** An election as the API says it. */
export const electionAnswer = (election: Election): ElectionAnswer => ({
  id: election.id,
  name: election.name,
  area: { code: election.areaCode, name: election.areaName },
  pollingDay: election.pollingDay,
  levels: [...election.levels],
  ruleSet: election.ruleSet,
  state: election.state,
  round: election.round,
  listDeadline: listDueOf(election).date,
  listPublishedOn: election.listPublishedOn,
  training: election.training,
})

export const registerElectionRoutes = (instance: FastifyInstance, useCases: ElectionUseCases): void => {
  const app = instance.withTypeProvider<ZodTypeProvider>()
  const { unwrap } = electionFailures

  app.get(
    '/api/elections',
    {
      config: { access: 'read' },
      schema: {
        operationId: 'findElections',
        tags: ['election'],
        summary: 'Elections that your area has to do with',
        response: answers({ 200: z.array(ElectionSchema) }),
      },
    },
    async request => unwrap(await useCases.findElections(contextOf(request))).map(electionAnswer),
  )

  app.post(
    '/api/elections',
    {
      config: { access: 'set-up' },
      schema: {
        operationId: 'createElection',
        tags: ['election'],
        summary: 'Begin an election',
        headers: RetryHeaders,
        body: NewElection,
        response: answers({ 201: z.object({ id: z.string() }) }),
      },
    },
    async (request, reply) => {
      const { id } = unwrap(await useCases.createElection(contextOf(request), request.body))
      return reply.code(201).send({ id })
    },
  )

  app.get(
    '/api/elections/:id/rule-set',
    {
      config: { access: 'read' },
      schema: {
        operationId: 'getElectionRules',
        tags: ['election'],
        summary: 'The rules that hold in an election: frozen when its list was published',
        params: ElectionIdSchema,
        response: answers({ 200: RuleSetSchema }),
      },
    },
    async request => ruleSetAnswer(unwrap(await getElection(contextOf(request), request.params.id)).rules),
  )

  app.get(
    '/api/elections/:id/audit',
    {
      config: { access: 'audit' },
      schema: {
        operationId: 'findAudit',
        tags: ['audit'],
        summary: 'Who did what, newest first',
        params: ElectionIdSchema,
        querystring: AuditFilter,
        response: answers({ 200: AuditPage }),
      },
    },
    async request => unwrap(await useCases.findAudit(contextOf(request), request.params.id, request.query)),
  )
}
