/** `bench demo`: from `npm start` on a built checkout to a served console, with the embedded store in a new folder. */
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Options } from './options.ts'
import { median, type Report } from './report.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const LIMIT_MS = 240_000
const LOOK_EVERY_MS = 100

const freePort = (): Promise<number> =>
  new Promise(resolve => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })

const isServed = (port: number): Promise<boolean> =>
  fetch(`http://127.0.0.1:${port}/api/health`).then(
    answer => answer.ok,
    () => false,
  )

const pause = (ms: number) => new Promise(resolve => setTimeout(resolve, ms))

/** Peak memory in MB of the largest process of a group, as reported by Linux; 0 elsewhere. */
const peakOf = (pid: number): number => {
  try {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number)
    const own = Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024
    return Math.max(own, ...children.map(peakOf))
  } catch {
    return 0
  }
}

const startOnce = async (people: number, seed: number): Promise<{ seconds: number; peakMemoryMB: number }> => {
  const dataDir = mkdtempSync(join(tmpdir(), 'mingce-bench-demo-'))
  const port = await freePort()
  const started = performance.now()
  const words = ['start', '--', '--people', String(people), '--seed', String(seed), '--port', String(port)]
  const env = { ...process.env, MINGCE_DATA: join(dataDir, 'data'), DATABASE_URL: '' }
  // A process group of its own, so that npm, its shell and the server end together.
  const child = spawn('npm', words, { cwd: ROOT, env, stdio: ['ignore', 'ignore', 'pipe'], detached: true })
  let errors = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors = (errors + text).slice(-4_000)
  })
  const ended = new Promise<void>(resolve => child.once('close', () => resolve()))
  const end = (signal: NodeJS.Signals) => {
    if (child.pid && child.exitCode === null) process.kill(-child.pid, signal)
  }
  const endNow = () => end('SIGKILL')
  process.once('exit', endNow)
  try {
    while (!(await isServed(port))) {
      if (child.exitCode !== null || performance.now() - started > LIMIT_MS) throw new Error(`npm start did not serve: ${errors}`)
      await pause(LOOK_EVERY_MS)
    }
    return { seconds: (performance.now() - started) / 1000, peakMemoryMB: child.pid ? peakOf(child.pid) : 0 }
  } finally {
    end('SIGINT')
    await ended
    process.removeListener('exit', endNow)
    rmSync(dataDir, { recursive: true, force: true })
  }
}

export const benchDemo = async (options: Options): Promise<Report> => {
  const runs = []
  for (let run = 0; run < options.runs; run++) runs.push(await startOnce(options.people, options.seed))
  return {
    name: 'demo',
    seconds: Math.round(median(runs.map(run => run.seconds)) * 100) / 100,
    peers: {},
    ratio: {},
    peakMemoryMB: Math.round(Math.max(...runs.map(run => run.peakMemoryMB))),
    people: options.people,
    runs: options.runs,
    slowest: Math.round(Math.max(...runs.map(run => run.seconds)) * 100) / 100,
  }
}
