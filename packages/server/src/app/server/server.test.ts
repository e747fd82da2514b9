/** The server over real HTTP, with real accounts and elections; use cases of modules tested elsewhere are replaced. */

import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import { fail, ok } from '@mingce/domain/result'
import type { FastifyInstance } from 'fastify'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import * as accounts from '../../access/index.ts'
import { createStaff, openAuth, openOwnAccount, openSessions, openVoterLogins, type Role } from '../../access/index.ts'
import { findAreas } from '../../area/index.ts'
import * as district from '../../district/index.ts'
import { findSeats, seatSheet, setSeats, setUpElection } from '../../district/index.ts'
import * as election from '../../election/index.ts'
import { findAudit, findElections, getElection, openTimetable } from '../../election/index.ts'
import { openHelp } from '../../help/index.ts'
import { memoryKeyring } from '../../platform/crypto/index.ts'
import type { Database } from '../../platform/database/index.ts'
import { openSealedFiles, type SealedFiles } from '../../platform/files/index.ts'
import { openLog } from '../../platform/http/index.ts'
import { readRows } from '../../platform/testing/rows.ts'
import { describeStores } from '../../platform/testing/stores.ts'
import { findSources } from '../../population/index.ts'
import { buildServer } from './server.ts'
import { registerPlayed, type UseCases } from './testing/played.ts'

const PASSWORD = 'correct-horse-电池'
const AREAS = [
  ['11', null, '北京市', 1],
  ['1101', '11', '市辖区', 2],
  ['110105', '1101', '朝阳区', 3],
  ['110105021', '110105', '南磨房地区', 4],
  ['110105022', '110105', '高碑店地区', 4],
] as const

const never = () => {
  throw new Error('张三 110105194912310025 的记录 should not be called')
}

/** Replacements for the other modules, as far as these tests need them. */
const playedUseCases = (
  taken: Map<string, string>,
): Pick<
  UseCases,
  | 'registrations'
  | 'report'
  | 'voters'
  | 'stationDesk'
  | 'shifts'
  | 'devices'
  | 'notices'
  | 'rolls'
  | 'objections'
  | 'certificates'
  | 'exchange'
  | 'console'
> => ({
  console: { version: '1.2.3', isWell: async () => true, findJob: async () => undefined },
  registrations: {
    checkElection: never,
    getRecord: never,
    findNotYetRegistered: never,
    recordVisit: async (ctx, input) => {
      const election = await getElection(ctx, input.electionId, 'visit')
      if (!election.ok) return election
      if (ctx.requestId && taken.has(ctx.requestId)) return ok({})
      taken.set(ctx.requestId ?? 'none', input.outcome)
      return ok({})
    },
    findImports: async () => ok([]),
    getImport: async () => fail({ code: 'import.unknown' }),
    previewImport: never,
    startImport: async (ctx, input) => {
      const election = await getElection(ctx, input.electionId)
      if (!election.ok) return election
      const bytes: Buffer[] = []
      for await (const chunk of ctx.files.open(input.file.sealedId)) bytes.push(chunk as Buffer)
      taken.set(input.file.name, Buffer.concat(bytes).toString())
      taken.set('channel', String(input.channel))
      await ctx.files.remove(input.file.sealedId)
      return ok({ id: 7 })
    },
    openImportReport: async () => ok({ name: '结果 (1).csv', content: Readable.from(['a,b\n']) }),
    progressOf: () => undefined,
    findReviewCases: async () => ok({ items: [], next: null, total: 0, byCode: {} }),
    decideCase: never,
    undoDecision: never,
    revealNumber: never,
    findMyAccessHistory: never,
    findRefusedRows: async () => ok({ items: [], next: null, total: 0 }),
    findElectionStations: never,
    replaceElectionStations: never,
    lookUpDisqualification: never,
    listDisqualifications: never,
  },
  report: { electionOverview: never },
  voters: {
    findElectionsForVoter: never,
    getVoterForm: never,
    findPlaces: never,
    getPlace: never,
    registerVoter: never,
    findMyRegistrations: never,
    getMyRegistration: never,
    getMyCard: never,
  },
  notices: {
    previewReminder: never,
    sendReminder: never,
    findNotices: never,
    findNoticeMessages: never,
    retryNotices: never,
    myContact: never,
    saveMyContact: never,
  },
  objections: {
    fileMyObjection: never,
    findMyObjections: never,
    fileStationObjection: never,
    findElectionObjections: never,
    getObjection: never,
    decideOnObjection: never,
    undoObjection: never,
    serveObjection: never,
    recordObjectionSuit: never,
    recordObjectionJudgment: never,
    closeObjectionCase: never,
  },
  exchange: { receiveEnvelope: never },
  certificates: {
    askForCertificate: never,
    findMyCertificates: never,
    acceptMyCertificate: never,
    askAtStation: never,
    listCertificates: never,
    findCertificateFigures: never,
    listAcceptances: never,
    issueCertificate: never,
    refuseCertificate: never,
    revokeCertificate: never,
    reprintCertificate: never,
    acceptAtStation: never,
    printOwnCertificate: never,
    verifyCertificate: never,
  },
  stationDesk: { registerAtStation: never, confirmSecondOfficer: never },
  shifts: { takeShift: never, syncShift: never },
  devices: { enrolDevice: never, findDevices: never, revokeDevice: never, getDeviceState: never },
  rolls: {
    findRollVersions: async () => ok([]),
    startPublishing: never,
    findRollFiles: async () => ok([]),
    openRollFile: async (_, __, ___, name) => ok({ name, content: Readable.from(['x']) }),
    verifyRoll: never,
  },
})

describeStores('server', open => {
  let database: Database
  let app: FastifyInstance
  let base: string
  let folder: string
  let files: SealedFiles
  let now: Date
  const taken = new Map<string, string>()
  const lines: string[] = []

  const staff = (username: string, role: Role, areaCode: string) =>
    createStaff(
      database,
      { username, name: `测试${username}`, password: PASSWORD, role, areaCode },
      { clock: { now: () => now }, actor: { name: 'setup', role: 'city' } },
    )

  const start = async (
    options: { https?: boolean; signInsPerMinute?: number; uploadLimitBytes?: number; pages?: string } = {},
  ) => {
    const keys = memoryKeyring()
    const log = openLog({ destination: { write: line => void lines.push(line) } })
    const services = { database, keys, files, clock: { now: () => now }, log }
    const auth = openAuth({ database, keys, https: options.https ?? false, signInsPerMinute: options.signInsPerMinute ?? 1000 })
    const sessions = openSessions(auth, services)
    const useCases: UseCases = {
      session: sessions,
      ownAccount: openOwnAccount(auth, sessions),
      accounts,
      voterLogins: openVoterLogins({ services, logins: [] }),
      areas: { findAreas },
      plans: { ...district, makePlanOfCommunities: never, previewPlan: never, freezePlan: never },
      elections: { findElections, createElection: setUpElection, findAudit },
      timetable: openTimetable(async () => null),
      committees: election,
      seats: { findSeats, setSeats, seatSheet },
      sources: { findSources },
      help: openHelp(database, ''),
      feeds: { receiveFeed: never, findAuthoritiesStanding: never },
      ...playedUseCases(taken),
    }
    app = await buildServer({
      register: registerPlayed(useCases),
      version: useCases.console.version,
      findLogins: useCases.voterLogins.findLogins,
      gate: { actorOf: sessions.actorOf, services },
      log,
      ...options,
    })
    base = await app.listen({ host: '127.0.0.1', port: 0 })
  }

  beforeEach(async () => {
    now = new Date()
    taken.clear()
    lines.length = 0
    database = await open()
    for (const [code, parent, name, level] of AREAS)
      await database.run('INSERT INTO area (code, parent_code, name, level) VALUES ($1, $2, $3, $4)', [code, parent, name, level])
    folder = await mkdtemp(path.join(tmpdir(), 'mingce-server-test-'))
    files = await openSealedFiles(folder, memoryKeyring())
    await start()
  })
  afterEach(async () => {
    await app.close()
    await rm(folder, { recursive: true, force: true })
  })

  const send = (address: string, cookie: string, body?: object | FormData, headers: Record<string, string> = {}) =>
    fetch(base + address, {
      method: body ? 'POST' : 'GET',
      headers: {
        ...(cookie ? { cookie } : {}),
        ...(body && !(body instanceof FormData) ? { 'content-type': 'application/json' } : {}),
        ...headers,
      },
      ...(body ? { body: body instanceof FormData ? body : JSON.stringify(body) } : {}),
      redirect: 'manual',
    })

  const signIn = async (username: string, password = PASSWORD) => {
    const answer = await send('/api/auth/sign-in', '', { username, password })
    const cookie = answer.headers
      .getSetCookie()
      .map(set => set.split(';')[0])
      .join('; ')
    return { answer, cookie }
  }

  const upload = (kind: string, text: string, name = '花名册.csv', more: Record<string, string> = {}) => {
    const form = new FormData()
    for (const [key, value] of Object.entries({ kind, ...more })) form.set(key, value)
    form.set('file', new Blob([text]), name)
    return form
  }

  const setUp = async () => {
    await staff('chaoyang', 'district', '110105')
    const { cookie } = await signIn('chaoyang')
    const made = await send('/api/elections', cookie, {
      areaCode: '110105021',
      day: '2026-12-20',
      levels: ['county'],
      name: '换届选举',
    })
    expect(made.status).toBe(201)
    return { cookie, id: ((await made.json()) as { id: string }).id }
  }

  it('signs staff in with their password, shows who they are, and ends the session at sign-out', async () => {
    await staff('nanmofang', 'township', '110105021')
    const { answer, cookie } = await signIn('NanMoFang')
    expect([answer.status, await answer.json()]).toEqual([200, { ok: true }])
    expect(answer.headers.get('set-cookie')).toMatch(/^mingce\.session_token=.*HttpOnly.*SameSite=Strict/i)
    expect(answer.headers.get('set-cookie')).not.toMatch(/secure/i)
    expect(await (await send('/api/session', cookie)).json()).toMatchObject({
      user: { name: '测试nanmofang', username: 'nanmofang' },
      role: 'township',
      area: { code: '110105021', name: expect.stringContaining('南磨房') },
      permissions: expect.arrayContaining(['decide', 'publish']),
    })
    expect((await send('/api/auth/sign-out', cookie, {})).status).toBe(200)
    expect((await send('/api/session', cookie)).status).toBe(401)
    const trail = await readRows<{ action: string }>(database, 'SELECT action FROM audit ORDER BY at, id')
    expect(trail.map(row => row.action)).toEqual(['staff.created', 'signed-in', 'signed-out'])
  })

  it('sends cookies over https only, if the server is reached by https', async () => {
    await app.close()
    await start({ https: true })
    await staff('nanmofang', 'township', '110105021')
    const { answer, cookie } = await signIn('nanmofang')
    expect(answer.headers.get('set-cookie')).toMatch(/^__Secure-mingce\.session_token=.*Secure/)
    expect((await send('/api/session', cookie)).status).toBe(200)
  })

  it('answers a wrong password and an unknown name alike, and locks the name after five attempts', async () => {
    await staff('nanmofang', 'township', '110105021')
    for (const name of ['nanmofang', 'nobody-here']) {
      for (let attempt = 1; attempt <= 4; attempt++) {
        const { answer } = await signIn(name, 'wrong-password')
        expect([answer.status, ((await answer.json()) as { error: { code: string } }).error.code]).toEqual([401, 'sign-in.wrong'])
      }
      expect((await signIn(name, 'wrong-password')).answer.status).toBe(429)
      const locked = (await signIn(name)).answer
      expect([locked.status, await locked.json()]).toEqual([
        429,
        {
          error: expect.objectContaining({
            code: 'sign-in.locked',
            zh: expect.stringContaining('锁定'),
            en: expect.stringContaining('locked'),
          }),
        },
      ])
    }
    now = new Date(now.getTime() + 16 * 60_000)
    expect((await signIn('nanmofang')).answer.status).toBe(200)
  })

  it('limits attempts with many names from one address', async () => {
    await app.close()
    await start({ signInsPerMinute: 3 })
    const answers = []
    for (let attempt = 0; attempt < 6; attempt++) answers.push((await signIn(`name${attempt}`, 'wrong-password')).answer)
    expect(answers.map(answer => answer.status)).toContain(429)
    expect(await answers.at(-1)?.json()).toMatchObject({ error: { code: 'request.too-many', zh: /.+/, en: /.+/ } })
  })

  it('ends a session after twelve hours and when the account is disabled', async () => {
    await staff('nanmofang', 'township', '110105021')
    const { cookie } = await signIn('nanmofang')
    await database.run('UPDATE staff SET disabled_at = now()')
    expect((await send('/api/session', cookie)).status).toBe(401)
    expect((await signIn('nanmofang')).answer.status).toBe(401)
    await database.run('UPDATE staff SET disabled_at = NULL')
    expect((await send('/api/session', cookie)).status).toBe(200)
    const [session] = await readRows<{ hours: number }>(
      database,
      'SELECT extract(epoch FROM expires_at - created_at)::float8 / 3600 AS hours FROM access_session LIMIT 1',
    )
    expect(session?.hours).toBeCloseTo(12, 1)
    vi.useFakeTimers({ now: Date.now() + 12.1 * 3_600_000, toFake: ['Date'] })
    try {
      expect((await send('/api/session', cookie)).status).toBe(401)
    } finally {
      vi.useRealTimers()
    }
  })

  it('exposes neither sign-up nor better-auth’s other endpoints', async () => {
    for (const door of [
      '/api/auth/sign-up/email',
      '/api/auth/sign-in/username',
      '/api/auth/get-session',
      '/api/auth/update-user',
    ])
      expect((await send(door, '', { email: 'a@b.cn', password: PASSWORD, name: 'x' })).status).toBe(404)
  })

  it('requires a session, then the permission', async () => {
    await staff('auditor', 'auditor', '1101')
    const { cookie } = await signIn('auditor')
    expect((await send('/api/elections', '')).status).toBe(401)
    expect((await send('/api/elections', 'mingce.session_token=forged.forged')).status).toBe(401)
    expect((await send('/api/elections', cookie)).status).toBe(200)
    const refused = await send('/api/elections', cookie, {
      areaCode: '110105021',
      day: '2026-12-20',
      levels: ['county'],
      name: 'x',
    })
    expect([refused.status, await refused.json()]).toEqual([
      403,
      { error: { code: 'forbidden', zh: expect.any(String), en: expect.any(String), next: expect.anything() } },
    ])
    expect((await send('/api/elections/x/not-yet-registered', cookie)).status).toBe(403)
  })

  it('shows an election to its own area only, and responds elsewhere as if it did not exist', async () => {
    const { id } = await setUp()
    await staff('gaobeidian', 'township', '110105022')
    await staff('nanmofang', 'township', '110105021')
    const stranger = await signIn('gaobeidian')
    const own = await signIn('nanmofang')
    expect(await (await send('/api/elections', stranger.cookie)).json()).toEqual([])
    expect(await (await send('/api/elections', own.cookie)).json()).toMatchObject([
      { id, listDeadline: '2026-11-30', area: { code: '110105021' }, pollingDay: '2026-12-20', state: 'preparing' },
    ])
    const theirs = await send(`/api/elections/${id}/audit`, stranger.cookie)
    const nothing = await send('/api/elections/110105021-20300101/audit', stranger.cookie)
    expect([theirs.status, await theirs.json()]).toEqual([nothing.status, await nothing.json()])
    expect(theirs.status).toBe(404)
    const trail = (await (await send(`/api/elections/${id}/audit`, own.cookie)).json()) as { items: object[]; next: null }
    expect(trail.items).toMatchObject([{ action: 'election.created', subject: id }])
    const created = await send(`/api/elections/${id}/audit?action=election.created`, own.cookie)
    expect(await created.json()).toMatchObject({ items: [{ action: 'election.created', actor: '测试chaoyang' }], next: null })
  })

  it('explains an invalid request in both languages without repeating its content', async () => {
    const { cookie, id } = await setUp()
    const wrongDay = await send('/api/elections', cookie, {
      areaCode: '110105021',
      day: '2026-13-40',
      levels: ['county'],
      name: 'x',
    })
    expect([wrongDay.status, await wrongDay.json()]).toMatchObject([400, { error: { code: 'request.invalid', field: 'day' } }])
    const overlap = await send('/api/elections', cookie, {
      areaCode: '110105021',
      day: '2026-12-21',
      levels: ['county'],
      name: '另一次',
    })
    expect([overlap.status, await overlap.json()]).toMatchObject([409, { error: { code: 'election.overlaps' } }])
    const searched = await send(`/api/elections/${id}/reviews?q=110105194912310025`, cookie)
    const text = await searched.text()
    expect([searched.status, JSON.parse(text)]).toMatchObject([
      400,
      { error: { field: 'q', zh: expect.stringContaining('证件号码') } },
    ])
    expect(text).not.toContain('1949')
    expect((await send('/api/elections', cookie, {}, { 'content-type': 'text/plain' })).status).toBe(415)
    expect((await send('/api/nowhere', cookie)).status).toBe(404)
  })

  it('responds to a bug with an id and logs no personal data', async () => {
    const { cookie, id } = await setUp()
    const answer = await send(`/api/elections/${id}/overview`, cookie)
    const body = (await answer.json()) as { error: { code: string; id: string } }
    expect([answer.status, body.error.code]).toEqual([500, 'unexpected'])
    expect(body.error.id).toBe(answer.headers.get('x-request-id'))
    await send(`/api/elections/${id}/reviews?q=%E5%BC%A0%E4%B8%89&community=110105021001`, cookie)
    const log = lines.join('')
    expect(log).toContain(body.error.id)
    for (const secret of ['张三', '%E5%BC%A0', '1949', '110105021001', PASSWORD, 'session_token'])
      expect(log).not.toContain(secret)
  })

  it('processes a repeated request once', async () => {
    const { cookie, id } = await setUp()
    const key = { 'idempotency-key': '0c9d3a52-7d55-4a53-9f0e-9d3a52000001' }
    for (let attempt = 0; attempt < 2; attempt++)
      expect((await send(`/api/elections/${id}/visits`, cookie, { personRef: 'p', outcome: 'found' }, key)).status).toBe(200)
    expect([...taken]).toEqual([['0c9d3a52-7d55-4a53-9f0e-9d3a52000001', 'found']])
    expect(
      (await send(`/api/elections/${id}/visits`, cookie, { personRef: 'p', outcome: 'found' }, { 'idempotency-key': 'x' }))
        .status,
    ).toBe(400)
  })

  it('accepts an upload and seals it, and leaves nothing of a refused one', async () => {
    const { cookie, id } = await setUp()
    const roster = '姓名,公民身份号码\n王某,1\n'
    const good = await send(
      `/api/elections/${id}/imports`,
      cookie,
      upload('registrations', roster, '../../a\\花名册.csv', { channel: '' }),
    )
    expect([good.status, await good.json()]).toEqual([202, { id: 7 }])
    expect(taken.get('花名册.csv')).toBe(roster)
    expect(taken.get('channel')).toBe('undefined')
    const kind = await send(`/api/elections/${id}/imports`, cookie, upload('horoscopes', roster))
    expect([kind.status, await kind.json()]).toMatchObject([400, { error: { field: 'kind' } }])
    expect((await send(`/api/elections/${id}/imports`, cookie, upload('registrations', ''))).status).toBe(400)
    expect((await send('/api/elections/nowhere/imports', cookie, upload('registrations', roster))).status).toBe(404)
    expect((await send(`/api/elections/${id}/imports`, cookie, { kind: 'registrations' })).status).toBe(415)
    expect((await readdir(folder)).filter(name => name !== 'plain')).toEqual([])
  })

  it('refuses a file that is too large, in both languages', async () => {
    await app.close()
    await start({ uploadLimitBytes: 100_000 })
    const { cookie, id } = await setUp()
    const answer = await send(`/api/elections/${id}/imports`, cookie, upload('registrations', 'x'.repeat(300_000)))
    expect([answer.status, await answer.json()]).toMatchObject([
      413,
      { error: { code: 'request.too-large', zh: /.+/, en: /.+/ } },
    ])
    expect((await readdir(folder)).filter(name => name !== 'plain')).toEqual([])
  })

  it('lets each role import its own kinds of files only', async () => {
    const { id } = await setUp()
    await staff('beijing', 'city', '1101')
    await staff('station', 'station', '110105021')
    const city = (await signIn('beijing')).cookie
    const station = (await signIn('station')).cookie
    expect((await send(`/api/elections/${id}/imports`, city, upload('registrations', 'x'))).status).toBe(403)
    expect((await send(`/api/elections/${id}/imports`, city, upload('population', 'x'))).status).toBe(202)
    expect((await send(`/api/elections/${id}/imports`, station, upload('population', 'x'))).status).toBe(403)
  })

  it('sends downloads with their own file names', async () => {
    const { cookie, id } = await setUp()
    const answer = await send('/api/imports/1/report', cookie)
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    expect(answer.headers.get('content-disposition')).toBe(
      `attachment; filename="____1_.csv"; filename*=UTF-8''%E7%BB%93%E6%9E%9C%20%281%29.csv`,
    )
    expect(await answer.text()).toBe('a,b\n')
    expect((await send(`/api/elections/${id}/rolls/1/files/..%2f..%2fetc%2fpasswd`, cookie)).status).toBe(400)
    for (const name of ['list.csv', 'lists~大郊亭村.csv'])
      expect((await send(`/api/elections/${id}/rolls/1/files/${encodeURIComponent(name)}`, cookie)).status).toBe(200)
  })

  it('serves the pages, with immutable caching for hashed assets and no caching for the rest', async () => {
    await app.close()
    const pages = path.join(folder, 'dist')
    for (const [name, text] of [
      ['office/index.html', 'office'],
      ['assets/app-abc123.js', 'js'],
      ['favicon.svg', 'icon'],
      ['.env', 'secret'],
    ] as const) {
      await mkdir(path.dirname(path.join(pages, name)), { recursive: true })
      await writeFile(path.join(pages, name), text)
    }
    await start({ pages })
    const get = async (address: string) => {
      const answer = await send(address, '')
      return [answer.status, await answer.text(), answer.headers.get('cache-control')]
    }
    expect(await get('/office/elections/x/reviews')).toEqual([200, 'office', 'no-cache'])
    expect(await get('/office')).toEqual([200, 'office', 'no-cache'])
    expect(await get('/assets/app-abc123.js')).toEqual([200, 'js', 'public, max-age=31536000, immutable'])
    expect(await get('/favicon.svg')).toEqual([200, 'icon', 'no-cache'])
    expect((await get('/assets/gone.js'))[0]).toBe(404)
    expect((await get('/.env'))[0]).toBe(404)
    expect((await get('/api/gone'))[0]).toBe(404)
    expect((await send('/', '')).headers.get('location')).toBe('/office/')
    await app.close()
    await writeFile(path.join(pages, 'index.html'), 'portal')
    await start({ pages })
    expect(await get('/')).toEqual([200, 'portal', 'no-cache'])
    expect(await get('/anything')).toEqual([404, expect.stringContaining('No such page'), 'no-store'])
    expect(await get('/station/anything')).toEqual([404, expect.stringContaining('No such page'), 'no-store'])
    // The console says in its own words that it has no such page.
    expect(await get('/office/anything')).toEqual([404, 'office', 'no-cache'])
    expect(await get('/office/elections/x/anything')).toEqual([404, 'office', 'no-cache'])
  })

  it('sets security headers on every response and refuses writes from other sites', async () => {
    const { cookie } = await setUp()
    for (const answer of [await send('/api/health', ''), await send('/api/nowhere', ''), await send('/api/elections', '')]) {
      expect(Object.fromEntries(answer.headers)).toMatchObject({
        'content-security-policy': expect.stringMatching(/script-src 'self';.*frame-ancestors 'none'/),
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cache-control': 'no-store',
      })
    }
    const from = (headers: Record<string, string>) => send('/api/auth/sign-out', cookie, {}, headers)
    expect((await from({ origin: 'https://elsewhere.example' })).status).toBe(403)
    expect((await from({ origin: 'null' })).status).toBe(403)
    expect((await from({ origin: base, 'sec-fetch-site': 'cross-site' })).status).toBe(403)
    expect((await from({ origin: base })).status).toBe(200)
  })
})
