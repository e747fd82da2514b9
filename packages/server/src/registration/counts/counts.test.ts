/** The kept counts are those of the rows after any history, and a repair makes them so. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Context } from '../../access/index.ts'
import type { Election } from '../../election/index.ts'
import { readRows } from '../../platform/testing/rows.ts'
import { describeStores } from '../../platform/testing/stores.ts'
import { registerVoter } from '../online/index.ts'
import { decideCase, findReviewCases, undoDecision } from '../review/index.ts'
import {
  contextFor,
  importDisqualified,
  importPeople,
  importRows,
  loadSomeAreas,
  numberOf,
  openElection,
} from '../testing/office.ts'
import { voterOf } from '../testing/online.ts'
import { checkElection, findNotYetRegistered, recordVisit } from '../worklist/index.ts'
import { checkCounts, countAll, findFigures, findRefusedFigures, foldCounts } from './index.ts'

const COMMUNITIES = [
  ['110105021021', '东郊社区'],
  ['110105021022', '百子湾西社区'],
] as const
const PEOPLE = 8
const BIRTHS = ['1980-01-01', '1990-03-05', '2012-12-21']
const numberAt = (person: number) => numberOf(BIRTHS[person % BIRTHS.length] ?? '', person + 1, person % 2 ? '110105' : '410105')
const nameAt = (person: number) => `丁${'甲乙丙丁戊己庚辛'[person]}`

const person = fc.nat({ max: PEOPLE - 1 })
const at = fc.record({ person, place: fc.nat({ max: 1 }), bad: fc.nat({ max: 5 }) })
const step = fc.oneof(
  fc.record({
    kind: fc.constant('people' as const),
    rows: fc.uniqueArray(at, { selector: row => row.person, minLength: 1, maxLength: 6 }),
  }),
  fc.record({ kind: fc.constant('roster' as const), rows: fc.array(at, { minLength: 1, maxLength: 4 }) }),
  fc.record({ kind: fc.constant('online' as const), row: at }),
  fc.record({ kind: fc.constant('decide' as const), decision: fc.constantFrom('accept' as const, 'refuse' as const) }),
  fc.record({ kind: fc.constantFrom('undo' as const, 'visit' as const, 'check' as const, 'fold' as const) }),
)
type Step = typeof step extends fc.Arbitrary<infer One> ? One : never

const take = async (ctx: Context, election: Election, one: Step): Promise<void> => {
  const cases = async (state: 'open' | 'decided') => {
    const found = await findReviewCases(ctx, election.id, { state })
    return found.ok ? found.value.items[0] : undefined
  }
  switch (one.kind) {
    case 'people':
      await importPeople(ctx, election, [
        ['姓名', '公民身份号码', '户籍区划', '社区代码', '状态'],
        ...one.rows.map(row => [nameAt(row.person), numberAt(row.person), '110105', COMMUNITIES[row.place]?.[0] ?? '', '正常']),
      ])
      // As the import does after it.
      await checkElection(ctx, election.id)
      return
    case 'roster':
      await importRows(ctx, election, [
        ['姓名', '公民身份号码', '社区'],
        ...one.rows.map(row => [
          nameAt(row.person),
          row.bad === 0 ? `${numberAt(row.person).slice(0, 16)}` : numberAt(row.person),
          COMMUNITIES[row.place]?.[1] ?? '',
        ]),
      ])
      return
    case 'online':
      await registerVoter(voterOf(ctx, [nameAt(one.row.person), numberAt(one.row.person)]), election.id, {
        community: COMMUNITIES[one.row.place]?.[0] ?? '',
        basis: 'residence',
        evidence: one.row.bad === 1 ? ['certificate'] : [],
        ...(one.row.bad > 2 ? { instead: true as const } : {}),
      })
      return
    case 'decide': {
      const found = await cases('open')
      if (found) await decideCase(ctx, { ...found, decision: one.decision, reason: '测试' })
      return
    }
    case 'undo': {
      const found = await cases('decided')
      if (found) await undoDecision(ctx, { ...found, reason: '测试' })
      return
    }
    case 'visit': {
      const page = await findNotYetRegistered(ctx, election.id, { state: 'open' })
      const [first] = page.ok ? page.value.items : []
      if (first) await recordVisit(ctx, { electionId: election.id, personRef: first.personRef, outcome: 'found' })
      return
    }
    case 'check':
      await checkElection(ctx, election.id)
      return
    case 'fold':
      await foldCounts(ctx.database)
  }
}

describeStores('kept counts', open => {
  const begin = async () => {
    const database = await open()
    await loadSomeAreas(database)
    const ctx = contextFor(database)
    const election = await openElection(ctx)
    await findFigures(database, election, election.areaCode, ctx.clock.now())
    return { database, ctx, election }
  }

  it('are those of the rows after any history', { timeout: 300_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 9 }), async steps => {
        const { database, ctx, election } = await begin()
        for (const one of steps) {
          await take(ctx, election, one)
          expect(await checkCounts(database, election)).toEqual([])
        }
        await database.close()
      }),
      { numRuns: Number(process.env.COUNT_RUNS) || 3 },
    )
  })

  it('follow a file that is too large for locks, and the rows of it that were refused and mended', async () => {
    const { database, ctx, election } = await begin()
    const names = (n: number) => `丁${String.fromCharCode(0x4e00 + n)}`
    const row = (n: number, cut = false) => [
      names(n),
      cut ? numberOf('1980-01-01', n).slice(0, 16) : numberOf('1980-01-01', n),
      '东郊社区',
    ]
    await importPeople(ctx, election, [
      ['姓名', '公民身份号码', '户籍区划', '社区代码', '状态'],
      ...Array.from({ length: 700 }, (_, n) => [names(n + 1), numberOf('1980-01-01', n + 1), '110105', '110105021021', '正常']),
    ])
    await checkElection(ctx, election.id)
    await importRows(ctx, election, [
      ['姓名', '公民身份号码', '社区'],
      ...Array.from({ length: 600 }, (_, n) => row(n + 1, n < 3)),
    ])
    expect(await checkCounts(database, election)).toEqual([])
    expect((await findRefusedFigures(ctx, election, election.areaCode)).refused).toBe(3)
    const later = { ...ctx, clock: { now: () => new Date('2026-11-21T01:00:00Z') } }
    await importRows(later, election, [['姓名', '公民身份号码', '社区'], row(1)])
    expect((await findRefusedFigures(ctx, election, election.areaCode)).refused).toBe(2)
    expect(await checkCounts(database, election)).toEqual([])
    const [figures] = await findFigures(database, election, election.areaCode, ctx.clock.now())
    expect(figures).toMatchObject({ eligible: 700, registered: 598, missing: 102, here: 598 })
  })

  it('follow people who lose the vote, and are found wrong and repaired where someone changed rows behind them', async () => {
    const { database, ctx, election } = await begin()
    await take(ctx, election, {
      kind: 'people',
      rows: [
        { person: 0, place: 0, bad: 1 },
        { person: 3, place: 0, bad: 1 },
      ],
    })
    await importDisqualified(ctx, election, [
      ['姓名', '身份证号', '类别', '决定机关', '文书号', '起始日期', '截止日期'],
      [nameAt(0), numberAt(0), '剥夺政治权利', '朝阳区人民法院', '（2026）京0105刑初1号', '2026-11-01', '2028-10-31'],
    ])
    await checkElection(ctx, election.id)
    const figures = () => findFigures(database, election, election.areaCode, ctx.clock.now())
    expect(await figures()).toMatchObject([{ eligible: 1, missing: 1 }])
    await database.run('DELETE FROM disqualification')
    expect(await checkCounts(database, election)).toEqual([
      { code: '110105021021', figure: 'eligible', people: 1 },
      { code: '110105021021', figure: 'missing', people: 1 },
    ])
    expect(await database.transaction(tx => countAll(tx, election, ctx.clock.now()))).toBe(2)
    expect(await checkCounts(database, election)).toEqual([])
    expect(await figures()).toMatchObject([{ eligible: 2, missing: 2 }])
    expect(await readRows(database, 'SELECT 1 AS one FROM people_count_change')).toEqual([])
  })
})
