import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readRows } from '../testing/rows.ts'
import { describeStores } from '../testing/stores.ts'
import { openInstallationKeyring } from './installation.ts'
import { createKeyring } from './key-file.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mingce-key-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

describeStores('the key of a database', open => {
  test('is recorded at the first start and checked at each later one', async () => {
    const database = await open()
    const keys = await openInstallationKeyring(database, { dataDir: folder, env: {} })
    expect(await readRows(database, `SELECT value FROM installation WHERE name = 'key-check'`)).toEqual([
      { value: keys.checkValue },
    ])
    expect((await openInstallationKeyring(database, { dataDir: folder, env: {} })).checkValue).toBe(keys.checkValue)

    const other = join(folder, 'other.key')
    await createKeyring(other)
    await expect(openInstallationKeyring(database, { file: other })).rejects.toMatchObject({ code: 'key.wrong' })
    await rm(join(folder, 'keys'), { recursive: true })
    await expect(openInstallationKeyring(database, { dataDir: folder, env: {} })).rejects.toMatchObject({ code: 'key.lost' })
    expect(await readdir(folder)).toEqual(['other.key'])
    expect(await readRows(database, `SELECT value FROM installation WHERE name = 'key-check'`)).toEqual([
      { value: keys.checkValue },
    ])
  })

  test('recorded first is valid when two processes start at once', async () => {
    const database = await open()
    const files = [join(folder, 'a'), join(folder, 'b')]
    for (const file of files) await createKeyring(file)
    const started = await Promise.allSettled(files.map(file => openInstallationKeyring(database, { file })))
    expect(started.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  })
})
