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

export interface Cluster {
  readonly url: string
  stop(): Promise<void>
}

/** Starts a cluster in a new folder under the temporary folder. The caller stops it. */
export async function startCluster(): Promise<Cluster> {
  const bin = binaries()
  const user = serverUser()
  const identity = user === undefined ? {} : { uid: user.uid, gid: user.gid }
  const folder = mkdtempSync(join(tmpdir(), 'mingce-postgres-'))
  if (user !== undefined) chownSync(folder, user.uid, user.gid)
  const data = join(folder, 'data')
  const owner = user?.name ?? userInfo().username
  const environment = { PATH: process.env.PATH ?? '', LC_ALL: 'C.UTF-8', TZ: 'UTC' }
  const spawning = { ...identity, cwd: folder, env: environment }

  // initdb --no-sync: nothing here has to outlive the run.
  execFileSync(
    join(bin, 'initdb'),
    ['-D', data, '-U', 'mingce', '--auth=trust', '--encoding=UTF8', '--locale=C.UTF-8', '--no-sync'],
    { ...spawning, stdio: ['ignore', 'ignore', 'inherit'] },
  )
  const port = await freePort()
  const options = Object.entries({ ...settings, port: String(port), unix_socket_directories: folder })
  const server = spawn(join(bin, 'postgres'), ['-D', data, ...options.flatMap(([name, value]) => ['-c', `${name}=${value}`])], {
    ...spawning,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let log = ''
  server.stderr.setEncoding('utf8').on('data', (text: string) => {
    log = (log + text).slice(-20_000)
  })
  const ended = new Promise<void>(resolve => server.once('exit', () => resolve()))
  // Should this process end without the teardown, the server must not stay.
  const endNow = () => {
    server.kill('SIGKILL')
    rmSync(folder, { recursive: true, force: true })
  }
  process.once('exit', endNow)

  const stop = async () => {
    server.kill('SIGINT') // "fast": closes connections
    await ended
    process.removeListener('exit', endNow)
    rmSync(folder, { recursive: true, force: true })
  }

  const url = `postgres://mingce@127.0.0.1:${port}/postgres`
  for (;;) {
    const client = new pg.Client({ connectionString: url })
    try {
      await client.connect()
      await client.end()
      return { url, stop }
    } catch {
      if (server.exitCode !== null || server.signalCode !== null) {
        rmSync(folder, { recursive: true, force: true })
        throw new Error(`PostgreSQL did not start as ${owner}: ${log}`)
      }
      await Promise.race([ended, new Promise(resolve => setTimeout(resolve, 20))])
    }
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const cluster = await startCluster()
  project.provide('postgresUrl', cluster.url)
  return cluster.stop
}
