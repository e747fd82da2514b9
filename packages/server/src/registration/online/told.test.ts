/** What a worker at a station is told of people elsewhere: counted, limited, shown to the person, and never of guessed numbers. */
import { beforeEach, expect, it } from 'vitest'
import type { Context } from '../../access/index.ts'
import type { Election } from '../../election/index.ts'
import { readRows } from '../../platform/testing/rows.ts'
import { describeStores } from '../../platform/testing/stores.ts'
import { findMyAccessHistory } from '../record/index.ts'
import { contextFor, importPeople, importRows, loadSomeAreas, numberOf, openElection } from '../testing/office.ts'
import { officer, voterOf, withRequestId } from '../testing/online.ts'
import type { NewAtStation } from './schema.ts'
import { registerAtStation, registerVoter, TOLD_PER_HOUR } from './service.ts'

const EAST = '110105021021'
const WEST = '110105021022'
const BIRTH = '1985-07-21'
const WANG = ['王芳', numberOf(BIRTH, 2)] as const
const LI = ['李小明', numberOf('1990-03-05', 1)] as const

describeStores('a station', open => {
  let ctx: Context
  let election: Election

  beforeEach(async () => {
    const database = await open()
    await loadSomeAreas(database)
    ctx = contextFor(database)
    election = await openElection(ctx)
    const base = (who: readonly [string, string]) => [...who, '110105', EAST, '正常', '', '', '']
    await importPeople(ctx, election, [
      ['姓名', '公民身份号码', '户籍区划', '社区代码', '状态', '状态日期', '现住地址', '联系电话'],
      base(WANG),
      base(LI),
    ])
    await importRows(ctx, election, [
      ['姓名', '公民身份号码', '社区'],
      [...WANG, EAST],
      [...LI, EAST],
    ])
  })

  const register = async (who: readonly [string, string], account = '1') => {
    const [name, number] = who
    const body: NewAtStation = {
      person: { kind: 'resident-id', name, number },
      community: WEST,
      basis: 'hukou',
      evidence: [],
      channel: 'station',
    } as NewAtStation
    const answer = await registerAtStation(withRequestId(ctx, officer(account)), election.id, body)
    if (!answer.ok) throw new Error(answer.error.code)
    return { outcome: answer.value.outcome, findings: answer.value.findings.map(({ code }) => code) }
  }
  const told = () =>
    readRows<{ n: number }>(ctx.database, 'SELECT count(*)::int AS n FROM elsewhere_told').then(([row]) => row?.n)

  it('learns of one number under a name and birth date, and of the others nothing', async () => {
    const answers = []
    for (const sequence of [0, 1, 2, 3, 4]) answers.push(await register(['王芳', numberOf(BIRTH, sequence)]))
    expect(answers).toEqual([
      { outcome: 'review', findings: ['population.absent'] },
      ...Array(4).fill({ outcome: 'review', findings: ['identity.several-numbers'] }),
    ])
    expect(await told()).toBe(0)
    // Another worker, who has the person before them, is told.
    expect(await register(WANG, '2')).toEqual({ outcome: 'elsewhere', findings: [] })
  })

  it('asked at the same moment learns no more', async () => {
    const answers = await Promise.all([0, 1, 2, 3, 4, 5].map(sequence => register(['王芳', numberOf(BIRTH, sequence)])))
    expect(answers.filter(({ findings }) => findings.includes('identity.several-numbers'))).toHaveLength(5)
  })

  it('that is told of someone elsewhere is counted, audited, and seen by the person', async () => {
    expect(await register(LI)).toEqual({ outcome: 'elsewhere', findings: [] })
    expect(await told()).toBe(1)
    expect(
      await readRows(
        ctx.database,
        `SELECT actor, details ->> 'officer' AS officer FROM audit WHERE action = 'registration.elsewhere-told'`,
      ),
    ).toEqual([{ actor: '登记站1', officer: '1' }])
    expect(await findMyAccessHistory(voterOf(ctx, LI))).toMatchObject([
      { what: 'elsewhere-told', by: { office: '南磨房地区', role: 'station' } },
    ])
  })

  it('that was told too often goes on registering, and is told nothing more', async () => {
    await ctx.database.run(
      `INSERT INTO elsewhere_told (person_key, account, role, office, channel, election_id, at)
       SELECT gen_random_uuid(), '1', 'station', '110105021', 'station', $1, $2 FROM generate_series(1, ${TOLD_PER_HOUR})`,
      [election.id, ctx.clock.now()],
    )
    expect(await register(LI)).toEqual({ outcome: 'received', findings: [] })
    expect(await register(['无此人', numberOf('1971-01-01', 3)])).toEqual({ outcome: 'received', findings: [] })
    expect(await readRows(ctx.database, `SELECT code FROM finding ORDER BY code`)).toEqual([
      { code: 'claim.other-district' },
      { code: 'population.absent' },
    ])
    expect(await told()).toBe(TOLD_PER_HOUR)
  })

  it('is not the portal: a login learns of itself, and of family nothing', async () => {
    for (const sequence of [0, 1, 2, 3]) {
      const family = { name: '王芳', number: numberOf(BIRTH, sequence), relation: 'spouse', consent: true }
      const answer = await registerVoter(voterOf(ctx, LI), election.id, {
        community: WEST,
        basis: 'hukou',
        evidence: [],
        family,
      } as Parameters<typeof registerVoter>[2])
      expect(answer).toEqual({ ok: true, value: { outcome: 'received', registration: null, findings: [] } })
    }
    expect(await readRows(ctx.database, `SELECT code, count(*)::int AS n FROM finding GROUP BY code ORDER BY code`)).toEqual([
      { code: 'identity.several-numbers', n: 3 },
      { code: 'population.absent', n: 1 },
    ])
  })
})
