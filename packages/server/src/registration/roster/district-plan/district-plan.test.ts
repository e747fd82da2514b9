/** District plans: from communities or a file to the legal plan, undone, compared, and applied to existing registrations. */

import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Context } from '../../../access/index.ts'
import {
  announcePlan,
  changePlan,
  comparePlansOf,
  copyPlan,
  findDistricts,
  findElectionPlans,
  makePlanOfCommunities,
  makePlanOfFile,
  type Plan,
  proposePlan,
  undoPlanStep,
} from '../../../district/index.ts'
import type { Election } from '../../../election/index.ts'
import type { Database } from '../../../platform/database/index.ts'
import { readRows } from '../../../platform/testing/rows.ts'
import { describeStores } from '../../../platform/testing/stores.ts'
import { contextFor, importPeople, importRows, loadSomeAreas, numberOf, openElection } from '../../testing/office.ts'
import { countPeople, freezePlan, previewPlan } from './service.ts'

const EAST = '110105021021'
const WEST = '110105021022'
const VILLAGE = '110105021201'
const ROSTER = ['姓名', '公民身份号码', '性别', '社区']
const VOTERS = [
  ['李小明', numberOf('1990-03-05', 1), '男', '东郊'],
  ['王芳', numberOf('1985-07-21', 2), '女', '东郊'],
  ['赵一', numberOf('1970-01-01', 3), '男', '百子湾西'],
  ['陈村', numberOf('1980-01-01', 5), '男', '大郊亭'],
]

describeStores('district plans', open => {
  let ctx: Context
  let election: Election
  let database: Database
  let folder: string

  beforeEach(async () => {
    database = await open()
    await loadSomeAreas(database)
    ctx = contextFor(database)
    election = await openElection(ctx)
    await importPeople(ctx, election, [
      ['姓名', '公民身份号码', '户籍区划', '社区代码', '状态'],
      ...VOTERS.map(([name = '', number = '', , community]) => [
        name,
        number,
        '110105',
        community === '东郊' ? EAST : community === '百子湾西' ? WEST : VILLAGE,
        '正常',
      ]),
    ])
    await importRows(ctx, election, [ROSTER, ...VOTERS])
    folder = await mkdtemp(join(tmpdir(), 'plan-'))
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  const done = <T>(result: { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: unknown }): T => {
    if (!result.ok) throw new Error(JSON.stringify(result.error))
    return result.value
  }
  const ofCommunities = async (level: 'county' | 'township', name = '方案'): Promise<Plan> =>
    done(await makePlanOfCommunities(ctx, election.id, { level, name }, countPeople))
  const change = async (plan: Plan, ...changes: Parameters<typeof changePlan>[3][]): Promise<Plan> => {
    let now = plan
    for (const one of changes) now = done(await changePlan(ctx, election.id, plan.id, one))
    return now
  }
  const homes = (plan: Plan) => Object.fromEntries(plan.units.map(unit => [unit.code, unit.district]))
  const standing = () =>
    readRows<{ name: string; county: string | null; township: string | null }>(
      database,
      'SELECT name, county_district AS county, township_district AS township FROM registration ORDER BY birth_date DESC',
    )

  it('start with the electing communities and their population in the register', async () => {
    const county = await ofCommunities('county')
    expect(county.units.map(unit => [unit.code, unit.population, unit.district])).toEqual([
      [EAST, 2, null],
      [WEST, 1, null],
      [VILLAGE, 1, null],
    ])
    expect(county.populationSource).toBe('register')
    // Only residents of villages elect the deputies of the township (P83 §7).
    expect((await ofCommunities('township')).units.map(unit => unit.code)).toEqual([VILLAGE])
    expect(done(await findElectionPlans(ctx, election.id)).map(plan => plan.id)).toEqual([2, 1])
  })

  it('show the effect of a move, and undo it', async () => {
    const plan = await change(
      await ofCommunities('county'),
      { kind: 'add', name: '东选区', seats: 2 },
      { kind: 'add', name: '西选区', seats: 1 },
      { kind: 'move', units: [EAST, VILLAGE], district: 1 },
      { kind: 'move', units: [WEST], district: 2 },
    )
    expect(plan.figures.districts.map(one => [one.population, one.perDeputy])).toEqual([
      [3, 1.5],
      [1, 1],
    ])
    const moved = await change(plan, { kind: 'move', units: [VILLAGE], district: 2 })
    expect(moved.figures.districts.map(one => one.population)).toEqual([2, 2])
    const back = done(await undoPlanStep(ctx, election.id, plan.id))
    expect(homes(back)).toEqual(homes(plan))
    const without = await change(back, { kind: 'remove', number: 1 })
    expect(without.figures.unassigned).toBe(2)
    expect(homes(done(await undoPlanStep(ctx, election.id, plan.id)))).toEqual(homes(plan))
    for (let step = 0; step < 4; step += 1) done(await undoPlanStep(ctx, election.id, plan.id))
    expect(await undoPlanStep(ctx, election.id, plan.id)).toMatchObject({ ok: false, error: { code: 'plan.nothing-to-undo' } })
  })

  it('are proposed identically for the same seed, and can be compared', async () => {
    const plan = await ofCommunities('county')
    const one = done(await proposePlan(ctx, election.id, plan.id, { seats: 3, seed: 7, districts: 2 }))
    expect(one).toMatchObject({ method: 'proposed', seed: 7, seats: 3 })
    expect(one.figures.seats).toBe(3)
    expect(one.figures.districts.map(district => district.name)).toEqual(['第一选区', '第二选区'])
    const again = done(await proposePlan(ctx, election.id, plan.id, { seats: 3, seed: 7, districts: 2 }))
    expect(homes(again)).toEqual(homes(one))
    const copy = done(await copyPlan(ctx, election.id, plan.id, '另一方案'))
    expect(copy).toMatchObject({ basedOn: plan.id, state: 'draft', seats: 3 })
    const target = copy.units.find(unit => unit.code === EAST)?.district === 1 ? 2 : 1
    await change(copy, { kind: 'move', units: [EAST], district: target })
    const compared = done(await comparePlansOf(ctx, election.id, plan.id, copy.id))
    expect(compared.differences.length).toBeGreaterThan(0)
    expect(homes(done(await undoPlanStep(ctx, election.id, copy.id)))).toEqual(homes(one))
  })

  it('read units and neighbours from a file, where a whole township includes its communities', async () => {
    const file = join(folder, 'units.csv')
    await writeFile(file, `代码,名称,人口,相邻\n110105021,南磨房地区,900,U1\nU1,某大学,300,110105021\n`)
    const plan = done(await makePlanOfFile(ctx, election.id, { level: 'county', name: '按单位' }, file, '.csv'))
    expect(plan).toMatchObject({ populationSource: 'file', sketch: false, bordersKnown: true })
    const ready = await change(
      plan,
      { kind: 'add', name: '地区选区', seats: 3 },
      { kind: 'add', name: '大学选区', seats: 1 },
      { kind: 'move', units: ['110105021'], district: 1 },
      { kind: 'move', units: ['U1'], district: 2 },
    )
    done(await freezePlan(ctx, election.id, ready.id))
    expect((await findDistricts(database, election.id)).filter(one => one.level === 'county')).toEqual([
      { level: 'county', code: 'C001', name: '地区选区', seats: 3, communities: [EAST, WEST, VILLAGE], parts: [] },
      { level: 'county', code: 'C002', name: '大学选区', seats: 1, communities: [], parts: [] },
    ])
    await writeFile(file, `代码,名称,人口\n1,甲,九\n`)
    expect(await makePlanOfFile(ctx, election.id, { level: 'county', name: '坏' }, file, '.csv')).toMatchObject({
      ok: false,
      error: { code: 'areas.unreadable' },
    })
  })

  it('are frozen for each level: one county-level district for everyone, a township one for villagers only', async () => {
    const county = await change(
      await ofCommunities('county'),
      { kind: 'add', name: '南磨房选区', seats: 3 },
      { kind: 'move', units: [EAST, WEST, VILLAGE], district: 1 },
    )
    const preview = done(await previewPlan(ctx, election.id, county.id))
    expect([preview.staying, preview.moving]).toEqual([0, 4])
    expect(preview.moves.find(one => one.from === '东郊社区居民委员会')).toEqual({
      from: '东郊社区居民委员会',
      to: '南磨房选区',
      voters: 2,
    })
    const frozen = done(await freezePlan(ctx, election.id, county.id))
    expect(frozen).toMatchObject({ state: 'frozen', frozenBy: '朝阳区选办' })
    const township = await change(
      await ofCommunities('township'),
      { kind: 'add', name: '大郊亭选区', seats: 2 },
      { kind: 'move', units: [VILLAGE], district: 1 },
    )
    done(await freezePlan(ctx, election.id, township.id))
    expect(await standing()).toEqual([
      { name: '李小明', county: 'C001', township: null },
      { name: '王芳', county: 'C001', township: null },
      { name: '陈村', county: 'C001', township: 'T001' },
      { name: '赵一', county: 'C001', township: null },
    ])
    // The next plan starts with the current districts, and only voters of changed ones move.
    const next = await ofCommunities('county', '调整')
    expect(next.units.map(unit => unit.existing)).toEqual(['南磨房选区', '南磨房选区', '南磨房选区'])
    await change(next, { kind: 'add', name: '西选区', seats: 1 }, { kind: 'move', units: [WEST], district: 2 })
    expect(done(await previewPlan(ctx, election.id, next.id))).toEqual({
      staying: 3,
      moving: 1,
      moves: [{ from: '南磨房选区', to: '西选区', voters: 1 }],
      listed: false,
    })
    done(await freezePlan(ctx, election.id, next.id))
    expect(done(await findElectionPlans(ctx, election.id)).map(plan => [plan.id, plan.state])).toEqual([
      [3, 'frozen'],
      [2, 'frozen'],
      [1, 'replaced'],
    ])
    expect((await standing()).map(one => one.county)).toEqual(['C001', 'C001', 'C001', 'C002'])
    const trail = await readRows<{ details: { moved: number } }>(
      database,
      `SELECT details FROM audit WHERE action = 'district-plan.frozen' ORDER BY id`,
    )
    expect(trail.map(row => row.details.moved)).toEqual([4, 1, 1])
  })

  it('are refused if incomplete, frozen already, or after the list without a reason', async () => {
    const plan = await change(
      await ofCommunities('county'),
      { kind: 'add', name: '一', seats: 1 },
      { kind: 'move', units: [EAST], district: 1 },
    )
    expect(await freezePlan(ctx, election.id, plan.id)).toMatchObject({ ok: false, error: { code: 'plan.incomplete' } })
    await change(plan, { kind: 'move', units: [WEST, VILLAGE], district: 1 })
    await database.run(`UPDATE election SET state = 'listed' WHERE id = $1`, [election.id])
    expect(await freezePlan(ctx, election.id, plan.id)).toMatchObject({ ok: false, error: { code: 'plan.listed' } })
    done(await freezePlan(ctx, election.id, plan.id, '行政区划调整'))
    expect(await changePlan(ctx, election.id, plan.id, { kind: 'add', name: '二', seats: 1 })).toMatchObject({
      ok: false,
      error: { code: 'plan.not-draft' },
    })
    const auditor: Context = { ...ctx, actor: { ...ctx.actor, role: 'auditor' } }
    expect(await copyPlan(auditor, election.id, plan.id, '偷改')).toMatchObject({ ok: false, error: { code: 'forbidden' } })
  })

  it('return the same result for a retry and move nothing twice', async () => {
    const plan = await change(await ofCommunities('county'), { kind: 'add', name: '一', seats: 1 })
    const retry: Context = { ...ctx, requestId: '00000000-0000-4000-8000-000000000023' }
    const input = { kind: 'add', name: '二', seats: 1 } as const
    done(await changePlan(retry, election.id, plan.id, input))
    expect(done(await changePlan(retry, election.id, plan.id, input)).figures.districts).toHaveLength(2)
  })

  it('are printed as an announcement, marked as a draft until frozen', async () => {
    const plan = await change(
      await ofCommunities('county'),
      { kind: 'add', name: '南磨房选区', seats: 3 },
      { kind: 'move', units: [EAST, WEST, VILLAGE], district: 1 },
    )
    const draft = done(await announcePlan(ctx, election.id, plan.id))
    expect(draft.name).toContain('草案')
    done(await freezePlan(ctx, election.id, plan.id))
    const { name, pdf } = done(await announcePlan(ctx, election.id, plan.id))
    expect(name).toBe(`选区划分公告-${plan.id}.pdf`)
    expect(Buffer.from(pdf.slice(0, 5)).toString()).toBe('%PDF-')
  })
})
