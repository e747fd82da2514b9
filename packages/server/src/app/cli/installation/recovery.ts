/** `mingce db recovery`: whether the database can be brought back to any moment. */
import type { Command } from 'commander'
import { findClientVersion, findRecoveryFacts, findRecoveryFaults } from '../../../platform/database/index.ts'
import { bilingual, EXIT, Failed, openStore, placeOf, voiceOf } from '../frame/index.ts'

const EMBEDDED = {
  text: {
    zh: '内置数据库没有归档：用 mingce db backup 备份，可恢复到备份的时刻',
    en: 'The embedded database has no archive: use mingce db backup, and restore to the moment of a backup',
  },
} as const

export const addRecoveryCommand = (db: Command): void => {
  db.command('recovery')
    .description('数据库服务器能否恢复到任意时刻 · whether a server can be recovered to any moment')
    .option('--client <program>', 'pg_basebackup', 'pg_basebackup')
    .option('--json', 'JSON')
    .action(async (options, command: Command) => {
      const database = await openStore(placeOf(command.optsWithGlobals().data))
      try {
        if (database.kind === 'pglite') throw new Failed(EMBEDDED.text, undefined, EXIT.wrongUse)
        const facts = await findRecoveryFacts(database)
        if (!facts) throw new Error('the server says nothing of its archive')
        const client = await findClientVersion(options.client)
        const faults = findRecoveryFaults(facts, client)
        voiceOf(options.json === true).answer({ ...facts, client, faults }, () =>
          [
            `PostgreSQL ${Math.floor(facts.version / 10_000)}, pg_basebackup ${client ?? '—'}`,
            ...faults.map(bilingual),
            ...(faults.length === 0 ? ['可以恢复到任意时刻 · can be recovered to any moment'] : []),
          ].join('\n'),
        )
        if (faults.length > 0)
          throw new Failed(
            { zh: `还有 ${faults.length} 项不符合`, en: `${faults.length} requirements are not met` },
            { zh: '见 docs/operations.md 的“恢复到任意时刻”', en: 'See “Recovery to a moment” in docs/operations.md' },
          )
      } finally {
        await database.close()
      }
    })
}
