/** The server's own routes: health, the API's description, how far a job is. */
import type { Module } from '../../access/index.ts'
import type { Jobs } from '../../platform/jobs/index.ts'
import { findBundle, findCheckpointNote, findLogStatus, findTile, openSequencer } from '../../platform/log/index.ts'
import type { Metrics } from '../../platform/metrics/index.ts'
import { registerLogRoutes } from './routes.log.ts'
import { registerProbes } from './routes.probes.ts'
import { registerConsoleRoutes } from './routes.ts'
import type { DemoAccount, Job } from './schema.ts'
import { openReadiness } from './service.probes.ts'
import { isAnswering } from './store.ts'

const findJob = async (jobs: Jobs, jobId: string): Promise<Job | undefined> => {
  const job = await jobs.find(jobId)
  if (!job) return undefined
  const { id, state, progress, result, error } = job
  return {
    id,
    state,
    progress: progress ? { step: progress.step ?? null, done: progress.done, total: progress.total ?? null } : null,
    result: (result as Record<string, unknown> | null | undefined) ?? null,
    error: error ? { code: error.code, ...error.text } : null,
  }
}

export interface ConsoleSettings {
  readonly version: string
  readonly demoAccounts?: readonly DemoAccount[] | undefined
  readonly metrics: Metrics
  readonly metricsToken?: string | undefined
}

export const consoleModule = ({ version, demoAccounts, metrics, metricsToken }: ConsoleSettings): Module => ({
  name: 'console',
  register(app, { services, jobs, dataDir }) {
    registerProbes(app, { findReadiness: openReadiness(services.database, services.clock, dataDir), metrics, metricsToken })
    registerConsoleRoutes(app, {
      version,
      demo: demoAccounts && { demo: true, accounts: [...demoAccounts] },
      isWell: () => isAnswering(services.database),
      findJob: (_, jobId) => findJob(jobs, jobId),
    })
    const { database } = services
    registerLogRoutes(app, {
      findCheckpoint: () => findCheckpointNote(database),
      findTile: (level, index, width) => findTile(database, level, index, width),
      findBundle: (index, width) => findBundle(database, index, width),
      findStatus: () => findLogStatus(services),
    })
    const sequencer = openSequencer(services, error => services.log.error({ err: error }, 'audit log'))
    app.addHook('onListen', async () => sequencer.start())
    app.addHook('onClose', () => sequencer.stop())
  },
})
