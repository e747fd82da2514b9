/** Notices and objections over real HTTP: permissions, error messages, and delivery through a gateway. */

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { FastifyInstance } from 'fastify'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type Actor, createStaff, type Voter } from '../../access/index.ts'
import * as notice from '../../notice/index.ts'
import { mailbox, type Outgoing } from '../../notice/index.ts'
import { memoryKeyring } from '../../platform/crypto/index.ts'
import type { Database } from '../../platform/database/index.ts'
import { openLog } from '../../platform/http/index.ts'
import { openJobs } from '../../platform/jobs/index.ts'
import { readRows } from '../../platform/testing/rows.ts'
import { describeStores } from '../../platform/testing/stores.ts'
import { audienceSource } from '../../registration/index.ts'
import { contextFor, importPeople, loadSomeAreas, numberOf, openElection } from '../../registration/testing/office.ts'
import * as roll from '../../roll/index.ts'
import { openConsole } from './open.ts'
import { buildServer } from './server.ts'
import { registerPlayed, type UseCases } from './testing/played.ts'

const EAST = '110105021021'
const PASSWORD = 'correct-horse-电池'
const NUMBER = numberOf('1980-01-01', 1)
const NOTHING = new Proxy({}, { get: () => undefined }) as never
const gateways = { sms: mailbox(), email: mailbox() }

describeStores('notices over HTTP', open => {
  let database: Database
  let app: FastifyInstance
  let base: string
  let electionId: string
  let actor: Actor | null
  let voter: Voter | null

  beforeEach(async () => {
    database = await open()
    await loadSomeAreas(database)
    const ctx = contextFor(database)
    const election = await openElection(ctx)
    electionId = election.id
    await importPeople(ctx, election, [
      ['姓名', '公民身份号码', '户籍区划', '社区代码', '状态', '联系电话'],
      ['居民一', NUMBER, '110105', EAST, '正常', '13900000001'],
      ['居民二', numberOf('1980-01-02', 2), '110105', EAST, '正常', ''],
    ])
    actor = ctx.actor
    voter = { sessionId: 's', personKey: ctx.keys.personKey(NUMBER), name: '居民一', issuer: 'demo', expiresAt: new Date() }
    const useCases = {
      ...Object.fromEntries(['session', 'console', 'areas', 'elections', 'registrations', 'rolls'].map(name => [name, NOTHING])),
      notices: notice.openNotices({ audience: audienceSource, gateways }) satisfies UseCases['notices'],
      objections: {
        fileMyObjection: roll.fileMyObjection,
        findMyObjections: roll.findMyObjections,
        fileStationObjection: roll.fileStationObjection,
        findElectionObjections: roll.findElectionObjections,
        getObjection: roll.getObjection,
        decideOnObjection: roll.decideOnObjection,
        undoObjection: roll.undoObjection,
        serveObjection: roll.serveObjection,
        recordObjectionSuit: roll.recordObjectionSuit,
        recordObjectionJudgment: roll.recordObjectionJudgment,
        closeObjectionCase: roll.closeObjectionCase,
      } satisfies UseCases['objections'],
    }
    // Modules that these tests do not call have no use cases behind their routes.
    const all = new Proxy(useCases, { get: (some, name) => Reflect.get(some, name) ?? NOTHING }) as unknown as UseCases
    const { actor: _, ...services } = ctx
    app = await buildServer({
      register: registerPlayed(all),
      version: '0',
      gate: { actorOf: async () => actor, voterOf: async () => voter, services },
      log: openLog({ level: 'silent' }),
    })
    base = await app.listen({ host: '127.0.0.1', port: 0 })
  })
  afterEach(() => app.close())

  const ask = async (method: string, address: string, body?: object, requestId?: string) => {
    const answer = await fetch(`${base}/api${address}`, {
      method,
      headers: {
        ...(body ? { 'content-type': 'application/json' } : {}),
        ...(requestId ? { 'idempotency-key': requestId } : {}),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    })
    return { status: answer.status, json: JSON.parse(await answer.text()) }
  }
  const reminder = {
    template: 'remind-register',
    where: '东郊社区登记站',
    until: '2026-11-28',
    to: { state: 'not-yet-registered' },
  }

  it('previews a notice, sends it once, and shows what was sent', async () => {
    const notices = `/elections/${electionId}/notices`
    expect(await ask('POST', `${notices}/preview`, reminder)).toMatchObject({ status: 200, json: { people: 2, reachable: 1 } })
    const id = '5b7a1c52-6c1e-4f43-9a55-7d0d5a3f1a02'
    const sent = await ask('POST', notices, reminder, id)
    expect(sent).toMatchObject({ status: 202, json: { id, people: 2, queued: 1, repeated: 0 } })
    expect(await ask('POST', notices, reminder, id)).toEqual(sent)
    expect(await ask('GET', notices)).toMatchObject({
      status: 200,
      json: { channels: { sms: 'mailbox' }, campaigns: [{ id, states: { queued: 1 }, title: { zh: '提醒登记' } }] },
    })
    const { json } = await ask('GET', `${notices}/messages?state=queued`)
    expect(json.items).toHaveLength(1)
    expect(JSON.stringify(json)).not.toContain('13900000001')
    expect(await ask('POST', `${notices}/retry`, {})).toMatchObject({ status: 200, json: { queued: 0 } })
  })

  it('explains what is wrong with a reminder, and refuses users without permission', async () => {
    const notices = `/elections/${electionId}/notices`
    expect(await ask('POST', `${notices}/preview`, { ...reminder, template: 'accepted' })).toMatchObject({ status: 400 })
    for (const where of ['见 https://example.org', '找 110105199001010001', 'x'.repeat(61)])
      expect(await ask('POST', `${notices}/preview`, { ...reminder, where })).toMatchObject({
        status: 400,
        json: { error: { code: 'request.invalid', field: 'where' } },
      })
    expect(await ask('POST', notices, { ...reminder, until: '2027-01-01' })).toMatchObject({
      status: 422,
      json: { error: { code: 'notice.until', next: { zh: '更正截止日期' } } },
    })
    actor = { id: 's', name: '登记站', role: 'station', areaCode: EAST }
    expect(await ask('GET', notices)).toMatchObject({ status: 403 })
    actor = null
    expect(await ask('POST', notices, reminder)).toMatchObject({ status: 401 })
  })

  it('saves a voter’s contact details, and shows them masked', async () => {
    const contact = { phone: '139 0000 0009', email: 'one@example.org', language: 'en' }
    expect(await ask('PUT', '/voter/contact', contact)).toEqual({
      status: 200,
      json: { phone: '139****0009', email: 'o***@example.org', language: 'en', declined: false },
    })
    expect(await ask('PUT', '/voter/contact', { ...contact, phone: '010-67380000' })).toMatchObject({
      status: 400,
      json: { error: { field: 'phone' } },
    })
    expect(await ask('GET', '/voter/contact')).toMatchObject({ json: { language: 'en' } })
    voter = null
    expect(await ask('GET', '/voter/contact')).toMatchObject({ status: 401 })
  })

  it('files and decides an objection, and refuses ID and phone numbers in its text', async () => {
    const objection = { electionId, subject: 'own', kind: 'missing', text: '名单上没有我' }
    expect(await ask('POST', '/voter/objections', objection)).toMatchObject({
      status: 409,
      json: { error: { code: 'objection.not-published', next: { zh: '现在可直接办理或更正选民登记' } } },
    })
    await database.run(
      `INSERT INTO roll_version (election_id, version, kind, root, entries, published_on, published_at, published_by, election_name, polling_day)
       VALUES ($1, 1, 'list', '', 0, '2026-11-19', now(), 'x', 'x', '2026-12-20')`,
      [electionId],
    )
    for (const text of [`我的号码是${NUMBER}`, '请打 139 0000 0001'])
      expect(await ask('POST', '/voter/objections', { ...objection, text })).toMatchObject({
        status: 400,
        json: { error: { field: 'text' } },
      })
    const filed = await ask('POST', '/voter/objections', objection)
    expect(filed).toMatchObject({ status: 201, json: { state: 'filed', dueOn: '2026-11-23', late: false } })
    expect((await ask('GET', '/voter/objections')).json).toMatchObject([{ id: filed.json.id, electionId }])
    const one = `/elections/${electionId}/objections/110105/${filed.json.id}`
    expect(await ask('GET', one)).toMatchObject({ status: 200, json: { text: '名单上没有我', entries: [] } })
    const upheld = { decision: 'upheld', reason: '属实', article: 'EL 27' }
    expect(await ask('POST', `${one}/decision`, upheld)).toMatchObject({
      status: 422,
      json: { error: { code: 'objection.entry-needed' } },
    })
    expect(await ask('POST', `${one}/decision`, { ...upheld, article: '选举法' })).toMatchObject({
      status: 422,
      json: { error: { code: 'objection.article' } },
    })
    const dismissed = { decision: 'dismissed', reason: '已在别处', article: 'EL 5' }
    expect(await ask('POST', `${one}/decision`, dismissed)).toMatchObject({ status: 200, json: { state: 'decided' } })
    expect(await ask('POST', `${one}/served`)).toMatchObject({ status: 200, json: { state: 'served' } })
    expect(await ask('POST', `${one}/close`)).toMatchObject({ status: 409, json: { error: { code: 'objection.suit-open' } } })
    actor = { id: 's', name: '登记站', role: 'station', areaCode: EAST }
    expect(await ask('GET', `/elections/${electionId}/objections`)).toMatchObject({ status: 200 })
    expect(await ask('POST', `${one}/undo`, { reason: '撤回' })).toMatchObject({ status: 403 })
  })
})

describeStores('the console', open => {
  it('delivers messages while it runs', async () => {
    const database = await open()
    await loadSomeAreas(database)
    const ctx = contextFor(database)
    const election = await openElection(ctx)
    await importPeople(ctx, election, [
      ['姓名', '公民身份号码', '户籍区划', '社区代码', '状态', '联系电话'],
      ['居民一', NUMBER, '110105', EAST, '正常', '13900000001'],
    ])
    await createStaff(
      database,
      { username: 'district', name: '选办', password: PASSWORD, role: 'district', areaCode: '110105' },
      { clock: ctx.clock, actor: { name: 'setup', role: 'city' } },
    )
    const folder = await mkdtemp(path.join(tmpdir(), 'mingce-notices-test-'))
    const faults: unknown[] = []
    const jobs = openJobs(database, { pollMs: 50, onError: error => void faults.push(error) })
    let arrived: ((message: Outgoing) => void) | undefined
    const message = new Promise<Outgoing>(resolve => (arrived = resolve))
    const sms = {
      ...mailbox(),
      send: async (outgoing: Outgoing) => {
        arrived?.(outgoing)
        return { kind: 'taken' as const, providerId: null }
      },
    }
    const { actor: _, ...rest } = ctx
    const services = { ...rest, keys: memoryKeyring(new Uint8Array(32).fill(7)) }
    const app = await openConsole({ services, jobs, dataDir: folder, version: '1', gateways: { sms } })
    await jobs.start()
    await app.listen({ host: '127.0.0.1', port: 0 })
    await database.transaction(tx =>
      notice.queueNotice(tx, {
        electionId: election.id,
        countyCode: '110105',
        personKey: ctx.keys.personKey(NUMBER),
        registrationId: null,
        template: 'moved',
        parameters: { election: election.name, place: '东郊社区' },
        dedupeKey: 'moved 1',
        at: ctx.clock.now(),
      }),
    )
    expect(await message).toMatchObject({ to: '13900000001', template: 'moved', language: 'zh' })
    await app.close()
    await jobs.stop()
    await rm(folder, { recursive: true, force: true })
    expect(faults).toEqual([])
    expect(await readRows(database, 'SELECT state FROM outbox')).toEqual([{ state: 'sent' }])
  })
})
