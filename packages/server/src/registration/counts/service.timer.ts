/** Adds the changes of counts up, and repairs counts that went wrong: two changes of one person that came together with a file of that person. */
import type { Context } from '../../access/index.ts'
import { findElectionById } from '../../election/index.ts'
import { chinaDate } from '../../platform/clock/index.ts'
import type { Jobs } from '../../platform/jobs/index.ts'
import { checkCounts, countAll, foldCounts } from './service.ts'
import { saveDays } from './store.days.ts'
import { findBases } from './store.ts'

type Services = Omit<Context, 'actor' | 'requestId'>

const JOB = 'people-counts'
const FOLD_MS = 20_000
/** Figures of a day are at most so old when it ends. */
const DAY_MS = 600_000
const CHECK_MS = 6 * 3_600_000

/** Compares the counts of all open elections with their people, and repairs what is wrong. Returns how many counts were. */
const repairAllCounts = async ({ database, clock, log }: Services): Promise<number> => {
  let repaired = 0
  for (const { electionId } of await findBases(database)) {
    const election = await findElectionById(database, electionId)
    if (!election || election.state === 'closed' || (await checkCounts(database, election)).length === 0) continue
    const wrong = await database.transaction(tx => countAll(tx, election, clock.now()))
    log.warn({ election: electionId, counts: wrong }, 'counts of people were wrong and are repaired')
    repaired += wrong
  }
  return repaired
}

/** Registers the job and returns its timers. */
export const openCountTimer = (jobs: Jobs, services: Services) => {
  jobs.work(JOB, async () => {
    await repairAllCounts(services)
    return undefined
  })
  const timers: NodeJS.Timeout[] = []
  let working: Promise<unknown> = Promise.resolve()
  const every = (ms: number, work: () => Promise<unknown>): void => {
    const run = () => {
      working = Promise.all([working, work()]).catch((error: unknown) => services.log.error({ err: error }, 'counts of people'))
    }
    timers.push(setInterval(run, ms).unref())
  }
  return {
    startCounts: (): void => {
      every(FOLD_MS, () => foldCounts(services.database))
      every(DAY_MS, () => saveDays(services.database, chinaDate(services.clock.now())))
      every(CHECK_MS, () => jobs.send(JOB, {}, { singletonKey: JOB }))
    },
    stopCounts: async (): Promise<void> => {
      for (const timer of timers) clearInterval(timer)
      await working
    },
  }
}
