/** HTTP of election committees. */
import type { Result } from '@mingce/domain/result'
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Context } from '../../access/index.ts'
import { contextOf } from '../../access/index.ts'
import { answers, type Failure, RetryHeaders } from '../../platform/http/index.ts'
import { ElectionIdSchema } from '../schema.ts'
import { type CommitteeFailure, committeeFailures } from './errors.ts'
import { AppointMember, CommitteeSchema, EndMembership, MemberParams, NameCommittee } from './schema.ts'
import type { CommitteeWithMembers } from './service.ts'

type Answer = Promise<Result<CommitteeWithMembers[], Failure<CommitteeFailure>>>

export interface CommitteeUseCases {
  findElectionCommittees(ctx: Context, electionId: string): Answer
  nameCommittee(ctx: Context, electionId: string, input: z.infer<typeof NameCommittee>): Answer
  appointMember(ctx: Context, electionId: string, input: z.infer<typeof AppointMember>): Answer
  endMembership(ctx: Context, electionId: string, memberId: number, input: z.infer<typeof EndMembership>): Answer
}

const answer = (committees: readonly CommitteeWithMembers[]): z.infer<typeof CommitteeSchema>[] =>
  committees.map(committee => ({ ...committee, members: [...committee.members] }))

export const registerCommitteeRoutes = (instance: FastifyInstance, useCases: CommitteeUseCases): void => {
  const app = instance.withTypeProvider<ZodTypeProvider>()
  const { unwrap } = committeeFailures
  const tags = ['committee']
  const response = answers({ 200: z.array(CommitteeSchema) })

  app.get(
    '/api/elections/:id/committees',
    {
      config: { access: 'read' },
      schema: {
        operationId: 'findCommittees',
        tags,
        summary: 'Election committees, and who is or was in them',
        params: ElectionIdSchema,
        response,
      },
    },
    async request => answer(unwrap(await useCases.findElectionCommittees(contextOf(request), request.params.id))),
  )

  app.put(
    '/api/elections/:id/committees',
    {
      config: { access: ['set-up', 'publish'] },
      schema: {
        operationId: 'nameCommittee',
        tags,
        summary: 'Name the committee of a congress',
        headers: RetryHeaders,
        params: ElectionIdSchema,
        body: NameCommittee,
        response,
      },
    },
    async request => answer(unwrap(await useCases.nameCommittee(contextOf(request), request.params.id, request.body))),
  )

  app.post(
    '/api/elections/:id/committees/members',
    {
      config: { access: ['set-up', 'publish'] },
      schema: {
        operationId: 'appointMember',
        tags,
        summary: 'Enter a member who was appointed',
        headers: RetryHeaders,
        params: ElectionIdSchema,
        body: AppointMember,
        response,
      },
    },
    async request => answer(unwrap(await useCases.appointMember(contextOf(request), request.params.id, request.body))),
  )

  app.post(
    '/api/elections/:id/committees/members/:memberId/leave',
    {
      config: { access: ['set-up', 'publish'] },
      schema: {
        operationId: 'endMembership',
        tags,
        summary: 'Let a member leave; who becomes a candidate has to (EL 10)',
        headers: RetryHeaders,
        params: MemberParams,
        body: EndMembership,
        response,
      },
    },
    async request => {
      const { id, memberId } = request.params
      return answer(unwrap(await useCases.endMembership(contextOf(request), id, memberId, request.body)))
    },
  )
}
