/** What an officer changes of one registered voter: corrected, transferred, removed by two; what is refused, and what the voter sees. */
import { beforeEach, expect, it } from 'vitest'
import { type Actor, askSecondOfficer, type Context, type VoterContext } from '../../access/index.ts'
import { signInVoter } from '../../access/testing/voter-session.ts'
import type { Election } from '../../election/index.ts'
import type { Database } from '../../platform/database/index.ts'
import { readRows } from '../../platform/testing/rows.ts'
import { describeStores } from '../../platform/testing/stores.ts'
import { findMyAccessHistory } from '../record/index.ts'
import { contextFor, importRows, loadSomeAreas, numberOf, openElection } from '../testing/office.ts'
import { findVoters } from '../voters/index.ts'
import { CorrectionBody, RemovalBody } from './schema.ts'
import { correctVoter } from './service.correct.ts'
import { askRemoval, confirmRemoval, waitingRemovals, withdrawRemoval } from './service.remove.ts'
import { findRegisteredPerson } from './service.subject.ts'

const EAST = '110105021021'
const WEST = '110105021022'
const WANG = ['王芳', numberOf('1985-07-21', 2)] as const
const FIRST: Actor = { id: 'u-1', name: '小周', role: 'township', areaCode: '110105021' }
const SECOND: Actor = { id: 'u-2', name: '老钱', role: 'township', areaCode: '110105021' }
const ELSEWHERE: Actor = { id: 'u-3', name: '老李', role: 'township', areaCode: '110105022' }

describeStores('a registered voter', open => {
  let database: Database
  let ctx: Context
  let election: Election
  let ref: { countyCode: string; registrationId: number }
  const as = (actor: Actor): Context => ({ ...ctx, actor })
  const noticesSent = () =>
    readRows<{ template: string; parameters: object }>(
      database,
      'SELECT template, parameters FROM outbox ORDER BY county_code, id',
    )
  const stands = async () =>
    (await readRows<object>(database, 'SELECT name, community_code AS community, status FROM registration'))[0]

  beforeEach(async () => {
    database = await open()
    await loadSomeAreas(database)
    ctx = contextFor(database)
    election = await openElection(ctx)
    await importRows(ctx, election, [
      ['姓名', '公民身份号码', '社区'],
      [...WANG, '东郊社区'],
    ])
    const [row] = await readRows<typeof ref>(
      database,
      'SELECT county_code AS "countyCode", id AS "registrationId" FROM registration',
    )
    if (!row) throw new Error('not registered')
    ref = row
  })

  it('is corrected with a reason: found by the new name, told, and it stands in the log and in the voter’s own list', async () => {
    const done = await correctVoter(as(FIRST), { reason: '核对身份证', name: '汪方' }, ref)
    expect(done).toMatchObject({ ok: true, value: { name: '汪方', status: 'registered' } })
    const found = await findVoters(as(FIRST), election.id, { q: 'wangfang' })
    expect(found.ok && found.value.items.map(({ name }) => name)).toEqual(['汪方'])
    expect(await noticesSent()).toMatchObject([{ template: 'corrected', parameters: { what: { zh: '姓名' } } }])
    const { voter } = await signInVoter(ctx, { name: '汪方', number: WANG[1] })
    const { actor, ...rest } = ctx
    const mine: VoterContext = { ...rest, voter }
    expect(await findMyAccessHistory(mine)).toMatchObject([{ what: 'registration-corrected', why: '核对身份证' }])
  })

  it('is transferred to another community with its districts, as one entry', async () => {
    const before = await readRows(database, 'SELECT county_district FROM registration')
    const done = await correctVoter(as(FIRST), { reason: '迁居百子湾西社区', community: WEST }, ref)
    expect(done).toMatchObject({ ok: true, value: { community: { code: WEST } } })
    expect(await readRows(database, 'SELECT county_district FROM registration')).not.toEqual(before)
    expect(await readRows(database, 'SELECT count(*) AS claims FROM claim')).toEqual([{ claims: 1 }])
  })

  it('is not changed by an office elsewhere, without a change, or to a place that is no place of the election', async () => {
    const change = (input: Partial<CorrectionBody>, actor = FIRST) =>
      correctVoter(as(actor), { reason: '核对身份证', ...input }, ref)
    expect(await change({ name: '汪方' }, ELSEWHERE)).toMatchObject({ error: { code: 'registration.unknown' } })
    expect(await change({ name: '王芳' })).toMatchObject({ error: { code: 'change.nothing' } })
    expect(await change({ community: '110105022001' })).toMatchObject({ error: { code: 'case.place-unknown' } })
    expect(await change({ birthDate: '2015-01-01' })).toMatchObject({ error: { code: 'case.birth-date' } })
    expect(await findRegisteredPerson(as(ELSEWHERE), ref)).toMatchObject({ error: { code: 'registration.unknown' } })
    expect(await stands()).toEqual({ name: '王芳', community: EAST, status: 'registered' })
    expect(await noticesSent()).toEqual([])
    expect(CorrectionBody.safeParse({ reason: '号码 110105198507212222' }).success).toBe(false)
  })

  it('is removed by two officers on a ground of the law, is told, and comes back by no file that was there before', async () => {
    const asked = await askRemoval(as(FIRST), { ground: 'deceased', documentNo: '京朝死证 12 号' }, ref)
    expect(asked).toMatchObject({ ok: true, value: { status: 'registered', removal: { askedBy: '小周', own: true } } })
    expect(await stands()).toMatchObject({ status: 'registered' })
    const station: Actor = { ...FIRST, role: 'station' }
    expect(await findRegisteredPerson(as(station), ref)).toMatchObject({ ok: true, value: { removal: null } })
    expect(await askRemoval(as(SECOND), { ground: 'twice', documentNo: '77' }, ref)).toMatchObject({
      error: { code: 'removal.open' },
    })
    expect(await confirmRemoval(as(FIRST), ref)).toMatchObject({ error: { code: 'officer.same' } })
    expect(await confirmRemoval(as(ELSEWHERE), ref)).toMatchObject({ error: { code: 'registration.unknown' } })
    expect(await stands()).toMatchObject({ status: 'registered' })
    const confirmed = await confirmRemoval(as(SECOND), ref)
    expect(confirmed).toMatchObject({ ok: true, value: { status: 'removed', removal: null } })
    expect(await readRows(database, 'SELECT 1 AS one FROM claim')).toEqual([])
    expect(await noticesSent()).toMatchObject([{ template: 'removed', parameters: { ground: { zh: '死亡' } } }])
    expect(
      await readRows(
        database,
        `SELECT action FROM audit WHERE action LIKE 'rem%' OR action LIKE 'registration.rem%' ORDER BY id`,
      ),
    ).toEqual([{ action: 'removal.asked' }, { action: 'registration.removed' }])
    // Of the ground only the removal and the voter's notice speak, and only who decides reads it.
    const logged = await readRows(
      database,
      `SELECT details FROM audit WHERE action LIKE 'rem%' OR action LIKE 'registration.rem%'`,
    )
    expect(JSON.stringify(logged)).not.toMatch(/死亡|deceased|死证/)
    const events = await readRows(database, 'SELECT reason FROM registration_event')
    expect(JSON.stringify(events)).not.toMatch(/死亡|deceased|死证/)
    expect(await confirmRemoval(as(SECOND), ref)).toMatchObject({ error: { code: 'change.not-registered' } })
    await importRows(ctx, election, [
      ['姓名', '公民身份号码', '社区'],
      [...WANG, '东郊社区'],
    ])
    expect(await readRows(database, 'SELECT count(*) AS claims FROM claim')).toEqual([{ claims: 0 }])
  })

  it('is removed by one officer where the level above signed for exactly this removal', async () => {
    await askRemoval(as(FIRST), { ground: 'deceased', documentNo: '12' }, ref)
    const change = { kind: 'removal.confirm', subject: `${ref.countyCode}/${ref.registrationId}` }
    expect(await askSecondOfficer(as(SECOND), [waitingRemovals], change)).toMatchObject({ error: { code: 'officer.not-first' } })
    const asked = await askSecondOfficer(as(FIRST), [waitingRemovals], change)
    const digest = asked.ok ? asked.value.digest : ''
    const sign = (signer: string, of = digest) =>
      confirmRemoval(as(FIRST), ref, undefined, { how: 'paper', change: of, document: '朝选 7 号', signer })
    expect(await sign(FIRST.name)).toMatchObject({ error: { code: 'officer.same' } })
    expect(await sign('赵主任', '0000-0000-0000')).toMatchObject({ error: { code: 'officer.other-change' } })
    // Another document is another removal: what was signed does not hold for it.
    await withdrawRemoval(as(FIRST), ref)
    await askRemoval(as(FIRST), { ground: 'deceased', documentNo: '13' }, ref)
    expect(await sign('赵主任')).toMatchObject({ error: { code: 'officer.other-change' } })
    expect(await stands()).toMatchObject({ status: 'registered' })
    const again = await askSecondOfficer(as(FIRST), [waitingRemovals], change)
    expect(await sign('赵主任', again.ok ? again.value.digest : '')).toMatchObject({ ok: true, value: { status: 'removed' } })
    expect(
      await readRows(
        database,
        `SELECT details->>'second' AS how, details->>'signer' AS by FROM audit WHERE action = 'registration.removed'`,
      ),
    ).toEqual([{ how: 'paper', by: '赵主任' }])
  })

  it('stays when the removal is withdrawn, which can then be asked for again', async () => {
    expect(await withdrawRemoval(as(FIRST), ref)).toMatchObject({ error: { code: 'removal.none' } })
    await askRemoval(as(FIRST), { ground: 'deceased', documentNo: '12' }, ref)
    expect(await withdrawRemoval(as(SECOND), ref)).toMatchObject({ ok: true, value: { removal: null } })
    expect(await confirmRemoval(as(SECOND), ref)).toMatchObject({ error: { code: 'removal.none' } })
    expect(await askRemoval(as(SECOND), { ground: 'deceased', documentNo: '13' }, ref)).toMatchObject({ ok: true })
    expect(await stands()).toMatchObject({ status: 'registered' })
  })

  it('is removed on no ground outside the law', () => {
    for (const ground of ['opinion', 'petition', 'moved', ''])
      expect(RemovalBody.safeParse({ ground, documentNo: '12' }).success).toBe(false)
    expect(RemovalBody.safeParse({ ground: 'deceased', documentNo: '' }).success).toBe(false)
  })
})
