/** For tests of logins: a server with only the voters’ logins, and a separate issuer, each on its own port. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { FastifyInstance } from 'fastify'
import { memoryKeyring } from '../../platform/crypto/index.ts'
import type { Database } from '../../platform/database/index.ts'
import { openApp, openLog } from '../../platform/http/index.ts'
import type { DemoLogin, DemoPerson } from '../demo-login/index.ts'
import { type DemoLoginOptions, openDemoLogin } from '../demo-login/index.ts'
import type { Context } from '../gate/index.ts'
import { holdGate } from '../gate/index.ts'
import type { LoginSettings } from '../voter/index.ts'
import { openVoterLogins, registerVoterLoginRoutes } from '../voter/index.ts'
import type { Browser, Visit } from './browser.ts'

export interface LoginOffice {
  readonly base: string
  /** The issuer’s address, and the server’s settings for it. */
  readonly issuer: LoginSettings
  /** Lines of the server's log. */
  readonly lines: readonly string[]
  /** The server's time; set to move it. */
  now: Date
  readonly services: Pick<Context, 'database' | 'keys' | 'clock' | 'log'>
  /** Takes the issuer off the network. */
  stopIssuer(): Promise<void>
  /** Goes through a login as `person`; returns the last page, or the address of the callback with `hold`. */
  signIn(browser: Browser, person: string, options?: { consent?: boolean; hold?: boolean; to?: string }): Promise<Visit>
  close(): Promise<void>
}

export interface LoginOfficeOptions {
  readonly people: readonly DemoPerson[]
  readonly login?: Omit<DemoLoginOptions, 'origin' | 'people' | 'clientOrigins'>
  readonly settings?: (settings: LoginSettings) => LoginSettings
  /** How the server sends requests to the issuer. */
  readonly fetch?: typeof fetch
  readonly publicUrl?: URL
}

/** Listens on a free port; returns the origin. */
export const listening = async (server: Server): Promise<string> => {
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

export const closed = (server: Server) =>
  new Promise<void>(resolve => {
    server.close(() => resolve())
    server.closeAllConnections()
  })

export const openLoginOffice = async (database: Database, options: LoginOfficeOptions): Promise<LoginOffice> => {
  let login: DemoLogin | undefined
  const beside = createServer((request, response) => void login?.handle(request, response))
  const [issuerOrigin, port] = [await listening(beside), createServer()]
  // The issuer needs the server’s address before the server exists.
  const base = await listening(port)
  await closed(port)
  login = await openDemoLogin({
    origin: issuerOrigin,
    clientOrigins: [options.publicUrl?.origin ?? base],
    people: async () => options.people,
    ...options.login,
  })
  const settings = (options.settings ?? (one => one))(login.settings)

  const lines: string[] = []
  const office = { now: new Date() }
  const log = openLog({ destination: { write: line => void lines.push(line) } })
  const services = { database, keys: memoryKeyring(), clock: { now: () => office.now }, log }
  const logins = openVoterLogins({ services, logins: [settings], publicUrl: options.publicUrl, fetch: options.fetch })
  const app: FastifyInstance = openApp({ log, publicUrl: options.publicUrl })
  holdGate(app, {
    actorOf: async () => null,
    voterOf: logins.voterOf,
    services: { ...services, files: {} as unknown as Context['files'] },
  })
  registerVoterLoginRoutes(app, logins)
  app.get('/*', { config: { access: 'public' } }, async () => 'a page')
  await app.listen({ host: '127.0.0.1', port: Number(new URL(base).port) })

  return Object.assign(office, {
    base,
    issuer: settings,
    lines,
    services,
    stopIssuer: () => closed(beside),
    async signIn(browser: Browser, person: string, { consent = true, hold = false, to = '/' } = {}) {
      const stop = (next: URL) => hold && next.pathname.startsWith('/api/voter/callback/')
      const pick = await browser.open(`${base}/api/voter/login/${settings.id}?to=${encodeURIComponent(to)}`)
      if (!pick.url.href.startsWith(issuerOrigin)) return pick
      const agree = await browser.submit(pick.url, { person })
      return browser.submit(agree.url, { consent: consent ? 'yes' : 'no' }, stop)
    },
    async close() {
      await app.close()
      if (beside.listening) await closed(beside)
    },
  })
}
