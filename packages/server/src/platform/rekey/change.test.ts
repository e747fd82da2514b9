/** A change of all person keys, with a row in every table, on both stores. */
import { access, mkdtemp, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type Keyring, openInstallationKeyring, openSuccessor } from '../crypto/index.ts'
import type { Database } from '../database/index.ts'
import { readRows } from '../testing/rows.ts'
import { describeStores } from '../testing/stores.ts'
import { changeKeys } from './change.ts'
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
import { findRekey } from './store.ts'
import { fillHeldTables, NUMBERS, readHeld } from './testing/rows.ts'

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

  it('takes an extract that was attached after everything was made', async () => {
    const before = await shapeOf(database)
    const late = keys.personKey(NUMBERS[1])
    const attach = async () => {
      await database.script('CREATE TABLE population_extract_2 PARTITION OF population FOR VALUES IN (2)')
      const row = `INSERT INTO population (person_key, extract_id, row_no, name, birth_date, status) VALUES ($1, 2, 1, 'x', '1990-01-01', 'present')`
      await database.run(row, [late])
    }
    const stop = new Error('stopped')
    await expect(changePersonKeys({ ...ctx, steps: [() => Promise.reject(stop)] })).rejects.toBe(stop)
    await attach()
    const rekey = await findRekey(database)
    if (!rekey?.nextSealed) throw new Error('nothing is under way')
    const { from, to } = await openSuccessor(database, ctx.place, { check: rekey.nextCheck, sealed: rekey.nextSealed }, 1)
    await changeKeys({ ...ctx, rekey, keys: { from, to: to.keys }, at })
    const found = await readRows<{ key: string }>(database, 'SELECT person_key AS key FROM population WHERE extract_id = 2')
    expect(found.map(({ key }) => to.keys.openPersonKey(key))).toEqual([NUMBERS[1]])
    const after = await shapeOf(database)
    expect(after.indexes.filter(({ relname }) => !String(relname).startsWith('population_extract_2'))).toEqual(before.indexes)
    expect(after.attached).toContainEqual({ part: 'population_extract_2_pkey', of: 'population_pkey' })
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
