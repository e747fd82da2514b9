/**
 * The backup's file. A line in clear, `mingce-backup-2 <check value of the master secret> <check value of the key file> <master secret, sealed
 * under the key file>`, so that the key file of its time opens it; then, gzipped and encrypted with the installation's key as
 * one sealed stream, entries: a line of JSON with name and length, and so many bytes. The last entry, `end`, lists all others with their SM3.
 */
import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { PassThrough, Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip, constants as zlib } from 'node:zlib'
import { type Keyring, type KeyState, SealError } from '../crypto/index.ts'
import { damaged } from '../database/index.ts'
import { openStream, sealStream } from '../files/index.ts'

const MAGIC = 'mingce-backup-2'
const FIRST_LINE = new RegExp(String.raw`^${MAGIC} ([0-9a-f]{16})(?: ([0-9a-f]{16}) ([A-Za-z0-9+/=]{1,60000}))?\n`)
/** Room for the master secrets that were replaced, 255 at most. */
const MOST_FIRST_LINE_BYTES = 64 * 1024
/** Authenticated with each chunk, so that no other sealed file can be taken for a backup. */
const SEALED_AS = 'backup'
const END = 'end'

interface EntryHead {
  readonly name: string
  readonly bytes: number
}

interface Digest extends EntryHead {
  readonly sm3: string
}

export interface ContainerWriter {
  /** Adds an entry of `bytes` bytes. */
  add(name: string, bytes: number, content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<void>
  /** Adds the list of entries. Resolves when all is written to the file and on the disk. */
  finish(): Promise<void>
  /** Ends without a usable file. */
  cancel(): Promise<void>
}

/** Writes a new container to `file`, readable by its owner only. */
export const writeContainer = (file: string, keys: Keyring, state: KeyState | undefined): ContainerWriter => {
  const input = new PassThrough({ highWaterMark: 1 << 20 })
  const written = pipeline(
    input,
    createGzip({ level: zlib.Z_BEST_SPEED }),
    async function* (source: AsyncIterable<Buffer>) {
      yield Buffer.from(`${[MAGIC, keys.checkValue, ...(state ? [state.check, state.sealedMaster] : [])].join(' ')}\n`)
      yield* sealStream(keys, SEALED_AS, source)
    },
    createWriteStream(file, { mode: 0o600, flags: 'wx', flush: true }),
  )
  // Whoever waits for room is told of a failure, too.
  let failure: unknown
  written.catch(error => {
    failure = error
    input.destroy()
  })
  const push = async (bytes: Uint8Array): Promise<void> => {
    if (failure !== undefined) throw failure
    if (!input.write(bytes)) await Promise.race([new Promise<void>(resolve => input.once('drain', resolve)), written])
  }
  const digests: Digest[] = []
  const add: ContainerWriter['add'] = async (name, bytes, content) => {
    const digest = createHash('sm3')
    await push(Buffer.from(`${JSON.stringify({ name, bytes } satisfies EntryHead)}\n`))
    let sent = 0
    for await (const piece of content) {
      sent += piece.length
      digest.update(piece)
      await push(piece)
    }
    if (sent !== bytes) throw new Error(`the entry ${name} has ${sent} bytes, not ${bytes}`)
    digests.push({ name, bytes, sm3: digest.digest('hex') })
  }
  return {
    add,
    async finish() {
      const list = Buffer.from(JSON.stringify(digests))
      await add(END, list.length, [list])
      input.end()
      await written
    },
    async cancel() {
      input.destroy()
      await written.catch(() => undefined)
    },
  }
}

/** Reads lines and counted bytes from a stream. */
class ByteReader {
  readonly #source: AsyncIterator<Buffer>
  #rest: Buffer = Buffer.alloc(0)

  constructor(source: AsyncIterable<Buffer>) {
    this.#source = source[Symbol.asyncIterator]()
  }

  async #more(): Promise<boolean> {
    const { done, value } = await this.#source.next()
    if (done === true) return false
    this.#rest = this.#rest.length === 0 ? value : Buffer.concat([this.#rest, value])
    return true
  }

  /** The next line without its end; undefined at the end of the stream. */
  async line(): Promise<string | undefined> {
    for (;;) {
      const end = this.#rest.indexOf(10)
      if (end >= 0) {
        const line = this.#rest.subarray(0, end).toString()
        this.#rest = this.#rest.subarray(end + 1)
        return line
      }
      if (!(await this.#more())) return undefined
    }
  }

  /** The next `bytes` bytes; fewer where the stream ends. */
  async *take(bytes: number): AsyncGenerator<Buffer> {
    for (let left = bytes; left > 0; ) {
      if (this.#rest.length === 0 && !(await this.#more())) return
      const piece = this.#rest.subarray(0, left)
      this.#rest = this.#rest.subarray(piece.length)
      left -= piece.length
      yield piece
    }
  }
}

export interface Entry extends EntryHead {
  /** To be read to its end before the next entry is asked for. */
  readonly content: AsyncIterable<Buffer>
}

const changed = (file: string) =>
  damaged(file, { zh: '内容已损坏、不完整或被改动', en: 'its contents are damaged, incomplete or changed' })

/** The key that a backup needs. */
export interface KeyOfBackup {
  /** Of the master secret. */
  readonly check: string
  /** Of the key file, with the master secret under it; null: the master secret is not in a key file. */
  readonly state: KeyState | null
  /** Length of the line that says so. */
  readonly bytes: number
}

/** The key that a backup needs; null: the file is none of this format. */
export const findKeyOf = async (file: string): Promise<KeyOfBackup | null> => {
  const handle = await open(file, 'r')
  try {
    const head = Buffer.alloc(MOST_FIRST_LINE_BYTES)
    await handle.read(head, 0, MOST_FIRST_LINE_BYTES, 0)
    const [line, check, fileCheck, sealedMaster] = FIRST_LINE.exec(head.toString('latin1')) ?? []
    if (line === undefined || check === undefined) return null
    const state = fileCheck !== undefined && sealedMaster !== undefined ? { check: fileCheck, sealedMaster } : null
    return { check, state, bytes: line.length }
  } finally {
    await handle.close()
  }
}

async function* entriesIn(file: string, reader: ByteReader): AsyncGenerator<Entry> {
  const digests: Digest[] = []
  for (;;) {
    const line = await reader.line()
    if (line === undefined) throw changed(file)
    const { name, bytes } = JSON.parse(line) as EntryHead
    const digest = createHash('sm3')
    let read = 0
    const content = async function* () {
      for await (const piece of reader.take(bytes)) {
        read += piece.length
        digest.update(piece)
        yield piece
      }
    }
    if (name === END) {
      const pieces: Buffer[] = []
      for await (const piece of content()) pieces.push(piece)
      if (Buffer.concat(pieces).toString() !== JSON.stringify(digests)) throw changed(file)
      return
    }
    yield { name, bytes, content: content() }
    if (read !== bytes) throw changed(file)
    digests.push({ name, bytes, sm3: digest.digest('hex') })
  }
}

/**
 * The entries of the container in `file`, in its order; after the last one it was checked against the list.
 * @throws DatabaseRefusal when the file is damaged, changed, incomplete or of another key
 */
export async function* readContainer(file: string, keys: Keyring): AsyncGenerator<Entry> {
  const needed = await findKeyOf(file)
  if (needed === null)
    throw damaged(file, { zh: '不是本程序的备份，或格式更新', en: 'it is not a backup of this program, or has a newer format' })
  const { check, bytes } = needed
  if (check !== keys.checkValue)
    throw damaged(file, {
      zh: `它是用另一把密钥加密的（校验值 ${check}，现在的密钥为 ${keys.checkValue}）`,
      en: `it is encrypted with another key (check value ${check}; the present key has ${keys.checkValue})`,
    })
  const sealed = Readable.from(openStream(keys, SEALED_AS, await open(file, 'r'), bytes), { objectMode: false })
  const gunzip = createGunzip({ chunkSize: 1 << 20 })
  sealed.once('error', error => gunzip.destroy(error))
  try {
    yield* entriesIn(file, new ByteReader(sealed.pipe(gunzip)))
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    throw error instanceof SealError || error instanceof SyntaxError || code.startsWith('Z_') ? changed(file) : error
  } finally {
    sealed.destroy()
    gunzip.destroy()
  }
}
