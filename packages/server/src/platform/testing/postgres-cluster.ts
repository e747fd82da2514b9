/**
 * One throw-away PostgreSQL for a run of the tests, from the machine's own binaries (vitest globalSetup). Never runs as root, listens on
 * loopback only, keeps nothing. Without binaries and as root on Debian it installs them; else it says so in one line and the run fails.
 */
import { execFileSync, spawn } from 'node:child_process'
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { delimiter, join } from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  interface ProvidedContext {
    /** postgres://… of the throw-away cluster's maintenance database; its user may create databases. */
    postgresUrl: string
  }
}

const isRoot = process.getuid?.() === 0

const isRecent = (folder: string): boolean =>
  Number(/ (\d+)/.exec(execFileSync(join(folder, 'initdb'), ['--version'], { encoding: 'utf8' }))?.[1] ?? 0) >= 15

/** The folder with initdb and postgres of a version that we support: PATH first, then Debian's places, the newest first. */
function findBinaries(): string | undefined {
  const debian = '/usr/lib/postgresql'
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : []
  const folders = [...(process.env.PATH ?? '').split(delimiter), ...versions.map(version => join(debian, version, 'bin'))]
  return folders.find(folder => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')) && isRecent(folder))
}

function binaries(): string {
  const found = findBinaries()
  if (found !== undefined) return found
  if (isRoot && existsSync('/usr/bin/apt-get')) {
    console.log('No PostgreSQL on this machine: installing Debian’s package for the tests …')
    const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    execFileSync('apt-get', ['update', '-qq'], { stdio: 'inherit', env: environment })
    execFileSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'postgresql'], {
      stdio: 'inherit',
      env: environment,
    })
  }
  const installed = findBinaries()
  if (installed === undefined)
    throw new Error('Store tests need PostgreSQL 15 or newer: install it (Debian: apt-get install postgresql) and run again.')
  return installed
}

/** Who runs the server: ourselves, or an unprivileged user of this machine when we are root. */
function serverUser(): { uid: number; gid: number; name: string } | undefined {
  if (!isRoot) return undefined
  const users = new Map(
    readFileSync('/etc/passwd', 'utf8')
      .split('\n')
      .map(line => [line.split(':')[0] ?? '', line.split(':')] as const),
  )
  const entry = users.get('postgres') ?? users.get('nobody')
  if (entry === undefined)
    throw new Error('Store tests run as root need a user "postgres" or "nobody" to run PostgreSQL as: add one and run again.')
  return { uid: Number(entry[2]), gid: Number(entry[3]), name: entry[0] ?? '' }
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer()
    probe.on('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })

/** Settings that make throw-away work quick; durability is tested elsewhere. */
const settings = {
  listen_addresses: '127.0.0.1',
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  shared_buffers: '128MB',
  max_connections: '200',
  max_wal_size: '2GB',
  timezone: 'Asia/Shanghai', // not UTC, so that a forgotten time zone shows
}

/** As a server in an office runs: an acknowledged transaction is on the disk. */
const durable = { fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on' }

export interface Cluster {
  readonly url: string
  /** Kills the server at once, and with it its backends (kill -9); nothing is written any more. */
  crash(): Promise<void>
  /** Starts it again on the same folder and address, after a crash. */
  restart(): Promise<void>
  stop(): Promise<void>
}

/** Starts a cluster in a new folder under the temporary folder. The caller stops it. */
export async function startCluster(kind: 'throw-away' | 'durable' = 'throw-away'): Promise<Cluster> {
  const bin = binaries()
  const user = serverUser()
  const identity = user === undefined ? {} : { uid: user.uid, gid: user.gid }
  const folder = mkdtempSync(join(tmpdir(), 'mingce-postgres-'))
  if (user !== undefined) chownSync(folder, user.uid, user.gid)
  const data = join(folder, 'data')
  const owner = user?.name ?? userInfo().username
  const environment = { PATH: process.env.PATH ?? '', LC_ALL: 'C.UTF-8', TZ: 'UTC' }
  const spawning = { ...identity, cwd: folder, env: environment }

  // initdb --no-sync: nothing here has to outlive the machine.
  execFileSync(
    join(bin, 'initdb'),
    ['-D', data, '-U', 'mingce', '--auth=trust', '--encoding=UTF8', '--locale=C.UTF-8', '--no-sync'],
    { ...spawning, stdio: ['ignore', 'ignore', 'inherit'] },
  )
  const port = await freePort()
  const url = `postgres://mingce@127.0.0.1:${port}/postgres`
  const options = Object.entries({
    ...settings,
    ...(kind === 'durable' ? durable : {}),
    port: String(port),
    unix_socket_directories: folder,
  })

  const launch = () => {
    const server = spawn(join(bin, 'postgres'), ['-D', data, ...options.flatMap(([name, value]) => ['-c', `${name}=${value}`])], {
      ...spawning,
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    const running = { server, log: '', ended: new Promise<void>(resolve => server.once('exit', () => resolve())) }
    server.stderr.setEncoding('utf8').on('data', (text: string) => {
      running.log = (running.log + text).slice(-20_000)
    })
    return running
  }
  /** Until it answers; false when it ended instead. */
  const answers = async ({ server, ended }: ReturnType<typeof launch>): Promise<boolean> => {
    for (;;) {
      const client = new pg.Client({ connectionString: url })
      try {
        await client.connect()
        await client.end()
        return true
      } catch {
        if (server.exitCode !== null || server.signalCode !== null) return false
        await Promise.race([ended, new Promise(resolve => setTimeout(resolve, 20))])
      }
    }
  }

  let running = launch()
  // Should this process end without the teardown, the server must not stay.
  const endNow = () => {
    running.server.kill('SIGKILL')
    rmSync(folder, { recursive: true, force: true })
  }
  process.once('exit', endNow)
  const failed = () => {
    rmSync(folder, { recursive: true, force: true })
    return new Error(`PostgreSQL did not start as ${owner}: ${running.log}`)
  }
  if (!(await answers(running))) throw failed()

  return {
    url,
    async crash() {
      running.server.kill('SIGKILL')
      await running.ended
    },
    async restart() {
      // Backends notice a moment later that their server is gone; until then its folder is taken.
      const until = Date.now() + 20_000
      do running = launch()
      while (!(await answers(running)) && Date.now() < until)
      if (running.server.exitCode !== null) throw failed()
    },
    async stop() {
      running.server.kill('SIGINT') // "fast": closes connections
      await running.ended
      process.removeListener('exit', endNow)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const cluster = await startCluster()
  project.provide('postgresUrl', cluster.url)
  return cluster.stop
}
