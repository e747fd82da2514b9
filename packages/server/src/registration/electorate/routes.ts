/** HTTP of who elects a township's deputies. */
import type { Result } from '@mingce/domain/result'
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { type Context, contextOf } from '../../access/index.ts'
import { ElectionIdSchema } from '../../election/index.ts'
import { answers, attachment, type Failure, FileAnswer, RetryHeaders } from '../../platform/http/index.ts'
import { type ElectorateFailure, electorateFailures } from './errors.ts'
import {
  CommunityDefaults,
  Electorate,
  NewUnit,
  PeopleFilter,
  PersonParams,
  TownshipAnswer,
  TownshipPeople,
  UnitName,
} from './schema.ts'

type Answer<T> = Promise<Result<T, Failure<ElectorateFailure>>>

export interface ElectorateUseCases {
  getElectorate(ctx: Context, electionId: string): Answer<Electorate>
  setCommunityDefaults(ctx: Context, electionId: string, input: CommunityDefaults): Answer<Electorate>
  setUnit(ctx: Context, electionId: string, input: NewUnit): Answer<Electorate>
  removeUnit(ctx: Context, electionId: string, name: string): Answer<Electorate>
  exportElectorate(ctx: Context, electionId: string): Answer<{ name: string; csv: string }>
  findTownshipPeople(ctx: Context, electionId: string, filter: PeopleFilter): Answer<TownshipPeople>
  answerForPerson(
    ctx: Context,
    of: { readonly electionId: string; readonly countyCode: string; readonly registrationId: number },
    input: TownshipAnswer,
  ): Answer<{ ok: true }>
}

/** Twenty thousand communities. */
const TABLE_LIMIT_BYTES = 2 * 1024 * 1024

// biome-ignore lint/complexity/noExcessiveLinesPerFunction: one declaration per route, no logic
export const registerElectorateRoutes = (instance: FastifyInstance, useCases: ElectorateUseCases): void => {
  const app = instance.withTypeProvider<ZodTypeProvider>()
  const { unwrap } = electorateFailures
  const tags = ['electorate']

  app.get(
    '/api/elections/:id/electorate',
    {
      config: { access: 'read' },
      schema: {
        operationId: 'getElectorate',
        tags,
        summary: 'Who elects the township’s deputies: communities and units of your area, each with its source',
        params: ElectionIdSchema,
        response: answers({ 200: Electorate }),
      },
    },
    async request => unwrap(await useCases.getElectorate(contextOf(request), request.params.id)),
  )

  app.get(
    '/api/elections/:id/electorate/table.csv',
    {
      config: { access: 'read' },
      schema: {
        operationId: 'exportElectorate',
        tags,
        summary: 'The same as a table, in the columns that the command line imports',
        params: ElectionIdSchema,
        response: answers({ 200: FileAnswer }),
      },
    },
    async (request, reply) => {
      const file = unwrap(await useCases.exportElectorate(contextOf(request), request.params.id))
      return attachment(reply, file.name).send(Buffer.from(file.csv))
    },
  )

  app.put(
    '/api/elections/:id/electorate/communities',
    {
      config: { access: ['set-up', 'publish'] },
      bodyLimit: TABLE_LIMIT_BYTES,
      schema: {
        operationId: 'setCommunityDefaults',
        tags,
        summary: 'Set or confirm the default of communities; the votes of their people follow',
        headers: RetryHeaders,
        params: ElectionIdSchema,
        body: CommunityDefaults,
        response: answers({ 200: Electorate }),
      },
    },
    async request => unwrap(await useCases.setCommunityDefaults(contextOf(request), request.params.id, request.body)),
  )

  app.put(
    '/api/elections/:id/electorate/units',
    {
      config: { access: ['set-up', 'publish'] },
      schema: {
        operationId: 'setElectingUnit',
        tags,
        summary: 'Add or change a unit with its statute; the votes of its staff follow',
        headers: RetryHeaders,
        params: ElectionIdSchema,
        body: NewUnit,
        response: answers({ 200: Electorate }),
      },
    },
    async request => unwrap(await useCases.setUnit(contextOf(request), request.params.id, request.body)),
  )

  app.post(
    '/api/elections/:id/electorate/units/remove',
    {
      config: { access: ['set-up', 'publish'] },
      schema: {
        operationId: 'removeElectingUnit',
        tags,
        summary: 'Take a unit out of the list',
        headers: RetryHeaders,
        params: ElectionIdSchema,
        body: UnitName,
        response: answers({ 200: Electorate }),
      },
    },
    async request => unwrap(await useCases.removeUnit(contextOf(request), request.params.id, request.body.name)),
  )

  app.get(
    '/api/elections/:id/electorate/people',
    {
      config: { access: 'decide' },
      schema: {
        operationId: 'findTownshipPeople',
        tags,
        summary: 'People of whom it is not settled whether they elect the township’s deputies',
        params: ElectionIdSchema,
        querystring: PeopleFilter,
        response: answers({ 200: TownshipPeople }),
      },
    },
    async request => unwrap(await useCases.findTownshipPeople(contextOf(request), request.params.id, request.query)),
  )

  app.put(
    '/api/elections/:id/electorate/people/:countyCode/:registrationId',
    {
      config: { access: 'decide' },
      schema: {
        operationId: 'answerForPerson',
        tags,
        summary: 'Decide whether one person elects the township’s deputies, with a ground and a document',
        headers: RetryHeaders,
        params: PersonParams,
        body: TownshipAnswer,
        response: answers({ 200: z.object({ ok: z.literal(true) }) }),
      },
    },
    async request => {
      const { id, countyCode, registrationId } = request.params
      return unwrap(
        await useCases.answerForPerson(contextOf(request), { electionId: id, countyCode, registrationId }, request.body),
      )
    },
  )
}
