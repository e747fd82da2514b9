/** `mingce source …`: the population registers that registrations are checked against over HTTP. */
import type { Command } from 'commander'
import { addSource, findSources, POPULATION_FAILURES, removeSource } from '../../../population/index.ts'
import { expectOk, placeOf, voiceOf, wholeNumber, withInstallation } from '../frame/index.ts'

export const addSourceCommands = (root: Command): void => {
  const source = root.command('source').description('人口信息库来源 · population registers queried online (docs/registers)')

  source
    .command('add')
    .description('接入一个联网的人口信息库 · add a population register queried over HTTPS')
    .requiredOption('--area <code>', '哪个区域的选举查询它 · elections in this area query it')
    .requiredOption('--name <name>', '名称 · name')
    .requiredOption('--url <https://…>', '网址 · address')
    .requiredOption('--cert <file>', '本机证书 PEM · certificate of this office')
    .requiredOption('--key <file>', '本机证书的私钥 PEM · its private key')
    .requiredOption('--ca <file>', '对方证书的签发机构 PEM · the authority of the certificate of the register')
    .requiredOption('--legal-basis <text>', '使用依据 · legal basis (Personal Information Protection Law, Art. 13)')
    .requiredOption(
      '--ends-on <date>',
      '最后一天，之后清除 · last day; purged afterwards (Personal Information Protection Law, Art. 19)',
    )
    .option('--as-of <date>', '数据日期 · date of the data')
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
    .description('列出来源；运行状态在工作台查看 · list the sources; the console shows their status')
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
    .description('停用一个来源，并清除它的答复 · remove a source and purge its answers')
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
