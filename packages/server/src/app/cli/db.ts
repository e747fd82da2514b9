/** `mingce db …`: the store's tables, and its backup. */
import type { Command } from 'commander'
import { loadAreas } from '../../platform/areas/index.ts'
import { systemClock } from '../../platform/clock/index.ts'
import {
  backup,
  checkFitness,
  checkRights,
  type Database,
  findApplicationRole,
  forgetApplicationRole,
  grantRights,
  migrate,
  migrationStatus,
  restore,
} from '../../platform/database/index.ts'
import { openJobs } from '../../platform/jobs/index.ts'
import { EXIT, expectFiles, Failed, openOwnerStore, openStore, type Place, placeOf, voiceOf } from './frame/index.ts'

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

export const addDatabaseCommands = (root: Command): void => {
  const db = root.command('db').description('数据库 · the database')
  addInit(db)

  db.command('migrate')
    .description('升级到本版本的表 · migrate the tables to this version')
    .option('--json', 'JSON')
    .action(async (options, command: Command) => {
      const database = await openOwnerStore(placeOf(command.optsWithGlobals().data))
      try {
        const applied = await migrateAsOwner(database)
        voiceOf(options.json === true).answer({ applied }, () =>
          applied.length === 0 ? '已是最新 up to date' : applied.join('\n'),
        )
      } finally {
        await database.close()
      }
    })

  db.command('status')
    .description('各项升级是否已执行 · which migrations are applied')
    .option('--json', 'JSON')
    .action(async (options, command: Command) => {
      const database = await openStore(placeOf(command.optsWithGlobals().data))
      try {
        const status = await migrationStatus(database)
        voiceOf(options.json === true).answer({ kind: database.kind, migrations: status }, () =>
          status.map(m => `${m.state.padEnd(9)} ${m.name}`).join('\n'),
        )
      } finally {
        await database.close()
      }
    })

  db.command('backup <file>')
    .description('备份；不含密钥，密钥文件请另行保存 · back up; without the key, so keep the key file elsewhere')
    .option('--json', 'JSON')
    .action(async (file: string, options, command: Command) => {
      const database = await openStore(placeOf(command.optsWithGlobals().data))
      try {
        const made = await backup(database, file, { at: systemClock.now() })
        voiceOf(options.json === true).answer(
          made,
          () => `${file}  ${Object.keys(made.tables).length} 张表 tables, ${made.rows} 行 rows`,
        )
      } finally {
        await database.close()
      }
    })

  db.command('restore <file>')
    .description('恢复到空的数据库 · restore into an empty database')
    .option('--json', 'JSON')
    .action(async (file: string, options, command: Command) => {
      expectFiles(file)
      const database = await openOwnerStore(placeOf(command.optsWithGlobals().data))
      try {
        const role =
          database.kind === 'postgres' && (await migrationStatus(database))[0]?.state === 'applied'
            ? await findApplicationRole(database)
            : undefined
        await migrate(database)
        const restored = await restore(file, database)
        // The role in the backup is that of another server.
        if (database.kind === 'postgres') await forgetApplicationRole(database)
        if (role !== undefined) await grantRights(database, { name: role, password: undefined })
        voiceOf(options.json === true).answer(
          restored,
          () => `${Object.keys(restored.tables).length} 张表 tables, ${restored.rows} 行 rows`,
        )
      } finally {
        await database.close()
      }
    })
}
