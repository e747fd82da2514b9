/** `mingce roll …`: publish the voter list, and prove a directory offline. */
import type { Command } from 'commander'
import { publishRoll, ROLL_FAILURES, verifyRollDirectory } from '../../roll/index.ts'
import { EXIT, expectOk, placeOf, voiceOf, withInstallation } from './frame/index.ts'

export const addRollCommands = (root: Command, exit: (code: number) => void): void => {
  const roll = root.command('roll').description('选民名单 · the voter list')

  roll
    .command('publish')
    .description('公布选民名单：选民榜 PDF、CSV 和校验原文；已公布过的，公布补充名单 · publish the voter list, or a supplement')
    .requiredOption('--election <id>', '选举编号 · the election')
    .requiredOption('--out <dir>', '输出文件夹，须为空 · output directory, which must be empty')
    .option(
      '--late-reason <text>',
      '逾期公布的理由 · reason for publishing later than 20 days before election day (Electoral Law, Art. 28)',
    )
    .option('--json', 'JSON')
    .action(async (options, command: Command) => {
      const voice = voiceOf(options.json === true)
      const progress = voice.progress()
      await withInstallation(placeOf(command.optsWithGlobals().data), async ctx => {
        const published = await publishRoll(
          ctx,
          {
            electionId: options.election,
            directory: options.out,
            ...(options.lateReason === undefined ? {} : { lateReason: options.lateReason }),
          },
          now => progress.report({ stage: now.stage, rowsRead: now.done, bytesRead: now.done, bytesTotal: now.total ?? 0 }),
        ).finally(progress.stop)
        const version = expectOk(published, ROLL_FAILURES)
        if (version.leftOff.count > 0)
          voice.say({
            zh: `有 ${version.leftOff.count} 名已登记选民没有选区，未列入名单`,
            en: `${version.leftOff.count} registered voters have no electoral district and were not listed`,
          })
        if (version.openReviews > 0)
          voice.say({
            zh: `还有 ${version.openReviews} 条登记待审核，核准后以补充名单公布`,
            en: `${version.openReviews} registrations need review; those approved later are published in a supplement`,
          })
        voice.answer(
          version,
          () =>
            `第 ${version.version} 版 version ${version.version}: ${version.entries} 条 entries\nroot ${version.root}\n${options.out}`,
        )
      })
    })

  roll
    .command('verify <dir>')
    .description('离线核验已公布的名单 · verify a published list offline')
    .option('--root <hex>', '选民榜上印的名单校验值 · the checksum printed on the poster')
    .option('--json', 'JSON')
    .action(async (directory: string, options) => {
      const voice = voiceOf(options.json === true)
      const proved = await verifyRollDirectory(directory, options.root === undefined ? {} : { root: options.root })
      voice.answer(proved, () =>
        proved.ok
          ? `${voice.language === 'zh' ? '核验通过' : 'verified'}: ${proved.entries} 条 entries, root ${proved.root}`
          : proved.faults.map(fault => fault.text[voice.language]).join('\n'),
      )
      if (!proved.ok) exit(EXIT.failed)
    })
}
