/**
 * `bench roll`: from files to a published voter list, by the product and by plain SQL, alternating on one server. The counts of
 * both sides must be equal, or the times mean nothing.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Cluster, startCluster } from './cluster.ts'
import { type Files, makeFiles } from './files.ts'
import type { Options } from './options.ts'
import { compareCounts, type Outcome } from './outcome.ts'
import { preparePeer, runPeer } from './peer.ts'
import { median, type Report } from './report.ts'

const DAY = 86_400_000
/** The list is due twenty days before election day: a nearer election could not publish on time. */
const DAYS_TO_POLLING = 35

/** As bin/mingce.js starts the product. */
const SEMI_SPACE = '--max-semi-space-size=32'

const child = (step: 'prepare' | 'run', url: string, dataDir: string, input: object): string =>
  execFileSync(
    process.execPath,
    [SEMI_SPACE, fileURLToPath(new URL('ours.js', import.meta.url)), step, url, dataDir, JSON.stringify(input)],
    { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, DATABASE_URL: '' } },
  )

const fresh = (cluster: Cluster, name: string, template = 'template0'): string => {
  cluster.psql('postgres', ['-c', `DROP DATABASE IF EXISTS ${name}`, '-c', `CREATE DATABASE ${name} TEMPLATE ${template}`])
  // Pending writes of the copy or of the other side must not fall into the next measurement.
  cluster.psql('postgres', ['-c', 'CHECKPOINT'])
  return name
}

const round = (value: number): number => Math.round(value * 100) / 100

const medianPhases = (outcomes: readonly Outcome[]): Record<string, number> =>
  Object.fromEntries(
    Object.keys(outcomes[0]?.phases ?? {}).map(name => [name, round(median(outcomes.map(outcome => outcome.phases[name] ?? 0)))]),
  )

/** Runs one side on a database and adds the CPU used by the server, including some tenths of a second to prepare and compare. */
const withServer = (cluster: Cluster, database: string, side: (database: string) => Outcome): Outcome => {
  const before = cluster.cpuSeconds()
  const outcome = side(database)
  return { ...outcome, cpu: { client: outcome.cpu?.client ?? 0, server: cluster.cpuSeconds() - before } }
}

const cpuOf = (outcomes: readonly Outcome[]) => ({
  client: round(median(outcomes.map(outcome => outcome.cpu?.client ?? 0))),
  server: round(median(outcomes.map(outcome => outcome.cpu?.server ?? 0))),
})

const runPairs = (cluster: Cluster, dataDir: string, files: Files, pollingDay: string, options: Options): Report => {
  fresh(cluster, 'prepared')
  child('prepare', cluster.url('prepared'), dataDir, {})
  fresh(cluster, 'reference')
  preparePeer(cluster, 'reference', files, pollingDay)

  const runOurs = () =>
    withServer(cluster, fresh(cluster, 'ours', 'prepared'), database =>
      JSON.parse(child('run', cluster.url(database), dataDir, { files, pollingDay })),
    )
  const runTheirs = () =>
    withServer(cluster, fresh(cluster, 'peer', 'reference'), database => runPeer(cluster, database, files, pollingDay))
  const tell = (who: string, outcome: Outcome) => {
    const megabytes = outcome.peakMemoryMB === undefined ? '' : `, ${outcome.peakMemoryMB.toFixed(0)} MB`
    console.error(`${who} ${outcome.seconds.toFixed(1)} s${megabytes}`, JSON.stringify(medianPhases([outcome])))
  }
  // Not counted: a new server creates its log files, which would slow down the first run.
  tell('ours (warm-up)', runOurs())
  tell('SQL  (warm-up)', runTheirs())

  const ours: Outcome[] = []
  const peers: Outcome[] = []
  for (let run = 0; run < options.runs; run++) {
    const a = runOurs()
    ours.push(a)
    tell('ours', a)
    const b = runTheirs()
    peers.push(b)
    tell('SQL ', b)
  }
  const [first, second] = [ours[0], peers[0]]
  if (!first || !second) throw new Error('there was no run')
  const compared = compareCounts(first, second)
  return {
    name: 'roll',
    seconds: round(median(ours.map(outcome => outcome.seconds))),
    peers: { sql: round(median(peers.map(outcome => outcome.seconds))) },
    ratio: { sql: round(median(ours.map((outcome, index) => outcome.seconds / (peers[index]?.seconds ?? Number.NaN)))) },
    peakMemoryMB: Math.round(Math.max(...ours.map(outcome => outcome.peakMemoryMB ?? 0))),
    people: options.people,
    registrations: options.registrations,
    runs: options.runs,
    cpu: { ours: cpuOf(ours), sql: cpuOf(peers) },
    phases: { ours: medianPhases(ours), sql: medianPhases(peers) },
    equal: compared.every(row => row.equal),
    compared,
  }
}

export const benchRoll = async (options: Options): Promise<Report> => {
  const pollingDay = new Date(Date.now() + DAYS_TO_POLLING * DAY).toISOString().slice(0, 10)
  const files = makeFiles({ people: options.people, registrations: options.registrations, seed: options.seed, pollingDay })
  const dataDir = mkdtempSync(join(tmpdir(), 'mingce-bench-data-'))
  const cluster = await startCluster()
  try {
    return runPairs(cluster, dataDir, files, pollingDay, options)
  } finally {
    if (options.keep) {
      console.error(`${cluster.url('ours')} and ${cluster.url('peer')} stay until Ctrl+C`)
      await new Promise<void>(resolve => process.once('SIGINT', () => resolve()))
    }
    await cluster.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}
