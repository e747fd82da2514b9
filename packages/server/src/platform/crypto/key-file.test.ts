import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { KeyErrorCode } from './errors.ts'
import { createKeyring, openKeyring } from './key-file.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mingce-key-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const refused = (code: KeyErrorCode) => ({ name: 'KeyError', code, message: expect.stringMatching(/[一-鿿].*\n.*[a-z]/) })

describe('the key file', () => {
  test('is created at the first start with an embedded folder, readable by this user only, and used from then on', async () => {
    const first = await openKeyring({ dataDir: folder, env: {} })
    const file = join(folder, 'keys', 'installation.key')
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    expect((await stat(join(folder, 'keys'))).mode & 0o777).toBe(0o700)
    expect(await readdir(join(folder, 'keys'))).toEqual(['installation.key'])
    const again = await openKeyring({ dataDir: folder, env: {}, expected: first.checkValue })
    expect(again.checkValue).toBe(first.checkValue)
    expect(again.personKey('11010519491231002X')).toBe(first.personKey('11010519491231002X'))
  })
  test('is the same for processes that start for the first time at once', async () => {
    const made = await Promise.all(Array.from({ length: 8 }, () => openKeyring({ dataDir: folder, env: {} })))
    expect(new Set(made.map(keys => keys.checkValue)).size).toBe(1)
  })
  test('can be set by MINGCE_KEY_FILE, and is then never created automatically', async () => {
    const file = join(folder, 'other.key')
    await expect(openKeyring({ dataDir: folder, env: { MINGCE_KEY_FILE: file } })).rejects.toMatchObject(refused('key.missing'))
    expect(await readdir(folder)).toEqual([])
    const made = await createKeyring(file)
    expect((await openKeyring({ dataDir: folder, env: { MINGCE_KEY_FILE: file } })).checkValue).toBe(made.checkValue)
  })
  test('is missing on a server: the error says how to create one', async () => {
    await expect(openKeyring({ env: {} })).rejects.toMatchObject(refused('key.missing'))
    await expect(openKeyring({ env: {} })).rejects.toThrow('openssl rand -hex 32')
  })
  test('is refused if other users can read it', async () => {
    const file = join(folder, 'k')
    await createKeyring(file)
    for (const mode of [0o640, 0o604, 0o660]) {
      await chmod(file, mode)
      await expect(openKeyring({ file })).rejects.toMatchObject(refused('key.open-to-others'))
    }
  })
  test('is refused if it contains no key, and the error does not show its content', async () => {
    const file = join(folder, 'k')
    for (const text of ['', 'abc', 'g'.repeat(64), '0'.repeat(63)]) {
      await writeFile(file, text, { mode: 0o600 })
      await expect(openKeyring({ file })).rejects.toMatchObject(refused('key.malformed'))
    }
  })
  test('is never overwritten', async () => {
    const file = join(folder, 'k')
    await createKeyring(file)
    const before = await readFile(file, 'utf8')
    await expect(createKeyring(file)).rejects.toMatchObject(refused('key.exists'))
    expect(await readFile(file, 'utf8')).toBe(before)
    expect(await readdir(folder)).toEqual(['k'])
  })
  test('is not replaced if it is lost and the database has a check value', async () => {
    const { checkValue } = await createKeyring(join(folder, 'k'))
    await expect(openKeyring({ dataDir: folder, env: {}, expected: checkValue })).rejects.toMatchObject(refused('key.lost'))
    expect(await readdir(folder)).toEqual(['k'])
  })
  test('is refused if it belongs to another database', async () => {
    const { checkValue } = await createKeyring(join(folder, 'k'))
    await createKeyring(join(folder, 'other'))
    await expect(openKeyring({ file: join(folder, 'other'), expected: checkValue })).rejects.toMatchObject(refused('key.wrong'))
  })
})
