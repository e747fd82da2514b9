/** Revealing an ID number: who may, how often, what is stored, and what the voter sees. */

import { beforeEach, expect, it } from 'vitest'
import type { Actor, Context, VoterContext } from '../../access/index.ts'
import { signInVoter } from '../../access/testing/voter-session.ts'
import type { Election } from '../../election/index.ts'
import type { Database } from '../../platform/database/index.ts'
import { readRows } from '../../platform/testing/rows.ts'
import { describeStores } from '../../platform/testing/stores.ts'
import { decideCase, undoDecision } from '../review/index.ts'
import { contextFor, importPeople, importRows, loadSomeAreas, numberOf, openElection } from '../testing/office.ts'
import { lookUpDisqualification } from './disqualification/index.ts'
import { RevealBody } from './schema.access.ts'
import { findMyAccessHistory, REVEALS_PER_HOUR, revealNumber } from './service.access.ts'

const EAST = '110105021021'
const LI = ['李小明', numberOf('1990-03-05', 1)] as const
const WANG = ['王芳', numberOf('1985-07-21', 2)] as const
const OFFICE: Actor = { id: 'u-1', name: '小周', role: 'township', areaCode: '110105021' }
const ELSEWHERE: Actor = { id: 'u-2', name: '老钱', role: 'township', areaCode: '110105022' }
const STATION: Actor = { id: 'u-3', name: '小马', role: 'station', areaCode: EAST }
const REASON = '核对窗口出示的身份证'
const ID = 'b1b7e1b0-0000-4000-8000-000000000001'

describeStores('an ID number', open => {
  let ctx: Context
  let database: Database
  let election: Election
  let now: Date
  const as = (actor: Actor, requestId?: string): Context => ({
    ...ctx,
    actor,
    clock: { now: () => now },
    ...(requestId ? { requestId } : {}),
  })
  const of = async (name: string) => {
    const [row] = await readRows<{ countyCode: string; registrationId: number }>(
      database,
      'SELECT county_code AS "countyCode", id AS "registrationId" FROM registration WHERE name = $1',
      [name],
    )
    if (!row) throw new Error('not registered')
    return row
  }
  const looksAt = async ([name, number]: readonly [string, string]) => {
    const { voter } = await signInVoter(ctx, { name, number })
    const { actor, ...rest } = ctx
    const mine: VoterContext = { ...rest, voter }
    return findMyAccessHistory(mine)
  }

  beforeEach(async () => {
    database = await open()
    await loadSomeAreas(database)
    ctx = contextFor(database)
    now = ctx.clock.now()
    election = await openElection(ctx)
    await importPeople(ctx, election, [
      ['姓名', '公民身份号码', '户籍区划', '社区代码', '状态'],
      ['李小名', LI[1], '110105', EAST, '正常'],
      [...WANG, '110105', EAST, '正常'],
    ])
    await importRows(ctx, election, [
      ['姓名', '公民身份号码', '社区'],
      [...LI, '东郊社区'],
      [...WANG, '东郊社区'],
    ])
  })

  it('is revealed to the office of its area with a reason, and the voter sees who and why', async () => {
    const answer = await revealNumber(as(OFFICE), { ...(await of(LI[0])), reason: REASON })
    expect(answer).toEqual({ ok: true, value: { number: LI[1] } })
    expect(await looksAt(LI)).toEqual([
      { at: now, by: { office: '南磨房地区', role: 'township' }, what: 'number-revealed', why: REASON },
    ])
    expect(await looksAt(WANG)).toEqual([])
    const trail = await readRows<{ action: string; subject: string; details: object }>(
      database,
      "SELECT action, subject, details FROM audit WHERE action = 'number.revealed'",
    )
    expect(trail).toEqual([
      {
        action: 'number.revealed',
        subject: `registration/${(await of(LI[0])).registrationId}`,
        details: { reason: REASON, election: election.id, office: '110105021', officer: 'u-1' },
      },
    ])
  })

  it('is not revealed to another office, to a role without permission, or where there is none', async () => {
    const li = await of(LI[0])
    for (const actor of [ELSEWHERE, STATION])
      expect(await revealNumber(as(actor), { ...li, reason: REASON })).toEqual({
        ok: false,
        error: { code: 'registration.unknown' },
      })
    expect(await revealNumber(as(OFFICE), { ...li, registrationId: 999_999, reason: REASON })).toMatchObject({ ok: false })
    const [digest = ''] = ctx.keys.digests(['passport/E12345678'])
    await database.run('UPDATE registration SET person_key = $1 WHERE name = $2', [digest, LI[0]])
    expect(await revealNumber(as(OFFICE), { ...li, reason: REASON })).toEqual({ ok: false, error: { code: 'number.none' } })
    expect(await readRows(database, "SELECT FROM audit WHERE action = 'number.revealed'")).toEqual([])
  })

  it('is revealed once for repeated requests with one id, and is not stored with the request', async () => {
    const li = await of(LI[0])
    for (let i = 0; i < 3; i += 1)
      expect(await revealNumber(as(OFFICE, ID), { ...li, reason: REASON })).toEqual({ ok: true, value: { number: LI[1] } })
    expect(await looksAt(LI)).toHaveLength(1)
    expect(JSON.stringify(await readRows(database, 'SELECT * FROM request, audit'))).not.toContain(LI[1])
    await expect(revealNumber(as(OFFICE, ID), { ...(await of(WANG[0])), reason: REASON })).rejects.toThrow()
  })

  it(`is revealed at most ${REVEALS_PER_HOUR} times an hour to one officer, independent of others`, async () => {
    const li = { ...(await of(LI[0])), reason: REASON }
    for (let i = 0; i < REVEALS_PER_HOUR; i += 1) expect(await revealNumber(as(OFFICE), li)).toMatchObject({ ok: true })
    expect(await revealNumber(as(OFFICE, ID), li)).toEqual({ ok: false, error: { code: 'number.too-many' } })
    expect(await revealNumber(as({ ...OFFICE, id: 'u-9' }), li)).toMatchObject({ ok: true })
    now = new Date(now.getTime() + 3_600_000)
    // A refusal is not stored as the response to the request id.
    expect(await revealNumber(as(OFFICE, ID), li)).toMatchObject({ ok: true })
  })

  it('appears in the voter’s history with decisions on the registration and their reversal', async () => {
    const li = await of(LI[0])
    const accepted = await decideCase(as(OFFICE), { ...li, decision: 'accept', reason: '曾用名，已核对户口簿' })
    expect(accepted.ok).toBe(true)
    now = new Date(now.getTime() + 60_000)
    expect((await undoDecision(as({ ...OFFICE, areaCode: '110105', role: 'district' }), { ...li, reason: '操作有误' })).ok).toBe(
      true,
    )
    expect(await looksAt(LI)).toMatchObject([
      { by: { office: '朝阳区', role: 'district' }, what: 'case-undone', why: '操作有误' },
      { by: { office: '南磨房地区', role: 'township' }, what: 'case-accepted' },
    ])
  })

  it('appears there with look-ups in the disqualification register', async () => {
    const registration = await of(LI[0])
    expect(await lookUpDisqualification(as(OFFICE), election.id, { registration, reason: '核对判决书' })).toEqual({
      ok: true,
      value: [],
    })
    expect(await looksAt(LI)).toEqual([
      { at: now, by: { office: '南磨房地区', role: 'township' }, what: 'disqualifications-looked-up', why: '核对判决书' },
    ])
    expect(await looksAt(WANG)).toEqual([])
  })

  it('has indexes for its history and for the hourly limit', async () => {
    const plan = async (statement: string) => {
      // Tables of a test are small, so the planner uses an index only if other plans are disabled.
      const lines = await database.transaction(async tx => {
        await tx.script('SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off')
        return readRows<{ 'QUERY PLAN': string }>(tx, `EXPLAIN ${statement}`)
      })
      return lines.map(line => line['QUERY PLAN']).join('\n')
    }
    expect(
      await plan(`SELECT 1 FROM registration r JOIN audit a ON a.county_code = r.county_code AND a.subject = 'registration/' || r.id
        AND a.action IN ('number.revealed', 'case.accepted', 'case.refused', 'case.undone', 'disqualifications.looked-up') WHERE r.person_key = '${ctx.keys.personKey(LI[1])}'`),
    ).toMatch(/registration_pkey[\s\S]*audit_looked|audit_looked[\s\S]*registration_pkey/)
    expect(
      await plan(`SELECT 1 FROM audit WHERE action = 'number.revealed' AND details ->> 'officer' = 'u' AND at > now()`),
    ).toContain('audit_revealed')
  })
})

it.each([
  ['短', false],
  ['号码 110105199003051234', false],
  ['请回电 138 1234 5678 核对', false],
  ['核对窗口出示的身份证', true],
])('requires a reason that may be shown to the voter: «%s» %s', (reason, good) => {
  expect(RevealBody.safeParse({ reason }).success).toBe(good)
})
