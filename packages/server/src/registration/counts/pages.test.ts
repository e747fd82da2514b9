/**
 * What the pages of the console read of an election of many people: blocks, which do not depend on what else the computer does. No statement
 * may read the whole register or roll. `PAGES_PEOPLE=1000000` fills as many; the bounds are the same.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Actor, Context } from '../../access/index.ts'
import { setUpElection } from '../../district/index.ts'
import { type Election, getElection } from '../../election/index.ts'
import { type Database, observeStatements, type SentStatement } from '../../platform/database/index.ts'
import { readRows } from '../../platform/testing/rows.ts'
import { openFreshServer } from '../../platform/testing/stores.ts'
import { findRefusedRows, findReviewCases } from '../review/index.ts'
import { countPeople } from '../roster/index.ts'
import { fillElection } from '../testing/fill.ts'
import { contextFor, POLLING_DAY } from '../testing/office.ts'
import { electionProgress, findMissingCommunities, findNotYetRegistered } from '../worklist/index.ts'
import { checkCounts, countAll } from './index.ts'

const PEOPLE = Number(process.env.PAGES_PEOPLE) || 100_000
/** A case for so many people, as in a district of 4 million with 25,000. */
const CASES = Math.round(PEOPLE / 160)
const AREA = '110105'
const TOWNSHIP = '110105021'
const DISTRICT: Actor = { id: 'u-1', name: '朝阳区选办', role: 'district', areaCode: AREA }

interface Plan {
  readonly 'Node Type': string
  readonly 'Relation Name'?: string
  readonly 'Shared Hit Blocks': number
  readonly 'Shared Read Blocks': number
  readonly Plans?: readonly Plan[]
}
const LARGE = /^(?:population_extract_\d+|population|registration|claim|audit|outbox)$/
/** Large tables that a plan reads from end to end. */
const scansOf = (plan: Plan): string[] => [
  ...(plan['Node Type'] === 'Seq Scan' && LARGE.test(plan['Relation Name'] ?? '') ? [plan['Relation Name'] ?? ''] : []),
  ...(plan.Plans ?? []).flatMap(scansOf),
]

describe(`pages of an election of ${PEOPLE} people`, () => {
  let database: Database
  let ctx: Context
  let election: Election

  beforeAll(async () => {
    database = await openFreshServer()
    ctx = contextFor(database, DISTRICT)
    await database.run(
      `INSERT INTO area (code, parent_code, name, level)
       SELECT '11', NULL, '北京市', 1 UNION ALL SELECT '1101', '11', '市辖区', 2 UNION ALL SELECT '110105', '1101', '朝阳区', 3
       UNION ALL SELECT '1101050' || s::text, '110105', '街道' || s::text, 4 FROM generate_series(21, 40) AS s
       UNION ALL SELECT '1101050' || s::text || '0' || c::text, '1101050' || s::text, '社区' || c::text, 5 FROM generate_series(21, 40) AS s, generate_series(21, 30) AS c`,
    )
    const made = await setUpElection(ctx, { areaCode: AREA, day: POLLING_DAY, levels: ['county'], name: '换届选举' })
    if (!made.ok) throw new Error(JSON.stringify(made.error))
    const found = await getElection(ctx, made.value.id)
    if (!found.ok) throw new Error(found.error.code)
    election = found.value
    const { id: electionId, round } = election
    const registered = Math.round(PEOPLE * 0.42)
    await fillElection(database, ctx.keys, {
      electionId,
      round,
      area: AREA,
      people: PEOPLE,
      registered,
      cases: CASES,
      at: ctx.clock.now(),
    })
    await database.transaction(tx => countAll(tx, election, ctx.clock.now()))
    await database.script('VACUUM ANALYZE')
  }, 600_000)
  afterAll(() => database.close())

  /** Blocks that the statements of `work` read, and the large tables that they read from end to end. */
  const readBy = async (work: () => Promise<unknown>): Promise<{ blocks: number; scans: string[] }> => {
    const sent: SentStatement[] = []
    const stop = observeStatements(statement => {
      if (statement.kind === 'query') sent.push(statement)
    })
    await work().finally(stop)
    const read = { blocks: 0, scans: [] as string[] }
    for (const { text, values } of sent) {
      const [row] = await readRows<{ 'QUERY PLAN': readonly { Plan: Plan }[] }>(
        database,
        `EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) ${text}`,
        values as never,
      )
      const plan = row?.['QUERY PLAN'][0]?.Plan
      if (!plan) throw new Error('no plan')
      read.blocks += plan['Shared Hit Blocks'] + plan['Shared Read Blocks']
      read.scans.push(...scansOf(plan))
    }
    return read
  }

  const asTownship = (): Context => ({ ...ctx, actor: { ...DISTRICT, role: 'township', areaCode: TOWNSHIP } })
  /** Reads on to the third page, and measures that. */
  const thirdOf = async <Page>(read: (cursor?: string) => Promise<{ ok: boolean; value?: { next: string | null } } & Page>) => {
    let cursor: string | undefined
    for (let page = 0; page < 2; page += 1) cursor = (await read(cursor)).value?.next ?? undefined
    expect(cursor).toBeDefined()
    return readBy(() => read(cursor))
  }

  const perCase = (blocks: number) => 600 + Math.ceil(CASES * blocks)

  it.each<readonly [page: string, most: number, read: () => Promise<{ blocks: number; scans: string[] }>]>([
    ['the overview of a district', perCase(3), () => readBy(() => electionProgress(ctx, election.id))],
    ['the overview of a township', perCase(9), () => readBy(() => electionProgress(asTownship(), election.id))],
    ['the first cases', perCase(4) + 3_000, () => readBy(() => findReviewCases(ctx, election.id, { state: 'open' }))],
    [
      'the third page of cases',
      3_000,
      () => thirdOf(cursor => findReviewCases(ctx, election.id, { state: 'open', cursor }) as never),
    ],
    [
      'the first cases of a township',
      perCase(12) + 3_000,
      () => readBy(() => findReviewCases(asTownship(), election.id, { state: 'open' })),
    ],
    [
      'cases of a code',
      perCase(4) + 3_000,
      () => readBy(() => findReviewCases(ctx, election.id, { state: 'open', code: 'place.unproven' })),
    ],
    ['cases by name', perCase(12) + 3_000, () => readBy(() => findReviewCases(ctx, election.id, { state: 'open', q: '王' }))],
    ['decided cases', perCase(8) + 3_000, () => readBy(() => findReviewCases(ctx, election.id, { state: 'decided' }))],
    ['refused rows', 3_000, () => readBy(() => findRefusedRows(ctx, election.id, {}))],
    ['the third page of refused rows', 3_000, () => thirdOf(cursor => findRefusedRows(ctx, election.id, { cursor }) as never)],
    ['people not yet registered', 40_000, () => readBy(() => findNotYetRegistered(ctx, election.id, { state: 'open' }))],
    [
      'the third page of people not yet registered',
      40_000,
      () => thirdOf(cursor => findNotYetRegistered(ctx, election.id, { state: 'open', cursor }) as never),
    ],
    ['people who were visited', 40_000, () => readBy(() => findNotYetRegistered(ctx, election.id, { state: 'visited' }))],
    ['communities with people not yet registered', 600, () => readBy(() => findMissingCommunities(ctx, election.id))],
    ['people for seats', 300, () => readBy(() => countPeople(ctx.database, election.id))],
  ])('%s: at most %d blocks', async (page, most, read) => {
    const { blocks, scans } = await read()
    expect(scans).toEqual([])
    if (process.env.PAGES_PEOPLE) console.log(page, blocks)
    expect(blocks).toBeLessThanOrEqual(most)
  })

  it('shows the number of cases that the queue has, in the overview', async () => {
    for (const who of [ctx, asTownship()]) {
      const queue = await findReviewCases(who, election.id, { state: 'open' })
      const overview = await electionProgress(who, election.id)
      if (!queue.ok || !overview.ok) throw new Error('refused')
      expect(overview.value.cases).toEqual({ total: queue.value.total, ofOthers: queue.value.ofOthers })
      for (const [code, cases] of Object.entries(queue.value.byCode ?? {})) expect(overview.value.findings[code]).toBe(cases)
      // Of its own people, the communities say the same.
      const review = overview.value.communities.reduce((sum, row) => sum + row.review, 0)
      expect((queue.value.total ?? 0) - (queue.value.ofOthers ?? 0)).toBe(review)
    }
    expect(await checkCounts(database, election)).toEqual([])
  })
})
