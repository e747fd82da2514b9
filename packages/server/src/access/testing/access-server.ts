/** The access routes over real HTTP, without elections; one browser per person. */
import { base32 } from '@better-auth/utils/base32'
import { createOTP } from '@better-auth/utils/otp'
import type { FastifyInstance } from 'fastify'
import { memoryKeyring } from '../../platform/crypto/index.ts'
import type { Database } from '../../platform/database/index.ts'
import { describeApi, openApp, openLog } from '../../platform/http/index.ts'
import type { Context, Role } from '../gate/index.ts'
import { holdGate } from '../gate/index.ts'
import type { SecondFactorRule } from '../staff/index.ts'
import * as accounts from '../staff/index.ts'
import {
  createStaff,
  openAuth,
  openOwnAccount,
  openSessions,
  registerAccountRoutes,
  registerOwnAccountRoutes,
  registerSessionRoutes,
} from '../staff/index.ts'

export const PASSWORD = 'correct-horse-电池'

/** What a browser received: the status, the body, and the error code if refused. */
export interface Got {
  readonly status: number
  readonly body: Record<string, never> & { readonly error?: { readonly code: string } }
  readonly code: string | undefined
}

const codeAt = (secret: string, steps: number): Promise<string> =>
  createOTP(base32.decode(secret)).hotp(Math.floor(Date.now() / 30_000) + steps)

/** The code that an app with this secret shows now. It stays valid for another half minute, so a test may be slow. */
const codeOf = (secret: string): Promise<string> => codeAt(secret, 0)
/** The code of the next half minute: valid already, and different from the one that added the app. */
export const nextCodeOf = (secret: string): Promise<string> => codeAt(secret, 1)

export const openAccessServer = async (database: Database, secondFactor: SecondFactorRule = 'required') => {
  let now = new Date()
  const keys = memoryKeyring()
  const log = openLog({ level: 'silent' })
  const services = { database, keys, clock: { now: () => now }, log, files: undefined as unknown as Context['files'] }
  const auth = openAuth({ database, keys, https: false })
  const sessions = openSessions(auth, services, { secondFactor, wait: async () => undefined })
  const app: FastifyInstance = openApp({ log })
  await describeApi(app, '0')
  holdGate(app, { actorOf: sessions.actorOf, services })
  registerSessionRoutes(app, sessions)
  registerOwnAccountRoutes(app, openOwnAccount(auth, sessions, { secondFactor }))
  registerAccountRoutes(app, accounts)
  app.get('/api/anything', { config: { access: 'signed-in' }, schema: { hide: true } }, async () => ({ ok: true }))
  await app.listen({ host: 'localhost', port: 0 })
  const { port } = app.server.address() as { port: number }
  const base = `http://localhost:${port}`

  /** A browser with its own cookies. */
  const browser = () => {
    const cookies = new Map<string, string>()
    const send = async (
      method: 'GET' | 'POST',
      address: string,
      body?: object,
      headers: Record<string, string> = {},
    ): Promise<Got> => {
      const answer = await fetch(base + address, {
        method,
        headers: {
          cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
          ...(method === 'POST' ? { 'content-type': 'application/json' } : {}),
          ...headers,
        },
        ...(method === 'POST' ? { body: JSON.stringify(body ?? {}) } : {}),
      })
      for (const set of answer.headers.getSetCookie()) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? []
        if (value === '' || /max-age=0/i.test(set)) cookies.delete(name)
        else cookies.set(name, value)
      }
      const text = await answer.text()
      const json = text.startsWith('{') ? JSON.parse(text) : {}
      return { status: answer.status, body: json, code: json.error?.code }
    }
    return {
      get: (address: string) => send('GET', address),
      post: (address: string, body?: object, headers?: Record<string, string>) => send('POST', address, body, headers),
      signIn: (username: string, password = PASSWORD) => send('POST', '/api/auth/sign-in', { username, password }),
    }
  }

  return {
    base,
    browser,
    /** Advances the server’s clock. */
    pass: (minutes: number) => {
      now = new Date(now.getTime() + minutes * 60_000)
    },
    staff: async (username: string, role: Role = 'township', areaCode = '110105021') => {
      const made = await createStaff(
        database,
        { username, name: username, password: PASSWORD, role, areaCode },
        { clock: { now: () => now }, actor: { name: 'setup', role: 'city' } },
      )
      if (!made.ok) throw new Error(made.error.code)
      return made.value.id
    },
    close: () => app.close(),
  }
}
export type AccessServer = Awaited<ReturnType<typeof openAccessServer>>
export type Browser = ReturnType<AccessServer['browser']>

/** Adds an authenticator app to the signed-in account; returns the secret of its codes and the backup codes. */
export const addApp = async (who: Browser, proof?: object) => {
  const started = await who.post('/api/account/app/start', { password: PASSWORD, ...(proof ? { proof } : {}) })
  if (started.status !== 200) throw new Error(started.code)
  const { secret, ticket } = started.body as unknown as { secret: string; ticket: string }
  const finished = await who.post('/api/account/app/finish', { ticket, code: await codeOf(secret) })
  if (finished.status !== 200) throw new Error(finished.code)
  return { secret, backupCodes: (finished.body as unknown as { backupCodes: string[] }).backupCodes }
}
