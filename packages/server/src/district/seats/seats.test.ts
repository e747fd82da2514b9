/** Seats of a congress: their number (EL 12), their division (EL 15), and the lot that resolves a tie. */

import { beforeEach, expect, it } from 'vitest'
import type { Context } from '../../access/index.ts'
import type { Database } from '../../platform/database/index.ts'
import { readRows } from '../../platform/testing/rows.ts'
import { describeStores } from '../../platform/testing/stores.ts'
import { contextFor, DISTRICT_OFFICE, loadSomeAreas, openElection } from '../../registration/testing/office.ts'
import { findSeats, setSeats } from './index.ts'

const COUNTY = {
  level: 'county',
  areaCode: '110105',
  population: 1_550_000,
  source: 'hukou',
  extra: 0,
  army: 0,
  document: '市人大常委会决定（2026）1号',
  areas: [],
  lots: [],
  minorities: [],
} as const
type Decision = Parameters<typeof setSeats>[2]

describeStores('seats of a congress', open => {
  let database: Database
  let ctx: Context
  let id: string
  const set = (more: Partial<Decision> = {}, by = ctx) => setSeats(by, id, { ...COUNTY, ...more })
  const decided = async (level: 'county' | 'township') => {
    const found = await findSeats(ctx, id)
    return found.ok ? found.value.find(one => one.level === level) : undefined
  }

  beforeEach(async () => {
    database = await open()
    await loadSomeAreas(database)
    ctx = contextFor(database)
    id = (await openElection(ctx)).id
  })

  it('are 450 for 1,550,000 people in a district, and 160 for 172,500 in a township', async () => {
    expect((await set()).ok).toBe(true)
    expect((await decided('county'))?.decision).toMatchObject({
      total: 450,
      setBy: DISTRICT_OFFICE.name,
      document: COUNTY.document,
    })
    expect((await set({ level: 'township', areaCode: '110105021', population: 172_500 })).ok).toBe(true)
    expect((await decided('township'))?.decision?.total).toBe(160)
    expect(
      await readRows(database, `SELECT details->>'total' AS total FROM audit WHERE action = 'seats.set' ORDER BY id`),
    ).toEqual([{ total: '450' }, { total: '160' }])
  })

  it('are divided after the army’s are taken off, in a county’s congress only (EL 6)', async () => {
    const areas = [
      { code: 'a', name: '甲', population: 800_000 },
      { code: 'b', name: '乙', population: 750_000 },
    ]
    expect((await set({ army: 10, areas })).ok).toBe(true)
    const found = await decided('county')
    expect([found?.decision?.total, found?.decision?.army, found?.allocation?.seats]).toEqual([450, 10, 440])
    expect(found?.allocation?.allotments.reduce((sum, one) => sum + one.seats, 0)).toBe(440)
    expect(await set({ army: 450 })).toMatchObject({ ok: false, error: { code: 'seats.army' } })
    const township = { level: 'township', areaCode: '110105021', population: 60_000 } as const
    expect(await set({ ...township, army: 1 })).toMatchObject({ ok: false, error: { code: 'seats.army' } })
  })

  it('are not increased by 5 % in a city’s district (EL 12, BJ 19)', async () => {
    expect(await set({ population: 500_000, extra: 0.05 })).toMatchObject({ ok: false, error: { code: 'seats.extra-area' } })
    // The name 南磨房地区 does not say what kind of township it is: the office’s document does.
    const township = { level: 'township', areaCode: '110105021', population: 60_000 } as const
    expect((await set({ ...township, extra: 0.05 })).ok).toBe(true)
  })

  it('are fewer than the base only where the law allows it and only by decision', async () => {
    expect(await set({ population: 50_000, fewer: 120 })).toMatchObject({ ok: false, error: { code: 'seats.fewer' } })
    expect((await set({ population: 49_999 })).ok).toBe(true)
    expect((await decided('county'))?.decision?.total).toBe(149)
    expect((await set({ population: 49_999, fewer: 120 })).ok).toBe(true)
    expect((await decided('county'))?.decision?.total).toBe(120)
  })

  it('are divided among areas by the latest decision', async () => {
    const areas = [
      { code: '110105021', name: '南磨房地区', population: 60_000 },
      { code: '110105022', name: '高碑店地区', population: 40_000 },
    ]
    await set({ population: 90_000 })
    expect((await set({ population: 100_000, areas })).ok).toBe(true)
    const { decision, allocation } = (await decided('county')) ?? {}
    expect(decision?.total).toBe(160)
    expect(allocation?.allotments.map(({ code, seats }) => [code, seats])).toEqual([
      ['110105021', 96],
      ['110105022', 64],
    ])
    const [twice] = areas
    expect(await set({ areas: twice ? [twice, twice] : [] })).toMatchObject({ ok: false, error: { code: 'allocation.twice' } })
    expect(await set({ areaCode: '110106' })).toMatchObject({ ok: false, error: { code: 'seats.congress' } })
  })

  it('require a lot if areas tie for the last seat', async () => {
    const areas = ['110105021', '110105022'].map((code, index) => ({ code, name: `地区${index}`, population: 2_500 }))
    const tied = await set({ population: 5_000, areas })
    expect(tied).toMatchObject({ ok: false, error: { code: 'allocation.tied', field: 'lots' } })
    expect(await readRows(database, 'SELECT FROM seat_decision')).toEqual([])
    expect((await set({ population: 5_000, areas, lots: ['110105022', '110105021'] })).ok).toBe(true)
    const { allocation } = (await decided('county')) ?? {}
    expect(allocation?.allotments.map(({ code, seats }) => [code, seats])).toEqual([
      ['110105021', 70],
      ['110105022', 71],
    ])
  })

  it('cannot be set by an officer of one township', async () => {
    const township = contextFor(database, { ...DISTRICT_OFFICE, role: 'township', areaCode: '110105021021' })
    expect(await set({}, township)).toMatchObject({ ok: false, error: { code: 'forbidden' } })
  })
})
