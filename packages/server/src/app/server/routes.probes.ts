/** For load balancers and Prometheus: does the process live, is it ready, and its figures. docs/operations.md describes them. */
import { createHash, timingSafeEqual } from 'node:crypto'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { httpFailures } from '../../platform/http/index.ts'
import type { Metrics } from '../../platform/metrics/index.ts'
import type { Readiness } from './service.probes.ts'

export interface Probes {
  readonly findReadiness: () => Promise<Readiness>
  readonly metrics: Metrics
  /** Who has it may read the figures from anywhere; without it only this machine may. */
  readonly metricsToken: string | undefined
}

const LOOPBACK = /^(?:127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+)$/
/** A proxy on this machine adds one of these: then the request came from elsewhere. */
const FORWARDED = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via'] as const

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

const mayReadMetrics = (request: FastifyRequest, token: string | undefined): boolean => {
  if (token !== undefined) return timingSafeEqual(digest(request.headers.authorization ?? ''), digest(`Bearer ${token}`))
  return LOOPBACK.test(request.socket.remoteAddress ?? '') && FORWARDED.every(name => request.headers[name] === undefined)
}

export const registerProbes = (app: FastifyInstance, { findReadiness, metrics, metricsToken }: Probes): void => {
  const route = { config: { access: 'public' }, logLevel: 'warn', schema: { hide: true } } as const

  app.get('/healthz', route, async () => ({ ok: true }))

  app.get('/readyz', route, async (_, reply) => {
    const readiness = await findReadiness()
    if (!readiness.ok) reply.code(503).header('retry-after', '5')
    return readiness
  })

  app.get('/metrics', route, async (request, reply) => {
    // Who may not read them is not told that they are here.
    if (!mayReadMetrics(request, metricsToken)) throw httpFailures.refuse({ code: 'not-found' })
    const { text, contentType } = await metrics.read()
    return reply.type(contentType).send(text)
  })
}
