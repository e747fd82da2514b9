import { describe, expect, it } from 'vitest'
import { readRows } from '../testing/rows.ts'
import { describeStores } from '../testing/stores.ts'
import { copyLine, copyText, readCopyText } from './copy/index.ts'
import { SqlError } from './errors.ts'
import { build, col, jsonOf } from './statement/index.ts'

describe('copyText', () => {
  it('is reversed by readCopyText', () => {
    for (const text of ['a\tb\\c\nd\re', '\\N', '\\\\N', '𠮷·買買提', '', 'b\b f\f v\v'])
      expect(readCopyText(copyText(text))).toBe(text)
    expect(readCopyText(copyText(null))).toBeNull()
  })

  it('escapes the special characters of COPY', () => {
    expect(copyText('a\tb\\c\nd\re')).toBe('a\\tb\\\\c\\nd\\re')
    expect(copyText(null)).toBe('\\N')
    expect(copyText('\\N')).toBe('\\\\N')
    expect(copyText('𠮷\0')).toBe('𠮷\uFFFD')
    expect(copyLine(['一', null, 3, true])).toBe('一\t\\N\t3\ttrue\n')
  })
})

describeStores('database', open => {
  it('reads every type the same on both stores', async () => {
    const database = await open()
    const [row] = await readRows(
      database,
      `SELECT 9007199254740991::bigint AS big, '2026-12-01'::date AS day, 1.10::numeric AS exact,
      '{"a":[1]}'::jsonb AS json, '\\x00ff'::bytea AS bytes, '2026-01-02 03:04:05.678+08'::timestamptz AS at, true AS yes, 1.5::float8 AS half,
      ARRAY[1,2]::bigint[] AS bigs, ARRAY['a"b,c', NULL, '\\'] AS texts, ARRAY['2026-12-01']::date[] AS days, NULL AS nothing,
      '0c9d3a52-0000-4000-8000-000000000001'::uuid AS key, ARRAY[true,false] AS flags, ARRAY['\\x01'::bytea] AS blobs, count(*) AS rows`,
    )
    expect(row).toEqual({
      big: 9007199254740991,
      day: '2026-12-01',
      exact: '1.10',
      json: { a: [1] },
      bytes: new Uint8Array([0, 255]),
      at: new Date('2026-01-01T19:04:05.678Z'),
      yes: true,
      half: 1.5,
      bigs: [1, 2],
      texts: ['a"b,c', null, '\\'],
      days: ['2026-12-01'],
      nothing: null,
      key: '0c9d3a52-0000-4000-8000-000000000001',
      flags: [true, false],
      blobs: [new Uint8Array([1])],
      rows: 1,
    })
    await expect(readRows(database, 'SELECT 9007199254740993::bigint AS big')).rejects.toThrow('2^53')
  })

  it('accepts every type of parameter the same on both stores', async () => {
    const database = await open()
    const at = new Date('2026-03-04T05:06:07.089Z')
    const [row] = await readRows(
      database,
      `SELECT $1::text AS text, $2::integer AS number, $3::bigint AS big, $4::boolean AS yes, $5::text AS nothing, $6::timestamptz AS at,
        $7::bytea AS bytes, $8::text[] AS texts, $9::jsonb AS json, $10::bigint[] AS bigs, $11::uuid[] AS none, $12::jsonb AS list, $13::date AS day`,
      [
        '𠮷\t',
        7,
        8n,
        false,
        null,
        at,
        new Uint8Array([1, 2]),
        ['a"\\', null, ''],
        { a: '张三' },
        [1, 2],
        [],
        JSON.stringify([1]),
        '2026-12-01',
      ],
    )
    expect(row).toEqual({
      text: '𠮷\t',
      number: 7,
      big: 8,
      yes: false,
      nothing: null,
      at,
      bytes: new Uint8Array([1, 2]),
      texts: ['a"\\', null, ''],
      json: { a: '张三' },
      bigs: [1, 2],
      none: [],
      list: [1],
      day: '2026-12-01',
    })
  })

  it('counts affected rows, runs scripts, and refuses two statements in one', async () => {
    const database = await open()
    await database.script('CREATE TABLE note (id integer PRIMARY KEY, text text); INSERT INTO note VALUES (0, NULL)')
    expect(await database.run('INSERT INTO note SELECT g, $1 FROM generate_series(1, 4) g', ['x'])).toBe(4)
    expect(await database.run('UPDATE note SET text = $1 WHERE id > $2', ['y', 2])).toBe(2)
    expect(await database.run('SELECT * FROM note')).toBe(0)
    await expect(database.run('DELETE FROM note; DELETE FROM note')).rejects.toBeInstanceOf(SqlError)
    expect(await readRows(database, 'SELECT count(*) AS rows FROM note')).toEqual([{ rows: 5 }])
  })

  it('uses the time zone UTC', async () => {
    const database = await open()
    expect(await readRows(database, `SELECT '2026-01-01 23:00:00+00'::timestamptz::date AS day`)).toEqual([{ day: '2026-01-01' }])
  })

  it('rolls back on an exception, and throws when a swallowed error aborted the transaction', async () => {
    const database = await open()
    await database.script('CREATE TABLE note (id integer PRIMARY KEY)')
    const insert = 'INSERT INTO note VALUES ($1)'
    await expect(
      database.transaction(async tx => {
        await tx.run(insert, [1])
        throw new Error('no')
      }),
    ).rejects.toThrow('no')
    await expect(
      database.transaction(async tx => {
        await tx.run(insert, [2])
        await tx.run(insert, [2]).catch(() => undefined)
      }),
    ).rejects.toThrow()
    expect(await readRows(database, 'SELECT * FROM note')).toEqual([])
    expect(await database.transaction(async tx => await tx.run(insert, [3]))).toBe(1)
  })

  it('isolates concurrent transactions', async () => {
    const database = await open()
    await database.script('CREATE TABLE counter (value integer); INSERT INTO counter VALUES (0)')
    const add = () =>
      database.transaction(async tx => {
        const [row] = await readRows<{ value: number }>(tx, 'SELECT value FROM counter FOR UPDATE')
        await tx.run('UPDATE counter SET value = $1', [(row?.value ?? 0) + 1])
      })
    await Promise.all(Array.from({ length: 20 }, add))
    expect(await readRows(database, 'SELECT value FROM counter')).toEqual([{ value: 20 }])
  })

  it('throws when the database is used inside its transaction', async () => {
    const database = await open()
    await expect(database.transaction(async () => await readRows(database, 'SELECT 1'))).rejects.toThrow('inside a transaction')
    await expect(database.transaction(async () => await database.transaction(async () => 1))).rejects.toThrow(
      'inside a transaction',
    )
    expect(await readRows(database, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
  })

  it('replaces characters that PostgreSQL cannot store', async () => {
    const database = await open()
    const lost = { text: '王\0', deep: [{ half: '\ud842', whole: '𠮷', escaped: '\\u0000' }] }
    const kept = { text: '王\ufffd', deep: [{ half: '\ufffd', whole: '𠮷', escaped: '\\u0000' }] }
    expect(
      await readRows(database, 'SELECT $1::text AS text, $2::jsonb AS document, $3::jsonb AS list', [
        '王\0',
        lost,
        jsonOf([lost]),
      ]),
    ).toEqual([{ text: '王\ufffd', document: kept, list: [kept] }])
  })

  it('includes no data in errors', async () => {
    const database = await open()
    await database.script('CREATE TABLE note (name text PRIMARY KEY, size integer)')
    const once = () => database.run('INSERT INTO note VALUES ($1, 1)', ['张三丰'])
    await once()
    const error = await once().catch((caught: unknown) => caught)
    expect(error).toBeInstanceOf(SqlError)
    expect(error).toMatchObject({ state: '23505', constraint: 'note_pkey', table: 'note' })
    expect(JSON.stringify({ ...(error as Error) }) + String(error)).not.toContain('张三丰')
    const copied = await database.copyIn('note', ['name', 'size'], ['李四\tmany\n']).catch((caught: unknown) => caught)
    expect(copied).toMatchObject({ state: '22P02' })
    expect(JSON.stringify({ ...(copied as Error) }) + String(copied)).not.toContain('李四')
  })

  it('copies in streams, and stores nothing from a failed COPY', async () => {
    const database = await open()
    await database.script('CREATE TABLE note (id integer, name text, day date)')
    let asked = 0
    async function* chunks(upTo: number, last = '') {
      for (let id = 0; id < upTo; id++) {
        asked++
        yield copyLine([id, id % 2 === 0 ? `名\t${id}\\` : null, '2026-12-01']).repeat(100)
      }
      yield last
    }
    expect(await database.copyIn('note', ['id', 'name', 'day'], chunks(3000))).toBe(300_000)
    expect(asked).toBe(3000)
    const [row] = await readRows(database, 'SELECT count(*) AS rows, count(name) AS names, max(name) AS name FROM note')
    expect(row).toEqual({ rows: 300_000, names: 150_000, name: '名\t998\\' })
    await expect(database.copyIn('note', ['id', 'name', 'day'], chunks(1000, 'broken\n'))).rejects.toBeInstanceOf(SqlError)
    async function* stops() {
      yield copyLine([1, 'a', null])
      throw new Error('the file ends here')
    }
    await expect(database.copyIn('note', ['id', 'name', 'day'], stops())).rejects.toThrow('the file ends here')
    expect(await readRows(database, 'SELECT count(*) AS rows FROM note')).toEqual([{ rows: 300_000 }])
    expect(await database.copyIn('note', ['id'], [])).toBe(0)
    const bytes = Buffer.from(copyLine([-1, '𠮷', null]))
    expect(await database.copyIn('note', ['id', 'name', 'day'], [bytes, copyLine([-2, '名', null])])).toBe(2)
    expect(await readRows(database, 'SELECT name FROM note WHERE id < 0 ORDER BY id')).toEqual([{ name: '名' }, { name: '𠮷' }])
  })

  it('reads in pages', async () => {
    const database = await open()
    const sizes: number[] = []
    let sum = 0
    await database.transaction(async tx => {
      for await (const page of tx.pages(
        'SELECT id FROM generate_series(1, $1) AS id WHERE id > $2',
        [2500, 0],
        { id: col.integer },
        1000,
      )) {
        sizes.push(page.length)
        for (const { id } of page) sum += id
      }
      for await (const page of tx.pages('SELECT 1 AS id', [], { id: col.integer }, 1)) {
        sizes.push(page.length)
        break
      }
      await expect(readRows(tx, "SELECT name FROM pg_cursors WHERE name <> ''")).resolves.toEqual([])
    })
    expect(sizes).toEqual([1000, 1000, 500, 1])
    expect(sum).toBe((2500 * 2501) / 2)
  })

  it('reads pages beside a transaction that loads them, and leaves no connection open', async () => {
    const database = await open()
    await database.script('CREATE TABLE note (id integer, name text, day date); CREATE TABLE copied (LIKE note)')
    const names = ['𠮷', null, 'a\tb\\c\n', "it's $1"]
    await database.run('INSERT INTO note SELECT g, ($1::text[])[g % 4 + 1] FROM generate_series(1, 5000) g', [names])
    const columns = { id: col.integer, name: col.nullable(col.text), day: col.nullable(col.day) }
    const select = 'SELECT id, name, day FROM note WHERE id > $1 AND name IS DISTINCT FROM $2 ORDER BY id'
    const sizes: number[] = []
    await database.transaction(async tx => {
      let load: ReturnType<typeof tx.load> | undefined
      for await (const page of tx.pagesBeside(select, [10, "it's"], columns, 700)) {
        sizes.push(page.length)
        load ??= tx.load('copied', { id: 'integer', name: 'text', day: 'date' })
        const copied = load.page(page.length)
        for (const note of page) copied.row().integer(note.id).text(note.name).date(note.day)
        await load.send(copied)
      }
      await load?.finish()
      expect(await readRows(tx, 'SELECT count(*) AS rows FROM copied')).toEqual([{ rows: 4990 }])
    })
    expect(Math.max(...sizes)).toBeLessThanOrEqual(700)
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(4990)
    expect(
      await readRows(
        database,
        'SELECT count(*) AS rows FROM copied JOIN note USING (id) WHERE copied.name IS NOT DISTINCT FROM note.name',
      ),
    ).toEqual([{ rows: 4990 }])
    await database.transaction(async tx => {
      for await (const page of tx.pagesBeside('SELECT id, name, day FROM note', [], columns, 10)) {
        expect(page).toHaveLength(10)
        break
      }
      for await (const _ of tx.pagesBeside('SELECT id, name, day FROM note WHERE false', [], columns, 10))
        throw new Error('no rows')
    })
    const wrong = database.transaction(async tx => {
      for await (const _ of tx.pagesBeside('SELECT id, name, day FROM nothing', [], columns, 10)) throw new Error('no rows')
    })
    await expect(wrong).rejects.toMatchObject({ state: '42P01' })
    const others = `SELECT count(*) AS others FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'COPY (%' AND pid <> pg_backend_pid()`
    await expect.poll(() => readRows(database, others)).toEqual([{ others: 0 }])
  })

  it('rolls back the transaction of a cancelled load', async () => {
    const database = await open()
    await database.script('CREATE TABLE note (id integer)')
    const cancelled = database.transaction(async tx => {
      const load = tx.load('note', { id: 'integer' })
      const page = load.page(1)
      page.row().integer(1)
      await load.send(page)
      await load.cancel()
      throw new Error('changed my mind')
    })
    await expect(cancelled).rejects.toThrow('changed my mind')
    expect(await readRows(database, 'SELECT count(*) AS rows FROM note')).toEqual([{ rows: 0 }])
  })

  it('runs queries built by Kysely, in the same transaction', async () => {
    const database = await open()
    const area = { code: '11', parent_code: null, name: '北京市', level: 1 }
    await expect(
      database.transaction(async tx => {
        expect(await tx.run(build.insertInto('area').values(area))).toBe(1)
        expect(await readRows(tx, 'SELECT name FROM area')).toEqual([{ name: '北京市' }])
        throw new Error('undo')
      }),
    ).rejects.toThrow('undo')
    expect(await database.rows(build.selectFrom('area').selectAll())).toEqual([])
    await database.run(build.insertInto('area').values(area))
    const rows: { name: string }[] = await database.rows(build.selectFrom('area').select('name').where('code', '=', '11'))
    expect(rows).toEqual([{ name: '北京市' }])
  })
})
