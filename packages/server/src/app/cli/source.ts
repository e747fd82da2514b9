/** `mingce source …`: the population registers that registrations are checked against over HTTP. */
import type { Command } from 'commander'
import { addSource, findSources, POPULATION_FAILURES, removeSource } from '../../population/index.ts'
import { wholeNumber } from './demo/index.ts'
import { expectOk, placeOf, voiceOf, withInstallation } from './frame/index.ts'

export const addSourceCommands = (root: Command): void => {
  const source = root.command('source').description('人口信息库来源 · population registers that are asked (docs/registers)')

  source
    .command('add')
    .description('加一个按接口询问的人口信息库 · add a register that is asked over HTTPS')
    .requiredOption('--area <code>', '哪个区域的选举询问它 · elections in this area ask it')
    .requiredOption('--name <name>', '名称 · name')
    .requiredOption('--url <https://…>', '网址 · its address')
    .requiredOption('--cert <file>', '本机证书 PEM · this office’s certificate')
    .requiredOption('--key <file>', '本机证书的私钥 PEM · its key')
    .requiredOption('--ca <file>', '对方证书的签发机构 PEM · the authority of the register’s certificate')
    .requiredOption('--legal-basis <text>', '使用依据 · why it may be asked (PIPL 13)')
    .requiredOption('--ends-on <date>', '最后一天，之后清除 · the last day; purged then (PIPL 19)')
    .option('--as-of <date>', '数据日期 · the day its data show')
    .option('--json', 'JSON')
    .action(async (options, command: Command) => {
      const voice = voiceOf(options.json === true)
      await withInstallation(placeOf(command.optsWithGlobals().data), async ctx => {
        const added = expectOk(
          await addSource(ctx, {
            areaCode: options.area,
            name: options.name,
            url: options.url,
            certFile: options.cert,
            keyFile: options.key,
            caFile: options.ca,
            legalBasis: options.legalBasis,
            asOf: options.asOf,
            endsOn: options.endsOn,
          }),
          POPULATION_FAILURES,
        )
        voice.answer({ id: added.id }, () => `${added.id}\t${added.areaCode}\t${added.endsOn}\t${added.name}\t${added.url}`)
      })
    })

  source
    .command('list')
    .description('列出来源；运行中的状态在控制台看 · list the sources; the console shows how each is doing')
    .option('--json', 'JSON')
    .action(async (options, command: Command) => {
      const voice = voiceOf(options.json === true)
      await withInstallation(placeOf(command.optsWithGlobals().data), async ctx => {
        const sources = expectOk(await findSources(ctx), POPULATION_FAILURES)
        voice.answer(sources, () =>
          sources
            .map(({ id, state, area, endsOn, name, pending }) => [id, state, area.code, endsOn ?? '', name, pending].join('\t'))
            .join('\n'),
        )
      })
    })

  source
    .command('remove <id>')
    .description('停用一个来源，并清除它答过的内容 · take a source out and purge what it said')
    .option('--json', 'JSON')
    .action(async (id: string, options, command: Command) => {
      const voice = voiceOf(options.json === true)
      await withInstallation(placeOf(command.optsWithGlobals().data), async ctx => {
        const number = wholeNumber('<id>', id.replace(/^register-/, ''))
        const removed = expectOk(await removeSource(ctx, number), POPULATION_FAILURES)
        voice.answer(removed, () => `已清除 purged: ${removed.answers} 条答复 answers`)
      })
    })
}
