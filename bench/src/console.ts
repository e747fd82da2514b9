/**
 * `bench console`: what each page of the console waits for, over HTTP, by role, at the size of a district: 4 million people in the register, 1.68
 * million registered, 25,000 open cases, with the audit rows, messages, visits and objections of some weeks. Requests one after the other;
 * server and database share this machine.
 */
import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startCluster } from './cluster.ts'
import type { Options } from './options.ts'
import type { Report } from './report.ts'

const DAYS_TO_POLLING = 35
const AIM_MS = 200
const CASES_OF_REGISTERED = 67
/** A township, a community in it, and a code of finding that the fill makes many of. */
const TOWNSHIP = '110105021'

const script = (name: string): string => fileURLToPath(new URL(name, import.meta.url))

interface Account {
  readonly username: string
  readonly password: string
  readonly role: string
}

const startServer = (database: string, dataDir: string) =>
  new Promise<{ url: string; accounts: readonly Account[]; stop: () => Promise<void> }>((resolve, reject) => {
    const child = spawn(process.execPath, [script('console-server.js'), 'serve', database, dataDir], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, DATABASE_URL: '' },
    })
    const endNow = () => child.kill('SIGKILL')
    process.once('exit', endNow)
    const ended = new Promise<void>(done => child.once('exit', () => done()))
    child.once('exit', code => reject(new Error(`the server ended with ${code}`)))
    let said = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text
      if (!said.includes('\n')) return
      const stop = async () => {
        child.kill('SIGTERM')
        await ended
        process.removeListener('exit', endNow)
      }
      resolve({ ...(JSON.parse(said.split('\n')[0] ?? '{}') as { url: string; accounts: readonly Account[] }), stop })
    })
  })

const signIn = async (url: string, { username, password }: Account): Promise<string> => {
  const answer = await fetch(`${url}/api/auth/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ username, password }),
  })
  if (!answer.ok) throw new Error(`signing in: ${answer.status} ${await answer.text()}`)
  return answer.headers
    .getSetCookie()
    .map(cookie => cookie.split(';')[0])
    .join('; ')
}

interface Page {
  readonly name: string
  readonly path: string
  readonly body?: object
  /** Reads on so often by the cursor of the answer before. */
  readonly readOn?: number
  readonly roles?: readonly string[]
}

const reminder = (template: string, state: string, until?: string) => ({
  template,
  to: { state },
  where: '社区居委会',
  ...(until ? { until } : {}),
})

const pagesOf = (election: string, community: string, until: string): Page[] => [
  { name: 'overview', path: `${election}/overview` },
  { name: 'reviews', path: `${election}/reviews` },
  { name: 'reviews, pages 2–4', path: `${election}/reviews`, readOn: 3 },
  { name: 'reviews of a code', path: `${election}/reviews?code=place.unproven` },
  { name: 'reviews of a community', path: `${election}/reviews?community=${community}` },
  { name: 'reviews by name', path: `${election}/reviews?q=${encodeURIComponent('王伟')}` },
  { name: 'reviews, decided', path: `${election}/reviews?state=decided` },
  { name: 'refused rows', path: `${election}/refused` },
  { name: 'refused rows, pages 2–4', path: `${election}/refused`, readOn: 3 },
  { name: 'not yet registered', path: `${election}/not-yet-registered` },
  { name: 'not yet registered, pages 2–4', path: `${election}/not-yet-registered`, readOn: 3 },
  { name: 'not yet registered, last community', path: `${election}/not-yet-registered?community=${community}` },
  { name: 'not yet registered, visited', path: `${election}/not-yet-registered?state=visited` },
  { name: 'not yet registered, communities', path: `${election}/not-yet-registered/communities` },
  { name: 'certificate figures', path: `${election}/certificates/figures` },
  { name: 'certificates', path: `${election}/certificates` },
  { name: 'seats', path: `${election}/seats` },
  { name: 'notices', path: `${election}/notices` },
  {
    name: 'notice preview, not registered',
    path: `${election}/notices/preview`,
    body: reminder('remind-register', 'not-yet-registered', until),
  },
  { name: 'notice preview, registered', path: `${election}/notices/preview`, body: reminder('remind-polling', 'registered') },
  { name: 'messages', path: `${election}/notices/messages` },
  { name: 'voters', path: `${election}/voters` },
  { name: 'objections', path: `${election}/objections` },
  { name: 'audit', path: `${election}/audit` },
  { name: 'imports', path: `${election}/imports` },
]

interface Timed {
  readonly page: string
  readonly role: string
  readonly status: number
  readonly p50: number
  readonly p95: number
  readonly max: number
  readonly kB: number
}

const at = (sorted: readonly number[], share: number): number =>
  Math.round(sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN)

const nextOf = (text: string): string | null => {
  try {
    return (JSON.parse(text) as { next?: string | null }).next ?? null
  } catch {
    return null
  }
}

const request = (url: string, cookie: string, page: Page, cursor: string | null): Promise<Response> => {
  const query = cursor === null ? '' : `${page.path.includes('?') ? '&' : '?'}cursor=${encodeURIComponent(cursor)}`
  return fetch(`${url}${page.path}${query}`, {
    method: page.body ? 'POST' : 'GET',
    headers: { cookie, origin: url, ...(page.body ? { 'content-type': 'application/json' } : {}) },
    ...(page.body ? { body: JSON.stringify(page.body) } : {}),
  })
}

/** Asks a page so often; a page that reads on asks for the pages after the first and counts these. */
const time = async (url: string, cookie: string, role: string, page: Page, runs: number): Promise<Timed> => {
  const took: number[] = []
  let status = 0
  let bytes = 0
  for (let run = 0; run < runs; run += 1) {
    let cursor: string | null = null
    for (let read = 0; read <= (page.readOn ?? 0); read += 1) {
      const started = performance.now()
      const answer = await request(url, cookie, page, cursor)
      const text = await answer.text()
      if (read > 0 || !page.readOn) took.push(performance.now() - started)
      status = answer.status
      bytes = Number(answer.headers.get('content-length') ?? text.length)
      cursor = nextOf(text)
      if (cursor === null && read < (page.readOn ?? 0)) break
    }
  }
  took.sort((a, b) => a - b)
  return {
    page: page.name,
    role,
    status,
    p50: at(took, 0.5),
    p95: at(took, 0.95),
    max: at(took, 1),
    kB: Math.round(bytes / 1000),
  }
}

/** Whether the aim is met; a page that the role may not see, or that has no further page, has none. */
const outcomeOf = (status: number, p95: number): string => {
  if (status >= 400) return `status ${status}`
  if (Number.isNaN(p95)) return 'no such page'
  return p95 <= AIM_MS ? 'met' : 'MISSED'
}

const table = (timed: readonly Timed[]): string =>
  [
    `${'page'.padEnd(38)} ${'role'.padEnd(10)} ${'p50 ms'.padStart(8)} ${'p95 ms'.padStart(8)} ${'max ms'.padStart(8)} ${'kB'.padStart(6)}  aim ${AIM_MS} ms`,
    ...timed.map(
      ({ page, role, status, p50, p95, max, kB }) =>
        `${page.padEnd(38)} ${role.padEnd(10)} ${String(p50).padStart(8)} ${String(p95).padStart(8)} ${String(max).padStart(8)} ${String(kB).padStart(6)}  ${outcomeOf(status, p95)}`,
    ),
  ].join('\n')

const ROLES = ['district', 'township', 'city'] as const

/** Asks every page as each role. */
const timePages = async (
  server: { readonly url: string; readonly accounts: readonly Account[] },
  about: { readonly electionId: string; readonly community: string; readonly until: string },
  runs: number,
): Promise<Timed[]> => {
  const timed: Timed[] = []
  for (const role of ROLES) {
    const account = server.accounts.find(one => one.role === role)
    if (!account) throw new Error(`no account of the role ${role}`)
    const cookie = await signIn(server.url, account)
    for (const page of pagesOf(`/api/elections/${about.electionId}`, about.community, about.until)) {
      const first = await time(server.url, cookie, role, page, 1)
      timed.push(first.status >= 400 ? first : await time(server.url, cookie, role, page, runs))
    }
  }
  return timed
}

export const benchConsole = async (options: Options): Promise<Report> => {
  const folder = mkdtempSync(join(tmpdir(), 'mingce-bench-console-'))
  const cluster = await startCluster()
  try {
    cluster.psql('postgres', ['-c', 'CREATE DATABASE console TEMPLATE template0'])
    const database = cluster.url('console')
    const dataDir = join(folder, 'data')
    const pollingDay = new Date(Date.now() + DAYS_TO_POLLING * 86_400_000).toISOString().slice(0, 10)
    const { people, registrations } = options
    const cases = Math.ceil(registrations / CASES_OF_REGISTERED)
    const input = JSON.stringify({ people, registrations, cases, pollingDay })
    const said = execFileSync(process.execPath, [script('console-server.js'), 'prepare', database, dataDir, input], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, DATABASE_URL: '' },
    })
    const { electionId, seconds } = JSON.parse(said.trim().split('\n').at(-1) ?? '{}') as { electionId: string; seconds: number }
    console.error(`filled ${people} people, ${registrations} registered, ${cases} cases in ${Math.round(seconds)} s`)
    const server = await startServer(database, dataDir)
    try {
      const community = cluster
        .psql('console', ['-c', `SELECT max(code) FROM area WHERE level = 5 AND starts_with(code, '${TOWNSHIP}')`])
        .trim()
      const timed = await timePages(server, { electionId, community, until: pollingDay }, options.runs)
      if (!options.json) console.log(table(timed))
      if (options.keep) {
        console.error(`kept: ${database} and ${server.url}; end with Ctrl+C`)
        await new Promise(resolve => process.once('SIGINT', resolve))
      }
      const missed = timed.filter(({ p95, status }) => status < 400 && p95 > AIM_MS)
      return {
        name: 'console',
        seconds: Math.max(...timed.flatMap(({ p95 }) => (Number.isNaN(p95) ? [] : [p95]))) / 1000,
        peers: {},
        ratio: {},
        peakMemoryMB: null,
        people,
        registrations,
        cases,
        aimMs: AIM_MS,
        missed: missed.map(({ page, role, p95 }) => `${page} (${role}) ${p95} ms`),
        ...(options.json ? { timed } : {}),
      }
    } finally {
      await server.stop()
    }
  } finally {
    await cluster.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}
