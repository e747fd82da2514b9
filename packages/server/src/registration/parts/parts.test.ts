/** Communities divided by their groups (村民小组): from a list to the districts, the registrations and the cases of a township, on both stores. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import type { Context } from '../../access/index.ts'
import {
  changePlan,
  findDistricts,
  makePlanOfCommunities,
  makePlanOfFile,
  type Plan,
  proposePlan,
  setDistricts,
  setUpElection,
  undoPlanStep,
} from '../../district/index.ts'
import type { Election } from '../../election/index.ts'
import type { Database } from '../../platform/database/index.ts'
import { readRows } from '../../platform/testing/rows.ts'
import { describeStores } from '../../platform/testing/stores.ts'
import { correctVoter } from '../changes/index.ts'
import { getPlace, registerAtStation, registerVoter } from '../online/index.ts'
import { decideCase, findReviewCases, undoDecision } from '../review/index.ts'
import { countPeople, freezePlan, previewPlan } from '../roster/index.ts'
import { contextFor, importPeople, importRows, numberOf, POLLING_DAY } from '../testing/office.ts'
import { officer, voterOf, withRequestId } from '../testing/online.ts'
import { exportParts, findDividedCommunities, importParts, setParts } from './index.ts'

const [EAST, WEST] = ['110105201201', '110105201202']
/** The township: two villages of seven groups. */
const AREAS = [
  ['11', null, '北京市', 1],
  ['1101', '11', '市辖区', 2],
  ['110105', '1101', '朝阳区', 3],
  ['110105201', '110105', '试验乡', 4],
  [EAST, '110105201', '东村村民委员会', 5],
  [WEST, '110105201', '西村村民委员会', 5],
] as const
const GROUPS = [
  [EAST, '一组'],
  [EAST, '二组'],
  [EAST, '三组'],
  [EAST, '四组'],
  [WEST, '第一村民小组'],
  [WEST, '第二村民小组'],
  [WEST, '第三村民小组'],
] as const
const HEADER = ['姓名', '公民身份号码', '性别', '社区', '村民小组']
const SURNAMES = '赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许'
const folder = mkdtempSync(join(tmpdir(), 'mingce-parts-'))
afterAll(() => rmSync(folder, { recursive: true }))

describeStores('communities divided by their groups', open => {
  const done = <T>(result: { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: unknown }): T => {
    if (!result.ok) throw new Error(JSON.stringify(result.error))
    return result.value
  }
  const office = async (levels: readonly ('county' | 'township')[] = ['township']) => {
    const database = await open()
    for (const area of AREAS)
      await database.run('INSERT INTO area (code, parent_code, name, level) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING', [
        ...area,
      ])
    const { requestId: _, ...ctx } = contextFor(database)
    const made = await setUpElection(ctx, {
      areaCode: '110105201',
      day: POLLING_DAY,
      levels: [...levels],
      name: '试验乡换届选举',
    })
    return { ctx: ctx as Context, database, election: done(made) }
  }
  const person = (n: number, community: string, group = '') => [
    `${SURNAMES[n % SURNAMES.length]}${String.fromCharCode(0x4e00 + n)}`,
    numberOf('1980-01-01', n + 1),
    n % 2 === 0 ? '男' : '女',
    community,
    group,
  ]
  /** Three people of each group. */
  const people = () => GROUPS.flatMap(([code, group], index) => [0, 1, 2].map(n => person(index * 3 + n, code, group)))
  const listBoth = async (ctx: Context, election: Election) => {
    for (const community of [EAST, WEST])
      done(
        await setParts(ctx, election.id, community, {
          parts: GROUPS.filter(([code]) => code === community).map(([, name]) => ({ name, population: 400 })),
        }),
      )
  }
  const change = async (ctx: Context, election: Election, plan: Plan, ...changes: Parameters<typeof changePlan>[3][]) => {
    let now = plan
    for (const one of changes) now = done(await changePlan(ctx, election.id, plan.id, one))
    return now
  }
  /** Registrations in the order of `person`. */
  const standing = async (database: Database) =>
    (
      await readRows<{ name: string; part: string | null; county: string | null; township: string | null; status: string }>(
        database,
        `SELECT name, part, county_district AS county, township_district AS township, status FROM registration
         WHERE status IN ('registered', 'review') ORDER BY id`,
      )
    ).sort((a, b) => (a.name.slice(1) < b.name.slice(1) ? -1 : 1))
  const openCodes = async (ctx: Context, election: Election) =>
    done(await findReviewCases(ctx, election.id, { state: 'open' })).items.map(item => ({
      name: item.name,
      ref: { countyCode: item.countyCode, registrationId: item.registrationId },
      codes: item.findings.map(finding => finding.code),
    }))
  /** East village in two districts, west village in one. */
  const drawn = async (ctx: Context, election: Election, level: 'county' | 'township' = 'township') => {
    const plan = done(await makePlanOfCommunities(ctx, election.id, { level, name: '方案' }, countPeople))
    const divided = plan.units.some(unit => unit.code === EAST)
      ? await change(ctx, election, plan, { kind: 'divide', unit: EAST })
      : plan
    const of = (start: string) => divided.units.map(unit => unit.code).filter(code => code.startsWith(start))
    const east = of(EAST)
    return change(
      ctx,
      election,
      divided,
      { kind: 'add', name: '东村北选区', seats: 2 },
      { kind: 'add', name: '东村南选区', seats: 2 },
      { kind: 'add', name: '西村选区', seats: 3 },
      { kind: 'move', units: east.slice(0, 2), district: 1 },
      { kind: 'move', units: east.slice(2), district: 2 },
      { kind: 'move', units: of(WEST), district: 3 },
    )
  }

  it('draw twenty deputies for two villages of seven groups, from nothing to a frozen plan with everyone in one district', async () => {
    const { ctx, database, election } = await office()
    await importRows(ctx, election, [HEADER, ...people()])
    // The groups come out of the rosters, with the people that they have there.
    const before = done(await findDividedCommunities(ctx, election.id))
    expect(before.map(one => [one.community.code, one.stated.map(stated => [stated.part, stated.registered])])).toEqual([
      [EAST, ['1组', '2组', '3组', '4组'].map(part => [part, 3])],
      [WEST, ['1组', '2组', '3组'].map(part => [part, 3])],
    ])
    const file = join(folder, 'parts.csv')
    writeFileSync(file, ['社区,小组,人口', ...GROUPS.map(([code, name]) => `${code},${name},`)].join('\n'))
    expect(done(await importParts(ctx, election.id, file))).toEqual({ communities: 2, parts: 7, people: 0 })
    const plan = done(await makePlanOfCommunities(ctx, election.id, { level: 'township', name: '方案' }, countPeople))
    expect(plan.units.map(unit => [unit.code, unit.name, unit.population])).toEqual(
      GROUPS.map(([code, name], index) => [
        `${code}/${(index % 4) + 1}组`,
        `${code === EAST ? '东村村民委员会' : '西村村民委员会'}${name}`,
        3,
      ]),
    )
    const proposed = done(await proposePlan(ctx, election.id, plan.id, { seats: 20, seed: 1 }))
    expect(proposed.figures).toMatchObject({ seats: 20, population: 21, unassigned: 0 })
    expect(done(await previewPlan(ctx, election.id, plan.id))).toMatchObject({ moving: 21, staying: 0 })
    done(await freezePlan(ctx, election.id, plan.id))
    const rows = await standing(database)
    const districts = (await findDistricts(database, election.id)).filter(one => one.level === 'township')
    expect(districts.reduce((sum, one) => sum + (one.seats ?? 0), 0)).toBe(20)
    const home = new Map(districts.flatMap(one => one.parts.map(unit => [unit, one.code] as const)))
    expect(home.size).toBe(7)
    expect(rows.map(row => [row.status, row.township])).toEqual(
      people().map(([, , , community, group]) => {
        const index = GROUPS.findIndex(([code, name]) => code === community && name === group)
        return ['registered', home.get(`${community}/${(index % 4) + 1}组`)]
      }),
    )
    expect(done(await findDividedCommunities(ctx, election.id)).map(one => [one.divided, one.open])).toEqual([
      [['township'], 0],
      [['township'], 0],
    ])
    expect(done(await exportParts(ctx, election.id)).csv).toContain(`${EAST},东村村民委员会,一组,3`)
  })

  it('ask who states no group, or one that there is not, and leave nobody off in silence', async () => {
    const { ctx, database, election } = await office()
    await listBoth(ctx, election)
    done(await freezePlan(ctx, election.id, (await drawn(ctx, election)).id))
    // West village lies in one district as a whole: there nobody is asked.
    await importRows(ctx, election, [HEADER, person(0, EAST, '1'), person(1, EAST), person(2, EAST, '九组'), person(3, WEST)])
    expect((await standing(database)).map(row => [row.part, row.township, row.status])).toEqual([
      ['1组', 'T001', 'registered'],
      [null, null, 'review'],
      ['9组', null, 'review'],
      [null, 'T003', 'registered'],
    ])
    const [first, second] = await openCodes(ctx, election)
    expect([first?.codes, second?.codes]).toEqual([['district.part'], ['district.part']])
    if (!first || !second) throw new Error('no cases')
    const decision = { decision: 'accept', reason: '已核实' } as const
    expect(await decideCase(ctx, { ...first.ref, ...decision })).toMatchObject({ ok: false, error: { code: 'case.part-needed' } })
    const wrong = await decideCase(ctx, { ...first.ref, ...decision, correction: { part: '九组' } })
    expect(wrong).toMatchObject({ ok: false, error: { code: 'case.part-needed' } })
    const accepted = done(await decideCase(ctx, { ...first.ref, ...decision, correction: { part: '东村第四村民小组' } }))
    expect(accepted).toMatchObject({ status: 'registered', part: '4组' })
    expect((await standing(database))[1]).toMatchObject({ part: '4组', township: 'T002', status: 'registered' })
    done(await undoDecision(ctx, { ...first.ref, reason: '看错了' }))
    expect((await standing(database))[1]).toMatchObject({ part: null, township: null, status: 'review' })
    // The same roster with its groups answers what was open.
    await importRows(ctx, election, [HEADER, person(1, EAST, '四组'), person(2, EAST, '三组')])
    expect((await standing(database)).map(row => [row.part, row.township, row.status])).toEqual([
      ['1组', 'T001', 'registered'],
      ['4组', 'T002', 'registered'],
      ['3组', 'T002', 'registered'],
      [null, 'T003', 'registered'],
    ])
    expect(await openCodes(ctx, election)).toEqual([])
  })

  it('keep who is in a group there when a roster without groups is sent, and make a case of another group', async () => {
    const { ctx, database, election } = await office(['county', 'township'])
    await listBoth(ctx, election)
    done(await freezePlan(ctx, election.id, (await drawn(ctx, election, 'county')).id))
    done(await freezePlan(ctx, election.id, (await drawn(ctx, election)).id))
    await importRows(ctx, election, [HEADER, person(0, EAST, '一组')])
    const again = await importRows(ctx, election, [HEADER.slice(0, 4), person(0, EAST).slice(0, 4)])
    expect(again).toMatchObject({ unchanged: 1 })
    const moved = await importRows(ctx, election, [HEADER, person(0, EAST, '四组')])
    expect(moved).toMatchObject({ review: 1, findings: { 'claim.other-district': 1 } })
    const unknown = await importRows(ctx, election, [HEADER, person(0, EAST, '九组')])
    expect(unknown).toMatchObject({ review: 1, findings: { 'claim.same-district': 1, 'district.part': 1 } })
    expect((await standing(database))[0]).toMatchObject({ part: '1组', county: 'C001', township: 'T001', status: 'registered' })
    // Another group of the same district is news, and no case.
    await importRows(ctx, election, [HEADER, person(0, EAST, '二组')])
    expect((await standing(database))[0]).toMatchObject({ part: '2组', county: 'C001', township: 'T001', status: 'registered' })
  })

  it('open a case of everyone whose group is not known when a plan divides their village, and ask the voter groups first', async () => {
    const { ctx, database, election } = await office(['county', 'township'])
    const roster = ['姓名', '公民身份号码', '性别', '社区', '小组']
    await importRows(ctx, election, [roster, person(0, EAST, '一组'), person(1, EAST, '四'), person(2, EAST)], 'previous-roll')
    await listBoth(ctx, election)
    // The column 小组 is the voter group; where it names a group of the list, it is the group.
    expect((await standing(database)).map(row => row.part)).toEqual(['1组', '4组', null])
    const plan = await drawn(ctx, election)
    expect(done(await previewPlan(ctx, election.id, plan.id)).moves).toContainEqual({
      from: '东村村民委员会',
      to: null,
      voters: 1,
    })
    done(await freezePlan(ctx, election.id, plan.id))
    expect((await standing(database)).map(row => [row.township, row.status])).toEqual([
      ['T001', 'registered'],
      ['T002', 'registered'],
      [null, 'registered'],
    ])
    const [open] = await openCodes(ctx, election)
    expect(open).toMatchObject({ name: person(2, EAST)[0], codes: ['district.part'] })
    if (!open) throw new Error('no case')
    expect(done(await findDividedCommunities(ctx, election.id))[0]).toMatchObject({ divided: ['township'], open: 1 })
    const corrected = await correctVoter(ctx, { part: '2', reason: '本人说明' }, open.ref)
    expect(corrected).toMatchObject({ ok: true, value: { part: '2组' } })
    expect((await standing(database))[2]).toMatchObject({ part: '2组', township: 'T001' })
    expect(await openCodes(ctx, election)).toEqual([])
  })

  it('take the group from the population register where the roster has none', async () => {
    const { ctx, database, election } = await office()
    const [name = '', number = ''] = person(0, EAST)
    await importPeople(ctx, election, [
      ['姓名', '公民身份号码', '户籍区划', '社区代码', '状态', '村民小组'],
      [name, number, '110105', EAST, '正常', '东村三组'],
    ])
    const listed = await setParts(ctx, election.id, EAST, {
      parts: ['一组', '二组', '三组', '四组'].map(one => ({ name: one, population: null })),
    })
    expect(done(listed)[0]?.parts.map(part => [part.part, part.population, part.source])).toEqual([
      ['1组', 0, 'none'],
      ['2组', 0, 'none'],
      ['3组', 1, 'register'],
      ['4组', 0, 'none'],
    ])
    done(await freezePlan(ctx, election.id, (await drawn(ctx, election)).id))
    await importRows(ctx, election, [HEADER.slice(0, 3), person(0, EAST).slice(0, 3)])
    expect(await standing(database)).toMatchObject([{ part: '3组', township: 'T002', status: 'registered' }])
  })

  it('ask on the portal and at a station only where the village is divided', async () => {
    const { ctx, database, election } = await office()
    await listBoth(ctx, election)
    done(await freezePlan(ctx, election.id, (await drawn(ctx, election)).id))
    const [name = '', number = ''] = person(0, EAST)
    const voter = voterOf(ctx, [name, number])
    const place = done(await getPlace(voter, election.id, EAST))
    expect(place.districts.township).toBeNull()
    expect(place.parts.map(part => [part.part, part.name, part.districts.township?.name])).toEqual([
      ['1组', '一组', '东村北选区'],
      ['2组', '二组', '东村北选区'],
      ['3组', '三组', '东村南选区'],
      ['4组', '四组', '东村南选区'],
    ])
    expect(done(await getPlace(voter, election.id, WEST))).toMatchObject({
      parts: [],
      districts: { township: { name: '西村选区' } },
    })
    const at = { community: EAST, basis: 'hukou' as const, evidence: [] }
    expect(await registerVoter(voter, election.id, { ...at, part: '九组' })).toMatchObject({
      ok: false,
      error: { code: 'place.part', field: 'part' },
    })
    const answer = done(await registerVoter(voter, election.id, { ...at, part: '3组' }))
    expect(answer).toMatchObject({
      outcome: 'registered',
      registration: { part: '三组', districts: { township: { code: 'T002', name: '东村南选区' } } },
    })
    const [other = '', second = ''] = person(1, EAST)
    const desk = { ...at, channel: 'station' as const, person: { kind: 'resident-id' as const, name: other, number: second } }
    const unsure = done(await registerAtStation(withRequestId(ctx, officer('甲', '110105201')), election.id, desk))
    expect(unsure).toMatchObject({ outcome: 'review', findings: [{ code: 'district.part' }] })
    expect((await standing(database)).map(row => row.township)).toEqual(['T002', null])
  })

  it('are divided and joined by steps that can be undone, borders and all', async () => {
    const { ctx, election } = await office(['county', 'township'])
    const file = join(folder, 'units.csv')
    writeFileSync(file, `代码,名称,人口,相邻\n${EAST},东村,1600,${WEST}\n${WEST},西村,1200,\n`)
    const plan = done(await makePlanOfFile(ctx, election.id, { level: 'county', name: '文件' }, file, 'units.csv'))
    expect(await changePlan(ctx, election.id, plan.id, { kind: 'divide', unit: EAST })).toMatchObject({
      ok: false,
      error: { code: 'plan.no-parts' },
    })
    await listBoth(ctx, election)
    const divided = await change(ctx, election, plan, { kind: 'divide', unit: EAST }, { kind: 'divide', unit: WEST })
    expect(divided.units).toHaveLength(7)
    const proposed = done(await proposePlan(ctx, election.id, plan.id, { seats: 7, seed: 3, districts: 3 }))
    expect(proposed.figures.districts.every(one => one.contiguous)).toBe(true)
    const joined = await change(ctx, election, proposed, { kind: 'join', unit: WEST })
    expect(joined.units.map(unit => [unit.code, unit.population]).at(-1)).toEqual([WEST, 1200])
    let undone = joined
    while (undone.lastSteps.length > 0) undone = done(await undoPlanStep(ctx, election.id, plan.id))
    expect(undone.units).toEqual(plan.units)
    expect(undone.bordersKnown).toBe(true)
  })

  it('are read from files of units and of districts, and a list in use is not cut', async () => {
    const { ctx, database, election } = await office()
    const units = join(folder, 'parts-of-units.csv')
    writeFileSync(
      units,
      [
        '代码,名称,小组,人口,相邻',
        ...GROUPS.map(([code, name]) => `${code},${code === EAST ? '东村' : '西村'},${name},400,${code === EAST ? WEST : ''}`),
      ].join('\n'),
    )
    const plan = done(await makePlanOfFile(ctx, election.id, { level: 'township', name: '文件' }, units, 'units.csv'))
    expect(plan.units.map(unit => unit.name)).toContain('西村第一村民小组')
    expect(done(await findDividedCommunities(ctx, election.id)).map(one => one.parts.length)).toEqual([4, 3])
    writeFileSync(units, `代码,名称,小组,人口\n${EAST},东村,一组,400\n${EAST},东村,,1600\n`)
    expect(await makePlanOfFile(ctx, election.id, { level: 'township', name: '坏' }, units, 'units.csv')).toMatchObject({
      ok: false,
      error: { code: 'areas.unreadable' },
    })
    const table = join(folder, 'districts.csv')
    const rows = (...of: string[]) => writeFileSync(table, ['级别,选区,名额,社区', ...of].join('\n'))
    rows('乡级,东村北,2,东村（一组、二组）', '乡级,其余,3,西村、东村/三组')
    const short = await setDistricts(ctx, election.id, table)
    expect(short).toMatchObject({
      ok: false,
      error: { code: 'districts.invalid', rows: [{ text: { zh: '“东村村民委员会/四组”不在任何乡级选区里' } }] },
    })
    rows('乡级,东村北,2,东村（一组、二组）', '乡级,其余,3,西村、东村/三组、东村')
    expect(await setDistricts(ctx, election.id, table)).toMatchObject({
      ok: false,
      error: { rows: [{ rowNo: 3 }, { rowNo: 0 }] },
    })
    rows('乡级,东村北,2,东村（一组、二组）', '乡级,其余,3,西村、东村/三组、东村/4')
    expect(done(await setDistricts(ctx, election.id, table))).toEqual({ districts: 2 })
    expect((await findDistricts(database, election.id)).map(one => [one.communities, one.parts])).toEqual([
      [[], [`${EAST}/1组`, `${EAST}/2组`]],
      [[WEST], [`${EAST}/3组`, `${EAST}/4组`]],
    ])
    const fewer = { parts: [{ name: '一组', population: 1 }] }
    expect(await setParts(ctx, election.id, EAST, fewer)).toMatchObject({ ok: false, error: { code: 'parts.in-use' } })
    expect(done(await setParts(ctx, election.id, WEST, { parts: [] }))).toHaveLength(1)
    const twice = { parts: ['一组', '第一村民小组'].map(name => ({ name, population: null })) }
    expect(await setParts(ctx, election.id, WEST, twice)).toMatchObject({
      ok: false,
      error: { code: 'parts.invalid', text: { zh: '第2行：“第一村民小组”与“一组”是同一个小组' } },
    })
    expect(await setParts(ctx, election.id, '110105021201', twice)).toMatchObject({
      ok: false,
      error: { code: 'parts.community' },
    })
  })
})
