/** `mingce districts parts …`: the parts of communities (村民小组, 居民小组, 楼院), where a community is divided among districts. */
import { writeFile } from 'node:fs/promises'
import type { Command } from 'commander'
import { exportParts, findDividedCommunities, importParts, PARTS_FAILURES } from '../../../registration/index.ts'
import { expectFiles, expectOk, placeOf, voiceOf, withInstallation } from '../frame/index.ts'

export const addPartsCommands = (districts: Command): void => {
  const parts = districts
    .command('parts')
    .description('社区（村）的小组：村民小组、居民小组、楼院 · parts of communities that districts divide')

  parts
    .command('show')
    .description('各社区（村）有哪些小组，多少人小组不明 · the parts of each community, and people whose part is not known')
    .requiredOption('--election <id>', '选举编号 · the election')
    .option('--json', 'JSON')
    .action(async (options, command: Command) => {
      const voice = voiceOf(options.json === true)
      await withInstallation(placeOf(command.optsWithGlobals().data), async ctx => {
        const found = expectOk(await findDividedCommunities(ctx, options.election), PARTS_FAILURES)
        voice.answer(found, () =>
          found
            .map(one => {
              const listed = one.parts.map(({ name, population }) => `${name} ${population}`).join('、')
              const stated = one.stated.filter(part => !part.listed).map(({ part }) => part)
              return {
                zh: `${one.community.code} ${one.community.name}：${listed || '没有名单'}${stated.length > 0 ? `；名册中另有${stated.join('、')}` : ''}；小组不明${one.open}人`,
                en: `${one.community.code} ${one.community.name}: ${listed || 'no list'}${stated.length > 0 ? `; rosters also name ${stated.join(', ')}` : ''}; ${one.open} people of unknown part`,
              }[voice.language]
            })
            .join('\n'),
        )
      })
    })

  parts
    .command('export <file>')
    .description('把名单写成 CSV · write the lists as CSV')
    .requiredOption('--election <id>', '选举编号 · the election')
    .option('--json', 'JSON')
    .action(async (file: string, options, command: Command) => {
      const voice = voiceOf(options.json === true)
      await withInstallation(placeOf(command.optsWithGlobals().data), async ctx => {
        const { csv } = expectOk(await exportParts(ctx, options.election), PARTS_FAILURES)
        await writeFile(file, csv)
        voice.answer({ file }, () => file)
      })
    })

  parts
    .command('import <file>')
    .description('读入名单：社区、小组、人口 · read the lists: community, part, population; all rows or none (docs/files.md)')
    .requiredOption('--election <id>', '选举编号 · the election')
    .option('--json', 'JSON')
    .action(async (file: string, options, command: Command) => {
      const voice = voiceOf(options.json === true)
      expectFiles(file)
      await withInstallation(placeOf(command.optsWithGlobals().data), async ctx => {
        const made = expectOk(await importParts(ctx, options.election, file), PARTS_FAILURES)
        voice.answer(
          made,
          () =>
            ({
              zh: `社区（村）${made.communities}个，小组${made.parts}个；${made.people}人按选民小组定了所在小组`,
              en: `${made.communities} communities with ${made.parts} parts; ${made.people} people got theirs from their voter group`,
            })[voice.language],
        )
      })
    })
}
