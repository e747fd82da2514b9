/** `mingce election …` */
import type { Command } from 'commander'
import { setDistricts, setUpElection } from '../../../district/index.ts'
import { ELECTION_FAILURES, findElections } from '../../../election/index.ts'
import { takeRegister } from '../../../population/index.ts'
import { closeElection, PURGE_PARTS, type PurgeMore } from '../../../registration/index.ts'
import { composeExtensions, modulesWith } from '../../modules.ts'
import { expectOk, Failed, placeOf, voiceOf, withInstallation } from '../frame/index.ts'

const FAILURES = {
  ...ELECTION_FAILURES,
  'districts.in-use': {
    text: {
      zh: '已有登记，不能更换选区表',
      en: 'There are already registrations; the table of electoral districts cannot be changed',
    },
    next: { zh: '新建选举后重新导入', en: 'Create another election and import again' },
  },
}

interface TableFaults {
  readonly rows: readonly { rowNo: number; text: { zh: string; en: string } }[]
}

const tellTable = (faults: TableFaults): Failed =>
  new Failed(
    {
      zh: faults.rows.map(f => `选区表第 ${f.rowNo} 行：${f.text.zh}`).join('\n'),
      en: faults.rows.map(f => `District table, row ${f.rowNo}: ${f.text.en}`).join('\n'),
    },
    { zh: '更正后重新导入选区表，没有作任何改动', en: 'Correct the table and import it again; nothing was changed' },
  )

/** Options of `create` as commander hands them over. */
interface CreateOptions {
  readonly area: string
  readonly day: string
  readonly levels: string
  readonly name: string
  readonly round?: string
  readonly rules?: string
  readonly districts?: string
  readonly lastDay?: string
  readonly byElection?: boolean
  readonly training?: boolean
  readonly json?: boolean
}

const newElectionOf = (options: CreateOptions): Parameters<typeof setUpElection>[1] => ({
  areaCode: options.area,
  day: options.day,
  levels: options.levels.split(/[,，、\s]+/).filter(level => level !== ''),
  name: options.name,
  training: options.training === true,
  byElection: options.byElection === true,
  ...(options.lastDay === undefined ? {} : { lastDay: options.lastDay }),
  ...(options.round === undefined ? {} : { round: options.round }),
  ...(options.rules === undefined ? {} : { ruleSet: options.rules }),
  ...(options.districts === undefined ? {} : { districtTable: options.districts }),
})

const addCreate = (election: Command): void => {
  election
    .command('create')
    .description(
      '新建选举；不给选区表时每个社区自成一个选区 · create an election; without a table of electoral districts each community is one',
    )
    .requiredOption('--area <code>', '行政区划代码，2至12位 · area code, 2 to 12 digits')
    .requiredOption('--day <YYYY-MM-DD>', '选举日 · election day')
    .requiredOption('--levels <levels>', '级别：county,township · levels')
    .requiredOption('--name <name>', '名称 · name')
    .option('--round <round>', '届次，默认为年份 · round, the year by default')
    .option('--rules <id>', '规则集，见 mingce rules list · rule set, see mingce rules list')
    .option('--districts <file>', '选区表：级别、选区、名额、社区 · district table: level, name, seats, communities')
    .option('--last-day <YYYY-MM-DD>', '投票最后一日，投票分几天时 · last polling day, if polling lasts several days')
    .option('--by-election', '补选 · a by-election')
    .option(
      '--training',
      '演练选举：只用虚构的人，处处标明，可整体清除 · practice election: fictitious people only, marked everywhere',
    )
    .option('--json', 'JSON')
    .action(async (options: CreateOptions, command: Command) => {
      const voice = voiceOf(options.json === true)
      await withInstallation(placeOf(command.optsWithGlobals().data), async ctx => {
        const made = await setUpElection(ctx, newElectionOf(options), takeRegister)
        if (!made.ok && made.error.code === 'districts.invalid') throw tellTable(made.error)
        const value = expectOk(made as Exclude<typeof made, { ok: false; error: { code: 'districts.invalid' } }>, FAILURES)
        voice.answer({ id: value.id }, () => `${value.id}\t${value.areaName}\t${value.pollingDay}\t${value.name}`)
      })
    })
}

const addDistricts = (election: Command): void => {
  election
    .command('districts <file>')
    .description('导入选区表 · import the table of electoral districts')
    .requiredOption('--election <id>')
    .option('--json', 'JSON')
    .action(async (file: string, options, command: Command) => {
      const voice = voiceOf(options.json === true)
      await withInstallation(placeOf(command.optsWithGlobals().data), async ctx => {
        const set = await setDistricts(ctx, options.election, file)
        if (!set.ok && 'rows' in set.error) throw tellTable(set.error)
        const value = expectOk(set, FAILURES)
        voice.answer(value, () => `选区 districts: ${value.districts}`)
      })
    })
}

const addClose = (election: Command): void => {
  election
    .command('close')
    .description(
      '选举日后结束选举：清除人口底册、走访记录、住址、电话和资格证明上的个人信息，名单和操作记录保留 · close an election after election day: purge the population extract, visits, addresses, phone numbers and personal data of certificates',
    )
    .requiredOption('--election <id>')
    .option('--json', 'JSON')
    .action(async (options, command: Command) => {
      const voice = voiceOf(options.json === true)
      await withInstallation(placeOf(command.optsWithGlobals().data), async ctx => {
        const parts = composeExtensions(modulesWith({}), ctx).all(PURGE_PARTS)
        const purgeParts: PurgeMore = async (tx, electionId) => {
          for (const purge of parts) await purge(tx, electionId)
        }
        const closed = expectOk(await closeElection(ctx, options.election, purgeParts), FAILURES)
        voice.answer(closed, () => `已清除 purged: ${closed.extracts} 份人口摘录 extracts, ${closed.visits} 条走访记录 visits`)
      })
    })
}

const addList = (election: Command): void => {
  election
    .command('list')
    .description('列出选举 · list elections')
    .option('--json', 'JSON')
    .action(async (options, command: Command) => {
      const voice = voiceOf(options.json === true)
      await withInstallation(placeOf(command.optsWithGlobals().data), async ctx => {
        const elections = expectOk(await findElections(ctx), FAILURES)
        voice.answer(elections, () => elections.map(e => `${e.id}\t${e.areaName}\t${e.pollingDay}\t${e.name}`).join('\n'))
      })
    })
}

export const addElectionCommands = (root: Command): void => {
  const election = root.command('election').description('选举 · elections')
  addCreate(election)
  addDistricts(election)
  addClose(election)
  addList(election)
}
