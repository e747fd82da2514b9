/** HTTP of changes of one registered voter: correct, transfer, remove with a second officer. */
import type { Result } from '@mingce/domain/result'
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { type Context, contextOf, SecondBody, type SecondGiven } from '../../access/index.ts'
import { answers, type Failure, RetryHeaders } from '../../platform/http/index.ts'
import { CaseId, type Ref } from '../check/index.ts'
import { type ChangeFailure, changeFailures } from './errors.ts'
import { CorrectionBody, RegisteredPerson, RemovalBody } from './schema.ts'

type Answer = Promise<Result<RegisteredPerson, Failure<ChangeFailure>>>

export interface ChangeUseCases {
  findRegisteredPerson(ctx: Context, ref: Ref): Answer
  correctVoter(ctx: Context, body: CorrectionBody, ref: Ref): Answer
  askRemoval(ctx: Context, body: RemovalBody, ref: Ref): Answer
  confirmRemoval(ctx: Context, ref: Ref, second: SecondGiven | undefined): Answer
  withdrawRemoval(ctx: Context, ref: Ref): Answer
}

const ONE = '/api/registrations/:countyCode/:registrationId'

export const registerChangeRoutes = (instance: FastifyInstance, useCases: ChangeUseCases): void => {
  const app = instance.withTypeProvider<ZodTypeProvider>()
  const { unwrap } = changeFailures
  const described = (operationId: string, summary: string) => ({
    operationId,
    tags: ['registrations'],
    summary,
    params: CaseId,
    response: answers({ 200: RegisteredPerson }),
  })

  app.get(
    ONE,
    {
      config: { access: 'contact' },
      schema: described('findRegisteredPerson', 'One person of the roll, as an office changes them'),
    },
    async request => unwrap(await useCases.findRegisteredPerson(contextOf(request), request.params)),
  )
  app.post(
    `${ONE}/correction`,
    {
      config: { access: 'decide' },
      schema: {
        ...described('correctVoter', 'Correct a registered voter, or transfer them to another community; the voter is told'),
        headers: RetryHeaders,
        body: CorrectionBody,
      },
    },
    async request => unwrap(await useCases.correctVoter(contextOf(request), request.body, request.params)),
  )
  app.post(
    `${ONE}/removal`,
    {
      config: { access: 'decide' },
      schema: {
        ...described('askRemoval', 'Ask for the removal of a voter on a ground of the law; a second officer confirms it'),
        headers: RetryHeaders,
        body: RemovalBody,
      },
    },
    async request => unwrap(await useCases.askRemoval(contextOf(request), request.body, request.params)),
  )
  app.post(
    `${ONE}/removal/confirm`,
    {
      config: { access: 'decide' },
      schema: {
        ...described('confirmRemoval', 'Confirm a removal as the second officer; the voter is told'),
        headers: RetryHeaders,
        body: SecondBody.nullish(),
      },
    },
    async request => unwrap(await useCases.confirmRemoval(contextOf(request), request.params, request.body?.second)),
  )
  app.post(
    `${ONE}/removal/withdraw`,
    {
      config: { access: 'decide' },
      schema: { ...described('withdrawRemoval', 'Withdraw a removal that was not confirmed'), headers: RetryHeaders },
    },
    async request => unwrap(await useCases.withdrawRemoval(contextOf(request), request.params)),
  )
}
