import { beforeEach, expect, it } from 'vitest'
import type { Context } from '../../access/index.ts'
import type { Election } from '../../election/index.ts'
import type { Database } from '../../platform/database/index.ts'
import { readRows } from '../../platform/testing/rows.ts'
import { describeStores } from '../../platform/testing/stores.ts'
import { askDueQuestions, closeLines } from '../../population/index.ts'
import { contextFor, loadSomeAreas, numberOf, openElection } from '../testing/office.ts'
import { voterOf } from '../testing/online.ts'
import { checkElection, electionProgress } from '../worklist/index.ts'
import { goOnWithAnswered } from './batch/index.ts'
import { registerVoter } from './service.ts'
import { getMyRegistration } from './voter/index.ts'

const EAST = '110105021021'
const people = {
  li: ['李小明', numberOf('1990-03-05', 1)],
  wang: ['王芳', numberOf('1985-07-21', 2)],
  zhao: ['赵不在', numberOf('1970-01-01', 3)],
  guest: ['外来人', numberOf('1988-08-08', 9, '410105')],
} as const
type Who = keyof typeof people

describeStores('registering while the register is unreachable', open => {
  let ctx: Context
  let election: Election
  let database: Database
  let now: Date

  beforeEach(async () => {
    database = await open()
    await loadSomeAreas(database)
    now = new Date('2026-11-20T01:00:00Z')
    ctx = { ...contextFor(database), clock: { now: () => now } }
    election = await openElection(ctx)
    // No server listens there.
    await database.run(
      `INSERT INTO population_source (area_code, name, url, cert_file, key_file, ca_file, legal_basis, ends_on, state, added_at, added_by)
       VALUES ('110105', '人口库', 'https://127.0.0.1:9/', '/none', '/none', '/none', 'EL 27', '2026-12-31', 'active', $1, 'test')`,
      [now],
    )
    return () => closeLines(database)
  })

  const register = async (who: Who) => {
    const answer = await registerVoter(voterOf(ctx, people[who]), election.id, {
      community: EAST,
      basis: 'residence',
      evidence: [],
    })
    if (!answer.ok) throw new Error(answer.error.code)
    return answer.value
  }
  const says = (who: Who, answer: string, hukouArea: string | null = null) =>
    database.run(
      'INSERT INTO register_answer (person_key, election_id, name, source_id, answer, hukou_area, asked_at) VALUES ($1, $2, $3, 1, $4, $5, $6)',
      [ctx.keys.personKey(people[who][1]), election.id, people[who][0], answer, hukouArea, now],
    )
  const askAgain = () => {
    now = new Date(now.getTime() + 5_000)
    return askDueQuestions(ctx, goOnWithAnswered(ctx.clock), { jitter: () => 0 })
  }
  const standing = async (who: Who) => {
    const mine = await getMyRegistration(voterOf(ctx, people[who]), election.id)
    return mine.ok ? [mine.value.status, ...mine.value.findings.map(f => f.code)] : mine.error.code
  }

  it('keeps the registration pending with its claim, and continues when the register answers', async () => {
    expect(await register('li')).toMatchObject({
      outcome: 'pending',
      registration: { status: 'pending', steps: [{ step: 'wait' }, {}, {}] },
    })
    expect(await register('li')).toMatchObject({ outcome: 'pending' })
    for (const who of ['wang', 'zhao', 'guest'] as const) await register(who)
    expect(await readRows(database, 'SELECT count(*) AS n FROM claim')).toEqual([{ n: 4 }])
    expect(await readRows(database, 'SELECT template FROM outbox')).toEqual([])
    // Pending people are neither on the list nor on the list for visits.
    expect(await checkElection(ctx, election.id)).toMatchObject({
      ok: true,
      value: { registered: 0, review: 0, pending: 4, notYetRegistered: 0 },
    })
    expect(await askAgain()).toEqual({ answered: 0, waiting: 4 })
    await says('li', 'yes', '110105')
    await says('wang', 'no')
    await says('zhao', 'unknown')
    await says('guest', 'yes', '410105')
    expect(await askAgain()).toEqual({ answered: 4, waiting: 0 })
    expect(await standing('li')).toEqual(['registered'])
    expect(await standing('wang')).toEqual(['review', 'population.name'])
    expect(await standing('zhao')).toEqual(['review', 'population.absent'])
    expect(await standing('guest')).toEqual(['review', 'place.unproven'])
    expect(await readRows(database, 'SELECT template, count(*) AS n FROM outbox GROUP BY 1 ORDER BY 1')).toEqual([
      { template: 'accepted', n: 1 },
      { template: 'review', n: 3 },
    ])
    // After the answers, all four are still registered or in review once each.
    expect(await electionProgress(ctx, election.id)).toMatchObject({
      value: { counts: { registered: 1, review: 3, pending: 0 } },
    })
    // A check without an extract keeps the register’s answers.
    await checkElection(ctx, election.id)
    expect(await standing('zhao')).toEqual(['review', 'population.absent'])
  })

  it('registers at once with an answer received earlier', async () => {
    await says('li', 'yes', '110105')
    await says('zhao', 'unknown')
    expect(await register('li')).toMatchObject({ outcome: 'registered' })
    expect(await register('zhao')).toMatchObject({ outcome: 'review', findings: [{ code: 'population.absent' }] })
  })
})
