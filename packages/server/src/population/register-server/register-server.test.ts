/** The small register service: what it reads, what it answers, and to whom. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { request } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type CertificateFiles, createAuthority } from '../testing/certificates.ts'
import { createTls, type RegisterTls, type RunningRegister, startRegister } from '../testing/register.ts'
import { REGISTER_API } from './schema.ts'
import { openNumberLimits } from './service.limits.ts'
import { loadPeople, type RegisterPeople } from './service.people.ts'

const ROWS = [
  '姓名,公民身份号码,户籍区划,状态',
  '李小明,11010519491231002X,110105,',
  '𠮷田·买买提,440524188001010014,440524,正常',
  '陈故,110105197001010038,110105,死亡',
  '李小明,11010519491231002X,110105,',
  '错号,110105194912310021,110105,',
]
const HEADERS = {
  'content-type': 'application/json',
  'request-id': '6f1d9a52-8c55-4a2e-9d0e-0e2f6c7a1b11',
  'legal-basis': encodeURIComponent('选举法第二十七条'),
}

describe('the population service', () => {
  let folder: string
  let tls: RegisterTls
  let people: RegisterPeople | null = null
  const running: RunningRegister[] = []

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mingce-service-test-'))
    tls = await createTls(folder)
    await writeFile(join(folder, 'people.csv'), `${ROWS.join('\n')}\n`)
    const loaded = await loadPeople([join(folder, 'people.csv')], '2026-11-20')
    if (!loaded.ok) throw new Error(loaded.error.text.en)
    people = loaded.value
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))
  afterEach(async () => {
    for (const register of running.splice(0)) await register.stop()
  })

  const start = async (from: () => RegisterPeople | null = () => people, perSecond?: number) => {
    const register = await startRegister(tls, from, perSecond === undefined ? {} : { perSecond })
    running.push(register)
    return register
  }
  const post = async (
    register: RunningRegister,
    path: string,
    body: unknown,
    headers: Record<string, string> = HEADERS,
    client: CertificateFiles | null = tls.office,
  ): Promise<{ status: number; retryAfter: string | undefined; body: unknown }> => {
    const text = typeof body === 'string' ? body : JSON.stringify(body)
    const own = client ? { cert: await readFile(client.cert), key: await readFile(client.key) } : {}
    const ca = await readFile(tls.authority.ca)
    return new Promise((resolve, reject) => {
      const sent = request(`${register.url}${path}`, { method: 'POST', headers, ca, agent: false, ...own }, async response => {
        let answer = ''
        for await (const chunk of response) answer += chunk
        resolve({ status: response.statusCode ?? 0, retryAfter: response.headers['retry-after'], body: JSON.parse(answer) })
      })
      sent.on('error', reject)
      sent.end(text)
    })
  }
  const li = { name: ' 李 小明 ', number: '11010519491231002X' }

  it('counts every row of its file', () => {
    expect(people).toMatchObject({ rows: 5, people: 2, left: 1, refused: 1, repeated: 1 })
  })

  it('answers questions about one person or many', async () => {
    const register = await start()
    expect(await post(register, '/v1/check', li)).toMatchObject({ status: 200, body: { answer: 'yes', hukouArea: '110105' } })
    const questions = [
      { ref: 'x', name: '𠮷田•买买提', number: '440524188001010014' },
      { ref: 'y', name: '李晓明', number: '11010519491231002X' },
      { ref: 'z', name: '陈故', number: '110105197001010038' },
      { ref: 'w', name: '谁', number: '110105198001010010' },
    ]
    expect((await post(register, '/v1/checks', { questions })).body).toEqual({
      answers: [
        { ref: 'x', answer: 'yes', hukouArea: '440524' },
        { ref: 'y', answer: 'no', hukouArea: null },
        { ref: 'z', answer: 'unknown', hukouArea: null },
        { ref: 'w', answer: 'unknown', hukouArea: null },
      ],
    })
  })

  it('answers for one number under a name and birth date, whatever the others are', async () => {
    const register = await start()
    const guesses = ['110105194912310013', '11010519491231002X', '110105194912310048']
    const ask = (all: readonly string[]) => {
      const questions = all.map((number, at) => ({ ref: String(at), name: '李小明', number }))
      return post(register, '/v1/checks', { questions })
    }
    const unknown = (ref: string) => ({ ref, answer: 'unknown', hukouArea: null })
    expect((await ask(guesses)).body).toEqual({ answers: [unknown('0'), unknown('1'), unknown('2')] })
    // Nor in another request. Another client is not concerned.
    expect((await post(register, '/v1/check', li)).body).toEqual({ answer: 'unknown', hukouArea: null })
    const other = await start()
    expect((await post(other, '/v1/check', li)).body).toEqual({ answer: 'yes', hukouArea: '110105' })
    expect((await post(other, '/v1/check', li)).body).toEqual({ answer: 'yes', hukouArea: '110105' })
  })

  it('refuses clients without a certificate of its authority', async () => {
    const register = await start()
    await expect(post(register, '/v1/check', li, HEADERS, null)).rejects.toThrow()
    const alien = await (await createAuthority(join(folder, 'alien'), 'another')).issue('alien')
    await expect(post(register, '/v1/check', li, HEADERS, alien)).rejects.toThrow()
  })

  it('requires a request id and a legal basis, and describes errors without personal data', async () => {
    const register = await start()
    const { 'legal-basis': _, ...unreasoned } = HEADERS
    const { 'request-id': __, ...unnamed } = HEADERS
    for (const headers of [unreasoned, unnamed, { ...HEADERS, 'legal-basis': '%' }])
      expect(await post(register, '/v1/check', li, headers)).toMatchObject({
        status: 400,
        body: { error: { code: 'request.invalid' } },
      })
    for (const body of [{}, '{', { ...li, number: '110105' }, { questions: [] }]) {
      const answer = await post(register, '/v1/check', body)
      expect(answer.status).toBe(400)
      expect(JSON.stringify(answer.body)).not.toMatch(/李|\d{6}/)
    }
    const many = { questions: Array.from({ length: 501 }, (___, i) => ({ ref: String(i), ...li })) }
    expect((await post(register, '/v1/checks', many)).status).toBe(400)
    expect((await post(register, '/v1/checks', ' '.repeat(600_000))).status).toBe(413)
    expect((await post(register, '/v1/people', {})).status).toBe(404)
  })

  it('sends Retry-After while loading and when a client exceeds the rate limit', async () => {
    expect(await post(await start(() => null), '/v1/check', li)).toMatchObject({ status: 503, retryAfter: '2' })
    const register = await start(() => people, 1)
    const all = await Promise.all(Array.from({ length: 5 }, () => post(register, '/v1/check', li)))
    const refused = all.filter(answer => answer.status === 429)
    expect(refused.length).toBeGreaterThan(0)
    expect(refused[0]).toMatchObject({ retryAfter: '1', body: { error: { code: 'request.too-many' } } })
  })

  it('refuses a file without people', async () => {
    await writeFile(join(folder, 'else.csv'), '甲,乙\n1,2\n')
    expect(await loadPeople([join(folder, 'else.csv')], '2026-11-20')).toMatchObject({
      ok: false,
      error: { file: join(folder, 'else.csv'), text: { zh: expect.any(String) } },
    })
  })

  it('is described by the documented OpenAPI file', async () => {
    await expect(`${JSON.stringify(REGISTER_API, null, 2)}\n`).toMatchFileSnapshot(
      '../../../../../docs/registers/population-register.openapi.json',
    )
  })
})

describe('the limits of the population service', () => {
  const question = (name: string, number: string) => ({ ref: '0', name, number })
  const answered = (answer: 'yes' | 'no' | 'unknown') => ({ ref: '0', answer, hukouArea: null })
  const ask = (limits: ReturnType<typeof openNumberLimits>, name: string, number: string, answer: 'yes' | 'no' | 'unknown') =>
    limits.limit('city', [question(name, number)], [answered(answer)]).answers[0]?.answer
  const numberAt = (sequence: number) => `11010519491231${String(sequence).padStart(3, '0')}X`

  it('hide by invented names that a number exists, after some wrong numbers of a birth date', () => {
    const limits = openNumberLimits(() => 0)
    for (let at = 0; at < 30; at += 1) ask(limits, `某人${at}`, numberAt(at), 'unknown')
    expect(ask(limits, '另一人', numberAt(500), 'no')).toBe('unknown')
    // Who gives the right name is answered, and so is whoever was asked about before.
    expect(ask(limits, '真名', numberAt(501), 'yes')).toBe('yes')
    expect(limits.limit('county', [question('另一人', numberAt(500))], [answered('no')])).toEqual({
      answers: [answered('no')],
      withheld: 0,
    })
  })

  it('are forgotten after a day', () => {
    let now = 0
    const limits = openNumberLimits(() => now)
    expect(ask(limits, '甲', numberAt(1), 'yes')).toBe('yes')
    expect(ask(limits, '甲', numberAt(2), 'yes')).toBe('unknown')
    now = 86_400_000
    expect(ask(limits, '甲', numberAt(2), 'yes')).toBe('yes')
  })
})
