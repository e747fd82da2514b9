/** People not yet registered by door: grouped, in the order of a walk, printed with a QR that opens only in the right area. */
import { expect, it } from 'vitest'
import type { Actor } from '../../access/index.ts'
import { readRows } from '../../platform/testing/rows.ts'
import { describeStores } from '../../platform/testing/stores.ts'
import { contextFor, importPeople, loadSomeAreas, numberOf, openElection } from '../testing/office.ts'
import { recordVisit } from '../worklist/index.ts'
import { Households } from './schema.ts'
import { findHouseholds, findSheet, openHousehold, printHouseholds } from './service.ts'

const EAST = '110105021021'
const STATION: Actor = { id: 'u-s', name: '小马', role: 'station', areaCode: EAST }
const OTHER: Actor = { id: 'u-o', name: '小赵', role: 'station', areaCode: '110105021022' }

const PEOPLE = [
  ['赵一', numberOf('1990-03-05', 1), '北京市朝阳区南磨房地区东郊社区10号楼1单元101室'],
  ['钱二', numberOf('1985-07-21', 2), '东郊社区2号楼2单元1001室'],
  ['钱三', numberOf('1986-07-21', 4), '东郊社区2栋二单元1001'],
  ['孙四', numberOf('1988-08-08', 9), '东郊社区2号楼2单元201室'],
  ['李五', numberOf('1979-01-02', 3), ''],
] as const

describeStores('households', open => {
  const prepare = async () => {
    const database = await open()
    await loadSomeAreas(database)
    const ctx = contextFor(database)
    const election = await openElection(ctx)
    await importPeople(ctx, election, [
      ['姓名', '公民身份号码', '户籍区划', '社区代码', '状态', '现住址'],
      ...PEOPLE.map(([name, number, address]) => [name, number, '110105', EAST, '正常', address]),
    ])
    return { database, ctx, election }
  }

  it('are sorted as one walks, by the doors of their addresses however they are written', async () => {
    const { ctx, election } = await prepare()
    const found = await findHouseholds(ctx, election.id, { community: EAST })
    if (!found.ok) throw new Error(found.error.code)
    expect(found.value.items.map(one => [one.building, one.unit, one.door, one.people.map(({ name }) => name).join('')])).toEqual(
      [
        ['2', '2', '201', '孙四'],
        ['2', '2', '1001', '钱二钱三'],
        ['10', '1', '101', '赵一'],
        ['', '', '', '李五'],
      ],
    )
    expect(found.value.buildings.map(({ building, households, people }) => [building, households, people])).toEqual([
      ['2', 2, 3],
      ['10', 1, 1],
      ['', 1, 1],
    ])
    expect(Households.parse(found.value)).toEqual(found.value)
    const building = found.value.buildings[1]?.id
    const one = await findHouseholds(ctx, election.id, { community: EAST, building })
    expect(one).toMatchObject({ ok: true, value: { items: [{ building: '10' }], next: null } })
    expect(await findHouseholds({ ...ctx, actor: OTHER }, election.id, { community: EAST })).toMatchObject({
      ok: false,
      error: { code: 'household.community' },
    })
  })

  it('are printed with a QR that names nobody and opens in the area only, and the print is in the audit trail', async () => {
    const { database, ctx, election } = await prepare()
    const printed = await printHouseholds(ctx, election.id, { community: EAST }, 'https://roll.example')
    if (!printed.ok) throw new Error(printed.error.code)
    expect(Buffer.from(printed.value.pdf.subarray(0, 5)).toString()).toBe('%PDF-')
    expect(await readRows(database, `SELECT details FROM audit WHERE action = 'households.printed'`)).toEqual([
      { details: { community: EAST, households: 4, people: 5 } },
    ])
    const sheet = await findSheet(ctx, election, { community: EAST }, 'https://roll.example')
    const urls = sheet.ok ? sheet.value.doors.map(({ url }) => url) : []
    expect(urls).toHaveLength(4)
    for (const url of urls) expect(url).toMatch(/^https:\/\/roll\.example\/office\/households\/[\w-]{60,300}$/)
    const opened = []
    for (const url of urls) {
      const handle = url.slice(url.lastIndexOf('/') + 1)
      expect(Buffer.from(handle, 'base64url').toString('utf8')).not.toMatch(/赵一|钱二|1001|1990/)
      const one = await openHousehold({ ...ctx, actor: STATION }, handle)
      if (one.ok) opened.push(one.value.people.map(({ name }) => name).join(''))
      expect(await openHousehold({ ...ctx, actor: OTHER }, handle)).toMatchObject({ error: { code: 'household.unknown' } })
      expect(await openHousehold(ctx, `${handle.slice(0, -3)}AAA`)).toMatchObject({ error: { code: 'household.unknown' } })
    }
    expect(opened.sort()).toEqual(['孙四', '李五', '赵一', '钱二钱三'].sort())
  })

  it('leaves off the sheet who was visited; the household still shows how it went', async () => {
    const { ctx, election } = await prepare()
    const all = await findHouseholds(ctx, election.id, { community: EAST })
    const people = all.ok ? all.value.items.flatMap(one => one.people) : []
    for (const person of people)
      await recordVisit(ctx, { electionId: election.id, personRef: person.personRef, outcome: 'abroad' })
    expect(await printHouseholds(ctx, election.id, { community: EAST }, 'https://roll.example')).toMatchObject({
      error: { code: 'household.none' },
    })
    const after = await findHouseholds(ctx, election.id, { community: EAST })
    expect(after).toMatchObject({ ok: true, value: { buildings: [{ visited: 3 }, { visited: 1 }, { visited: 1 }] } })
  })
})
