/** Processes that have the keys of before, while and after all person keys are changed on a server. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { openInstallationKeyring } from '../crypto/index.ts'
import { DatabaseUnreachable, KeysReplaced, openDatabase } from '../database/index.ts'
import { readRows } from '../testing/rows.ts'
import { createServerDatabase } from '../testing/stores.ts'
import { changePersonKeys } from './index.ts'
import { fillHeldTables } from './testing/rows.ts'

/** Fictitious numbers: the check digit does not matter to a key. */
const numberAt = (n: number): string => `110105${19_500_101 + n}0012`

it('lets no process with the old keys read or write, and the others go on', async () => {
  const { url, drop } = await createServerDatabase()
  const folder = await mkdtemp(join(tmpdir(), 'mingce-rekey-'))
  const place = { dataDir: folder, env: {} }
  const [service, command] = [await openDatabase({ url }), await openDatabase({ url })]
  try {
    const keys = await openInstallationKeyring(service, place)
    service.keys.bind(keys.version)
    await fillHeldTables(service, keys)
    // A service that works all the time: it registers people one after another, each in a transaction of its own.
    let isOver = false
    const replaced = service.keys.replaced.then(() => {
      isOver = true
    })
    let registered = 0
    const failures: unknown[] = []
    const work = (async () => {
      while (!isOver) {
        const number = numberAt(registered)
        try {
          await service.transaction(async tx => {
            const key = keys.personKey(number)
            await tx.run(
              `INSERT INTO claim (person_key, round, county_code, registration_id) VALUES ($1, '2026', '110105', $2)`,
              [key, registered],
            )
            await tx.run('UPDATE voter_contact SET sealed = $1', [keys.seal(Buffer.from(number), 'voter_contact')])
          })
          registered += 1
        } catch (error) {
          failures.push(error)
        }
      }
    })()
    const ctx = { database: command, place, steps: [], actor: 'admin', now: () => new Date(), record: async () => undefined }
    await changePersonKeys({ ...ctx, onProgress: () => undefined })
    await replaced
    await work
    expect(registered).toBeGreaterThan(5)
    expect(failures.every(error => error instanceof DatabaseUnreachable)).toBe(true)
    expect(failures.at(-1)).toBeInstanceOf(KeysReplaced)
    await expect(service.raw('SELECT 1')).rejects.toBeInstanceOf(KeysReplaced)

    const opened = await openDatabase({ url })
    try {
      const now = await openInstallationKeyring(opened, place)
      opened.keys.bind(now.version)
      const claims = await readRows<{ person_key: string; registration_id: number }>(
        opened,
        `SELECT person_key, registration_id FROM claim WHERE round = '2026' ORDER BY registration_id`,
      )
      // Whoever was told that it is done is there once, under the new key.
      expect(claims.map(row => now.openPersonKey(row.person_key)).slice(0, registered)).toEqual(
        Array.from({ length: registered }, (_, at) => numberAt(at)),
      )
      expect(claims.length - registered).toBeLessThanOrEqual(1)
      const [contact] = await readRows<{ sealed: Uint8Array }>(opened, 'SELECT sealed FROM voter_contact')
      expect(Buffer.from(now.open(contact?.sealed ?? new Uint8Array(), 'voter_contact')).toString()).toBe(
        numberAt(claims.length - 1),
      )
    } finally {
      await opened.close()
    }
  } finally {
    await service.close()
    await command.close()
    await drop()
    await rm(folder, { recursive: true, force: true })
  }
})

it('refuses a process that opened the database before the change, and whoever connects during it', async () => {
  const { url, drop } = await createServerDatabase()
  const folder = await mkdtemp(join(tmpdir(), 'mingce-rekey-'))
  const place = { dataDir: folder, env: {} }
  const [old, command] = [await openDatabase({ url }), await openDatabase({ url })]
  try {
    const keys = await openInstallationKeyring(old, place)
    let during: unknown
    const step = async () => {
      during = await openDatabase({ url }).then(
        opened => opened.close(),
        error => error,
      )
    }
    const ctx = { database: command, place, steps: [step], actor: 'admin', now: () => new Date(), record: async () => undefined }
    await changePersonKeys({ ...ctx, onProgress: () => undefined })
    expect(during).toBeInstanceOf(KeysReplaced)
    // It read its keys before, and binds itself to them after.
    old.keys.bind(keys.version)
    await expect(old.raw('SELECT 1')).rejects.toBeInstanceOf(KeysReplaced)
  } finally {
    await old.close()
    await command.close()
    await drop()
    await rm(folder, { recursive: true, force: true })
  }
})
