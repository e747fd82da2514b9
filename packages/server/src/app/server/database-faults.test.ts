/**
 * PostgreSQL frozen, killed, shut down and its connections cut, again and again, while requests come and an import runs: every request is
 * answered within five seconds, the server is well again five seconds after the database, and every import ends with all its rows.
 */
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Cluster, startCluster } from '../../platform/testing/postgres-cluster.ts'
import { type Child, startChild } from '../../platform/testing/processes.ts'

const CREDENTIALS = { username: 'district', password: 'correct-horse-电池' }
const ROWS = 30_000
/** The promise is five seconds; the rest is this machine's. */
const ANSWER_MS = 5_500
const WELL_AGAIN_MS = 5_500
const FROZEN_MS = 6_000

let cluster: Cluster
let server: Child
let base: string
let cookie: string
let election: string

const sleep = (ms: number) => new Promise<void>(resolve => setTimeout(resolve, ms))

const send = (address: string, body?: object | FormData) =>
  fetch(base + address, {
    method: body ? 'POST' : 'GET',
    headers: { cookie, ...(body && !(body instanceof FormData) ? { 'content-type': 'application/json' } : {}) },
    ...(body ? { body: body instanceof FormData ? body : JSON.stringify(body) } : {}),
  })

beforeAll(async () => {
  // Durable: a crash must not lose what was promised.
  cluster = await startCluster('durable')
  server = startChild(new URL('./testing/lost-connection-child.ts', import.meta.url), [cluster.url])
  const first = await server.lines.next()
  if (first.done) throw new Error((await server.ended).errors)
  base = first.value
  cookie = ''
  const answer = await send('/api/auth/sign-in', CREDENTIALS)
  cookie = answer.headers
    .getSetCookie()
    .map(set => set.split(';')[0])
    .join('; ')
  const made = await send('/api/elections', { areaCode: '110105', day: daysAhead(90), levels: ['county'], name: '换届选举' })
  expect(made.status).toBe(201)
  election = ((await made.json()) as { id: string }).id
})
afterAll(async () => {
  server?.process.kill('SIGKILL')
  await cluster?.stop()
})

const daysAhead = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
/** A made-up number with a valid check character: one for each person of all rounds. */
const numberOf = (person: number): string => {
  const birth = new Date(Date.UTC(1950, 0, 1 + Math.floor(person / 900))).toISOString().slice(0, 10).replaceAll('-', '')
  const body = `110105${birth}${String(100 + (person % 900)).padStart(3, '0')}`
  const sum = WEIGHTS.reduce((total, weight, index) => total + weight * Number(body[index]), 0)
  return body + '10X98765432'[sum % 11]
}

/** Another name for each row: several numbers under one name and birth date would make the file wait for an officer. */
const nameOf = (row: number): string => `李${String.fromCharCode(0x4e00 + (row % 200), 0x5000 + Math.floor(row / 200))}`

/** Uploads a roster of people that no other round has; answers the import's address. */
const startImport = async (round: number): Promise<string> => {
  const rows = Array.from({ length: ROWS }, (_, row) => `${nameOf(row)},${numberOf(round * ROWS + row)},110105021021`)
  const form = new FormData()
  form.set('kind', 'registrations')
  form.set('file', new Blob([`姓名,公民身份号码,社区代码\n${rows.join('\n')}\n`]), 'roster.csv')
  const started = await send(`/api/elections/${election}/imports`, form)
  expect(started.status).toBe(202)
  const { id } = (await started.json()) as { id: number }
  return `/api/imports/${id}`
}

interface Seen {
  readonly what: string
  readonly status: number
  readonly ms: number
  readonly code: string | undefined
  readonly retryAfter: string | null
}

const CALLS: readonly (readonly [string, object?])[] = [
  ['/api/session'],
  ['/api/elections'],
  ['/api/health'],
  ['/readyz'],
  ['/api/elections/:id/overview'],
  ['/api/areas'],
  ['/api/help/questions'],
]

const look = async ([address, body]: (typeof CALLS)[number]): Promise<Seen> => {
  const began = performance.now()
  const answer = await send(address.replace(':id', election), body)
  const json = (await answer.json()) as { error?: { code: string } }
  const ms = Math.round(performance.now() - began)
  return { what: address, status: answer.status, ms, code: json.error?.code, retryAfter: answer.headers.get('retry-after') }
}

/** Calls everything, again and again, until told to stop. */
const load = () => {
  let goesOn = true
  const seen: Seen[] = []
  const loops = [...CALLS, ...CALLS].map(async call => {
    while (goesOn) {
      seen.push(await look(call))
      await sleep(20)
    }
  })
  return {
    async stop(): Promise<Seen[]> {
      goesOn = false
      await Promise.all(loops)
      return seen
    },
  }
}

const cutConnections = async (): Promise<void> => {
  const administrator = new pg.Client({ connectionString: cluster.url })
  administrator.on('error', () => undefined)
  await administrator.connect()
  await administrator.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()`,
  )
  await administrator.end()
}

/** Makes the database go away, and answers what brings it back. */
const FAULTS: readonly (readonly [string, () => Promise<() => Promise<void> | void>])[] = [
  [
    'its connections are cut',
    async () => {
      for (let turn = 0; turn < 3; turn++) {
        await cutConnections()
        await sleep(150)
      }
      return () => undefined
    },
  ],
  [
    'it is frozen',
    async () => {
      cluster.freeze()
      await sleep(FROZEN_MS)
      return () => cluster.thaw()
    },
  ],
  [
    'it is killed',
    async () => {
      await cluster.crash()
      await sleep(500)
      return () => cluster.restart()
    },
  ],
  [
    'it is shut down',
    async () => {
      await cluster.shutDown()
      await sleep(500)
      return () => cluster.restart()
    },
  ],
]

it.each(FAULTS.map((fault, round) => [...fault, round] as const))('goes on when %s', async (name, goAway, round) => {
  const address = await startImport(round)
  await expect.poll(async () => ((await (await send(address)).json()) as { state: string }).state).toBe('reading')
  const running = load()
  await sleep(300)
  const bringBack = await goAway()
  await bringBack()
  const back = performance.now()
  let well = 0
  while (well < CALLS.length) {
    well = (await Promise.all(CALLS.map(look))).filter(({ status }) => status === 200).length
    if (performance.now() - back > 15_000) break
  }
  const wellAgain = performance.now() - back
  const seen = await running.stop()

  const slowest = seen.reduce((one, other) => (other.ms > one.ms ? other : one))
  const refused = seen.filter(({ status }) => status === 503).length
  console.log(
    `${name}: ${seen.length} requests, ${refused} refused, slowest ${slowest.what} ${slowest.ms} ms, well again after ${Math.round(wellAgain)} ms`,
  )
  expect(seen.filter(({ status }) => status !== 200 && status !== 503)).toEqual([])
  expect(seen.filter(({ ms }) => ms > ANSWER_MS)).toEqual([])
  expect(seen.filter(({ status, retryAfter }) => status === 503 && retryAfter === null)).toEqual([])
  expect(refused).toBeGreaterThan(0)
  expect(wellAgain).toBeLessThan(WELL_AGAIN_MS)
  expect(server.process.exitCode).toBeNull()

  await expect
    .poll(async () => await (await send(address)).json(), { interval: 200, timeout: 60_000 })
    .toMatchObject({ state: 'done', rows: ROWS, accepted: ROWS })
  expect(await (await send('/work')).json()).toEqual({ said: 'hello' })
  expect((await send('/api/auth/sign-in', CREDENTIALS)).status).toBe(200)
})
