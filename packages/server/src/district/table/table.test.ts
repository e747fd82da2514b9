/** The district table: read or refused as a whole, and replaced only before the first registration. */

import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Context } from '../../access/index.ts'
import { getElection } from '../../election/index.ts'
import type { Database } from '../../platform/database/index.ts'
import { readRows } from '../../platform/testing/rows.ts'
import { describeStores } from '../../platform/testing/stores.ts'
import { contextFor, importRows, loadSomeAreas, numberOf, openElection } from '../../registration/testing/office.ts'
import { districtLookup, findDistricts, setDistricts, setUpElection } from './index.ts'

const HEADER = '级别,选区,名额,社区'
const TABLE = [HEADER, '县级,第一选区,2,东郊、百子湾西', '县级,第二选区,1,大郊亭', '乡级,大郊亭选区,3,大郊亭'].join('\n')
const EAST = '110105021021'
const WEST = '110105021022'
const VILLAGE = '110105021201'

describeStores('the district table', open => {
  let database: Database
  let ctx: Context
  let folder: string
  const fileOf = async (text: string): Promise<string> => {
    const path = join(folder, 'districts.csv')
    await writeFile(path, text)
    return path
  }
  const setUp = async (text: string) =>
    setUpElection(ctx, {
      areaCode: '110105021',
      day: '2026-12-20',
      levels: ['county', 'township'],
      name: '换届选举',
      districtTable: await fileOf(text),
    })

  beforeEach(async () => {
    database = await open()
    await loadSomeAreas(database)
    ctx = contextFor(database)
    folder = await mkdtemp(join(tmpdir(), 'mingce-districts-'))
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  it('defaults to one district for each community, of a township also where only some people elect', async () => {
    const election = await openElection(ctx)
    expect((await findDistricts(database, election.id)).map(({ level, code, seats }) => [level, code, seats])).toEqual([
      ['county', EAST, null],
      ['county', WEST, null],
      ['county', VILLAGE, null],
      ['township', EAST, null],
      ['township', WEST, null],
      ['township', VILLAGE, null],
    ])
  })

  it('is read when its election is created', async () => {
    const made = await setUp(TABLE)
    if (!made.ok) throw new Error(JSON.stringify(made.error))
    expect(made.value.districts).toBe('table')
    expect(await findDistricts(database, made.value.id)).toEqual([
      { level: 'county', code: 'C001', name: '第一选区', seats: 2, communities: [EAST, WEST], parts: [] },
      { level: 'county', code: 'C002', name: '第二选区', seats: 1, communities: [VILLAGE], parts: [] },
      { level: 'township', code: 'T001', name: '大郊亭选区', seats: 3, communities: [VILLAGE], parts: [] },
    ])
    const lookup = await districtLookup(database, made.value)
    expect([lookup.county('第二选区'), lookup.county('C001'), lookup.county('大郊亭选区')]).toEqual(['C002', 'C001', null])
  })

  it('reports every invalid row, and then creates no election', async () => {
    const made = await setUp(
      [HEADER, '县级,第一选区,2,东郊、无此社区', '县级,第二选区,4,百子湾西', '县级,第三选区,1,东郊'].join('\n'),
    )
    if (made.ok || made.error.code !== 'districts.invalid') throw new Error('not refused')
    expect(made.error.rows.map(({ rowNo }) => rowNo)).toEqual([2, 3, 4])
    expect(made.error.rows[0]?.text.zh).toContain('无此社区')
    expect(made.error.rows[2]?.text.zh).toContain('已在选区“第一选区”中')
    expect(await readRows(database, 'SELECT FROM election')).toEqual([])
    expect(await readRows(database, 'SELECT FROM audit')).toEqual([])
    expect(await setUp('选区,名额\n第一选区,1')).toMatchObject({
      ok: false,
      error: { code: 'districts.invalid', rows: [{ rowNo: 1 }] },
    })
  })

  it('can be replaced until the first registration', async () => {
    const election = await openElection(ctx)
    expect(await setDistricts(ctx, election.id, await fileOf(TABLE))).toEqual({ ok: true, value: { districts: 3 } })
    expect(await getElection(ctx, election.id)).toMatchObject({ ok: true, value: { districts: 'table' } })
    expect(await readRows(database, `SELECT details FROM audit WHERE action = 'districts.set'`)).toEqual([
      { details: { districts: 3 } },
    ])
    await importRows(ctx, election, [
      ['姓名', '公民身份号码', '性别', '社区'],
      ['李小明', numberOf('1990-03-05', 1), '男', '东郊'],
    ])
    expect(await setDistricts(ctx, election.id, await fileOf(TABLE))).toEqual({ ok: false, error: { code: 'districts.in-use' } })
    expect(await setDistricts(ctx, 'x', await fileOf(TABLE))).toMatchObject({ ok: false, error: { code: 'election.unknown' } })
  })
})
