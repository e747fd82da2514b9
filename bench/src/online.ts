/**
 * `bench online`: voters who register themselves over HTTP, with a check against an imported population register, on a durable
 * PostgreSQL; load, server and database share this machine. First the load at which a known state portal failed, then the highest
 * sustained rate, compared with pgbench doing the same inserts; then “am I registered?”. At the end every response is compared
 * with the tables.
 */
import { execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Cluster, startCluster } from './cluster.ts'
import { makeFiles } from './files.ts'
import type { LoadOutcome, LoadRequest } from './online-load.ts'
import type { Options } from './options.ts'
import type { Report } from './report.ts'

const DAYS_TO_POLLING = 35
const PER_SECOND = 306
const LOOKS_PER_SECOND = 500
const RETRIES = 0.2
const LIMIT_MS = 200
/** Duration of each step of the search for the highest rate, and the factor from one step to the next. */
const STEP_SECONDS = 8
const FASTER = 1.25
/** As bin/mingce.js starts the product. */
const SEMI_SPACE = '--max-semi-space-size=32'

const script = (name: string): string => fileURLToPath(new URL(name, import.meta.url))
const round = (value: number): number => Math.round(value * 100) / 100

interface Server {
  readonly url: string
  stop(): Promise<{ peakMemoryMB: number; cpu: number }>
}

const startServer = async (database: string, dataDir: string): Promise<Server> => {
  const child = spawn(process.execPath, [SEMI_SPACE, script('online-server.js'), 'serve', database, dataDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, DATABASE_URL: '' },
  })
  const endNow = () => child.kill('SIGKILL')
  process.once('exit', endNow)
  const ended = new Promise<void>(resolve => child.once('exit', () => resolve()))
  let said = ''
  let heard = () => {}
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text
    heard()
  })
  const line = async (index: number): Promise<Record<string, unknown>> => {
    while (said.split('\n').length <= index + 1) {
      if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}`)
      await Promise.race([ended, new Promise<void>(resolve => (heard = resolve))])
    }
    return JSON.parse(said.split('\n')[index] ?? '{}')
  }
  const { url } = await line(0)
  return {
    url: String(url),
    async stop() {
      child.kill('SIGTERM')
      const used = await line(1)
      await ended
      process.removeListener('exit', endNow)
      return used as { peakMemoryMB: number; cpu: number }
    },
  }
}

const load = (request: LoadRequest): Promise<LoadOutcome> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script('online-load.js'), JSON.stringify(request)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let text = ''
    child.stdout.setEncoding('utf8').on('data', (more: string) => {
      text += more
    })
    child.once('exit', code => (code === 0 ? resolve(JSON.parse(text)) : reject(new Error(`the load ended with ${code}`))))
  })

/** Transactions per second of pgbench doing the inserts of one registration, with as many connections as the product. */
const runPeer = (cluster: Cluster, database: string, seconds: number): number => {
  const debian = '/usr/lib/postgresql'
  const folders = existsSync(debian) ? readdirSync(debian).map(version => join(debian, version, 'bin')) : []
  const pgbench =
    [
      ...folders
        .reverse()
        .map(folder => join(folder, 'pgbench'))
        .filter(existsSync),
      'pgbench',
    ][0] ?? 'pgbench'
  const file = fileURLToPath(new URL('../peer/online.pgbench.sql', import.meta.url))
  const said = execFileSync(
    pgbench,
    ['-n', '-M', 'prepared', '-c', '10', '-j', '1', '-T', String(seconds), '-f', file, cluster.url(database)],
    { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] },
  )
  const tps = Number(/tps = ([\d.]+)/.exec(said)?.[1])
  if (!Number.isFinite(tps)) throw new Error(`pgbench said: ${said}`)
  return tps
}

const count = (cluster: Cluster, database: string, sql: string): number => Number(cluster.psql(database, ['-c', sql]).trim())

const measure = async (cluster: Cluster, dataDir: string, options: Options): Promise<Report> => {
  const pollingDay = new Date(Date.now() + DAYS_TO_POLLING * 86_400_000).toISOString().slice(0, 10)
  const files = makeFiles({ people: options.people, registrations: options.registrations, seed: options.seed, pollingDay })
  const voters = join(dataDir, 'voters')
  cluster.psql('postgres', ['-c', 'CREATE DATABASE online TEMPLATE template0'])
  const database = cluster.url('online')
  const input = JSON.stringify({ population: files.population, disqualifications: files.disqualifications, pollingDay, voters })
  const prepared = JSON.parse(
    execFileSync(process.execPath, [SEMI_SPACE, script('online-server.js'), 'prepare', database, dataDir, input], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, DATABASE_URL: '' },
    }),
  ) as { electionId: string; voters: number }
  const { electionId } = prepared
  const server = await startServer(database, dataDir)
  let used = 0
  let expected = 0
  const run = async (kind: LoadRequest['kind'], perSecond: number, seconds: number, from = used): Promise<LoadOutcome> => {
    const outcome = await load({
      url: server.url,
      electionId,
      voters,
      from,
      among: kind === 'look' ? used : prepared.voters,
      kind,
      perSecond,
      seconds,
      retries: kind === 'register' ? RETRIES : 0,
    })
    if (kind === 'register') {
      used += outcome.people
      expected += outcome.people
    }
    console.error(`${kind} ${perSecond}/s: p95 ${outcome.p95} ms, ${outcome.errors} errors`, JSON.stringify(outcome.outcomes))
    return outcome
  }
  // The first requests compile and plan, and are not measured.
  await run('register', 50, 4)
  const steady = await run('register', PER_SECOND, options.seconds)
  const looks = await run('look', LOOKS_PER_SECOND, Math.min(options.seconds, 15), 0)
  let highest = 0
  for (let rate = PER_SECOND; used + 2 * rate * STEP_SECONDS < prepared.voters; rate = Math.round(rate * FASTER)) {
    const held = (step: LoadOutcome) => step.errors === 0 && step.p95 <= LIMIT_MS
    // A step disturbed by other work on the machine is repeated once.
    if (!held(await run('register', rate, STEP_SECONDS)) && !held(await run('register', rate, STEP_SECONDS))) break
    highest = rate
  }
  const usage = await server.stop()
  const peer = runPeer(cluster, 'online', Math.max(STEP_SECONDS, Math.min(options.seconds, 20)))
  const ofUs = `election_id = '${electionId}'`
  const claims = count(
    cluster,
    'online',
    `SELECT count(*) FROM claim c JOIN registration r ON r.county_code = c.county_code AND r.id = c.registration_id AND r.person_key = c.person_key WHERE r.${ofUs}`,
  )
  const standing = count(cluster, 'online', `SELECT count(*) FROM registration WHERE ${ofUs}`)
  const doubles = count(
    cluster,
    'online',
    `SELECT count(*) FROM (SELECT person_key FROM registration WHERE ${ofUs} GROUP BY 1 HAVING count(*) > 1) d`,
  )
  const refused = count(cluster, 'online', `SELECT count(*) FROM refused_row WHERE ${ofUs}`)
  const ratio = highest / peer
  return {
    name: 'online',
    seconds: options.seconds,
    peers: { 'pgbench, same inserts, a second': round(peer) },
    ratio: { 'highest rate to pgbench': round(ratio) },
    peakMemoryMB: Math.round(usage.peakMemoryMB),
    equal:
      doubles === 0 && claims === standing && standing + refused === expected && steady.errors === 0 && steady.differing === 0,
    perSecond: PER_SECOND,
    p50: steady.p50,
    p95: steady.p95,
    p99: steady.p99,
    worst: steady.worst,
    errors: steady.errors,
    retriesAnsweredOtherwise: steady.differing,
    people: expected,
    registrations: standing,
    refused,
    doubles,
    highest,
    look: { perSecond: LOOKS_PER_SECOND, p50: looks.p50, p95: looks.p95, p99: looks.p99, errors: looks.errors },
    cpuSeconds: { server: round(usage.cpu) },
  }
}

export const benchOnline = async (options: Options): Promise<Report> => {
  const dataDir = mkdtempSync(join(tmpdir(), 'mingce-bench-online-'))
  const cluster = await startCluster()
  try {
    return await measure(cluster, dataDir, options)
  } finally {
    await cluster.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}
