/** The API's description as text: the server is put together with nothing behind it and asked. */
import { pino } from 'pino'
import { buildServer, type UseCases } from '../server.ts'

/** Nothing is called while the routes are only described. */
const NOTHING = new Proxy({}, { get: () => undefined }) as never

/** OpenAPI 3.1 as indented JSON, the same on each run. */
export const describeServer = async (): Promise<string> => {
  const nothing = {
    console: { version: '0' },
    session: NOTHING,
    areas: NOTHING,
    elections: NOTHING,
    registrations: NOTHING,
    rolls: NOTHING,
  }
  const app = await buildServer({
    useCases: nothing as unknown as UseCases,
    gate: { actorOf: async () => null, services: NOTHING },
    log: pino({ level: 'silent' }),
  })
  await app.ready()
  const text = `${JSON.stringify(app.swagger(), null, 2)}\n`
  await app.close()
  return text
}
