/** Calls all routes of the real server as every kind of caller, and checks that a subdistrict sees no data of another one. */

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { FastifyInstance } from 'fastify'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { type Access, createStaff, GRANTS, openVoterSession, ROLES, type Role, VOTER_COOKIE } from '../../access/index.ts'
import { type Keyring, memoryKeyring } from '../../platform/crypto/index.ts'
import type { Database } from '../../platform/database/index.ts'
import { openSealedFiles } from '../../platform/files/index.ts'
import { openLog } from '../../platform/http/index.ts'
import { type Jobs, openJobs } from '../../platform/jobs/index.ts'
import { readRows } from '../../platform/testing/rows.ts'
import { describeStores } from '../../platform/testing/stores.ts'
import { openConsole } from './open.ts'

const PASSWORD = 'correct-horse-电池'
const AREAS = [
  ['11', null, '北京市', 1],
  ['1101', '11', '市辖区', 2],
  ['110105', '1101', '朝阳区', 3],
  ['110105021', '110105', '南磨房地区', 4],
  ['110105022', '110105', '高碑店地区', 4],
  ['110105021201', '110105021', '大郊亭村委会', 5],
  ['110105022201', '110105022', '白家楼村委会', 5],
  ['110105022202', '110105022', '半壁店村委会', 5],
] as const

/** Routes without sign-in: a reviewer must have seen the reason for each addition. */
const PUBLIC = [
  'GET /api/devices/this',
  'GET /api/health',
  'GET /api/help/questions',
  'GET /api/help/videos',
  'GET /api/help/videos/:id/captions/:language',
  'GET /api/help/videos/:id/content',
  'GET /api/help/videos/:id/poster',
  'GET /api/openapi.json',
  'GET /api/voter/callback/:id',
  'GET /api/voter/login/:id',
  'GET /api/voter/logins',
  'GET /healthz',
  // Entries of the log are commitments and roots of published lists (docs/adr/0014-log.md).
  'GET /log/checkpoint',
  'GET /log/tile/*',
  'GET /log/witness/:originHash/checkpoint',
  'GET /metrics',
  'GET /readyz',
  'POST /api/auth/activate',
  'POST /api/auth/passkey',
  'POST /api/auth/passkey/offer',
  'POST /api/auth/second-step',
  'POST /api/auth/sign-in',
  'POST /api/auth/sign-out',
  'POST /api/exchange',
  'POST /api/feeds/disqualifications',
  // The signature of a partner's log says who asks (C2SP tlog-witness).
  'POST /log/witness/add-checkpoint',
]

/** What staff of every subdistrict in an election may read about the whole of it, and why. */
const OPEN_TO_ALL_STREETS = {
  '/api/areas': 'names and codes of areas are a national standard (GB/T 2260, GB/T 10114)',
  '/api/elections/:id/voting-places': 'day, hours and places of voting are published with the list (BJ 36)',
  '/api/elections/:id/seats': 'seats are of a whole congress and their division is announced (EL 13, 15)',
  '/api/elections/:id/rolls': 'a published list is public (EL 28)',
  '/api/elections/:id/rolls/:version/archive': 'a published list is public (EL 28), and is verified as a whole',
  '/api/elections/:id/rolls/:version/files': 'a published list is public (EL 28)',
  '/api/elections/:id/rolls/:version/posters': 'a published list is public (EL 28)',
  '/api/elections/:id/rolls/:version/files/:name': 'a published list is public (EL 28), and is verified as a whole',
}

interface Route {
  readonly method: string
  readonly url: string
  readonly access: Access
  /** Requests of one address in a minute. */
  readonly limit: () => unknown
  /** Names in its query, or `null` where it declares none. */
  readonly asks: readonly string[] | null
}

/** Questions for what is in the other subdistrict. */
const QUESTIONS = {
  community: '110105022201',
  parent: '110105022',
  area: '110105022',
  q: encodeURIComponent('欧阳'),
} as const
const QUERIES = Object.entries(QUESTIONS).map(([name, value]) => ({ name, query: `${name}=${value}` }))

const CHECKS = '10X98765432'
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
/** A made-up number with a valid check character. */
const numberOf = (sequence: number): string => {
  const body = `11010519900305${String(sequence).padStart(3, '0')}`
  return body + CHECKS[WEIGHTS.reduce((total, weight, index) => total + weight * Number(body[index]), 0) % 11]
}
const csv = (...rows: readonly (readonly string[])[]) => rows.map(row => row.join(',')).join('\n')

describeStores('all routes', (open, kind) => {
  let database: Database
  let keys: Keyring
  let jobs: Jobs
  let app: FastifyInstance
  let base: string
  let folder: string
  let routes: Route[]
  /** Requests that pass the gate get an immediate response and reach no handler. */
  let gateOnly = false
  const clock = { now: () => new Date('2026-11-20T01:00:00Z') }

  beforeEach(async () => {
    database = await open()
    for (const [code, parent, name, level] of AREAS)
      await database.run('INSERT INTO area (code, parent_code, name, level) VALUES ($1, $2, $3, $4)', [code, parent, name, level])
    folder = await mkdtemp(path.join(tmpdir(), 'mingce-walk-test-'))
    keys = memoryKeyring()
    const log = openLog({ level: 'silent' })
    const services = { database, keys, clock, log, files: await openSealedFiles(path.join(folder, 'files'), keys) }
    jobs = openJobs(database, { pollMs: 50, onError: () => undefined })
    routes = []
    gateOnly = false
    const watch = (watched: FastifyInstance) => {
      watched.addHook('onRoute', route => {
        const { method, url, config } = route
        const limit = () => (route.config?.rateLimit || undefined)?.max
        const { querystring } = route.schema ?? {}
        const asks =
          querystring instanceof z.ZodObject ? Object.keys(querystring.shape) : querystring ? Object.keys(QUESTIONS) : null
        if (method !== 'HEAD' && config?.access) routes.push({ method: String(method), url, access: config.access, limit, asks })
      })
      watched.addHook('preParsing', async (_, reply) => {
        if (gateOnly) await reply.code(299).serializer(String).send('passed')
      })
    }
    app = await openConsole({ services, jobs, dataDir: folder, version: '1.2.3', watch })
    await jobs.start()
    base = await app.listen({ host: '127.0.0.1', port: 0 })
  })
  afterEach(async () => {
    await app.close()
    await jobs.stop()
    await rm(folder, { recursive: true, force: true })
  })

  const staff = async (username: string, role: Role, areaCode: string) => {
    const maker = { clock, actor: { name: 'setup', role: 'city' } } as const
    const made = await createStaff(database, { username, name: username, password: PASSWORD, role, areaCode }, maker)
    if (!made.ok) throw new Error(made.error.code)
    const answer = await fetch(`${base}/api/auth/sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username, password: PASSWORD }),
    })
    const cookie = answer.headers
      .getSetCookie()
      .map(set => set.split(';')[0])
      .join('; ')
    return { id: made.value.id, cookie }
  }

  const call = async (cookie: string, method: string, address: string, body?: object | FormData) => {
    const answer = await fetch(base + address, {
      method,
      redirect: 'manual',
      headers: { cookie, ...(body && !(body instanceof FormData) ? { 'content-type': 'application/json' } : {}) },
      ...(body ? { body: body instanceof FormData ? body : JSON.stringify(body) } : {}),
    })
    const text = await answer.text()
    return {
      status: answer.status,
      text,
      json: answer.headers.get('content-type')?.startsWith('application/json') ? JSON.parse(text) : null,
    }
  }

  // The gate asks nothing of a store but sessions, which have their own tests on both.
  it.skipIf(kind === 'pglite')('admits exactly the callers that the route declares', async () => {
    expect(
      routes
        .filter(route => route.access === 'public')
        .map(({ method, url }) => `${method} ${url}`)
        .sort(),
    ).toEqual(PUBLIC)
    const cookies = new Map<Role | 'nobody' | 'voter' | 'newcomer', string>([['nobody', '']])
    for (const role of ROLES) cookies.set(role, (await staff(`a.${role}`, role, '110105')).cookie)
    const newcomer = await staff('a.newcomer', 'district', '110105')
    await database.run('UPDATE staff SET initial_until = $2 WHERE user_id = $1', [newcomer.id, new Date('2026-12-01T00:00:00Z')])
    cookies.set('newcomer', newcomer.cookie)
    const person = { personKey: keys.personKey(numberOf(1)), name: '李小明', login: 'city', subject: 's' }
    cookies.set('voter', `${VOTER_COOKIE}=${await openVoterSession(database, keys, person, clock.now())}`)
    gateOnly = true

    const expected = (access: Access, caller: string): string => {
      if (access === 'public') return 'passed'
      if (access === 'voter') return caller === 'voter' ? 'passed' : 'sign-in.needed'
      // An account that waits to be activated has no session.
      if (caller === 'nobody' || caller === 'voter' || caller === 'newcomer') return 'sign-in.needed'
      if (access === 'own-account') return 'passed'
      if (access === 'signed-in') return 'passed'
      const permissions: readonly string[] = typeof access === 'string' ? [access] : access
      return GRANTS[caller as Role].some(permission => permissions.includes(permission)) ? 'passed' : 'forbidden'
    }
    const told: string[] = []
    const due: string[] = []
    for (const { method, url, access } of routes) {
      const address = url.replaceAll(/:\w+/g, '1')
      for (const [caller, cookie] of cookies) {
        const { status, json } = await call(cookie, method, address)
        told.push(`${caller} ${method} ${url}: ${status === 299 ? 'passed' : json?.error?.code}`)
        due.push(`${caller} ${method} ${url}: ${expected(access, caller)}`)
      }
    }
    expect(told).toEqual(due)
    expect(routes.length).toBeGreaterThan(90)
  })

  it.skipIf(kind === 'pglite')('limits how often an address may call any route without sign-in', async () => {
    const open = routes.filter(route => route.access === 'public')
    expect(open.length).toBeGreaterThanOrEqual(PUBLIC.length)
    expect(open.filter(({ limit }) => !(Number(limit()) >= 1 && Number(limit()) <= 6000)).map(({ url }) => url)).toEqual([])
    const statuses = new Map<number, number>()
    for (let asked = 0; asked < 302; asked++) {
      const { status } = await call('', 'POST', '/api/auth/sign-out', {})
      statuses.set(status, (statuses.get(status) ?? 0) + 1)
    }
    expect([...statuses]).toEqual([
      [200, 300],
      [429, 2],
    ])
  })

  /** People of two subdistricts in one election of their district, in every state. */
  const fillTwoStreets = async () => {
    const office = (await staff('b.office', 'district', '110105')).cookie
    const made = await call(office, 'POST', '/api/elections', {
      areaCode: '110105',
      day: '2026-12-20',
      levels: ['county'],
      name: '朝阳区换届选举',
    })
    const election = `/api/elections/${made.json.id}`
    // Without a pause the requests would take turns from the job they wait for.
    const ended = (address: string, who = office) =>
      vi.waitUntil(
        async () => {
          const { json } = await call(who, 'GET', address)
          return (json.state === 'done' || json.state === 'failed') && json
        },
        { timeout: 100_000, interval: 50 },
      )
    const bring = async (kind: string, text: string) => {
      const form = new FormData()
      form.set('kind', kind)
      form.set('file', new Blob([text]), `${kind}.csv`)
      const { json } = await call(office, 'POST', `${election}/imports`, form)
      expect(await ended(`/api/imports/${json.id}`)).toMatchObject({ state: 'done' })
    }
    const people = ['110105021201', '110105022201'].flatMap((community, street) =>
      ['登记', '已核', '待核', '未登', '错号'].map((state, index) => ({
        name: `${street === 0 ? '慕容' : '欧阳'}${state}`,
        state,
        community,
        number: state === '错号' ? `11010519900305000${street}` : numberOf(street * 10 + index + 1),
      })),
    )
    const row = (one: (typeof people)[number]) => [one.name, one.number, one.community]
    await bring(
      'population',
      csv(
        ['姓名', '公民身份号码', '户籍区划', '社区代码', '状态', '联系电话'],
        ...people
          .filter(one => one.state === '登记' || one.state === '未登')
          .map(one => [one.name, one.number, '110105', one.community, '正常', '13900000000']),
      ),
    )
    await bring(
      'registrations',
      csv(['姓名', '公民身份号码', '社区代码'], ...people.filter(one => one.state !== '未登').map(row)),
    )
    const queue = await call(office, 'GET', `${election}/reviews`)
    for (const item of queue.json.items.filter((one: { name: string }) => one.name.endsWith('已核')))
      expect(
        (
          await call(office, 'POST', `/api/reviews/${item.countyCode}/${item.registrationId}/decision`, {
            decision: 'refuse',
            reason: `${item.name}已迁出`,
          })
        ).status,
      ).toBe(200)
    const missing = await call(office, 'GET', `${election}/not-yet-registered`)
    for (const { personRef } of missing.json.items)
      await call(office, 'POST', `${election}/visits`, { personRef, outcome: 'not-found' })
    const theirs = await call(office, 'POST', '/api/elections', {
      areaCode: '110105022',
      day: '2026-12-27',
      levels: ['township'],
      name: '高碑店地区换届选举',
    })
    expect(theirs.status).toBe(201)
    const counted = await call(office, 'POST', `${election}/rolls/preview`, {})
    expect(await ended(`/api/jobs/${counted.json.jobId}`)).toMatchObject({ state: 'done' })
    const waiting = await call(office, 'GET', `${election}/rolls/preview`)
    const second = (await staff('b.second', 'district', '110105')).cookie
    const published = await call(second, 'POST', `${election}/rolls`, { preview: waiting.json.preview.id })
    expect(await ended(`/api/jobs/${published.json.jobId}`, second)).toMatchObject({ state: 'done' })
    const written = await call(office, 'POST', `${election}/rolls/1/files`, {})
    expect(await ended(`/api/jobs/${written.json.jobId}`)).toMatchObject({ state: 'done' })
    await staff('b.other-clerk', 'township', '110105022')
    return { office, elections: [String(made.json.id), String(theirs.json.id)], jobId: String(published.json.jobId) }
  }

  it('shows a subdistrict no data of another one', async () => {
    const { office, elections, jobId } = await fillTwoStreets()
    const column = async (select: string) => (await readRows<{ v: string }>(database, select)).map(row => row.v)
    const files = await call(office, 'GET', `/api/elections/${elections[0]}/rolls/1/files`)
    /** Existing values of both subdistricts for each path parameter. */
    const values: Record<string, readonly string[]> = {
      id: elections,
      electionId: elections,
      importId: await column('SELECT id::text AS v FROM import'),
      countyCode: ['110105'],
      registrationId: await column('SELECT id::text AS v FROM registration'),
      accountId: await column('SELECT user_id AS v FROM staff'),
      jobId: [jobId],
      name: files.json.files.map((file: { name: string }) => encodeURIComponent(file.name)),
    }
    /** Every address of a route with values of the other subdistrict in its path and in its query. */
    const addresses = ({ url, asks }: Route): string[] => {
      const filled = [...url.matchAll(/:(\w+)/g)].reduce<string[]>(
        (made, [, name = '']) => made.flatMap(one => (values[name] ?? ['1']).map(value => one.replace(`:${name}`, value))),
        [url],
      )
      // A route that declares no query gets all at once, should it read one nevertheless.
      const declared = QUERIES.filter(({ name }) => asks?.includes(name)).map(({ query }) => query)
      const asked = ['', ...(asks === null ? [QUERIES.map(({ query }) => query).join('&')] : declared)]
      return url.includes(':name') ? filled : filled.flatMap(one => asked.map(query => (query === '' ? one : `${one}?${query}`)))
    }
    const THEIRS = /欧阳|白家楼|半壁店|高碑店|110105022|b\.other-clerk/
    const reads = routes.filter(({ method, access }) => method === 'GET' && access !== 'public' && access !== 'voter')
    const eyes = {
      street: (await staff('b.clerk', 'township', '110105021')).cookie,
      village: (await staff('b.station', 'station', '110105021201')).cookie,
      office,
    }
    const seen: Record<keyof typeof eyes, Set<string>> = { street: new Set(), village: new Set(), office: new Set() }
    for (const route of reads)
      for (const address of addresses(route))
        for (const eye of ['street', 'village', 'office'] as const) {
          const { status, text } = await call(eyes[eye], 'GET', address)
          expect(status, `${eye} ${address}`).toBeLessThan(500)
          if (THEIRS.test(text)) seen[eye].add(route.url)
        }
    for (const eye of ['street', 'village'] as const)
      expect([...seen[eye]].filter(url => !Object.hasOwn(OPEN_TO_ALL_STREETS, url))).toEqual([])
    // What the office sees proves that there was something to see.
    expect([...seen.office].sort()).toEqual(
      expect.arrayContaining([
        '/api/accounts',
        '/api/elections',
        '/api/elections/:id/audit',
        '/api/elections/:id/not-yet-registered',
        '/api/elections/:id/overview',
        '/api/elections/:id/refused',
        '/api/elections/:id/reviews',
      ]),
    )
  })
})
