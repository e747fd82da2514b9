/** Registering while the population register is up and down, with the whole server and the real register service. */

import { randomUUID } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { generate } from 'selfsigned'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createStaff } from '../../access/index.ts'
import { setUpElection } from '../../district/index.ts'
import { memoryKeyring } from '../../platform/crypto/index.ts'
import type { Database } from '../../platform/database/index.ts'
import { openSealedFiles } from '../../platform/files/index.ts'
import { openLog } from '../../platform/http/index.ts'
import { openJobs } from '../../platform/jobs/index.ts'
import { readRows } from '../../platform/testing/rows.ts'
import { describeStores } from '../../platform/testing/stores.ts'
import { addSource, buildRegisterServer, loadPeople } from '../../population/index.ts'
import { openConsole } from './open.ts'

const PASSWORD = 'correct-horse-电池'
const EAST = '110105021021'
const AREAS = [
  ['11', null, '北京市', 1],
  ['1101', '11', '市辖区', 2],
  ['110105', '1101', '朝阳区', 3],
  ['110105021', '110105', '南磨房地区', 4],
  [EAST, '110105021', '东郊社区居民委员会', 5],
] as const
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
/** A made-up number with a valid check character. */
const numberOf = (birth: string, sequence: number): string => {
  const body = `110105${birth}${String(sequence).padStart(3, '0')}`
  const sum = WEIGHTS.reduce((total, weight, index) => total + weight * Number(body[index]), 0)
  return body + '10X98765432'[sum % 11]
}
const PEOPLE = {
  li: ['李小明', numberOf('19900305', 1)],
  wang: ['王芳', numberOf('19850721', 2)],
  chen: ['陈一', numberOf('19650101', 5)],
  absent: ['赵不在', numberOf('19700101', 3)],
} as const
type Who = keyof typeof PEOPLE

describeStores('an unreliable population register', open => {
  let database: Database
  let folder: string
  let now: Date
  const undo: (() => Promise<unknown>)[] = []

  const file = (name: string) => path.join(folder, name)
  /** One self-signed certificate for both sides. */
  const makeCertificate = async () => {
    const made = await generate([{ name: 'commonName', value: '127.0.0.1' }], {
      keyType: 'ec',
      algorithm: 'sha256',
      extensions: [{ name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] }],
    })
    await writeFile(file('tls.crt'), made.cert)
    await writeFile(file('tls.key'), made.private, { mode: 0o600 })
  }
  const startService = async (port = 0) => {
    const loaded = await loadPeople([file('people.csv')], '2026-11-20')
    if (!loaded.ok) throw new Error(loaded.error.text.en)
    const [cert, key] = await Promise.all([readFile(file('tls.crt')), readFile(file('tls.key'))])
    const service = buildRegisterServer({
      tls: { cert, key, clientCa: cert },
      people: () => loaded.value,
      log: openLog({ level: 'silent' }),
    })
    await service.listen({ host: '127.0.0.1', port })
    undo.push(() => service.close())
    return { port: (service.server.address() as AddressInfo).port, stop: () => service.close() }
  }

  const keys = memoryKeyring()
  const clock = { now: () => now }
  const startServer = async () => {
    const log = openLog({ level: 'silent' })
    const services = { database, keys, clock, log, files: await openSealedFiles(file('files'), keys) }
    const jobs = openJobs(database, { pollMs: 50 })
    const app = await openConsole({ services, jobs, dataDir: folder, version: '1.2.3' })
    await jobs.start()
    const base = await app.listen({ host: '127.0.0.1', port: 0 })
    const signedIn = await fetch(`${base}/api/auth/sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username: 'station', password: PASSWORD }),
    })
    const cookie = signedIn.headers
      .getSetCookie()
      .map(set => set.split(';')[0])
      .join('; ')
    const stop = async () => {
      await app.close()
      await jobs.stop()
    }
    undo.push(stop)
    return {
      stop,
      sources: async () => (await fetch(`${base}/api/sources`, { headers: { cookie } })).json(),
      async register(electionId: string, who: Who): Promise<string> {
        const [name, number] = PEOPLE[who]
        const answer = await fetch(`${base}/api/elections/${electionId}/registrations`, {
          method: 'POST',
          headers: { cookie, 'content-type': 'application/json', 'idempotency-key': randomUUID() },
          body: JSON.stringify({
            person: { kind: 'resident-id', name, number },
            community: EAST,
            basis: 'residence',
            evidence: [],
            channel: 'station',
          }),
        })
        const body = (await answer.json()) as { outcome?: string }
        return body.outcome ?? JSON.stringify(body)
      },
    }
  }

  beforeEach(async () => {
    now = new Date('2026-11-20T01:00:00Z')
    database = await open()
    folder = await mkdtemp(path.join(tmpdir(), 'mingce-registers-test-'))
    for (const [code, parent, name, level] of AREAS)
      await database.run('INSERT INTO area (code, parent_code, name, level) VALUES ($1, $2, $3, $4)', [code, parent, name, level])
    await createStaff(
      database,
      { username: 'station', name: '站', password: PASSWORD, role: 'station', areaCode: EAST },
      { clock, actor: { name: 'setup', role: 'city' } },
    )
    await makeCertificate()
    const known = [PEOPLE.li, PEOPLE.wang, PEOPLE.chen].map(([name, number]) => `${name},${number},110105`)
    await writeFile(file('people.csv'), `姓名,公民身份号码,户籍区划\n${known.join('\n')}\n`)
  })
  afterEach(async () => {
    for (const one of undo.splice(0).reverse()) await one()
    await rm(folder, { recursive: true, force: true })
  })

  const standing = async () =>
    Object.fromEntries(
      (await readRows<{ name: string; status: string }>(database, 'SELECT name, status FROM registration ORDER BY name')).map(
        ({ name, status }) => [name, status],
      ),
    )
  const waiting = async () => (await readRows(database, 'SELECT FROM register_question')).length

  it('loses no registration while the service and the server are stopped and started', async () => {
    const ctx = {
      database,
      keys,
      clock,
      log: openLog({ level: 'silent' }),
      files: await openSealedFiles(file('files'), keys),
      actor: { id: 'cli', name: 'cli', role: 'district', areaCode: '' } as const,
    }
    const made = await setUpElection(ctx, { areaCode: '110105021', day: '2026-12-20', levels: ['county'], name: '换届选举' })
    if (!made.ok) throw new Error(JSON.stringify(made.error))
    const { id } = made.value
    const service = await startService()
    const added = await addSource(ctx, {
      areaCode: '110105',
      name: '朝阳区人口信息库',
      url: `https://127.0.0.1:${service.port}`,
      certFile: file('tls.crt'),
      keyFile: file('tls.key'),
      caFile: file('tls.crt'),
      legalBasis: '选举法第二十七条',
      endsOn: '2026-12-31',
    })
    expect(added).toMatchObject({ ok: true })

    const first = await startServer()
    expect(await first.register(id, 'li')).toBe('registered')
    await service.stop()
    expect(await first.register(id, 'wang')).toBe('pending')
    expect(await first.register(id, 'absent')).toBe('pending')
    expect(await first.sources()).toMatchObject([{ pending: 2, lastError: { code: 'unreachable' } }])
    await first.stop()

    const second = await startServer()
    expect(await second.register(id, 'chen')).toBe('pending')
    expect(await standing()).toEqual({ 李小明: 'registered', 王芳: 'pending', 赵不在: 'pending', 陈一: 'pending' })
    await startService(service.port)
    now = new Date(now.getTime() + 120_000)
    await expect.poll(waiting, { timeout: 15_000 }).toBe(0)
    expect(await standing()).toEqual({ 李小明: 'registered', 王芳: 'registered', 赵不在: 'review', 陈一: 'registered' })
    expect(await second.sources()).toMatchObject([{ state: 'closed', pending: 0 }])
    expect(await readRows(database, 'SELECT code FROM finding')).toEqual([{ code: 'population.absent' }])
    expect(await readRows(database, 'SELECT count(*) AS people FROM claim')).toEqual([{ people: 4 }])
  }, 60_000)
})
