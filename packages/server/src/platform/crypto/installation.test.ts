import { copyFile, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Database } from '../database/index.ts'
import { readRows } from '../testing/rows.ts'
import { describeStores } from '../testing/stores.ts'
import { openInstallationKeyring, rotateKey } from './installation.ts'
import { createKeyring, openKeyring } from './key-file.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mingce-key-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const fileCheck = async (file: string) => (await openKeyring({ file })).checkValue
const recorded = (database: Database) => readRows(database, `SELECT value FROM installation WHERE name = 'key-check'`)
const nothing = async () => undefined

describeStores('the key of a database', open => {
  test('is recorded at the first start and checked at each later one', async () => {
    const database = await open()
    const keys = await openInstallationKeyring(database, { dataDir: folder, env: {} })
    const checkValue = await fileCheck(join(folder, 'keys', 'installation.key'))
    expect(await recorded(database)).toEqual([{ value: checkValue }])
    expect((await openInstallationKeyring(database, { dataDir: folder, env: {} })).checkValue).toBe(keys.checkValue)

    const other = join(folder, 'other.key')
    await createKeyring(other)
    await expect(openInstallationKeyring(database, { file: other })).rejects.toMatchObject({ code: 'key.wrong' })
    await rm(join(folder, 'keys'), { recursive: true })
    await expect(openInstallationKeyring(database, { dataDir: folder, env: {} })).rejects.toMatchObject({ code: 'key.lost' })
    expect(await readdir(folder)).toEqual(['other.key'])
    expect(await recorded(database)).toEqual([{ value: checkValue }])
  })

  test('recorded first is valid when two processes start at once', async () => {
    const database = await open()
    const files = [join(folder, 'a'), join(folder, 'b')]
    for (const file of files) await createKeyring(file)
    const started = await Promise.allSettled(files.map(file => openInstallationKeyring(database, { file })))
    expect(started.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  })

  const NUMBER = '11010519491231002X'
  const start = async () => {
    const database = await open()
    const file = join(folder, 'installation.key')
    await createKeyring(file)
    return { database, file, keys: await openInstallationKeyring(database, { file }) }
  }

  test('is rotated: people and sealed data stay as they are, a running service goes on, and the old file opens nothing', async () => {
    const { database, file, keys } = await start()
    const stolen = join(folder, 'stolen.key')
    await copyFile(file, stolen)
    const person = keys.personKey(NUMBER)
    const sealed = keys.seal(Buffer.from('南磨房路'), 'a')
    const recordedRotations: unknown[] = []
    const rotated = await rotateKey(database, { file }, async (_, entry) => void recordedRotations.push(entry))
    expect(recordedRotations).toEqual([{ oldCheck: rotated.oldCheck, newCheck: rotated.newCheck }])
    const again = await openInstallationKeyring(database, { file })
    expect([again.checkValue, again.personKey(NUMBER), Buffer.from(again.open(sealed, 'a')).toString()]).toEqual([
      keys.checkValue,
      person,
      '南磨房路',
    ])
    // The service that runs has what it needs in memory, and both read what the other writes.
    expect([...again.open(keys.seal(Uint8Array.of(1), 'b'), 'b')]).toEqual([1])
    await expect(openInstallationKeyring(database, { file: stolen })).rejects.toMatchObject({ code: 'key.wrong' })
    // Nor does its content by itself: it is no part of what encrypts people.
    const thief = await openKeyring({ file: stolen })
    expect(() => thief.openPersonKey(person)).toThrow()
    const [master] = await readRows<{ value: string }>(database, `SELECT value FROM installation WHERE name = 'sealed-master'`)
    expect(() => thief.open(Buffer.from(master?.value ?? '', 'base64'), 'installation/master')).toThrow()
    expect((await readdir(folder)).sort()).toEqual(['installation.key', `installation.key.${rotated.oldCheck}`, 'stolen.key'])
  })

  test('is rotated again and again', async () => {
    const { database, file, keys } = await start()
    const checks = new Set<string>()
    for (let round = 0; round < 3; round += 1) checks.add((await rotateKey(database, { file }, nothing)).newCheck)
    expect(checks.size).toBe(3)
    expect((await openInstallationKeyring(database, { file })).personKey(NUMBER)).toBe(keys.personKey(NUMBER))
  })

  test('interrupted before the commit is the old one, and rotation starts anew', async () => {
    const { database, file, keys } = await start()
    const before = await readFile(file, 'utf8')
    await expect(rotateKey(database, { file }, () => Promise.reject(new Error('killed')))).rejects.toThrow('killed')
    expect(await readFile(file, 'utf8')).toBe(before)
    expect((await openInstallationKeyring(database, { file })).checkValue).toBe(keys.checkValue)
    expect(await readFile(file, 'utf8')).toBe(before)
    await rotateKey(database, { file }, nothing)
    expect((await openInstallationKeyring(database, { file })).checkValue).toBe(keys.checkValue)
  })

  test('interrupted after the commit is put in its place by the next start', async () => {
    const { database, file, keys } = await start()
    const old = await readFile(file, 'utf8')
    const { oldFile } = await rotateKey(database, { file }, nothing)
    // As the disk is when the process was killed between the commit and the renaming.
    await rename(file, `${file}.next`)
    await rm(oldFile)
    await writeFile(file, old, { mode: 0o600 })
    expect((await openInstallationKeyring(database, { file })).checkValue).toBe(keys.checkValue)
    expect(await readFile(file, 'utf8')).not.toBe(old)
    expect(await readFile(oldFile, 'utf8')).toBe(old)
    expect(await readdir(folder)).not.toContain('installation.key.next')
  })

  test('is rotated by one of two processes at once', async () => {
    const { database, file, keys } = await start()
    const other = join(folder, 'other', 'installation.key')
    await createKeyring(other)
    await copyFile(file, other)
    const done = await Promise.allSettled([rotateKey(database, { file }, nothing), rotateKey(database, { file: other }, nothing)])
    expect(done.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    const valid = done[0]?.status === 'fulfilled' ? file : other
    expect((await openInstallationKeyring(database, { file: valid })).checkValue).toBe(keys.checkValue)
  })

  test('cannot be replaced by a record that was changed in the database', async () => {
    const { database, file } = await start()
    await database.run(`UPDATE installation SET value = 'AAAA' WHERE name = 'sealed-master'`)
    await expect(openInstallationKeyring(database, { file })).rejects.toMatchObject({ code: 'key.wrong' })
  })
})
