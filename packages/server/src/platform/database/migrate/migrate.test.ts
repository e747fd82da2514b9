import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { readRows } from '../../testing/rows.ts'
import { describeStores } from '../../testing/stores.ts'
import { DatabaseRefusal } from '../errors.ts'
import { type Migration, migrate, migrationStatus, readMigrations } from './migrate.ts'

const file = (name: string, sql: string): Migration => ({ name, sql, checksum: createHash('sm3').update(sql).digest('hex') })

it('requires migrations numbered from 1 without gaps', () => {
  const numbers = readMigrations().map(({ name }) => Number(name.slice(0, 4)))
  expect(numbers).toEqual(numbers.map((_, index) => index + 1))
  const folder = mkdtempSync(join(tmpdir(), 'mingce-migrations-'))
  try {
    writeFileSync(join(folder, '0001_first.sql'), '')
    writeFileSync(join(folder, '0002_second.sql'), '')
    expect(readMigrations(folder)).toHaveLength(2)
    writeFileSync(join(folder, '0004_gap.sql'), '')
    expect(() => readMigrations(folder)).toThrow(/0003 is missing.*0004_gap/)
    rmSync(join(folder, '0004_gap.sql'))
    writeFileSync(join(folder, '0002_twice.sql'), '')
    expect(() => readMigrations(folder)).toThrow(/0003.*0002_twice/)
  } finally {
    rmSync(folder, { recursive: true })
  }
})

describeStores('migrate', open => {
  it('runs once', async () => {
    const database = await open()
    expect(await migrate(database)).toEqual([])
    const states = await migrationStatus(database)
    expect(states.map(({ name }) => name)).toEqual(readMigrations().map(({ name }) => name))
    expect(states.every(({ state, appliedAt }) => state === 'applied' && appliedAt instanceof Date)).toBe(true)
  })

  it('applies each new file in its own transaction', async () => {
    const database = await open()
    const now = readMigrations()
    const good = file('9001_good', 'CREATE TABLE good (id integer)')
    const bad = file('9002_bad', 'CREATE TABLE bad (id integer); SELECT 1/0')
    await expect(migrate(database, [...now, good, bad])).rejects.toMatchObject({ state: '22012' })
    expect((await migrationStatus(database, [...now, good, bad])).slice(-2)).toMatchObject([
      { state: 'applied' },
      { state: 'pending' },
    ])
    expect(await readRows(database, `SELECT to_regclass('good') IS NOT NULL AS good, to_regclass('bad') IS NULL AS bad`)).toEqual(
      [{ good: true, bad: true }],
    )
    expect(await Promise.all([migrate(database, [...now, good]), migrate(database, [...now, good])])).toEqual([[], []])
  })

  it('serializes two programs that start at once', async () => {
    const database = await open()
    const migrations = [...readMigrations(), file('9001_slow', 'CREATE TABLE slow (id integer); SELECT pg_sleep(0.05)')]
    const names = await Promise.all([migrate(database, migrations), migrate(database, migrations)])
    expect(names.flat()).toEqual(['9001_slow'])
  })

  it('refuses a changed file, a newer database, and a file numbered before an applied one', async () => {
    const database = await open()
    const now = readMigrations()
    const last = now.at(-1)
    if (last === undefined) throw new Error('there is a migration')
    const changed = [...now.slice(0, -1), file(last.name, `${last.sql}\n-- a word more`)]
    await expect(migrate(database, changed)).rejects.toThrow(/改动.*\n.*changed after/)
    expect((await migrationStatus(database, changed)).at(-1)).toMatchObject({ name: last.name, state: 'changed' })
    await expect(migrate(database, now.slice(0, -1))).rejects.toThrow(/更新版本.*\n.*newer version of the program/)
    await expect(migrate(database, [file('0000_late', 'SELECT 1'), ...now])).rejects.toBeInstanceOf(DatabaseRefusal)
  })
})
