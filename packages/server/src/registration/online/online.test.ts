import { randomUUID } from 'node:crypto'
import { beforeEach, expect, it } from 'vitest'
import { type Context, createStaff } from '../../access/index.ts'
import type { Election } from '../../election/index.ts'
import type { Database } from '../../platform/database/index.ts'
import { readRows } from '../../platform/testing/rows.ts'
import { describeStores } from '../../platform/testing/stores.ts'
import { confirmSecondOfficer, decideCase, findReviewCases } from '../review/index.ts'
import {
  contextFor,
  importDisqualified,
  importPeople,
  importRows,
  loadSomeAreas,
  numberOf,
  openElection,
} from '../testing/office.ts'
import { officer, voterOf, withRequestId } from '../testing/online.ts'
import { checkElection } from '../worklist/index.ts'
import type { NewAtStation, NewRegistration } from './schema.ts'
import { registerAtStation, registerVoter } from './service.ts'
import {
  findElectionsForVoter,
  findMyRefusals,
  findMyRegistrations,
  findPlaces,
  getMyCard,
  getMyRegistration,
  getPlace,
  getVoterForm,
  verifyCard,
} from './voter/index.ts'

const EAST = '110105021021'
const WEST = '110105021022'
const people = {
  li: ['李小明', numberOf('1990-03-05', 1)],
  wang: ['王芳', numberOf('1985-07-21', 2)],
  zhao: ['赵不在', numberOf('1970-01-01', 3)],
  guest: ['外来人', numberOf('1988-08-08', 9, '410105')],
  voted: ['上次来过', numberOf('1987-08-08', 9, '410105')],
  barred: ['剥权', numberOf('1975-05-05', 15)],
  young: ['少年', numberOf('2008-12-21', 11)],
} as const
const here: NewRegistration = { community: EAST, basis: 'hukou', evidence: [] }

describeStores('registering online', open => {
  let ctx: Context
  let election: Election
  let database: Database

  beforeEach(async () => {
    database = await open()
    await loadSomeAreas(database)
    ctx = contextFor(database)
    election = await openElection(ctx)
    const base = (who: readonly [string, string], hukou = '110105') => [...who, hukou, EAST, '正常', '', '某路1号', '13900000000']
    await importPeople(ctx, election, [
      ['姓名', '公民身份号码', '户籍区划', '社区代码', '状态', '状态日期', '现住地址', '联系电话'],
      base(people.li),
      base(people.wang),
      base(people.guest, '410105'),
      base(people.voted, '410105'),
      base(people.barred),
      base(people.young),
    ])
    await importDisqualified(ctx, election, [
      ['姓名', '公民身份号码', '类别', '决定机关', '文书号', '起始日期', '截止日期'],
      [...people.barred, '剥夺政治权利', '某区人民法院', '（2024）某刑初1号', '2024-01-01', '2027-01-01'],
    ])
  })

  const register = async (who: readonly [string, string], input: Partial<NewRegistration> = {}, requestId?: string) => {
    const answer = await registerVoter(voterOf(ctx, who, requestId), election.id, { ...here, ...input })
    if (!answer.ok) throw new Error(answer.error.code)
    return answer.value
  }
  const roll = () =>
    readRows(
      database,
      `SELECT r.name, r.status, r.community_code AS place, EXISTS (SELECT FROM claim c WHERE c.person_key = r.person_key AND c.registration_id = r.id) AS held
       FROM registration r ORDER BY r.id`,
    )

  it('registers a voter known to the register, once, even if sent repeatedly', async () => {
    const requestId = randomUUID()
    const first = await register(people.li, {}, requestId)
    expect(first).toMatchObject({
      outcome: 'registered',
      findings: [],
      registration: { status: 'registered', community: { code: EAST, name: '东郊社区居民委员会' }, channel: 'online' },
    })
    expect(first.registration?.steps.map(step => step.step)).toEqual(['check-list', 'vote'])
    expect(await register(people.li, {}, requestId)).toEqual(first)
    expect(await register(people.li)).toMatchObject({ outcome: 'already', registration: { status: 'registered' } })
    expect(await roll()).toEqual([{ name: '李小明', status: 'registered', place: EAST, held: true }])
    expect(await readRows(database, 'SELECT count(*) AS n FROM request')).toEqual([{ n: 2 }])
    expect(await readRows(database, `SELECT role, action FROM audit WHERE action LIKE 'registration.%'`)).toEqual([
      { role: 'voter', action: 'registration.received' },
    ])
    expect(await readRows(database, 'SELECT template FROM outbox')).toEqual([{ template: 'accepted' }])
    await expect(register(people.wang, {}, requestId)).rejects.toThrow(/already used/)
  })

  it('refuses people who may not vote on election day, cites the article and sends a notice', async () => {
    expect(await register(people.barred)).toMatchObject({
      outcome: 'refused',
      registration: null,
      findings: [{ code: 'eligibility.deprived', article: 'EL 4, CL 55–58' }],
    })
    expect(await register(people.young)).toMatchObject({ outcome: 'refused', findings: [{ code: 'eligibility.age' }] })
    await register(people.barred)
    expect(await roll()).toEqual([])
    expect(await readRows(database, 'SELECT count(*) AS n FROM refused_row')).toEqual([{ n: 2 }])
    expect(await readRows(database, 'SELECT DISTINCT template FROM outbox')).toEqual([{ template: 'refused' }])
    expect(await checkElection(ctx, election.id)).toMatchObject({ ok: true, value: { refused: 2 } })
  })

  it('lets a refusal be read again, with its article, its document and the last day to object', async () => {
    await register(people.barred)
    await register(people.barred, { community: WEST })
    const [refusal, ...more] = await findMyRefusals(voterOf(ctx, people.barred))
    expect(more).toEqual([])
    expect(refusal).toMatchObject({
      electionId: election.id,
      kind: 'row',
      reason: null,
      grounds: [{ code: 'eligibility.deprived', article: 'EL 4, CL 55–58' }],
      documents: [
        { ground: 'deprived', authority: '某区人民法院', number: '（2024）某刑初1号', from: '2024-01-01', to: '2027-01-01' },
      ],
      objection: { planned: true, listOn: '2026-11-30', until: '2026-12-07', movedFrom: '2026-12-05' },
    })
    await register(people.young)
    expect(await findMyRefusals(voterOf(ctx, people.young))).toMatchObject([
      { grounds: [{ code: 'eligibility.age' }], documents: [] },
    ])
    expect(await findMyRefusals(voterOf(ctx, people.li))).toEqual([])
    const told = await readRows<{ said: { zh: string } }>(
      database,
      `SELECT parameters -> 'objection' AS said FROM outbox WHERE template = 'refused' LIMIT 1`,
    )
    expect(told[0]?.said.zh).toContain('申诉到2026年12月7日为止（按计划推算')
    await database.run(`UPDATE election SET list_published_on = '2026-11-18' WHERE id = $1`, [election.id])
    const later = { ...voterOf(ctx, people.barred), clock: { now: () => new Date('2026-11-20T01:01:00Z') } }
    expect(await findMyRefusals(later)).toMatchObject([
      { objection: { planned: false, listOn: '2026-11-18', until: '2026-11-23' } },
    ])
  })

  it('requires proof from outside, says what is missing, and resolves the case when it is presented', async () => {
    const papers: Parameters<typeof register>[1] = { basis: 'residence', evidence: ['certificate', 'residencePermit'] }
    // The year counts from polling day: a day too late is named, and is enough when the day is right.
    const late = '从2025-12-21起在本市居住，到选举日还不够：须不晚于2025-12-20'
    expect(await register(people.guest, { ...papers, livesHereSince: '2025-12-21' })).toMatchObject({
      outcome: 'review',
      registration: { status: 'review', findings: [{ code: 'place.unproven', title: { zh: expect.stringContaining(late) } }] },
    })
    expect(await register(people.guest, { ...papers, livesHereSince: '2025-12-20' })).toMatchObject({
      outcome: 'registered',
      findings: [],
    })
    expect(await roll()).toEqual([{ name: '外来人', status: 'registered', place: EAST, held: true }])
  })

  it('has an officer check that someone lives abroad, and shows that they say so, whether a register has them or not (EL 7)', async () => {
    const abroad = { basis: 'residence', evidence: ['livesAbroad'] } as const
    for (const [who, code] of [
      [people.guest, 'place.unproven'],
      [people.zhao, 'population.absent'],
    ] as const) {
      expect(await register(who, { ...abroad, evidence: [...abroad.evidence] })).toMatchObject({ outcome: 'review' })
      expect(
        await readRows(
          database,
          `SELECT f.evidence -> 'claimed' AS claimed FROM finding f WHERE f.code = $1 AND f.state = 'open'`,
          [code],
        ),
      ).toEqual([{ claimed: 512 }])
    }
  })

  it('does not rely on a voter’s statement about the last election if last round’s roll is available', async () => {
    await importRows(
      ctx,
      election,
      [
        ['姓名', '公民身份号码', '社区', '参加上次选举'],
        [...people.voted, EAST, '是'],
      ],
      'previous-roll',
    )
    expect(await register(people.voted, { basis: 'residence' })).toMatchObject({ outcome: 'already' })
    expect(await register(people.guest, { basis: 'residence', evidence: ['tookPartLastTime'] })).toMatchObject({
      outcome: 'review',
    })
  })

  it('reveals an existing registration to the voter only, and moves it in one step by choice', async () => {
    await importRows(ctx, election, [
      ['姓名', '公民身份号码', '社区'],
      [...people.li, WEST],
    ])
    expect(await register(people.li)).toEqual({
      outcome: 'elsewhere',
      registration: null,
      findings: [],
      elsewhere: { community: '百子湾西社区居民委员会', since: '2026-11-20' },
    })
    expect(await roll()).toEqual([{ name: '李小明', status: 'registered', place: WEST, held: true }])
    expect(await register(people.li, { instead: true })).toMatchObject({
      outcome: 'registered',
      registration: { community: { code: EAST } },
    })
    expect(await roll()).toEqual([
      { name: '李小明', status: 'moved', place: WEST, held: false },
      { name: '李小明', status: 'registered', place: EAST, held: true },
    ])
    // The other office sees it in its decided cases, its audit trail and its messages.
    const west = { ...ctx, actor: { ...ctx.actor, areaCode: WEST } }
    expect(await findReviewCases(west, election.id, { state: 'decided' })).toMatchObject({
      ok: true,
      value: { items: [{ findings: [{ code: 'claim.other-district', state: 'accepted' }], other: { status: 'moved' } }] },
    })
    expect(await readRows(database, `SELECT action FROM audit WHERE action LIKE 'registration.%' ORDER BY id`)).toEqual([
      { action: 'registration.received' },
      { action: 'registration.moved-away' },
    ])
    expect(await readRows(database, 'SELECT template FROM outbox ORDER BY template')).toEqual([
      { template: 'moved' },
      { template: 'moved-away' },
    ])
    expect(await register(people.li, { community: WEST })).toMatchObject({ outcome: 'elsewhere' })
    expect(await register(people.li, { community: WEST, instead: true })).toMatchObject({ outcome: 'registered' })
    expect((await roll()).filter(row => (row as { held: boolean }).held)).toEqual([
      { name: '李小明', status: 'registered', place: WEST, held: true },
    ])
  })

  it('reveals nothing about a family member', async () => {
    const family = (who: readonly [string, string]) => ({
      family: { name: who[0], number: who[1], relation: '母亲', consent: true as const },
    })
    await register(people.wang, { community: WEST })
    const received = { outcome: 'received', registration: null, findings: [] }
    for (const who of [people.zhao, people.wang, people.barred, people.guest])
      expect(await register(people.li, family(who))).toEqual(received)
    expect(await roll()).toEqual([
      { name: '王芳', status: 'registered', place: WEST, held: true },
      { name: '赵不在', status: 'review', place: EAST, held: true },
      { name: '王芳', status: 'review', place: EAST, held: false },
      { name: '外来人', status: 'review', place: EAST, held: true },
    ])
    expect(await readRows(database, 'SELECT relation, given_by FROM consent LIMIT 1')).toEqual([
      { relation: '母亲', given_by: ctx.keys.personKey(people.li[1]) },
    ])
    const li = voterOf(ctx, people.li)
    expect(await registerVoter(li, election.id, { ...here, ...family(people.li) })).toMatchObject({
      ok: false,
      error: { code: 'family.self' },
    })
    const mistyped = { family: { name: '某', number: '110105199003050012', relation: '父亲', consent: true as const } }
    expect(await registerVoter(li, election.id, { ...here, ...mistyped })).toMatchObject({
      ok: false,
      error: { code: 'identity.invalid' },
    })
    for (let n = 20; n < 24; n += 1) await register(people.li, family(['某人', numberOf('1960-01-01', n)]))
    expect(await registerVoter(li, election.id, { ...here, ...family(['某人', numberOf('1960-01-01', 30)]) })).toMatchObject({
      ok: false,
      error: { code: 'family.too-many' },
    })
  })

  it('keeps one claim of many simultaneous registrations of one person, and loses none', async () => {
    const places = [EAST, WEST]
    const answers = await Promise.all(
      Array.from({ length: 24 }, (_, n) =>
        register(people.li, { community: places[n % 2] ?? EAST, ...(n % 3 === 0 ? { instead: true } : {}) }),
      ),
    )
    expect(answers.filter(answer => answer.outcome === 'registered').length).toBeGreaterThan(0)
    expect(answers.every(answer => ['registered', 'already', 'elsewhere'].includes(answer.outcome))).toBe(true)
    expect(await readRows(database, 'SELECT count(*) AS n FROM claim')).toEqual([{ n: 1 }])
    const rows = (await roll()) as { status: string; held: boolean }[]
    expect(rows.filter(row => row.held).map(row => row.status)).toEqual(['registered'])
    expect(rows.filter(row => !row.held).every(row => row.status === 'moved')).toBe(true)
  })

  it('registers each of many simultaneous voters, and returns the same result for each retry', async () => {
    const voters = Array.from({ length: 60 }, (_, n) => [`选民${n}`, numberOf('1980-05-06', 100 + n)] as const)
    const ids = voters.map(() => randomUUID())
    const send = (n: number) => register(voters[n] ?? people.li, {}, ids[n])
    const answers = await Promise.all([...voters.keys(), ...voters.keys()].map(send))
    for (const n of voters.keys()) expect(answers[n]).toEqual(answers[n + voters.length])
    expect(new Set(answers.map(answer => answer.registration?.registrationId)).size).toBe(60)
    expect(await readRows(database, 'SELECT count(*) AS n FROM claim')).toEqual([{ n: 60 }])
    expect(await readRows(database, 'SELECT count(*) AS n FROM registration')).toEqual([{ n: 60 }])
  })

  const atStation: NewAtStation = {
    person: { kind: 'resident-id', name: people.wang[0], number: people.wang[1] },
    community: EAST,
    basis: 'hukou',
    evidence: [],
    channel: 'station',
    address: '某路2号',
    phone: '13800000000',
  }

  it('registers at a station in its own area only, with encrypted contact details', async () => {
    const station = officer('1')
    expect(await registerAtStation(withRequestId(ctx, station), election.id, atStation)).toMatchObject({
      ok: true,
      value: { outcome: 'registered', registration: { channel: 'station' } },
    })
    expect(await readRows(database, 'SELECT count(*) AS n FROM contact_block WHERE election_id IS NOT NULL')).toEqual([{ n: 1 }])
    const elsewhere = withRequestId(ctx, officer('9', '110106'))
    expect(await registerAtStation(elsewhere, election.id, atStation)).toMatchObject({ ok: false, error: { code: 'forbidden' } })
    const move = { ...atStation, community: WEST, consent: { relation: '女儿', note: '行动不便' } }
    expect(await registerAtStation(withRequestId(ctx, station), election.id, move)).toEqual({
      ok: true,
      value: { outcome: 'elsewhere', registration: null, findings: [] },
    })
    expect(await readRows(database, 'SELECT relation, officer FROM consent')).toEqual([{ relation: '女儿', officer: '登记站1' }])
  })

  it('requires two officers for someone without an ID number', async () => {
    const person = {
      kind: 'document',
      type: 'passport',
      number: 'e 1234-5678',
      name: '华侨',
      birthDate: '1970-01-02',
      sex: 'F',
    } as const
    const [first, second] = [officer('1'), officer('2')]
    const made = await registerAtStation(withRequestId(ctx, first), election.id, { ...atStation, person })
    expect(made).toMatchObject({ ok: true, value: { outcome: 'review', findings: [{ code: 'identity.document' }] } })
    if (!made.ok || !made.value.registration) throw new Error('no registration')
    const { countyCode, registrationId } = made.value.registration
    const ref = { countyCode, registrationId }
    expect(await findReviewCases(ctx, election.id, { state: 'open' })).toMatchObject({
      ok: true,
      value: { items: [{ name: '华侨', maskedNumber: 'E1*****78', findings: [{ code: 'identity.document' }] }] },
    })
    // The check does not look the person up, because there is no ID number.
    await checkElection(ctx, election.id)
    expect(await readRows(database, 'SELECT code FROM finding')).toEqual([{ code: 'identity.document' }])
    expect(await confirmSecondOfficer(withRequestId(ctx, first), election.id, ref)).toMatchObject({
      ok: false,
      error: { code: 'officer.same' },
    })
    const same = { ...ctx, actor: { ...first, role: 'township' as const } }
    expect(await decideCase(same, { ...ref, decision: 'accept', reason: '看过' })).toMatchObject({
      ok: false,
      error: { code: 'officer.same' },
    })
    for (const [id, madeBy] of [
      [first.id, 'cli'],
      [officer('8').id, first.id],
      [second.id, 'cli'],
    ] as const) {
      const account = {
        username: `officer-${id}`.replace(/[^a-z0-9-]/g, '').slice(0, 20),
        name: id,
        password: null,
        role: 'township',
        areaCode: '110105021',
      } as const
      expect(await createStaff(database, account, ctx, { id, madeBy })).toMatchObject({ ok: true })
    }
    for (const decided of [
      await confirmSecondOfficer(withRequestId(ctx, officer('8')), election.id, ref),
      await decideCase({ ...ctx, actor: { ...officer('8'), role: 'township' } }, { ...ref, decision: 'accept', reason: '看过' }),
    ])
      expect(decided).toMatchObject({ ok: false, error: { code: 'officer.maker' } })
    const again = withRequestId(ctx, second)
    const confirmed = await confirmSecondOfficer(again, election.id, ref)
    expect(confirmed).toMatchObject({ ok: true, value: { outcome: 'registered', registration: { status: 'registered' } } })
    expect(await confirmSecondOfficer(again, election.id, ref)).toEqual(confirmed)
    expect(await confirmSecondOfficer(withRequestId(ctx, officer('3')), election.id, ref)).toMatchObject({
      ok: false,
      error: { code: 'document.unknown' },
    })
    const repeated = { ...atStation, person: { ...person, number: 'E12345678' } }
    expect(await registerAtStation(withRequestId(ctx, second), election.id, repeated)).toMatchObject({
      ok: true,
      value: { outcome: 'already' },
    })
  })

  it('accepts registrations until the day set by the rules, and refuses an unknown place', async () => {
    const refused = async (at: string, input: Partial<NewRegistration> = {}) => {
      const clock = { now: () => new Date(at) }
      const answer = await registerVoter(voterOf({ ...ctx, clock }, people.li), election.id, { ...here, ...input })
      return answer.ok ? answer.value.outcome : answer.error
    }
    expect(await refused('2026-12-19T17:00:00Z')).toMatchObject({
      code: 'registration.closed',
      text: { en: expect.stringContaining('Beijing Implementing Rules, Art. 30') },
    })
    expect(await refused('2026-11-21T00:00:00Z', { community: '110105021999' })).toMatchObject({
      code: 'place.unknown',
      field: 'community',
    })
    expect(await refused('2026-12-19T15:00:00Z')).toBe('registered')
    await database.run(`UPDATE election SET state = 'closed'`)
    expect(await refused('2026-12-19T15:00:01Z')).toMatchObject({ code: 'registration.closed' })
  })

  it('shows a voter the elections, the form, the places, their registration and a card that cannot be forged', async () => {
    const li = voterOf(ctx, people.li)
    expect(await findElectionsForVoter(li)).toMatchObject([{ id: election.id, open: true, until: '2026-12-19', training: false }])
    expect(await getVoterForm(li, election.id)).toMatchObject({
      ok: true,
      value: {
        hukouArea: { code: '110105' },
        suggestion: { community: { code: EAST }, basis: 'hukou' },
        bases: [{ basis: 'hukou', asks: [] }, {}, {}, {}],
      },
    })
    const guest = await getVoterForm(voterOf(ctx, people.guest), election.id)
    expect(guest).toMatchObject({
      ok: true,
      value: { suggestion: { basis: 'residence' }, bases: [{ basis: 'residence' }, {}, {}] },
    })
    for (const q of ['东郊', 'djsq', 'dongjiao', '郊社'])
      expect(await findPlaces(li, election.id, { q })).toMatchObject({
        ok: true,
        value: [{ code: EAST, path: '朝阳区 南磨房地区' }],
      })
    expect(await getPlace(li, election.id, EAST)).toMatchObject({
      ok: true,
      value: { districts: { county: { name: '东郊社区居民委员会' }, township: null }, stations: [] },
    })
    expect(await getMyRegistration(li, election.id)).toMatchObject({ ok: false, error: { code: 'not-found' } })
    expect(await getMyCard(li, election.id)).toMatchObject({ ok: false, error: { code: 'card.none' } })
    await register(people.li)
    expect(await getMyRegistration(li, election.id)).toMatchObject({ ok: true, value: { status: 'registered' } })
    expect(await findMyRegistrations(li)).toMatchObject([{ electionId: election.id }])
    const card = await getMyCard(li, election.id)
    if (!card.ok) throw new Error(card.error.code)
    expect(verifyCard(ctx.keys, card.value.text)).toMatchObject({ electionId: election.id, name: '李小明' })
    expect(Buffer.from(card.value.text.split('.')[1] ?? '', 'base64url').toString()).not.toContain(people.li[1])
    const [prefix, body = '', tag] = card.value.text.split('.')
    const forged = Buffer.from(Buffer.from(body, 'base64url').toString().replace('李小明', '李大明')).toString('base64url')
    expect(verifyCard(ctx.keys, `${prefix}.${forged}.${tag}`)).toBeUndefined()
    expect(verifyCard(ctx.keys, 'https://example.org/')).toBeUndefined()
  })
})
