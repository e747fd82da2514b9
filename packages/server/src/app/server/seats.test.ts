/** Seats and committees over real HTTP, on both stores. */

import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Database } from '../../platform/database/index.ts'
import { readRows } from '../../platform/testing/rows.ts'
import { describeStores } from '../../platform/testing/stores.ts'
import { type Answered, type Send, startServer } from './testing/running.ts'

const codeOf = ({ json }: Answered) => json.error?.code
const listOf = <T>({ json }: Answered) => json as unknown as T[]

describeStores('seats and committees', open => {
  let database: Database
  let server: Awaited<ReturnType<typeof startServer>>
  let send: Send
  let election: string

  beforeEach(async () => {
    database = await open()
    server = await startServer(database)
    send = await server.signIn('district', 'district', '110105')
    const made = await send('POST', '/api/elections', {
      areaCode: '110105',
      day: '2026-12-20',
      levels: ['county', 'township'],
      name: '朝阳区换届选举',
    })
    election = `/api/elections/${made.json.id}`
  })
  afterEach(() => server.stop())

  interface Congress {
    readonly level: string
    readonly areaCode: string
    readonly areas: readonly { code: string }[]
    readonly decision: { readonly total: number } | null
    readonly allocation: { readonly allotments: readonly { code: string; seats: number; deviation: number }[] } | null
  }
  const decision = (more: object) => ({
    level: 'county',
    areaCode: '110105',
    population: 100_000,
    source: 'hukou',
    extra: 0,
    document: '市人大常委会决定（2026）1号',
    areas: [
      { code: '110105021', name: '南磨房地区', population: 60_000 },
      { code: '110105022', name: '高碑店地区', population: 40_000 },
    ],
    lots: [],
    minorities: [],
    ...more,
  })

  it('lists the congresses: of the district, and of the townships whose villages elect', async () => {
    const found = listOf<Congress>(await send('GET', `${election}/seats`))
    expect(found.map(one => [one.level, one.areaCode, one.areas.map(area => area.code), one.decision])).toEqual([
      ['county', '110105', ['110105021', '110105022'], null],
      ['township', '110105021', ['110105021201'], null],
    ])
  })

  it('offers the population of each area from the imported register, with its date', async () => {
    const id = decodeURIComponent(election.split('/').at(-1) ?? '')
    await database.run(
      `INSERT INTO population_extract (id, election_id, import_id, state, legal_basis, as_of, created_at)
       VALUES (7, $1, 1, 'current', '测试', '2026-10-31', now())`,
      [id],
    )
    await database.run('CREATE TABLE population_7 PARTITION OF population FOR VALUES IN (7)')
    await database.run(
      `INSERT INTO population (person_key, extract_id, row_no, name, birth_date, community_code, status)
       SELECT gen_random_uuid(), 7, n, '丁一', '1990-01-01', CASE WHEN n < 3 THEN '110105021021' ELSE '110105021201' END,
         CASE n WHEN 5 THEN 'deceased' ELSE 'present' END FROM generate_series(1, 5) AS n`,
    )
    const found = listOf<{ base: object; areas: { people: number | null }[] }>(await send('GET', `${election}/seats`))
    expect(found.map(one => [one.base, one.areas.map(area => area.people)])).toEqual([
      [{ asOf: '2026-10-31' }, [4, null]],
      [{ asOf: '2026-10-31' }, [2]],
    ])
  })

  it('computes and divides the seats, records the decision and its population figure, and prints the sheet', async () => {
    const set = await send('PUT', `${election}/seats`, decision({ minorities: [{ name: '回族', population: 16_000 }] }))
    const [county] = listOf<Congress>(set)
    expect(county?.decision).toMatchObject({ total: 160, source: 'hukou', setBy: 'district' })
    expect(county?.allocation?.allotments.map(one => [one.code, one.seats])).toEqual([
      ['110105021', 96],
      ['110105022', 64],
    ])
    expect(county).toMatchObject({ minorities: [{ name: '回族', atMost: 48, article: 'EL 19, 21' }] })
    const sheet = await send('GET', `${election}/seats/county/110105/sheet.pdf`)
    expect([sheet.status, sheet.type, sheet.text.slice(0, 5)]).toEqual([200, 'application/pdf', '%PDF-'])
    expect((await send('GET', `${election}/seats/township/110105021/sheet.pdf`)).status).toBe(404)
    const trail = await readRows<{ details: object }>(database, `SELECT details FROM audit WHERE action = 'seats.set'`)
    expect(trail[0]?.details).toMatchObject({ total: 160, population: 100_000, document: '市人大常委会决定（2026）1号' })
  })

  it('requires a lot for an exact tie', async () => {
    const areas = ['a', 'b'].map(code => ({ code, name: `单位${code}`, population: 2_500 }))
    const tied = { level: 'township', areaCode: '110105021', population: 3_000, areas }
    // 45 + 2 seats for two equal units.
    const refused = await send('PUT', `${election}/seats`, decision(tied))
    expect([refused.status, codeOf(refused)]).toEqual([409, 'allocation.tied'])
    expect(refused.json.error?.zh).toContain('单位a、单位b')
    const set = await send('PUT', `${election}/seats`, decision({ ...tied, lots: ['b', 'a'] }))
    const township = listOf<Congress>(set).find(one => one.level === 'township')
    expect(township?.allocation?.allotments.map(one => [one.code, one.seats])).toEqual([
      ['a', 23],
      ['b', 24],
    ])
  })

  it('accepts fewer seats than the base only for a very small township, and never by default', async () => {
    const small = { level: 'township', areaCode: '110105021', population: 1_200, areas: [] }
    expect(listOf<Congress>(await send('PUT', `${election}/seats`, decision(small)))[1]?.decision?.total).toBe(45)
    expect(listOf<Congress>(await send('PUT', `${election}/seats`, decision({ ...small, fewer: 30 })))[1]?.decision?.total).toBe(
      30,
    )
    for (const wrong of [
      { ...small, population: 2_000, fewer: 30 },
      { ...small, fewer: 45 },
    ])
      expect(codeOf(await send('PUT', `${election}/seats`, decision(wrong)))).toBe('seats.fewer')
    expect(codeOf(await send('PUT', `${election}/seats`, decision({ areaCode: '110108' })))).toBe('seats.congress')
    const street = await server.signIn('street', 'township', '110105021')
    expect((await street('PUT', `${election}/seats`, decision({}))).status).toBe(403)
  })

  it('records committees, and cites the article when a member leaves to become a candidate', async () => {
    const of = { level: 'township', areaCode: '110105021' }
    const appoint = (name: string, office: string) =>
      send('POST', `${election}/committees/members`, { ...of, name, office, from: '2026-10-01' })
    expect(codeOf(await appoint('王一', 'chair'))).toBe('committee.unknown')
    expect((await send('PUT', `${election}/committees`, { ...of, name: '南磨房乡选举委员会' })).status).toBe(200)
    expect((await appoint('王一', 'chair')).status).toBe(200)
    expect(codeOf(await appoint('李二', 'chair'))).toBe('committee.chair-taken')
    expect(codeOf(await appoint('王一', 'member'))).toBe('committee.already-in')
    interface Committee {
      readonly name: string
      readonly members: readonly { id: number; name: string }[]
    }
    const [committee] = listOf<Committee>(await appoint('李二', 'member'))
    expect(committee?.members.map(one => one.name)).toEqual(['王一', '李二'])
    const id = committee?.members[1]?.id
    const leave = (body: object) => send('POST', `${election}/committees/members/${id}/leave`, body)
    expect((await leave({ on: '2026-11-19', candidate: false })).status).toBe(400)
    expect(codeOf(await leave({ on: '2026-09-19', candidate: true }))).toBe('member.dates')
    const [after] = listOf<Committee>(await leave({ on: '2026-11-19', candidate: true }))
    expect(after?.members[1]).toMatchObject({ name: '李二', leftOn: '2026-11-19', leftReason: 'candidate', leftArticle: 'EL 10' })
    expect(codeOf(await leave({ on: '2026-11-19', candidate: true }))).toBe('member.left')
    expect(codeOf(await send('PUT', `${election}/committees`, { ...of, areaCode: '110108021', name: 'x' }))).toBe(
      'committee.congress',
    )
  })
})
