/** A refused row entered again: the road of a file's row, the refused row says who mended it, and the counts stay right. On both stores. */
import { beforeEach, expect, it } from 'vitest'
import type { Actor, Context } from '../../../access/index.ts'
import type { Election } from '../../../election/index.ts'
import type { Database } from '../../../platform/database/index.ts'
import { readRows } from '../../../platform/testing/rows.ts'
import { describeStores } from '../../../platform/testing/stores.ts'
import { checkCounts } from '../../counts/index.ts'
import { findRefusedRows } from '../../review/index.ts'
import { contextFor, importPeople, importRows, loadSomeAreas, numberOf, openElection } from '../../testing/office.ts'
import { findImports } from '../service.records.ts'
import { mendRow } from './service.ts'

const [EAST, WEST] = ['110105021021', '110105021022']
const HEADER = ['姓名', '公民身份号码', '社区', '单位']
const POPULATION = ['姓名', '公民身份号码', '户籍区划', '社区代码']
const LI = ['李小明', numberOf('1990-03-05', 1)] as const
const CHILD = ['小朋友', numberOf('2015-05-05', 3)] as const
const WRONG = `${LI[1].slice(0, 17)}${LI[1].endsWith('1') ? '2' : '1'}`

describeStores('a refused row', open => {
  let ctx: Context
  let election: Election
  let database: Database
  beforeEach(async () => {
    database = await open()
    await loadSomeAreas(database)
    ctx = contextFor(database)
    election = await openElection(ctx)
    await importPeople(ctx, election, [POPULATION, [...LI, '110105', EAST], [...CHILD, '110105', EAST]])
    await importRows(ctx, election, [HEADER, [LI[0], WRONG, EAST, '甲单位'], [...CHILD, WEST, '乙单位']])
  })

  const refused = async (state: 'open' | 'mended' = 'open') => {
    const page = await findRefusedRows(ctx, election.id, { state })
    if (!page.ok) throw new Error(page.error.code)
    return page.value
  }
  const rowOf = async (name: string) => {
    const row = (await refused()).items.find(item => item.name === name)
    if (!row) throw new Error(`${name} is not refused`)
    return { id: election.id, countyCode: row.countyCode, digest: row.digest }
  }

  it('is mended, says by whom, and the person is registered by an import of one row', async () => {
    expect((await refused()).total).toBe(2)
    expect(await mendRow(ctx, await rowOf(LI[0]), { name: LI[0], number: LI[1], community: EAST, unit: '甲单位' })).toMatchObject(
      {
        ok: true,
        value: { outcome: 'accepted', codes: [], row: null },
      },
    )
    expect(await refused()).toMatchObject({ total: 1, items: [{ name: CHILD[0], mendedBy: null }] })
    expect((await refused('mended')).items).toMatchObject([
      { name: LI[0], mendedBy: ctx.actor.name, mendedAt: new Date('2026-11-20T01:00:00Z') },
    ])
    expect(await readRows(database, 'SELECT name, status, unit FROM registration')).toEqual([
      { name: LI[0], status: 'registered', unit: '甲单位' },
    ])
    expect(await checkCounts(database, election)).toEqual([])
    const audit = JSON.stringify(
      await readRows(database, `SELECT action, details, subject FROM audit WHERE action = 'refused.mended'`),
    )
    expect(audit).toContain('accepted')
    expect(audit).not.toContain(LI[1].slice(0, 14))
    // The list of imports is of files.
    expect(await findImports(ctx, election.id)).toMatchObject({ ok: true, value: [{ rows: 2 }, { kind: 'population' }] })
  })

  it('that is refused again waits in its place, and is counted once', async () => {
    const again = await mendRow(ctx, await rowOf(LI[0]), { name: LI[0], number: WRONG, community: WEST })
    expect(again).toMatchObject({ ok: true, value: { outcome: 'refused', codes: ['identity.checksum'] } })
    expect((await refused()).total).toBe(2)
    expect((await refused('mended')).items.map(one => one.name)).toEqual([LI[0]])
    const row = again.ok ? again.value.row : null
    if (!row) throw new Error('no row')
    const same = await mendRow(ctx, { id: election.id, ...row }, { name: LI[0], number: WRONG, community: WEST })
    expect(same).toMatchObject({ ok: true, value: { outcome: 'refused', row } })
    expect(await refused()).toMatchObject({ total: 2 })
    expect(await mendRow(ctx, { id: election.id, ...row }, { name: LI[0], number: LI[1], community: WEST })).toMatchObject({
      ok: true,
      value: { row: null },
    })
    expect(await refused()).toMatchObject({ total: 1 })
    expect(await checkCounts(database, election)).toEqual([])
  })

  it('is mended once, and in its own area only', async () => {
    const east: Actor = { id: 'e', name: '东郊登记站', role: 'station', areaCode: EAST }
    const station = { ...ctx, actor: east }
    const [li, child] = [await rowOf(LI[0]), await rowOf(CHILD[0])]
    const body = { name: LI[0], number: LI[1], community: EAST }
    expect(await mendRow(station, child, body)).toMatchObject({ ok: false, error: { code: 'not-found' } })
    expect(await mendRow(station, li, { ...body, community: WEST })).toMatchObject({ ok: false, error: { code: 'forbidden' } })
    const auditor = { ...ctx, actor: { ...east, role: 'auditor' } } as const
    expect(await mendRow(auditor, li, body)).toMatchObject({ ok: false, error: { code: 'forbidden' } })
    expect(await mendRow(station, li, body)).toMatchObject({ ok: true, value: { outcome: 'accepted' } })
    expect(await mendRow(ctx, li, body)).toMatchObject({
      ok: false,
      error: { code: 'refused.mended', text: { zh: `这一行已由${east.name}更正` } },
    })
    expect(await readRows(database, 'SELECT id FROM import')).toHaveLength(3)
  })
})
