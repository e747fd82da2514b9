/** Asking registers about people of an election: within the time limit, without losing questions, until the source expires. */

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pino from 'pino'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import type { Context } from '../../access/index.ts'
import { type Election, findElectionById } from '../../election/index.ts'
import { memoryKeyring } from '../../platform/crypto/index.ts'
import type { Database, Sql } from '../../platform/database/index.ts'
import { openJobs } from '../../platform/jobs/index.ts'
import { purgeNow } from '../../platform/testing/purge-now.ts'
import { readRows } from '../../platform/testing/rows.ts'
import { describeStores } from '../../platform/testing/stores.ts'
import {
  type Asked,
  createTls,
  peopleOf,
  type RegisterTls,
  type RunningRegister,
  replyOf,
  startFaultyRegister,
  startRegister,
} from '../testing/register.ts'
import { BATCH_LIMIT } from './schema.protocol.ts'
import { type AnsweredRegistration, askDueQuestions, openQuestionQueue, pauseBefore, queueQuestion } from './service.questions.ts'
import { addSource, findSources, removeSource, sourcesPurge } from './service.registry.ts'
import { askRegisters, closeLines, setUpLines } from './service.ts'

const ELECTION = '110105021-20261220'
const COUNTY = '110105'
const NUMBERS = { li: '11010519900305001X', wang: '110105198507210020', zhao: '110105197001010030' }
const KNOWN = {
  [NUMBERS.li]: { name: '李小明', hukouArea: '110105' },
  [NUMBERS.wang]: { name: '王方', hukouArea: '410105' },
}
/** Long enough for a busy machine; tests that wait for the limit use a short one. */
const LIMIT_MS = 5_000

let folder: string
let tls: RegisterTls
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mingce-sources-test-'))
  tls = await createTls(folder)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

describeStores('population sources', open => {
  let database: Database
  let ctx: Context
  let election: Election
  let now: Date
  const running: RunningRegister[] = []

  const keys = memoryKeyring(new Uint8Array(32).fill(7))
  const contextOf = (store: Database): Context => ({
    database: store,
    keys,
    files: {} as Context['files'],
    clock: { now: () => now },
    log: pino({ enabled: false }),
    actor: { id: 'u', name: '朝阳区选办', role: 'district', areaCode: COUNTY },
  })

  beforeEach(async () => {
    now = new Date('2026-11-20T01:00:00Z')
    database = await open()
    ctx = contextOf(database)
    for (const [code, parent, name, level] of [
      ['110105', '1101', '朝阳区', 3],
      ['110105021', '110105', '南磨房地区', 4],
    ] as const)
      await database.run('INSERT INTO area (code, parent_code, name, level) VALUES ($1, $2, $3, $4)', [code, parent, name, level])
    await database.run(
      `INSERT INTO election (id, round, name, area_code, polling_day, levels, rule_set, created_at, created_by)
       VALUES ($1, '2026', '换届', '110105021', '2026-12-20', '{county}', 'beijing', $2, 'test')`,
      [ELECTION, now],
    )
    election = (await findElectionById(database, ELECTION)) as Election
    setUpLines(ctx, { volume: 3, restMs: 30 })
  })
  afterEach(async () => {
    await closeLines(database)
    for (const register of running.splice(0)) await register.stop()
  })

  const person = (who: keyof typeof NUMBERS, name: string) => ({ personKey: keys.personKey(NUMBERS[who]), name })
  const li = person('li', '李小明')
  const wang = person('wang', '王芳')
  const zhao = person('zhao', '赵不在')

  const start = async (options: { port?: number } = {}): Promise<RunningRegister> => {
    const register = await startRegister(tls, () => peopleOf(KNOWN), options)
    running.push(register)
    return register
  }
  const startFaulty = async (reply: Parameters<typeof startFaultyRegister>[1], port?: number) => {
    const register = await startFaultyRegister(tls, reply, port)
    running.push(register)
    return register
  }
  const add = async (url: string, endsOn = '2026-12-31', areaCode = COUNTY) => {
    const added = await addSource(ctx, {
      areaCode,
      name: '朝阳区人口信息库',
      url,
      certFile: tls.office.cert,
      keyFile: tls.office.key,
      caFile: tls.authority.ca,
      legalBasis: '选举法第二十七条；个人信息保护法第十三条第一款第三项',
      asOf: '2026-11-01',
      endsOn,
    })
    if (!added.ok) throw new Error(JSON.stringify(added.error))
    return added.value
  }
  /** An address on which no server listens. */
  const deadUrl = async () => {
    const register = await startRegister(tls, () => null)
    await register.stop()
    return register
  }
  const answersOf = async (people = [li, wang, zhao], limitMs = LIMIT_MS) =>
    (await askRegisters(ctx, election, people, limitMs)).map(({ answer, hukouArea }) => [answer, hukouArea])
  const stored = () =>
    readRows(database, 'SELECT person_key, name, answer, hukou_area FROM register_answer WHERE election_id = $1 ORDER BY name', [
      ELECTION,
    ])
  const queue = (people: readonly { personKey: string; name: string }[], at = now) =>
    database.transaction(async tx => {
      for (const [index, { personKey, name }] of people.entries())
        await queueQuestion(tx, { electionId: ELECTION, personKey, name, countyCode: COUNTY, registrationId: index + 1, at })
    })
  const waiting = async () =>
    (await readRows<{ people: number }>(database, 'SELECT count(*) AS people FROM register_question'))[0]?.people ?? 0
  const later = (ms: number) => {
    now = new Date(now.getTime() + ms)
  }
  const answered: AnsweredRegistration[] = []
  beforeEach(() => {
    answered.length = 0
  })
  const onAnswered = async (_: Sql, __: Election, registrations: readonly AnsweredRegistration[]) => {
    answered.push(...registrations)
  }
  const askDue = () => askDueQuestions(ctx, onAnswered, { jitter: () => 0, batchLimitMs: LIMIT_MS })

  it('return who is in the register, whether the name matches, and the hukou area', async () => {
    await add((await start()).url)
    expect(await answersOf()).toEqual([
      ['yes', '110105'],
      ['no', null],
      ['unknown', null],
    ])
    expect(await stored()).toEqual([
      { person_key: li.personKey, name: '李小明', answer: 'yes', hukou_area: '110105' },
      { person_key: wang.personKey, name: '王芳', answer: 'no', hukou_area: null },
      { person_key: zhao.personKey, name: '赵不在', answer: 'unknown', hukou_area: null },
    ])
  })

  it('are not asked if there is an extract, no register or no number', async () => {
    expect(await answersOf([li])).toEqual([['none', null]])
    const register = await startFaulty(() => 'hang-up')
    await add(register.url)
    expect(await answersOf([{ personKey: '00000000-0000-4000-8000-000000000001', name: '无号' }])).toEqual([['none', null]])
    await database.run(
      `INSERT INTO population_extract (election_id, import_id, state, legal_basis, created_at) VALUES ($1, 1, 'current', 'EL 27', $2)`,
      [ELECTION, now],
    )
    expect(await answersOf([li])).toEqual([['local', null]])
    expect(register.asked).toEqual([])
  })

  it('are not asked twice for the same name within a day', async () => {
    const register = await startFaulty(asked => replyOf(asked, [{ answer: 'no', hukouArea: null }]))
    await add(register.url)
    await answersOf([li])
    await answersOf([li])
    expect(register.asked).toHaveLength(1)
    await answersOf([{ ...li, name: '李晓明' }])
    expect(register.asked).toHaveLength(2)
    later(25 * 3_600_000)
    await answersOf([li])
    expect(register.asked).toHaveLength(3)
  })

  it('accept a person found by one of two registers, and report no mismatch while one is unreachable', async () => {
    await add((await start()).url)
    const other = await startFaulty(asked =>
      replyOf(
        asked,
        asked.questions.map(q =>
          q.name === '王芳' ? { answer: 'yes', hukouArea: '110105' } : { answer: 'unknown', hukouArea: null },
        ),
      ),
    )
    await add(other.url)
    expect(await answersOf()).toEqual([
      ['yes', '110105'],
      ['yes', '110105'],
      ['unknown', null],
    ])
    await database.run('DELETE FROM register_answer')
    await other.stop()
    expect(await answersOf()).toEqual([
      ['yes', '110105'],
      ['silent', null],
      ['silent', null],
    ])
  })

  it('answer within the limit for a slow register, and immediately once it keeps failing', async () => {
    await closeLines(database)
    setUpLines(ctx, { volume: 3, restMs: 60_000 })
    const register = await startFaulty(() => 'never')
    await add(register.url)
    const began = performance.now()
    expect(await answersOf([li], 300)).toEqual([['silent', null]])
    expect(performance.now() - began).toBeLessThan(800)
    for (let i = 0; i < 3; i += 1) await answersOf([li], 150)
    const before = register.asked.length
    expect(await answersOf([li], 300)).toEqual([['silent', null]])
    expect(register.asked).toHaveLength(before)
    expect((await findSources(ctx)).ok && (await sourcesNow())[0]).toMatchObject({ state: 'open', lastError: { code: 'slow' } })
  })

  const sourcesNow = async () => {
    const found = await findSources(ctx)
    if (!found.ok) throw new Error('no sources')
    return found.value
  }

  it('are asked again for pending questions, in one batch, and each question is answered once', async () => {
    const gone = await deadUrl()
    await add(gone.url)
    expect(await answersOf()).toEqual([
      ['silent', null],
      ['silent', null],
      ['silent', null],
    ])
    await queue([li, wang, zhao])
    expect(await askDue()).toEqual({ answered: 0, waiting: 0 })
    later(1_000)
    expect(await askDue()).toEqual({ answered: 0, waiting: 3 })
    expect(await waiting()).toBe(3)
    expect(await sourcesNow()).toMatchObject([{ kind: 'register', pending: 3, lastError: { code: 'unreachable' } }])
    // Another subdistrict of the same district has the same register, but does not see pending questions elsewhere.
    const street = await findSources({ ...ctx, actor: { ...ctx.actor, role: 'township', areaCode: '110105022' } })
    expect(street).toMatchObject({ ok: true, value: [{ kind: 'register', pending: 0 }] })

    const asked: Asked[] = []
    const register = await startFaulty(one => {
      asked.push(one)
      return replyOf(one, [{ answer: 'yes', hukouArea: null }])
    }, gone.port)
    expect(register.port).toBe(gone.port)
    later(60_000)
    expect(await askDue()).toEqual({ answered: 3, waiting: 0 })
    expect(asked.map(one => [one.path, one.questions.length])).toEqual([['/v1/checks', 3]])
    expect(answered.map(a => a.registrationId).sort()).toEqual([1, 2, 3])
    expect(await waiting()).toBe(0)
    expect(await stored()).toHaveLength(3)
    expect(await askDue()).toEqual({ answered: 0, waiting: 0 })
  })

  it('are asked at most five hundred questions at once', async () => {
    const sizes: number[] = []
    const register = await startFaulty(one => {
      sizes.push(one.questions.length)
      return replyOf(one, [{ answer: 'unknown', hukouArea: null }])
    })
    await add(register.url)
    const many = Array.from({ length: BATCH_LIMIT + 3 }, (_, i) => ({
      personKey: keys.personKey(`11010519900101${String(i).padStart(3, '0')}0`),
      name: `甲${i}`,
    }))
    await queue(many)
    later(1_000)
    expect(await askDue()).toEqual({ answered: BATCH_LIMIT + 3, waiting: 0 })
    expect(sizes).toEqual([BATCH_LIMIT, 3])
  })

  it('continue with other registrations when one fails', async () => {
    await add((await start()).url)
    await queue([li, wang])
    later(1_000)
    const stubborn = async (_: Sql, __: Election, registrations: readonly AnsweredRegistration[]) => {
      if (registrations.some(r => r.personKey === wang.personKey)) throw new Error('cannot')
      answered.push(...registrations)
    }
    expect(await askDueQuestions(ctx, stubborn, { jitter: () => 0, batchLimitMs: LIMIT_MS })).toEqual({ answered: 1, waiting: 1 })
    expect(answered).toEqual([{ countyCode: COUNTY, registrationId: 1, personKey: li.personKey }])
    expect(await waiting()).toBe(1)
  })

  it('do not continue with a registration whose name changed in the meantime', async () => {
    const register = await startFaulty(async one => {
      await queue([{ ...li, name: '李晓明' }])
      return replyOf(one, [{ answer: 'yes', hukouArea: null }])
    })
    await add(register.url)
    await queue([li])
    later(1_000)
    expect(await askDue()).toEqual({ answered: 0, waiting: 0 })
    expect(answered).toEqual([])
    expect(await readRows(database, 'SELECT name FROM register_question')).toEqual([{ name: '李晓明' }])
  })

  it('lose no question when the register and the server are stopped and started', async () => {
    const register = await start()
    const { port } = register
    await add(register.url)
    await register.stop()
    running.splice(0)
    expect(await answersOf([li, wang])).toEqual([
      ['silent', null],
      ['silent', null],
    ])
    await queue([li, wang])

    const serve = async (settled: Promise<void>) => {
      const jobs = openJobs(database, { pollMs: 20 })
      const desk = openQuestionQueue(jobs, ctx, onAnswered, {
        lookMs: 10,
        jitter: () => 0,
        restMs: 20,
        volume: 3,
        batchLimitMs: LIMIT_MS,
      })
      await jobs.start()
      desk.start()
      await settled
      await desk.stop()
      await jobs.stop()
    }
    later(1_000)
    const attempts = () =>
      readRows<{ attempts: number }>(database, 'SELECT attempts FROM register_question ORDER BY registration_id')
    // The first server asks without success, and is stopped.
    await serve(
      expect.poll(attempts, { timeout: 10_000 }).toEqual([{ attempts: 1 }, { attempts: 1 }]) as unknown as Promise<void>,
    )
    expect(await waiting()).toBe(2)
    // The register is up again, and so is a server.
    await start({ port })
    later(60_000)
    await serve(expect.poll(waiting, { timeout: 10_000 }).toBe(0) as unknown as Promise<void>)
    expect(answered.map(a => a.personKey).sort()).toEqual([li.personKey, wang.personKey].sort())
    expect(await stored()).toMatchObject([{ answer: 'yes' }, { answer: 'no' }])
  })

  it('are not asked while the server stops, and questions stay in the queue', async () => {
    const register = await startFaulty(asked => replyOf(asked, [{ answer: 'yes', hukouArea: null }]))
    await add(register.url)
    await queue([li])
    later(1_000)
    await closeLines(database)
    expect(await askDue()).toEqual({ answered: 0, waiting: 1 })
    expect(register.asked).toEqual([])
    expect(await waiting()).toBe(1)
  })

  it('are asked immediately once a failed register answers again', async () => {
    const gone = await deadUrl()
    await add(gone.url)
    for (let i = 0; i < 4; i += 1) await answersOf([li])
    expect((await sourcesNow())[0]?.state).not.toBe('closed')
    await queue([wang], new Date(now.getTime() + 50_000))
    await start({ port: gone.port })
    await expect.poll(async () => (await sourcesNow())[0]?.state, { interval: 5, timeout: 10_000 }).toBe('half-open')
    expect(await answersOf([li])).toEqual([['yes', '110105']])
    await expect
      .poll(() => readRows(database, 'SELECT next_at FROM register_question'), { interval: 5, timeout: 10_000 })
      .toEqual([{ next_at: now }])
    expect(await askDue()).toEqual({ answered: 1, waiting: 0 })
  })

  it('are not asked after their last day, and their answers are deleted', async () => {
    const register = await startFaulty(asked => replyOf(asked, [{ answer: 'yes', hukouArea: null }]))
    await add(register.url, '2026-11-20')
    expect(await answersOf([li])).toEqual([['yes', null]])
    await queue([wang])
    expect(await purgeNow(ctx, sourcesPurge)).toBe(0)
    now = new Date('2026-11-20T16:00:01Z')
    expect(await answersOf([zhao])).toEqual([['none', null]])
    expect(await purgeNow(ctx, sourcesPurge)).toBe(1)
    expect(await stored()).toEqual([])
    expect(await readRows(database, 'SELECT state, url, cert_file, key_file, ca_file FROM population_source')).toEqual([
      { state: 'ended', url: '', cert_file: '', key_file: '', ca_file: '' },
    ])
    expect(await readRows(database, `SELECT action, actor, county_code FROM audit ORDER BY id`)).toEqual([
      { action: 'source.added', actor: '朝阳区选办', county_code: COUNTY },
      { action: 'source.purged', actor: 'mingce', county_code: COUNTY },
    ])
    // A question pending for it continues without it.
    expect(await askDue()).toEqual({ answered: 1, waiting: 0 })
    expect(register.asked).toHaveLength(1)
    expect(await sourcesNow()).toMatchObject([{ state: 'ended', pending: 0 }])
  })

  it('are removed by authorized users only', async () => {
    const source = await add((await start()).url)
    const elsewhere = { ...ctx, actor: { ...ctx.actor, areaCode: '110106' } }
    expect(await removeSource(elsewhere, source.id)).toMatchObject({ ok: false, error: { code: 'source.unknown' } })
    const station = { ...ctx, actor: { ...ctx.actor, role: 'station' as const } }
    expect(await removeSource(station, source.id)).toMatchObject({ ok: false, error: { code: 'forbidden' } })
    await answersOf([li])
    expect(await removeSource(ctx, source.id)).toEqual({ ok: true, value: { answers: 1 } })
    expect(await removeSource(ctx, source.id)).toMatchObject({ ok: false, error: { code: 'source.unknown' } })
    expect(await answersOf([li])).toEqual([['none', null]])
    const other = await findSources(elsewhere)
    expect(other.ok && other.value).toEqual([])
  })

  it('are not added with a missing or invalid setting', async () => {
    const input = {
      areaCode: COUNTY,
      name: '库',
      url: 'https://register.example',
      certFile: tls.office.cert,
      keyFile: tls.office.key,
      caFile: tls.authority.ca,
      legalBasis: 'EL 27',
      endsOn: '2026-12-31',
    }
    const wrong = {
      areaCode: '999999',
      name: ' ',
      url: 'http://127.0.0.1:1',
      legalBasis: ' ',
      endsOn: '2026-11-19',
      asOf: '2026-13-01',
      keyFile: '/nowhere/key',
    }
    for (const [field, value] of Object.entries(wrong))
      expect(await addSource(ctx, { ...input, [field]: value })).toMatchObject({
        ok: false,
        error: { code: 'source.invalid', field },
      })
  })
})

it('are asked again with growing delays of at most a minute, with jitter', () => {
  expect([0, 1, 2, 5, 6, 100].map(attempts => pauseBefore(attempts, 0.999_999))).toEqual([
    1_000, 2_000, 4_000, 32_000, 60_000, 60_000,
  ])
  expect(pauseBefore(3, 0)).toBe(4_000)
})
