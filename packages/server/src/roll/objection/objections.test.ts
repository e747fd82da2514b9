/** Objections on both stores: filed, decided with the roll, undone, served, in court, and published in the next supplement. */

import { randomUUID } from 'node:crypto'
import { REGISTRATION_STATUSES } from '@mingce/domain/registration'
import { beforeEach, expect, it } from 'vitest'
import type { Actor, VoterContext } from '../../access/index.ts'
import type { Database } from '../../platform/database/index.ts'
import { readRows } from '../../platform/testing/rows.ts'
import { describeStores } from '../../platform/testing/stores.ts'
import { addVoters, contextOf, ELECTION, makeElection, publishAsTwo } from '../testing/voters.ts'
import type { VoterObjectionBody } from './schema.ts'
import {
  closeObjectionCase,
  decideOnObjection,
  recordObjectionJudgment,
  recordObjectionSuit,
  serveObjection,
  undoObjection,
} from './service.decide.ts'
import {
  fileMyObjection,
  fileStationObjection,
  findElectionObjections,
  findMyObjections,
  getObjection,
  openObjections,
} from './service.ts'

const LI = randomUUID()
const WANG = randomUUID()
const ZHAO = randomUUID()
const PUBLISHED = '2026-11-30T01:00:00Z'

const value = <T>(result: { ok: true; value: T } | { ok: false; error: { code: string } }): T => {
  if (!result.ok) throw new Error(result.error.code)
  return result.value
}

describeStores('objections', open => {
  let database: Database
  let now: string
  const office = (actor?: Actor) => contextOf(database, { now, ...(actor ? { actor } : {}) })
  const at = (day: string) => {
    now = `${day}T03:00:00Z`
  }
  const voter = (personKey: string, name: string, requestId?: string): VoterContext => {
    const { actor, ...rest } = office()
    return {
      ...rest,
      ...(requestId ? { requestId } : {}),
      voter: { sessionId: 's', personKey, name, issuer: 'demo', expiresAt: new Date(now) },
    }
  }
  const missing: VoterObjectionBody = { electionId: ELECTION, subject: 'own', kind: 'missing', text: '名单上没有我' }
  const ref = (id: number) => ({ electionId: ELECTION, countyCode: '110105', objectionId: id })
  const statusOf = async (person: string) =>
    (
      await readRows<{ status: string; name: string }>(database, 'SELECT status, name FROM registration WHERE person_key = $1', [
        person,
      ])
    )[0]
  const claimed = async (person: string) => (await readRows(database, 'SELECT FROM claim WHERE person_key = $1', [person])).length
  const notices = async () =>
    (await readRows<{ template: string }>(database, 'SELECT template FROM outbox ORDER BY id')).map(({ template }) => template)
  const publish = async () => {
    const published = await publishAsTwo(office(), { electionId: ELECTION })
    if (!published.ok) throw new Error(published.error.code)
    return published.value
  }

  beforeEach(async () => {
    database = await open()
    await makeElection(database)
    await addVoters(database, [
      { name: '李明', person: LI, status: 'refused' },
      { name: '王芳', person: WANG, sex: 'F' },
      { name: '赵强', person: ZHAO },
    ])
    for (const person of [WANG, ZHAO])
      await database.run(
        `INSERT INTO claim (person_key, round, county_code, registration_id) SELECT person_key, '2026', county_code, id FROM registration WHERE person_key = $1`,
        [person],
      )
    now = PUBLISHED
  })

  it('cannot be filed before a list is published', async () => {
    expect(await fileMyObjection(voter(LI, '李明'), missing)).toMatchObject({
      ok: false,
      error: { code: 'objection.not-published' },
    })
    expect(await readRows(database, 'SELECT FROM objection')).toEqual([])
  })

  it('is filed once, confirmed with its dates, and hides its decision until served', async () => {
    await publish()
    at('2026-12-01')
    const request = randomUUID()
    const filed = value(await fileMyObjection(voter(LI, '李明', request), missing))
    expect(filed).toMatchObject({
      state: 'filed',
      late: false,
      // The fifth day is a Saturday (民法典 203, CPL 85).
      until: '2026-12-07',
      dueOn: '2026-12-04',
      suitUntil: '2026-12-15',
    })
    expect(filed.told.zh).toContain('2026-12-04')
    expect(await fileMyObjection(voter(LI, '李明', request), missing)).toEqual({ ok: true, value: filed })
    expect(await readRows(database, 'SELECT FROM objection')).toHaveLength(1)
    const [kept] = await readRows<{ body: Uint8Array }>(database, 'SELECT body FROM objection')
    expect(Buffer.from(kept?.body ?? []).toString('utf8')).not.toContain('名单')
    expect(await findMyObjections(voter(WANG, '王芳'))).toEqual([])

    const detail = value(await getObjection(office(), ref(filed.id)))
    expect(detail).toMatchObject({ text: '名单上没有我', daysLeft: 3, entries: [{ name: '李明', status: 'refused' }] })
    const decided = value(
      await decideOnObjection(office(), ref(filed.id), { decision: 'upheld', reason: '材料齐全', article: 'EL 27' }),
    )
    expect(decided).toMatchObject({ state: 'decided', decidedBy: '选举办公室' })
    expect(await statusOf(LI)).toMatchObject({ status: 'registered' })
    expect(await claimed(LI)).toBe(1)
    expect((await findMyObjections(voter(LI, '李明')))[0]).toMatchObject({ state: 'filed', decision: null, reason: null })

    value(await serveObjection(office(), ref(filed.id)))
    expect((await findMyObjections(voter(LI, '李明')))[0]).toMatchObject({
      state: 'served',
      decision: 'upheld',
      reason: '材料齐全',
    })
    expect(await notices()).toEqual(['objection-received', 'objection-decided'])
    expect(await publish()).toMatchObject({ version: 2, kind: 'supplement', entries: 1 })
    const added = await readRows(database, `SELECT change, name FROM roll_entry WHERE version = 2`)
    expect(added).toEqual([{ change: 'added', name: '李明' }])
    expect(
      (await readRows<{ action: string }>(database, `SELECT action FROM audit WHERE action LIKE 'objection.%' ORDER BY id`)).map(
        r => r.action,
      ),
    ).toEqual(['objection.filed', 'objection.decided', 'objection.served'])
  })

  it('undoes a decision with its effects before it is served, but not after', async () => {
    await publish()
    at('2026-12-01')
    const body = { electionId: ELECTION, subject: 'other', kind: 'wrongly-listed', named: '赵强', text: '已迁出' } as const
    const { id } = value(await fileMyObjection(voter(LI, '李明'), body))
    const upheld = { decision: 'upheld', reason: '迁出属实', article: 'EL 27' } as const
    expect(await decideOnObjection(office(), ref(id), upheld)).toMatchObject({ error: { code: 'objection.entry-needed' } })
    const { entries } = value(await getObjection(office(), ref(id)))
    const registrationId = entries[0]?.registrationId
    value(await decideOnObjection(office(), ref(id), { ...upheld, registrationId }))
    expect([await statusOf(ZHAO), await claimed(ZHAO)]).toMatchObject([{ status: 'removed' }, 0])
    const undone = value(await undoObjection(office(), ref(id), '看错了人'))
    expect(undone).toMatchObject({ state: 'filed', decision: null, decidedBy: null })
    expect([await statusOf(ZHAO), await claimed(ZHAO)]).toMatchObject([{ status: 'registered' }, 1])
    expect(undone.events.map(({ kind }) => kind)).toEqual(['filed', 'decided', 'undone'])
    value(await decideOnObjection(office(), ref(id), { decision: 'dismissed', reason: '没有迁出', article: 'EL 29' }))
    value(await serveObjection(office(), ref(id)))
    expect(await undoObjection(office(), ref(id), '再想想')).toMatchObject({ error: { code: 'objection.other-state' } })
  })

  it('does not undo a decision if the registration has changed since', async () => {
    await publish()
    at('2026-12-01')
    const { id } = value(await fileMyObjection(voter(LI, '李明'), missing))
    value(await decideOnObjection(office(), ref(id), { decision: 'upheld', reason: '属实', article: 'EL 27' }))
    await database.run(`UPDATE registration SET status = 'moved' WHERE person_key = $1`, [LI])
    expect(await undoObjection(office(), ref(id), '撤回')).toMatchObject({ error: { code: 'objection.changed-since' } })
    expect(value(await getObjection(office(), ref(id))).state).toBe('decided')
  })

  it('registers nobody twice, and refuses a decision without effect', async () => {
    await publish()
    at('2026-12-01')
    const { id } = value(await fileMyObjection(voter(LI, '李明'), missing))
    await database.run(`INSERT INTO claim VALUES ($1, '2026', '110101', 77)`, [LI])
    const upheld = { decision: 'upheld', reason: '属实', article: 'EL 27' } as const
    expect(await decideOnObjection(office(), ref(id), upheld)).toMatchObject({ error: { code: 'objection.claimed' } })
    const wang = value(await fileMyObjection(voter(WANG, '王芳'), missing))
    expect(await decideOnObjection(office(), ref(wang.id), upheld)).toMatchObject({ error: { code: 'objection.unchanged' } })
    expect(value(await getObjection(office(), ref(id))).state).toBe('filed')
  })

  it('corrects particulars, re-sorts the entry and publishes the correction', async () => {
    await publish()
    at('2026-12-01')
    const { id } = value(
      await fileMyObjection(voter(WANG, '王芳'), {
        electionId: ELECTION,
        subject: 'own',
        kind: 'wrong-particulars',
        text: '名字写错',
      }),
    )
    const upheld = { decision: 'upheld', reason: '身份证为王方', article: 'EL 28' } as const
    expect(await decideOnObjection(office(), ref(id), upheld)).toMatchObject({ error: { code: 'objection.correction-needed' } })
    value(await decideOnObjection(office(), ref(id), { ...upheld, correction: { name: '王方' } }))
    expect(await publish()).toMatchObject({ version: 2, entries: 1 })
    expect(await readRows(database, 'SELECT change, name FROM roll_entry WHERE version = 2')).toEqual([
      { change: 'corrected', name: '王方' },
    ])
  })

  it('is filed by a person in any state of registration', async () => {
    await publish()
    at('2026-12-01')
    for (const status of REGISTRATION_STATUSES) {
      await database.run('UPDATE registration SET status = $2 WHERE person_key = $1', [LI, status])
      const filed = value(await fileMyObjection(voter(LI, '李明', randomUUID()), missing))
      expect(value(await getObjection(office(), ref(filed.id))), status).toMatchObject({ state: 'filed' })
      await database.run(`UPDATE objection SET state = 'closed' WHERE id = $1`, [filed.id])
    }
  })

  it('marks a late objection with the article and the remaining options, and accepts none after election day', async () => {
    await publish()
    at('2026-12-08')
    const late = value(await fileMyObjection(voter(LI, '李明'), missing))
    expect(late).toMatchObject({ late: true, until: '2026-12-07' })
    expect(late.told.zh).toContain('选举法第二十七条')
    expect(await notices()).toEqual(['objection-late'])
    at('2026-12-21')
    const another = { ...missing, text: '名单上仍然没有我' }
    expect(await fileMyObjection(voter(LI, '李明'), another)).toMatchObject({ error: { code: 'objection.polling-over' } })
  })

  it('counts the time from the supplement for its own entries only, and from the list for everyone else', async () => {
    await publish()
    at('2026-12-02')
    const { id } = value(await fileMyObjection(voter(LI, '李明'), missing))
    value(await decideOnObjection(office(), ref(id), { decision: 'upheld', reason: '材料齐全', article: 'EL 27' }))
    at('2026-12-08')
    expect(await publish()).toMatchObject({ version: 2, entries: 1 })
    at('2026-12-09')
    const wrong = { ...missing, kind: 'wrong-particulars', text: '姓名写错了' } as const
    expect(value(await fileMyObjection(voter(LI, '李明'), wrong))).toMatchObject({ until: '2026-12-14', late: false })
    expect(value(await fileMyObjection(voter(WANG, '王芳'), wrong))).toMatchObject({ until: '2026-12-07', late: true })
    const about = (named: string) => ({ ...missing, subject: 'other', kind: 'wrongly-listed', named }) as const
    expect(value(await fileMyObjection(voter(ZHAO, '赵强'), about('李明')))).toMatchObject({ late: false })
    expect(value(await fileMyObjection(voter(ZHAO, '赵强'), about('王芳')))).toMatchObject({ late: true })
    const versions = await readRows(database, 'SELECT roll_version AS v FROM objection ORDER BY id')
    expect(versions).toEqual([{ v: 1 }, { v: 2 }, { v: 1 }, { v: 2 }, { v: 1 }])
  })

  it('can be taken to court until E−5, and a judgment changes the roll', async () => {
    await publish()
    at('2026-12-01')
    const { id } = value(await fileMyObjection(voter(LI, '李明'), missing))
    value(await decideOnObjection(office(), ref(id), { decision: 'dismissed', reason: '材料不足', article: 'EL 27' }))
    value(await serveObjection(office(), ref(id)))
    expect(await closeObjectionCase(office(), ref(id))).toMatchObject({ error: { code: 'objection.suit-open' } })
    const suit = { court: '朝阳区人民法院', caseNumber: '（2026）京0105民特1号', suedOn: '2026-12-10' }
    expect(await recordObjectionSuit(office(), ref(id), { ...suit, suedOn: '2026-12-16' })).toMatchObject({
      error: { code: 'objection.suit-late' },
    })
    expect(value(await recordObjectionSuit(office(), ref(id), suit))).toMatchObject({ state: 'suit', court: suit.court })
    at('2026-12-18')
    const judged = await recordObjectionJudgment(office(), ref(id), {
      judgment: 'list',
      judgmentNumber: '（2026）京0105民特1号',
      judgedOn: '2026-12-17',
    })
    expect(value(judged)).toMatchObject({ state: 'judged', judgment: 'list' })
    expect(await statusOf(LI)).toMatchObject({ status: 'registered' })
    expect(value(await closeObjectionCase(office(), ref(id)))).toMatchObject({ state: 'closed', closedOn: '2026-12-18' })
    const { items } = value(await findElectionObjections(office(), ELECTION, { state: 'closed' }))
    expect(items.map(item => item.id)).toEqual([id])
  })

  it('can be filed at a station, with or without a number, and is listed by urgency', async () => {
    await publish()
    at('2026-12-01')
    const body = { subject: 'own', kind: 'missing', text: '没有我' } as const
    const station: Actor = { id: 's', name: '登记站', role: 'station', areaCode: '110105021001' }
    expect(
      await fileStationObjection(office(station), ELECTION, {
        ...body,
        objector: { name: '钱二', number: '110105199001010000' },
      }),
    ).toMatchObject({ error: { code: 'objection.number' } })
    const first = value(await fileStationObjection(office(station), ELECTION, { ...body, objector: { name: '钱二' } }))
    expect(first).toMatchObject({ filedVia: 'station', objector: '钱二', area: { code: '110105021001' } })
    const second = value(
      await fileStationObjection(office(station), ELECTION, {
        ...body,
        objector: { name: '孙三', number: '11010519491231002X' },
      }),
    )
    expect(await notices()).toEqual(['objection-received'])
    at('2026-12-05')
    const page = value(await findElectionObjections(office(), ELECTION, { state: 'open' }))
    expect(page.items.map(({ id, daysLeft }) => [id, daysLeft])).toEqual([
      [first.id, -1],
      [second.id, -1],
    ])
    const election = { id: ELECTION, areaCode: '110105021' }
    expect(await openObjections(office(), election)).toEqual({ open: 2, due: 2 })
    expect(page.counts).toEqual({ toDecide: 2, overdue: 2, toServe: 0, inCourt: 0, late: 0 })
    // An auditor sees the course and the clocks, not whose objection it is.
    const auditor: Actor = { id: 'a', name: '监督', role: 'auditor', areaCode: '110105' }
    const seen = value(await findElectionObjections(office(auditor), ELECTION, { state: 'open' }))
    expect(
      seen.items.map(({ id, daysLeft, state, objector, named, text }) => [id, daysLeft, state, objector, named, text]),
    ).toEqual([
      [first.id, -1, 'filed', null, null, null],
      [second.id, -1, 'filed', null, null, null],
    ])
    expect(JSON.stringify(seen)).not.toMatch(/钱二|孙三|没有我/)
    const elsewhere: Actor = { id: 't', name: '别处', role: 'township', areaCode: '110105022' }
    expect(await openObjections(office(elsewhere), election)).toEqual({ open: 0, due: 0 })
    expect(await getObjection(office(elsewhere), ref(first.id))).toMatchObject({ error: { code: 'objection.unknown' } })
    expect(
      await decideOnObjection(office(station), ref(first.id), { decision: 'dismissed', reason: '无', article: 'EL 29' }),
    ).toMatchObject({ error: { code: 'forbidden' } })
  })

  it('accepts at most five open objections per person', async () => {
    await publish()
    at('2026-12-01')
    const saying = (n: number) => ({ ...missing, text: `名单上没有我，第${n}次` })
    for (let n = 0; n < 5; n++) value(await fileMyObjection(voter(LI, '李明'), saying(n)))
    expect(await fileMyObjection(voter(LI, '李明'), saying(5))).toMatchObject({ error: { code: 'objection.too-many' } })
    expect(await fileMyObjection(voter(WANG, '王芳'), { ...missing, subject: 'other' })).toMatchObject({
      error: { code: 'objection.named-missing' },
    })
  })
})
