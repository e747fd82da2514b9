/** The store of encrypted files: uploaded rosters and import reports are on the disk in this form only, under random ids. */
import { randomBytes } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { type FileHandle, mkdir, mkdtemp, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import type { Keyring } from '../crypto/index.ts'
import { openStream, sealStream } from './sealed-stream.ts'

export interface SealedFiles {
  /** Encrypts a stream of bytes, or the file at a path, and returns its id. Atomic; the file is synced to the disk before this returns. */
  put(source: AsyncIterable<Uint8Array> | string): Promise<string>
  /** The decrypted bytes. The stream fails with `SealedFileMissing`, or with `SealError` if the file was changed or truncated. */
  open(id: string): Readable
  /** Removes a file, if it exists. */
  remove(id: string): Promise<void>
  /**
   * Runs `work` with the path of a decrypted copy, for readers that need a real file. On Linux the copy has no name in any folder: it is
   * gone when the process ends, however that ends. Elsewhere it is readable by this user only and is removed afterwards, or at the next
   * start if the process was killed.
   */
  withPlainCopy<T>(id: string, work: (path: string) => Promise<T>): Promise<T>
  /**
   * Runs `work` on a file. `interrupted`: how many earlier runs did not end, because their process was killed. A file that kills the server
   * would otherwise do so again at each start.
   */
  withAttempt<T>(id: string, work: (interrupted: number) => Promise<T>): Promise<T>
}

/** No file has this id: it was removed, or the folder was not restored together with the database. */
export class SealedFileMissing extends Error {
  override readonly name = 'SealedFileMissing'
  constructor(id: string) {
    super(`no sealed file ${id}`)
  }
}

const ID = /^[0-9a-f]{32}$/
const STALE_MS = 24 * 3_600_000
/** Decrypted copies of this process, in all its open stores. */
const inUse = new Set<string>()

/** Opens the store in `directory` (created if missing, mode 0700) and removes files that a crash left there. */
export const openSealedFiles = async (directory: string, keys: Keyring): Promise<SealedFiles> => {
  const plainCopies = join(directory, 'plain')
  await mkdir(plainCopies, { recursive: true, mode: 0o700 })
  await removeLeftovers(directory, plainCopies)

  const read = async function* (id: string): AsyncGenerator<Uint8Array> {
    // Ids come from requests: only a valid id may become part of a path.
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
    async withAttempt(id, work) {
      if (!ID.test(id)) throw new SealedFileMissing(id.slice(0, 40))
      const mark = join(directory, `${id}.attempts`)
      const interrupted = await readAttempts(mark)
      await write(`${mark}.part`, [Buffer.from(String(interrupted + 1))])
      await rename(`${mark}.part`, mark)
      await syncFolder(directory)
      try {
        return await work(interrupted)
      } finally {
        await rm(mark, { force: true })
      }
    },
    async withPlainCopy(id, work) {
      const folder = await mkdtemp(join(plainCopies, `${hostname()}-${process.pid}-`))
      inUse.add(folder)
      const path = join(folder, 'plain')
      const file = await open(path, 'wx', 0o600)
      try {
        const unnamed = await findUnnamedPath(file)
        if (unnamed !== null) await rm(folder, { recursive: true, force: true })
        for await (const chunk of read(id)) await writeAll(file, chunk)
        return await work(unnamed ?? path)
      } finally {
        await file.close()
        await rm(folder, { recursive: true, force: true })
        inUse.delete(folder)
      }
    },
  }
}

/** A path under which this process and its children can open a file that has no name any more; null where there is none. */
const findUnnamedPath = async (file: FileHandle): Promise<string | null> => {
  const path = `/proc/${process.pid}/fd/${file.fd}`
  const [here, there] = await Promise.all([file.stat(), stat(path).catch(() => null)])
  return there !== null && there.dev === here.dev && there.ino === here.ino ? path : null
}

const isMissing = (error: unknown) => error instanceof Error && 'code' in error && error.code === 'ENOENT'

const readAttempts = async (mark: string): Promise<number> => {
  const text = await readFile(mark, 'utf8').catch(error => {
    if (isMissing(error)) return '0'
    throw error
  })
  return Number(text) || 0
}

const write = async (path: string, chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<void> => {
  const file = await open(path, 'w', 0o600)
  try {
    for await (const chunk of chunks) await writeAll(file, chunk)
    await file.sync()
  } finally {
    await file.close()
  }
}

const writeAll = async (file: FileHandle, chunk: Uint8Array): Promise<void> => {
  let at = 0
  while (at < chunk.length) {
    const { bytesWritten } = await file.write(chunk, at)
    at += bytesWritten
  }
}

const syncFolder = async (directory: string): Promise<void> => {
  const folder = await open(directory, 'r')
  await folder.sync().finally(() => folder.close())
}

/**
 * Removes decrypted copies whose process has ended, and incomplete files older than a day. Other processes may use the same folder (the
 * command line beside the server), also on other machines: files that may be theirs are kept until they are a day old.
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
