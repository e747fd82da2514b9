/** The figures of the overview add up, for each community and in sum, whatever was imported, registered, approved, refused or undone before. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { describeStores } from '../../platform/testing/stores.ts'
import { decideCase, findReviewCases } from '../review/index.ts'
import { contextFor, importPeople, importRows, loadSomeAreas, numberOf, openElection } from '../testing/office.ts'
import { electionProgress } from './service.ts'

const COMMUNITIES = [
  ['110105021021', '东郊社区'],
  ['110105021022', '百子湾西社区'],
] as const
const PEOPLE = 8
const BIRTHS = ['1980-01-01', '1990-03-05', '2012-12-21']
const numberAt = (person: number) => numberOf(BIRTHS[person % BIRTHS.length] ?? '', person + 1)
const nameAt = (person: number) => `丁${'甲乙丙丁戊己庚辛'[person]}`

const person = fc.nat({ max: PEOPLE - 1 })
const place = fc.nat({ max: 1 })
const at = fc.record({ person, place })
const step = fc.oneof(
  fc.record({
    kind: fc.constant('people' as const),
    rows: fc.uniqueArray(at, { selector: row => row.person, minLength: 1, maxLength: 6 }),
  }),
  fc.record({ kind: fc.constant('roster' as const), rows: fc.array(at, { minLength: 1, maxLength: 4 }) }),
  fc.record({ kind: fc.constant('decide' as const), decision: fc.constantFrom('accept' as const, 'refuse' as const) }),
)

describeStores('the figures of an election', open => {
  it('add up after any history', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 5 }), async steps => {
        const database = await open()
        await loadSomeAreas(database)
        const ctx = contextFor(database)
        const election = await openElection(ctx)
        for (const one of steps) {
          if (one.kind === 'people')
            await importPeople(ctx, election, [
              ['姓名', '公民身份号码', '户籍区划', '社区代码', '状态'],
              ...one.rows.map(row => [
                nameAt(row.person),
                numberAt(row.person),
                '110105',
                COMMUNITIES[row.place]?.[0] ?? '',
                '正常',
              ]),
            ])
          else if (one.kind === 'roster')
            await importRows(ctx, election, [
              ['姓名', '公民身份号码', '社区'],
              ...one.rows.map(row => [nameAt(row.person), numberAt(row.person), COMMUNITIES[row.place]?.[1] ?? '']),
            ])
          else {
            const cases = await findReviewCases(ctx, election.id, { state: 'open' })
            const [found] = cases.ok ? cases.value.items : []
            if (found) {
              const { countyCode, registrationId } = found
              await decideCase(ctx, { countyCode, registrationId, decision: one.decision, reason: '测试' })
            }
          }
          const standing = await electionProgress(ctx, election.id)
          if (!standing.ok) throw new Error(standing.error.code)
          const { counts, communities } = standing.value
          for (const row of [counts, ...communities]) {
            for (const value of Object.values(row)) if (typeof value === 'number') expect(value).toBeGreaterThanOrEqual(0)
            const here = row.registered + row.review - row.reviewStanding + row.pending - row.fromElsewhere
            expect(here + row.elsewhere + row.notYetRegistered).toBe(row.eligible)
          }
          for (const field of ['eligible', 'registered', 'notYetRegistered', 'elsewhere', 'fromElsewhere'] as const)
            expect(communities.reduce((sum, row) => sum + row[field], 0)).toBe(counts[field])
        }
      }),
      { numRuns: 8 },
    )
  })

  it('count who registered in another community in a column of its own, and no progress by people from elsewhere', async () => {
    const database = await open()
    await loadSomeAreas(database)
    const ctx = contextFor(database)
    const election = await openElection(ctx)
    await importPeople(ctx, election, [
      ['姓名', '公民身份号码', '户籍区划', '社区代码', '状态'],
      ['丁甲', numberOf('1980-01-01', 1), '110105', COMMUNITIES[0][0], '正常'],
      ['丁乙', numberOf('1980-01-01', 3), '110105', COMMUNITIES[0][0], '正常'],
    ])
    await importRows(ctx, election, [
      ['姓名', '公民身份号码', '社区'],
      ['丁甲', numberOf('1980-01-01', 1), COMMUNITIES[1][1]],
      ['丁丙', numberOf('1980-01-01', 5), COMMUNITIES[0][1]],
    ])
    const standing = await electionProgress(ctx, election.id)
    expect(standing.ok && standing.value.communities).toMatchObject([
      { code: COMMUNITIES[0][0], eligible: 2, notYetRegistered: 1, elsewhere: 1, fromElsewhere: 1 },
      { code: COMMUNITIES[1][0], eligible: 0, notYetRegistered: 0, elsewhere: 0, fromElsewhere: 1 },
    ])
  })
})
