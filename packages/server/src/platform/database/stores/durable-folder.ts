/**
 * A folder for PGlite on which fsync means fsync.
 *
 * PGlite starts PostgreSQL with `-F` (fsync off), and where it is on, Emscripten's file system over Node has no fsync and answers that all
 * is well. Here PostgreSQL runs with fsync on, and its fsync of a file or a directory becomes the operating system's: so a write is
 * acknowledged when its WAL is on the disk. See docs/adr/0002-embedded-durability.md for how this was seen and what it costs.
 */
import { fdatasyncSync, fsyncSync } from 'node:fs'
import { open, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { NodeFS } from '@electric-sql/pglite/nodefs'
import { DatabaseStopped } from '../errors.ts'

/** Emscripten's error number for an input/output error; PostgreSQL stops when it gets it for the WAL. */
const EIO = 29
const directoryBits = 0o170000
const directory = 0o040000

/** The part of Emscripten's open file and file system that is used here. */
interface Stream {
  readonly nfd: number
  readonly path?: string
  readonly node: { readonly mode: number }
}
interface StreamOps {
  fsync?: (stream: Stream) => number
  write: (stream: Stream, buffer: Uint8Array, offset: number, length: number, position: number) => number
}

/** What PGlite's message loop calls of the engine. */
interface Engine {
  onAbort?: (why: unknown) => void
  _PostgresMainLoopOnce: () => void
  _PostgresSendReadyForQueryIfNecessary: () => void
  _pgl_pq_flush: () => void
  stackRestore: (pointer: number) => void
}

/**
 * PostgreSQL panics when it cannot write or sync its log, and aborts so that recovery sets things right. PGlite's loop swallows the abort
 * and turns for ever. Here the engine is stopped for good instead, and every call from then on fails.
 */
function stopAtAbort(engine: Engine, stopped: (error: DatabaseStopped) => void): void {
  engine.onAbort = () => {
    const error = new DatabaseStopped()
    const fail = () => {
      throw error
    }
    engine._PostgresMainLoopOnce = fail
    engine.stackRestore = fail // what the loop calls after a failure, outside of its own catch
    engine._PostgresSendReadyForQueryIfNecessary = () => undefined
    engine._pgl_pq_flush = () => undefined
    stopped(error)
  }
}

/** How syncing reaches the operating system; tests count the calls. */
export interface Syncing {
  file(fd: number): void
  directory(fd: number): void
}
const operatingSystem: Syncing = { file: fdatasyncSync, directory: fsyncSync }

/** PostgreSQL's start parameters: PGlite's own without `-F`, and with the one WAL sync method that Emscripten passes on. */
export const durableStartParams: readonly string[] = [
  ...PGlite.defaultStartParams.filter(parameter => parameter !== '-F'),
  ...['fsync=on', 'wal_sync_method=fsync', 'full_page_writes=on', 'synchronous_commit=on', 'max_wal_size=256MB'].flatMap(
    setting => ['-c', setting],
  ),
]

export class DurableFolder extends NodeFS {
  readonly #syncing: Syncing
  /** Set when PostgreSQL stopped; the folder is as a crash leaves it, and opens again. */
  broken: DatabaseStopped | undefined
  /** Bytes of WAL written since the count was last set to zero. */
  walWritten = 0

  constructor(folder: string, syncing: Syncing = operatingSystem) {
    super(folder)
    this.#syncing = syncing
  }

  override async init(...[pglite, options]: Parameters<NodeFS['init']>): ReturnType<NodeFS['init']> {
    const { emscriptenOpts } = await super.init(pglite, options)
    const hook = (module: object) => {
      // PGlite does not declare these members of its engine.
      const engine = module as Engine & { NODEFS: { stream_ops: StreamOps } }
      this.#hook(engine.NODEFS)
      stopAtAbort(engine, error => {
        this.broken ??= error
      })
    }
    return { emscriptenOpts: { ...emscriptenOpts, preRun: [...(emscriptenOpts.preRun ?? []), hook] } }
  }

  /** Emscripten's fd_sync calls `stream_ops.fsync` where a file system has one, and hands its error number to PostgreSQL. */
  #hook({ stream_ops: ops }: { stream_ops: StreamOps }): void {
    ops.fsync = stream => {
      try {
        if ((stream.node.mode & directoryBits) === directory) this.#syncing.directory(stream.nfd)
        else this.#syncing.file(stream.nfd)
        return 0
      } catch {
        return EIO
      }
    }
    const write = ops.write
    ops.write = (stream, buffer, offset, length, position) => {
      if (stream.path?.includes('/pg_wal/') === true) this.walWritten += length
      return write(stream, buffer, offset, length, position)
    }
  }
}

/**
 * Brings everything below `folder` to the disk: what initdb wrote did not pass through PostgreSQL's own syncing. Several at once, because
 * a file system writes its journal once for all that wait for it: a thousand files take 0.1 s instead of 2 s.
 */
export async function syncTree(folder: string): Promise<void> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const paths = entries.filter(entry => entry.isFile() || entry.isDirectory()).map(entry => join(entry.parentPath, entry.name))
  const waiting = [...paths, folder].values()
  const syncNext = async () => {
    for (const path of waiting) await syncPath(path)
  }
  await Promise.all(Array.from({ length: 16 }, syncNext))
}

/** Brings a file, or a folder's list of entries, to the disk. */
export async function syncPath(path: string): Promise<void> {
  if (process.platform === 'win32' && (await stat(path)).isDirectory()) return // Windows cannot, and need not
  const handle = await open(path, 'r+').catch(() => open(path, 'r')) // a folder opens for reading only; Windows syncs only what may be written
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
