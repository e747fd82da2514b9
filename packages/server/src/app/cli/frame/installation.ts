/** Opens what a command works with: the store, its key, its files. Closes it again, whatever happens. */
import { mkdir } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { join, resolve } from 'node:path'
import pino, { type Logger } from 'pino'
import type { Actor, Context } from '../../../access/index.ts'
import { loadAreas } from '../../../platform/areas/index.ts'
import { systemClock } from '../../../platform/clock/index.ts'
import { openInstallationKeyring } from '../../../platform/crypto/index.ts'
import { type Database, migrate, migrationStatus, openDatabase } from '../../../platform/database/index.ts'
import { openSealedFiles } from '../../../platform/files/index.ts'
import { endSources, purgeEndedEntries, sweepAbandonedImports } from '../../../population/index.ts'
import { purgeEndedExtracts, removeReportsOfClosed } from '../../../registration/index.ts'
import { Failed } from './outcome.ts'

export interface Place {
  /** Folder of the embedded store; also of the key and the sealed files of a server's store. */
  readonly dataDir: string
  /** A PostgreSQL server, instead of the embedded store. */
  readonly url: string | undefined
}

/** `--data` before `MINGCE_DATA` before `.mingce`; `DATABASE_URL` names a server unless `--data` is given. */
export const placeOf = (data: string | undefined, env = process.env): Place => ({
  dataDir: resolve(data ?? (env.MINGCE_DATA || '.mingce')),
  url: data === undefined ? env.DATABASE_URL || undefined : undefined,
})

export const openStore = async (place: Place): Promise<Database> => {
  if (place.url !== undefined) return openDatabase({ url: place.url })
  await mkdir(place.dataDir, { recursive: true, mode: 0o700 })
  return openDatabase({ dataDir: join(place.dataDir, 'store') })
}

/** Whoever sits at this machine's command line: all that an office may do, everywhere the data reaches. */
const localActor = (): Actor => ({ id: 'cli', name: userInfo().username, role: 'district', areaCode: '' })

export interface Installation extends Context {
  readonly place: Place
}

/** An abandoned import on a server may be another process's that still runs; after so long it is not. */
const ABANDONED_AFTER_MS = 12 * 3_600_000

/** Brings a new store, or an embedded one, to this version's tables; a server with data is migrated by its keeper, after a backup. */
const bringUp = async (database: Database): Promise<void> => {
  const status = await migrationStatus(database)
  const pending = status.filter(migration => migration.state !== 'applied')
  if (pending.length === 0) return
  if (database.kind === 'postgres' && pending.length < status.length)
    throw new Failed({
      zh: `数据库还差 ${pending.length} 项升级。请先备份（mingce db backup），再执行 mingce db migrate`,
      en: `The database is missing ${pending.length} migrations. Back it up (mingce db backup), then run mingce db migrate`,
    })
  await migrate(database)
}

/** Runs `work` with the installation open, and closes it. */
export const withInstallation = async <T>(
  place: Place,
  work: (installation: Installation) => Promise<T>,
  log?: Logger,
): Promise<T> => {
  const database = await openStore(place)
  try {
    await bringUp(database)
    await loadAreas(database)
    const keys = await openInstallationKeyring(database, { dataDir: place.dataDir })
    const files = await openSealedFiles(join(place.dataDir, 'files'), keys)
    const now = systemClock.now()
    await sweepAbandonedImports(database, database.kind === 'pglite' ? now : new Date(now.getTime() - ABANDONED_AFTER_MS), now)
    const installation: Installation = {
      database,
      keys,
      files,
      clock: systemClock,
      log: log ?? pino({ enabled: false }),
      actor: localActor(),
      place,
    }
    await purgeEndedExtracts(installation)
    await removeReportsOfClosed(installation)
    await purgeEndedEntries(installation)
    await endSources(installation)
    return await work(installation)
  } finally {
    await database.close()
  }
}
