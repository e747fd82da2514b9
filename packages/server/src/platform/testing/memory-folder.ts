/**
 * A folder in memory for PGlite that starts as a copy of a prepared one. PGlite's own way, unpacking a tar with one path walk per file, takes
 * most of the time of opening a database; a database that was closed before it was copied starts without a recovery.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { EmscriptenBuiltinFilesystem } from '@electric-sql/pglite/basefs'

/** A file with its content, or a folder with what is in it. */
export type Entry = { readonly name: string } & ({ readonly content: Uint8Array } | { readonly entries: readonly Entry[] })

/** Where PGlite expects the database. */
const HOME = '/pglite/data'
const FILE = 0o100600
const FOLDER = 0o040700

/** A file or a folder of Emscripten's file system in memory, which declares none of this. */
interface MemoryNode {
  /** The bytes of a file and room for more, signed or not; the nodes of a folder by their names. */
  contents: Uint8Array | Int8Array | Readonly<Record<string, MemoryNode>>
  usedBytes: number
  readonly node_ops: { mknod(parent: MemoryNode, name: string, mode: number, device: number): MemoryNode }
}

const put = (parent: MemoryNode, entries: readonly Entry[]): void => {
  for (const entry of entries)
    if ('content' in entry) {
      const file = parent.node_ops.mknod(parent, entry.name, FILE, 0)
      file.contents = entry.content.slice()
      file.usedBytes = entry.content.length
    } else put(parent.node_ops.mknod(parent, entry.name, FOLDER, 0), entry.entries)
}

const take = (folder: MemoryNode): readonly Entry[] =>
  Object.entries(folder.contents).map(([name, node]: [string, MemoryNode]) => {
    const { contents, usedBytes } = node
    return ArrayBuffer.isView(contents)
      ? { name, content: new Uint8Array(contents.buffer, contents.byteOffset, usedBytes).slice() }
      : { name, entries: take(node) }
  })

class MemoryFolder extends EmscriptenBuiltinFilesystem {
  readonly #start: readonly Entry[]
  readonly #keep: ((entries: readonly Entry[]) => void) | undefined

  /** Without `start` the folder is empty, and PGlite makes a database in it; `keep` gets what it holds when it is closed. */
  constructor(start: readonly Entry[] = [], keep?: (entries: readonly Entry[]) => void) {
    super()
    this.#start = start
    this.#keep = keep
  }

  #home(): MemoryNode {
    const files = this.pg?.Module.FS
    if (files === undefined) throw new Error('The folder is used before PGlite started.')
    files.mkdirTree(HOME)
    return files.lookupPath(HOME, {}).node as object as MemoryNode
  }

  override async initialSyncFs(): Promise<void> {
    if (this.#start.length > 0) put(this.#home(), this.#start)
  }

  override async closeFs(): Promise<void> {
    this.#keep?.(take(this.#home()))
    this.pg?.Module.FS.quit()
  }
}

/** Keeps no more of the log than a start needs. */
const LITTLE_LOG = [...PGlite.defaultStartParams, '-c', 'min_wal_size=2MB', '-c', 'max_wal_size=2MB']

/** Opens a database in such a folder, lets `work` change it, closes it, and returns the folder. */
export async function changeFolder(
  start: readonly Entry[] | undefined,
  work: (pglite: PGlite) => Promise<unknown>,
): Promise<readonly Entry[]> {
  let closed: readonly Entry[] = []
  const fs = new MemoryFolder(start, entries => {
    closed = entries
  })
  // A small folder loads quickly: few small WAL segments.
  const pglite = await PGlite.create({ fs, initDbStartParams: ['--wal-segsize=1'], startParams: LITTLE_LOG })
  await work(pglite)
  await pglite.exec('CHECKPOINT')
  await pglite.close()
  return closed
}

/** Opens a copy of such a folder. */
export const openCopy = (start: readonly Entry[]): Promise<PGlite> =>
  PGlite.create({ fs: new MemoryFolder(start), startParams: [...PGlite.defaultStartParams, '-c', 'shared_buffers=16MB'] })

/** Writes such a folder to the disk. */
export function writeFolder(folder: string, entries: readonly Entry[]): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  for (const entry of entries)
    if ('content' in entry) writeFileSync(join(folder, entry.name), entry.content, { mode: 0o600 })
    else writeFolder(join(folder, entry.name), entry.entries)
}
