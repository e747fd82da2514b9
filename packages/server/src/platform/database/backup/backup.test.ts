import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { recordAudit } from '../../audit/index.ts'
import { readRows } from '../../testing/rows.ts'
import { createServerDatabase, describeStores, openFreshEmbedded, openFreshServer } from '../../testing/stores.ts'
import { copyLine } from '../copy/index.ts'
import type { Database } from '../database.ts'
import { openDatabase } from '../index.ts'
import { migrationStatus } from '../migrate/index.ts'
import { backup, restore, verifyBackup } from './backup.ts'

const at = new Date('2026-11-01T00:00:00Z')
let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mingce-backup-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const odd = ['\\.', '\\N', 'a\tb\nc\\', '𠮷·買買提', '', '\\.\n{"tables":{}}']

async function fill(database: Database): Promise<void> {
  function* areas() {
    for (let code = 0; code < 12_000; code++) yield copyLine([String(code), code === 0 ? null : '0', odd[code % odd.length], 5])
  }
  await database.copyIn('area', ['code', 'parent_code', 'name', 'level'], areas())
  await recordAudit(database, {
    countyCode: '110105',
    at: new Date('2026-10-31T16:00:00.123Z'),
    actor: 'clerk',
    role: 'district',
    action: 'area.added',
    subject: 's',
    details: { reason: ['同名', 1.5] },
  })
  await database.run(`INSERT INTO installation VALUES ('check', 'value')`)
}

/** The contents of the tables, independent of the store’s order of rows. */
const contents = async (database: Database) => ({
  areas: await readRows(
    database,
    `SELECT count(*) AS rows, md5(string_agg(md5(a::text), '' ORDER BY code COLLATE "C")) AS digest FROM area a`,
  ),
  audit: await readRows(database, 'SELECT * FROM audit'),
  installation: await readRows(database, 'SELECT * FROM installation'),
})

describe('backup and restore', () => {
  it('transfer everything from the embedded store to a server and back', async () => {
    const township = await openFreshEmbedded()
    await fill(township)
    const city = await openFreshServer()
    const back = await openFreshEmbedded()
    const [first, second] = [join(folder, 'one.gz'), join(folder, 'two.gz')]
    const made = await backup(township, first, { at })
    expect(made.rows).toBe(12_003)
    expect(statSync(first).mode & 0o777).toBe(0o600)
    expect(readdirSync(folder)).toEqual(['one.gz'])
    expect(await restore(first, city)).toEqual(made)
    expect(await backup(city, second, { at })).toEqual(made)
    expect(await restore(second, back)).toEqual(made)
    const expected = await contents(township)
    expect(await contents(city)).toEqual(expected)
    expect(await contents(back)).toEqual(expected)
    // Identity columns continue where they were.
    await recordAudit(back, {
      countyCode: '110105',
      at,
      actor: 'clerk',
      role: 'district',
      action: 'area.added',
      subject: 's',
      details: {},
    })
    expect(await readRows(back, 'SELECT id FROM audit ORDER BY id')).toEqual([{ id: 1 }, { id: 2 }])
    for (const database of [township, city, back]) await database.close()
  })

  it('transfer the partitions of a table with their rows', async () => {
    const township = await openFreshEmbedded()
    const city = await openFreshServer()
    const back = await openFreshEmbedded()
    const person = (extract: number, row: number) =>
      copyLine([
        `00000000-0000-4000-8000-${String(row).padStart(12, '0')}`,
        String(extract),
        String(row),
        '王\t明',
        '1990-01-02',
        'present',
      ])
    const columns = ['person_key', 'extract_id', 'row_no', 'name', 'birth_date', 'status']
    for (const extract of [7, 12, 13]) {
      await township.script(`CREATE TABLE population_extract_${extract} (LIKE population INCLUDING DEFAULTS)`)
      await township.copyIn(
        `population_extract_${extract}`,
        columns,
        Array.from({ length: 20 }, (_, row) => person(extract, row)),
      )
      // The last one is still being loaded, so it is not part of a backup.
      if (extract === 13) break
      await township.script(`ALTER TABLE population ATTACH PARTITION population_extract_${extract} FOR VALUES IN (${extract})`)
    }
    const [first, second] = [join(folder, 'one.gz'), join(folder, 'two.gz')]
    const made = await backup(township, first, { at })
    expect(made.tables.population?.rows).toBe(40)
    // A partition is not a table of its own.
    expect(Object.keys(made.tables).filter(name => /^population(_extract.*)?$/.test(name))).toEqual([
      'population',
      'population_extract',
    ])
    expect(await restore(first, city)).toEqual(made)
    expect(await backup(city, second, { at })).toEqual(made)
    expect(await restore(second, back)).toEqual(made)
    const people = 'SELECT tableoid::regclass::text AS partition, p.* FROM population p ORDER BY extract_id, row_no'
    const expected = await readRows(township, people)
    expect(expected).toHaveLength(40)
    expect(await readRows(city, people)).toEqual(expected)
    expect(await readRows(back, people)).toEqual(expected)
    await expect(restore(first, back)).rejects.toThrow(/表 population 中已有数据/)

    const text = gunzipSync(readFileSync(first)).toString()
    const [bad, target] = [join(folder, 'bad.gz'), await openFreshEmbedded()]
    writeFileSync(bad, gzipSync(text.replace("IN ('7')", "IN ('7'); DROP TABLE area")))
    await expect(restore(bad, target)).rejects.toThrow(/分区无法识别.*\n.*partitions of table population/)
    for (const database of [township, city, back, target]) await database.close()
  })

  it('migrate a database without tables to the schema of the backup', async () => {
    const { url, drop } = await createServerDatabase(false)
    const source = await openFreshServer()
    await fill(source)
    await backup(source, join(folder, 'one.gz'), { at })
    const target = await openDatabase({ url })
    await restore(join(folder, 'one.gz'), target)
    expect(await contents(target)).toEqual(await contents(source))
    expect((await migrationStatus(target)).every(({ state }) => state === 'applied')).toBe(true)
    await source.close()
    await target.close()
    await drop()
  })
})

describeStores('restore', open => {
  it('refuses a damaged backup, one of another schema, and a database that is not empty', async () => {
    const database = await open()
    await fill(database)
    const file = join(folder, 'one.gz')
    await backup(database, file, { at })
    await expect(backup(database, file, { at })).rejects.toThrow(/已存在.*\n.*already exists/)
    await expect(restore(file, database)).rejects.toThrow(/不是空的.*\n.*not empty/)

    const target = await open()
    const text = gunzipSync(readFileSync(file)).toString()
    const refused = async (bytes: Uint8Array, message: RegExp) => {
      writeFileSync(join(folder, 'bad.gz'), bytes)
      await expect(verifyBackup(join(folder, 'bad.gz'))).rejects.toThrow(message)
      await expect(restore(join(folder, 'bad.gz'), target)).rejects.toThrow(message)
    }
    await refused(gzipSync(text.replace('買', '賣')), /校验值不符.*\n.*checksum of table area/)
    await refused(gzipSync(text.split('\n').slice(0, -2).join('\n')), /不完整/)
    await refused(readFileSync(file).subarray(0, 5000), /损坏或不完整/)
    await refused(gzipSync('{"format":"other"}\n'), /不是本程序的备份/)
    await refused(Buffer.from('PK'), /损坏/)
    await expect(restore(join(folder, 'none.gz'), target)).rejects.toThrow(/没有这个文件/)
    writeFileSync(join(folder, 'bad.gz'), gzipSync(text.replace('0001_platform', '0001_other')))
    await expect(restore(join(folder, 'bad.gz'), target)).rejects.toThrow(/另一版本/)
    expect(await readRows(target, 'SELECT count(*) AS rows FROM area')).toEqual([{ rows: 0 }])
    await restore(file, target)
    expect(await contents(target)).toEqual(await contents(database))
  })
})
