/** The whole server: sign in, import a register and a roster, follow the imports, decide, publish, verify. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { FastifyInstance } from 'fastify'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createStaff, type Role } from '../../access/index.ts'
import { memoryKeyring } from '../../platform/crypto/index.ts'
import type { Database } from '../../platform/database/index.ts'
import { openSealedFiles } from '../../platform/files/index.ts'
import { openLog } from '../../platform/http/index.ts'
import { type Jobs, openJobs } from '../../platform/jobs/index.ts'
import { describeStores } from '../../platform/testing/stores.ts'
import { openConsole } from './open.ts'

const PASSWORD = 'correct-horse-电池'
const AREAS = [
  ['11', null, '北京市', 1],
  ['1101', '11', '市辖区', 2],
  ['110105', '1101', '朝阳区', 3],
  ['110105021', '110105', '南磨房地区', 4],
  ['110105021021', '110105021', '东郊社区居民委员会', 5],
  ['110105021201', '110105021', '大郊亭村委会', 5],
] as const

const CHECKS = '10X98765432'
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
/** A made-up number with a valid check character. */
const numberOf = (birth: string, sequence: number): string => {
  const body = `110105${birth}${String(sequence).padStart(3, '0')}`
  const sum = WEIGHTS.reduce((total, weight, index) => total + weight * Number(body[index]), 0)
  return body + CHECKS[sum % 11]
}

const PEOPLE = [
  ['李小明', numberOf('19900305', 1)],
  ['王芳', numberOf('19850721', 2)],
  ['赵不在', numberOf('19700101', 3)],
  ['陈未登', numberOf('19650101', 5)],
] as const
/** With a wrong check character; not one that ends in zeros, which a spreadsheet makes of a number. */
const MISTYPED = numberOf('19900101', 11).replace(/.$/, last => (last === '1' ? '2' : '1'))
const csv = (...rows: readonly (readonly string[])[]) => rows.map(row => row.join(',')).join('\n')
const POPULATION = csv(
  ['姓名', '公民身份号码', '户籍区划', '社区代码', '状态', '联系电话'],
  ...[PEOPLE[0], PEOPLE[1], PEOPLE[3]].map(person => [...person, '110105', '110105021201', '正常', '13900000000']),
)
const ROSTER = csv(['姓名', '公民身份号码', '社区'], ...PEOPLE.slice(0, 3).map(person => [...person, '大郊亭村']), [
  '孙错',
  MISTYPED,
  '大郊亭村',
])

describeStores('console', open => {
  let database: Database
  let jobs: Jobs
  let app: FastifyInstance
  let base: string
  let folder: string
  const faults: unknown[] = []

  beforeEach(async () => {
    faults.length = 0
    database = await open()
    for (const [code, parent, name, level] of AREAS)
      await database.run('INSERT INTO area (code, parent_code, name, level) VALUES ($1, $2, $3, $4)', [code, parent, name, level])
    folder = await mkdtemp(path.join(tmpdir(), 'mingce-console-test-'))
    const keys = memoryKeyring()
    const clock = { now: () => new Date('2026-11-20T01:00:00Z') }
    const log = openLog({ level: 'silent' })
    const services = { database, keys, clock, log, files: await openSealedFiles(path.join(folder, 'files'), keys) }
    jobs = openJobs(database, { pollMs: 100, onError: error => void faults.push(error) })
    app = await openConsole({ services, jobs, dataDir: folder, version: '1.2.3' })
    await jobs.start()
    base = await app.listen({ host: '127.0.0.1', port: 0 })
    const staff: [string, Role, string][] = [
      ['district', 'district', '110105'],
      ['second', 'district', '110105'],
      ['village', 'station', '110105021201'],
    ]
    for (const [username, role, areaCode] of staff)
      await createStaff(
        database,
        { username, name: username, password: PASSWORD, role, areaCode },
        { clock, actor: { name: 'setup', role: 'city' } },
      )
  })
  afterEach(async () => {
    await app.close()
    await jobs.stop()
    await rm(folder, { recursive: true, force: true })
    expect(faults).toEqual([])
  })

  const signIn = async (username: string) => {
    const answer = await fetch(`${base}/api/auth/sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username, password: PASSWORD }),
    })
    const cookie = answer.headers
      .getSetCookie()
      .map(set => set.split(';')[0])
      .join('; ')
    return async (address: string, body?: object | FormData) => {
      const sent = await fetch(base + address, {
        method: body ? 'POST' : 'GET',
        headers: { cookie, ...(body && !(body instanceof FormData) ? { 'content-type': 'application/json' } : {}) },
        ...(body ? { body: body instanceof FormData ? body : JSON.stringify(body) } : {}),
      })
      const text = await sent.text()
      return { status: sent.status, text, json: text.startsWith('{') || text.startsWith('[') ? JSON.parse(text) : null }
    }
  }
  const upload = (kind: string, text: string) => {
    const form = new FormData()
    form.set('kind', kind)
    form.set('file', new Blob([text]), `${kind}.csv`)
    return form
  }
  type Send = Awaited<ReturnType<typeof signIn>>
  /** Asks until the work is done. Without a pause the requests would take turns from the job they wait for. */
  const ended = (send: Send, address: string) =>
    vi.waitUntil(
      async () => {
        const { json } = await send(address)
        return (json.state === 'done' || json.state === 'failed') && json
      },
      { timeout: 100_000, interval: 50 },
    )

  it('goes from imported files to a published list', async () => {
    const send = await signIn('district')
    const made = await send('/api/elections', {
      areaCode: '110105021',
      day: '2026-12-20',
      levels: ['county', 'township'],
      name: '换届选举',
    })
    expect(made.status).toBe(201)
    const election = `/api/elections/${made.json.id}`

    const preview = await send(`${election}/imports/preview`, upload('registrations', ROSTER))
    expect(preview.json).toMatchObject({
      format: 'csv',
      headerRow: 1,
      columns: [{ field: 'name' }, { header: '公民身份号码' }, { field: 'community' }],
    })
    for (const [, number] of PEOPLE) expect(preview.text).not.toContain(number)

    const register = await send(`${election}/imports`, upload('population', POPULATION))
    expect(register.status).toBe(202)
    expect(await ended(send, `/api/imports/${register.json.id}`)).toMatchObject({ state: 'done', rows: 3, accepted: 3 })
    const roster = await send(`${election}/imports`, upload('registrations', ROSTER))
    expect(await ended(send, `/api/imports/${roster.json.id}`)).toMatchObject({
      state: 'done',
      rows: 4,
      accepted: 2,
      review: 1,
      refused: 1,
      hasReport: true,
      findings: { 'identity.checksum': 1, 'population.absent': 1 },
    })
    expect((await send(`/api/imports/${roster.json.id}/report`)).text).toContain('孙错')

    const queue = await send(`${election}/reviews`)
    expect(queue.json).toMatchObject({
      total: 1,
      items: [{ name: '赵不在', findings: [{ code: 'population.absent', state: 'open' }] }],
    })
    const [{ countyCode, registrationId }] = queue.json.items
    const decided = await send(`/api/reviews/${countyCode}/${registrationId}/decision`, {
      decision: 'accept',
      reason: '已看身份证',
    })
    expect(decided.json).toMatchObject({ status: 'registered', events: [{ kind: 'accepted', reason: '已看身份证' }] })
    expect((await send(`${election}/refused`)).json).toMatchObject({
      total: 1,
      items: [{ name: '孙错', codes: ['identity.checksum'] }],
    })

    const missing = await send(`${election}/not-yet-registered`)
    expect(missing.json.items).toMatchObject([{ name: '陈未登', birthYear: 1965 }])
    const visit = { personRef: missing.json.items[0].personRef, outcome: 'abroad' }
    expect((await send(`${election}/visits`, visit)).json).toEqual({ ok: true })
    expect((await send(`${election}/check`, {})).json).toMatchObject({ registered: 3, review: 0, refused: 1 })

    const counted = await send(`${election}/rolls/preview`, {})
    expect(await ended(send, `/api/jobs/${counted.json.jobId}`)).toMatchObject({ state: 'done' })
    const { preview: waiting } = (await send(`${election}/rolls/preview`)).json
    expect(waiting).toMatchObject({ version: 1, people: 3, own: true })
    const own = await send(`${election}/rolls`, { preview: waiting.id })
    expect([own.status, own.json.error.code]).toEqual([409, 'roll.same-person'])
    const other = await signIn('second')
    const published = await other(`${election}/rolls`, { preview: waiting.id })
    expect(published.status).toBe(202)
    const job = await ended(other, `/api/jobs/${published.json.jobId}`)
    expect(job).toMatchObject({ state: 'done', result: { version: 1, kind: 'list' }, error: null })
    expect((await send(`${election}/rolls`)).json).toMatchObject([{ version: 1, root: job.result.root, publishedBy: 'second' }])
    const written = await send(`${election}/rolls/1/files`, {})
    expect(await ended(send, `/api/jobs/${written.json.jobId}`)).toMatchObject({ state: 'done' })
    const { files } = (await send(`${election}/rolls/1/files`)).json
    const list = files.find((file: { name: string }) => file.name.endsWith('.csv'))
    expect((await send(`${election}/rolls/1/files/${encodeURIComponent(list.name)}`)).text).toContain('李小明')
    expect((await send(`${election}/rolls/1/verify`, {})).json).toMatchObject({ ok: true, root: job.result.root, faults: [] })
    expect((await send(`${election}/overview`)).json).toMatchObject({
      election: { state: 'listed', listDeadline: '2026-11-30' },
      counts: { registered: 3, review: 0, pending: 0, refused: 1 },
      objections: { open: 0, due: 0 },
      roll: { version: 1, root: job.result.root },
      imports: [{ kind: 'registrations' }, { kind: 'population' }],
    })
    expect((await send(`${election}/audit`)).json.items.map((entry: { action: string }) => entry.action)).toContain(
      'election.created',
    )
  })

  it('lets a station import registrations only', async () => {
    const office = await signIn('district')
    const { json } = await office('/api/elections', {
      areaCode: '110105021',
      day: '2026-12-20',
      levels: ['county'],
      name: '换届选举',
    })
    const station = await signIn('village')
    expect((await station(`/api/elections/${json.id}/overview`)).status).toBe(200)
    expect((await station(`/api/elections/${json.id}/imports`, upload('population', POPULATION))).status).toBe(403)
    expect((await station(`/api/elections/${json.id}/rolls`, { preview: 1 })).status).toBe(403)
    const roster = await station(`/api/elections/${json.id}/imports`, upload('registrations', ROSTER))
    expect(roster.status).toBe(202)
    expect(await ended(station, `/api/imports/${roster.json.id}`)).toMatchObject({ state: 'done', rows: 4 })
    expect((await station('/api/jobs/import.00000000-0000-4000-8000-000000000000')).status).toBe(404)
  })

  it('reports in the job why nothing was published', async () => {
    const send = await signIn('district')
    const made = await send('/api/elections', { areaCode: '110105021', day: '2026-12-01', levels: ['county'], name: '换届选举' })
    const { json } = await send(`/api/elections/${made.json.id}/rolls/preview`, {})
    const job = await ended(send, `/api/jobs/${json.jobId}`)
    expect(job).toMatchObject({ state: 'failed', error: { code: 'roll.late', zh: expect.stringContaining('二十八条') } })
    expect((await send(`/api/elections/${made.json.id}/rolls`)).json).toEqual([])
    expect(faults.splice(0)).toHaveLength(1)
  })
})
