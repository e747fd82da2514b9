/** A backup a day, made by the running server: the only way to back up an embedded store without stopping it. */
import { mkdir, readdir, rm } from 'node:fs/promises'
import path from 'node:path'
import type { Context } from '../../access/index.ts'
import { backUp, type NamedFile } from '../../platform/backup/index.ts'
import { chinaDate, readClock } from '../../platform/clock/index.ts'
import type { Sql } from '../../platform/database/index.ts'
import type { Jobs } from '../../platform/jobs/index.ts'

export interface BackupSettings {
  readonly directory: string
  /** So many of the newest are kept. */
  readonly keep: number
}

interface Surroundings {
  readonly services: Pick<Context, 'database' | 'keys' | 'clock' | 'log'>
  readonly jobs: Jobs
  readonly dataDir: string
  readonly finders: readonly ((sql: Sql) => Promise<readonly NamedFile[]>)[]
}

const JOB = 'backup'
const NAME = /^mingce-(\d{4}-\d\d-\d\d)-\d{6}\.backup$/

/** Days of Beijing, so that a name sorts by its time. */
const nameAt = (at: Date): string => {
  const time = new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(11, 19).replaceAll(':', '')
  return `mingce-${chinaDate(at)}-${time}.backup`
}

/** Call before the jobs start; then `makeDue` from time to time. */
export const openDailyBackups = (settings: BackupSettings, { services, jobs, dataDir, finders }: Surroundings) => {
  const { database, keys, clock, log } = services
  const { directory, keep } = settings
  const findBackups = async (): Promise<string[]> => {
    await mkdir(directory, { recursive: true, mode: 0o700 })
    return (await readdir(directory)).filter(name => NAME.test(name)).sort()
  }
  /** Removes all but the newest; not by a clock that may be wrong, whose names would not be in order. */
  const removeOld = async (): Promise<void> => {
    if ((await readClock(database, clock.now())).doubt !== null) return
    for (const name of (await findBackups()).slice(0, -keep)) await rm(path.join(directory, name), { force: true })
  }
  jobs.work(JOB, async () => {
    const at = clock.now()
    const name = nameAt(at)
    await findBackups()
    const {
      rows,
      files,
      missing,
      jobs: saved,
    } = await backUp({ database, keys, dataDir }, path.join(directory, name), finders, { at })
    if (missing.length > 0) log.error({ missing }, 'files that the database names are not in the backup')
    await removeOld()
    return { name, rows, files, missing: missing.length, jobs: saved.length }
  })
  return {
    /** Queues a backup unless there is one of today. */
    async makeDue(): Promise<void> {
      const today = chinaDate(clock.now())
      const has = (await findBackups()).some(name => NAME.exec(name)?.[1] === today)
      if (!has) await jobs.send(JOB, {}, { singletonKey: JOB })
    },
  }
}
