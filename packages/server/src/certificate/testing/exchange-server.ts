/** The HTTP side of an installation in the tests of the exchange, optionally with the product’s own job. */
import { pino } from 'pino'
import type { Context } from '../../access/index.ts'
import { holdGate } from '../../access/index.ts'
import { limitRates, openApp } from '../../platform/http/index.ts'
import { openJobs } from '../../platform/jobs/index.ts'
import { openExchange, receiveEnvelope, registerExchangeRoutes } from '../exchange/index.ts'

export const LOOK_MS = 5

/** Serves the exchange on a free port; `close` stops sending and leaves the database open. */
export const serveExchange = async (
  ctx: Context,
  sends: boolean,
): Promise<{ readonly base: string; readonly close: () => Promise<void> }> => {
  const app = openApp({ log: pino({ level: 'silent' }) })
  await limitRates(app)
  holdGate(app, { actorOf: async () => null, services: ctx })
  registerExchangeRoutes(app, { receiveEnvelope: envelope => receiveEnvelope(ctx, envelope) })
  let stopSending = async () => {}
  if (sends) {
    const jobs = openJobs(ctx.database, { pollMs: LOOK_MS })
    const exchange = openExchange(jobs, ctx, LOOK_MS)
    await jobs.start()
    exchange.start()
    stopSending = async () => {
      await exchange.stop()
      await jobs.stop()
    }
  }
  const base = await app.listen({ port: 0, host: '127.0.0.1' })
  const close = async () => {
    const closed = app.close()
    // Fastify would wait more than a minute for a connection that a client keeps open.
    app.server.closeAllConnections()
    await closed
    await stopSending()
  }
  return { base, close }
}
