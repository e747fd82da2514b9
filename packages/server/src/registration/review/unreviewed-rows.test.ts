/**
 * A row with a review finding never changes a registered voter, whatever its channel; it waits in review beside the registration.
 * Only a row without a review finding or an officer’s decision changes the registration (EL 27).
 */

import fc from 'fast-check'
import { beforeEach, expect, it } from 'vitest'
import { askSecondOfficer, type Context, giveSecondCode } from '../../access/index.ts'
import type { Election } from '../../election/index.ts'
import type { Database } from '../../platform/database/index.ts'
import { readRows } from '../../platform/testing/rows.ts'
import { describeStores } from '../../platform/testing/stores.ts'
import { closeLines } from '../../population/index.ts'
import type { NewAtStation } from '../online/index.ts'
import { findMyRegistrations, registerAtStation, registerVoter } from '../online/index.ts'
import { contextFor, importFiles, importPeople, importRows, loadSomeAreas, numberOf, openElection } from '../testing/office.ts'
import { officer, voterOf, withRequestId } from '../testing/online.ts'
import { checkElection, findNotYetRegistered } from '../worklist/index.ts'
import { decideCase } from './service.decide.ts'
import { findReviewCases } from './service.queue.ts'
import { confirmSecondOfficer, waitingDocuments } from './service.second-officer.ts'
import { undoDecision } from './service.undo.ts'

const EAST = '110105021021'
const WEST = '110105021022'
const HEADER = [
  '姓名',
  '公民身份号码',
  '出生日期',
  '社区',
  '单位',
  '选民小组',
  '联系电话',
  '选民资格证明',
  '居住证',
  '来本市居住时间',
]
const POPULATION = ['姓名', '公民身份号码', '户籍区划', '社区代码', '状态', '状态日期', '现住地址', '联系电话']
const LI = ['李小明', numberOf('1990-03-05', 1)] as const
const GUEST = ['外来人', numberOf('1988-08-08', 9, '410105')] as const
const OTHER_NAME = '宋青禾'

interface Row {
  readonly name?: string
  readonly birth?: string
  readonly community?: string
  readonly unit?: string
  readonly group?: string
  readonly phone?: string
  readonly papers?: boolean
}

/** A roster line for a person. */
const lineOf = ([name, number]: readonly [string, string], row: Row = {}): string[] => [
  row.name ?? name,
  number,
  row.birth ?? '',
  row.community ?? EAST,
  row.unit ?? '甲单位',
  row.group ?? '',
  row.phone ?? '13900000001',
  row.papers ? '有' : '',
  row.papers ? '有' : '',
  row.papers ? '2020-01-01' : '',
]

/** Registered by a passport. */
const ABROAD = {
  kind: 'document',
  type: 'passport',
  number: 'E12345678',
  name: '华侨',
  birthDate: '1970-01-02',
  sex: 'F',
} as const

describeStores('rows in review', open => {
  let ctx: Context
  let election: Election
  let database: Database

  beforeEach(async () => {
    database = await open()
    await loadSomeAreas(database)
    ctx = contextFor(database)
    election = await openElection(ctx)
    await importPeople(ctx, election, [POPULATION, inRegister(LI), inRegister(GUEST)])
  })

  const inRegister = ([name, number]: readonly [string, string]) => [
    name,
    number,
    number.slice(0, 6),
    EAST,
    '正常',
    '',
    '某路1号',
    '13900000000',
  ]
  const roster = (...lines: string[][]) => importRows(ctx, election, [HEADER, ...lines])
  const previousRoll = (...lines: string[][]) =>
    importRows(ctx, election, [HEADER.slice(0, 6), ...lines.map(line => line.slice(0, 6))], 'previous-roll')
  /** Every column of all registered voters, and the holder of each claim. */
  const onRoll = async () => ({
    registered: await readRows(database, `SELECT * FROM registration WHERE status = 'registered' ORDER BY id`),
    claims: await readRows(database, 'SELECT * FROM claim ORDER BY person_key'),
  })
  const all = async () => ({
    registrations: await readRows(database, 'SELECT * FROM registration ORDER BY id'),
    claims: await readRows(database, 'SELECT * FROM claim ORDER BY person_key'),
    open: await readRows(
      database,
      `SELECT registration_id, code FROM finding WHERE state = 'open' ORDER BY registration_id, code`,
    ),
  })
  const openCases = (personKey: string) =>
    readRows<{ countyCode: string; registrationId: number }>(
      database,
      `SELECT DISTINCT county_code AS "countyCode", registration_id AS "registrationId" FROM finding
       WHERE state = 'open' AND person_key = $1 ORDER BY 2`,
      [personKey],
    )
  const onlyCase = async ([, number]: readonly [string, string]) => {
    const cases = await openCases(ctx.keys.personKey(number))
    expect(cases).toHaveLength(1)
    const [found] = cases
    if (!found) throw new Error('no case')
    return found
  }
  const waiting = () =>
    readRows(
      database,
      `SELECT r.name, r.unit, r.channel, r.status, array_agg(f.code ORDER BY f.code) AS codes FROM registration r
       JOIN finding f ON f.county_code = r.county_code AND f.registration_id = r.id AND f.state = 'open' GROUP BY r.person_key, r.id ORDER BY r.id`,
    )
  const refuse = async (who: readonly [string, string]) => {
    const found = await onlyCase(who)
    expect(await decideCase(ctx, { ...found, decision: 'refuse', reason: '不是本人' })).toMatchObject({
      ok: true,
      value: { status: 'refused' },
    })
  }
  const atStation = (person: NewAtStation['person'], over: Partial<NewAtStation> = {}) =>
    registerAtStation(withRequestId(ctx, officer('1')), election.id, {
      person,
      community: EAST,
      basis: 'work',
      evidence: [],
      channel: 'station',
      address: '某路2号',
      phone: '13800000000',
      ...over,
    })

  it('of a roster: the registered voter keeps every column, and refusing the row changes nothing', async () => {
    await roster(lineOf(LI))
    const before = await onRoll()
    expect(await roster(lineOf(LI, { name: OTHER_NAME, unit: '乙单位', group: '第3组', phone: '13900000002' }))).toMatchObject({
      accepted: 0,
      review: 1,
      findings: { 'claim.same-district': 1, 'population.name': 1 },
    })
    expect(await onRoll()).toEqual(before)
    expect(await waiting()).toEqual([
      {
        name: OTHER_NAME,
        unit: '乙单位',
        channel: 'roster',
        status: 'review',
        codes: ['claim.same-district', 'population.name'],
      },
    ])
    await checkElection(ctx, election.id)
    expect(await onRoll()).toEqual(before)
    await refuse(LI)
    expect(await onRoll()).toEqual(before)
    // Sent again, the refused row changes nothing and opens no case.
    expect(await roster(lineOf(LI, { name: OTHER_NAME, unit: '乙单位', group: '第3组', phone: '13900000002' }))).toMatchObject({
      unchanged: 1,
    })
    expect(await onRoll()).toEqual(before)
    expect(await waiting()).toEqual([])
  })

  it('of a roster imported together with the clean row: the later file waits in review', async () => {
    await importFiles(ctx, election, [
      [HEADER, lineOf(LI)],
      [HEADER, lineOf(LI, { name: OTHER_NAME, unit: '乙单位' })],
    ])
    expect(await readRows(database, 'SELECT name, status FROM registration ORDER BY id')).toEqual([
      { name: '李小明', status: 'registered' },
      { name: OTHER_NAME, status: 'review' },
    ])
  })

  it('replace the registration when accepted; undoing restores the previous state', async () => {
    await roster(lineOf(LI))
    await roster(lineOf(LI, { name: OTHER_NAME, unit: '乙单位' }))
    const before = await all()
    const found = await onlyCase(LI)
    expect(await decideCase(ctx, { ...found, decision: 'accept', reason: '曾用名' })).toMatchObject({ ok: true })
    expect(await readRows(database, 'SELECT name, unit, status FROM registration ORDER BY id')).toEqual([
      { name: '李小明', unit: '甲单位', status: 'moved' },
      { name: OTHER_NAME, unit: '乙单位', status: 'registered' },
    ])
    // The replaced row, sent again, does not undo the decision.
    const decided = await onRoll()
    expect(await roster(lineOf(LI))).toMatchObject({ unchanged: 1 })
    expect(await onRoll()).toEqual(decided)
    expect((await undoDecision(ctx, { ...found, reason: '点错了' })).ok).toBe(true)
    expect(await all()).toEqual(before)
  })

  it('wait even if their findings were accepted before, when the name differs', async () => {
    const unknown = ['赵不在', numberOf('1970-01-01', 3)] as const
    await roster(lineOf(unknown))
    await decideCase(ctx, { ...(await onlyCase(unknown)), decision: 'accept', reason: '看过身份证' })
    const before = await onRoll()
    expect(await roster(lineOf(unknown, { name: OTHER_NAME }))).toMatchObject({ review: 1 })
    expect(await roster(lineOf(unknown, { group: '第5组' }))).toMatchObject({ review: 1 })
    expect(await onRoll()).toEqual(before)
  })

  it('are updated by a better row, but not by one with more findings', async () => {
    await roster(lineOf(GUEST))
    expect(await roster(lineOf(GUEST, { birth: '1988-08-09', unit: '乙单位' }))).toMatchObject({
      review: 1,
      findings: { 'claim.same-district': 1 },
    })
    expect(await waiting()).toEqual([
      { name: GUEST[0], unit: '甲单位', channel: 'roster', status: 'review', codes: ['place.unproven'] },
      expect.objectContaining({ unit: '乙单位', codes: ['claim.same-district', 'identity.birth', 'place.unproven'] }),
    ])
    expect(await roster(lineOf(GUEST, { papers: true, unit: '丙单位' }))).toMatchObject({ accepted: 1 })
    expect((await onRoll()).registered).toMatchObject([{ name: GUEST[0], unit: '丙单位' }])
  })

  it('are only those with a finding: a row without one still updates the registered voter', async () => {
    await roster(lineOf(LI))
    expect(await roster(lineOf(LI, { unit: '乙单位', group: '第3组' }))).toMatchObject({ accepted: 1 })
    expect((await onRoll()).registered).toMatchObject([{ unit: '乙单位', voter_group: '第3组' }])
  })

  it('of last round’s roll: the registration is unchanged', async () => {
    await roster(lineOf(LI))
    const before = await onRoll()
    expect(await previousRoll(lineOf(LI, { name: OTHER_NAME, group: '第3组' }))).toMatchObject({ review: 1 })
    expect(await onRoll()).toEqual(before)
    await refuse(LI)
    expect(await onRoll()).toEqual(before)
  })

  it('of a roster: a voter carried over from last round’s roll is unchanged', async () => {
    await previousRoll(lineOf(LI))
    const before = await onRoll()
    expect(await roster(lineOf(LI, { name: OTHER_NAME }))).toMatchObject({ review: 1 })
    expect(await onRoll()).toEqual(before)
    await refuse(LI)
    expect(await onRoll()).toEqual(before)
  })

  it('a registered voter’s own row sent again changes nothing, even if the registers have changed', async () => {
    await roster(lineOf(LI))
    await importPeople(ctx, election, [POPULATION, inRegister(GUEST)])
    const before = await onRoll()
    expect(await roster(lineOf(LI))).toMatchObject({ unchanged: 1 })
    expect(await onRoll()).toEqual(before)
    // The check opens a case for the registration itself.
    await checkElection(ctx, election.id)
    expect(await waiting()).toMatchObject([{ name: '李小明', status: 'registered', codes: ['population.absent'] }])
  })

  it.each(['station', 'door'] as const)('at a %s: a wrong name waits in review, with its contact details', async channel => {
    await roster(lineOf(LI))
    const before = await onRoll()
    const wrong = { kind: 'resident-id', name: OTHER_NAME, number: LI[1] } as const
    expect(await atStation(wrong, { channel, unit: '乙单位' })).toMatchObject({
      ok: true,
      value: {
        outcome: 'review',
        registration: { status: 'review', channel },
        findings: [{ code: 'claim.same-district' }, { code: 'population.name' }],
      },
    })
    expect(await onRoll()).toEqual(before)
    await refuse(LI)
    expect(await onRoll()).toEqual(before)
  })

  it('online: proof that the voter showed before counts for the round', async () => {
    await roster(lineOf(GUEST, { papers: true }))
    const before = await onRoll()
    const input = { community: EAST, basis: 'residence', evidence: [] } as const
    const here = await registerVoter(voterOf(ctx, GUEST), election.id, { ...input, evidence: [] })
    expect(here).toMatchObject({ ok: true, value: { outcome: 'already', findings: [] } })
    expect(await onRoll()).toEqual(before)
    const there = await registerVoter(voterOf(ctx, GUEST), election.id, {
      ...input,
      evidence: [],
      community: WEST,
      instead: true,
    })
    expect(there).toMatchObject({ ok: true, value: { outcome: 'registered', findings: [] } })
    await checkElection(ctx, election.id)
    expect(await waiting()).toEqual([])
  })

  it('online: a wrong name waits in review, and the voter still sees the valid registration', async () => {
    await roster(lineOf(LI))
    const before = await onRoll()
    const voter = voterOf(ctx, [OTHER_NAME, LI[1]])
    expect(await registerVoter(voter, election.id, { community: EAST, basis: 'residence', evidence: [] })).toMatchObject({
      ok: true,
      value: { outcome: 'review', findings: [{ code: 'claim.same-district' }, { code: 'population.name' }] },
    })
    expect(await onRoll()).toEqual(before)
    expect(await findMyRegistrations(voter)).toMatchObject([{ status: 'registered', channel: 'roster' }])
    await refuse(LI)
    expect(await onRoll()).toEqual(before)
  })

  it('a move keeps the former registration until the new one is accepted', async () => {
    await roster(lineOf(LI))
    const before = await onRoll()
    const wrong = { kind: 'resident-id', name: OTHER_NAME, number: LI[1] } as const
    expect(await atStation(wrong, { community: WEST, instead: true })).toMatchObject({ ok: true, value: { outcome: 'review' } })
    expect(await onRoll()).toEqual(before)
    const found = await onlyCase(LI)
    await decideCase(ctx, { ...found, decision: 'accept', reason: '看过身份证' })
    expect(await readRows(database, 'SELECT community_code AS community, status FROM registration ORDER BY id')).toEqual([
      { community: EAST, status: 'moved' },
      { community: WEST, status: 'registered' },
    ])
  })

  it('accepted, keep what they do not state of the registration that they replace', async () => {
    await roster(lineOf(LI, { group: '第3组', phone: '13900000002', papers: true }))
    const [before] = await readRows(database, 'SELECT unit, voter_group, evidence, contact_block FROM registration')
    const wrong = { kind: 'resident-id', name: OTHER_NAME, number: LI[1] } as const
    await atStation(wrong, { address: undefined, phone: undefined })
    await decideCase(ctx, { ...(await onlyCase(LI)), decision: 'accept', reason: '曾用名' })
    expect(
      await readRows(database, `SELECT unit, voter_group, evidence, contact_block FROM registration WHERE status = 'registered'`),
    ).toEqual([before])
  })

  it('are approved with a correction, which the record keeps and undoing takes back', async () => {
    const broken = `李小${String.fromCodePoint(0xe000)}`
    await roster(lineOf(LI, { name: broken }))
    const found = await onlyCase(LI)
    const decide = (correction?: object) =>
      decideCase(ctx, { ...found, decision: 'accept', reason: '看过身份证', ...(correction && { correction }) })
    expect(await decide()).toMatchObject({ ok: false, error: { code: 'case.name-needed' } })
    expect(await decide({ name: broken })).toMatchObject({ ok: false, error: { code: 'case.name-needed' } })
    expect(await decide({ name: LI[0], community: '110108001001' })).toMatchObject({
      ok: false,
      error: { code: 'case.place-unknown' },
    })
    expect(await decide({ name: LI[0], birthDate: '2010-01-01' })).toMatchObject({
      ok: false,
      error: { code: 'case.birth-date' },
    })
    const before = await all()
    expect(await decide({ name: LI[0], birthDate: '1990-03-06', sex: 'F', community: WEST })).toMatchObject({
      ok: true,
      value: {
        name: LI[0],
        status: 'registered',
        community: { code: WEST },
        events: [
          {
            kind: 'accepted',
            corrected: [
              { field: 'name', from: broken, to: LI[0] },
              { field: 'sex', to: 'F' },
              { field: 'birthDate', from: '1990-03-05', to: '1990-03-06' },
              { field: 'community', from: EAST, to: WEST },
            ],
          },
        ],
      },
    })
    // The row that was corrected changes nothing when it is sent again, and neither does another one under the broken name.
    const corrected = await onRoll()
    await roster(lineOf(LI, { name: broken }))
    await roster(lineOf(LI, { name: broken, unit: '丙单位', community: WEST }))
    expect(await onRoll()).toEqual(corrected)
    await refuse(LI)
    expect((await undoDecision(ctx, { ...found, reason: '点错了' })).ok).toBe(true)
    expect(await readRows(database, 'SELECT * FROM registration WHERE id = $1', [found.registrationId])).toEqual(
      before.registrations,
    )
  })

  it('of two people with one number: both wait to be visited, and neither replaces the other', async () => {
    const twin = ['周启明', LI[1]] as const
    await importPeople(ctx, election, [POPULATION, inRegister(LI), inRegister(twin), inRegister(GUEST)])
    expect(await roster(lineOf(LI))).toMatchObject({ review: 1, findings: { 'identity.shared': 1 } })
    const first = await onlyCase(LI)
    const shown = await findReviewCases(ctx, election.id, { state: 'open' })
    expect(shown).toMatchObject({
      ok: true,
      value: { items: [{ findings: [{ code: 'identity.shared', evidence: { names: ['周启明', '李小明'].sort() } }] }] },
    })
    const missing = async () => {
      const page = await findNotYetRegistered(ctx, election.id, { state: 'open' })
      return page.ok ? page.value.items.map(({ name }) => name) : []
    }
    expect(await missing()).toContain('周启明')
    await decideCase(ctx, { ...first, decision: 'accept', reason: '上门核实' })
    expect(await roster(lineOf(twin))).toMatchObject({ review: 1 })
    expect((await onRoll()).registered).toMatchObject([{ name: LI[0] }])
    const second = await onlyCase(LI)
    expect(await decideCase(ctx, { ...second, decision: 'accept', reason: '看过' })).toMatchObject({
      ok: false,
      error: { code: 'case.shared-number' },
    })
    // The second person registers with another document, and is no longer to be visited.
    const person = {
      kind: 'document',
      type: 'household-register',
      number: 'H1234567',
      name: '周启明',
      birthDate: '1990-03-05',
      sex: 'M',
    } as const
    expect(await atStation(person)).toMatchObject({ ok: true, value: { outcome: 'review' } })
    expect(await missing()).not.toContain('周启明')
    await decideCase(ctx, { ...second, decision: 'refuse', reason: '凭户口簿另行登记' })
    expect((await onRoll()).registered).toMatchObject([{ name: LI[0] }])
  })

  it('for a family member: nothing is changed or revealed', async () => {
    await roster(lineOf(LI))
    const before = await onRoll()
    const family = { name: OTHER_NAME, number: LI[1], relation: 'parent', consent: true } as const
    expect(
      await registerVoter(voterOf(ctx, GUEST), election.id, { community: EAST, basis: 'residence', evidence: [], family }),
    ).toMatchObject({ ok: true, value: { outcome: 'received', registration: null } })
    expect(await onRoll()).toEqual(before)
    expect(await waiting()).toMatchObject([{ name: OTHER_NAME, status: 'review' }])
  })

  it('by a document: confirmation by a second officer changes no registered voter', async () => {
    const made = await atStation(ABROAD)
    if (!made.ok || !made.value.registration) throw new Error('no registration')
    const { countyCode, registrationId } = made.value.registration
    const second = () => withRequestId(ctx, officer('2'))
    await confirmSecondOfficer(second(), election.id, { countyCode, registrationId })
    const before = await onRoll()
    expect(before.registered).toHaveLength(1)
    const again = await atStation({ ...ABROAD, name: '华桥' })
    expect(again).toMatchObject({ ok: true, value: { outcome: 'review' } })
    if (!again.ok || !again.value.registration) throw new Error('no registration')
    const beside = { countyCode, registrationId: again.value.registration.registrationId }
    expect(beside.registrationId).not.toBe(registrationId)
    expect((await confirmSecondOfficer(second(), election.id, beside)).ok).toBe(false)
    expect(await onRoll()).toEqual(before)
  })

  it('is confirmed by the officer who saw the document, where the level above has read out a code', async () => {
    const made = await atStation(ABROAD)
    if (!made.ok || !made.value.registration) throw new Error('no registration')
    const { countyCode, registrationId } = made.value.registration
    const [row] = await readRows<{ officer_id: string }>(ctx.database, 'SELECT officer_id FROM identity_document')
    const alone = (): Context => ({ ...withRequestId(ctx, { ...ctx.actor, id: row?.officer_id ?? '' }) })
    const subject = `${countyCode}/${registrationId}`
    const asked = await askSecondOfficer(alone(), [waitingDocuments], { kind: 'document.confirm', subject })
    if (!asked.ok) throw new Error(asked.error.code)
    const change = asked.value.digest
    const above = withRequestId(ctx, { ...officer('above'), areaCode: '' })
    const given = await giveSecondCode(above, change)
    if (!given.ok) throw new Error(given.error.code)
    const second = { how: 'code', change, code: given.value.code } as const
    const ref = { countyCode, registrationId }
    expect(await confirmSecondOfficer(alone(), election.id, ref)).toMatchObject({ error: { code: 'officer.same' } })
    const request = alone()
    expect(await confirmSecondOfficer(request, election.id, ref, second)).toMatchObject({
      ok: true,
      value: { outcome: 'registered' },
    })
    // Sent again it answers the same; as a new request the code is used up.
    expect(await confirmSecondOfficer(request, election.id, ref, second)).toMatchObject({ ok: true })
    expect((await confirmSecondOfficer(alone(), election.id, ref, second)).ok).toBe(false)
    const [audited] = await readRows(ctx.database, `SELECT details FROM audit WHERE action = 'registration.confirmed'`)
    expect(audited).toMatchObject({ details: { second: 'code', secondBy: above.actor.name, change } })
  })

  it('by a document seen by one officer: confirming the second row does not register it over the first', async () => {
    const first = await atStation(ABROAD)
    const again = await atStation({ ...ABROAD, name: '华桥' })
    if (!first.ok || !again.ok || !first.value.registration || !again.value.registration) throw new Error('no registration')
    const { countyCode, registrationId } = again.value.registration
    expect(registrationId).not.toBe(first.value.registration.registrationId)
    await confirmSecondOfficer(withRequestId(ctx, officer('2')), election.id, { countyCode, registrationId })
    expect((await onRoll()).registered).toEqual([])
    expect(await waiting()).toMatchObject([
      { name: '华侨', codes: ['identity.document'] },
      { name: '华桥', codes: ['claim.same-district'] },
    ])
  })

  it('while no register answers: an unchecked row waits in review', async () => {
    await roster(lineOf(LI))
    const before = await onRoll()
    await database.run(`UPDATE population_extract SET state = 'replaced'`)
    await database.run(
      `INSERT INTO population_source (area_code, name, url, cert_file, key_file, ca_file, legal_basis, ends_on, state, added_at, added_by)
       VALUES ('110105', '人口库', 'https://127.0.0.1:9/', '/none', '/none', '/none', 'EL 27', '2026-12-31', 'active', $1, 'test')`,
      [ctx.clock.now()],
    )
    try {
      expect(await atStation({ kind: 'resident-id', name: OTHER_NAME, number: LI[1] })).toMatchObject({
        ok: true,
        value: { outcome: 'review', findings: [{ code: 'claim.same-district' }] },
      })
      expect(await onRoll()).toEqual(before)
      await refuse(LI)
      expect(await onRoll()).toEqual(before)
    } finally {
      await closeLines(database)
    }
  })

  it('in any order: only clean rows and decisions change a registered voter', {
    timeout: 300_000,
  }, async () => {
    const row = fc.record({
      name: fc.constantFrom(undefined, undefined, OTHER_NAME),
      birth: fc.constantFrom(undefined, undefined, '1980-01-02'),
      community: fc.constantFrom(EAST, EAST, EAST, WEST),
      unit: fc.constantFrom('甲单位', '乙单位'),
      group: fc.constantFrom(undefined, '第3组'),
      papers: fc.boolean(),
    })
    const step = fc.record({
      kind: fc.constantFrom('roster', 'roster', 'roster', 'previous-roll', 'station', 'online', 'accept', 'refuse', 'check'),
      row,
    })
    // Each run has its own person; half of them have their household register elsewhere.
    const persons = Array.from(
      { length: 30 },
      (_, n) => [`选民${n + 10}`, numberOf('1980-01-01', n + 1, n % 2 === 0 ? '110105' : '410105')] as const,
    )
    await importPeople(ctx, election, [POPULATION, ...persons.map(inRegister)])
    const columns = async (personKey: string) => ({
      registered: await readRows<{ id: number; county_code: string }>(
        database,
        `SELECT r.* FROM registration r WHERE r.person_key = $1 AND r.status = 'registered' ORDER BY r.id`,
        [personKey],
      ),
      claims: await readRows(database, 'SELECT * FROM claim WHERE person_key = $1', [personKey]),
      // Refusing one of these removes the voter, so no row may open one.
      open: await readRows(
        database,
        `SELECT f.registration_id, f.code FROM finding f JOIN registration r ON r.county_code = f.county_code AND r.id = f.registration_id
         WHERE f.person_key = $1 AND f.state = 'open' AND r.status = 'registered' ORDER BY 1, 2`,
        [personKey],
      ),
    })
    /** Sends one row; returns whether it was accepted without a review finding. */
    const send = async (kind: string, who: readonly [string, string], { name, birth, group, ...said }: Row): Promise<boolean> => {
      if (kind === 'roster' || kind === 'previous-roll') {
        const line = lineOf(who, { ...said, ...(name && { name }), ...(birth && { birth }), ...(group && { group }) })
        const counts = kind === 'roster' ? await roster(line) : await previousRoll(line)
        return counts.accepted === 1
      }
      const input = {
        community: said.community ?? EAST,
        basis: 'residence' as const,
        evidence: said.papers ? ['certificate' as const, 'residencePermit' as const] : [],
        ...(said.papers ? { livesHereSince: '2020-01-01' } : {}),
      }
      const answer =
        kind === 'station'
          ? await atStation({ kind: 'resident-id', name: name ?? who[0], number: who[1] }, { ...input, unit: said.unit ?? '' })
          : await registerVoter(voterOf(ctx, [name ?? who[0], who[1]]), election.id, input)
      if (!answer.ok) throw new Error(answer.error.code)
      return answer.value.outcome === 'registered'
    }
    let run = 0
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 9 }), async steps => {
        const who = persons[run++ % persons.length] ?? LI
        const personKey = ctx.keys.personKey(who[1])
        // A shrunk counterexample starts without the rows of the previous run.
        for (const table of ['finding', 'claim', 'registration', 'previous_roll'])
          await database.run(`DELETE FROM ${table} WHERE person_key = $1`, [personKey])
        // An officer confirms so many numbers an hour; this one does in seconds what takes days.
        await database.run('DELETE FROM elsewhere_told')
        for (const { kind, row: said } of steps) {
          const before = await columns(personKey)
          if (kind === 'check') await checkElection(ctx, election.id)
          else if (kind === 'accept' || kind === 'refuse') {
            const [found] = await openCases(personKey)
            if (!found) continue
            const held = before.registered.some(r => r.id === found.registrationId)
            const whole = await all()
            const withheld = await readRows(
              database,
              `SELECT 1 AS one FROM finding WHERE county_code = $1 AND registration_id = $2 AND code = 'identity.several-numbers' AND state = 'open'`,
              [found.countyCode, found.registrationId],
            )
            const decided = await decideCase(ctx, { ...found, decision: kind, reason: '核实' })
            if (!decided.ok) {
              // A broken name or an unknown place is not approved without a correction; nothing changes then.
              expect([kind, decided.error.code]).toEqual(['accept', expect.stringMatching(/^case\.(?:name|place)-needed$/)])
              expect(await all()).toEqual(whole)
              continue
            }
            if (kind === 'refuse' && !held) expect((await columns(personKey)).registered).toEqual(before.registered)
            // Confirming a number looks it up, which is not undone.
            if (said.papers && !(kind === 'accept' && withheld.length > 0)) {
              expect((await undoDecision(ctx, { ...found, reason: '点错了' })).ok).toBe(true)
              expect(await all()).toEqual(whole)
            }
          } else {
            const clean = await send(kind, who, said)
            if (!clean && before.registered.length > 0) expect(await columns(personKey)).toEqual(before)
          }
          // A person is on the roll once and holds the claim.
          const after = await columns(personKey)
          expect(after.registered.length).toBeLessThanOrEqual(1)
          for (const registered of after.registered)
            expect(after.claims).toMatchObject([{ registration_id: registered.id, county_code: registered.county_code }])
        }
      }),
      { numRuns: Number(process.env.REVIEW_RUNS) || 3 },
    )
  })
})
