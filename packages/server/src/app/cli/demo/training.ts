/** `mingce training …`: what was only for practice goes again. */
import { join } from 'node:path'
import type { Command } from 'commander'
import { findWipe, WIPE_FAILURES, wipeTraining } from '../../../training/index.ts'
import { EXIT, expectOk, Failed, placeOf, voiceOf, withInstallation } from '../frame/index.ts'

export const addTrainingCommands = (root: Command): void => {
  const training = root.command('training').description('演练 · practice')

  training
    .command('wipe')
    .description(
      '清除一次演练选举的全部数据和已公布的文件；真实选举一律拒绝 · erase all data and published files of a practice election; real elections are refused',
    )
    .requiredOption('--election <id>', '选举编号 · the election')
    .option('--yes', '确认清除；不给时只列出将清除的内容 · confirm; without it only lists what would be erased')
    .option('--json', 'JSON')
    .action(async (options, command: Command) => {
      const voice = voiceOf(options.json === true)
      await withInstallation(placeOf(command.optsWithGlobals().data), async ctx => {
        const { election, standing } = expectOk(await findWipe(ctx, options.election), WIPE_FAILURES)
        if (options.yes !== true)
          throw new Failed(
            {
              zh: `将清除演练选举“${election.name}”（${election.id}）：${standing.registrations} 条登记、${standing.imports} 次导入、${standing.versions} 版名单，不能恢复。没有作任何改动`,
              en: `This would erase the practice election “${election.name}” (${election.id}): ${standing.registrations} registrations, ${standing.imports} imports, ${standing.versions} lists; this cannot be undone. Nothing was changed`,
            },
            { zh: '加 --yes 再执行一次', en: 'Run it again with --yes' },
            EXIT.wrongUse,
          )
        const wiped = expectOk(await wipeTraining(ctx, options.election, join(ctx.place.dataDir, 'rolls')), WIPE_FAILURES)
        voice.answer(
          { election: election.id, ...wiped },
          () => `已清除 wiped: ${election.id}（登记 registrations ${wiped.registrations}，导入 imports ${wiped.imports}）`,
        )
      })
    })
}
