/** A declared row compared with PostgreSQL’s description of the result, on both stores. */
import { expect, expectTypeOf, it } from 'vitest'
import { describeStores } from '../../testing/stores.ts'
import { named } from './named.ts'
import { col, type RowOf, type Shape, ShapeMismatch } from './shape.ts'

describeStores('a declared row', open => {
  const shape = {
    code: col.text,
    parent: col.nullable(col.text),
    level: col.oneOf(1, 2, 3, 4, 5),
    until: col.instant,
    on: col.day,
    share: col.numeric,
    parts: col.list(col.integer),
    holes: col.list(col.nullable(col.text)),
    details: col.json<{ a: number }>(),
    key: col.uuid,
    seal: col.bytes,
    exact: col.boolean,
    half: col.real,
  }
  const statement = `SELECT '11' AS code, NULL::text AS parent, $1::smallint AS level, '2026-01-01Z'::timestamptz AS until, '2026-01-01'::date AS on,
    1.5::numeric AS share, ARRAY[1,2] AS parts, ARRAY['a', NULL] AS holes, '{"a":1}'::jsonb AS details,
    '0c9d3a52-0000-4000-8000-000000000001'::uuid AS key, '\\x01'::bytea AS seal, true AS exact, 0.5::float8 AS half`

  it('is read with its declared types', async () => {
    const database = await open()
    const [row] = await database.query(statement, [3], shape)
    expect(row).toEqual({
      code: '11',
      parent: null,
      level: 3,
      until: new Date('2026-01-01T00:00:00Z'),
      on: '2026-01-01',
      share: '1.5',
      parts: [1, 2],
      holes: ['a', null],
      details: { a: 1 },
      key: '0c9d3a52-0000-4000-8000-000000000001',
      seal: new Uint8Array([1]),
      exact: true,
      half: 0.5,
    })
    expectTypeOf<RowOf<typeof shape>>().toEqualTypeOf<{
      readonly code: string
      readonly parent: string | null
      readonly level: 1 | 2 | 3 | 4 | 5
      readonly until: Date
      readonly on: string
      readonly share: string
      readonly parts: readonly number[]
      readonly holes: readonly (string | null)[]
      readonly details: { a: number }
      readonly key: string
      readonly seal: Uint8Array
      readonly exact: boolean
      readonly half: number
    }>()
  })

  it('is refused if names, types, nulls or values differ', async () => {
    const database = await open()
    const refused = async (text: string, declared: Shape, reason: string) => {
      const query = database.query(text, [], declared)
      await expect(query).rejects.toThrow(reason)
      await expect(query).rejects.toBeInstanceOf(ShapeMismatch)
    }
    await refused('SELECT code AS kode FROM area', { code: col.text }, 'the column "kode" is not declared')
    await refused('SELECT code FROM area', { code: col.text, name: col.text }, 'there is no column "name"')
    await refused('SELECT code, code FROM area', { code: col.text }, 'two columns have the same name')
    await refused('SELECT level FROM area', { level: col.text }, 'the column "level" is of the type 21, and not text')
    await refused('SELECT 1.5 AS half', { half: col.integer }, 'and not integer')
    await refused("SELECT '{1}'::int[] AS ids", { ids: col.integer }, 'and not integer')
    await refused('SELECT 1 AS ids', { ids: col.list(col.integer) }, 'and not a list of integer')
    await refused('SELECT NULL::text AS name', { name: col.text }, 'the column "name" is null')
    await refused("SELECT '{NULL}'::text[] AS names", { names: col.list(col.text) }, 'the column "names" has an undeclared value')
    await refused("SELECT 'c' AS state", { state: col.oneOf('a', 'b') }, 'the column "state" has an undeclared value')
    await refused("SELECT '{a,c}'::text[] AS states", { states: col.list(col.oneOf('a', 'b')) }, 'has an undeclared value')
    await refused('SELECT code FROM area', { code: col.uuid }, 'the statement SELECT code FROM area')
  })

  it('is checked in the pages of a cursor and of a COPY too', async () => {
    const database = await open()
    const text = 'SELECT g AS id, nullif(g, 3) AS hole FROM generate_series(1, $1) AS g'
    const read = (
      how: 'pages' | 'pagesBeside',
      declared: { id: typeof col.integer; hole: ReturnType<typeof col.nullable<number>> },
    ) =>
      database.transaction(async tx => {
        const holes: (number | null)[] = []
        for await (const page of tx[how](text, [4], declared, 2)) holes.push(...page.map(row => row.hole))
        return holes
      })
    for (const how of ['pages', 'pagesBeside'] as const) {
      expect(await read(how, { id: col.integer, hole: col.nullable(col.integer) })).toEqual([1, 2, null, 4])
      await expect(read(how, { id: col.integer, hole: col.integer })).rejects.toThrow('the column "hole" is null')
      await expect(
        database.transaction(async tx => {
          for await (const _ of tx[how](text, [4], { id: col.text, hole: col.nullable(col.integer) }, 2));
        }),
      ).rejects.toThrow('the column "id" is of the type 23')
    }
  })

  it('can be read from a statement with named parameters', async () => {
    const database = await open()
    const [row] = await database.query(
      ...named(
        `SELECT :first::text AS first, ':first' AS literal, "one":: text AS cast, :second::int + :second AS twice -- :no
         FROM (SELECT '1' AS "one") AS t /* :no */`,
        { first: 'a', second: 2 },
      ),
      { first: col.text, literal: col.text, cast: col.text, twice: col.integer },
    )
    expect(row).toEqual({ first: 'a', literal: ':first', cast: '1', twice: 4 })
    expect(named('SELECT $$ :a $$, :b', { b: null })).toEqual(['SELECT $$ :a $$, $1', [null]])
    expect(() => named('SELECT :a', {})).toThrow('the parameter :a has no value')
    expect(() => named('SELECT 1', { a: 1 })).toThrow('the statement has no parameter :a')
  })
})
