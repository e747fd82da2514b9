/** A server that is killed (kill -9) while it runs an import on PostgreSQL: the job goes on within 20 s of the next start, and ends with all rows. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Cluster, startCluster } from '../../platform/testing/postgres-cluster.ts'
import { type Child, startChild } from '../../platform/testing/processes.ts'
import { numberOf } from '../../registration/testing/office.ts'

const CREDENTIALS = { username: 'district', password: 'correct-horse-电池' }
const ROWS = 20_000
const RESUMED_MS = 20_000

let cluster: Cluster
let folder: string
/** The server before the crash, and the next one. */
let first: Child | undefined
let next: Child | undefined

beforeAll(async () => {
  cluster = await startCluster('durable')
  folder = await mkdtemp(join(tmpdir(), 'mingce-job-crash-'))
})
afterAll(async () => {
  for (const child of [first, next]) {
    child?.process.kill('SIGKILL')
    await child?.ended
  }
  await cluster?.stop()
  await rm(folder, { recursive: true, force: true })
})

/** Loads the program of a server; it starts on the database and in the folder when it is told to. */
const load = async (): Promise<Child> => {
  const loading = startChild(new URL('./testing/lost-connection-child.ts', import.meta.url), [cluster.url, folder, 'wait'])
  const { done } = await loading.lines.next()
  if (done) throw new Error((await loading.ended).errors)
  return loading
}

/** Starts it; answers its address. */
const start = async (loaded: Child): Promise<string> => {
  loaded.process.stdin.write('start\n')
  const { value, done } = await loaded.lines.next()
  if (done) throw new Error((await loaded.ended).errors)
  return value
}

const open = async (base: string) => {
  let cookie = ''
  const send = (address: string, body?: object | FormData) =>
    fetch(base + address, {
      method: body ? 'POST' : 'GET',
      headers: { cookie, ...(body && !(body instanceof FormData) ? { 'content-type': 'application/json' } : {}) },
      ...(body ? { body: body instanceof FormData ? body : JSON.stringify(body) } : {}),
    })
  const signedIn = await send('/api/auth/sign-in', CREDENTIALS)
  cookie = signedIn.headers
    .getSetCookie()
    .map(set => set.split(';')[0])
    .join('; ')
  return send
}

/** The import's job, as its table has it. */
const findJob = async (): Promise<{ state: string; crashes: number } | undefined> => {
  const client = new pg.Client({ connectionString: cluster.url })
  await client.connect()
  try {
    const { rows } = await client.query(
      `SELECT state, coalesce((output ->> 'crashes')::integer, 0) AS crashes FROM pgboss.job WHERE name = 'import'`,
    )
    return rows[0]
  } finally {
    await client.end()
  }
}

it('runs the job again within 20 s of the next start', async () => {
  first = await load()
  // Loaded before the crash, so that what is measured is the start and not this machine.
  next = await load()
  const send = await open(await start(first))
  const day = new Date(Date.now() + 90 * 86_400_000).toISOString().slice(0, 10)
  const made = await send('/api/elections', { areaCode: '110105', day, levels: ['county'], name: '换届选举' })
  const { id: election } = (await made.json()) as { id: string }
  const rows = Array.from({ length: ROWS }, (_, row) => {
    const birth = new Date(Date.UTC(1950, 0, 1 + Math.floor(row / 900))).toISOString().slice(0, 10)
    return `李${String.fromCharCode(0x4e00 + (row % 900))},${numberOf(birth, 100 + (row % 900))},110105021021`
  })
  const form = new FormData()
  form.set('kind', 'registrations')
  form.set('file', new Blob([`姓名,公民身份号码,社区代码\n${rows.join('\n')}\n`]), 'roster.csv')
  const started = await send(`/api/elections/${election}/imports`, form)
  const { id } = (await started.json()) as { id: number }
  await expect.poll(findJob, { interval: 20, timeout: 30_000 }).toEqual({ state: 'active', crashes: 0 })
  first.process.kill('SIGKILL')
  await first.ended
  expect(await findJob()).toEqual({ state: 'active', crashes: 0 })

  const began = performance.now()
  const again = await open(await start(next))
  await expect.poll(findJob, { interval: 50, timeout: 60_000 }).toMatchObject({ crashes: 1 })
  await expect.poll(async () => (await findJob())?.state, { interval: 50, timeout: 60_000 }).not.toBe('retry')
  const resumed = performance.now() - began
  console.log(`the job runs again ${(resumed / 1000).toFixed(1)} s after the start`)
  expect(resumed).toBeLessThan(RESUMED_MS)

  await expect
    .poll(async () => await (await again(`/api/imports/${id}`)).json(), { interval: 200, timeout: 60_000 })
    .toMatchObject({ state: 'done', rows: ROWS, accepted: ROWS })
})
