import { beforeEach, expect, it } from 'vitest'
import type { Context } from '../../access/index.ts'
import type { Election } from '../../election/index.ts'
import type { Database } from '../../platform/database/index.ts'
import { readRows } from '../../platform/testing/rows.ts'
import { describeStores } from '../../platform/testing/stores.ts'
import { findReviewCases } from '../review/index.ts'
import { contextFor, importPeople, importRows, loadSomeAreas, numberOf, openElection } from '../testing/office.ts'
import { checkElection } from '../worklist/index.ts'

const EAST = '110105021021'
const ROSTER = ['姓名', '公民身份号码', '社区', '选民资格证明', '居住证', '来本市居住时间', '合同起止', '高校学生', '学生']
const who = ['甲', '乙', '丙', '丁', '戊', '己', '庚'].map((name, at): [string, string] => [
  `外来${name}`,
  numberOf('1988-08-08', 2 * at + 1, '410105'),
])

describeStores('people from elsewhere (BJ 31)', open => {
  let ctx: Context
  let election: Election
  let database: Database

  beforeEach(async () => {
    database = await open()
    await loadSomeAreas(database)
    ctx = contextFor(database)
    election = await openElection(ctx)
    await importPeople(ctx, election, [
      ['姓名', '公民身份号码', '户籍区划', '社区代码', '状态'],
      ...who.map(person => [...person, '410105', EAST, '正常']),
    ])
  })

  const row = (at: number, ...cells: string[]) => [...(who[at] ?? []), EAST, ...cells]
  const statuses = async () =>
    Object.fromEntries(
      (await readRows(database, 'SELECT name, status FROM registration ORDER BY name')).map(one => [one.name, one.status]),
    )
  const missing = async () => {
    const cases = await findReviewCases(ctx, election.id, { state: 'open' })
    if (!cases.ok) throw new Error(cases.error.code)
    return Object.fromEntries(cases.value.items.map(one => [one.name, one.findings.map(finding => finding.missing?.zh)]))
  }

  it('are registered with a year by polling day, and asked for what is missing otherwise', async () => {
    await importRows(ctx, election, [
      ROSTER,
      row(0, '有', '有', '2025-12-20', '', '', ''),
      row(1, '有', '有', '2025-12-21', '', '', ''),
      row(2, '有', '有', '2026-02', '2024-01-01至2027-01-01', '', ''),
      row(3, '有', '有', '', '2024-01-01至2026-12-19', '', ''),
      row(4, '', '', '', '', '是', ''),
      row(5, '', '', '', '', '', '是'),
      row(6, '有', '有', '', '', '', ''),
    ])
    expect(await statuses()).toEqual({
      外来甲: 'registered',
      外来乙: 'review',
      外来丙: 'registered',
      外来丁: 'review',
      外来戊: 'registered',
      外来己: 'review',
      外来庚: 'review',
    })
    expect(await missing()).toEqual({
      外来乙: ['从2025-12-21起在本市居住，到选举日还不够：须不晚于2025-12-20；或者：没有说明劳动合同的起止日期'],
      外来丁: ['没有说明从什么时候起在本市居住；或者：劳动合同到2026-12-19为止，选举日已不在合同期内'],
      外来己: [expect.stringContaining('没有户口所在地的选民资格证明')],
      外来庚: ['没有说明从什么时候起在本市居住；或者：没有说明劳动合同的起止日期'],
    })
  })

  it('are asked anew when the polling day moves', async () => {
    await importRows(ctx, election, [
      ROSTER,
      row(0, '有', '有', '2025-12-20', '', '', ''),
      row(1, '有', '有', '2025-12-21', '', '', ''),
      row(2, '有', '有', '', '2024-01-01至2026-12-20', '', ''),
    ])
    expect(await statuses()).toEqual({ 外来甲: 'registered', 外来乙: 'review', 外来丙: 'registered' })
    await database.run(`UPDATE election SET polling_day = '2026-12-21' WHERE id = $1`, [election.id])
    await checkElection(ctx, election.id)
    expect(await statuses()).toEqual({ 外来甲: 'registered', 外来乙: 'registered', 外来丙: 'registered' })
    const [open] = await readRows(
      database,
      `SELECT r.name FROM finding f JOIN registration r ON r.id = f.registration_id AND r.person_key = f.person_key
       WHERE f.code = 'place.unproven' AND f.state = 'open'`,
    )
    expect(open?.name).toBe('外来丙')
  })

  it('bring their dates later in a second row', async () => {
    await importRows(ctx, election, [ROSTER, row(0, '有', '有', '', '', '', '')])
    await importRows(ctx, election, [ROSTER, row(0, '', '', '2020', '', '', ''), row(1, '有', '有', '是', '', '', '')])
    expect(await statuses()).toMatchObject({ 外来乙: 'registered' })
    await importRows(ctx, election, [ROSTER, row(0, '有', '有', '2020', '', '', '')])
    expect(await statuses()).toMatchObject({ 外来甲: 'registered' })
    expect(await readRows(database, `SELECT lives_here_since::text AS since FROM registration WHERE name = '外来甲'`)).toEqual([
      { since: '2020-12-31' },
    ])
  })
})
