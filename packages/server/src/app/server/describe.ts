/** The API's description as text: the server is put together with nothing behind it and asked. */
import type { FastifyInstance } from 'fastify'
import { pino } from 'pino'
import { systemClock } from '../../platform/clock/index.ts'
import { memoryKeyring } from '../../platform/crypto/index.ts'
import { openConsole } from './open.ts'

/** Stands in for everything behind the routes: nothing is called while they are only described. */
const NOTHING: never = new Proxy(() => NOTHING, {
  get: (_, name) => (name === 'then' || name === Symbol.toPrimitive || name === Symbol.iterator ? undefined : NOTHING),
  apply: () => NOTHING,
}) as never

/** The server with nothing behind its routes; `watch` sees it before the first route. */
export const buildBare = (watch?: (app: FastifyInstance) => void): Promise<FastifyInstance> =>
  openConsole({
    services: { database: NOTHING, keys: memoryKeyring(), files: NOTHING, clock: systemClock, log: pino({ level: 'silent' }) },
    jobs: NOTHING,
    dataDir: '',
    version: '0',
    gateways: {},
    watch,
  })

/** OpenAPI 3.1 as indented JSON, the same on each run. */
export const describeServer = async (): Promise<string> => {
  const app = await buildBare()
  await app.ready()
  const text = `${JSON.stringify(app.swagger(), null, 2)}\n`
  await app.close()
  return text
}
