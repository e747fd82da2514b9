/** Communities and units that have sent nothing yet; imports filtered, and a station sees its own. On both stores. */
import { beforeEach, expect, it } from 'vitest'
import type { Actor, Context } from '../../../access/index.ts'
import type { Election } from '../../../election/index.ts'
import type { Database } from '../../../platform/database/index.ts'
import { readRows } from '../../../platform/testing/rows.ts'
import { describeStores } from '../../../platform/testing/stores.ts'
import { contextFor, importFiles, importPeople, importRows, loadSomeAreas, numberOf, openElection } from '../../testing/office.ts'
import { findImports, getImport } from '../service.records.ts'
import { findSenders } from './service.ts'

const [EAST, WEST, VILLAGE] = ['110105021021', '110105021022', '110105021201']
const HEADER = ['姓名', '公民身份号码', '社区', '单位']
const person = (sequence: number) => ['王小明', numberOf('1990-03-05', sequence)] as const

describeStores('who has sent nothing', open => {
  let ctx: Context
  let election: Election
  let database: Database
  beforeEach(async () => {
    database = await open()
    await loadSomeAreas(database)
    ctx = contextFor(database)
    election = await openElection(ctx)
  })

  const senders = async (filter: Partial<Parameters<typeof findSenders>[2]> = {}, as: Context = ctx) => {
    const page = await findSenders(as, election.id, { of: 'communities', state: 'nothing', ...filter })
    if (!page.ok) throw new Error(page.error.code)
    return page.value
  }
  const station: Actor = { id: 's', name: '东郊登记站', role: 'station', areaCode: EAST }

  it('lists communities without a file, and takes them off when one came, whatever became of its rows', async () => {
    expect((await senders()).items.map(one => one.community?.code)).toEqual([EAST, WEST, VILLAGE])
    await importRows(ctx, election, [HEADER, [...person(1), EAST, '甲单位'], ['李四', '123', WEST, '']])
    expect((await senders()).items).toMatchObject([{ name: '大郊亭村委会', rows: 0, registered: 0, lastAt: null }])
    expect(await senders({ state: 'sent' })).toMatchObject({
      total: 2,
      next: null,
      items: [{ rows: 1 }, { rows: 1, registered: 0 }],
    })
    expect((await senders({ state: 'all', q: '百子湾' })).items.map(one => one.community?.code)).toEqual([WEST])
    expect((await senders({ state: 'all' }, { ...ctx, actor: station })).items.map(one => one.community?.code)).toEqual([EAST])
  })

  it('lists units that the committee knows, or that sent their people for an earlier election, without a file', async () => {
    const at = '2026-11-20T01:00:00Z'
    await readRows(
      database,
      `INSERT INTO electing_unit (election_id, name, community_code, statute, set_by, at) VALUES ($1, '甲单位', $2, 'own', 'x', $3) RETURNING name`,
      [election.id, EAST, at],
    )
    await readRows(
      database,
      `INSERT INTO election SELECT (jsonb_populate_record(e, '{"id":"earlier","round":"2021"}')).* FROM election e RETURNING id`,
    )
    await readRows(
      database,
      `INSERT INTO import_sender (import_id, election_id, community_code, unit, rows) VALUES (9001, 'earlier', $1, '乙单位', 3) RETURNING unit`,
      [WEST],
    )
    const names = async (filter = {}, as: Context = ctx) =>
      (await senders({ of: 'units', ...filter }, as)).items.map(one => [one.name, one.community?.code, one.registered])
    expect(await names()).toEqual([
      ['乙单位', WEST, null],
      ['甲单位', EAST, null],
    ])
    expect(await names({}, { ...ctx, actor: station })).toEqual([['甲单位', EAST, null]])
    await importRows(ctx, election, [HEADER, [...person(1), EAST, '甲单位']])
    expect(await names()).toEqual([['乙单位', WEST, null]])
    expect(await names({ state: 'sent' })).toEqual([['甲单位', EAST, null]])
  })

  it('imports are found by kind, state, name and sender, and a station sees its own', async () => {
    await importPeople(ctx, election, [
      ['姓名', '公民身份号码', '户籍区划', '社区代码'],
      [...person(1), '110105', EAST],
    ])
    const own = { ...ctx, actor: station }
    await importFiles(own, election, [[HEADER, [...person(1), EAST, '']]])
    await importRows(ctx, election, [HEADER, [...person(3), WEST, '']])
    const ids = async (filter = {}, as: Context = ctx) => {
      const found = await findImports(as, election.id, filter)
      return found.ok ? found.value.map(one => [one.kind, one.startedBy]) : []
    }
    expect(await ids()).toHaveLength(3)
    expect(await ids({ kind: 'population' })).toEqual([['population', ctx.actor.name]])
    expect(await ids({ state: 'failed' })).toEqual([])
    expect(await ids({ q: '登记站' })).toEqual([['registrations', station.name]])
    expect(await ids({ mine: 'yes' })).toHaveLength(2)
    expect(await ids({}, own)).toEqual([['registrations', station.name]])
    const all = await findImports(ctx, election.id)
    const [newest, middle, oldest] = all.ok ? all.value : []
    if (!newest || !middle || !oldest) throw new Error('no imports')
    expect(await ids({ before: newest.id })).toHaveLength(2)
    expect(await getImport(own, oldest.id)).toMatchObject({ ok: false, error: { code: 'import.unknown' } })
    expect(await getImport(own, middle.id)).toMatchObject({ ok: true })
  })
})
