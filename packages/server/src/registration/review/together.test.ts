/** Several cases decided for one reason, each alone in what counts; and cases that are assigned to officers. On both stores. */
import { randomUUID } from 'node:crypto'
import { beforeEach, expect, it } from 'vitest'
import { type Actor, type Context, createStaff } from '../../access/index.ts'
import type { Election } from '../../election/index.ts'
import type { Database } from '../../platform/database/index.ts'
import { readRows } from '../../platform/testing/rows.ts'
import { describeStores } from '../../platform/testing/stores.ts'
import { contextFor, importPeople, importRows, loadSomeAreas, numberOf, openElection } from '../testing/office.ts'
import { assignCases, findAssignees } from './assignment/index.ts'
import { findReviewCases } from './service.queue.ts'
import { decideTogether } from './service.together.ts'
import { undoDecision } from './service.undo.ts'

const [EAST, WEST] = ['110105021021', '110105021022']
const HEADER = ['姓名', '公民身份号码', '社区', '性别']
/** Nobody of these is in the population register; the last is stated with another sex than the number says. */
const ABSENT = [1, 3, 5, 7].map(
  sequence => [`缺登记${'甲乙丙丁'[(sequence - 1) / 2]}`, numberOf('1985-07-21', sequence)] as const,
)
const REASON = '已核对身份证和居住证明'

describeStores('cases of one finding', open => {
  let ctx: Context
  let election: Election
  let database: Database
  beforeEach(async () => {
    database = await open()
    await loadSomeAreas(database)
    ctx = contextFor(database)
    election = await openElection(ctx)
    await importPeople(ctx, election, [
      ['姓名', '公民身份号码', '户籍区划', '社区代码'],
      ['李小明', numberOf('1990-03-05', 1), '110105', EAST],
    ])
    await importRows(ctx, election, [
      HEADER,
      ...ABSENT.map(([name, number], at) => [name, number, at === 2 ? WEST : EAST, at === 3 ? '女' : '男']),
    ])
  })

  const cases = async (filter: { assigned?: string; state?: 'open' | 'decided' } = {}, as: Context = ctx) => {
    const page = await findReviewCases(as, election.id, { state: 'open', ...filter })
    if (!page.ok) throw new Error(page.error.code)
    return page.value
  }
  const refs = async () => (await cases()).items.map(({ countyCode, registrationId }) => ({ countyCode, registrationId }))
  const together = (of: readonly { countyCode: string; registrationId: number }[], as: Context = ctx) =>
    decideTogether(as, { cases: [...of], code: 'population.absent', decision: 'accept', reason: REASON })

  it('are decided for one reason, except one of which something else is open', async () => {
    const done = await together(await refs())
    expect(done.decided).toBe(3)
    expect(done.items.map(item => item.decided?.status ?? item.failure?.code)).toEqual([
      'registered',
      'registered',
      'registered',
      'case.mixed',
    ])
    expect(done.items[3]?.failure?.next?.zh).toContain('单独')
    expect((await cases()).total).toBe(1)
    const audit = await readRows<{ subject: string; together: number; reason: string }>(
      database,
      `SELECT subject, (details ->> 'together')::int AS together, details ->> 'reason' AS reason FROM audit WHERE action = 'case.accepted' ORDER BY subject`,
    )
    expect(audit).toHaveLength(3)
    expect(new Set(audit.map(row => `${row.together} ${row.reason}`))).toEqual(new Set([`4 ${REASON}`]))
  })

  it('are undone one by one', async () => {
    const [first, second] = await refs()
    if (!first || !second) throw new Error('no cases')
    await together([first, second])
    const undone = await undoDecision(ctx, { ...first, reason: '有误' })
    expect(undone).toMatchObject({ ok: true, value: { status: 'review' } })
    expect((await cases({ state: 'decided' })).items.map(one => one.registrationId)).toEqual([second.registrationId])
  })

  it('answer the same to a repeated request, and decide nothing twice', async () => {
    const of = (await refs()).slice(0, 3)
    const repeated = { ...ctx, requestId: randomUUID() }
    const first = await together(of, repeated)
    expect(first.decided).toBe(3)
    expect(await together(of, repeated)).toEqual(first)
    expect(await readRows(database, `SELECT id FROM registration_event WHERE kind = 'accepted'`)).toHaveLength(3)
    expect((await together(of)).items.map(item => item.failure?.code)).toEqual(['case.stale', 'case.stale', 'case.stale'])
  })

  it('of another area are not decided, and do not hold up the others', async () => {
    const west: Actor = { id: 'w', name: '百子湾', role: 'township', areaCode: WEST }
    const done = await together(await refs(), { ...ctx, actor: west })
    expect(done.items.map(item => item.decided?.status ?? item.failure?.code)).toEqual([
      'case.unknown',
      'case.unknown',
      'registered',
      'case.unknown',
    ])
  })

  const staff = async (username: string, role: Actor['role'], areaCode: string): Promise<Actor> => {
    const made = await createStaff(
      database,
      { username, name: username, password: 'correct-horse-电池', role, areaCode },
      { clock: ctx.clock, actor: { name: 'setup', role: 'city' } },
    )
    if (!made.ok) throw new Error(made.error.code)
    return { id: made.value.id, name: username, role, areaCode }
  }

  it('are assigned to officers who may decide them, and found as one’s own', async () => {
    const town = await staff('town', 'township', '110105021')
    const west = await staff('west', 'township', WEST)
    await staff('station', 'station', EAST)
    const offered = await findAssignees(ctx, election.id)
    expect(offered.ok && offered.value.map(({ name, open: cases }) => [name, cases])).toEqual([
      ['town', 0],
      ['west', 0],
    ])
    const all = await refs()
    const own = { ...ctx, actor: town }
    const assign = (officer: string | null, of = all) => assignCases(ctx, { electionId: election.id, cases: of, officer })
    expect(await assign(west.id)).toMatchObject({
      ok: true,
      value: { assigned: 1, items: [all[0], all[1], all[3]].map(ref => ({ ...ref, failure: { code: 'officer.elsewhere' } })) },
    })
    expect(await assign(town.id, all.slice(0, 2))).toMatchObject({ ok: true, value: { assigned: 2, items: [] } })
    expect((await cases({ assigned: 'mine' }, own)).items.map(one => [one.name, one.assignedTo])).toEqual([
      [ABSENT[0]?.[0], 'town'],
      [ABSENT[1]?.[0], 'town'],
    ])
    expect((await cases({ assigned: 'mine' }, own)).total).toBe(2)
    expect((await cases({ assigned: west.id })).items.map(one => one.name)).toEqual([ABSENT[2]?.[0]])
    expect(await cases({ assigned: 'nobody' })).toMatchObject({ total: 1, items: [{ name: ABSENT[3]?.[0] }] })
    await assign(null, all.slice(0, 1))
    expect((await cases({ assigned: 'mine' }, own)).total).toBe(1)
    // Whoever may decide may still do so.
    expect((await together(all.slice(1, 2))).decided).toBe(1)
    const again = await findAssignees(own, election.id)
    expect(again.ok && again.value.map(one => [one.name, one.isSelf, one.open])).toEqual([
      ['town', true, 0],
      ['west', false, 1],
    ])
    expect(await assign('nobody-known')).toMatchObject({ ok: false, error: { code: 'officer.unknown' } })
    expect(await readRows(database, `SELECT id FROM audit WHERE action = 'case.assigned'`)).toHaveLength(4)
  })
})
