/** The API's description as text: the server is put together with nothing behind it and asked. */
import type { FastifyInstance } from 'fastify'
import { pino } from 'pino'
import { buildServer, type UseCases } from './server.ts'

/** Nothing is called while routes are only described. */
const NOTHING = new Proxy({}, { get: () => undefined }) as never

const BARE: UseCases = {
  console: { version: '0', isWell: async () => false, findJob: async () => undefined },
  session: NOTHING,
  ownAccount: NOTHING,
  accounts: NOTHING,
  voterLogins: NOTHING,
  devices: NOTHING,
  areas: NOTHING,
  plans: NOTHING,
  elections: NOTHING,
  timetable: NOTHING,
  committees: NOTHING,
  seats: NOTHING,
  feeds: NOTHING,
  sources: NOTHING,
  registrations: NOTHING,
  shifts: NOTHING,
  voters: NOTHING,
  stationDesk: NOTHING,
  notices: NOTHING,
  rolls: NOTHING,
  objections: NOTHING,
  certificates: NOTHING,
  exchange: NOTHING,
  help: NOTHING,
}

/** The server with nothing behind its routes; `watch` sees it before the first route. */
export const buildBare = (watch?: (app: FastifyInstance) => void): Promise<FastifyInstance> =>
  buildServer({ useCases: BARE, gate: { actorOf: async () => null, services: NOTHING }, log: pino({ level: 'silent' }), watch })

/** OpenAPI 3.1 as indented JSON, the same on each run. */
export const describeServer = async (): Promise<string> => {
  const app = await buildBare()
  await app.ready()
  const text = `${JSON.stringify(app.swagger(), null, 2)}\n`
  await app.close()
  return text
}
