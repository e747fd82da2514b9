/** Creating an election: its checks, its audit entry, retries, and its visibility. */

import { beforeEach, expect, it } from 'vitest'
import type { Context } from '../../access/index.ts'
import { setUpElection } from '../../district/index.ts'
import type { Database } from '../../platform/database/index.ts'
import { readRows } from '../../platform/testing/rows.ts'
import { describeStores } from '../../platform/testing/stores.ts'
import { contextFor, DISTRICT_OFFICE, loadSomeAreas } from '../../registration/testing/office.ts'
import { findAudit } from '../audit/index.ts'
import { findElections, getElection, type NewElection } from './index.ts'

const NEW: NewElection = { areaCode: '110105021', day: '2026-12-20', levels: ['county', 'township'], name: '换届选举' }
const ID = '110105021-20261220'
const REQUEST = '00000000-0000-4000-8000-000000000071'

describeStores('creating an election', open => {
  let database: Database
  let ctx: Context
  const create = (input: Partial<NewElection> = {}, by = ctx) => setUpElection(by, { ...NEW, ...input })
  const elections = async () =>
    (await readRows<{ id: string }>(database, 'SELECT id FROM election ORDER BY id')).map(row => row.id)

  beforeEach(async () => {
    database = await open()
    await loadSomeAreas(database)
    ctx = contextFor(database)
  })

  it('defaults to the rules of the province and the year as round, and writes an audit entry', async () => {
    expect(await create()).toMatchObject({
      ok: true,
      value: { id: ID, round: '2026', ruleSet: 'beijing', state: 'preparing', areaName: '南磨房地区', lastDay: null },
    })
    expect(await findAudit(ctx, ID, {})).toMatchObject({
      ok: true,
      value: {
        next: null,
        items: [
          {
            action: 'election.created',
            subject: ID,
            actor: DISTRICT_OFFICE.name,
            role: 'district',
            details: { name: '换届选举', day: '2026-12-20', levels: ['county', 'township'], rules: 'beijing' },
          },
        ],
      },
    })
  })

  it('is found in its audit trail by person, day and action', async () => {
    await create()
    const found = async (filter: Parameters<typeof findAudit>[2]) => {
      const page = await findAudit(ctx, ID, filter)
      return page.ok ? page.value.items.map(item => item.action) : page.error
    }
    // The clock of the tests says the time of China.
    const day = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(ctx.clock.now())
    const created = ['election.created']
    expect(await found({ actor: DISTRICT_OFFICE.name.slice(0, 2), from: day, to: day, action: 'election.created' })).toEqual(
      created,
    )
    expect(await found({ actor: 'nobody' })).toEqual([])
    expect(await found({ action: 'roll.published' })).toEqual([])
    expect(await found({ to: '2020-01-01' })).toEqual([])
    expect(await found({ from: '2099-01-01' })).toEqual([])
  })

  it('refuses missing or unknown values and names the field', async () => {
    const fieldOf = async (input: Partial<NewElection>) => {
      const refused = await create(input)
      return refused.ok || refused.error.code !== 'election.invalid' ? refused : refused.error.field
    }
    expect(await fieldOf({ areaCode: '990000' })).toBe('areaCode')
    expect(await fieldOf({ day: '20.12.2026' })).toBe('day')
    expect(await fieldOf({ levels: ['province'] })).toBe('levels')
    expect(await fieldOf({ levels: [] })).toBe('levels')
    expect(await fieldOf({ name: ' ' })).toBe('name')
    expect(await fieldOf({ ruleSet: 'atlantis' })).toBe('ruleSet')
    // Beijing allows polling on one day only.
    expect(await fieldOf({ lastDay: '2026-12-22' })).toBe('day')
    expect(await elections()).toEqual([])
  })

  it('refuses another election of the same round and level in the area (EL 5), except a practice election', async () => {
    await create()
    expect(await create({ areaCode: '110105', day: '2026-12-27' })).toMatchObject({
      ok: false,
      error: { code: 'election.overlaps', id: ID },
    })
    expect(await create({ training: true })).toMatchObject({
      ok: true,
      value: { id: `${ID}-training`, round: 'training-2026' },
    })
  })

  it('gives a by-election its own round, and refuses it on the day of another election', async () => {
    await create()
    expect(await create({ byElection: true })).toMatchObject({ ok: false, error: { code: 'election.overlaps' } })
    expect(await create({ byElection: true, day: '2027-03-20' })).toMatchObject({
      ok: true,
      value: { byElection: true, round: 'by-2027-03-20' },
    })
  })

  it('returns the same election for a retry, and creates it once', async () => {
    const first = await create({}, { ...ctx, requestId: REQUEST })
    expect(first.ok).toBe(true)
    expect(await create({}, { ...ctx, requestId: REQUEST })).toEqual(first)
    expect(await elections()).toEqual([ID])
    expect(await readRows(database, `SELECT FROM audit WHERE action = 'election.created'`)).toHaveLength(1)
  })

  it('is visible to its own area and those above and below it, and unknown elsewhere', async () => {
    await create()
    const from = (areaCode: string) => contextFor(database, { ...DISTRICT_OFFICE, areaCode })
    for (const areaCode of ['', '1101', '110105', '110105021', '110105021021'])
      expect(await getElection(from(areaCode), ID)).toMatchObject({ ok: true, value: { id: ID } })
    expect(await getElection(from('110106'), ID)).toMatchObject({ ok: false, error: { code: 'election.unknown' } })
    expect(await findElections(from('110106'))).toEqual({ ok: true, value: [] })
    const outside = await create({ areaCode: '110105021', day: '2027-12-20' }, from('110106'))
    expect(outside).toMatchObject({ ok: false, error: { code: 'forbidden' } })
    const station = contextFor(database, { ...DISTRICT_OFFICE, role: 'station' })
    expect(await create({ day: '2027-12-20' }, station)).toMatchObject({ ok: false, error: { code: 'forbidden' } })
  })
})
