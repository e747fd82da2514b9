/** What a module of the server is: it contributes to modules on its left, then registers its own routes, jobs and services. */
import type { FastifyInstance } from 'fastify'
import type { Jobs } from '../../platform/jobs/index.ts'
import type { Extensions } from '../../platform/modules/index.ts'
import type { Gate } from './service.ts'

/** What every module gets. */
export interface ModuleContext {
  /** Store, keys, clock, sealed files, log. */
  readonly services: Gate['services']
  /** Not started yet: `work` says who does which job. */
  readonly jobs: Jobs
  /** The folder for files that are not in the store. */
  readonly dataDir: string
  readonly extensions: Extensions
  /** The address that people type, where it was set; else that of the request is used (`originOf`). */
  readonly publicUrl?: URL | undefined
}

export interface Module {
  readonly name: string
  /** Adds to extension points of modules on its left. Runs for all modules before the first `register`. */
  contribute?(context: Pick<ModuleContext, 'services' | 'extensions'>): void
  /** Registers routes and jobs; background services start with the hook `onListen` and stop with `onClose`. */
  register(app: FastifyInstance, context: ModuleContext): void
}
