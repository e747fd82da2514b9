/** A change of all person keys, with a row in every table, on both stores. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type Keyring, openInstallationKeyring } from '../crypto/index.ts'
import type { Database } from '../database/index.ts'
import { readRows } from '../testing/rows.ts'
import { describeStores } from '../testing/stores.ts'
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

/** Indexes and constraints of all tables by name, and the columns by name: their order is another one after a change. */
const shapeOf = async (database: Database) => ({
  columns: await readRows(
    database,
    `SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod) AS type, a.attnotnull, a.attstorage FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped ORDER BY 1, 2`,
  ),
  indexes: await readRows(
    database,
    `SELECT c.relname, pg_get_indexdef(i.indexrelid) AS definition, i.indisvalid, k.conname, k.contype FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
     LEFT JOIN pg_constraint k ON k.conindid = i.indexrelid AND k.contype IN ('p', 'u') WHERE c.relnamespace = 'public'::regnamespace ORDER BY 1`,
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
    expect(await readRows(database, 'SELECT person_key FROM claim')).toEqual([{ person_key: now.personKey(NUMBERS[0] ?? '') }])
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
})
