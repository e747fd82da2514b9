/**
 * The PostgreSQL that both sides of a bench use: a temporary cluster of the machine’s own binaries on loopback, never run as
 * root. Unlike the cluster of the tests it is as durable as a production server (fsync, WAL), because the cost of durability is
 * part of what is measured.
 */
import { execFileSync, spawn } from 'node:child_process'
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'

/** The same for both sides. The rest is PostgreSQL’s default, including fsync, synchronous_commit and full_page_writes: on. */
const SETTINGS = {
  shared_buffers: '512MB',
  work_mem: '256MB',
  maintenance_work_mem: '256MB',
  max_wal_size: '8GB',
  checkpoint_timeout: '15min',
  effective_cache_size: '4GB',
  random_page_cost: '1.1',
  max_parallel_workers_per_gather: '2',
  jit: 'off',
} as const

export interface Cluster {
  readonly port: number
  /** postgres://… of a database of this cluster. */
  url(database: string): string
  /** Runs psql on a database and returns its output. Throws with the error output if a statement fails. */
  psql(database: string, args: readonly string[]): string
  /** CPU seconds used so far by the server and its backends, including ended ones; NaN where /proc is missing. */
  cpuSeconds(): number
  stop(): Promise<void>
}

/** Linux counts CPU time in hundredths of a second. */
const TICKS = 100

/** CPU seconds of a process and its children, including ended ones. */
const cpuOf = (pid: number): number => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // After the name, which may contain anything, come state and ppid; fields 14 to 17 are utime, stime, cutime and cstime.
    const own = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .slice(11, 15)
      .reduce((sum, ticks) => sum + Number(ticks) / TICKS, 0)
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean)
    return children.reduce((sum, child) => sum + (cpuOf(Number(child)) || 0), own)
  } catch {
    return Number.NaN
  }
}

const binaries = (): string => {
  const debian = '/usr/lib/postgresql'
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : []
  const folders = [...versions.map(version => join(debian, version, 'bin')), ...(process.env.PATH ?? '').split(delimiter)]
  const found = folders.find(folder => ['initdb', 'postgres', 'psql'].every(program => existsSync(join(folder, program))))
  if (found === undefined)
    throw new Error('The bench needs PostgreSQL 15 or newer with psql: install it (Debian: apt-get install postgresql).')
  return found
}

/** When started as root, the server runs as an unprivileged user of this machine. */
const serverUser = (): { uid: number; gid: number } | undefined => {
  if (process.getuid?.() !== 0) return undefined
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map(line => line.split(':'))
  const entry = users.find(([name]) => name === 'postgres') ?? users.find(([name]) => name === 'nobody')
  if (!entry) throw new Error('The bench run as root needs a user "postgres" or "nobody" to run PostgreSQL as.')
  return { uid: Number(entry[2]), gid: Number(entry[3]) }
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

/** Starts the cluster in its own folder. The caller stops it. */
export const startCluster = async (): Promise<Cluster> => {
  const bin = binaries()
  const identity = serverUser()
  const folder = mkdtempSync(join(tmpdir(), 'mingce-bench-postgres-'))
  if (identity) chownSync(folder, identity.uid, identity.gid)
  const environment = { PATH: process.env.PATH ?? '', LC_ALL: 'C.UTF-8', TZ: 'UTC' }
  const data = join(folder, 'data')
  execFileSync(join(bin, 'initdb'), ['-D', data, '-U', 'mingce', '--auth=trust', '--encoding=UTF8', '--locale=C.UTF-8'], {
    ...identity,
    cwd: folder,
    env: environment,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const port = await freePort()
  const given = { ...SETTINGS, listen_addresses: '127.0.0.1', port: String(port), unix_socket_directories: folder }
  const lines = Object.entries(given).map(([name, value]) => `${name} = '${value}'\n`)
  writeFileSync(join(data, 'postgresql.auto.conf'), lines.join(''))
  const server = spawn(join(bin, 'postgres'), ['-D', data], {
    ...identity,
    cwd: folder,
    env: environment,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let log = ''
  server.stderr.setEncoding('utf8').on('data', (text: string) => {
    log = (log + text).slice(-20_000)
  })
  const ended = new Promise<void>(resolve => server.once('exit', () => resolve()))
  const endNow = () => {
    server.kill('SIGKILL')
    rmSync(folder, { recursive: true, force: true })
  }
  process.once('exit', endNow)

  const psql = (database: string, args: readonly string[]): string =>
    execFileSync(join(bin, 'psql'), ['-X', '-q', '-A', '-t', '-v', 'ON_ERROR_STOP=1', '-d', url(database), ...args], {
      encoding: 'utf8',
      env: { ...environment, PGCLIENTENCODING: 'UTF8', PGOPTIONS: '-c client_min_messages=warning' },
      maxBuffer: 1 << 26,
      stdio: ['ignore', 'pipe', 'inherit'],
    })
  const url = (database: string) => `postgres://mingce@127.0.0.1:${port}/${database}`

  for (;;) {
    if (server.exitCode !== null) {
      rmSync(folder, { recursive: true, force: true })
      throw new Error(`PostgreSQL did not start: ${log}`)
    }
    try {
      execFileSync(join(bin, 'pg_isready'), ['-h', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' })
      break
    } catch {
      await Promise.race([ended, new Promise(resolve => setTimeout(resolve, 50))])
    }
  }
  return {
    port,
    url,
    psql,
    cpuSeconds: () => (server.pid === undefined ? Number.NaN : cpuOf(server.pid)),
    async stop() {
      server.kill('SIGINT') // "fast": closes connections
      await ended
      process.removeListener('exit', endNow)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
