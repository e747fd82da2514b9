/** `mingce stations …`: where voters register and ask. */
import type { Command } from 'commander'
import { findElectionStations, importStations, STATION_FAILURES } from '../../../registration/index.ts'
import { expectOk, placeOf, voiceOf, withInstallation } from '../frame/index.ts'

export const addStationCommands = (root: Command): void => {
  const stations = root.command('stations').description('登记站 · registration stations')

  stations
    .command('import <file>')
    .description(
      '用表格替换登记站：登记站、地址、开放时间、电话、纬度、经度、服务社区 · replace the registration stations by a table (docs/files.md)',
    )
    .requiredOption('--election <id>', '选举编号 · the election')
    .option('--json', 'JSON')
    .action(async (file: string, options, command: Command) => {
      const voice = voiceOf(options.json === true)
      await withInstallation(placeOf(command.optsWithGlobals().data), async ctx => {
        const made = expectOk(await importStations(ctx, options.election, file), STATION_FAILURES)
        voice.answer({ stations: made.length }, () => `登记站 stations: ${made.length}`)
      })
    })

  stations
    .command('list')
    .description('列出登记站 · list the registration stations')
    .requiredOption('--election <id>', '选举编号 · the election')
    .option('--json', 'JSON')
    .action(async (options, command: Command) => {
      const voice = voiceOf(options.json === true)
      await withInstallation(placeOf(command.optsWithGlobals().data), async ctx => {
        const all = expectOk(await findElectionStations(ctx, options.election), STATION_FAILURES)
        voice.answer(all, () => all.map(s => `${s.id}\t${s.name}\t${s.address}\t${s.hours}\t${s.serves.join(',')}`).join('\n'))
      })
    })
}
