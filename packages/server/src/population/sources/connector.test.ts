/** The connection to a register over real HTTPS, and every fault that a register can have. */
import { copyFile, mkdtemp, rm } from 'node:fs/promises'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { systemClock } from '../../platform/clock/index.ts'
import { createAuthority } from '../testing/certificates.ts'
import {
  createTls,
  peopleOf,
  type RegisterTls,
  type Reply,
  type RunningRegister,
  replyOf,
  startFaultyRegister,
  startRegister,
} from '../testing/register.ts'
import type { RegisterQuestion } from './schema.protocol.ts'
import { type Line, type LineOptions, openLine } from './service.connector.ts'

const LI = { ref: 'a', name: '李小明', number: '110105199003050018' }
const WANG = { ref: 'b', name: '王芳', number: '110105198507210022' }
const YES = { answer: 'yes', hukouArea: '110105' } as const
const LONG = 5_000

let folder: string
let tls: RegisterTls
const open: { line: Line[]; register: RunningRegister[] } = { line: [], register: [] }

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mingce-register-test-'))
  tls = await createTls(folder)
})
afterAll(() => rm(folder, { recursive: true, force: true }))
afterEach(async () => {
  for (const line of open.line.splice(0)) await line.close()
  for (const register of open.register.splice(0)) await register.stop()
})

const lineTo = (url: string, options: Partial<LineOptions> = {}, to: Partial<Parameters<typeof openLine>[0]> = {}): Line => {
  const line = openLine(
    {
      url,
      certFile: tls.office.cert,
      keyFile: tls.office.key,
      caFile: tls.authority.ca,
      legalBasis: '选举法第二十七条',
      ...to,
    },
    { clock: systemClock, ...options },
  )
  open.line.push(line)
  return line
}
const faulty = async (reply: Parameters<typeof startFaultyRegister>[1], port?: number) => {
  const register = await startFaultyRegister(tls, reply, port)
  open.register.push(register)
  return register
}
const failure = async (line: Line, questions: readonly RegisterQuestion[] = [LI], limitMs = LONG) => {
  const asked = await line.ask(questions, limitMs)
  return asked.ok ? 'answered' : asked.error.code
}

describe('the connection to a register', () => {
  it('asks about one person or many, in order, and reports its state', async () => {
    const register = await startRegister(tls, () =>
      peopleOf({
        [LI.number]: { name: LI.name, hukouArea: '110105' },
        [WANG.number]: { name: '王方', hukouArea: '110105' },
      }),
    )
    open.register.push(register)
    const line = lineTo(register.url)
    expect(await line.ask([LI], LONG)).toEqual({ ok: true, value: [{ ref: 'a', ...YES }] })
    expect(await line.ask([WANG, { ...LI, ref: 'c', number: '110105197001010037' }, LI], LONG)).toEqual({
      ok: true,
      value: [
        { ref: 'b', answer: 'no', hukouArea: null },
        { ref: 'c', answer: 'unknown', hukouArea: null },
        { ref: 'a', ...YES },
      ],
    })
    expect(line.state()).toMatchObject({ circuit: 'closed', lastError: null, medianMs: expect.any(Number) })
  })

  it('sends name and number, the legal basis and a request id, and nothing else', async () => {
    const register = await faulty(asked => replyOf(asked, [YES]))
    await lineTo(`${register.url}/population/`).ask([LI], LONG)
    expect(register.asked).toEqual([
      {
        path: '/population/v1/check',
        questions: [{ ref: '0', name: LI.name, number: LI.number }],
        headers: expect.objectContaining({
          'legal-basis': encodeURIComponent('选举法第二十七条'),
          'request-id': expect.stringMatching(/^[0-9a-f-]{36}$/),
        }),
      },
    ])
  })

  it('does not wait beyond the time limit', async () => {
    const register = await faulty(() => 'never')
    const line = lineTo(register.url)
    const began = performance.now()
    expect(await failure(line, [LI], 120)).toBe('slow')
    expect(performance.now() - began).toBeLessThan(800)
    expect(await failure(line, [LI], 0)).toBe('slow')
    expect(register.asked).toHaveLength(1)
  })

  it('does not wait beyond the limit for a register that takes the connection and stays silent, and stops asking it', async () => {
    // Takes TCP connections and never says a word: the connection is never made.
    const held: Socket[] = []
    const silent = createServer(socket => held.push(socket))
    await new Promise<void>(resolve => silent.listen(0, '127.0.0.1', resolve))
    const line = lineTo(`https://127.0.0.1:${(silent.address() as AddressInfo).port}`)
    const seen: string[] = []
    const began = performance.now()
    for (let i = 0; i < 5; i++) seen.push(await failure(line, [LI], 200))
    expect(performance.now() - began).toBeLessThan(2_000)
    expect(seen).toEqual(['slow', 'slow', 'slow', 'open', 'open'])
    expect(line.state()).toMatchObject({ circuit: 'open', lastError: 'slow' })
    for (const socket of held) socket.destroy()
    await new Promise(resolve => silent.close(resolve))
  })

  it('names a certificate that a proxy before the register refuses', async () => {
    const body = '<html><center><h1>400 Bad Request</h1></center><center>The SSL certificate error</center></html>'
    const register = await faulty(() => ({ status: 400, body }))
    expect(await failure(lineTo(register.url))).toBe('certificate-refused')
  })

  const good = JSON.stringify(YES)
  it.each<[string, Reply]>([
    ['no JSON', { status: 200, body: '<html>' }],
    ['half of it', { status: 200, body: good.slice(0, 10) }],
    ['another word', { status: 200, body: '{"answer":"maybe","hukouArea":null}' }],
    ['a place of someone under another name', { status: 200, body: '{"answer":"no","hukouArea":"110105"}' }],
    ['more than was asked', { status: 200, body: '{"answer":"yes","hukouArea":null,"birthDate":"1990-03-05"}' }],
    ['more than a megabyte', { status: 200, body: `${good}${' '.repeat(1 << 21)}` }],
  ])('refuses an invalid answer: %s', async (_, reply) => {
    const register = await faulty(() => reply)
    expect(await failure(lineTo(register.url))).toBe('wrong-answer')
  })

  it.each<[string, (refs: readonly string[]) => readonly string[]]>([
    ['one too few', refs => refs.slice(1)],
    ['one twice', refs => [...refs, refs[0] ?? '']],
    ['of someone else', refs => refs.map(() => 'z')],
  ])('refuses a batch with answers %s', async (_, change) => {
    const register = await faulty(({ questions }) => ({
      status: 200,
      body: JSON.stringify({ answers: change(questions.map(q => q.ref)).map(ref => ({ ref, ...YES })) }),
    }))
    expect(await failure(lineTo(register.url), [LI, WANG])).toBe('wrong-answer')
  })

  it('trusts its own authority only, and needs a certificate of that authority', async () => {
    const stranger = await createAuthority(join(folder, 'stranger'), 'another authority')
    const alien = await stranger.issue('alien')
    const register = await startRegister(tls, () => peopleOf({}))
    open.register.push(register)
    expect(await failure(lineTo(register.url, {}, { caFile: stranger.ca }))).toBe('untrusted')
    const asAlien = { certFile: alien.cert, keyFile: alien.key }
    expect(await failure(lineTo(register.url, {}, asAlien))).toBe('certificate-refused')
    const other = await faulty(() => 'hang-up')
    expect(await failure(lineTo(other.url, {}, asAlien))).toBe('certificate-refused')
    expect(other.asked).toEqual([])
    expect(await failure(lineTo(register.url, {}, { keyFile: join(folder, 'gone.key') }))).toBe('material')
  })

  it('reports an unreachable register', async () => {
    const register = await faulty(() => 'hang-up')
    const line = lineTo(register.url)
    expect(await failure(line)).toBe('unreachable')
    await register.stop()
    expect(await failure(lineTo(register.url))).toBe('unreachable')
    expect(line.state()).toMatchObject({ lastError: 'unreachable', lastSuccessAt: null, lastErrorAt: expect.any(Date) })
  })

  it('asks a busy register again only after its Retry-After', async () => {
    let now = new Date('2026-11-20T01:00:00Z')
    let busy = true
    const register = await faulty(asked =>
      busy ? { status: 429, headers: { 'retry-after': '30' }, body: '{}' } : replyOf(asked, [YES]),
    )
    const line = lineTo(register.url, { clock: { now: () => now } })
    expect(await line.ask([LI], LONG)).toEqual({
      ok: false,
      error: { code: 'busy', retryAt: new Date('2026-11-20T01:00:30Z') },
    })
    busy = false
    expect(await failure(line)).toBe('busy')
    expect(register.asked).toHaveLength(1)
    now = new Date('2026-11-20T01:00:31Z')
    expect(await failure(line)).toBe('answered')
    expect(line.state().circuit).toBe('closed')
  })

  it('stops asking after a run of failures, tries again after a pause, and reports the recovery', async () => {
    let isWell = false
    const register = await faulty(asked => (isWell ? replyOf(asked, [YES]) : { status: 500, body: '' }))
    let recoveries = 0
    const line = lineTo(register.url, {
      volume: 3,
      restMs: 400,
      onRecovery: () => {
        recoveries += 1
      },
    })
    for (let i = 0; i < 3; i += 1) expect(await failure(line)).toBe('refused')
    expect(line.state().circuit).toBe('open')
    expect(await failure(line)).toBe('open')
    expect(register.asked).toHaveLength(3)

    await expect.poll(() => line.state().circuit, { interval: 5, timeout: 10_000 }).toBe('half-open')
    expect(await failure(line)).toBe('refused')
    expect(line.state().circuit).toBe('open')
    expect(register.asked).toHaveLength(4)

    isWell = true
    await expect.poll(() => line.state().circuit, { interval: 5, timeout: 10_000 }).toBe('half-open')
    expect(await failure(line)).toBe('answered')
    expect(line.state()).toMatchObject({ circuit: 'closed', lastError: 'refused', lastSuccessAt: expect.any(Date) })
    expect(recoveries).toBe(1)
  })

  it('opens the circuit for a register that fails most of the time', async () => {
    let turn = 0
    const register = await faulty(asked => {
      turn += 1
      return turn % 3 === 0 ? replyOf(asked, [YES]) : 'hang-up'
    })
    const line = lineTo(register.url, { volume: 4, restMs: 60_000 })
    const seen: string[] = []
    while (line.state().circuit === 'closed' && seen.length < 20) seen.push(await failure(line))
    expect(line.state().circuit).toBe('open')
    expect(seen).toContain('answered')
  })

  it('uses renewed certificates without a restart', async () => {
    const stranger = await createAuthority(join(folder, 'old'), 'old authority')
    const ca = join(folder, 'renewed.crt')
    await copyFile(stranger.ca, ca)
    const register = await startRegister(tls, () => peopleOf({}))
    open.register.push(register)
    const line = lineTo(register.url, {}, { caFile: ca })
    expect(await failure(line)).toBe('untrusted')
    await copyFile(tls.authority.ca, ca)
    expect(await failure(line)).toBe('answered')
  })
})
