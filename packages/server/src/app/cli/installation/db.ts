/** `mingce db …`: the store's tables, and the backup of an installation. */
import type { Text } from '@mingce/domain/result'
import type { Command } from 'commander'
import pino from 'pino'
import { loadAreas } from '../../../platform/areas/index.ts'
import {
  AFTER_RESTORE,
  BACKUP_FILES,
  backUp,
  findKeyOf,
  isTablesOnly,
  type RestoredInstallation,
  restoreBackup,
  restoreTablesOnly,
  verifyBackup,
} from '../../../platform/backup/index.ts'
import { systemClock } from '../../../platform/clock/index.ts'
import { openInstallationKeyring, openKeyring, openKeyringOf } from '../../../platform/crypto/index.ts'
import {
  checkFitness,
  checkRights,
  type Database,
  findApplicationRole,
  forgetApplicationRole,
  grantRights,
  markRestored,
  migrate,
  migrationStatus,
} from '../../../platform/database/index.ts'
import { openJobs } from '../../../platform/jobs/index.ts'
import { composeExtensions, modulesWith } from '../../modules.ts'
import {
  bilingual,
  EXIT,
  expectFiles,
  Failed,
  openOwnerStore,
  openStore,
  type Place,
  placeOf,
  terminal,
  type Voice,
  voiceOf,
} from '../frame/index.ts'
import { addRecoveryCommand } from './recovery.ts'

/** Runs `work` with a store open, and closes it. */
const within = async (opened: Promise<Database>, work: (database: Database) => Promise<void>): Promise<void> => {
  const database = await opened
  try {
    await work(database)
  } finally {
    await database.close()
  }
}

const withStore = (place: Place, work: (database: Database) => Promise<void>): Promise<void> => within(openStore(place), work)

/** Brings the tables to this version as the owner, and grants the application, where it has a role of its own, what is new. */
const migrateAsOwner = async (database: Database): Promise<string[]> => {
  const applied = await migrate(database)
  await loadAreas(database)
  const role = database.kind === 'postgres' ? await findApplicationRole(database) : undefined
  if (role !== undefined) await grantRights(database, { name: role, password: undefined })
  return applied
}

/** Sets up owner and application as two roles; returns what was done. */
const initServer = async (place: Place, ownerUrl: string | undefined) => {
  if (place.url === undefined || !ownerUrl)
    throw new Failed(
      {
        zh: 'mingce db init 只用于 PostgreSQL，需要两个地址：DATABASE_OWNER_URL（所有者）和 DATABASE_URL（应用程序）',
        en: 'mingce db init is for PostgreSQL and needs two addresses: DATABASE_OWNER_URL (the owner) and DATABASE_URL (the application)',
      },
      { zh: '写法见 docs/operations.md', en: 'See docs/operations.md' },
      EXIT.wrongUse,
    )
  const { username, password } = new URL(place.url)
  const role = { name: decodeURIComponent(username), password: decodeURIComponent(password) || undefined }
  const owner = await openOwnerStore(place)
  try {
    const applied = await migrate(owner)
    await loadAreas(owner)
    // The tables of the job queue are created by the owner once, and then belong to the application.
    const jobs = openJobs(owner)
    await jobs.start()
    await jobs.stop()
    const created = await grantRights(owner, role)
    return { applied, role: role.name, created }
  } finally {
    await owner.close()
  }
}

/** The application's own connection can work with what it was granted. */
const checkApplication = async (place: Place): Promise<void> => {
  const database = await openStore(place)
  try {
    await checkFitness(database)
    await checkRights(database)
  } finally {
    await database.close()
  }
}

const addInit = (db: Command): void => {
  db.command('init')
    .description(
      '所有者与应用程序分为两个数据库角色；升级并授权，可重复执行 · owner and application as two database roles: migrate and grant; can be repeated',
    )
    .option('--json', 'JSON')
    .action(async (options, command: Command) => {
      const place = placeOf(command.optsWithGlobals().data)
      const done = await initServer(place, process.env.DATABASE_OWNER_URL)
      await checkApplication(place)
      voiceOf(options.json === true).answer(
        done,
        () => `${done.role}${done.created ? ' 已创建 created' : ''}  ${done.applied.join(' ')}`,
      )
    })
}

/** Contributions of modules. None of those to a backup uses the services, which are not open at a restore. */
const contributions = (database: Database) =>
  composeExtensions(modulesWith({}), { database, keys: UNUSED, files: UNUSED, clock: systemClock, log: pino({ enabled: false }) })

/** Fails where anything of it is used. */
const UNUSED = new Proxy<never>({} as never, {
  get: (_, name) => {
    throw new Error(`${String(name)} of a service that a backup does not open`)
  },
})

const lost = (missing: readonly string[]): Text => ({
  zh: `数据库提到、但已不存在或无法解密的文件 ${missing.length} 个，备份中没有：\n${missing.join('\n')}`,
  en: `${missing.length} files that the database names are missing or cannot be decrypted, and are not in the backup:\n${missing.join('\n')}`,
})

const addMigrateCommands = (db: Command): void => {
  db.command('migrate')
    .description('升级到本版本的表 · migrate the tables to this version')
    .option('--json', 'JSON')
    .action((options, command: Command) =>
      within(openOwnerStore(placeOf(command.optsWithGlobals().data)), async database => {
        const applied = await migrateAsOwner(database)
        voiceOf(options.json === true).answer({ applied }, () =>
          applied.length === 0 ? '已是最新 up to date' : applied.join('\n'),
        )
      }),
    )

  db.command('status')
    .description('各项升级是否已执行 · which migrations are applied')
    .option('--json', 'JSON')
    .action((options, command: Command) =>
      withStore(placeOf(command.optsWithGlobals().data), async database => {
        const status = await migrationStatus(database)
        voiceOf(options.json === true).answer({ kind: database.kind, migrations: status }, () =>
          status.map(m => `${m.state.padEnd(9)} ${m.name}`).join('\n'),
        )
      }),
    )
}

const addBackupCommands = (db: Command, exit: (code: number) => void): void => {
  db.command('backup <file>')
    .description(
      '备份数据、文件和任务，用安装密钥加密；密钥文件请另行保存 · back up tables, files and jobs, encrypted with the key; keep the key file elsewhere',
    )
    .option('--json', 'JSON')
    .action(async (file: string, options, command: Command) => {
      const place = placeOf(command.optsWithGlobals().data)
      const voice = voiceOf(options.json === true)
      await withStore(place, async database => {
        const keys = await openInstallationKeyring(database, { dataDir: place.dataDir })
        const made = await backUp({ database, keys, dataDir: place.dataDir }, file, contributions(database).all(BACKUP_FILES), {
          at: systemClock.now(),
        })
        const { jobs, ...rest } = made
        voice.answer({ ...rest, jobs: jobs.length }, () => words(file, { ...rest, jobs: jobs.length }))
        if (made.missing.length === 0) return
        terminal().err(`${bilingual(lost(made.missing))}\n`)
        exit(EXIT.doneWithoutFiles)
      })
    })

  db.command('verify <file>')
    .description('通读备份并核对 · read a whole backup and check it')
    .option('--json', 'JSON')
    .action(async (file: string, options, command: Command) => {
      expectFiles(file)
      const { dataDir } = placeOf(command.optsWithGlobals().data)
      const { migrations: _, jobs, ...rest } = await verifyBackup(file, await keysFor(file, dataDir))
      const found = { ...rest, jobs: jobs.length }
      voiceOf(options.json === true).answer(found, () => words(file, found))
    })
}

const words = (file: string, made: { tables: object; rows: number; files: number; jobs: number }): string =>
  `${file}  ${Object.keys(made.tables).length} 张表 tables, ${made.rows} 行 rows, ${made.files} 个文件 files, ${made.jobs} 项任务 jobs`

/** The key that the backup needs, from its usual place. None is made. */
const keysFor = async (file: string, dataDir: string) => {
  const needed = await findKeyOf(file)
  return needed?.state ? openKeyringOf({ dataDir }, needed.state) : openKeyring({ dataDir, expected: needed?.check ?? '' })
}

const sayRestored = (voice: Voice, file: string, { notes, ...restored }: RestoredInstallation): void => {
  voice.answer({ ...restored, notes }, () => words(file, restored))
  for (const note of notes) voice.say(note)
  if (restored.missing.length > 0) terminal().err(`${bilingual(lost(restored.missing))}\n`)
}

/** The application's role on this server, if `db init` has set one up. */
const findRoleBefore = async (database: Database): Promise<string | undefined> =>
  database.kind === 'postgres' && (await migrationStatus(database))[0]?.state === 'applied'
    ? await findApplicationRole(database)
    : undefined

const addRestoreCommand = (db: Command): void => {
  db.command('restore <file>')
    .description('恢复到空的安装；先放好密钥文件 · restore into an empty installation; put the key file in its place first')
    .option('--json', 'JSON')
    .action(async (file: string, options, command: Command) => {
      expectFiles(file)
      const place = placeOf(command.optsWithGlobals().data)
      const isOld = await isTablesOnly(file)
      const keys = isOld ? undefined : await keysFor(file, place.dataDir)
      await within(openOwnerStore(place), async database => {
        const role = await findRoleBefore(database)
        const after = { at: systemClock.now(), after: contributions(database).all(AFTER_RESTORE) }
        const restored = keys
          ? await restoreBackup({ database, keys, dataDir: place.dataDir }, file, after)
          : await restoreTablesOnly({ database }, file, after)
        // The role in the backup is that of another server.
        if (database.kind === 'postgres') await forgetApplicationRole(database)
        if (role !== undefined) await grantRights(database, { name: role, password: undefined })
        sayRestored(voiceOf(options.json === true), file, restored)
      })
    })
}

/** For a database that was restored without `db restore`: by PostgreSQL's own means. */
const addRestoredCommand = (db: Command): void => {
  db.command('restored')
    .description(
      '用其他办法恢复后执行：在交换对方答复前，不开具、接收和转出资格证明 · after a restore by other means: certificates wait until partners have answered',
    )
    .option('--json', 'JSON')
    .action(async (options, command: Command) => {
      await withStore(placeOf(command.optsWithGlobals().data), async database => {
        const restoredAt = systemClock.now()
        await markRestored(database, restoredAt)
        voiceOf(options.json === true).answer({ restoredAt: restoredAt.toISOString() }, () => restoredAt.toISOString())
      })
    })
}

export const addDatabaseCommands = (root: Command, exit: (code: number) => void): void => {
  const db = root.command('db').description('数据库 · the database')
  addInit(db)
  addMigrateCommands(db)
  addBackupCommands(db, exit)
  addRestoreCommand(db)
  addRestoredCommand(db)
  addRecoveryCommand(db)
}
