/** The server's own routes: health, the API's description, how far a job is. */
import { authorise, type Context, type Module, type ModuleContext, visibleArea } from '../../access/index.ts'
import { type Election, WAITING_WORK, type WaitingWork } from '../../election/index.ts'
import { BACKUP_FILES } from '../../platform/backup/index.ts'
import { type ClockState, confirmClock, describeDoubt, openHeartbeat, readClock } from '../../platform/clock/index.ts'
import type { Jobs } from '../../platform/jobs/index.ts'
import { findBundle, findCheckpointNote, findLogStatus, findTile, openSequencer } from '../../platform/log/index.ts'
import type { Metrics } from '../../platform/metrics/index.ts'
import { countDue, PURGES, runPurges } from '../../platform/purge/index.ts'
import { registerLogRoutes } from './routes.log.ts'
import { registerProbes } from './routes.probes.ts'
import { registerConsoleRoutes } from './routes.ts'
import type { ClockView, DemoAccount, Job } from './schema.ts'
import { type BackupSettings, openDailyBackups } from './service.backups.ts'
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
  /** Judge the clock and purge what is due while the server runs. */
  readonly watchesTime?: boolean | undefined
  /** Where a backup is made each day; only while the server watches the time. */
  readonly backups?: BackupSettings | undefined
}

const toView = ({ doubt, now, last }: ClockState): ClockView => ({
  doubt,
  now: now.toISOString(),
  lastRecord: last.toISOString(),
})

/** What waits because of the time: a clock to be confirmed, and data that is purged soon. */
const findTimedWork = async (ctx: Context, election: Election): Promise<WaitingWork[]> => {
  const area = visibleArea(ctx.actor, election.areaCode)
  if (area === null || !authorise(ctx.actor, 'set-up', area).ok) return []
  const { doubt } = await readClock(ctx.database, ctx.clock.now())
  const due = await countDue(ctx.database, area)
  return [
    ...(doubt === null ? [] : [{ task: 'clock.in-doubt' as const, count: 1, due: 1 }]),
    ...(due === 0 ? [] : [{ task: 'purge.due' as const, count: due, due: 0 }]),
  ]
}

const HOUR_MS = 3_600_000

/** Judges the clock while the server runs, and runs the purges each hour; they wait while it is in doubt. */
const watchTime = (
  { services, extensions }: Pick<ModuleContext, 'services' | 'extensions'>,
  makeBackups: () => Promise<void>,
) => {
  const purges = extensions.all(PURGES)
  const { database, clock, log } = services
  let ranAt = performance.now()
  const onJudged = async (state: ClockState): Promise<void> => {
    if (state.doubt !== null) log.warn({ doubt: state.doubt }, describeDoubt(state).en)
    await makeBackups()
    if (performance.now() - ranAt < HOUR_MS) return
    ranAt = performance.now()
    const { purged, waiting } = await runPurges(services, purges)
    if (purged + waiting > 0) log.info({ purged, waiting }, 'purges')
  }
  return openHeartbeat(database, clock, onJudged, (error: unknown) => log.error({ err: error }, 'judging the clock'))
}

export const consoleModule = ({
  version,
  demoAccounts,
  metrics,
  metricsToken,
  watchesTime,
  backups,
}: ConsoleSettings): Module => ({
  name: 'console',
  contribute({ extensions }) {
    extensions.add(WAITING_WORK, findTimedWork)
  },
  register(app, { services, jobs, dataDir, extensions }) {
    const daily = backups && openDailyBackups(backups, { services, jobs, dataDir, finders: extensions.all(BACKUP_FILES) })
    let heartbeat: ReturnType<typeof watchTime> | undefined
    app.addHook('onListen', async () => {
      if (watchesTime === true) heartbeat = watchTime({ services, extensions }, async () => await daily?.makeDue())
    })
    app.addHook('onClose', async () => await heartbeat?.stop())
    registerProbes(app, { findReadiness: openReadiness(services.database, services.clock, dataDir), metrics, metricsToken })
    registerConsoleRoutes(app, {
      version,
      demo: demoAccounts && { demo: true, accounts: [...demoAccounts] },
      isWell: () => isAnswering(services.database),
      findJob: (_, jobId) => findJob(jobs, jobId),
      getClock: async ({ database, clock }) => toView(await readClock(database, clock.now())),
      async confirmClock({ database, clock, actor }) {
        await confirmClock(database, clock, actor)
        return toView(await readClock(database, clock.now()))
      },
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
