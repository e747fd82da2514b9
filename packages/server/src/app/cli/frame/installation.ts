/** Opens what a command works with: the store, its key, its files. Closes it again, whatever happens. */
import { mkdir, statfs } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { join, resolve } from 'node:path'
import pino, { type Logger } from 'pino'
import type { Actor } from '../../../access/index.ts'
import { loadAreas } from '../../../platform/areas/index.ts'
import {
  type Clock,
  ClockSettingInvalid,
  type ClockState,
  clockLimitsFrom,
  describeDoubt,
  recordHeartbeat,
  systemClock,
} from '../../../platform/clock/index.ts'
import { openInstallationKeyring } from '../../../platform/crypto/index.ts'
import {
  checkFitness,
  checkRights,
  type Database,
  DatabaseUnreachable,
  findApplicationRole,
  isConnectedAs,
  migrate,
  migrationStatus,
  openDatabase,
} from '../../../platform/database/index.ts'
import { openSealedFiles } from '../../../platform/files/index.ts'
import { PURGES, purgeDelayFrom, runPurges } from '../../../platform/purge/index.ts'
import { sweepAbandonedImports } from '../../../population/index.ts'
import { removeReportsOfClosed } from '../../../registration/index.ts'
import { composeExtensions, modulesWith } from '../../modules.ts'
import { EXIT, Failed } from './outcome.ts'
import { bilingual } from './say.ts'
import { type Installation, type Place, terminal } from './terminal.ts'

/** `--data` before `MINGCE_DATA` before `.mingce`; `DATABASE_URL` names a server unless `--data` is given. */
export const placeOf = (data: string | undefined, env = process.env): Place => ({
  dataDir: resolve(data ?? (env.MINGCE_DATA || '.mingce')),
  url: data === undefined ? env.DATABASE_URL || undefined : undefined,
})

const wrongUrl = (zh: string, en: string): Failed => new Failed({ zh, en }, { zh: URL_FORM, en: URL_FORM }, EXIT.wrongUse)
const URL_FORM = 'DATABASE_URL=postgres://USER:PASSWORD@HOST:5432/DATABASE'

/** The setting, checked without a server; messages never repeat it, because it holds the password. */
const serverOf = (text: string): URL => {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url) throw wrongUrl('DATABASE_URL 不是有效的地址', 'DATABASE_URL is not a valid address')
  if (!/^postgres(?:ql)?:$/.test(url.protocol))
    throw wrongUrl(
      `DATABASE_URL 以 ${url.protocol}// 开头；只支持 PostgreSQL`,
      `DATABASE_URL begins with ${url.protocol}//; only PostgreSQL is supported`,
    )
  return url
}

/** Opens a server's database that can be used. */
const openServer = async (text: string): Promise<Database> => {
  const { hostname, port } = serverOf(text)
  const database = await openDatabase({ url: text }).catch(error => {
    if (!(error instanceof DatabaseUnreachable)) throw error
    const at = `${hostname || 'localhost'}:${port || 5432}${error.errno ? ` (${error.errno})` : ''}`
    throw new Failed(
      { zh: `无法连接数据库服务器 ${at}`, en: `Cannot connect to the database server ${at}` },
      {
        zh: '请检查服务器是否在运行，以及 DATABASE_URL 中的主机和端口',
        en: 'Check that the server is running, and host and port in DATABASE_URL',
      },
      EXIT.unavailable,
    )
  })
  try {
    await checkFitness(database)
    return database
  } catch (error) {
    await database.close()
    throw error
  }
}

/** Below this a database cannot work for long, and stops in the middle of it. */
const LEAST_FREE_BYTES = 64 * 1024 ** 2

const expectFreeSpace = async (folder: string): Promise<void> => {
  const { bavail, bsize } = await statfs(folder)
  const free = bavail * bsize
  if (free < LEAST_FREE_BYTES)
    throw new Failed(
      {
        zh: `${folder} 所在的磁盘只剩 ${Math.floor(free / 1024 ** 2)} MB`,
        en: `The disk of ${folder} has only ${Math.floor(free / 1024 ** 2)} MB left`,
      },
      { zh: '请先清理磁盘', en: 'Free space on the disk first' },
      EXIT.unavailable,
    )
}

/** The store with the rights of its owner, who migrates it: `DATABASE_OWNER_URL`, where owner and application are two roles. */
export const openOwnerStore = (place: Place, env = process.env): Promise<Database> =>
  openStore(place.url === undefined ? place : { ...place, url: env.DATABASE_OWNER_URL || place.url })

export const openStore = async (place: Place): Promise<Database> => {
  if (place.url !== undefined) return await openServer(place.url)
  await mkdir(place.dataDir, { recursive: true, mode: 0o700 })
  await expectFreeSpace(place.dataDir)
  return openDatabase({ dataDir: join(place.dataDir, 'store') })
}

/** Whoever sits at this machine's command line: all that an office may do, everywhere the data reaches. */
const localActor = (): Actor => ({ id: 'cli', name: userInfo().username, role: 'district', areaCode: '' })

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

/** Judges the clock, and says on standard error that it is in doubt: what destroys or publishes is refused then. */
const judgeClockAtStart = async (database: Database, clock: Clock): Promise<ClockState> => {
  const state = await recordHeartbeat(database, clock)
  if (state.doubt !== null) terminal().err(`${bilingual(describeDoubt(state))}\n`)
  return state
}

/** Settings of the clock and of purges that are not usable end the command before anything is opened. */
const expectClockSettings = (): void => {
  try {
    clockLimitsFrom(process.env)
    purgeDelayFrom(process.env)
  } catch (error) {
    if (error instanceof ClockSettingInvalid) throw new Failed(error.text, undefined, EXIT.wrongUse)
    throw error
  }
}

/** The store opened as the owner, where owner and application are two roles. */
const openAsOwner = async (place: Place): Promise<Database> => {
  const database = await openOwnerStore(place)
  const role = database.kind === 'postgres' ? await findApplicationRole(database) : undefined
  if (role === undefined || !(await isConnectedAs(database, role))) return database
  await database.close()
  throw new Failed(
    {
      zh: `应用程序的数据库角色 ${role} 对操作记录只能读取和追加，未作更改`,
      en: `The application's database role ${role} may only read and add to the audit trail; nothing was changed`,
    },
    {
      zh: '请由数据库的所有者执行：DATABASE_OWNER_URL=… 加在同一条命令之前',
      en: "Run the same command as the database's owner, with DATABASE_OWNER_URL=…",
    },
    EXIT.wrongUse,
  )
}

/** Runs `work` with the installation open, and closes it; inside a server, with the server's, which stays open. */
export const withInstallation = <T>(place: Place, work: (installation: Installation) => Promise<T>, log?: Logger): Promise<T> =>
  within(
    async () => {
      const database = await openStore(place)
      return { database, check: () => checkRights(database) }
    },
    place,
    work,
    log,
  )

/** As `withInstallation`, with the rights of the database's owner: for what the application may not do. */
export const withOwnerInstallation = <T>(place: Place, work: (installation: Installation) => Promise<T>): Promise<T> =>
  within(async () => ({ database: await openAsOwner(place), check: async () => undefined }), place, work)

interface Opened {
  readonly database: Database
  /** Whether this role of a server has the rights that it needs, and no others. */
  check(): Promise<void>
}

const within = async <T>(
  open: () => Promise<Opened>,
  place: Place,
  work: (installation: Installation) => Promise<T>,
  log?: Logger,
): Promise<T> => {
  const { server } = terminal()
  if (server) return work({ ...server, actor: localActor() })
  expectClockSettings()
  const { database, check } = await open()
  try {
    await bringUp(database)
    if (database.kind === 'postgres') await check()
    await loadAreas(database)
    const keys = await openInstallationKeyring(database, { dataDir: place.dataDir })
    database.keys.bind(keys.version)
    const files = await openSealedFiles(join(place.dataDir, 'files'), keys)
    // Nothing is swept by a clock that may be wrong: until it is confirmed, the newest record is the time.
    const { doubt, now, last } = await judgeClockAtStart(database, systemClock)
    const safe = doubt === null ? now : last
    await sweepAbandonedImports(database, database.kind === 'pglite' ? safe : new Date(safe.getTime() - ABANDONED_AFTER_MS), now)
    const installation: Installation = {
      database,
      keys,
      files,
      clock: systemClock,
      log: log ?? pino({ enabled: false }),
      actor: localActor(),
      place,
    }
    await runPurges(installation, composeExtensions(modulesWith({}), installation).all(PURGES))
    await removeReportsOfClosed(installation)
    return await work(installation)
  } finally {
    await database.close()
  }
}
