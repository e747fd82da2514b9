/** HTTP of stations: the table of an election, read and replaced as a whole. */
import type { Result } from '@mingce/domain/result'
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Context } from '../../access/index.ts'
import { contextOf } from '../../access/index.ts'
import { ElectionIdSchema } from '../../election/index.ts'
import { answers, type Failure, RetryHeaders } from '../../platform/http/index.ts'
import { type StationFailure, stationFailures } from './errors.ts'
import { ServingStationSchema, StationTable } from './schema.ts'

type ServingStation = z.infer<typeof ServingStationSchema>
type Answer = Promise<
  Result<readonly (Omit<ServingStation, 'serves'> & { readonly serves: readonly string[] })[], Failure<StationFailure>>
>

export interface StationUseCases {
  findElectionStations(ctx: Context, electionId: string): Answer
  replaceElectionStations(ctx: Context, electionId: string, rows: StationTable['stations']): Answer
}

/** Some thousand stations of a city. */
const TABLE_LIMIT_BYTES = 4 * 1024 * 1024

export const registerStationRoutes = (instance: FastifyInstance, useCases: StationUseCases): void => {
  const app = instance.withTypeProvider<ZodTypeProvider>()
  const { unwrap } = stationFailures
  const sent = (stations: readonly (Omit<ServingStation, 'serves'> & { readonly serves: readonly string[] })[]) =>
    stations.map(station => ({ ...station, serves: [...station.serves] }))

  app.get(
    '/api/elections/:id/stations',
    {
      config: { access: 'read' },
      schema: {
        operationId: 'findStations',
        tags: ['station'],
        summary: 'Stations that serve your area, in the office’s order',
        params: ElectionIdSchema,
        response: answers({ 200: z.array(ServingStationSchema) }),
      },
    },
    async request => sent(unwrap(await useCases.findElectionStations(contextOf(request), request.params.id))),
  )

  app.put(
    '/api/elections/:id/stations',
    {
      config: { access: ['set-up', 'publish'] },
      bodyLimit: TABLE_LIMIT_BYTES,
      schema: {
        operationId: 'replaceStations',
        tags: ['station'],
        summary: 'Replace the stations that serve your area alone; all rows or none',
        headers: RetryHeaders,
        params: ElectionIdSchema,
        body: StationTable,
        response: answers({ 200: z.array(ServingStationSchema) }),
      },
    },
    async request =>
      sent(unwrap(await useCases.replaceElectionStations(contextOf(request), request.params.id, request.body.stations))),
  )
}
