/** The store of sealed files: uploaded rosters and row reports lie on the disk in this form only, under random ids. */
import { randomBytes } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { type FileHandle, mkdir, mkdtemp, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import type { Keyring } from '../crypto/index.ts'
import { openStream, sealStream } from './sealed-stream.ts'

export interface SealedFiles {
  /** Seals a stream of bytes, or the file at a path, and returns its id. It is whole and on the disk when this returns, or not there. */
  put(source: AsyncIterable<Uint8Array> | string): Promise<string>
  /** The bytes of a file. The stream fails with `SealedFileMissing`, or with `SealError` where the file was changed or cut short. */
  open(id: string): Readable
  /** Removes a file; one that is gone already is no error. */
  remove(id: string): Promise<void>
  /**
   * Runs `work` with the path of an unsealed copy, for readers that need a real file, and removes the copy whatever happens. The copy is
   * readable by this user only; what a crash leaves is removed at the next start.
   */
  withPlainCopy<T>(id: string, work: (path: string) => Promise<T>): Promise<T>
}

/** No file has this id: it was removed, or its folder was not restored together with the database. */
export class SealedFileMissing extends Error {
  override readonly name = 'SealedFileMissing'
  constructor(id: string) {
    super(`no sealed file ${id}`)
  }
}

const ID = /^[0-9a-f]{32}$/
const STALE_MS = 24 * 3_600_000
/** Plain copies of this process, in every store it has open. */
const inUse = new Set<string>()

/** Opens the store in `directory` (made when missing, mode 0700) and removes what a crash left there. */
export const openSealedFiles = async (directory: string, keys: Keyring): Promise<SealedFiles> => {
  const plainCopies = join(directory, 'plain')
  await mkdir(plainCopies, { recursive: true, mode: 0o700 })
  await removeLeftovers(directory, plainCopies)

  const read = async function* (id: string): AsyncGenerator<Uint8Array> {
    // An id is asked for from outside: only its own form ever becomes part of a path.
    if (!ID.test(id)) throw new SealedFileMissing(id.slice(0, 40))
    const file = await open(join(directory, id), 'r').catch(cause => {
      throw isMissing(cause) ? new SealedFileMissing(id) : cause
    })
    yield* openStream(keys, id, file)
  }

  return {
    async put(source) {
      const id = randomBytes(16).toString('hex')
      const draft = join(directory, `${id}.part`)
      const bytes: AsyncIterable<Uint8Array> = typeof source === 'string' ? createReadStream(source) : source
      try {
        await write(draft, sealStream(keys, id, bytes))
        await rename(draft, join(directory, id))
        await syncFolder(directory)
      } catch (error) {
        await rm(draft, { force: true })
        throw error
      }
      return id
    },
    open: id => Readable.from(read(id), { objectMode: false }),
    async remove(id) {
      if (ID.test(id)) await rm(join(directory, id), { force: true })
    },
    async withPlainCopy(id, work) {
      const folder = await mkdtemp(join(plainCopies, `${hostname()}-${process.pid}-`))
      inUse.add(folder)
      try {
        const path = join(folder, 'plain')
        await write(path, read(id), false)
        return await work(path)
      } finally {
        await rm(folder, { recursive: true, force: true })
        inUse.delete(folder)
      }
    },
  }
}

const isMissing = (error: unknown) => error instanceof Error && 'code' in error && error.code === 'ENOENT'

const write = async (path: string, chunks: AsyncIterable<Uint8Array>, keep = true): Promise<void> => {
  const file = await open(path, 'wx', 0o600)
  try {
    for await (const chunk of chunks) await writeAll(file, chunk)
    if (keep) await file.sync()
  } finally {
    await file.close()
  }
}

const writeAll = async (file: FileHandle, chunk: Uint8Array): Promise<void> => {
  for (let at = 0; at < chunk.length; ) at += (await file.write(chunk, at)).bytesWritten
}

const syncFolder = async (directory: string): Promise<void> => {
  const folder = await open(directory, 'r')
  await folder.sync().finally(() => folder.close())
}

/**
 * Removes plain copies whose process is gone, and half-written files of yesterday or before. Other processes may be at work in the same
 * folder (the command line beside the server), on other machines too: what may be theirs stays until it is a day old.
 */
const removeLeftovers = async (directory: string, plainCopies: string): Promise<void> => {
  const here = `${hostname()}-`
  for (const name of await readdir(plainCopies)) {
    const path = join(plainCopies, name)
    const owner = name.startsWith(here) ? Number(name.slice(here.length).split('-')[0]) : undefined
    const abandoned = owner === undefined ? await isStale(path) : !isAtWork(owner, path)
    if (abandoned) await rm(path, { recursive: true, force: true })
  }
  for (const name of await readdir(directory))
    if (name.endsWith('.part') && (await isStale(join(directory, name)))) await rm(join(directory, name), { force: true })
}

const isStale = async (path: string): Promise<boolean> => {
  const found = await stat(path).catch(error => {
    if (isMissing(error)) return null
    throw error
  })
  return found !== null && Date.now() - found.mtimeMs > STALE_MS
}

const isAtWork = (pid: number, path: string): boolean => {
  if (pid === process.pid) return inUse.has(path)
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
