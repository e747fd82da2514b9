/** `mingce count …`: whether the counts of people that pages show are those of the rows, and making them so. */
import type { Command } from 'commander'
import { findElectionById } from '../../../election/index.ts'
import { checkCounts, countAll } from '../../../registration/index.ts'
import { EXIT, Failed, placeOf, voiceOf, withInstallation } from '../frame/index.ts'

const UNKNOWN = (id: string) =>
  new Failed(
    { zh: `没有选举 ${id}`, en: `There is no election ${id}` },
    { zh: '用 mingce election list 查看编号', en: 'See the ids with mingce election list' },
    EXIT.wrongUse,
  )

export const addCountCommands = (root: Command, exit: (code: number) => void): void => {
  const count = root.command('count').description('各社区的人数 · counts of people by community')

  count
    .command('check')
    .description(
      '重新清点，与保存的人数比较，不作更改；不一致时退出码为 3 · count again and compare with the kept counts; changes nothing; exit code 3 if any differs',
    )
    .requiredOption('--election <id>', '选举编号 · the election')
    .option('--json', 'JSON')
    .action(async (options, command: Command) => {
      const voice = voiceOf(options.json === true)
      await withInstallation(placeOf(command.optsWithGlobals().data), async ctx => {
        const election = await findElectionById(ctx.database, options.election)
        if (!election) throw UNKNOWN(options.election)
        const wrong = await checkCounts(ctx.database, election)
        voice.answer({ wrong }, () =>
          wrong.length === 0
            ? voice.language === 'zh'
              ? '人数一致'
              : 'The counts are right'
            : wrong.map(({ code, figure, people }) => `${code}\t${figure}\t${people > 0 ? '+' : ''}${people}`).join('\n'),
        )
        if (wrong.length > 0) exit(EXIT.failed)
      })
    })

  count
    .command('repair')
    .description('重新清点并更正保存的人数 · count again and correct the kept counts')
    .requiredOption('--election <id>', '选举编号 · the election')
    .option('--json', 'JSON')
    .action(async (options, command: Command) => {
      const voice = voiceOf(options.json === true)
      await withInstallation(placeOf(command.optsWithGlobals().data), async ctx => {
        const election = await findElectionById(ctx.database, options.election)
        if (!election) throw UNKNOWN(options.election)
        const repaired = await ctx.database.transaction(tx => countAll(tx, election, ctx.clock.now()))
        voice.answer({ repaired }, () =>
          voice.language === 'zh' ? `更正了 ${repaired} 项人数` : `${repaired} counts were corrected`,
        )
      })
    })
}
