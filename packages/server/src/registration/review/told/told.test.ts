/** What a person is told of an officer's decision, and what the officer is told of who cannot be written to, on both stores. */
import { beforeEach, expect, it } from 'vitest'
import type { Context } from '../../../access/index.ts'
import type { Election } from '../../../election/index.ts'
import type { Database } from '../../../platform/database/index.ts'
import { readRows } from '../../../platform/testing/rows.ts'
import { describeStores } from '../../../platform/testing/stores.ts'
import { registerAtStation } from '../../online/index.ts'
import { contextFor, importPeople, importRows, loadSomeAreas, numberOf, openElection } from '../../testing/office.ts'
import { decideCase } from '../service.decide.ts'
import { undoDecision } from '../service.undo.ts'

const [EAST, WEST] = ['110105021021', '110105021022']
const ROSTER = ['姓名', '公民身份号码', '社区', '联系电话']
const LI = ['李小明', numberOf('1990-03-05', 1)] as const
const ABSENT = ['缺登记', numberOf('1985-07-21', 2)] as const
const REASON = '与户口簿核对'

describeStores('an officer’s decision', open => {
  let ctx: Context
  let election: Election
  let database: Database
  beforeEach(async () => {
    database = await open()
    await loadSomeAreas(database)
    ctx = contextFor(database)
    election = await openElection(ctx)
    await importPeople(ctx, election, [
      ['姓名', '公民身份号码', '户籍区划', '社区代码', '联系电话'],
      [...LI, '110105', EAST, '13900000009'],
    ])
  })

  const refOf = async (name: string, status: string) => {
    const [ref] = await readRows<{ countyCode: string; registrationId: number }>(
      database,
      `SELECT county_code AS "countyCode", id::int AS "registrationId" FROM registration WHERE name = $1 AND status = $2`,
      [name, status],
    )
    if (!ref) throw new Error(`${name} is not ${status}`)
    return ref
  }
  const refuse = async (name: string, status = 'review') => {
    const refused = await decideCase(ctx, { ...(await refOf(name, status)), decision: 'refuse', reason: REASON })
    if (!refused.ok) throw new Error(refused.error.code)
    return refused.value
  }
  const messages = () =>
    readRows<{ template: string; text: string }>(
      database,
      `SELECT template, parameters::text AS text FROM outbox WHERE channel IS DISTINCT FROM 'office' ORDER BY id`,
    )

  it('of refusal goes to the person with its ground, article and time to object, and without the officer’s own words', async () => {
    await importRows(ctx, election, [ROSTER, [...ABSENT, EAST, '13900000001']])
    expect(await refuse(ABSENT[0])).toMatchObject({ status: 'refused', told: 'message' })
    const [message, ...others] = await messages()
    expect(others).toEqual([])
    expect(message?.template).toBe('review-refused')
    expect(message?.text).toContain('人口信息')
    expect(message?.text).toContain('选举法第二十九条')
    expect(message?.text).not.toContain(REASON)
    const [audit] = await readRows<{ told: string }>(
      database,
      `SELECT details->>'told' AS told FROM audit WHERE action = 'case.refused'`,
    )
    expect(audit).toEqual({ told: 'message' })
  })

  it.each([
    ['no-contact', ''],
    ['no-contact', '65012345'],
  ])('of refusal is told by the office where no message can be delivered: %s, phone “%s”', async (told, phone) => {
    await importRows(ctx, election, [ROSTER, [...ABSENT, EAST, phone]])
    expect((await refuse(ABSENT[0])).told).toBe(told)
    // Queued all the same: the page of notices lists who has to be told in person.
    expect((await messages()).map(({ template }) => template)).toEqual(['review-refused'])
  })

  it('of refusal is told by the office where the person wants no messages', async () => {
    await importRows(ctx, election, [ROSTER, [...ABSENT, EAST, '13900000001']])
    await database.run(
      `INSERT INTO voter_contact (person_key, sealed, language, declined, updated_at)
       SELECT person_key, '\\x00', 'zh', true, now() FROM registration WHERE name = $1`,
      [ABSENT[0]],
    )
    expect((await refuse(ABSENT[0])).told).toBe('declined')
  })

  it('of refusal goes to nobody where the number may be another person’s', async () => {
    await importRows(ctx, election, [ROSTER, ['宋青禾', LI[1], EAST, '']])
    expect((await refuse('宋青禾')).told).toBe('identity')
    expect(await messages()).toEqual([])
  })

  it('of refusal says of a second registration that the first one is unchanged, and not where it is', async () => {
    await importRows(ctx, election, [ROSTER, [...LI, EAST, '']])
    await importRows(ctx, election, [ROSTER, [...LI, WEST, '13900000001']])
    expect((await refuse(LI[0])).told).toBe('message')
    const [message] = await messages()
    expect(message?.template).toBe('second-refused')
    expect(message?.text).not.toContain('社区')
    expect(await refOf(LI[0], 'registered')).toBeDefined()
  })

  it('of refusal about someone on the roll says that they were removed', async () => {
    await importRows(ctx, election, [ROSTER, [...ABSENT, EAST, '13900000001']], 'previous-roll')
    expect((await refuse(ABSENT[0], 'registered')).status).toBe('removed')
    expect((await messages()).map(({ template }) => template)).toEqual(['removed'])
  })

  it('of refusal is followed by another notice when it is taken back', async () => {
    await importRows(ctx, election, [ROSTER, [...ABSENT, EAST, '13900000001']])
    const { countyCode, registrationId } = await refuse(ABSENT[0])
    const undone = await undoDecision(ctx, { countyCode, registrationId, reason: '核对有误' })
    expect(undone).toMatchObject({ ok: true, value: { status: 'review', told: 'message' } })
    expect((await messages()).map(({ template }) => template)).toEqual(['review-refused', 'refusal-undone'])
    // Whoever is approved was told nothing, and is told nothing when that is taken back.
    const accepted = await decideCase(ctx, { countyCode, registrationId, decision: 'accept', reason: REASON })
    expect(accepted.ok && accepted.value.told).toBeUndefined()
    await undoDecision(ctx, { countyCode, registrationId, reason: '核对有误' })
    expect(await messages()).toHaveLength(2)
  })

  const accept = async (ref: { readonly countyCode: string; readonly registrationId: number }) =>
    decideCase(ctx, { ...ref, decision: 'accept', reason: REASON })

  it('of approval goes to whoever registered by themselves and waits for it, and so does its being taken back', async () => {
    const [name, number] = ABSENT
    const registered = await registerAtStation(ctx, election.id, {
      person: { kind: 'resident-id', name, number },
      community: EAST,
      basis: 'residence',
      evidence: [],
      phone: '13900000001',
      channel: 'station',
    })
    expect(registered).toMatchObject({ ok: true, value: { outcome: 'review' } })
    const ref = await refOf(name, 'review')
    expect(await accept(ref)).toMatchObject({ ok: true, value: { status: 'registered' } })
    await undoDecision(ctx, { ...ref, reason: '核对有误' })
    expect((await messages()).map(({ template }) => template)).toEqual(['review', 'accepted', 'review'])
  })

  it('of approval that moves someone goes to them, and to the office that they leave', async () => {
    await importRows(ctx, election, [ROSTER, [...LI, EAST, '13900000001']])
    await importRows(ctx, election, [ROSTER, [...LI, WEST, '13900000001']])
    expect(await accept(await refOf(LI[0], 'review'))).toMatchObject({ ok: true, value: { status: 'registered' } })
    expect(await readRows(database, 'SELECT template, channel FROM outbox ORDER BY id')).toEqual([
      { template: 'moved', channel: null },
      { template: 'moved-away', channel: 'office' },
    ])
  })
})
