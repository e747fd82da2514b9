import { beforeEach, expect, it } from 'vitest'
import type { Context } from '../../access/index.ts'
import type { Election } from '../../election/index.ts'
import type { Database } from '../../platform/database/index.ts'
import type { Table } from '../../platform/files/index.ts'
import { readRows } from '../../platform/testing/rows.ts'
import { describeStores } from '../../platform/testing/stores.ts'
import { decideCase, findReviewCases, undoDecision } from '../review/index.ts'
import {
  contextFor,
  importDisqualified,
  importFiles,
  importPeople,
  importRows,
  loadSomeAreas,
  numberOf,
  openElection,
  tableOf,
} from '../testing/office.ts'
import { checkElection, electionProgress } from '../worklist/index.ts'

const WEST = '110105021022'
const EAST = '110105021021'
const POPULATION = ['姓名', '公民身份号码', '户籍区划', '社区代码', '状态', '状态日期', '现住地址', '联系电话']
const ROSTER = ['姓名', '公民身份号码', '性别', '社区', '单位', '选民资格证明', '居住证']

const people = {
  li: ['李小明', numberOf('1990-03-05', 1)],
  wang: ['王芳', numberOf('1985-07-21', 2)],
  zhao: ['赵不在', numberOf('1970-01-01', 3)],
  dead: ['陈故', numberOf('1940-01-01', 5)],
  gone: ['周迁', numberOf('1960-01-01', 7)],
  guest: ['外来人', numberOf('1988-08-08', 9, '410105')],
  young: ['少年', numberOf('2008-12-21', 11)],
  justAdult: ['刚满', numberOf('2008-12-20', 13)],
  barred: ['剥权', numberOf('1975-05-05', 15)],
} as const

describeStores('rosters', open => {
  let ctx: Context
  let election: Election
  let database: Database

  beforeEach(async () => {
    database = await open()
    await loadSomeAreas(database)
    ctx = contextFor(database)
    election = await openElection(ctx)
    const base = (who: readonly [string, string], hukou = '110105', status = '正常') => [
      ...who,
      hukou,
      EAST,
      status,
      '',
      '某路1号',
      '13900000000',
    ]
    await importPeople(ctx, election, [
      POPULATION,
      base(people.li),
      base(people.wang),
      base(people.dead, '110105', '死亡'),
      base(people.gone, '110105', '迁出'),
      base(people.guest, '410105'),
      base(people.young),
      base(people.justAdult),
      base(people.barred),
    ])
    await importDisqualified(ctx, election, [
      ['姓名', '公民身份号码', '类别', '决定机关', '文书号', '起始日期', '截止日期'],
      [...people.barred, '剥夺政治权利', '某区人民法院', '（2024）某刑初1号', '2024-01-01', '2027-01-01'],
      [...people.li, '剥夺政治权利', '某区人民法院', '（2020）某刑初2号', '2020-01-01', '2026-12-19'],
    ])
  })

  const row = (who: readonly [string, string], community = EAST, unit = '', certificate = '', permit = '', sex = '') => [
    ...who,
    sex,
    community,
    unit,
    certificate,
    permit,
  ]

  it('counts every row, each with its findings', async () => {
    const counts = await importRows(ctx, election, [
      ROSTER,
      row(people.li),
      row(people.wang, '东郊社区'),
      row(people.zhao),
      row(people.dead),
      row(people.gone),
      row(people.guest),
      row(people.young),
      row(people.justAdult),
      row(people.barred),
      row(['无号', '']),
      row(['错号', '110105199003050012']),
      row(['', numberOf('1991-01-01', 1)]),
    ])
    expect(counts).toEqual({
      rows: 12,
      accepted: 3,
      review: 4,
      refused: 5,
      unchanged: 0,
      findings: {
        'population.absent': 1,
        'population.deceased': 1,
        'population.moved-out': 1,
        'place.unproven': 1,
        'eligibility.age': 1,
        'eligibility.deprived': 1,
        'identity.missing': 1,
        'identity.checksum': 1,
        'name.missing': 1,
      },
    })
  })

  it('changes nothing when the same file is imported again', async () => {
    const file = [
      ROSTER,
      row(people.li),
      row(people.zhao),
      row(people.wang, WEST),
      row(people.wang, EAST, '别的单位'),
      row(['错号', '110105199003050012']),
    ]
    const first = await importRows(ctx, election, file)
    expect(first).toMatchObject({
      rows: 5,
      accepted: 2,
      review: 2,
      refused: 1,
      unchanged: 0,
      findings: { 'duplicate.same-file': 1 },
    })
    const before = await readRows(database, 'SELECT * FROM registration ORDER BY id')
    const findings = await readRows(database, 'SELECT * FROM finding ORDER BY registration_id, code')
    const second = await importRows(ctx, election, file)
    expect(second).toMatchObject({ rows: 5, accepted: 0, review: 0, refused: 1, unchanged: 4 })
    expect(await readRows(database, 'SELECT * FROM registration ORDER BY id')).toEqual(before)
    expect(await readRows(database, 'SELECT * FROM finding ORDER BY registration_id, code')).toEqual(findings)
    expect(await readRows(database, 'SELECT count(*) AS n FROM refused_row')).toEqual([{ n: 1 }])
  })

  it('imports several files of one command in order, as if each was imported alone', async () => {
    const files = [
      [ROSTER, row(people.li), row(people.wang), row(people.guest)],
      [ROSTER, row(people.li, WEST), row(people.wang), row(people.justAdult), row(people.justAdult, WEST)],
      [
        [...ROSTER, '来本市居住时间'],
        [...row(people.li), ''],
        [...row(people.guest, EAST, '', '证1', '证2'), '2020-01-01'],
        [...row(people.zhao), ''],
        [...row(['无号', '']), ''],
      ],
      [ROSTER, row(['无号', '']), row(people.dead)],
    ]
    const together = await importFiles(ctx, election, files)
    const standing = () =>
      readRows(
        database,
        `SELECT r.name, r.community_code, r.status, r.facts, r.evidence, c.person_key IS NOT NULL AS holds,
           (SELECT array_agg(f.code || ' ' || f.state || ' ' || (f.other_registration_id IS NOT NULL) ORDER BY f.code) FROM finding f
            WHERE f.county_code = r.county_code AND f.registration_id = r.id) AS findings
         FROM registration r LEFT JOIN claim c ON c.county_code = r.county_code AND c.registration_id = r.id
         ORDER BY r.person_key, r.community_code`,
      )
    const refusals = () => readRows(database, 'SELECT name, codes FROM refused_row ORDER BY name')
    const [stands, refused] = [await standing(), await refusals()]
    expect(together.map(({ accepted, review, unchanged, refused: gone }) => [accepted, review, unchanged, gone])).toEqual([
      [2, 1, 0, 0],
      [1, 2, 1, 0],
      [1, 1, 1, 1],
      [0, 1, 0, 1],
    ])
    for (const table of ['finding', 'claim', 'registration', 'registration_event', 'refused_row'])
      await database.run(`DELETE FROM ${table}`)
    const alone = []
    for (const rows of files) alone.push(await importRows(ctx, election, rows))
    expect(together).toEqual(alone)
    expect(stands).toEqual(await standing())
    expect(refused).toEqual(await refusals())
  })

  it('rolls back the files before one that fails', async () => {
    const broken: Table = {
      ...tableOf([ROSTER, row(people.wang)]),
      async *rows() {
        yield { rowNos: [2], cells: [row(people.wang)], bytesRead: 1 }
        throw new Error('breaks off')
      },
    }
    const command = [[ROSTER, row(people.li)], broken, [ROSTER, row(people.zhao)]]
    await expect(importFiles(ctx, election, command)).rejects.toThrow('breaks off')
    expect(
      await readRows(
        database,
        `SELECT (SELECT count(*) FROM registration) AS registrations, (SELECT count(*) FROM claim) AS claims,
           (SELECT count(*) FROM contact_block b JOIN import i ON i.id = b.import_id AND i.kind = 'registrations') AS contacts,
           (SELECT count(*) FROM pg_class WHERE relname ~ '^(intake|judgement|returning)_[0-9]') AS tables`,
      ),
    ).toEqual([{ registrations: 0, claims: 0, contacts: 0, tables: 0 }])
  })

  it('sends a row with a damaged cell to review, and no other row', async () => {
    const birth = (who: readonly [string, string], stated: string) => [...who, stated, EAST]
    const counts = await importRows(ctx, election, [
      ['姓名', '公民身份号码', '出生日期', '社区'],
      birth(people.li, '1990\0年3月5日'),
      birth(people.wang, '\ud842年'),
      birth(['刚\0满', people.justAdult[1]], '2008-12-20'),
      birth(people.guest, '1988-08-08'),
    ])
    expect(counts).toMatchObject({
      rows: 4,
      review: 4,
      findings: { 'identity.birth': 2, 'name.unprintable': 1, 'place.unproven': 1 },
    })
    expect(
      await readRows(
        database,
        `SELECT evidence ->> 'stated' AS stated FROM finding WHERE code IN ('identity.birth', 'name.unprintable') ORDER BY registration_id`,
      ),
    ).toEqual(expect.arrayContaining([{ stated: '1990\ufffd年3月5日' }, { stated: '\ufffd年' }, { stated: '刚\ufffd满' }]))
  })

  it('counts a dry run and changes nothing', async () => {
    const counts = await importRows(ctx, election, [ROSTER, row(people.li)], 'registrations', true)
    expect(counts).toMatchObject({ accepted: 1 })
    expect(await readRows(database, 'SELECT count(*) AS n FROM registration')).toEqual([{ n: 0 }])
    expect(await readRows(database, 'SELECT count(*) AS n FROM claim')).toEqual([{ n: 0 }])
  })

  it('lists cases in the order of the file, page by page', async () => {
    // Sixty people who are not in the register; the order of their keys is arbitrary.
    const unknown = Array.from({ length: 60 }, (_, n) => [`外来${n + 10}`, numberOf('1991-02-03', n + 50), '百子湾东社区'])
    await importRows(ctx, election, [ROSTER.slice(0, 3), ...unknown])
    const seen: string[] = []
    for (let cursor: string | undefined; ; ) {
      const page = await findReviewCases(ctx, election.id, { state: 'open', ...(cursor ? { cursor } : {}) })
      if (!page.ok) throw new Error(page.error.code)
      seen.push(...page.value.items.map(({ name }) => name))
      if (page.value.next === null) break
      cursor = page.value.next
    }
    expect(seen).toEqual(unknown.map(([name]) => name))
  })

  it('gives the claim of two districts to one until an officer decides, and the decision can be undone', async () => {
    await importRows(ctx, election, [ROSTER, row(people.li, EAST)])
    expect(await importRows(ctx, election, [ROSTER, row(people.li, WEST)])).toMatchObject({
      review: 1,
      findings: { 'claim.other-district': 1 },
    })
    const roll = () => readRows(database, `SELECT community_code AS place, status FROM registration ORDER BY id`)
    const holder = () =>
      readRows(database, 'SELECT r.community_code AS place FROM claim c JOIN registration r ON r.id = c.registration_id')
    expect(await roll()).toEqual([
      { place: EAST, status: 'registered' },
      { place: WEST, status: 'review' },
    ])
    const queue = await findReviewCases(ctx, election.id, { state: 'open' })
    if (!queue.ok) throw new Error(queue.error.code)
    const [contested] = queue.value.items
    expect(contested).toMatchObject({
      name: '李小明',
      other: { community: { code: EAST }, visible: true },
      maskedNumber: expect.stringMatching(/^110\*+[\dX]{2}$/),
    })
    const ref = { countyCode: contested?.countyCode ?? '', registrationId: contested?.registrationId ?? 0 }
    const requestId = '00000000-0000-4000-8000-000000000001'
    const decided = await decideCase({ ...ctx, requestId }, { ...ref, decision: 'accept', reason: '本人选择现居住地' })
    expect(decided.ok).toBe(true)
    expect(await roll()).toEqual([
      { place: EAST, status: 'moved' },
      { place: WEST, status: 'registered' },
    ])
    expect(await holder()).toEqual([{ place: WEST }])
    expect(await decideCase({ ...ctx, requestId }, { ...ref, decision: 'accept', reason: '本人选择现居住地' })).toEqual(decided)
    expect(await decideCase(ctx, { ...ref, decision: 'refuse', reason: '再来' })).toMatchObject({
      ok: false,
      error: { code: 'case.stale' },
    })
    expect((await undoDecision(ctx, { ...ref, reason: '点错了' })).ok).toBe(true)
    expect(await roll()).toEqual([
      { place: EAST, status: 'registered' },
      { place: WEST, status: 'review' },
    ])
    expect(await holder()).toEqual([{ place: EAST }])
  })

  it('carries over last round’s roll: deceased and moved voters are in review but stay registered meanwhile (EL 27)', async () => {
    const counts = await importRows(
      ctx,
      election,
      [
        ['姓名', '公民身份号码', '社区'],
        [...people.li, EAST],
        [...people.dead, EAST],
        [...people.guest, EAST],
        [...people.barred, EAST],
      ],
      'previous-roll',
    )
    expect(counts).toEqual({
      rows: 4,
      accepted: 2,
      review: 1,
      refused: 1,
      unchanged: 0,
      findings: { 'population.deceased': 1, 'eligibility.deprived': 1 },
    })
    expect(await readRows(database, `SELECT name, status FROM registration ORDER BY name_order`)).toEqual(
      expect.arrayContaining([{ name: '陈故', status: 'registered' }]),
    )
    expect(await importRows(ctx, election, [ROSTER, row(people.li), row(people.guest)])).toMatchObject({ unchanged: 2 })
    // Registered voters in review are counted separately from rows in review that are not registered.
    await importRows(ctx, election, [ROSTER, row(people.zhao)])
    expect(await electionProgress(ctx, election.id)).toMatchObject({
      ok: true,
      value: {
        counts: { registered: 3, review: 2, reviewStanding: 1 },
        communities: [{ code: EAST, registered: 3, review: 2, reviewStanding: 1 }],
      },
    })
  })

  it('resolves a case without a decision when proof is presented later', async () => {
    await importRows(ctx, election, [ROSTER, row(people.guest)])
    expect(
      await importRows(ctx, election, [
        [...ROSTER, '来本市居住时间'],
        [...row(people.guest, EAST, '', '有', '有'), '2020-01-01'],
      ]),
    ).toMatchObject({
      accepted: 1,
      review: 0,
    })
    expect(await readRows(database, 'SELECT status FROM registration')).toEqual([{ status: 'registered' }])
    expect(await readRows(database, 'SELECT state FROM finding')).toEqual([{ state: 'withdrawn' }])
  })

  it('reviews again with a newer extract, and keeps earlier decisions', async () => {
    await importRows(ctx, election, [ROSTER, row(people.li), row(people.zhao)])
    const queue = await findReviewCases(ctx, election.id, { state: 'open' })
    if (!queue.ok) throw new Error(queue.error.code)
    const zhao = queue.value.items[0]
    await decideCase(ctx, {
      countyCode: zhao?.countyCode ?? '',
      registrationId: zhao?.registrationId ?? 0,
      decision: 'accept',
      reason: '看过户口簿',
    })
    await importPeople(ctx, election, [POPULATION, [...people.li, '110105', EAST, '死亡', '2026-10-01', '', '']])
    const checked = await checkElection(ctx, election.id)
    expect(checked).toMatchObject({ ok: true, value: { registered: 2, review: 1, findings: { 'population.deceased': 1 } } })
    expect(await readRows(database, `SELECT code, state FROM finding ORDER BY code`)).toEqual([
      { code: 'population.absent', state: 'accepted' },
      { code: 'population.deceased', state: 'open' },
    ])
  })

  it('lists who is not yet registered: may vote on election day, alive, resident here, and on no roll', async () => {
    await importRows(ctx, election, [ROSTER, row(people.li)])
    const checked = await checkElection(ctx, election.id)
    // wang, guest and justAdult are left; young, dead, gone and barred may not vote here on election day.
    expect(checked).toMatchObject({ ok: true, value: { registered: 1, notYetRegistered: 3 } })
  })

  it('keeps an unknown community in review until an officer chooses one, and chooses none in silence', async () => {
    const file = [ROSTER, row(people.li, '没有这个社区')]
    expect(await importRows(ctx, election, file)).toMatchObject({ review: 1, findings: { 'district.unknown': 1 } })
    expect(await checkElection(ctx, election.id)).toMatchObject({ ok: true, value: { registered: 0, review: 1 } })
    expect(await importRows(ctx, election, file)).toMatchObject({ review: 0, unchanged: 1 })
    const queue = await findReviewCases(ctx, election.id, { state: 'open' })
    if (!queue.ok) throw new Error(queue.error.code)
    const [unplaced] = queue.value.items
    expect(unplaced).toMatchObject({
      community: null,
      findings: [{ code: 'district.unknown', evidence: { stated: '没有这个社区' } }],
    })
    const decision = {
      countyCode: unplaced?.countyCode ?? '',
      registrationId: unplaced?.registrationId ?? 0,
      decision: 'accept',
      reason: '已问清住址',
    } as const
    expect(await decideCase(ctx, decision)).toMatchObject({ ok: false, error: { code: 'case.place-needed' } })
    expect(await decideCase(ctx, { ...decision, correction: { community: EAST } })).toMatchObject({ ok: true })
    expect(
      await readRows(database, 'SELECT status, community_code AS place, county_district AS district FROM registration'),
    ).toEqual([{ status: 'registered', place: EAST, district: EAST }])
  })

  it('assigns villagers of the area (地区) a township district too, other voters only a county-level one', async () => {
    await importRows(ctx, election, [ROSTER, row(people.li, '110105021201'), row(people.wang, EAST)])
    expect(
      await readRows(
        database,
        'SELECT name, county_district AS county, township_district AS township FROM registration ORDER BY township_district',
      ),
    ).toEqual([
      { name: '李小明', county: '110105021201', township: '110105021201' },
      { name: '王芳', county: EAST, township: null },
    ])
  })
})
