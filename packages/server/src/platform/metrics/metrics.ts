/** Figures for Prometheus: requests by route, the event loop, jobs, connections to the database. No figure names a person or an election. */
import type { FastifyInstance } from 'fastify'
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { Database } from '../database/index.ts'
import type { Jobs } from '../jobs/index.ts'

export interface Metrics {
  /** Counts and times every request of routes registered after this. */
  observe(app: FastifyInstance): void
  /** All figures in Prometheus's text format. */
  read(): Promise<{ readonly text: string; readonly contentType: string }>
}

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60]

export const openMetrics = ({ database, jobs }: { readonly database: Database; readonly jobs: Jobs }): Metrics => {
  const registry = new Registry()
  const registers = [registry]
  const requests = new Counter({
    name: 'mingce_http_requests_total',
    help: 'Requests answered',
    labelNames: ['method', 'route', 'status'],
    registers,
  })
  const seconds = new Histogram({
    name: 'mingce_http_request_seconds',
    help: 'Time until the response was sent',
    labelNames: ['method', 'route'],
    buckets: SECONDS,
    registers,
  })
  const counted = new Gauge({
    name: 'mingce_jobs',
    help: 'Jobs by name and state: queued, running, done, failed',
    labelNames: ['name', 'state'],
    registers,
  })
  const up = new Gauge({ name: 'mingce_database_up', help: '1 if the database answered this reading', registers })
  const connections = new Gauge({
    name: 'mingce_database_connections',
    help: 'Connections to PostgreSQL by kind of work: open, idle; waiting is work without one',
    labelNames: ['kind', 'state'],
    registers,
  })

  const readJobs = async (): Promise<void> => {
    counted.reset()
    try {
      for (const { name, state, jobs: number } of await jobs.count()) counted.set({ name, state }, number)
      up.set(1)
    } catch {
      up.set(0)
    }
  }
  const readConnections = (): void => {
    for (const { kind, open, idle, waiting } of database.connections())
      for (const [state, number] of Object.entries({ open, idle, waiting })) connections.set({ kind, state }, number)
  }

  let measuresProcess = false
  return {
    observe(app) {
      app.addHook('onResponse', async (request, reply) => {
        // Unknown addresses are one route: whoever tries many must not fill the memory.
        const labels = { method: request.method, route: request.routeOptions.url ?? 'unknown' }
        requests.inc({ ...labels, status: reply.statusCode })
        seconds.observe(labels, reply.elapsedTime / 1000)
      })
    },
    async read() {
      // Memory, CPU and event-loop delay are measured from the first reading on: who reads nothing pays nothing.
      if (!measuresProcess) collectDefaultMetrics({ register: registry })
      measuresProcess = true
      readConnections()
      await readJobs()
      return { text: await registry.metrics(), contentType: registry.contentType }
    },
  }
}
