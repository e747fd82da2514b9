/** `mingce rules …`: rule sets of provinces and offices (docs/law/rule-sets.md). */
import { readFile } from 'node:fs/promises'
import { RULE_FILES, RULE_KEYS, RULE_VALUES, type RuleFault, type RuleSet, readRuleSet } from '@mingce/domain/election'
import { spellArticles } from '@mingce/domain/standards'
import type { Command } from 'commander'
import { confirmRuleSet, listRuleSets, proposeRuleSet, RULES_FAILURES } from '../../../election/index.ts'
import { describeFileFault } from '../../../platform/files/index.ts'
import { EXIT, expectOk, Failed, placeOf, terminal, voiceOf, withInstallation } from '../frame/index.ts'

const MOST_BYTES = 1_000_000

/** The JSON of a file; a file that cannot be read or is no JSON is wrong use. */
const readJson = async (path: string): Promise<unknown> => {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    const fault = describeFileFault(error)
    if (fault === null) throw error
    throw new Failed(
      { zh: `文件“${path}”不能读取：${fault.zh}`, en: `The file “${path}” cannot be read: ${fault.en}` },
      undefined,
      EXIT.wrongUse,
    )
  })
  try {
    if (text.length > MOST_BYTES) throw new SyntaxError('too long')
    return JSON.parse(text.replace(/^\ufeff/, ''))
  } catch {
    throw new Failed(
      { zh: `文件“${path}”不是 JSON`, en: `The file “${path}” is not JSON` },
      {
        zh: '以 mingce rules show default 的输出为样本',
        en: 'Take the output of mingce rules show default as an example',
      },
      EXIT.wrongUse,
    )
  }
}

const faultLines = (faults: readonly RuleFault[], language: 'zh' | 'en'): string =>
  faults.map(({ at, text }) => `${at === '' ? '–' : at}: ${text[language]}`).join('\n')

const FROM = {
  local: { zh: '', en: '' },
  national: { zh: '（国家规定）', en: ' (national)' },
  own: { zh: '（自定，文本没有规定）', en: ' (chosen; the text is silent)' },
  open: { zh: '（没有规定，取默认值）', en: ' (not settled: default)' },
} as const

const describeSet = (rules: RuleSet, language: 'zh' | 'en'): string =>
  [
    `${rules.id} ${rules.version}  ${rules.name[language]}  ${rules.source}`,
    ...RULE_KEYS.map(key => {
      const { value, article, from } = rules.values[key]
      return `${RULE_VALUES[key].title[language]}: ${String(value)}  ${spellArticles(article)[language]}${FROM[from][language]}`
    }),
  ].join('\n')

export const addRulesCommands = (root: Command): void => {
  const rules = root
    .command('rules')
    .description('省、市和本单位的选举规定 · rule sets of provinces and offices (docs/law/rule-sets.md)')

  rules
    .command('list')
    .description('列出规则集和等待确认的版本 · list the rule sets, and versions that wait for confirmation')
    .option('--json', 'JSON')
    .action(async (options, command: Command) => {
      const voice = voiceOf(options.json === true)
      await withInstallation(placeOf(command.optsWithGlobals().data), async ctx => {
        const { sets, waiting } = expectOk(await listRuleSets(ctx), RULES_FAILURES)
        voice.answer({ sets, waiting }, () =>
          [
            ...sets.map(set => [set.id, set.version, set.provinces.join(','), set.name[voice.language], set.source].join('\t')),
            ...waiting.map(one => [one.rules.id, one.rules.version, '待确认 waiting', one.proposedBy, one.note].join('\t')),
          ].join('\n'),
        )
      })
    })

  rules
    .command('show <id>')
    .description('输出程序自带的规则集文件，可作样本 · print the file of a built-in rule set, as an example')
    .action((id: string) => {
      const file = Object.hasOwn(RULE_FILES, id) ? RULE_FILES[id] : undefined
      if (file === undefined)
        throw new Failed(
          { zh: `没有规则集“${id}”`, en: `There is no rule set “${id}”` },
          { zh: `可用：${Object.keys(RULE_FILES).join('、')}`, en: `Available: ${Object.keys(RULE_FILES).join(', ')}` },
          EXIT.wrongUse,
        )
      terminal().out(`${JSON.stringify(file, undefined, 2)}\n`)
    })

  rules
    .command('check <file>')
    .description('检查规则集文件，列出每一处错误 · check the file of a rule set; every fault is listed')
    .option('--json', 'JSON')
    .action(async (path: string, options) => {
      const voice = voiceOf(options.json === true)
      const read = readRuleSet(await readJson(path))
      if (!read.ok)
        throw new Failed(
          {
            zh: `“${path}”有${read.error.length}处错误：\n${faultLines(read.error, 'zh')}`,
            en: `“${path}” has ${read.error.length} faults:\n${faultLines(read.error, 'en')}`,
          },
          undefined,
          EXIT.wrongUse,
        )
      voice.answer(read.value, () => describeSet(read.value, voice.language))
    })

  rules
    .command('import <file>')
    .description('提交规则集；由另一人核对确认后生效 · propose a rule set; it holds once another person has confirmed it')
    .option('--note <text>', '说明 · what it is, or what changed', '命令行导入 imported on the command line')
    .option(
      '--confirmed-by <name>',
      '已核对的另一人的姓名；不写则等待在工作台确认 · who else has checked it; without it, it waits for the console',
    )
    .option('--json', 'JSON')
    .action(async (path: string, options, command: Command) => {
      const voice = voiceOf(options.json === true)
      const file = await readJson(path)
      await withInstallation(placeOf(command.optsWithGlobals().data), async ctx => {
        const second = typeof options.confirmedBy === 'string' ? options.confirmedBy.trim() : undefined
        if (second !== undefined && (second === '' || second === ctx.actor.name))
          throw new Failed(
            { zh: '确认人应是另一个人', en: 'The person who confirms must be another one' },
            { zh: '写明另一人的姓名', en: 'Name another person' },
            EXIT.wrongUse,
          )
        const proposed = expectOk(await proposeRuleSet(ctx, { file, note: options.note }), RULES_FAILURES)
        if (second === undefined) {
          voice.answer(
            { ...proposed, confirmed: false },
            () => `${proposed.id} ${proposed.version}: 等待确认 waiting for confirmation`,
          )
          return
        }
        const confirmer = { ...ctx.actor, id: 'cli-second', name: second }
        expectOk(await confirmRuleSet({ ...ctx, actor: confirmer }, proposed), RULES_FAILURES)
        voice.answer({ ...proposed, confirmed: true }, () => `${proposed.id} ${proposed.version}: 已生效 confirmed`)
      })
    })
}
