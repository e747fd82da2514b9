/** Guessing ID numbers: neither by one file, nor by many, nor by a trial does anyone learn which of several numbers exists. */
import { beforeEach, expect, it } from 'vitest'
import type { Actor, Context } from '../../access/index.ts'
import type { Election } from '../../election/index.ts'
import type { Database } from '../../platform/database/index.ts'
import { readRows } from '../../platform/testing/rows.ts'
import { describeStores } from '../../platform/testing/stores.ts'
import { areOtherNumbers } from '../check/index.ts'
import { findMyAccessHistory } from '../record/index.ts'
import { decideCase, findReviewCases } from '../review/index.ts'
import { contextFor, importPeople, importRows, loadSomeAreas, numberOf, openElection } from '../testing/office.ts'
import { voterOf } from '../testing/online.ts'
import { checkElection } from '../worklist/index.ts'
import { checkSeveralNumbers, checkTold, ImportHeld } from './service.limits.ts'

const EAST = '110105021021'
const WEST = '110105021022'
const ROSTER = ['姓名', '公民身份号码', '社区']
const BIRTH = '1985-07-21'
const WANG = ['王芳', numberOf(BIRTH, 2)] as const
const LI = ['李小明', numberOf('1990-03-05', 1)] as const
const candidates = (count: number) => Array.from({ length: count }, (_, sequence) => ['王芳', numberOf(BIRTH, sequence), WEST])
const OTHER: Actor = { id: 'u-other', name: '另一账号', role: 'district', areaCode: '110105' }

describeStores('several numbers for one name and birth date', open => {
  let ctx: Context
  let election: Election
  let database: Database

  beforeEach(async () => {
    database = await open()
    await loadSomeAreas(database)
    ctx = contextFor(database)
    election = await openElection(ctx)
    const base = (who: readonly [string, string]) => [...who, '110105', EAST, '正常', '', '', '']
    await importPeople(ctx, election, [
      ['姓名', '公民身份号码', '户籍区划', '社区代码', '状态', '状态日期', '现住地址', '联系电话'],
      base(WANG),
      base(LI),
    ])
    await importRows({ ...ctx, actor: OTHER }, election, [ROSTER, [...WANG, EAST], [...LI, EAST]])
  })

  const standing = () =>
    readRows(
      database,
      `SELECT r.name, r.status, c.registration_id IS NOT NULL AS held FROM registration r
       LEFT JOIN claim c ON c.person_key = r.person_key AND c.county_code = r.county_code AND c.registration_id = r.id ORDER BY r.name DESC, r.status, 3 DESC`,
    )

  it('all go to review, with nothing of what exists: not in the result, the case, or its other office', async () => {
    const counts = await importRows(ctx, election, [ROSTER, ...candidates(4)])
    expect(counts).toMatchObject({ rows: 4, review: 4, findings: { 'identity.several-numbers': 4 } })
    expect(counts.findings).toEqual({ 'identity.several-numbers': 4 })
    expect(
      await readRows(database, 'SELECT count(DISTINCT (code, evidence, other_county, state))::int AS kinds FROM finding'),
    ).toEqual([{ kinds: 1 }])
    const page = await findReviewCases(ctx, election.id, { state: 'open' })
    if (!page.ok) throw new Error(page.error.code)
    const seen = page.value.items.map(({ population, other, findings, community, status }) => ({
      population,
      other,
      findings: findings.map(({ code, evidence }) => ({ code, evidence })),
      community,
      status,
    }))
    expect(seen).toHaveLength(4)
    expect(new Set(seen.map(one => JSON.stringify(one))).size).toBe(1)
    expect(await standing()).toEqual([
      { name: '王芳', status: 'registered', held: true },
      ...Array(4).fill({ name: '王芳', status: 'review', held: false }),
      { name: '李小明', status: 'registered', held: true },
    ])
    // Not when the registers are compared again either.
    await checkElection(ctx, election.id)
    expect(await readRows(database, 'SELECT DISTINCT code FROM finding')).toEqual([{ code: 'identity.several-numbers' }])
    expect(await readRows(database, 'SELECT * FROM elsewhere_told')).toEqual([])
  })

  it('are withheld after a file so large that its numbers are packed, one by one and in files of both sizes', async () => {
    const others = Array.from({ length: 520 }, (_, at) => [
      `赵${String.fromCodePoint(0x4e00 + at)}`,
      numberOf('1970-01-01', at % 400),
      WEST,
    ])
    const large = (first: readonly string[]) => importRows(ctx, election, [ROSTER, [...first], ...others])
    const [absent, second, third] = [
      ['王芳', numberOf(BIRTH, 7), WEST],
      ['王芳', numberOf(BIRTH, 8), WEST],
      ['王芳', numberOf(BIRTH, 9), WEST],
    ] as const
    expect((await large(absent)).findings['identity.several-numbers'] ?? 0).toBe(0)
    expect(await readRows(database, 'SELECT sum(cardinality(identities))::int AS packed FROM number_block')).toEqual([
      { packed: 521 },
    ])
    expect((await importRows(ctx, election, [ROSTER, [...absent]])).findings).not.toHaveProperty('identity.several-numbers')
    for (const sent of [() => importRows(ctx, election, [ROSTER, [...second]]), () => large(third)])
      expect((await sent()).findings).toMatchObject({ 'identity.several-numbers': 1 })
    const alone = async (number: string) =>
      await database.transaction(tx =>
        areOtherNumbers(
          tx,
          election.id,
          [{ account: ctx.actor.id, name: '王芳', birthDate: BIRTH, personKey: ctx.keys.personKey(number) }],
          ctx.clock.now(),
        ),
      )
    expect(await alone(absent[1])).toEqual([false])
    expect(await alone(second[1])).toEqual([true])
    // The first stays the first for those who send it.
    expect((await large(absent)).findings['identity.several-numbers'] ?? 0).toBe(0)
  })

  it('are withheld from the second file on, however many files and trials', async () => {
    const told: unknown[] = []
    for (const [index, row] of candidates(5).entries())
      told.push((await importRows(ctx, election, [ROSTER, row], 'registrations', index === 1)).findings)
    expect(told).toEqual([{ 'population.absent': 1 }, ...Array(4).fill({ 'identity.several-numbers': 1 })])
    // A trial is remembered like an import.
    const guest = { ...ctx, actor: { ...OTHER, id: 'u-third' } }
    const [first = [], second = []] = candidates(8).slice(6)
    expect((await importRows(guest, election, [ROSTER, first], 'registrations', true)).findings).toEqual({
      'population.absent': 1,
    })
    expect((await importRows(guest, election, [ROSTER, second])).findings).toEqual({ 'identity.several-numbers': 1 })
  })

  it('do not show by an unchanged row that the number is registered', async () => {
    // The very row by which the other account registered the person, among guesses.
    const rows = [...candidates(2), [...WANG, EAST]]
    const counts = await importRows(ctx, election, [ROSTER, ...rows])
    expect(counts).toMatchObject({ rows: 3, review: 3, unchanged: 0, findings: { 'identity.several-numbers': 3 } })
    expect((await standing())[0]).toEqual({ name: '王芳', status: 'registered', held: true })
    expect(await importRows(ctx, election, [ROSTER, ...rows])).toMatchObject({ rows: 3, review: 1, unchanged: 2 })
  })

  it('are looked up one by one when an officer confirms a number, which the person sees', async () => {
    await importRows(ctx, election, [ROSTER, ['王芳', numberOf(BIRTH, 2), WEST], ['王芳', numberOf(BIRTH, 4), WEST]])
    const page = await findReviewCases(ctx, election.id, { state: 'open' })
    if (!page.ok) throw new Error(page.error.code)
    const accept = async (index: number) => {
      const { countyCode = '', registrationId = 0 } = page.value.items[index] ?? {}
      const decided = await decideCase(ctx, { countyCode, registrationId, decision: 'accept', reason: '已核对身份证原件' })
      if (!decided.ok) throw new Error(decided.error.code)
      return { status: decided.value.status, open: decided.value.findings.filter(f => f.state === 'open').map(f => f.code) }
    }
    // One is registered elsewhere: a case of two offices. The other is unknown to the register. Nobody moved.
    expect(await accept(0)).toEqual({ status: 'review', open: ['claim.other-district'] })
    expect(await accept(1)).toEqual({ status: 'review', open: ['population.absent'] })
    expect((await standing()).map(({ status, held }) => ({ status, held }))).toEqual([
      { status: 'registered', held: true },
      { status: 'review', held: true },
      { status: 'review', held: false },
      { status: 'registered', held: true },
    ])
    const history = await findMyAccessHistory(voterOf(ctx, WANG))
    expect(history.map(({ what }) => what).sort()).toEqual(['case-accepted', 'elsewhere-told'])
  })

  it('put a confirmed person on the roll when nothing is found', async () => {
    await importRows(ctx, election, [
      ROSTER,
      ['新来人', numberOf('1991-01-01', 6), WEST],
      ['新来人', numberOf('1991-01-01', 8), WEST],
    ])
    const base = ['新来人', numberOf('1991-01-01', 6), '110105', WEST, '正常', '', '', '']
    await importPeople(ctx, election, [
      ['姓名', '公民身份号码', '户籍区划', '社区代码', '状态', '状态日期', '现住地址', '联系电话'],
      base,
    ])
    const page = await findReviewCases(ctx, election.id, { state: 'open', q: '新来' })
    const [one] = page.ok ? page.value.items : []
    if (!one) throw new Error('no case')
    const decided = await decideCase(ctx, { ...one, decision: 'accept', reason: '已核对身份证原件' })
    expect(decided).toMatchObject({ ok: true, value: { status: 'registered' } })
    expect((await standing()).filter(row => row.name === '新来人')).toEqual([
      { name: '新来人', status: 'registered', held: true },
      { name: '新来人', status: 'review', held: false },
    ])
  })

  it('are confirmed so often within an hour and no more', async () => {
    await importRows(ctx, election, [ROSTER, ...candidates(2)])
    const page = await findReviewCases(ctx, election.id, { state: 'open' })
    const [one] = page.ok ? page.value.items : []
    if (!one) throw new Error('no case')
    await database.run(
      `INSERT INTO elsewhere_told (person_key, account, role, office, channel, election_id, at)
       SELECT gen_random_uuid(), $1, 'district', '110105', 'review', $2, $3 FROM generate_series(1, 20)`,
      [ctx.actor.id, election.id, ctx.clock.now()],
    )
    expect(await decideCase(ctx, { ...one, decision: 'accept', reason: '已核对身份证原件' })).toMatchObject({
      ok: false,
      error: { code: 'number.too-many' },
    })
  })

  it('let a file wait when there are many, and whatever the file holds once the account was told too much', async () => {
    await expect(importRows(ctx, election, [ROSTER, ...candidates(30)])).rejects.toThrow(ImportHeld)
    expect(await readRows(database, `SELECT count(*)::int AS rows FROM registration WHERE name = '王芳'`)).toEqual([{ rows: 1 }])
    await database.run(
      `INSERT INTO elsewhere_told (person_key, account, role, office, channel, election_id, at)
       SELECT gen_random_uuid(), $1, 'district', '110105', 'roster', $2, $3 FROM generate_series(1, 201)`,
      [ctx.actor.id, election.id, ctx.clock.now()],
    )
    await expect(importRows(ctx, election, [ROSTER, [...LI, WEST]])).rejects.toThrow(ImportHeld)
    await expect(importRows(ctx, election, [ROSTER, ['无此人', numberOf('1971-01-01', 3), WEST]])).rejects.toThrow(ImportHeld)
  })

  it('count and show what a file tells of people elsewhere', async () => {
    expect(await importRows(ctx, election, [ROSTER, [...LI, WEST]])).toMatchObject({ findings: { 'claim.other-district': 1 } })
    expect(await readRows(database, 'SELECT account, channel FROM elsewhere_told')).toEqual([
      { account: 'u-district', channel: 'roster' },
    ])
    expect(await findMyAccessHistory(voterOf(ctx, LI))).toEqual([
      { at: ctx.clock.now(), by: { office: '朝阳区', role: 'district' }, what: 'elsewhere-told', why: null },
    ])
    expect(
      await readRows(
        database,
        `SELECT details -> 'toldElsewhere' AS told FROM audit WHERE action = 'registrations.imported' ORDER BY id DESC LIMIT 1`,
      ),
    ).toEqual([{ told: 1 }])
  })
})

it.each([
  [{ marked: 10, rows: 20, before: { told: 0, rows: 0 } }, false],
  [{ marked: 11, rows: 20, before: { told: 0, rows: 0 } }, true],
  [{ marked: 110, rows: 20_000, before: { told: 0, rows: 0 } }, false],
  [{ marked: 500, rows: 500, before: { told: 0, rows: 0 } }, true],
  [{ marked: 0, rows: 1, before: { told: 200, rows: 0 } }, false],
  [{ marked: 0, rows: 1, before: { told: 201, rows: 0 } }, true],
  [{ marked: 0, rows: 1, before: { told: 2_000, rows: 100_000 } }, false],
])('a file waits by its rows and by what the account was told: %o %s', (file, waits) => {
  const check = () => checkSeveralNumbers(file, {})
  if (waits) expect(check).toThrow(ImportHeld)
  else check()
})

it('a file of few rows never waits for what was found of them', () => {
  checkTold({ told: 201, rows: 1 }, {})
  expect(() => checkTold({ told: 400, rows: 1_000 }, {})).toThrow(ImportHeld)
  checkTold({ told: 240, rows: 1_000 }, {})
  expect(() =>
    checkSeveralNumbers({ marked: 3, rows: 3, before: { told: 0, rows: 0 } }, { MINGCE_SEVERAL_NUMBERS: '2' }),
  ).toThrow(ImportHeld)
})
