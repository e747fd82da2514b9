/** The people offered at a demo login: some of each kind, with their current state. */
import { expect, it } from 'vitest'
import { describeStores } from '../../../platform/testing/stores.ts'
import {
  contextFor,
  importDisqualified,
  importPeople,
  importRows,
  loadSomeAreas,
  numberOf,
  openElection,
} from '../../testing/office.ts'
import { openSample } from './index.ts'

const EAST = '110105021021'
const PEOPLE = [
  ['李未登', numberOf('1990-03-05', 1), '110105'],
  ['王已登', numberOf('1985-07-21', 2), '110105'],
  ['外来人', numberOf('1988-08-08', 9, '410105'), '410105'],
  ['少年', numberOf('2008-12-21', 11), '110105'],
  ['幼儿', numberOf('2020-12-21', 13), '110105'],
  ['剥权', numberOf('1975-05-05', 15), '110105'],
] as const

describeStores('sample people', open => {
  it('has one of each kind with the current state, and is empty without an election', async () => {
    const database = await open()
    await loadSomeAreas(database)
    const ctx = contextFor(database)
    const sample = openSample(ctx, '110105021')
    expect(await sample()).toEqual([])
    const election = await openElection(ctx)
    await importPeople(ctx, election, [
      ['姓名', '公民身份号码', '户籍区划', '社区代码', '状态'],
      ...PEOPLE.map(([name, number, hukou]) => [name, number, hukou, EAST, '正常']),
    ])
    await importDisqualified(ctx, election, [
      ['姓名', '公民身份号码', '类别', '机关', '文书号', '起始日期', '终止日期'],
      ['剥权', PEOPLE[5][1], '剥夺政治权利', '朝阳法院', '(2025)京0105刑初1号', '2025-01-01', '2029-01-01'],
    ])
    const register = (name: string, number: string) =>
      importRows(ctx, election, [
        ['姓名', '公民身份号码', '社区'],
        [name, number, '东郊社区'],
      ])
    await register('王已登', PEOPLE[1][1])
    const standing = async () => Object.fromEntries((await sample()).map(({ name, note }) => [name, note.zh]))
    expect(await standing()).toEqual({
      李未登: '尚未登记',
      外来人: '尚未登记，户口在外地',
      王已登: '已经登记',
      剥权: '选举日没有选举权',
      少年: '选举日未满18周岁',
    })
    expect((await sample()).find(person => person.name === '李未登')?.number).toBe(PEOPLE[0][1])
    await register('李未登', PEOPLE[0][1])
    expect((await standing()).李未登).toBe('已经登记')
  })
})
