/**
 * Requests that no client of ours sends, to every operation of the API's description: none may be answered with a 5xx. Half of them are valid
 * but for one thing, so that they get past the schema. A failure prints the seed and the request: `FUZZ_SEED=… FUZZ_REQUESTS=…` repeats it.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { checkCharacter } from '@mingce/domain/standards'
import fc from 'fast-check'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createStaff, openVoterSession, VOTER_COOKIE } from '../../access/index.ts'
import { memoryKeyring } from '../../platform/crypto/index.ts'
import type { Database } from '../../platform/database/index.ts'
import { openSealedFiles } from '../../platform/files/index.ts'
import { openLog } from '../../platform/http/index.ts'
import { type Jobs, openJobs } from '../../platform/jobs/index.ts'
import { openFreshEmbedded } from '../../platform/testing/stores.ts'
import { openConsole } from './open.ts'

const SEED = Number(process.env.FUZZ_SEED ?? Date.now() % 2 ** 31)
// Half a dozen of each operation with another seed in every run; a long run makes as many as ten minutes allow.
const isLong = process.env.MINGCE_LONG === '1'
const REQUESTS = Number(process.env.FUZZ_REQUESTS ?? (isLong ? 50_000 : 2_500))
const LONGEST_MS = Number(process.env.FUZZ_MS ?? (isLong ? 600_000 : 60_000))

interface Schema {
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly items?: Schema
  readonly format?: string
  readonly pattern?: string
}
interface Operation {
  readonly operationId: string
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly schema: Schema }[]
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> }
}

let database: Database
let jobs: Jobs
let app: FastifyInstance
let folder: string
let cookie: string
let known: Record<string, string>
const log: string[] = []

const AREAS = [
  ['11', null, '北京市', 1],
  ['1101', '11', '市辖区', 2],
  ['110105', '1101', '朝阳区', 3],
  ['110105021', '110105', '南磨房地区', 4],
  ['110105021021', '110105021', '东郊社区居民委员会', 5],
] as const
const NUMBER = `11010519900305001${checkCharacter('11010519900305001')}`
const CREDENTIALS = { username: 'district', password: 'correct-horse-电池' }

beforeAll(async () => {
  database = await openFreshEmbedded()
  for (const area of AREAS)
    await database.run('INSERT INTO area (code, parent_code, name, level) VALUES ($1, $2, $3, $4)', [...area])
  folder = await mkdtemp(path.join(tmpdir(), 'mingce-fuzz-'))
  const keys = memoryKeyring()
  const clock = { now: () => new Date('2026-11-20T01:00:00Z') }
  const services = {
    database,
    keys,
    clock,
    log: openLog({ level: 'error', destination: { write: line => void log.push(line) } }),
    files: await openSealedFiles(path.join(folder, 'files'), keys),
  }
  jobs = openJobs(database, { pollMs: 200 })
  app = await openConsole({ services, jobs, dataDir: folder, version: '0', gateways: {} })
  await jobs.start()
  await app.listen({ host: '127.0.0.1', port: 0 })
  const maker = { clock, actor: { name: 'setup', role: 'city' } } as const
  await createStaff(database, { ...CREDENTIALS, name: 'district', role: 'district', areaCode: '110105' }, maker)
  const signedIn = await app.inject({ method: 'POST', url: '/api/auth/sign-in', payload: CREDENTIALS })
  const voter = await openVoterSession(
    database,
    keys,
    { personKey: keys.personKey(NUMBER), name: '李小明', login: 'city', subject: 's' },
    clock.now(),
  )
  cookie = [...signedIn.cookies.map(({ name, value }) => `${name}=${value}`), `${VOTER_COOKIE}=${voter}`].join('; ')
  const made = await app.inject({
    method: 'POST',
    url: '/api/elections',
    headers: { cookie },
    payload: { areaCode: '110105', day: '2026-12-20', levels: ['county'], name: '换届选举' },
  })
  expect(made.statusCode).toBe(201)
  known = { id: made.json().id, electionId: made.json().id, countyCode: '110105', registrationId: '1', importId: '1' }
})
afterAll(async () => {
  await app?.close()
  await jobs?.stop()
  await database?.close()
  await rm(folder, { recursive: true, force: true })
})

/** Numbers at and beyond the edges of int4, int8 and doubles. */
const NUMBERS = [0, 1, -1, 2 ** 31 - 1, 2 ** 31, 2 ** 53 - 1, 2 ** 53, 2 ** 63, 1e308, 0.5, -0]
const STRINGS = [
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  '\ud800',
  '/',
  '../../etc/passwd',
  '%',
  '%2f',
  '%00',
  'null',
  '0',
  '-1',
  '1e3',
  '2147483648',
  '9007199254740993',
  '9223372036854775808',
  '99999999999999999999999',
  'NaN',
  '110105',
  '2026-02-30',
  '0000-01-01',
  '9999-12-31',
  '+275760-09-13',
  '2026-12-20T25:00:00Z',
  'x'.repeat(5_000),
  '𠮷'.repeat(300),
  '\u202e名册',
  "'; DROP TABLE area; --",
  Buffer.from('["a",{}]').toString('base64url'),
  Buffer.from('[null,99999999999999999999]').toString('base64url'),
  Buffer.from('{"id":"x","at":"y"}').toString('base64url'),
  `${'> '.repeat(3_000)}x`,
  '['.repeat(20_000),
  `${'*'.repeat(3_000)}a${'_'.repeat(3_000)}`,
  '00000000-0000-0000-0000-000000000000',
]
const wildText = fc.oneof(fc.constantFrom(...STRINGS), fc.string({ unit: 'binary', maxLength: 60 }))
const wild: fc.Arbitrary<unknown> = fc.oneof(
  wildText,
  fc.constantFrom(...NUMBERS),
  fc.constantFrom(null, true, [], {}, [[]], { constructor: 1 }, [null], [{}]),
  fc.jsonValue({ maxDepth: 2 }),
)

let components: Readonly<Record<string, Schema>> = {}

/** A value of this kind, as far as its schema tells it; its parts are now and then what they should not be. */
const anyOfSchema = (schema: Schema, name: string, depth = 0): fc.Arbitrary<unknown> => {
  if (schema.$ref) return anyOfSchema(components[schema.$ref.split('/').at(-1) ?? ''] ?? {}, name, depth)
  const choices = schema.anyOf ?? schema.oneOf
  if (choices) return fc.oneof(...choices.map(choice => anyOfSchema(choice, name, depth)))
  if (schema.enum) return fc.constantFrom(...schema.enum)
  if (schema.const !== undefined) return fc.constant(schema.const)
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type
  const own = (valid: fc.Arbitrary<unknown>) => fc.oneof({ weight: 12, arbitrary: valid }, { weight: 1, arbitrary: wild })
  if (type === 'object' && depth < 6)
    return own(
      fc.record(
        Object.fromEntries(
          Object.entries(schema.properties ?? {}).map(([key, part]) => [key, anyOfSchema(part, key, depth + 1)]),
        ),
      ),
    )
  if (type === 'array') return own(fc.array(anyOfSchema(schema.items ?? {}, name, depth + 1), { maxLength: 3 }))
  if (type === 'integer' || type === 'number') return own(fc.oneof(fc.constantFrom(...NUMBERS), fc.nat({ max: 50 })))
  if (type === 'boolean') return own(fc.boolean())
  return own(fc.oneof({ weight: 3, arbitrary: plausible(schema, name) }, { weight: 1, arbitrary: wildText }))
}

const plausible = ({ format, pattern }: Schema, name: string): fc.Arbitrary<string> => {
  if (known[name] !== undefined) return fc.constant(known[name])
  if (format === 'date') return fc.constantFrom('2026-12-20', '2026-11-19', '0001-01-01', '9999-12-31')
  if (format === 'date-time') return fc.constantFrom('2026-11-19T01:00:00Z', '9999-12-31T23:59:59.999Z')
  if (format === 'uuid') return fc.uuid()
  if (/area|code/i.test(name)) return fc.constantFrom('110105', '110105021', '110105021021', '99')
  if (/cursor|next/.test(name)) return wild.map(value => Buffer.from(JSON.stringify(value) ?? '').toString('base64url'))
  if (/number/i.test(name)) return fc.constantFrom(NUMBER, '110105199003050010', 'E12345678')
  // A pattern that is simple enough to be followed; what is not matched is refused, which is an answer too.
  if (pattern)
    return fc.constantFrom('1', '110105', 'county', 'a-b', '13900000000', 'import.00000000-0000-0000-0000-000000000000')
  return fc.constantFrom('王芳', 'x', 'county', 'registrations', 'zh', '1')
}

interface Sent {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly payload?: string | undefined
}

const BOUNDARY = 'xBOUNDARYx'
const part = (name: string, value: string, file = false) =>
  `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"${file ? '; filename="a\u0000/../b.csv"' : ''}\r\n\r\n${value}\r\n`

const bodyOf = ({ requestBody }: Operation): fc.Arbitrary<Pick<Sent, 'payload'> & { type: string | undefined }> => {
  const broken = fc
    .tuple(
      fc.constantFrom(
        '{"a":',
        '[',
        'null',
        '"x"',
        '{"__proto__":{}}',
        '\ufeff{}',
        '',
        `${'['.repeat(20_000)}`,
        part('kind', 'x'),
      ),
      fc.constantFrom(
        'application/json',
        'text/plain',
        'application/xml',
        'multipart/form-data',
        `multipart/form-data; boundary=${BOUNDARY}`,
        'x/y',
        ';;;',
        'application/x-www-form-urlencoded',
      ),
    )
    .map(([payload, type]) => ({ payload, type }))
  const [[kind, media] = []] = Object.entries(requestBody?.content ?? {})
  if (!kind || !media)
    return fc.oneof(
      { weight: 5, arbitrary: fc.constant({ payload: undefined, type: undefined }) },
      { weight: 1, arbitrary: broken },
    )
  const valid = anyOfSchema(media.schema, 'body')
  const good =
    kind === 'multipart/form-data'
      ? fc.tuple(valid, fc.boolean(), wildText).map(([value, isWhole, content]) => ({
          payload:
            Object.entries((value ?? {}) as object)
              .map(([name, text]) => (name === 'file' ? part('file', content, true) : part(name, String(text))))
              .join('') + (isWhole ? `--${BOUNDARY}--\r\n` : ''),
          type: `multipart/form-data; boundary=${BOUNDARY}`,
        }))
      : valid.map(value => ({ payload: JSON.stringify(value), type: kind }))
  return fc.oneof({ weight: 8, arbitrary: good }, { weight: 1, arbitrary: broken })
}

/** Without halves of surrogate pairs, which no URL can have. */
const wellFormed = (value: unknown): string =>
  Buffer.from(typeof value === 'object' ? JSON.stringify(value) : String(value)).toString()

const requestOf = (method: string, address: string, operation: Operation): fc.Arbitrary<Sent> => {
  const inPath = [...address.matchAll(/\{([^}]+)\}/g)].map(([, name = '']) => name)
  const schemaOf = (name: string, where: string) =>
    operation.parameters?.find(one => one.name === name && one.in === where)?.schema ?? {}
  const query = operation.parameters?.filter(one => one.in === 'query') ?? []
  return fc
    .record({
      values: fc.tuple(...inPath.map(name => anyOfSchema(schemaOf(name, 'path'), name))),
      asked: fc.tuple(...query.map(({ name, schema }) => fc.option(anyOfSchema(schema, name), { freq: 2, nil: undefined }))),
      body: bodyOf(operation),
      header: fc.option(
        fc.constantFrom<Record<string, string>>(
          { 'idempotency-key': 'x' },
          { 'idempotency-key': '00000000-0000-4000-8000-000000000001' },
          { host: 'a b' },
          { host: '[::1' },
          { origin: 'null' },
          { origin: '%%%' },
          { 'accept-encoding': 'x'.repeat(3_000) },
          { range: 'bytes=9-1' },
          { 'if-modified-since': 'never' },
          { 'x-device': 'x' },
          { cookie: 'mingce.session_token=%E0%A4%A; =;;;' },
        ),
        { freq: 4, nil: undefined },
      ),
    })
    .map(({ values, asked, body, header }) => {
      const encoded = values.map(value => encodeURIComponent(wellFormed(value)))
      let at = 0
      const filled = address.replace(/\{[^}]+\}/g, () => encoded[at++] ?? '')
      const search = query.flatMap(({ name }, index) =>
        asked[index] === undefined ? [] : [`${name}=${encodeURIComponent(wellFormed(asked[index]))}`],
      )
      return {
        method,
        url: search.length > 0 ? `${filled}?${search.join('&')}` : filled,
        headers: { cookie, ...(body.type ? { 'content-type': body.type } : {}), ...header },
        payload: body.payload,
      }
    })
}

/** Ends the session, locks the account, or takes the fuzzer's rights away. */
const SPARED = new Set(['signOut', 'signVoterOut', 'changePassword', 'endSession'])

it(`answers nothing with 5xx (FUZZ_SEED=${SEED})`, { timeout: LONGEST_MS + 80_000 }, async () => {
  const description = JSON.parse(await readFile(new URL('../../../openapi.json', import.meta.url), 'utf8')) as {
    paths: Record<string, Record<string, Operation>>
    components: { schemas: Record<string, Schema> }
  }
  components = description.components.schemas
  const operations = Object.entries(description.paths).flatMap(([address, methods]) =>
    Object.entries(methods)
      .filter(([, operation]) => !SPARED.has(operation.operationId))
      .map(([method, operation]) => ({
        name: operation.operationId,
        requests: requestOf(method.toUpperCase(), address, operation),
      })),
  )
  const each = Math.ceil(REQUESTS / operations.length)
  const samples = operations.map(({ requests }, index) => fc.sample(requests, { seed: SEED + index, numRuns: each }))
  const statuses: Record<number, number> = {}
  const failed = new Map<string, object>()
  const until = performance.now() + LONGEST_MS
  let sent = 0
  // One of each operation, then the next of each: when the time is up, all have had the same number.
  for (let turn = 0; turn < each && performance.now() < until; turn++)
    for (const sample of samples) {
      const request = sample[turn] as Sent
      log.length = 0
      const answer = await app.inject({
        ...request,
        method: request.method as 'GET',
        remoteAddress: `10.${turn % 250}.${sent % 250}.1`,
      })
      sent += 1
      statuses[answer.statusCode] = (statuses[answer.statusCode] ?? 0) + 1
      if (answer.statusCode < 500) continue
      // One of each kind is enough to mend it.
      const reason = JSON.parse(log.at(-1) ?? '{}') as { err?: { message: string; frames: string[] } }
      const kind = `${operations[samples.indexOf(sample)]?.name} ${reason.err?.message}`
      failed.set(kind, {
        ...request,
        headers: { ...request.headers, cookie: '' },
        payload: request.payload?.slice(0, 300),
        status: answer.statusCode,
        frames: reason.err?.frames.filter(frame => frame.includes('/src/')).slice(0, 4),
      })
    }
  console.log(`FUZZ_SEED=${SEED}: ${sent} requests to ${operations.length} operations: ${JSON.stringify(statuses)}`)
  expect([...failed], `FUZZ_SEED=${SEED}`).toEqual([])
  expect(sent).toBeGreaterThan(operations.length)
})

/** Bytes that no HTTP client sends; the status that came back, 0 where the connection was closed. */
const sendRaw = (bytes: string): Promise<number> =>
  new Promise(resolve => {
    const address = app.server.address()
    const socket = connect(typeof address === 'object' && address ? address.port : 0, '127.0.0.1')
    let text = ''
    const end = () => resolve(Number(/^HTTP\/1\.1 (\d+)/.exec(text)?.[1] ?? 0))
    socket.on('data', chunk => {
      text += chunk.toString('latin1')
      socket.end()
    })
    socket.on('close', end)
    socket.on('error', end)
    socket.setTimeout(2_000, () => socket.destroy())
    socket.write(bytes, 'latin1')
  })

it.each([
  ['a malformed Host', 'GET /api/session HTTP/1.1\r\nHost: a b\\[\r\n\r\n'],
  ['no Host', 'GET /api/session HTTP/1.1\r\n\r\n'],
  ['two Hosts', 'GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n'],
  [
    'a Host with a port that is none',
    'POST /api/auth/sign-out HTTP/1.1\r\nHost: a:99999999\r\nOrigin: http://a:99999999\r\nContent-Length: 0\r\n\r\n',
  ],
  ['an absolute target', 'GET http:///api HTTP/1.1\r\nHost: a\r\n\r\n'],
  ['a target with a broken escape', 'GET /api/%zz HTTP/1.1\r\nHost: a\r\n\r\n'],
  ['an encoded slash', 'GET /api/elections/..%2f..%2fetc/rolls HTTP/1.1\r\nHost: a\r\n\r\n'],
  ['bytes that are no UTF-8', 'GET /api/elections/%ff%fe/rolls HTTP/1.1\r\nHost: a\r\n\r\n'],
  ['huge headers', `GET /api/session HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(40_000)}\r\n\r\n`],
  [
    'a broken chunk',
    'POST /api/auth/sign-in HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n',
  ],
  ['two lengths', 'POST /api/auth/sign-in HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx'],
  ['no HTTP', '\u0016\u0003\u0001\u0002\r\n\r\n'],
])('refuses %s and goes on', async (_, bytes) => {
  const status = await sendRaw(bytes)
  expect(status === 0 || (status >= 200 && status < 500), String(status)).toBe(true)
  expect((await app.inject('/healthz')).statusCode).toBe(200)
})
