/** `mingce check`: asks the registers anew, counts, and writes the work lists. */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Command } from 'commander'
import { checkElection, exportWorkLists, REGISTRATION_FAILURES } from '../../../registration/index.ts'
import { expectOk, placeOf, voiceOf, withInstallation } from '../frame/index.ts'

export const addCheckCommand = (root: Command): void => {
  root
    .command('check')
    .description('核对名册：错登、重登、漏登，并写出工作清单 · check the roll and write the work lists')
    .requiredOption('--election <id>', '选举编号 · the election')
    .requiredOption('--out <dir>', '清单的输出文件夹 · output directory for the lists')
    .option('--json', 'JSON')
    .action(async (options, command: Command) => {
      const voice = voiceOf(options.json === true)
      await withInstallation(placeOf(command.optsWithGlobals().data), async ctx => {
        const summary = expectOk(await checkElection(ctx, options.election), REGISTRATION_FAILURES)
        await mkdir(options.out, { recursive: true })
        const lists = expectOk(await exportWorkLists(ctx, options.election, options.out), REGISTRATION_FAILURES)
        await writeFile(join(options.out, 'summary.json'), `${JSON.stringify(summary, null, 2)}\n`)
        voice.answer(summary, () =>
          voice.language === 'zh'
            ? `已登记 ${summary.registered}，待审核 ${summary.review}，待比对 ${summary.pending}，退回 ${summary.refused}，尚未登记 ${summary.notYetRegistered}\n清单在 ${options.out}（${lists.files} 个文件）`
            : `registered ${summary.registered}, needs review ${summary.review}, awaiting register check ${summary.pending}, refused ${summary.refused}, not yet registered ${summary.notYetRegistered}\nlists in ${options.out} (${lists.files} files)`,
        )
      })
    })
}
