/** Runs the server until it is stopped; `mingce serve` and `mingce demo` share it. */
import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type LoginSettings, readLoginSettings, readSecondFactorRule, type SecondFactorRule } from '../../../access/index.ts'
import { ClockSettingInvalid, readCount } from '../../../platform/clock/index.ts'
import { openLog, readTrustedProxies } from '../../../platform/http/index.ts'
import { openJobs } from '../../../platform/jobs/index.ts'
import { type BackupSettings, type DemoAccount, openConsole } from '../../server/index.ts'
import { type RunCommand, takeCommands } from './commands-server.ts'
import { demoLoginOf } from './demo-login.ts'
import { expectNoDemoAccounts } from './demo-only.ts'
import { listenOn } from './listening.ts'
import { urlSetting } from './options.ts'
import { EXIT, Failed } from './outcome.ts'
import type { Voice } from './say.ts'
import type { Installation } from './terminal.ts'

const version: string = JSON.parse(readFileSync(new URL('../../../../package.json', import.meta.url), 'utf8')).version
const PAGES = fileURLToPath(new URL('../../../../../web/dist', import.meta.url))
/** Jobs are sent inside a transaction and taken up at the next look. */
const JOB_POLL_MS = 300

export interface Listen {
  readonly host: string
  readonly port: number
  readonly logLevel?: string
  readonly demoAccounts?: readonly DemoAccount[]
  /** Voters sign in as made-up people. */
  readonly demoLogin?: boolean
}

const loginsOf = (setting: string | undefined): LoginSettings[] => {
  const read = readLoginSettings(setting)
  if (!read.ok) throw new Failed(read.error.text, undefined, EXIT.wrongUse)
  return read.value
}

const secondFactorOf = (setting: string | undefined, demo: boolean): SecondFactorRule => {
  const read = readSecondFactorRule(setting, demo)
  if (!read.ok) throw new Failed(read.error.text, undefined, EXIT.wrongUse)
  return read.value
}

/** Backups a day from `MINGCE_BACKUP_DIR` and `MINGCE_BACKUP_KEEP`. */
const backupsOf = ({ MINGCE_BACKUP_DIR: directory, ...env }: NodeJS.ProcessEnv): BackupSettings | undefined => {
  if (!directory) return undefined
  try {
    return { directory: resolve(directory), keep: readCount(env, 'MINGCE_BACKUP_KEEP', 14, 1_000) }
  } catch (error) {
    if (error instanceof ClockSettingInvalid) throw new Failed(error.text, undefined, EXIT.wrongUse)
    throw error
  }
}

const trustedProxiesOf = (setting: string | undefined): readonly string[] | undefined => {
  const read = readTrustedProxies(setting)
  if (!read.ok) throw new Failed(read.error.text, undefined, EXIT.wrongUse)
  return read.value
}

/** Read at the start, since the parent may end at any time. */
const PARENT = process.ppid
const PARENT_LOOK_MS = 500

/**
 * Until SIGINT or SIGTERM. npm (`npx mingce serve`) does not pass SIGTERM on: it ends and leaves this process behind, so its end counts as
 * the signal.
 */
const untilStopped = (): Promise<void> =>
  new Promise(resolve => {
    process.once('SIGINT', () => resolve())
    process.once('SIGTERM', () => resolve())
    if (process.env.npm_command === undefined) return
    const look = setInterval(() => {
      if (process.ppid === PARENT) return
      clearInterval(look)
      resolve()
    }, PARENT_LOOK_MS).unref()
  })

/** Why the server ended. `keys`: the keys were changed, and it has to open the installation anew. */
type Stopped = 'signal' | 'keys'

/**
 * Listens until SIGINT or SIGTERM, or until the keys were changed; then what runs is finished and the store is closed. `onReady` is told the
 * address. With `run`, commands are taken from other terminals.
 */
export const serveUntilStopped = async (
  ctx: Installation,
  listen: Listen,
  onReady: (url: string) => void,
  run?: RunCommand,
): Promise<Stopped> => {
  // `mingce demo` listens on this machine only.
  if (listen.demoAccounts === undefined) await expectNoDemoAccounts(ctx)
  const log = openLog({ level: listen.logLevel ?? 'warn' })
  const { database, keys, files, clock, place } = ctx
  const jobs = openJobs(database, { onError: (error, jobId) => log.error({ err: error, jobId }, 'job'), pollMs: JOB_POLL_MS })
  const publicUrl = urlSetting('MINGCE_URL', process.env.MINGCE_URL)
  const app = await openConsole({
    services: { database, keys, files, clock, log },
    jobs,
    dataDir: place.dataDir,
    version,
    ...(existsSync(PAGES) ? { pages: PAGES } : {}),
    publicUrl,
    trustedProxies: trustedProxiesOf(process.env.MINGCE_TRUSTED_PROXIES),
    watchesTime: true,
    backups: backupsOf(process.env),
    metricsToken: process.env.MINGCE_METRICS_TOKEN || undefined,
    demoAccounts: listen.demoAccounts,
    secondFactor: secondFactorOf(process.env.MINGCE_SECOND_FACTOR, listen.demoAccounts !== undefined),
    ...(listen.demoLogin
      ? { demoLogin: await demoLoginOf(ctx, { ...listen, publicUrl }) }
      : { logins: loginsOf(process.env.MINGCE_LOGINS) }),
  })
  let commands: Awaited<ReturnType<typeof takeCommands>> = null
  try {
    await jobs.start()
    if (run) commands = await takeCommands({ ...ctx, log }, run)
    const url = await listenOn(app, { host: listen.host, port: listen.port })
    onReady(url)
    return await Promise.race([untilStopped().then(() => 'signal' as const), database.keys.replaced.then(() => 'keys' as const)])
  } finally {
    await commands?.close()
    await app.close()
    await jobs.stop()
  }
}

/** Serves again after a change of the keys, which it has to open the installation for. `serve`: from opening it to `serveUntilStopped`. */
export const serveAgain = async (voice: Voice, serve: () => Promise<Stopped>): Promise<void> => {
  while ((await serve()) === 'keys')
    voice.say({ zh: '人员键已更换，正在用新密钥重新打开', en: 'The person keys were changed; opening with the new key' })
}
