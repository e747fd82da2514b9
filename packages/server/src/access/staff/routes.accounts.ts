/** HTTP of colleagues' accounts, for staff with the permission `accounts`. */
import type { Result } from '@mingce/domain/result'
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { answers, type Failure } from '../../platform/http/index.ts'
import { type AccessFailure, accessFailures } from '../errors.ts'
import type { Context } from '../gate/index.ts'
import { contextOf } from '../gate/index.ts'
import { ActivationCode, ColleagueChange, ColleagueId, ColleaguePage, ColleagueQuery, NewColleague } from './schema.accounts.ts'
import type {
  ColleagueFilter,
  Colleague as ColleagueSeen,
  NewColleague as NewColleagueInput,
  WithActivationCode,
} from './service.accounts.ts'

type Answer<T> = Promise<Result<T, Failure<AccessFailure>>>

export interface AccountUseCases {
  findColleagues(ctx: Context, filter: ColleagueFilter): Answer<{ readonly items: ColleagueSeen[]; readonly next: string | null }>
  addColleague(ctx: Context, input: NewColleagueInput): Answer<WithActivationCode>
  changeColleague(ctx: Context, id: string, to: Omit<NewColleagueInput, 'username'>): Answer<true>
  disableColleague(ctx: Context, id: string): Answer<true>
  enableColleague(ctx: Context, id: string): Answer<true>
  resetPassword(ctx: Context, id: string): Answer<WithActivationCode>
  resetFactors(ctx: Context, id: string): Answer<true>
}

const Done = z.object({ ok: z.literal(true) })
const done = { ok: true } as const

export const registerAccountRoutes = (instance: FastifyInstance, useCases: AccountUseCases): void => {
  const app = instance.withTypeProvider<ZodTypeProvider>()
  const config = { access: 'accounts' } as const
  const { unwrap } = accessFailures

  app.get(
    '/api/accounts',
    {
      config: { access: ['accounts', 'audit'] },
      schema: {
        operationId: 'findColleagues',
        tags: ['access'],
        summary: 'Accounts inside the own area',
        querystring: ColleagueQuery,
        response: answers({ 200: ColleaguePage }),
      },
    },
    async request => {
      const { q, area, after } = request.query
      const { items, next } = unwrap(await useCases.findColleagues(contextOf(request), { q, areaCode: area, after }))
      return {
        items: items.map(({ areaCode, areaName, disabledAt, initialUntil, ...rest }) => ({
          ...rest,
          area: { code: areaCode, name: areaName ?? areaCode },
          disabledAt: disabledAt?.toISOString() ?? null,
          initialUntil: initialUntil?.toISOString() ?? null,
        })),
        next,
      }
    },
  )

  app.post(
    '/api/accounts',
    {
      config,
      schema: {
        operationId: 'addColleague',
        tags: ['access'],
        summary: 'Make an account that its owner activates with a code',
        body: NewColleague,
        response: answers({ 201: ActivationCode }),
      },
    },
    async (request, reply) => reply.code(201).send(unwrap(await useCases.addColleague(contextOf(request), request.body))),
  )

  app.post(
    '/api/accounts/:accountId/change',
    {
      config,
      schema: {
        operationId: 'changeColleague',
        tags: ['access'],
        summary: 'Give another name, role or area',
        params: ColleagueId,
        body: ColleagueChange,
        response: answers({ 200: Done }),
      },
    },
    async request => {
      unwrap(await useCases.changeColleague(contextOf(request), request.params.accountId, request.body))
      return done
    },
  )

  app.post(
    '/api/accounts/:accountId/reset-password',
    {
      config,
      schema: {
        operationId: 'resetPassword',
        tags: ['access'],
        summary: 'Issue a new activation code; the password is void and sessions end',
        params: ColleagueId,
        response: answers({ 200: ActivationCode }),
      },
    },
    async request => unwrap(await useCases.resetPassword(contextOf(request), request.params.accountId)),
  )

  for (const [verb, operationId, summary] of [
    ['disable', 'disableColleague', 'Disable an account; its sessions end'],
    ['enable', 'enableColleague', 'Enable an account again'],
    ['reset-factors', 'resetFactors', 'Take the second factors of someone below away'],
  ] as const)
    app.post(
      `/api/accounts/:accountId/${verb}`,
      { config, schema: { operationId, tags: ['access'], summary, params: ColleagueId, response: answers({ 200: Done }) } },
      async request => {
        unwrap(await useCases[operationId](contextOf(request), request.params.accountId))
        return done
      },
    )
}
