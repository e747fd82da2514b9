/** The HTTP server: platform, who may call what, the routes of the modules it is given, and the pages. */
import type { FastifyBaseLogger, FastifyInstance } from 'fastify'
import {
  type DemoLogin,
  type Gate,
  holdGate,
  mountDemoLogin,
  openFirstPage,
  type VoterLoginUseCases,
} from '../../access/index.ts'
import { acceptUploads, compressAnswers, describeApi, limitRates, openApp, servePages } from '../../platform/http/index.ts'
import { OFFICE_PATHS } from './office-paths.ts'

export interface ServerOptions {
  /** Registers the routes of every module, in order. */
  readonly register: (app: FastifyInstance) => void
  readonly version: string
  readonly gate: Gate
  readonly log: FastifyBaseLogger
  /** The built pages (packages/web/dist); without them only the API is served. */
  readonly pages?: string | undefined
  /** Real-name logins on the first page. */
  readonly findLogins?: VoterLoginUseCases['findLogins'] | undefined
  /** The address that people type, if a proxy is in front of this server. */
  readonly publicUrl?: URL | undefined
  readonly trustedProxies?: readonly string[] | undefined
  /** Largest upload, 2 GB by default. */
  readonly uploadLimitBytes?: number | undefined
  /** Handles everything under /demo-login: the issuer of a demo's login. */
  readonly demoLogin?: DemoLogin['handle'] | undefined
  /** Sees the application before the first route is registered. */
  readonly watch?: ((app: FastifyInstance) => void) | undefined
}

/** The server, not yet listening. */
export const buildServer = async (options: ServerOptions): Promise<FastifyInstance> => {
  const app = openApp(options)
  options.watch?.(app)
  await describeApi(app, options.version)
  await compressAnswers(app, options.publicUrl)
  await acceptUploads(app, options.uploadLimitBytes)
  await limitRates(app, ({ access }) => access === 'public')
  holdGate(app, options.gate)
  options.register(app)
  if (options.demoLogin) mountDemoLogin(app, options.demoLogin)
  if (options.pages) {
    const firstPage = openFirstPage(options.pages, options.findLogins?.() ?? { options: [], demo: false })
    await servePages(app, options.pages, { config: { access: 'public' } }, firstPage, OFFICE_PATHS)
  }
  return app
}
