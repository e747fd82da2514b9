/** One installation under test: its store, its folder, its server process, and what happens to them. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { type Cluster, startCluster } from '../../../packages/server/dist/platform/testing/postgres-cluster.js'

const SERVER = fileURLToPath(new URL('./server.js', import.meta.url))

export type StoreKind = 'embedded' | 'postgres'

/** Starts a child and answers it with its first line. */
const run = async (args: readonly string[]): Promise<{ child: ChildProcess; line: string }> => {
  const child = spawn(process.execPath, [SERVER, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, MINGCE_SECOND_FACTOR: 'optional', DATABASE_URL: '', MINGCE_URL: '' },
  })
  let errors = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    errors = (errors + text).slice(-4_000)
  })
  // Whatever ends this process ends its children.
  const endNow = () => void child.kill('SIGKILL')
  process.once('exit', endNow)
  child.once('exit', () => process.removeListener('exit', endNow))
  if (!child.stdout) throw new Error('the child has no output')
  const { value, done } = await createInterface(child.stdout)[Symbol.asyncIterator]().next()
  if (done) throw new Error(`the server ended: ${errors}`)
  return { child, line: String(value) }
}

export class Installation {
  readonly kind: StoreKind
  readonly electionId: string
  readonly #dataDir: string
  readonly #cluster: Cluster | undefined
  #server: ChildProcess | undefined
  /** Where the server answers now; changes at each start. */
  address = ''

  private constructor(kind: StoreKind, electionId: string, dataDir: string, cluster: Cluster | undefined) {
    this.kind = kind
    this.electionId = electionId
    this.#dataDir = dataDir
    this.#cluster = cluster
  }

  /** Makes an installation whose files are all below `folder`, and starts its server. */
  static async open(kind: StoreKind, folder: string): Promise<Installation> {
    const dataDir = join(folder, 'data')
    mkdirSync(dataDir, { recursive: true })
    process.env.TMPDIR = folder
    const cluster =
      kind === 'postgres' ? await startCluster('durable', () => ({ max_wal_size: '128MB', min_wal_size: '64MB' })) : undefined
    const day = new Date(Date.now() + 200 * 86_400_000).toISOString().slice(0, 10)
    const { child, line } = await run(['prepare', cluster?.url ?? '', dataDir, '0', day])
    if (child.exitCode === null) await once(child, 'exit')
    const made = new Installation(kind, line, dataDir, cluster)
    await made.start()
    return made
  }

  async start(shiftMs = 0): Promise<void> {
    const { child, line } = await run(['serve', this.#cluster?.url ?? '', this.#dataDir, String(shiftMs)])
    this.#server = child
    this.address = line
  }

  /** Starts again until it works: right after a fault the store may need a moment. */
  async startAgain(shiftMs = 0): Promise<void> {
    for (let tries = 0; ; tries++)
      try {
        return await this.start(shiftMs)
      } catch (error) {
        if (tries >= 20) throw error
        await new Promise(resolve => setTimeout(resolve, 500))
      }
  }

  async end(signal: NodeJS.Signals): Promise<void> {
    const server = this.#server
    if (!server || server.exitCode !== null || server.signalCode !== null) return
    server.kill(signal)
    await once(server, 'exit')
  }

  /** Stops the store where it is: PostgreSQL's processes, or the server with the embedded one. */
  freeze(): void {
    if (this.#cluster) this.#cluster.freeze()
    else this.#server?.kill('SIGSTOP')
  }

  thaw(): void {
    if (this.#cluster) this.#cluster.thaw()
    else this.#server?.kill('SIGCONT')
  }

  /** Kills PostgreSQL as well, and starts it again. */
  async crashStore(): Promise<void> {
    await this.#cluster?.crash()
    await this.#cluster?.restart()
  }

  /** After a full disk PostgreSQL may have ended, and may not. */
  async restartStore(): Promise<void> {
    await this.#cluster?.shutDown()
    await this.#cluster?.restart()
  }

  async close(folder: string): Promise<void> {
    await this.end('SIGTERM')
    await this.#cluster?.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}
