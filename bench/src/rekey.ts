/**
 * `bench rekey`: all person keys are changed by `mingce key rotate --people` while `mingce serve` registers voters who ask over HTTP. How long it
 * takes, for how long the service answers nobody, and what the voters wait for. At the end everyone is found by their number, once.
 */
import { execFileSync, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { type Cluster, startCluster } from './cluster.ts'
import type { Options } from './options.ts'
import type { BenchVoter } from './rekey-server.ts'
import type { Report } from './report.ts'

const DAYS_TO_POLLING = 35
/** People of the register who are registered already. */
const REGISTERED = 0.85
const PER_SECOND = 10
const MOST_VOTERS = 12_000
const RETRY_MS = 100

const script = (name: string): string => fileURLToPath(new URL(name, import.meta.url))
const MINGCE = fileURLToPath(new URL('../../packages/server/bin/mingce.js', import.meta.url))
const seconds = (ms: number): number => Math.round(ms / 10) / 100

const freePort = (): Promise<number> =>
  new Promise(resolve => {
    const probe = createServer()
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })

interface Asked {
  /** When it was due, and when it was answered with 200, in milliseconds of this process. */
  readonly due: number
  readonly done: number
  readonly tries: number
}

/** Registers voters one after another at a steady rate, each asked again with the same request id until it is answered, as the portal does. */
const startLoad = (url: string, electionId: string, voters: readonly BenchVoter[]) => {
  const asked: Asked[] = []
  const other: Record<string, number> = {}
  /** Spans in which requests were not answered. */
  const failing: number[] = []
  let isOver = false
  const register = async ({ token, community }: BenchVoter): Promise<void> => {
    const due = performance.now()
    const requestId = randomUUID()
    for (let tries = 1; ; tries += 1) {
      const answer = await fetch(`${url}/api/voter/elections/${electionId}/registrations`, {
        method: 'POST',
        headers: { cookie: `mingce_voter=${token}`, 'content-type': 'application/json', 'idempotency-key': requestId },
        body: JSON.stringify({ community, basis: 'residence', evidence: ['certificate', 'residencePermit'] }),
      }).catch(() => null)
      const said = await answer?.text()
      if (answer && answer.status < 500 && answer.status !== 200)
        throw new Error(`the load was refused: ${answer.status} ${said}`)
      if (answer?.status === 200) {
        asked.push({ due, done: performance.now(), tries })
        return
      }
      failing.push(performance.now())
      const what = answer ? String(answer.status) : 'no answer'
      other[what] = (other[what] ?? 0) + 1
      await delay(RETRY_MS)
    }
  }
  const work = (async () => {
    const all: Promise<void>[] = []
    for (const voter of voters) {
      if (isOver) break
      all.push(register(voter))
      await delay(1000 / PER_SECOND)
    }
    await Promise.all(all)
  })()
  return {
    asked,
    other,
    failing,
    async stop() {
      isOver = true
      await work
    },
  }
}

const at = (values: readonly number[], share: number): number => {
  const sorted = [...values].sort((a, b) => a - b)
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN)
}

const run = (args: readonly string[], env: NodeJS.ProcessEnv): Promise<{ code: number | null; out: string; ms: number }> =>
  new Promise(resolve => {
    const began = performance.now()
    const child = spawn(process.execPath, [MINGCE, ...args], { env, stdio: ['ignore', 'pipe', 'inherit'] })
    let out = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text
    })
    child.once('exit', code => resolve({ code, out, ms: performance.now() - began }))
  })

const megabytes = (cluster: Cluster): number =>
  Math.round(Number(cluster.psql('rekey', ['-c', "SELECT pg_database_size('rekey')"]).trim()) / 1e6)

interface Found {
  /** Claims whose person key opens, and those where it does not. */
  readonly opened: number
  readonly foreign: number
  /** Voters of the load who are found by their number, and those of them who hold a claim. */
  readonly registered: number
  readonly claimed: number
  readonly twice: number
  readonly doubles: number
  readonly version: number
}

const measure = async (cluster: Cluster, dataDir: string, options: Options): Promise<Report> => {
  cluster.psql('postgres', ['-c', 'CREATE DATABASE rekey TEMPLATE template0'])
  const database = cluster.url('rekey')
  const file = join(dataDir, 'voters.json')
  const keyFile = join(dataDir, 'installation.key')
  execFileSync('sh', ['-c', 'umask 077; openssl rand -hex 32 > "$0"', keyFile])
  const env = { ...process.env, DATABASE_URL: database, MINGCE_DATA: dataDir, MINGCE_KEY_FILE: keyFile, MINGCE_LANG: 'en' }
  const pollingDay = new Date(Date.now() + DAYS_TO_POLLING * 86_400_000).toISOString().slice(0, 10)
  const input = {
    people: options.people,
    registrations: Math.round(options.people * REGISTERED),
    voters: MOST_VOTERS,
    pollingDay,
    file,
  }
  const child = <Said>(step: string): Said =>
    JSON.parse(
      execFileSync(process.execPath, [script('rekey-server.js'), step, database, dataDir, JSON.stringify(input)], {
        encoding: 'utf8',
        env,
        stdio: ['ignore', 'pipe', 'inherit'],
      }),
    ) as Said
  const { electionId } = child<{ electionId: string }>('prepare')
  const voters = JSON.parse(readFileSync(file, 'utf8')) as BenchVoter[]
  const port = await freePort()
  const server = spawn(process.execPath, [MINGCE, 'serve', '--port', String(port), '--log', 'fatal'], {
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const ended = new Promise<void>(resolve => server.once('exit', () => resolve()))
  const url = `http://127.0.0.1:${port}`
  while (!(await fetch(`${url}/api/health`).catch(() => null))?.ok) await delay(200)
  const before = {
    claims: Number(cluster.psql('rekey', ['-c', 'SELECT count(*) FROM claim']).trim()),
    megabytes: megabytes(cluster),
  }
  const load = startLoad(url, electionId, voters)
  await delay(10_000)
  const began = performance.now()
  const changed = await run(['key', 'rotate', '--people', '--json'], env)
  if (changed.code !== 0) throw new Error(`the change ended with ${changed.code}`)
  const grown = megabytes(cluster)
  await delay(10_000)
  await load.stop()
  const waits = (from: number, to: number) => load.asked.flatMap(({ due, done }) => (due >= from && due < to ? [done - due] : []))
  const [quiet, during] = [waits(0, began), waits(began, began + changed.ms)]
  const down = load.failing.length === 0 ? 0 : Math.max(...load.failing) - Math.min(...load.failing)
  const { heldMs, rows } = JSON.parse(changed.out) as { heldMs: number; rows: number }
  const cleaned = await run(['key', 'rotate', '--clean', '--json'], env)
  const { tables } = JSON.parse(cleaned.out) as { tables: readonly { table: string; ms: number }[] }
  server.kill('SIGTERM')
  await ended
  const found = child<Found>('check')
  return {
    name: 'rekey',
    seconds: seconds(changed.ms),
    peers: {},
    ratio: {},
    peakMemoryMB: null,
    equal:
      found.foreign === 0 &&
      found.twice === 0 &&
      found.doubles === 0 &&
      found.registered === load.asked.length &&
      found.opened === before.claims + found.claimed,
    people: options.people,
    rows,
    heldSeconds: seconds(heldMs),
    unansweredSeconds: seconds(down),
    registeredMeanwhile: load.asked.length,
    otherAnswers: load.other,
    waitMs: {
      before: { p50: at(quiet, 0.5), p99: at(quiet, 0.99) },
      during: { p50: at(during, 0.5), p99: at(during, 0.99), worst: at(during, 1) },
    },
    megabytes: { before: before.megabytes, after: grown, cleaned: megabytes(cluster) },
    cleanSeconds: seconds(cleaned.ms),
    cleanLongest: [...tables].sort((a, b) => b.ms - a.ms)[0],
    found,
  }
}

export const benchRekey = async (options: Options): Promise<Report> => {
  const dataDir = mkdtempSync(join(tmpdir(), 'mingce-bench-rekey-'))
  const cluster = await startCluster()
  try {
    return await measure(cluster, dataDir, options)
  } finally {
    await cluster.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}
