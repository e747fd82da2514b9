/** PostgreSQL ends connections in use: the server keeps running, responds with 503, and reconnects at the next request. */
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Cluster, startCluster } from '../../platform/testing/postgres-cluster.ts'
import { type Child, startChild } from '../../platform/testing/processes.ts'

const HOLDS = ['statement', 'transaction', 'busy transaction', 'copy', 'load', 'cursor', 'beside']
const CREDENTIALS = { username: 'district', password: 'correct-horse-电池' }

let cluster: Cluster
let server: Child
let base: string
let cookie: string

const line = async (): Promise<string> => {
  const next = await server.lines.next()
  if (next.done) throw new Error(`the server ended: ${(await server.ended).errors}`)
  return next.value
}

const signIn = () =>
  fetch(`${base}/api/auth/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(CREDENTIALS),
  })
const getSession = () => fetch(`${base}/api/session`, { headers: { cookie } })

beforeAll(async () => {
  cluster = await startCluster()
  server = startChild(new URL('./testing/lost-connection-child.ts', import.meta.url), [cluster.url])
  base = await line()
  const answer = await signIn()
  expect(answer.status).toBe(200)
  cookie = answer.headers
    .getSetCookie()
    .map(set => set.split(';')[0])
    .join('; ')
})
afterAll(async () => {
  server?.process.kill('SIGKILL')
  await cluster?.stop()
})

/** Starts every kind of use, and resolves once each has its connection in use. */
const holdAll = async (): Promise<Promise<Response>[]> => {
  const answers = HOLDS.map(kind => fetch(`${base}/hold/${kind}`))
  for (const answer of answers) answer.catch(() => undefined)
  const began: string[] = []
  while (began.length < HOLDS.length) began.push(await line())
  expect(began.sort()).toEqual([...HOLDS].sort())
  return answers
}

const expectUnreachable = async (answer: Response): Promise<void> => {
  expect(answer.status).toBe(503)
  expect(answer.headers.get('retry-after')).toBe('5')
  expect(await answer.json()).toMatchObject({ error: { code: 'store.unreachable' } })
}

const expectWell = async (): Promise<void> => {
  await expect.poll(async () => (await getSession()).status, { timeout: 20_000 }).toBe(200)
  expect((await signIn()).status).toBe(200)
  expect(await (await fetch(`${base}/work`)).json()).toEqual({ said: 'hello' })
  expect(server.process.exitCode).toBeNull()
}

it('survives an administrator ending every connection', async () => {
  const answers = await holdAll()
  const administrator = new pg.Client({ connectionString: cluster.url })
  administrator.on('error', () => undefined)
  await administrator.connect()
  const { rowCount } = await administrator.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()`,
  )
  expect(rowCount).toBeGreaterThan(HOLDS.length)
  for (const answer of answers) await expectUnreachable(await answer)
  await administrator.end()
  await expectWell()
})

it('survives a crash and restart of PostgreSQL', async () => {
  const answers = await holdAll()
  await cluster.crash()
  for (const answer of answers) await expectUnreachable(await answer)
  await expectUnreachable(await getSession())
  await expectUnreachable(await signIn())
  expect((await fetch(`${base}/api/health`)).status).toBe(503)
  await cluster.restart()
  await expectWell()
})
