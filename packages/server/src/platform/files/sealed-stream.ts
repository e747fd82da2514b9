/**
 * The format of an encrypted file: AES-256-GCM in chunks, so that files of any length need constant memory, and the STREAM construction
 * (Hoang, Reyhanitabar, Rogaway, Vizár 2015), so that a changed, moved, dropped or missing chunk is detected.
 *
 *   head   version (1 byte) · salt (32) · nonce prefix (7)
 *   chunk  up to 64 KiB encrypted · tag (16)     nonce: prefix · number of the chunk (4, big endian) · 1 for the last, else 0
 *
 * Each file has its own key, derived from the salt. The file's name is authenticated with each chunk, so that files cannot be exchanged.
 */
import { createCipheriv, createDecipheriv, type KeyObject, randomBytes } from 'node:crypto'
import type { FileHandle } from 'node:fs/promises'
import { type Keyring, SealError } from '../crypto/index.ts'

export const CHUNK_BYTES = 64 * 1024
const SALT_BYTES = 32
const PREFIX_BYTES = 7
const HEAD_BYTES = 1 + SALT_BYTES + PREFIX_BYTES
const TAG_BYTES = 16
const LAST_CHUNK_NUMBER = 2 ** 32 - 1

interface Sealing {
  readonly key: KeyObject
  readonly prefix: Uint8Array
  readonly bound: Uint8Array
}

/** @throws SealError when these keys never had the version of the head */
const sealing = (keys: Keyring, head: Uint8Array, name: string): Sealing => {
  const key = keys.fileKey(head.subarray(1, 1 + SALT_BYTES), head[0] ?? 0)
  if (!key) throw new SealError(`file ${name}`)
  return { key, prefix: head.subarray(1 + SALT_BYTES, HEAD_BYTES), bound: Buffer.from(`${head[0]}/file/${name}`) }
}

const nonceOf = (prefix: Uint8Array, number: number, last: boolean): Uint8Array => {
  if (number > LAST_CHUNK_NUMBER) throw new Error('a sealed file has at most 2^32 chunks')
  const nonce = Buffer.alloc(PREFIX_BYTES + 5)
  nonce.set(prefix)
  nonce.writeUInt32BE(number, PREFIX_BYTES)
  nonce[PREFIX_BYTES + 4] = last ? 1 : 0
  return nonce
}

/** Splits a stream of bytes into full chunks; only the last may be shorter, and an empty stream has one empty chunk. */
async function* inChunks(source: AsyncIterable<Uint8Array>): AsyncGenerator<{ plain: Buffer; last: boolean }> {
  const pending = Buffer.alloc(CHUNK_BYTES)
  let filled = 0
  for await (const bytes of source)
    for (let at = 0; at < bytes.length; ) {
      // A full chunk is yielded only when more bytes follow: it might be the last.
      if (filled === CHUNK_BYTES) {
        yield { plain: pending, last: false }
        filled = 0
      }
      const part = bytes.subarray(at, at + CHUNK_BYTES - filled)
      pending.set(part, filled)
      filled += part.length
      at += part.length
    }
  yield { plain: pending.subarray(0, filled), last: true }
}

/** Encrypts `source`: header and chunks. */
export async function* sealStream(keys: Keyring, name: string, source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const head = Buffer.concat([Uint8Array.of(keys.version), randomBytes(SALT_BYTES + PREFIX_BYTES)])
  const { key, prefix, bound } = sealing(keys, head, name)
  yield head
  let number = 0
  for await (const { plain, last } of inChunks(source)) {
    const cipher = createCipheriv('aes-256-gcm', key, nonceOf(prefix, number++, last))
    cipher.setAAD(bound)
    yield Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()])
  }
}

/**
 * Decrypts a file chunk by chunk and closes `file`. A chunk is yielded only after its tag was verified. Throws `SealError` if the file was
 * changed or truncated; until the end is reached the caller has only a prefix. `start`: where in the file the header begins.
 */
export async function* openStream(keys: Keyring, name: string, file: FileHandle, start = 0): AsyncGenerator<Uint8Array> {
  try {
    const { size } = await file.stat()
    const head = Buffer.alloc(HEAD_BYTES)
    const { bytesRead } = await file.read(head, 0, HEAD_BYTES, start)
    if (bytesRead < HEAD_BYTES) throw new SealError(`file ${name}`)
    const { key, prefix, bound } = sealing(keys, head, name)
    let at = start + HEAD_BYTES
    for (let number = 0, last = false; !last; number++) {
      const length = Math.min(CHUNK_BYTES + TAG_BYTES, size - at)
      last = at + length === size
      const sealed = Buffer.alloc(Math.max(length, 0))
      const read = await file.read(sealed, 0, sealed.length, at)
      if (length < TAG_BYTES || read.bytesRead < length) throw new SealError(`file ${name}`)
      at += length
      yield openChunk(key, nonceOf(prefix, number, last), bound, sealed, name)
    }
  } finally {
    await file.close()
  }
}

const openChunk = (key: KeyObject, nonce: Uint8Array, bound: Uint8Array, sealed: Buffer, name: string): Buffer => {
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES })
  decipher.setAAD(bound)
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES))
  try {
    return Buffer.concat([decipher.update(sealed.subarray(0, sealed.length - TAG_BYTES)), decipher.final()])
  } catch (cause) {
    throw new SealError(`file ${name}`, { cause })
  }
}
