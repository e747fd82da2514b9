/** The roll of an area: who is found, by whom, and how much of the tables a page reads. */
import { beforeEach, describe, expect, it } from 'vitest'
import type { Actor, Context } from '../../access/index.ts'
import type { Election } from '../../election/index.ts'
import { type Database, observeStatements, type SentStatement } from '../../platform/database/index.ts'
import { readRows } from '../../platform/testing/rows.ts'
import { describeStores } from '../../platform/testing/stores.ts'
import { soundsOf } from '../check/index.ts'
import { contextFor, importRows, loadSomeAreas, numberOf, openElection } from '../testing/office.ts'
import { VotersQuery } from './schema.ts'
import { makeSearchable } from './service.searchable.ts'
import { countVoters, findVoterDistricts, findVoters } from './service.ts'

const EAST = '110105021021'
const TOWNSHIP: Actor = { id: 'u-1', name: '小周', role: 'township', areaCode: '110105021' }
const STATION: Actor = { id: 'u-3', name: '小马', role: 'station', areaCode: EAST }
const PEOPLE = [
  ['王芳', numberOf('1985-07-21', 2), '东郊社区'],
  ['王方', numberOf('1985-07-22', 2), '百子湾西社区'],
  ['曾国强', numberOf('1970-01-01', 1), '东郊社区'],
  ['单立', numberOf('1971-01-01', 1), '东郊社区'],
  ['仇英', numberOf('1972-01-01', 2), '百子湾西社区'],
  ['欧阳修', numberOf('1973-01-01', 1), '大郊亭村'],
  ['吕布', numberOf('1974-01-01', 1), '大郊亭村'],
] as const

describe('the sound of a name', () => {
  it.each([
    ['王芳', 'wangfang', 'wf'],
    ['曾国强', 'zengguoqiang', 'zgq'],
    ['曾国强', 'cengguoqiang', 'cgq'],
    ['单立', 'shanli', 'sl'],
    ['单立', 'danli', 'dl'],
    ['仇英', 'qiuying', 'qy'],
    ['仇英', 'chouying', 'cy'],
    ['欧阳修', 'ouyangxiu', 'oyx'],
    ['尉迟恭', 'yuchigong', 'ycg'],
    ['吕布', 'lvbu', 'lb'],
  ])('of %s is also %s', (name, spelled, initials) => {
    expect(soundsOf(name)).toContainEqual({ spelled, initials })
  })

  it('has a bound, whatever the name', () => {
    expect(soundsOf('和行重乐长曾单都得着').length).toBeLessThanOrEqual(12)
    expect(soundsOf('！')).toEqual([])
  })
})

describeStores('the roll of an area', open => {
  let database: Database
  let ctx: Context
  let election: Election
  const namesFound = async (query: VotersQuery, actor: Actor = TOWNSHIP) => {
    const page = await findVoters({ ...ctx, actor }, election.id, query)
    if (!page.ok) return page.error.code
    return page.value.items.map(({ name }) => name)
  }

  beforeEach(async () => {
    database = await open()
    await loadSomeAreas(database)
    ctx = contextFor(database)
    election = await openElection(ctx)
    await importRows(ctx, election, [['姓名', '公民身份号码', '社区'], ...PEOPLE])
  })

  it('is found by name, its beginning, pinyin and initials, surnames with several sounds by each', async () => {
    expect(await namesFound({ q: '王芳' })).toEqual(['王芳'])
    expect(await namesFound({ q: '王' })).toEqual(['王方', '王芳'])
    expect(await namesFound({ q: 'wangfang' })).toEqual(['王方', '王芳'])
    expect(await namesFound({ q: 'Wang F' })).toEqual(['王方', '王芳'])
    expect(await namesFound({ q: 'wf' })).toEqual(['王方', '王芳'])
    expect(await namesFound({ q: 'zgq' })).toEqual(['曾国强'])
    expect(await namesFound({ q: 'cengguo' })).toEqual(['曾国强'])
    expect(await namesFound({ q: 'qiu' })).toEqual(['仇英'])
    expect(await namesFound({ q: 'shanl' })).toEqual(['单立'])
    expect(await namesFound({ q: 'lvbu' })).toEqual(['吕布'])
    expect(await namesFound({ q: '赵' })).toEqual([])
  })

  it('answers for each person where they stand, without the number', async () => {
    const page = await findVoters({ ...ctx, actor: TOWNSHIP }, election.id, { q: '王芳' })
    expect(page.ok && page.value.items[0]).toMatchObject({
      name: '王芳',
      sex: 'F',
      community: { code: EAST, name: '东郊社区居民委员会' },
      status: 'registered',
      channel: 'roster',
    })
    expect(JSON.stringify(page)).not.toContain(PEOPLE[0][1])
  })

  it('is filtered by community, state, channel, level, district and basis, and by nothing that tells people apart', async () => {
    expect(await namesFound({ community: EAST })).toHaveLength(3)
    expect(await namesFound({ status: 'review' })).toEqual([])
    expect(await namesFound({ status: 'registered', channel: 'roster' })).toHaveLength(PEOPLE.length)
    expect(await namesFound({ channel: 'online' })).toEqual([])
    expect(await namesFound({ basis: 'work' })).toEqual([])
    expect(await namesFound({ level: 'county' })).toHaveLength(PEOPLE.length)
    const [district] = await readRows<{ code: string }>(
      database,
      `SELECT county_district AS code FROM registration WHERE name = '欧阳修'`,
    )
    expect(await namesFound({ countyDistrict: district?.code ?? '', level: 'county' })).toContain('欧阳修')
    expect(await namesFound({ countyDistrict: district?.code ?? '', q: '吕布', status: 'registered' })).toEqual(['吕布'])
    expect(Object.keys(VotersQuery.shape).sort()).toEqual(
      ['basis', 'channel', 'community', 'countyDistrict', 'cursor', 'level', 'q', 'status', 'townshipDistrict'].sort(),
    )
    for (const asked of [
      { ground: 'deprived' },
      { code: 'eligibility.deprived' },
      { hukou: '41' },
      { finding: 'x' },
      { unit: 'x' },
    ])
      expect(VotersQuery.safeParse(asked).success).toBe(false)
    expect(VotersQuery.safeParse({ q: '110105199001011234' }).success).toBe(false)
    for (const q of ['剥夺政治权利', '精神', '羁押', '410000', '河南']) {
      const found = VotersQuery.safeParse({ q })
      if (found.success) expect(await namesFound(found.data)).toEqual([])
    }
  })

  it('offers the electoral districts of the area', async () => {
    const all = await findVoterDistricts({ ...ctx, actor: TOWNSHIP }, election.id)
    const own = await findVoterDistricts({ ...ctx, actor: STATION }, election.id)
    if (!all.ok || !own.ok) throw new Error('no districts')
    expect(own.value.length).toBeGreaterThan(0)
    expect(own.value.length).toBeLessThan(all.value.length)
  })

  it('ends at the area of whoever asks', async () => {
    const elsewhere: Actor = { ...TOWNSHIP, areaCode: '110105022' }
    expect(await namesFound({}, elsewhere)).toBe('election.unknown')
    const one: Actor = { ...TOWNSHIP, areaCode: EAST }
    expect(await namesFound({}, one)).toHaveLength(3)
    expect(await namesFound({ q: '王' }, one)).toEqual(['王芳'])
    expect(await namesFound({ community: '110105021022' }, one)).toEqual([])
  })

  it('shows a station full names in its area only', async () => {
    expect(await namesFound({}, STATION)).toBe('voters.exact-name')
    expect(await namesFound({ q: '王' }, STATION)).toBe('voters.exact-name')
    expect(await namesFound({ q: '王芳' }, STATION)).toEqual(['王芳'])
    expect(await namesFound({ q: '王方' }, STATION)).toEqual([])
    expect(await namesFound({ q: 'wangfang' }, STATION)).toEqual([])
    const counted = await countVoters({ ...ctx, actor: STATION }, election.id, { q: '王' })
    expect(counted).toMatchObject({ ok: false, error: { code: 'voters.exact-name' } })
  })

  it('says of a large import that its people cannot be found yet, until the job has run', async () => {
    const many = Array.from({ length: 600 }, (_, at) => [
      `赵${'一二三四五六七八九十'[Math.floor(at / 60)]}${'东西南北中春夏秋冬梅'[at % 10]}`,
      numberOf(new Date(Date.UTC(1970, 0, 1 + at)).toISOString().slice(0, 10), 1),
      '东郊社区',
    ])
    await importRows(ctx, election, [['姓名', '公民身份号码', '社区'], ...many])
    const count = async () => {
      const counted = await countVoters({ ...ctx, actor: TOWNSHIP }, election.id, { q: 'zhao' })
      if (!counted.ok) throw new Error(counted.error.code)
      return counted.value
    }
    const before = await count()
    expect(before.people).toBe(0)
    expect(before.waiting).toBeGreaterThan(500)
    expect(await readRows(database, 'SELECT count(*) AS rows FROM registration WHERE NOT searchable')).toEqual([
      { rows: before.waiting },
    ])
    await makeSearchable(ctx)
    expect(await count()).toEqual({ people: before.waiting, exact: true, waiting: 0 })
    await makeSearchable(ctx)
    expect(await readRows(database, 'SELECT 1 AS one FROM registration WHERE NOT searchable')).toEqual([])
  })
})

/** What a plan reads: blocks of tables and indexes, and the indexes that it uses. */
interface Plan {
  readonly 'Node Type': string
  readonly 'Index Name'?: string
  readonly 'Shared Hit Blocks': number
  readonly 'Shared Read Blocks': number
  readonly Plans?: readonly Plan[]
}
const indexesOf = (plan: Plan): string[] => [
  ...(plan['Index Name'] ? [plan['Index Name']] : []),
  ...(plan['Node Type'] === 'Seq Scan' ? ['seq scan'] : []),
  ...(plan.Plans ?? []).flatMap(indexesOf),
]

const ROWS = 30_000
const COMMUNITIES = 80

describeStores('a page of a roll of tens of thousands', open => {
  let database: Database
  let ctx: Context
  let election: Election

  /** The plans of the statements on registrations that `work` sends. */
  const plansOf = async (work: () => Promise<unknown>): Promise<{ blocks: number; indexes: string[] }[]> => {
    const sent: SentStatement[] = []
    const stop = observeStatements(statement => {
      if (/FROM registration r|FROM name_sound/.test(statement.text)) sent.push(statement)
    })
    try {
      await work()
    } finally {
      stop()
    }
    const plans = []
    for (const { text, values } of sent) {
      const [row] = await readRows<{ 'QUERY PLAN': readonly { Plan: Plan }[] | string }>(
        database,
        `EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) ${text}`,
        values as never,
      )
      const said = row?.['QUERY PLAN']
      const [one] = (typeof said === 'string' ? JSON.parse(said) : (said ?? [])) as { Plan: Plan }[]
      if (!one) throw new Error('no plan')
      plans.push({ blocks: one.Plan['Shared Hit Blocks'] + one.Plan['Shared Read Blocks'], indexes: indexesOf(one.Plan) })
    }
    return plans
  }

  beforeEach(async () => {
    database = await open()
    await loadSomeAreas(database)
    const city: Actor = { id: 'u-9', name: '区选办', role: 'district', areaCode: '110105' }
    ctx = contextFor(database, city)
    election = await openElection(ctx)
    // The city: many communities, of which the township has three.
    const day = (n: number) => new Date(Date.UTC(1950, 0, 1 + Math.floor(n / 900))).toISOString().slice(0, 10)
    const keys = Array.from({ length: ROWS }, (_, n) => ctx.keys.personKey(numberOf(day(n), (n % 900) + 1)))
    await database.run(
      `INSERT INTO registration (county_code, election_id, person_key, name, name_order, birth_date, community_code, county_district, channel, status, facts, digest, created_at)
       SELECT '110105', $1, key, chr(20000 + n::int % 300) || chr(21000 + n::int % 997), chr(65536 + n::int % 300) || chr(66536 + n::int % 997), '1980-01-01',
         '1101050' || lpad((21 + n % ${COMMUNITIES} / 3)::text, 2, '0') || lpad((n % ${COMMUNITIES} % 3 + 21)::text, 3, '0'), (n % 50)::text, 'roster',
         CASE WHEN n % 1000 = 0 THEN 'removed' ELSE 'registered' END, 0, md5('d' || n::text)::uuid, now()
       FROM unnest($2::uuid[]) WITH ORDINALITY AS k(key, n)`,
      [election.id, keys],
    )
    await database.run(
      `INSERT INTO name_sound (name, spelled, initials, name_order)
       SELECT DISTINCT name, 's' || (ascii(name) % 26 + 97)::text || 'x' || ascii(substr(name, 2))::text, 'i' || ascii(substr(name, 2))::text, name_order FROM registration`,
    )
    await database.script('ANALYZE registration; ANALYZE name_sound')
  })

  it('reads a bounded part of an index, whatever is asked', async () => {
    const township = { ...ctx, actor: TOWNSHIP }
    const small = 400
    const cases: [string, Context, VotersQuery, string, number][] = [
      ['the township', township, {}, 'registration_roll', small],
      ['the whole election', ctx, {}, 'registration_roll', small],
      ['a community', ctx, { community: '110105021021' }, 'registration_roll', small],
      ['a state that few have', ctx, { status: 'removed' }, 'registration_state', small],
      ['a district', ctx, { countyDistrict: '7' }, 'registration_county_district', small],
      ['a name', township, { q: String.fromCharCode(20007, 21007) }, 'registration_named', small],
      ['a beginning', township, { q: String.fromCharCode(20007) }, 'registration_named', 1_500],
    ]
    for (const [what, by, query, index, most] of cases) {
      const plans = await plansOf(async () => expect(await findVoters(by, election.id, query)).toMatchObject({ ok: true }))
      const main = plans.filter(({ indexes }) => indexes.some(name => name.startsWith('registration')))
      expect(main.length, what).toBeGreaterThan(0)
      for (const plan of plans) {
        expect(plan.indexes, what).not.toContain('seq scan')
        expect(plan.blocks, what).toBeLessThan(most)
      }
      expect(main[0]?.indexes, what).toContain(index)
    }
  })
})
