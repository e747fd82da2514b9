/** HTTP of second confirmations by the level above. */
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { answers } from '../../platform/http/index.ts'
import { contextOf } from '../gate/index.ts'
import { secondOfficerFailures } from './errors.ts'
import { AskSecond, ChangeParams, GivenCode, WaitingChange } from './schema.ts'
import { askSecondOfficer, type ChangeSource, findWaitingChange, giveSecondCode, type WaitingRow } from './service.ts'

const shown = ({ digest, kind, summary, firstName, askedAt }: WaitingRow) => ({
  change: digest,
  kind,
  summary,
  first: firstName,
  askedAt: askedAt.toISOString(),
})

export const registerSecondOfficerRoutes = (instance: FastifyInstance, sources: readonly ChangeSource[]): void => {
  const app = instance.withTypeProvider<ZodTypeProvider>()
  const { unwrap } = secondOfficerFailures
  const tags = ['second officer']

  app.post(
    '/api/second-officer/changes',
    {
      config: { access: ['decide', 'register', 'set-up'] },
      schema: {
        operationId: 'askSecondOfficer',
        tags,
        summary: 'Ask the level above to confirm a change that you prepared',
        body: AskSecond,
        response: answers({ 200: WaitingChange }),
      },
    },
    async request => shown(unwrap(await askSecondOfficer(contextOf(request), sources, request.body))),
  )

  app.get(
    '/api/second-officer/changes/:change',
    {
      config: { access: ['decide', 'set-up'] },
      schema: {
        operationId: 'findWaitingChange',
        tags,
        summary: 'What an office below asks you to confirm',
        params: ChangeParams,
        response: answers({ 200: WaitingChange }),
      },
    },
    async request => shown(unwrap(await findWaitingChange(contextOf(request), request.params.change))),
  )

  app.post(
    '/api/second-officer/changes/:change/code',
    {
      config: { access: ['decide', 'set-up'] },
      schema: {
        operationId: 'giveSecondCode',
        tags,
        summary: 'Confirm it by a one-time code, to be read out on the phone',
        params: ChangeParams,
        response: answers({ 200: GivenCode }),
      },
    },
    async request => {
      const { code, until } = unwrap(await giveSecondCode(contextOf(request), request.params.change))
      return { code, until: until.toISOString() }
    },
  )
}
