/** Runs the server until it is stopped; `mingce serve` and `mingce demo` share it. */
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type LoginSettings, readLoginSettings, readSecondFactorRule, type SecondFactorRule } from '../../../access/index.ts'
import { openLog, readTrustedProxies } from '../../../platform/http/index.ts'
import { openJobs } from '../../../platform/jobs/index.ts'
import { type DemoAccount, openConsole } from '../../server/index.ts'
import { demoLoginOf } from './demo-login.ts'
import { expectNoDemoAccounts } from './demo-only.ts'
import type { Installation } from './installation.ts'
import { listenOn } from './listening.ts'
import { urlSetting } from './options.ts'
import { EXIT, Failed } from './outcome.ts'

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

const trustedProxiesOf = (setting: string | undefined): readonly string[] | undefined => {
  const read = readTrustedProxies(setting)
  if (!read.ok) throw new Failed(read.error.text, undefined, EXIT.wrongUse)
  return read.value
}

/** Listens until SIGINT or SIGTERM; then what runs is finished and the store is closed. `onReady` is told the address. */
export const serveUntilStopped = async (ctx: Installation, listen: Listen, onReady: (url: string) => void): Promise<void> => {
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
    metricsToken: process.env.MINGCE_METRICS_TOKEN || undefined,
    demoAccounts: listen.demoAccounts,
    secondFactor: secondFactorOf(process.env.MINGCE_SECOND_FACTOR, listen.demoAccounts !== undefined),
    ...(listen.demoLogin
      ? { demoLogin: await demoLoginOf(ctx, { ...listen, publicUrl }) }
      : { logins: loginsOf(process.env.MINGCE_LOGINS) }),
  })
  try {
    await jobs.start()
    const url = await listenOn(app, { host: listen.host, port: listen.port })
    onReady(url)
    await new Promise<void>(resolve => {
      process.once('SIGINT', () => resolve())
      process.once('SIGTERM', () => resolve())
    })
  } finally {
    await app.close()
    await jobs.stop()
  }
}
