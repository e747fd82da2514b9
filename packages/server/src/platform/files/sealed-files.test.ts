import { mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { memoryKeyring, SealError } from '../crypto/index.ts'
import { openSealedFiles, SealedFileMissing, type SealedFiles } from './sealed-files.ts'
import { CHUNK_BYTES } from './sealed-stream.ts'

const HEAD = 40
const SEALED_CHUNK = CHUNK_BYTES + 16
const keys = memoryKeyring()
let directory: string
let files: SealedFiles

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'mingce-sealed-'))
  files = await openSealedFiles(directory, keys)
})
afterAll(() => rm(directory, { recursive: true, force: true }))

const contents = async (stream: Readable): Promise<Buffer> => Buffer.concat(await stream.toArray())
/** Bytes that differ from chunk to chunk. */
const someBytes = (length: number) => Buffer.from(Array.from({ length }, (_, at) => (at * 31 + (at >> 9)) & 255))

describe('sealed files', () => {
  test('return what was stored, for any length and any chunking of the source', async () => {
    const lengths = fc.oneof(
      fc.nat(300),
      fc.constantFrom(CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 2 * CHUNK_BYTES, 2 * CHUNK_BYTES + 5),
    )
    await fc.assert(
      fc.asyncProperty(lengths, fc.integer({ min: 1, max: 100_000 }), async (length, piece) => {
        const plain = someBytes(length)
        const pieces = Array.from({ length: Math.ceil(length / piece) }, (_, at) => plain.subarray(at * piece, (at + 1) * piece))
        const id = await files.put(Readable.from(pieces))
        expect(id).toMatch(/^[0-9a-f]{32}$/)
        expect((await contents(files.open(id))).equals(plain)).toBe(true)
        await files.remove(id)
      }),
      { numRuns: 40 },
    )
  })

  test('are encrypted on the disk and readable by this user only', async () => {
    const id = await files.put(Readable.from([Buffer.from('姓名,社区\n王芳,东郊社区\n')]))
    const sealed = await readFile(join(directory, id))
    expect(sealed.includes('王芳')).toBe(false)
    expect((await stat(join(directory, id))).mode & 0o777).toBe(0o600)
  })

  test('can be stored from a path', async () => {
    const path = join(directory, 'upload.tmp')
    await writeFile(path, 'rows')
    const id = await files.put(path)
    expect((await contents(files.open(id))).toString()).toBe('rows')
  })

  test('are not left on the disk when the source fails', async () => {
    const before = await readdir(directory)
    const failing = async function* () {
      yield Buffer.from('half')
      throw new Error('the line was cut')
    }
    await expect(files.put(failing())).rejects.toThrow('the line was cut')
    expect(await readdir(directory)).toEqual(before)
  })
})

describe('a sealed file cannot be opened', () => {
  const tampered = async (change: (sealed: Buffer) => Uint8Array, length = 3 * CHUNK_BYTES): Promise<unknown> => {
    const id = await files.put(Readable.from([someBytes(length)]))
    const path = join(directory, id)
    await writeFile(path, change(await readFile(path)))
    return contents(files.open(id)).then(
      () => 'opened',
      error => error,
    )
  }
  const chunk = (sealed: Buffer, at: number) => sealed.subarray(HEAD + at * SEALED_CHUNK, HEAD + (at + 1) * SEALED_CHUNK)

  test('after a change of any bit', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(HEAD + 2 * 16 + CHUNK_BYTES + 9), fc.nat(7), async (at, bit) => {
        const outcome = await tampered(sealed => {
          sealed[at] = (sealed[at] ?? 0) ^ (1 << bit)
          return sealed
        }, CHUNK_BYTES + 10)
        expect(outcome).toBeInstanceOf(SealError)
      }),
      { numRuns: 40 },
    )
  })
  test('after truncation at any length, also between chunks', async () => {
    const whole = HEAD + CHUNK_BYTES + 16 + 10 + 16
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.nat(whole - 1), fc.constantFrom(0, HEAD, HEAD + SEALED_CHUNK)), async length => {
        expect(await tampered(sealed => sealed.subarray(0, length), CHUNK_BYTES + 10)).toBeInstanceOf(SealError)
      }),
      { numRuns: 40 },
    )
  })
  test('with its chunks in another order', async () => {
    const outcome = await tampered(sealed =>
      Buffer.concat([sealed.subarray(0, HEAD), chunk(sealed, 1), chunk(sealed, 0), chunk(sealed, 2)]),
    )
    expect(outcome).toBeInstanceOf(SealError)
  })
  test('with a chunk missing or repeated, or with bytes appended', async () => {
    expect(await tampered(s => Buffer.concat([s.subarray(0, HEAD), chunk(s, 0), chunk(s, 2)]))).toBeInstanceOf(SealError)
    expect(await tampered(s => Buffer.concat([s, chunk(s, 2)]))).toBeInstanceOf(SealError)
    expect(await tampered(s => Buffer.concat([s, Buffer.from('x')]))).toBeInstanceOf(SealError)
  })
  test('under the name of another file, or with another key', async () => {
    const [one, other] = [await files.put(Readable.from([Buffer.from('1')])), await files.put(Readable.from([Buffer.from('2')]))]
    await writeFile(join(directory, one), await readFile(join(directory, other)))
    await expect(contents(files.open(one))).rejects.toBeInstanceOf(SealError)
    const strangers = await openSealedFiles(directory, memoryKeyring(Uint8Array.of(1)))
    await expect(contents(strangers.open(other))).rejects.toBeInstanceOf(SealError)
  })
  test('under an unknown id or a path', async () => {
    const id = await files.put(Readable.from([Buffer.from('x')]))
    await files.remove(id)
    await files.remove(id)
    await expect(contents(files.open(id))).rejects.toBeInstanceOf(SealedFileMissing)
    await expect(contents(files.open('../keys/installation.key'))).rejects.toBeInstanceOf(SealedFileMissing)
  })
})

describe('plain copies', () => {
  test('exist only while `work` runs, readable by this user only', async () => {
    const id = await files.put(Readable.from([Buffer.from('rows')]))
    const seen = await files.withPlainCopy(id, async path => {
      expect((await stat(path)).mode & 0o777).toBe(0o600)
      // Opening a second store on the same folder, as the command line does beside the server, does not delete the copy.
      await openSealedFiles(directory, keys)
      return readFile(path, 'utf8')
    })
    expect(seen).toBe('rows')
    expect(await readdir(join(directory, 'plain'))).toEqual([])
  })
  test.runIf(process.platform === 'linux')('have no name in any folder, so that they end with the process', async () => {
    const id = await files.put(Readable.from([Buffer.from('rows')]))
    const seen = await files.withPlainCopy(id, async path => [
      await readdir(join(directory, 'plain')),
      await readFile(path, 'utf8'),
    ])
    expect(seen).toEqual([[], 'rows'])
  })
  test('are removed when `work` fails', async () => {
    const id = await files.put(Readable.from([Buffer.from('rows')]))
    await expect(files.withPlainCopy(id, () => Promise.reject(new Error('no table')))).rejects.toThrow('no table')
    expect(await readdir(join(directory, 'plain'))).toEqual([])
  })
  test('left by a crash are removed at the next start, except those that other processes may use', async () => {
    const old = new Date(Date.now() - 48 * 3_600_000)
    const leave = async (name: string, at?: Date) => {
      await mkdir(join(directory, 'plain', name))
      await writeFile(join(directory, 'plain', name, 'plain'), 'rows')
      if (at) await utimes(join(directory, 'plain', name), at, at)
    }
    await leave(`${hostname()}-${process.pid}-crashed`)
    await leave(`${hostname()}-2147483646-crashed`)
    await leave(`${hostname()}-${process.ppid}-working`)
    await leave('elsewhere-1-working')
    await leave('elsewhere-1-crashed', old)
    await writeFile(join(directory, 'new.part'), 'x')
    await writeFile(join(directory, 'old.part'), 'x')
    await utimes(join(directory, 'old.part'), old, old)
    await openSealedFiles(directory, keys)
    expect((await readdir(join(directory, 'plain'))).sort()).toEqual(
      ['elsewhere-1-working', `${hostname()}-${process.ppid}-working`].sort(),
    )
    expect((await readdir(directory)).filter(name => name.endsWith('.part'))).toEqual(['new.part'])
  })
})

test('attempts count earlier ones that did not end', async () => {
  const id = await files.put(Readable.from([Buffer.from('rows')]))
  const attempt = () => files.withAttempt(id, async interrupted => interrupted)
  expect([await attempt(), await attempt()]).toEqual([0, 0])
  await expect(files.withAttempt(id, () => Promise.reject(new Error('refused')))).rejects.toThrow('refused')
  expect(await attempt()).toBe(0)
  // As a killed process leaves it.
  await writeFile(join(directory, `${id}.attempts`), '2')
  expect([await attempt(), await attempt()]).toEqual([2, 0])
})
