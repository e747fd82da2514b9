/** `mingce demo`: the whole process with fictitious voters of Nanmofang, and the console to look at it. */
import type { Command } from 'commander'
import { findElections } from '../../../election/index.ts'
import { demoElection, printFaultTable } from '../../../training/index.ts'
import {
  beginDemo,
  EXIT,
  type Installation,
  placeOf,
  portNumber,
  type RunCommand,
  serveAgain,
  serveUntilStopped,
  type Voice,
  voiceOf,
  wholeNumber,
  withInstallation,
} from '../frame/index.ts'
import { DEMO_ACCOUNTS, ensureDemoStaff } from './accounts.ts'
import { type DemoLoaded, loadDemo } from './load.ts'

const tell = (voice: Voice, loaded: DemoLoaded): string =>
  [
    printFaultTable(loaded.faults.rows, voice.language),
    voice.language === 'zh'
      ? `\n选举 ${loaded.electionId}：已登记 ${loaded.registered}，待审核 ${loaded.review}，退回 ${loaded.refused}，尚未登记 ${loaded.notYetRegistered}（用时 ${loaded.seconds.toFixed(1)} 秒）`
      : `\nelection ${loaded.electionId}: registered ${loaded.registered}, needs review ${loaded.review}, refused ${loaded.refused}, not yet registered ${loaded.notYetRegistered} (${loaded.seconds.toFixed(1)} s)`,
  ].join('\n')

const welcome = (voice: Voice, url: string, directory: string): void => {
  const accounts = DEMO_ACCOUNTS.map(a => `  ${a.username.padEnd(10)} ${a.title[voice.language]}`).join('\n')
  const password = DEMO_ACCOUNTS[0]?.password ?? ''
  voice.say({
    zh: [
      '',
      `选民门户 ${url}/ （登录时任选一位虚构的选民）`,
      `工作台 ${url}/office`,
      '',
      `演示账号（密码都是 ${password}）`,
      accounts,
      '',
      '可以试试',
      '  1. 用 township 登录，看“总览”里还有多少人没有登记',
      '  2. 在“待审核登记”里看两条证据，决定一条，再撤销',
      `  3. 把 ${directory}/registrations 里的任何一个文件再导入一次：没有变化`,
      '  4. 公布选民名单，下载选民榜，再核验',
      '',
      '按 Ctrl+C 停止；再次运行 npm start，沿用原来的数据。',
    ].join('\n'),
    en: [
      '',
      `Voter portal: ${url}/ (sign in as any fictitious person)`,
      `Console: ${url}/office`,
      '',
      `Demo accounts (password for all: ${password})`,
      accounts,
      '',
      'What to try',
      '  1. Sign in as township and look in the overview for people not yet registered',
      '  2. Open two cases in the review queue, decide one, and undo the decision',
      `  3. Import any file of ${directory}/registrations again: nothing changes`,
      '  4. Publish the voter list, download a poster, and verify the list',
      '',
      'Press Ctrl+C to stop; run npm start again to continue with the same data.',
    ].join('\n'),
  })
}

/** Loads the demo unless this folder has it already; then the work done in it goes on. */
const loadOnce = async (ctx: Installation, voice: Voice, people: number, seed: number): Promise<DemoLoaded | undefined> => {
  const elections = await findElections(ctx)
  if (elections.ok && elections.value.some(election => election.areaCode === demoElection.areaCode)) return undefined
  // What the demo did is not the doing of whoever has started it.
  return loadDemo({ ...ctx, actor: { ...ctx.actor, name: '演示数据' } }, { people, seed }, (zh, en) => voice.say({ zh, en }))
}

export const addDemoCommand = (root: Command, exit: (code: number) => void, run: RunCommand): void => {
  root
    .command('demo')
    .description('演示：南磨房地区的虚构选民，从花名册到选民名单 · the whole process with fictitious voters of Nanmofang')
    .option('--people <n>', '人口数 · people', String(demoElection.people))
    .option('--seed <n>', '种子 · seed', String(demoElection.seed))
    .option('--port <n>', '端口 · port', '8080')
    .option('--no-serve', '只核对并打印差错表，不启动服务 · print the table of faults and stop')
    .option('--json', 'JSON')
    .action(async (options, command: Command) => {
      const voice = voiceOf(options.json === true)
      const people = wholeNumber('--people', options.people)
      const seed = wholeNumber('--seed', options.seed)
      const port = portNumber('--port', options.port)
      const show = async (ctx: Installation) => {
        await beginDemo(ctx)
        const loaded = await loadOnce(ctx, voice, people, seed)
        if (loaded)
          voice.answer(
            {
              election: loaded.electionId,
              people,
              seed,
              ...figures(loaded),
              faults: loaded.faults.rows,
              exact: loaded.faults.exact,
            },
            () => tell(voice, loaded),
          )
        else voice.say({ zh: '接着使用已有的演示数据', en: 'continuing with the existing demo data' })
        if (loaded && !loaded.faults.exact) exit(EXIT.failed)
        if (options.serve === false) return 'signal' as const
        await ensureDemoStaff(ctx)
        return serveUntilStopped(
          ctx,
          {
            host: '127.0.0.1',
            port,
            demoLogin: !process.env.MINGCE_LOGINS,
            demoAccounts: DEMO_ACCOUNTS.map(({ username, password, role }) => ({ username, password, role })),
          },
          url => welcome(voice, url, `${ctx.place.dataDir}/demo`),
          run,
        )
      }
      await serveAgain(voice, () => withInstallation(placeOf(command.optsWithGlobals().data), show))
    })
}

const figures = ({ registered, review, refused, notYetRegistered, seconds, directory }: DemoLoaded) => ({
  registered,
  review,
  refused,
  notYetRegistered,
  seconds,
  directory,
})
