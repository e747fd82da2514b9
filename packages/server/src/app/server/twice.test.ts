/**
 * Sending twice makes one. Every route that may make something is named here, by the test that sends it twice or by why it makes nothing more;
 * a new route that is not named fails. Requests are sent again without an Idempotency-Key, one after the other and at once.
 */
import { afterEach, beforeEach, expect, it } from 'vitest'
import openApi from '../../../openapi.json' with { type: 'json' }
import type { Database } from '../../platform/database/index.ts'
import { readRows } from '../../platform/testing/rows.ts'
import { describeStores } from '../../platform/testing/stores.ts'
import { type Answered, type Send, startServer } from './testing/running.ts'

/** Tables that a request must not fill twice. */
const MADE = [
  ...[
    'election',
    'committee_member',
    'district_plan',
    'import',
    'visit',
    'roll_version',
    'objection',
    'registration',
    'certificate',
  ],
  ...[
    'outbox',
    'list_export',
    'import_batch',
    'import_batch_file',
    'notice_campaign',
    'help_video',
    'help_question',
    'staff',
    'device',
  ],
]

/** Why a request that is sent again makes nothing more. `state`: it changes something that exists, or asks. */
const OTHERS: Readonly<Record<string, string>> = {
  'POST /api/auth/*': 'state: signing in opens a session each time, as it must',
  'POST /api/account/*': 'state: the own account; a passkey or an app is added once (second-factor.test.ts)',
  'POST /api/accounts/{accountId}/*': 'state: of one account',
  'POST /api/certificates/verify': 'asks',
  'POST /api/clock/confirm': 'state: of the clock',
  'POST /api/devices/{deviceId}/deactivate': 'state: of one device',
  'POST /api/elections/{id}/certificates': 'as POST /api/voter/certificates, at a station',
  'POST /api/elections/{id}/certificates/*': 'state: of one certificate',
  'POST /api/elections/{id}/check': 'asks the same questions again',
  'POST /api/elections/{id}/committees/members/{memberId}/leave': 'state: of one member',
  'POST /api/elections/{id}/disqualifications/*': 'asks, and records each time who asked',
  'POST /api/elections/{id}/district-plans/{planId}/*': 'state: of one plan',
  'POST /api/elections/{id}/electorate/units/remove': 'state: of one unit',
  'POST /api/elections/{id}/households/sheets': 'asks, and records each time who asked',
  'POST /api/elections/{id}/imports/preview': 'asks',
  'POST /api/elections/{id}/lists/exports/{exportId}/confirm': 'state: of one list, which is confirmed once',
  'POST /api/elections/{id}/notices/preview': 'asks',
  'POST /api/elections/{id}/notices/retry': 'state: of messages that failed',
  'POST /api/elections/{id}/objections/{countyCode}/{objectionId}/*': 'state: of one objection',
  'POST /api/elections/{id}/refused/{countyCode}/{digest}/confirmation':
    'state: of one refused row, whose person is registered once',
  'POST /api/elections/{id}/refused/{countyCode}/{digest}/mend':
    'state: of one refused row, which is corrected once (mend.test.ts)',
  'POST /api/elections/{id}/reviews/assignments': 'state: of cases, each assigned to one officer',
  'POST /api/import-batches/{batchId}/start': 'state: of files, each started once',
  'POST /api/reviews/decisions': 'state: of cases, each decided once',
  'POST /api/elections/{id}/refused/{countyCode}/{digest}/proposal': 'asks, and records each time who asked',
  'POST /api/elections/{id}/registrations/{countyCode}/{registrationId}/second-officer': 'state: of one document',
  'POST /api/elections/{id}/rolls/preview': 'counts, in place of the preview that waits',
  'POST /api/elections/{id}/rolls/{version}/files': 'makes files again that are gone, and once',
  'POST /api/elections/{id}/rolls/{version}/verify': 'asks',
  'POST /api/elections/{id}/sync': 'items have ids of their own (shift.test.ts)',
  'POST /api/elections/{id}/timetable/*': 'state: of one step',
  'POST /api/elections/{id}/voters/by-number': 'asks, and records each time who asked',
  'POST /api/elections/{id}/voting-places/removal': 'state: of one place',
  'POST /api/exchange': 'envelopes have ids of their own (exchange.test.ts)',
  'POST /api/feeds/disqualifications': 'messages have numbers of their own (feed.test.ts)',
  'POST /api/help/preview': 'asks',
  'POST /api/imports/{importId}/held': 'state: of one import',
  'POST /api/help/videos/{id}/poster': 'state: of one video',
  'POST /api/registrations/*': 'state: of one registered voter; of removals one waits at a time',
  'POST /api/rule-sets': 'answers 201, so an equal request is one, as POST /api/areas/added',
  'POST /api/rule-sets/*': 'state: of one version',
  'POST /api/reviews/*': 'state: of one case; opening a number is recorded each time',
  'POST /api/second-officer/changes': 'state: of one change, which is named by a digest of its content',
  'POST /api/second-officer/changes/{change}/code': 'a new code voids the one before, and is recorded each time',
  'POST /api/voter/certificates/accept': 'state: of one certificate',
  'POST /api/voter/sign-out': 'state: of one session',
}

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
/** A made-up number with a valid check character. */
const numberOf = (sequence: number): string => {
  const body = `11010519900305${String(sequence).padStart(3, '0')}`
  return body + '10X98765432'[WEIGHTS.reduce((total, weight, index) => total + weight * Number(body[index]), 0) % 11]
}
const COMMUNITY = '110105021201'
const PEOPLE = ['李一', '李二', '李三', '李四'].map((name, index) => ({ name, number: numberOf(index + 1) }))
const [listed = PEOPLE[0], unlisted = PEOPLE[1], online = PEOPLE[2]] = PEOPLE
const csv = (...rows: readonly (readonly string[])[]) => rows.map(row => row.join(',')).join('\n')
const form = (fields: Record<string, string>, name: string, content: string): FormData => {
  const made = new FormData()
  for (const [field, value] of Object.entries(fields)) made.set(field, value)
  made.set('file', new Blob([content]), name)
  return made
}

describeStores('sending twice', open => {
  let database: Database
  let server: Awaited<ReturnType<typeof startServer>>
  const sent = new Set<string>()

  beforeEach(async () => {
    database = await open()
    server = await startServer(database)
    await server.jobs.start()
  })
  afterEach(() => server.stop())

  const counts = async (tables: readonly string[] = MADE) => {
    const rows: Record<string, number> = {}
    for (const table of tables)
      rows[table] = (await readRows<{ n: number }>(database, `SELECT count(*)::int AS n FROM ${table}`))[0]?.n ?? 0
    return rows
  }

  /**
   * Sends a request four times, two of them at once; the first makes one row in tables of `makes`, the others none. What a job does afterwards
   * is not in those tables.
   */
  const twice = async (
    route: string,
    who: Send,
    address: string,
    body: () => object | FormData,
    tables: readonly string[] = MADE,
  ): Promise<Answered> => {
    sent.add(route)
    const before = await counts(tables)
    const [first, atOnce] = await Promise.all([who('POST', address, body()), who('POST', address, body())])
    expect(
      [first, atOnce].map(({ status }) => status < 300),
      `${route} ${first.text}`,
    ).toContain(true)
    const made = await counts(tables)
    const grown = tables.filter(table => made[table] !== before[table])
    expect(grown, route).not.toEqual([])
    for (const table of grown) expect(Number(made[table]) - Number(before[table]), `${route} ${table}`).toBe(1)
    for (const again of [await who('POST', address, body()), await who('POST', address, body())])
      expect(again.status, route).toBeLessThan(500)
    expect(await counts(tables), route).toEqual(made)
    return first.status < 300 ? first : atOnce
  }
  const ended = async (who: Send, address: string): Promise<void> => {
    await expect.poll(async () => (await who('GET', address)).json.state, { timeout: 60_000, interval: 50 }).toBe('done')
  }

  it('makes one of everything: elections, files, visits, lists, objections, accounts, devices, help', async () => {
    const office = await server.signIn('office', 'district', '110105')
    const made = await twice('POST /api/elections', office, '/api/elections', () => ({
      areaCode: '110105',
      day: '2026-12-20',
      levels: ['county'],
      name: '朝阳区换届选举',
    }))
    const election = `/api/elections/${made.json.id}`
    const ELECTION = 'POST /api/elections/{id}'
    const bring = async (kind: string, text: string) => {
      const started = await twice(
        `${ELECTION}/imports`,
        office,
        `${election}/imports`,
        () => form({ kind }, `${kind}.csv`, text),
        ['import'],
      )
      await ended(office, `/api/imports/${started.json.id}`)
    }
    await bring(
      'population',
      csv(
        ['姓名', '公民身份号码', '户籍区划', '社区代码', '状态', '联系电话'],
        ...PEOPLE.map(({ name, number }) => [name, number, '110105', COMMUNITY, '正常', '13900000000']),
      ),
    )
    await bring('registrations', csv(['姓名', '公民身份号码', '社区代码'], [listed?.name ?? '', listed?.number ?? '', COMMUNITY]))

    const committee = { level: 'county', areaCode: '110105' }
    expect((await office('PUT', `${election}/committees`, { ...committee, name: '朝阳区选举委员会' })).status).toBe(200)
    await twice(`${ELECTION}/committees/members`, office, `${election}/committees/members`, () => ({
      ...committee,
      name: '老吴',
      office: 'chair',
      from: '2026-11-01',
    }))
    await twice(`${ELECTION}/district-plans`, office, `${election}/district-plans`, () => ({ level: 'county', name: '方案一' }))
    const missing = await office('GET', `${election}/not-yet-registered`)
    const { personRef } = (missing.json.items as { personRef: string }[])[0] ?? { personRef: '' }
    await twice(`${ELECTION}/visits`, office, `${election}/visits`, () => ({ personRef, outcome: 'abroad' }))
    const batches = `${election}/import-batches`
    const batch = await twice(`${ELECTION}/import-batches`, office, batches, () => ({ channel: 'roster' }))
    const roster = csv(['姓名', '公民身份号码', '社区代码'], [listed?.name ?? '', listed?.number ?? '', COMMUNITY])
    await twice('POST /api/import-batches/{batchId}/files', office, `/api/import-batches/${batch.json.id}/files`, () =>
      form({}, '名单.csv', roster),
    )
    await twice(`${ELECTION}/lists/exports`, office, `${election}/lists/exports`, () => ({ list: 'not-yet-registered' }))
    const reminder = {
      template: 'remind-register',
      where: '大郊亭登记站',
      until: '2026-11-25',
      to: { area: '110105021', state: 'not-yet-registered' },
    }
    await twice(`${ELECTION}/notices`, office, `${election}/notices`, () => reminder, ['notice_campaign'])
    await twice(`${ELECTION}/registrations`, office, `${election}/registrations`, () => ({
      person: { kind: 'document', type: 'passport', number: 'E12345678', name: '归侨甲', birthDate: '1960-01-02', sex: 'F' },
      community: COMMUNITY,
      basis: 'residence',
      channel: 'station',
    }))
    const voter = await server.voter(online?.name ?? '', online?.number ?? '')
    const registrations = `/api/voter/elections/${made.json.id}/registrations`
    await twice('POST /api/voter/elections/{id}/registrations', voter, registrations, () => ({
      community: COMMUNITY,
      basis: 'hukou',
    }))
    const away = await server.voter(unlisted?.name ?? '', unlisted?.number ?? '')
    await twice('POST /api/voter/certificates', away, '/api/voter/certificates', () => ({ electionId: made.json.id }))

    // A job publishes: how often it ran shows in the versions.
    sent.add(`${ELECTION}/rolls`)
    const counted = await office('POST', `${election}/rolls/preview`, {})
    await ended(office, `/api/jobs/${counted.json.jobId}`)
    const waiting = await office('GET', `${election}/rolls/preview`)
    const second = await server.signIn('second', 'district', '110105')
    const { id: preview } = waiting.json.preview as { id: number }
    const publish = () => second('POST', `${election}/rolls`, { preview })
    for (const { status, json } of [...(await Promise.all([publish(), publish()])), await publish()]) {
      expect(status).toBeLessThan(500)
      if (status < 300) await ended(second, `/api/jobs/${json.jobId}`)
    }
    expect(await counts(['roll_version'])).toEqual({ roll_version: 1 })
    const complaint = { subject: 'own', kind: 'wrong-particulars', text: '我的姓名写错了' }
    await twice('POST /api/voter/objections', voter, '/api/voter/objections', () => ({ ...complaint, electionId: made.json.id }))
    await twice(`${ELECTION}/objections`, office, `${election}/objections`, () => ({
      ...complaint,
      subject: 'other',
      named: '王某',
      objector: { name: '路人' },
    }))
    // Also on another day, and under another key: the objection is still undecided.
    server.setDay('2026-11-22')
    const objected = await counts()
    const later = await server.voter(online?.name ?? '', online?.number ?? '')
    const again = await later(
      'POST',
      '/api/voter/objections',
      { ...complaint, electionId: made.json.id },
      { 'idempotency-key': crypto.randomUUID() },
    )
    expect([again.status, (await counts()).objection]).toEqual([201, objected.objection])
    const other = await later('POST', '/api/voter/objections', { ...complaint, text: '性别也写错了', electionId: made.json.id })
    expect([other.status, (await counts()).objection]).toEqual([201, Number(objected.objection) + 1])

    await twice('POST /api/accounts', office, '/api/accounts', () => ({
      username: 'xiao.ma',
      name: '小马',
      role: 'station',
      areaCode: COMMUNITY,
    }))
    const device = await twice('POST /api/devices', office, '/api/devices', () => ({
      name: '一号手机',
      areaCode: COMMUNITY,
      shiftEndsAt: '2026-11-22T09:00:00.000Z',
    }))
    expect(device.json).toMatchObject({ id: expect.any(String), credential: expect.stringMatching(/^[0-9a-f]{64}$/) })
    const areas = { areas: [{ code: '110105099', name: '新设街道' }], source: '国函〔2026〕1号' }
    await twice('POST /api/areas/added', office, '/api/areas/added', () => areas, ['area_addition'])
    const text = (zh: string) => ({ zh, en: zh })
    await twice('POST /api/help/questions', office, '/api/help/questions', () => ({
      section: text('登记'),
      question: text('在哪里登记？'),
      answer: text('在登记站。'),
      published: true,
    }))
    await twice('POST /api/help/videos', office, '/api/help/videos', () =>
      form({ titleZh: '怎样登记', seconds: '12' }, '登记.mp4', `\0\0\0\x20ftypisom${'v'.repeat(5000)}`),
    )
  })

  it('makes one district plan of a file', async () => {
    const office = await server.signIn('office', 'district', '110105')
    const body = { areaCode: '110105', day: '2026-12-20', levels: ['county'], name: '朝阳区换届选举' }
    const election = `/api/elections/${(await office('POST', '/api/elections', body)).json.id}`
    const ELECTION = 'POST /api/elections/{id}'
    const units = csv(
      ['代码', '名称', '人口', '经度', '纬度'],
      ['1', '甲社区', '1000', '116.4', '39.9'],
      ['2', '乙社区', '1200', '116.5', '39.9'],
    )
    await twice(`${ELECTION}/district-plans/files`, office, `${election}/district-plans/files`, () =>
      form({ level: 'county', name: '方案二' }, 'units.csv', units),
    )
  })

  it('names every route that may make something', () => {
    const all = Object.entries(openApi.paths).flatMap(([address, verbs]) => ('post' in verbs ? [`POST ${address}`] : []))
    const isNamed = (route: string) =>
      Object.keys(OTHERS).some(other => (other.endsWith('/*') ? route.startsWith(other.slice(0, -1)) : route === other))
    expect(all.filter(route => !sent.has(route) && !isNamed(route))).toEqual([])
    expect([...sent].filter(route => !all.includes(route))).toEqual([])
  })
})
