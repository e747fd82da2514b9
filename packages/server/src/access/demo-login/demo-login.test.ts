/** The demo issuer inside the server, at the server’s own address; its pages are marked as a demo. */
import { createServer } from 'node:http'
import type { FastifyInstance } from 'fastify'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { memoryKeyring } from '../../platform/crypto/index.ts'
import type { Database } from '../../platform/database/index.ts'
import { openApp, openLog } from '../../platform/http/index.ts'
import { openFreshEmbedded } from '../../platform/testing/stores.ts'
import type { Context } from '../gate/index.ts'
import { holdGate } from '../gate/index.ts'
import { openBrowser } from '../testing/browser.ts'
import { closed, listening } from '../testing/login-office.ts'
import { openVoterLogins, registerVoterLoginRoutes } from '../voter/index.ts'
import { fetchInside, mountDemoLogin } from './routes.ts'
import { openDemoLogin } from './service.issuer.ts'
import { memoryAdapters } from './store.memory.ts'

const PEOPLE = [{ id: 'p1', name: '<王>秀英', number: '11010519491231002X', note: { zh: '尚未登记', en: 'not yet registered' } }]

let database: Database
let app: FastifyInstance
let local: string

beforeEach(async () => {
  database = await openFreshEmbedded()
  const port = createServer()
  local = await listening(port)
  await closed(port)
})
afterEach(async () => {
  await app.close()
  await database.close()
})

/** `origin`: the address that the issuer gives for itself, which may be that of a proxy. */
const start = async (origin: string) => {
  const login = await openDemoLogin({ origin, clientOrigins: [origin], people: async () => PEOPLE })
  const log = openLog({ level: 'silent' })
  const publicUrl = origin === local ? undefined : new URL(origin)
  const services = { database, keys: memoryKeyring(), clock: { now: () => new Date() }, log }
  const logins = openVoterLogins({ services, logins: [login.settings], publicUrl, demo: true, fetch: fetchInside(() => app) })
  app = openApp({ log, publicUrl })
  holdGate(app, { actorOf: async () => null, voterOf: logins.voterOf, services: { ...services, files: {} as Context['files'] } })
  registerVoterLoginRoutes(app, logins)
  mountDemoLogin(app, login.handle)
  app.get('/*', { config: { access: 'public' } }, async () => 'a page')
  await app.listen({ host: '127.0.0.1', port: Number(new URL(local).port) })
}

it('signs in as a made-up person, with pages that have no scripts and are marked as a demo', async () => {
  await start(local)
  const browser = openBrowser()
  const pick = await browser.open(`${local}/api/voter/login/demo?to=/me`)
  expect(pick.text).toContain('演示登录')
  expect(pick.text).toContain('&lt;王&gt;秀英')
  expect(pick.text).toContain('110*************2X')
  expect(pick.text).not.toMatch(/11010519491231002X|<script|<王>/)
  expect(pick.headers.get('content-security-policy')).toContain("default-src 'none'")
  expect((await browser.submit(pick.url, { person: 'nobody' })).status).toBe(422)
  const agree = await browser.submit(pick.url, { person: 'p1' })
  expect(agree.text).toContain('同意并登录')
  const end = await browser.submit(agree.url, { consent: 'yes' })
  expect(end.url.href).toBe(`${local}/me`)
  expect(browser.cookies.has('mingce_voter')).toBe(true)
  // The person is asked for each time: the next login may be by someone else.
  expect((await browser.open(`${local}/api/voter/login/demo`)).text).toContain('以谁的身份登录')
})

it('shows that an unknown login has ended', async () => {
  await start(local)
  for (const path of ['choose/unknown', 'auth', 'auth/unknown'])
    expect((await openBrowser().open(`${local}/demo-login/${path}`)).text).toContain('这次登录已经结束')
})

it('is called without a network if its address is that of a proxy', async () => {
  await start('https://roll.example')
  const answer = await fetch(`${local}/api/voter/login/demo`, { redirect: 'manual' })
  expect(answer.headers.get('location')).toMatch(/^https:\/\/roll\.example\/demo-login\/auth\?/)
})

it('stores entries in memory until they expire or a limit is reached', async () => {
  const store = memoryAdapters()('AuthorizationCode')
  for (let i = 0; i < 2_100; i += 1) await store.upsert(`c${i}`, { grantId: i % 2 ? 'odd' : 'even', uid: `u${i}` }, 60)
  expect(await store.find('c0')).toBeUndefined()
  expect(await store.find('c2099')).toMatchObject({ grantId: 'odd' })
  expect(await store.findByUid('u2098')).toMatchObject({ grantId: 'even' })
  await store.consume('c2099')
  expect(await store.find('c2099')).toMatchObject({ consumed: expect.any(Number) })
  await store.revokeByGrantId('odd')
  expect(await store.find('c2099')).toBeUndefined()
  await store.upsert('old', {}, -1)
  expect(await store.find('old')).toBeUndefined()
  app = openApp({ log: openLog({ level: 'silent' }) })
})
