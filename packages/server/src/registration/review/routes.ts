/** HTTP of the review queue: cases with their evidence side by side, decided with a reason, undone with a reason. */
import type { Result } from '@mingce/domain/result'
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Context } from '../../access/index.ts'
import { contextOf } from '../../access/index.ts'
import { ElectionIdSchema } from '../../election/index.ts'
import { answers, type Failure, RetryHeaders } from '../../platform/http/index.ts'
import { CaseId } from '../check/index.ts'
import { RegistrationAnswer } from '../online/index.ts'
import { type AssignmentUseCases, registerAssignmentRoutes } from './assignment/index.ts'
import { type ReviewFailure, reviewFailures } from './errors.ts'
import {
  ConfirmProposal,
  DecidedTogether,
  DecisionBody,
  NumberProposal,
  RefusedFilter,
  RefusedPage,
  RefusedRowId,
  ReviewCase,
  ReviewFilter,
  ReviewPage,
  TogetherBody,
  UndoBody,
} from './schema.ts'

type Answer<T> = Promise<Result<T, Failure<ReviewFailure>>>
interface CaseRef {
  readonly countyCode: string
  readonly registrationId: number
}

export interface ReviewUseCases extends AssignmentUseCases {
  findReviewCases(ctx: Context, electionId: string, filter: ReviewFilter): Answer<ReviewPage>
  decideCase(ctx: Context, input: CaseRef & DecisionBody): Answer<ReviewCase>
  decideTogether(ctx: Context, input: TogetherBody): Promise<DecidedTogether>
  undoDecision(ctx: Context, input: CaseRef & { readonly reason: string }): Answer<ReviewCase>
  proposeNumber(ctx: Context, of: RefusedRowId): Answer<NumberProposal>
  confirmProposal(ctx: Context, of: RefusedRowId, input: ConfirmProposal): Answer<RegistrationAnswer>
  findRefusedRows(ctx: Context, electionId: string, filter: RefusedFilter): Answer<RefusedPage>
}

export const registerReviewRoutes = (instance: FastifyInstance, useCases: ReviewUseCases): void => {
  const app = instance.withTypeProvider<ZodTypeProvider>()
  const { unwrap } = reviewFailures
  registerProposalRoutes(instance, useCases)
  registerAssignmentRoutes(instance, useCases)

  app.get(
    '/api/elections/:id/reviews',
    {
      config: { access: 'read' },
      schema: {
        operationId: 'findReviewCases',
        tags: ['review'],
        summary: 'Cases for a person to decide',
        params: ElectionIdSchema,
        querystring: ReviewFilter,
        response: answers({ 200: ReviewPage }),
      },
    },
    async request => unwrap(await useCases.findReviewCases(contextOf(request), request.params.id, request.query)),
  )

  app.post(
    '/api/reviews/:countyCode/:registrationId/decision',
    {
      config: { access: 'decide' },
      schema: {
        operationId: 'decideCase',
        tags: ['review'],
        summary: 'Accept or refuse, and say why',
        headers: RetryHeaders,
        params: CaseId,
        body: DecisionBody,
        response: answers({ 200: ReviewCase }),
      },
    },
    async request => unwrap(await useCases.decideCase(contextOf(request), { ...request.params, ...request.body })),
  )

  app.post(
    '/api/reviews/decisions',
    {
      config: { access: 'decide', work: 'batch' },
      schema: {
        operationId: 'decideTogether',
        tags: ['review'],
        summary: 'Decide several cases with the same finding for one reason; each is decided, audited and undone alone',
        headers: RetryHeaders,
        body: TogetherBody,
        response: answers({ 200: DecidedTogether }),
      },
    },
    async request => useCases.decideTogether(contextOf(request), request.body),
  )

  app.post(
    '/api/reviews/:countyCode/:registrationId/undo',
    {
      config: { access: 'decide' },
      schema: {
        operationId: 'undoDecision',
        tags: ['review'],
        summary: 'Take the last decision back, and say why',
        headers: RetryHeaders,
        params: CaseId,
        body: UndoBody,
        response: answers({ 200: ReviewCase }),
      },
    },
    async request => unwrap(await useCases.undoDecision(contextOf(request), { ...request.params, ...request.body })),
  )

  app.get(
    '/api/elections/:id/refused',
    {
      config: { access: 'read' },
      schema: {
        operationId: 'findRefusedRows',
        tags: ['review'],
        summary: 'Rows that were refused and wait to be mended',
        params: ElectionIdSchema,
        querystring: RefusedFilter,
        response: answers({ 200: RefusedPage }),
      },
    },
    async request => unwrap(await useCases.findRefusedRows(contextOf(request), request.params.id, request.query)),
  )
}

/** Finding the person of a refused row whose number lost its last digits. */
const registerProposalRoutes = (instance: FastifyInstance, useCases: ReviewUseCases): void => {
  const app = instance.withTypeProvider<ZodTypeProvider>()
  const { unwrap } = reviewFailures

  app.post(
    '/api/elections/:id/refused/:countyCode/:digest/proposal',
    {
      config: { access: 'decide' },
      schema: {
        operationId: 'proposeNumber',
        tags: ['review'],
        summary: 'Who has the name and the 15 digits of a refused row; counted as a look-up and shown to the person',
        headers: RetryHeaders,
        params: RefusedRowId,
        response: answers({ 200: NumberProposal }),
      },
    },
    async request => unwrap(await useCases.proposeNumber(contextOf(request), request.params)),
  )

  app.post(
    '/api/elections/:id/refused/:countyCode/:digest/confirmation',
    {
      config: { access: 'decide' },
      schema: {
        operationId: 'confirmProposal',
        tags: ['review'],
        summary: 'Register the person proposed, with the number of the ID card',
        headers: RetryHeaders,
        params: RefusedRowId,
        body: ConfirmProposal,
        response: answers({ 200: RegistrationAnswer }),
      },
    },
    async request => unwrap(await useCases.confirmProposal(contextOf(request), request.params, request.body)),
  )
}
