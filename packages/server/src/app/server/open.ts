/** The server with everything behind it: what `mingce serve` listens with. */
import type { FastifyInstance } from 'fastify'
import { type AccessOptions, fetchInside, type Gate, openAccess } from '../../access/index.ts'
import { type Gateways, gatewaysFrom } from '../../notice/index.ts'
import type { Jobs } from '../../platform/jobs/index.ts'
import { openMetrics } from '../../platform/metrics/index.ts'
import { composeExtensions, modulesWith } from '../modules.ts'
import { consoleModule } from './module.ts'
import type { DemoAccount } from './schema.ts'
import { buildServer } from './server.ts'
import type { BackupSettings } from './service.backups.ts'

export interface ConsoleOptions extends Omit<AccessOptions, 'fetchInside'> {
  readonly services: Gate['services']
  /** Not started yet: modules say which jobs they do. */
  readonly jobs: Jobs
  /** Published files are in its folder `rolls`. */
  readonly dataDir: string
  readonly version: string
  /** Accounts that a demo shows on its sign-in page. */
  readonly demoAccounts?: readonly DemoAccount[] | undefined
  /** The built pages (packages/web/dist). */
  readonly pages?: string | undefined
  readonly trustedProxies?: readonly string[] | undefined
  /** Who sends it as a bearer token may read `/metrics` from other machines. */
  readonly metricsToken?: string | undefined
  /** Where messages go out; by default from the settings of the process. */
  readonly gateways?: Gateways | undefined
  /** Judge the clock and purge what is due while the server runs, as an installation for work does. */
  readonly watchesTime?: boolean | undefined
  /** Where a backup is made each day. */
  readonly backups?: BackupSettings | undefined
  /** Sees the application before the first route is registered. */
  readonly watch?: ((app: FastifyInstance) => void) | undefined
}

/** Puts the server together; then the caller starts the jobs and listens. */
export const openConsole = async (options: ConsoleOptions): Promise<FastifyInstance> => {
  const { services, jobs, dataDir, version, demoAccounts, demoLogin } = options
  const access = openAccess({ ...options, ...(demoLogin ? { fetchInside: fetchInside(() => app) } : {}) })
  const gateways = options.gateways ?? gatewaysFrom(process.env, demoAccounts !== undefined)
  const metrics = openMetrics({ database: services.database, jobs })
  const modules = [
    consoleModule({
      version,
      demoAccounts,
      metrics,
      metricsToken: options.metricsToken,
      watchesTime: options.watchesTime,
      backups: options.backups,
    }),
    access.module,
    ...modulesWith(gateways),
  ]
  const context = { services, jobs, dataDir, extensions: composeExtensions(modules, services), publicUrl: options.publicUrl }
  const app: FastifyInstance = await buildServer({
    register: server => {
      for (const module of modules) module.register(server, context)
    },
    version,
    gate: access.gate,
    findLogins: access.findLogins,
    demoLogin: demoLogin?.handle,
    log: services.log,
    pages: options.pages,
    publicUrl: options.publicUrl,
    trustedProxies: options.trustedProxies,
    watch: server => {
      metrics.observe(server)
      options.watch?.(server)
    },
  })
  return app
}
