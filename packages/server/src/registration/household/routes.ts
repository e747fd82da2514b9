/** HTTP of people not yet registered by building and door, and of household sheets. */
import type { Result } from '@mingce/domain/result'
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { type Context, contextOf } from '../../access/index.ts'
import { ElectionIdSchema } from '../../election/index.ts'
import { answers, attachment, type Failure, FileAnswer, originOf } from '../../platform/http/index.ts'
import { type HouseholdFailure, householdFailures } from './errors.ts'
import { HouseholdFilter, HouseholdHandle, HouseholdPrint, Households, OpenedHousehold } from './schema.ts'

type Answer<T> = Promise<Result<T, Failure<HouseholdFailure>>>

export interface HouseholdUseCases {
  findHouseholds(ctx: Context, electionId: string, filter: HouseholdFilter): Answer<Households>
  printHouseholds(
    ctx: Context,
    electionId: string,
    input: HouseholdPrint,
    origin: string,
  ): Answer<{ readonly name: string; readonly pdf: Uint8Array }>
  openHousehold(ctx: Context, handle: string): Answer<OpenedHousehold>
}

export const registerHouseholdRoutes = (
  instance: FastifyInstance,
  useCases: HouseholdUseCases,
  publicUrl: URL | undefined,
): void => {
  const app = instance.withTypeProvider<ZodTypeProvider>()
  const { unwrap } = householdFailures

  app.get(
    '/api/elections/:id/households',
    {
      config: { access: 'contact', work: 'batch' },
      schema: {
        operationId: 'findHouseholds',
        tags: ['visit'],
        summary: 'People of a community who are not yet registered, by building, unit and door of their addresses',
        params: ElectionIdSchema,
        querystring: HouseholdFilter,
        response: answers({ 200: Households }),
      },
    },
    async request => unwrap(await useCases.findHouseholds(contextOf(request), request.params.id, request.query)),
  )

  app.post(
    '/api/elections/:id/households/sheets',
    {
      config: { access: 'contact', work: 'batch' },
      schema: {
        operationId: 'printHouseholds',
        tags: ['visit'],
        summary: 'Household sheets to print (PDF): boxes to tick, and a QR that opens the household; audited',
        params: ElectionIdSchema,
        body: HouseholdPrint,
        response: answers({ 200: { description: 'The PDF', content: { 'application/octet-stream': { schema: FileAnswer } } } }),
      },
    },
    async (request, reply) => {
      const origin = originOf(request, publicUrl)
      const file = unwrap(await useCases.printHouseholds(contextOf(request), request.params.id, request.body, origin))
      return attachment(reply, file.name).header('cache-control', 'no-store').send(Buffer.from(file.pdf))
    },
  )

  app.get(
    '/api/households/:handle',
    {
      config: { access: 'contact' },
      schema: {
        operationId: 'openHousehold',
        tags: ['visit'],
        summary: 'The household of a printed sheet: who of it is not yet registered, with how visits went',
        params: HouseholdHandle,
        response: answers({ 200: OpenedHousehold }),
      },
    },
    async request => unwrap(await useCases.openHousehold(contextOf(request), request.params.handle)),
  )
}
