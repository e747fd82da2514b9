import { expect, it } from 'vitest'
import { describeStores } from '../../platform/testing/stores.ts'
import { contextFor, importPeople, importRows, loadSomeAreas, numberOf, openElection } from '../../registration/testing/office.ts'
import { findCertificateFigures } from '../accept/index.ts'

const EAST = '110105021021'
const birth = (at: number) => `19${70 + (at % 30)}-0${1 + (at % 9)}-11`

describeStores('certificates by province', open => {
  it('are counted for people from elsewhere, and numbers under ten are merged', async () => {
    const database = await open()
    await loadSomeAreas(database)
    const ctx = contextFor(database)
    const election = await openElection(ctx)
    const guests = [
      ...Array.from({ length: 25 }, (_, at) => ({ at, province: '410105', has: at < 12 })),
      ...Array.from({ length: 14 }, (_, at) => ({ at: at + 30, province: '130102', has: true })),
      ...Array.from({ length: 3 }, (_, at) => ({ at: at + 50, province: '370102', has: true })),
    ].map(({ at, province, has }) => ({ who: [`外${at}`, numberOf(birth(at), at + 1, province)], province, has }))
    const local = ['本地人', numberOf('1980-01-01', 3)]
    await importPeople(ctx, election, [
      ['姓名', '公民身份号码', '户籍区划', '社区代码', '状态'],
      ...guests.map(({ who, province }) => [...who, province, EAST, '正常']),
      [...local, '110105', EAST, '正常'],
    ])
    await importRows(ctx, election, [
      ['姓名', '公民身份号码', '社区', '选民资格证明'],
      ...guests.map(({ who, has }) => [...who, EAST, has ? '有' : '']),
      [...local, EAST, ''],
    ])
    const figures = await findCertificateFigures(ctx, election.id)
    if (!figures.ok) throw new Error(figures.error.code)
    // 山东 has three people: they are merged with 河北, the smaller of the others.
    expect(figures.value.provinces.rows.reduce((sum, row) => sum + row.asked, 0)).toBe(42)
    expect(figures.value.provinces).toEqual({
      rows: [
        { province: { code: '41', name: '河南省' }, asked: 25, issued: 12, refused: 0, silent: 13 },
        { province: null, asked: 17, issued: 17, refused: 0, silent: 0 },
      ],
      merged: 2,
    })
  })
})
