/** `mingce db …`: the store's tables, and its backup. */
import type { Command } from 'commander'
import { systemClock } from '../../platform/clock/index.ts'
import { backup, markRestored, migrate, migrationStatus, restore } from '../../platform/database/index.ts'
import { expectFiles, openStore, placeOf, voiceOf } from './frame/index.ts'

export const addDatabaseCommands = (root: Command): void => {
  const db = root.command('db').description('数据库 · the database')

  db.command('migrate')
    .description('升级到本版本的表 · migrate the tables to this version')
    .option('--json', 'JSON')
    .action(async (options, command: Command) => {
      const database = await openStore(placeOf(command.optsWithGlobals().data))
      try {
        const applied = await migrate(database)
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
      const database = await openStore(placeOf(command.optsWithGlobals().data))
      try {
        await migrate(database)
        const restored = await restore(file, database, { restoredAt: systemClock.now() })
        voiceOf(options.json === true).answer(
          restored,
          () => `${Object.keys(restored.tables).length} 张表 tables, ${restored.rows} 行 rows`,
        )
      } finally {
        await database.close()
      }
    })

  db.command('restored')
    .description(
      '用其他办法恢复后执行：在交换对方答复前，不开具、接收和转出资格证明 · after a restore by other means: certificates wait until partners have answered',
    )
    .option('--json', 'JSON')
    .action(async (options, command: Command) => {
      const database = await openStore(placeOf(command.optsWithGlobals().data))
      try {
        const restoredAt = systemClock.now()
        await markRestored(database, restoredAt)
        voiceOf(options.json === true).answer({ restoredAt: restoredAt.toISOString() }, () => restoredAt.toISOString())
      } finally {
        await database.close()
      }
    })
}
