import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readRows } from '../../testing/rows.ts'
import { describeStores } from '../../testing/stores.ts'
import { CopyPage, type LoadColumns } from './copy-page.ts'

const COLUMNS = {
  key: 'uuid',
  name: 'text',
  yes: 'boolean',
  small: 'smallint',
  whole: 'integer',
  big: 'bigint',
  day: 'date',
  said: 'jsonb',
  bytes: 'bytea',
} as const satisfies LoadColumns

interface Row {
  readonly key: Uint8Array
  readonly name: string | null
  readonly yes: boolean | null
  readonly small: number | null
  readonly whole: number | null
  readonly big: number | null
  readonly day: string | null
  readonly said: object | null
  readonly bytes: Uint8Array
}

/** Writes the columns of a started row, except `bytes`. */
const fill = (page: CopyPage, row: Row): CopyPage =>
  page
    .uuid(row.key, 0)
    .text(row.name)
    .boolean(row.yes)
    .smallint(row.small)
    .integer(row.whole)
    .bigint(row.big)
    .date(row.day)
    .jsonb(row.said)
const write = (page: CopyPage, row: Row): CopyPage => fill(page.row(), row).bytea(row.bytes)

describe('CopyPage', () => {
  it('accepts the declared columns, in their order', () => {
    const page = new CopyPage({ id: 'integer', name: 'text' }, 1)
    expect(() => page.row().text('一')).toThrow('id takes no text')
    expect(() => page.row()).toThrow('the row has no id')
    expect(() => page.rows()).toThrow('the row has no id')
    expect(() => page.integer(1).text('一').text('二')).toThrow('the next row takes no text')
  })

  it('refuses numbers out of range and invalid dates', () => {
    const page = new CopyPage({ small: 'smallint', whole: 'integer', big: 'bigint', day: 'date' }, 1).row()
    for (const wrong of [32_768, -32_769, 0.5]) expect(() => page.smallint(wrong)).toThrow(RangeError)
    page.smallint(0)
    for (const wrong of [2 ** 31, -(2 ** 31) - 1, Number.NaN]) expect(() => page.integer(wrong)).toThrow(RangeError)
    page.integer(0)
    for (const wrong of [2 ** 53, 1.5, Number.NaN]) expect(() => page.bigint(wrong)).toThrow(RangeError)
    page.bigint(0)
    for (const wrong of ['2023-02-29', '20230101', '']) expect(() => page.date(wrong)).toThrow(RangeError)
  })
})

/** What PostgreSQL stores of a text. */
const kept = (text: string): string => Buffer.from(text.replaceAll('\0', '\ufffd')).toString()

/** Texts with characters of each width, lone surrogates, NUL, and what COPY’s text format would escape. */
const texts = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom('张', '𠮷', '·', 'é', 'ﾊ', '\0', '\ud842', '\udfb7', '\\', '\t', '\n', 'N', 'x') }),
)
const days = fc
  .date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
  .map(date => date.toISOString().slice(0, 10))
const rows: fc.Arbitrary<Row> = fc.record({
  key: fc.uint8Array({ minLength: 16, maxLength: 16 }),
  name: fc.option(texts),
  yes: fc.option(fc.boolean()),
  small: fc.option(fc.integer({ min: -32_768, max: 32_767 })),
  whole: fc.option(fc.integer()),
  big: fc.option(fc.maxSafeInteger()),
  day: fc.option(days),
  said: fc.option(fc.record({ value: fc.jsonValue(), text: texts }), { freq: 2 }),
  bytes: fc.uint8Array({ maxLength: 40 }),
})

describeStores('load', open => {
  it('stores every value as written', async () => {
    const database = await open()
    await database.script(
      'CREATE TABLE loaded (nth integer, key uuid, name text, yes boolean, small smallint, whole integer, big bigint, day date, said jsonb, bytes bytea)',
    )
    await fc.assert(
      fc.asyncProperty(fc.array(rows, { maxLength: 30 }), fc.integer({ min: 0, max: 4 }), async (written, expected) => {
        await database.script('TRUNCATE loaded')
        const load = database.load('loaded', { nth: 'integer', ...COLUMNS })
        const half = Math.ceil(written.length / 2)
        for (const part of [written.slice(0, half), written.slice(half)]) {
          const page = new CopyPage({ nth: 'integer', ...COLUMNS }, expected)
          for (const row of part) {
            fill(page.row().integer(written.indexOf(row)), row).hex(Buffer.from(row.bytes).toString('hex'))
          }
          await load.send(page)
        }
        await load.finish()
        const read = await readRows<Omit<Row, 'key'> & { readonly key: string }>(
          database,
          'SELECT key, name, yes, small, whole, big, day, said, bytes FROM loaded ORDER BY nth',
        )
        expect(read.map(row => ({ ...row, key: row.key.replaceAll('-', ''), bytes: [...row.bytes] }))).toEqual(
          written.map(row => ({
            ...row,
            key: Buffer.from(row.key).toString('hex'),
            name: row.name && kept(row.name),
            said:
              row.said && JSON.parse(JSON.stringify(row.said, (_, value) => (typeof value === 'string' ? kept(value) : value))),
            bytes: [...row.bytes],
          })),
        )
      }),
      { numRuns: 40 },
    )
  })

  it('stores pages larger than expected, and nothing from a load that is empty or refused', async () => {
    const database = await open()
    await database.script(
      'CREATE TABLE loaded (key uuid, name text UNIQUE, yes boolean, small smallint, whole integer, big bigint, day date, said jsonb, bytes bytea)',
    )
    const row: Row = {
      key: Buffer.alloc(16, 7),
      name: '名',
      yes: null,
      small: 1,
      whole: 2,
      big: 3,
      day: '2026-11-28',
      said: null,
      bytes: Buffer.of(1),
    }
    const empty = database.load('loaded', COLUMNS)
    await empty.send(empty.page(0))
    await empty.finish()
    await database.load('loaded', COLUMNS).finish()
    const load = database.load('loaded', COLUMNS)
    const page = load.page(1)
    for (let length = 1; length < 2 ** 17; length *= 4)
      write(page, { ...row, name: '名'.repeat(length), bytes: Buffer.alloc(length, 1) })
    await load.send(page)
    await load.finish()
    const [sum] = await readRows(
      database,
      'SELECT count(*) AS rows, max(length(name)) AS longest, max(length(bytes)) AS largest FROM loaded',
    )
    expect(sum).toEqual({ rows: 9, longest: 65_536, largest: 65_536 })
    const twice = database.load('loaded', COLUMNS)
    const refused = async () => {
      await twice.send(write(write(twice.page(2), row), row))
      await twice.finish()
    }
    await expect(refused()).rejects.toMatchObject({ state: '23505' })
    await twice.cancel()
    expect(await readRows(database, 'SELECT count(*) AS rows FROM loaded')).toEqual([{ rows: 9 }])
  })
})
