/**
 * A temporary PostgreSQL for one run of the tests, from installed binaries (vitest globalSetup). Never runs as root, listens on loopback
 * only, and is deleted afterwards. If there are no binaries, they are installed when running as root on Debian; otherwise the run fails.
 */
import { execFileSync, spawn } from 'node:child_process'
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, statfsSync } from 'node:fs'
import { createServer } from 'node:net'
import { freemem, tmpdir, userInfo } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  interface ProvidedContext {
    /** URL of the temporary cluster's maintenance database; its user may create databases. */
    postgresUrl: string
  }
}

const isRoot = process.getuid?.() === 0

const isRecent = (folder: string): boolean =>
  Number(/ (\d+)/.exec(execFileSync(join(folder, 'initdb'), ['--version'], { encoding: 'utf8' }))?.[1] ?? 0) >= 15

/** The folder with initdb and postgres of a supported version: first in PATH, then in Debian's folders, newest first. */
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

/** The user that runs the server: the current one, or an unprivileged one if the current one is root. */
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

/** Fast settings without durability, which is tested elsewhere. */
const settings = {
  listen_addresses: '127.0.0.1',
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  shared_buffers: '128MB',
  max_connections: '200',
  max_wal_size: '2GB',
  timezone: 'Asia/Shanghai', // not UTC, so that a missing time zone makes a test fail
}

/** Production settings: a committed transaction is on the disk. */
const durable = { fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on' }

/** The server and its backends. */
const processesOf = (pid: number): number[] => [
  pid,
  ...readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number),
]

export interface Cluster {
  readonly url: string
  /** Kills the server and its backends at once (kill -9). */
  crash(): Promise<void>
  /** Ends it as an administrator does, closing its connections. */
  shutDown(): Promise<void>
  /** Stops all its processes where they are (SIGSTOP): connections stay open and nothing answers. */
  freeze(): void
  /** Lets them go on. */
  thaw(): void
  /** Restarts it after a crash or a shutdown, with the same folder and address, and with more settings. */
  restart(more?: Readonly<Record<string, string>>): Promise<void>
  /** Its folder: `data` in it is the database's. The user that runs the server can write there. */
  readonly folder: string
  /** Runs a program of PostgreSQL as the user that runs the server; answers its output. */
  run(program: string, args: readonly string[]): string
  /** The path of such a program. */
  program(name: string): string
  stop(): Promise<void>
}

/** Starts a cluster in a new folder in `parent`. The caller stops it. */
export async function startCluster(
  kind: 'temporary' | 'durable' = 'temporary',
  more: (folder: string) => Readonly<Record<string, string>> = () => ({}),
  parent = tmpdir(),
): Promise<Cluster> {
  const bin = binaries()
  const user = serverUser()
  const identity = user === undefined ? {} : { uid: user.uid, gid: user.gid }
  const folder = mkdtempSync(join(parent, 'mingce-postgres-'))
  if (user !== undefined) chownSync(folder, user.uid, user.gid)
  const data = join(folder, 'data')
  const owner = user?.name ?? userInfo().username
  const environment = { PATH: process.env.PATH ?? '', LC_ALL: 'C.UTF-8', TZ: 'UTC' }
  const spawning = { ...identity, cwd: folder, env: environment }

  // initdb --no-sync: the data need not survive a crash of the machine.
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
    ...more(folder),
    port: String(port),
    unix_socket_directories: folder,
  })

  const launch = (added: Readonly<Record<string, string>> = {}) => {
    const all = [...options, ...Object.entries(added)]
    const server = spawn(join(bin, 'postgres'), ['-D', data, ...all.flatMap(([name, value]) => ['-c', `${name}=${value}`])], {
      ...spawning,
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    const running = { server, log: '', ended: new Promise<void>(resolve => server.once('exit', () => resolve())) }
    server.stderr.setEncoding('utf8').on('data', (text: string) => {
      running.log = (running.log + text).slice(-20_000)
    })
    return running
  }
  /** Waits until the server accepts connections; false if it ended instead. */
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

  /** Beside the server itself: `bin` may hold links to some programs only. */
  const program = (name: string): string => join(dirname(realpathSync(join(bin, 'postgres'))), name)

  let running = launch()
  // If this process ends without the teardown, the server must end too.
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
    async shutDown() {
      running.server.kill('SIGINT') // "fast": closes connections
      await running.ended
    },
    freeze() {
      for (const pid of processesOf(running.server.pid ?? 0)) process.kill(pid, 'SIGSTOP')
    },
    thaw() {
      for (const pid of processesOf(running.server.pid ?? 0).reverse()) process.kill(pid, 'SIGCONT')
    },
    folder,
    run: (name, args) => execFileSync(program(name), args, { ...spawning, encoding: 'utf8' }),
    program,
    async restart(added = {}) {
      // Backends notice the death of the server with a delay, and use the folder until then.
      const until = Date.now() + 20_000
      do running = launch(added)
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

/** The log and the databases of all tests together stay far below it. */
const MEMORY_NEEDED = 4 * 2 ** 30

/** A folder in memory where there is one with room, since each test makes a database of a thousand files; else one on the disk. */
function fastestFolder(): string {
  const memory = '/dev/shm'
  if (!existsSync(memory)) return tmpdir()
  const { bavail, bsize } = statfsSync(memory)
  return Math.min(bavail * bsize, freemem()) >= MEMORY_NEEDED ? memory : tmpdir()
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const cluster = await startCluster('temporary', undefined, fastestFolder())
  project.provide('postgresUrl', cluster.url)
  return cluster.stop
}
