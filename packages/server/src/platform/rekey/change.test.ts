/** A change of all person keys, with a row in every table, on both stores. */
import { access, mkdtemp, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type Keyring, openInstallationKeyring } from '../crypto/index.ts'
import { type Database, DatabaseUnreachable, KeysReplaced, openDatabase } from '../database/index.ts'
import { readRows } from '../testing/rows.ts'
import { createServerDatabase, describeStores } from '../testing/stores.ts'
import { HELD_TABLES } from './columns.ts'
import {
  abandonRekey,
  changePersonKeys,
  cleanRekeyed,
  expectNoRekey,
  findRekeyStatus,
  nextKeyFile,
  type RekeyContext,
} from './index.ts'
import { fillHeldTables, NUMBERS, readHeld } from './testing/rows.ts'

/** Fictitious numbers: the check digit does not matter to a key. */
const numberAt = (n: number): string => `110105${19_500_101 + n}0012`

/** Indexes and constraints of all tables by name, and the columns by name: their order is another one after a change. */
const shapeOf = async (database: Database) => ({
  columns: await readRows(
    database,
    `SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod) AS type, a.attnotnull, a.attstorage FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
     WHERE c.relnamespace::regnamespace::text IN ('public', 'mingce_work') AND c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped ORDER BY 1, 2`,
  ),
  indexes: await readRows(
    database,
    `SELECT c.relname, pg_get_indexdef(i.indexrelid) AS definition, i.indisvalid, k.conname, k.contype FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
     LEFT JOIN pg_constraint k ON k.conindid = i.indexrelid AND k.contype IN ('p', 'u') WHERE c.relnamespace::regnamespace::text IN ('public', 'mingce_work') ORDER BY 1, 2`,
  ),
  attached: await readRows(
    database,
    'SELECT inhrelid::regclass::text AS part, inhparent::regclass::text AS of FROM pg_inherits ORDER BY 1, 2',
  ),
  triggers: await readRows(database, 'SELECT tgname FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1'),
  functions: await readRows(database, `SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace ORDER BY 1`),
})

describeStores('change of all person keys', open => {
  let folder: string
  let database: Database
  let keys: Keyring
  let ctx: RekeyContext
  const at = new Date('2026-11-20T01:00:00Z')

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mingce-rekey-'))
    database = await open()
    const place = { dataDir: folder, env: {} }
    keys = await openInstallationKeyring(database, place)
    await fillHeldTables(database, keys)
    ctx = {
      database,
      place,
      steps: [],
      actor: 'admin',
      now: () => at,
      record: async () => undefined,
      onProgress: () => undefined,
    }
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  it('gives every row the values that the new keys make, and leaves tables, indexes and constraints as they were', async () => {
    const before = await shapeOf(database)
    const held = await readHeld(database, keys)
    expect(HELD_TABLES.filter(({ name }) => held.get(name) === undefined).map(({ name }) => name)).toEqual([])
    const done = await changePersonKeys(ctx)
    const now = await openInstallationKeyring(database, ctx.place)
    expect(now.version).toBe(2)
    expect(now.identity).toBe(keys.identity)
    expect(await readHeld(database, now)).toEqual(held)
    await expect(readHeld(database, keys)).rejects.toThrow()
    expect(await shapeOf(database)).toEqual(before)
    expect(await readRows(database, 'SELECT person_key FROM claim')).toEqual([{ person_key: now.personKey(NUMBERS[0]) }])
    expect(done).toMatchObject({ version: 2, heldMs: expect.any(Number) })
    await cleanRekeyed(ctx, () => undefined)
    expect(await readHeld(database, now)).toEqual(held)
    expect(await findRekeyStatus(database)).toMatchObject({ state: 'cleaned', version: 2 })
  })

  it('can be made again, with the keys of each version for what was made under them', async () => {
    const held = await readHeld(database, keys)
    await changePersonKeys(ctx)
    await changePersonKeys(ctx)
    const now = await openInstallationKeyring(database, ctx.place)
    expect(now.version).toBe(3)
    expect(now.former.map(({ checkValue }) => checkValue)[0]).toBe(keys.checkValue)
    expect(await readHeld(database, now)).toEqual(held)
  })

  it('is given up without a trace', async () => {
    const before = await shapeOf(database)
    const stop = new Error('stopped')
    const stopping = {
      ...ctx,
      onProgress: ({ step }: { step: string }) => {
        if (step === 'indexes') throw stop
      },
    }
    await expect(changePersonKeys(stopping)).rejects.toBe(stop)
    expect(await nextKeyFile(database, ctx.place)).toMatch(/\.next$/)
    await expect(expectNoRekey(database)).rejects.toMatchObject({ code: 'rekey.under-way' })
    expect(await findRekeyStatus(database)).toMatchObject({
      state: 'filling',
      tables: expect.arrayContaining([{ table: 'claim', rows: 1, todo: 0 }]),
    })
    await abandonRekey(ctx)
    expect(await shapeOf(database)).toEqual(before)
    expect(await findRekeyStatus(database)).toMatchObject({ state: 'none' })
    expect((await openInstallationKeyring(database, ctx.place)).checkValue).toBe(keys.checkValue)
    await expect(abandonRekey(ctx)).rejects.toMatchObject({ code: 'rekey.none' })
  })

  it('goes on after a stop at every step, with rows that came and went meanwhile', async () => {
    const held = await readHeld(database, keys)
    const before = await shapeOf(database)
    const stop = new Error('stopped')
    let steps = 0
    /** Runs until step `at`; what happens between two steps is done before it stops. */
    const runTo = async (at: number) => {
      steps = 0
      const onProgress = () => {
        steps += 1
        if (steps === at) throw stop
      }
      return changePersonKeys({ ...ctx, onProgress, steps: [async () => (at === 0 ? Promise.reject(stop) : undefined)] })
    }
    const late = keys.personKey(NUMBERS[1])
    for (let at = 1; at <= 80; at += 13) {
      await expect(runTo(at)).rejects.toBe(stop)
      expect(await readHeld(database, keys)).toEqual(held)
      // Someone registers, is refused, and comes again; a contact changes that has a value under the next keys already.
      await database.run('DELETE FROM claim WHERE person_key = $1', [late])
      await database.run(`INSERT INTO claim (person_key, round, county_code, registration_id) VALUES ($1, 'x', 'x', $2)`, [
        late,
        at,
      ])
      await database.run('UPDATE voter_contact SET sealed = $1', [keys.seal(Buffer.from(`as of ${at}`), 'voter_contact')])
      await database.run(`DELETE FROM claim WHERE person_key = $1`, [late])
      await database.run('UPDATE voter_contact SET sealed = $1', [
        keys.seal(Buffer.from('voter_contact.sealed'), 'voter_contact'),
      ])
    }
    // In the transaction of the change, after everything was made.
    await expect(runTo(0)).rejects.toBe(stop)
    expect(await readHeld(database, keys)).toEqual(held)
    await database.run('UPDATE voter_contact SET sealed = $1', [keys.seal(Buffer.from('as of now'), 'voter_contact')])
    await database.run(`INSERT INTO claim (person_key, round, county_code, registration_id) VALUES ($1, 'x', 'x', 7)`, [late])
    await changePersonKeys(ctx)
    const now = await openInstallationKeyring(database, ctx.place)
    const after = new Map(await readHeld(database, now))
    expect(after.get('voter_contact')).toEqual([`${NUMBERS[0]} | as of now`])
    expect(after.get('claim')?.toSorted()).toEqual([...NUMBERS].toSorted())
    for (const name of ['voter_contact', 'claim']) after.set(name, held.get(name) ?? [])
    expect(after).toEqual(held)
    expect(await shapeOf(database)).toEqual(before)
  })

  it('stops before anything is changed where something does not open, and names the table', async () => {
    await database.run(`UPDATE objection SET body = '\\x0102'`)
    await expect(changePersonKeys(ctx)).rejects.toMatchObject({
      code: 'rekey.unreadable',
      text: { en: expect.stringContaining('objection') },
    })
    await database.run('UPDATE objection SET body = $1', [keys.seal(Buffer.from('objection.body'), 'objection')])
    await changePersonKeys(ctx)
    expect((await readHeld(database, await openInstallationKeyring(database, ctx.place))).get('objection')).toHaveLength(1)
  })

  it('keeps a visit to the second of two people under one number', async () => {
    const ref = (of: Keyring) => `md5('${of.personKey(NUMBERS[0])}' || name)::uuid`
    await database.run(`UPDATE visit SET person_key = (SELECT ${ref(keys)} FROM population_namesake)`)
    await changePersonKeys(ctx)
    const now = await openInstallationKeyring(database, ctx.place)
    expect(
      await readRows(
        database,
        `SELECT FROM visit v JOIN population_namesake n ON v.person_key = ${ref(now).replace('name', 'n.name')}`,
      ),
    ).toHaveLength(1)
  })

  it('opens the new key file where it was not yet put in its place', async () => {
    const file = join(folder, 'keys', 'installation.key')
    const { oldFile } = await changePersonKeys(ctx)
    await rename(file, `${file}.next`)
    await rename(oldFile, file)
    expect((await openInstallationKeyring(database, ctx.place)).version).toBe(2)
    expect(await nextKeyFile(database, ctx.place)).toBeNull()
    await access(oldFile)
  })

  it('waits for imports, whose own tables hold keys', async () => {
    await database.run(`INSERT INTO staging (name, import_id, created_at) VALUES ('intake_1', 1, now())`)
    await expect(changePersonKeys(ctx)).rejects.toMatchObject({ code: 'rekey.imports' })
    await database.run('DELETE FROM staging')
    expect(await changePersonKeys(ctx)).toMatchObject({ version: 2 })
  })

  it('needs the next key file that it began with, and goes on when that is back', async () => {
    const stop = new Error('stopped')
    const stopping = () => {
      throw stop
    }
    await expect(changePersonKeys({ ...ctx, onProgress: stopping })).rejects.toBe(stop)
    const file = (await nextKeyFile(database, ctx.place)) ?? ''
    await rename(file, `${file}.away`)
    await expect(changePersonKeys(ctx)).rejects.toMatchObject({ code: 'key.lost' })
    await rename(`${file}.away`, file)
    expect(await changePersonKeys(ctx)).toMatchObject({ version: 2 })
  })
})

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
