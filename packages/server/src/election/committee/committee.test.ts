/** Election committees: names, appointments, and members who leave on becoming candidates (EL 10). */

import { beforeEach, expect, it } from 'vitest'
import type { Context } from '../../access/index.ts'
import type { Database } from '../../platform/database/index.ts'
import { readRows } from '../../platform/testing/rows.ts'
import { describeStores } from '../../platform/testing/stores.ts'
import { contextFor, DISTRICT_OFFICE, loadSomeAreas, openElection } from '../../registration/testing/office.ts'
import { appointMember, endMembership, findElectionCommittees, findSittingMembers, nameCommittee } from './index.ts'

const COUNTY = { level: 'county', areaCode: '110105' } as const
const NAME = '北京市朝阳区选举委员会'

describeStores('election committees', open => {
  let database: Database
  let ctx: Context
  let id: string
  const appoint = (name: string, office: 'chair' | 'deputy' | 'member' = 'member', by = ctx) =>
    appointMember(by, id, { ...COUNTY, name, office, from: '2026-10-01' })
  const memberId = async (name: string) => (await findSittingMembers(database, id, name))[0]?.id ?? 0
  const audited = async (action: string) =>
    (
      await readRows<{ details: Record<string, unknown> }>(database, 'SELECT details FROM audit WHERE action = $1 ORDER BY id', [
        action,
      ])
    ).map(row => row.details)

  beforeEach(async () => {
    database = await open()
    await loadSomeAreas(database)
    ctx = contextFor(database)
    id = (await openElection(ctx)).id
  })

  it('has one name for each congress of the election, and may be renamed', async () => {
    await nameCommittee(ctx, id, { ...COUNTY, name: '朝阳区选举委员会' })
    expect(await nameCommittee(ctx, id, { ...COUNTY, name: NAME })).toMatchObject({
      ok: true,
      value: [{ ...COUNTY, areaName: '朝阳区', name: NAME, members: [] }],
    })
    expect(await nameCommittee(ctx, id, { level: 'county', areaCode: '110106', name: NAME })).toMatchObject({
      ok: false,
      error: { code: 'committee.congress', field: 'areaCode' },
    })
    expect(await audited('committee.named')).toHaveLength(2)
  })

  it('has one chair and no member twice', async () => {
    expect(await appoint('王主任', 'chair')).toMatchObject({ ok: false, error: { code: 'committee.unknown' } })
    await nameCommittee(ctx, id, { ...COUNTY, name: NAME })
    expect((await appoint('王主任', 'chair')).ok).toBe(true)
    expect(await appoint('李主任', 'chair')).toMatchObject({ ok: false, error: { code: 'committee.chair-taken' } })
    expect(await appoint('王主任')).toMatchObject({ ok: false, error: { code: 'committee.already-in' } })
    expect((await appoint('李副主任', 'deputy')).ok).toBe(true)
    expect(await findElectionCommittees(ctx, id)).toMatchObject({
      ok: true,
      value: [
        {
          members: [
            { name: '王主任', office: 'chair' },
            { name: '李副主任', office: 'deputy' },
          ],
        },
      ],
    })
    expect(await audited('committee.appointed')).toMatchObject([{ name: '王主任', office: 'chair' }, { name: '李副主任' }])
  })

  it('records the article when a member leaves to become a candidate (EL 10)', async () => {
    await nameCommittee(ctx, id, { ...COUNTY, name: NAME })
    await appoint('王主任', 'chair')
    const member = await memberId('王主任')
    const leave = (on: string) => endMembership(ctx, id, member, { on, candidate: true })
    expect(await leave('2026-09-30')).toMatchObject({ ok: false, error: { code: 'member.dates' } })
    expect(await leave('2026-11-21')).toMatchObject({ ok: false, error: { code: 'member.dates' } })
    expect(await leave('2026-11-19')).toMatchObject({
      ok: true,
      value: [{ members: [{ name: '王主任', leftOn: '2026-11-19', leftReason: 'candidate', leftArticle: 'EL 10' }] }],
    })
    expect(await leave('2026-11-19')).toMatchObject({ ok: false, error: { code: 'member.left' } })
    expect(await endMembership(ctx, id, 999, { on: '2026-11-19', candidate: false, reason: '调离' })).toMatchObject({
      ok: false,
      error: { code: 'member.unknown' },
    })
    expect(await audited('committee.left')).toMatchObject([{ name: '王主任', office: 'chair', article: 'EL 10' }])
    expect((await appoint('李主任', 'chair')).ok).toBe(true)
  })

  it('returns the same result for a retry, and refuses an auditor', async () => {
    await nameCommittee(ctx, id, { ...COUNTY, name: NAME })
    const retry = { ...ctx, requestId: '00000000-0000-4000-8000-000000000072' }
    const first = await appoint('王主任', 'chair', retry)
    expect(await appoint('王主任', 'chair', retry)).toEqual(first)
    const auditor = contextFor(database, { ...DISTRICT_OFFICE, role: 'auditor' })
    expect(await appoint('李委员', 'member', auditor)).toMatchObject({ ok: false, error: { code: 'forbidden' } })
    expect(await audited('committee.appointed')).toHaveLength(1)
  })
})
