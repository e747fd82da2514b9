/** `mingce districts electorate …`: the committee's list of who elects a township's deputies. */
import { writeFile } from 'node:fs/promises'
import type { Command } from 'commander'
import { ELECTORATE_FAILURES, exportElectorate, getElectorate, importElectorate } from '../../../registration/index.ts'
import { expectFiles, expectOk, placeOf, voiceOf, withInstallation } from '../frame/index.ts'

export const addElectorateCommands = (districts: Command): void => {
  const electorate = districts
    .command('electorate')
    .description(
      '谁选举乡级代表：社区和单位，每条有依据 · who elects township deputies: communities and units, each with its source',
    )

  electorate
    .command('show')
    .description(
      '还有多少社区待确认、多少人没有确定 · how many communities are to be confirmed and how many people are undecided',
    )
    .requiredOption('--election <id>', '选举编号 · the election')
    .option('--json', 'JSON')
    .action(async (options, command: Command) => {
      const voice = voiceOf(options.json === true)
      await withInstallation(placeOf(command.optsWithGlobals().data), async ctx => {
        const found = expectOk(await getElectorate(ctx, options.election), ELECTORATE_FAILURES)
        const { counts, communities, units } = found
        voice.answer(
          found,
          () =>
            ({
              zh: `社区${communities.length}个，其中${counts.toConfirm}个待确认；单位${units.length}个；未确定${counts.undecided}人，说法不一${counts.disputed}人，没有乡级选区${counts.placeless}人`,
              en: `${communities.length} communities, ${counts.toConfirm} of them to be confirmed; ${units.length} units; ${counts.undecided} people undecided, ${counts.disputed} disputed, ${counts.placeless} without a township-level district`,
            })[voice.language],
        )
      })
    })

  electorate
    .command('export <file>')
    .description('把表写成 CSV · write the list as CSV')
    .requiredOption('--election <id>', '选举编号 · the election')
    .option('--json', 'JSON')
    .action(async (file: string, options, command: Command) => {
      const voice = voiceOf(options.json === true)
      await withInstallation(placeOf(command.optsWithGlobals().data), async ctx => {
        const { csv } = expectOk(await exportElectorate(ctx, options.election), ELECTORATE_FAILURES)
        await writeFile(file, csv)
        voice.answer({ file }, () => file)
      })
    })

  electorate
    .command('import <file>')
    .description(
      '读入表：类别、名称、社区、选举乡镇代表、单位性质、协议、乡级选区、依据 · read the list; all rows or none (docs/files.md)',
    )
    .requiredOption('--election <id>', '选举编号 · the election')
    .option('--json', 'JSON')
    .action(async (file: string, options, command: Command) => {
      const voice = voiceOf(options.json === true)
      expectFiles(file)
      await withInstallation(placeOf(command.optsWithGlobals().data), async ctx => {
        const made = expectOk(await importElectorate(ctx, options.election, file), ELECTORATE_FAILURES)
        voice.answer(
          made,
          () =>
            ({
              zh: `社区${made.communities}个，单位${made.units}个；${made.voters}人的乡级选举权利随之改变`,
              en: `${made.communities} communities and ${made.units} units; the township vote of ${made.voters} people changed`,
            })[voice.language],
        )
      })
    })
}
