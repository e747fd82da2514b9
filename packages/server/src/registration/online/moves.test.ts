/**
 * People move between districts, online, at stations and by certificates of this installation, with and without proof, while officers accept and
 * refuse: nobody is on no list or on two at any instant, and who keeps a place keeps it until the new one is accepted (EL 5, EL 27).
 * `MOVES=10000` moves people that often; without it fewer, so that the test stays short.
 */
import { randomUUID } from 'node:crypto'
import { expect, it } from 'vitest'
import type { Context } from '../../access/index.ts'
import type { Election } from '../../election/index.ts'
import type { Database } from '../../platform/database/index.ts'
import { readRows } from '../../platform/testing/rows.ts'
import { describeStores } from '../../platform/testing/stores.ts'
import { checkCounts, findFigures } from '../counts/index.ts'
import { decideCase } from '../review/index.ts'
import { contextFor, importPeople, loadSomeAreas, numberOf, openElection } from '../testing/office.ts'
import { officer, voterOf, withRequestId } from '../testing/online.ts'
import { registerAtStation, registerVoter } from './service.ts'

const PLACES = ['110105021021', '110105021022', '110105021201'] as const
const MOVES = Number(process.env.MOVES) || 80
const PEOPLE = 40
const POPULATION = ['姓名', '公民身份号码', '性别', '出生日期', '社区代码', '户籍区划', '状态', '状态日期']

/** Two thirds of the people have their household register elsewhere: without proof an officer decides. */
const people = Array.from(
  { length: PEOPLE },
  (_, n) => [`迁居${String.fromCharCode(0x4e00 + n)}`, numberOf('1980-01-01', n + 1, n % 3 === 0 ? '110105' : '410105')] as const,
)

describeStores('moving between districts', open => {
  it('keeps everyone on exactly one list at every instant', { timeout: 300_000 + MOVES * 200 }, async () => {
    const database: Database = await open()
    await loadSomeAreas(database)
    const ctx: Context = contextFor(database)
    const election: Election = await openElection(ctx)
    const inRegister = ([name, number]: readonly [string, string]) => [
      name,
      number,
      '男',
      '1980-01-01',
      PLACES[0],
      number.slice(0, 6),
      '正常',
      '',
    ]
    await importPeople(ctx, election, [POPULATION, ...people.map(inRegister)])
    const papers = ['certificate' as const, 'residencePermit' as const]
    // Half of the migrants show their papers at first, and never again: proof shown once counts for the round.
    for (const [n, person] of people.entries()) {
      const shown = n % 2 === 0 ? { evidence: papers, livesHereSince: '2020-01-01' } : { evidence: [] }
      const made = await registerVoter(voterOf(ctx, person), election.id, { community: PLACES[0], basis: 'residence', ...shown })
      if (made.ok && made.value.outcome === 'review' && made.value.registration)
        await decideCase(ctx, { ...made.value.registration, decision: 'accept', reason: '核实' })
    }
    /** People who are not on exactly one list, with a claim that names it. */
    const misplaced = () =>
      readRows(
        database,
        `SELECT k.person, count(r.id) AS lists FROM unnest($1::uuid[]) AS k(person)
         LEFT JOIN registration r ON r.person_key = k.person AND r.status = 'registered'
         LEFT JOIN claim c ON c.person_key = k.person AND c.county_code = r.county_code AND c.registration_id = r.id
         GROUP BY k.person HAVING count(r.id) <> 1 OR count(c.person_key) <> 1`,
        [people.map(([, number]) => ctx.keys.personKey(number))],
      )
    expect(await misplaced()).toEqual([])
    await findFigures(database, election, election.areaCode, ctx.clock.now())
    let seed = 7
    const next = (below: number): number => {
      seed = (seed * 1_103_515_245 + 12_345) & 0x7fffffff
      return seed % below
    }
    const outcomes: Record<string, number> = {}
    const move = async (n: number): Promise<void> => {
      const [name, number] = people[n] ?? ['', '']
      const community = PLACES[next(PLACES.length)] ?? PLACES[0]
      const input = { community, basis: 'residence' as const, evidence: next(5) === 0 ? papers : [], instead: true as const }
      const answer =
        next(4) === 0
          ? await registerAtStation(withRequestId(ctx, officer('1')), election.id, {
              ...input,
              channel: 'station',
              person: { kind: 'resident-id', name, number },
            })
          : await registerVoter(voterOf(ctx, [name, number]), election.id, input)
      if (!answer.ok) throw new Error(answer.error.code)
      outcomes[answer.value.outcome] = (outcomes[answer.value.outcome] ?? 0) + 1
      if (answer.value.outcome !== 'review' || !answer.value.registration) return
      const decision = next(3) === 0 ? 'refuse' : 'accept'
      const { countyCode, registrationId } = answer.value.registration
      const decided = await decideCase(
        { ...ctx, requestId: randomUUID() },
        { countyCode, registrationId, decision, reason: '核实' },
      )
      if (decided.ok) outcomes[decision] = (outcomes[decision] ?? 0) + 1
    }
    // Another connection looks all the time; each look is one instant.
    let moving = true
    let looks = 0
    const watching = (async () => {
      while (moving) {
        expect(await misplaced()).toEqual([])
        looks += 1
        await new Promise(resolve => setImmediate(resolve))
      }
    })()
    try {
      for (let done = 0; done < MOVES; done += PEOPLE) await Promise.all(people.map((_, n) => move(n)))
    } finally {
      moving = false
      await watching
    }
    expect(await misplaced()).toEqual([])
    // The counts of people moved with them, however many moved at once.
    expect(await checkCounts(database, election)).toEqual([])
    expect(looks).toBeGreaterThan(0)
    for (const kind of ['registered', 'review', 'accept', 'refuse']) expect(outcomes[kind] ?? 0).toBeGreaterThan(0)
  })
})
