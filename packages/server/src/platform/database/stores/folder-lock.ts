/**
 * One process for one embedded folder: two at once destroy it.
 *
 * Every starter appends a claim to `<folder>/lock` (one appending write, so the lines have an order for all) and then reads the file: it
 * holds the folder when no claim before its own is alive. Nothing is ever taken over or removed, so two that start after a crash cannot
 * both win. A claim is alive while something listens on its socket, which the kernel ends with the process: no pid is trusted that may
 * have been given to another program or counts in another container. Where sockets cannot be had, pid and start time decide.
 */
import { randomUUID } from 'node:crypto'
import { appendFileSync, readFileSync, rmSync } from 'node:fs'
import { createConnection, createServer, type Server } from 'node:net'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { DatabaseRefusal } from '../errors.ts'

/** Who holds a folder. */
export interface Holder {
  readonly pid: number
  readonly host: string
  /** ISO instant of the start. */
  readonly since: string
  readonly command: string
}

interface Claim extends Holder {
  readonly claim: string
  /** When the process started, in the kernel's ticks, where the system tells. */
  readonly startTime: string | undefined
  readonly socket: boolean
}

/** The folder belongs to a running process; nothing was changed. */
export class DataFolderBusy extends DatabaseRefusal {
  override readonly name = 'DataFolderBusy'
  readonly folder: string
  readonly holder: Holder
  constructor(folder: string, holder: Holder) {
    const { pid, host, since, command } = holder
    super({
      zh: `数据文件夹 ${folder} 正由另一个程序使用：${host} 上的进程 ${pid}（${command}），自 ${since} 起。未做任何更改。请先停止该程序，或用 --data 指定另一个文件夹。`,
      en: `The data folder ${folder} is in use by process ${pid} on ${host} (${command}), since ${since}. Nothing was changed. Stop that program first, or give another folder with --data.`,
    })
    this.folder = folder
    this.holder = holder
  }
}

export interface FolderLock {
  /** Gives the folder back; the process may open it again. */
  release(): Promise<void>
}

/** Field 22 of /proc/<pid>/stat, counted after the command, which may hold spaces and brackets; undefined where there is no such process or no /proc. */
function startTimeOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]
  } catch {
    return undefined
  }
}

function processRuns(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

// Windows has pipes by name instead of sockets in a folder.
const socketPath = (folder: string, claim: string): string =>
  process.platform === 'win32' ? `\\\\.\\pipe\\mingce-${claim}` : join(folder, `lock-${claim.slice(0, 8)}`)

/** Listens for nothing but to be seen; undefined where the path is too long for a socket or the file system has none. */
function listen(path: string): Promise<Server | undefined> {
  return new Promise(resolve => {
    const server = createServer(connection => connection.destroy())
    server.once('error', () => resolve(undefined))
    server.listen(path, () => resolve(server.unref()))
  })
}

/** Only "nobody listens" and "no such file" mean dead; a doubt means alive. */
function listens(path: string): Promise<boolean> {
  return new Promise(resolve => {
    const probe = createConnection(path)
    probe.once('connect', () => {
      probe.destroy()
      resolve(true)
    })
    probe.once('error', (error: NodeJS.ErrnoException) => resolve(error.code !== 'ECONNREFUSED' && error.code !== 'ENOENT'))
  })
}

async function isAlive(folder: string, claim: Claim): Promise<boolean> {
  if (claim.socket) return await listens(socketPath(folder, claim.claim))
  if (claim.host !== hostname()) return true
  return processRuns(claim.pid) && startTimeOf(claim.pid) === claim.startTime
}

/** Claims in order, without those given back. A line cut by a crash names nobody that can still be alive. */
function readClaims(file: string): Claim[] {
  const claims = new Map<string, Claim>()
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    try {
      const entry = JSON.parse(line) as Claim | { readonly released: string }
      if ('released' in entry) claims.delete(entry.released)
      else claims.set(entry.claim, entry)
    } catch {
      // the end of the file, or a line that was never finished
    }
  }
  return [...claims.values()]
}

/** The command as a person would recognise it, without its arguments' values: they may hold a password. */
const commandLine = (): string =>
  [
    'mingce',
    ...process.argv
      .slice(2)
      .filter(word => /^[a-z][a-z-]*$/.test(word))
      .slice(0, 3),
  ].join(' ')

/**
 * Takes `folder`, which exists, for this process.
 * @throws DataFolderBusy when a running process has it; nothing is changed then
 */
export async function lockFolder(folder: string): Promise<FolderLock> {
  const file = join(folder, 'lock')
  const claim = randomUUID()
  const path = socketPath(folder, claim)
  const server = await listen(path)
  const append = (entry: object) => appendFileSync(file, `\n${JSON.stringify(entry)}\n`, { mode: 0o600 })
  const release = async () => {
    append({ released: claim })
    await new Promise<void>(resolve => (server === undefined ? resolve() : server.close(() => resolve())))
    rmSync(path, { force: true })
  }
  const own: Claim = {
    claim,
    pid: process.pid,
    host: hostname(),
    since: new Date().toISOString(),
    command: commandLine(),
    startTime: startTimeOf(process.pid),
    socket: server !== undefined,
  }
  append(own)
  for (const other of readClaims(file)) {
    if (other.claim === claim) break
    if (await isAlive(folder, other)) {
      await release()
      throw new DataFolderBusy(folder, other)
    }
    // Dead for good: said once, so that it is not asked again.
    append({ released: other.claim })
    if (other.socket) rmSync(socketPath(folder, other.claim), { force: true })
  }
  return { release }
}
