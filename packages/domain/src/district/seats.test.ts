import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { allocateSeats, areaKind, mayHaveExtra, minorityShare, type SeatClaimant, seatsFor } from './index.ts'

const value = <T>(result: { ok: true; value: T } | { ok: false; error: unknown }): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.error))
  return result.value
}

describe('seats of a congress (EL 12)', () => {
  it.each([
    ['county', 1, 140],
    ['county', 49_999, 149],
    ['county', 900_000, 320],
    ['county', 1_549_999, 449],
    ['county', 1_550_000, 450],
    ['county', 5_000_000, 450],
    ['township', 1_999, 46],
    ['township', 30_000, 65],
    ['township', 172_499, 159],
    ['township', 172_500, 160],
    ['township', 900_000, 160],
  ] as const)('%s level, %i people: %i seats', (level, population, total) => {
    expect(value(seatsFor(level, population)).total).toBe(total)
  })

  it('reports that a small area may have fewer seats, and never reduces the number itself', () => {
    expect(value(seatsFor('county', 49_999))).toMatchObject({ mayBeFewer: true, total: 149 })
    expect(value(seatsFor('county', 50_000))).toMatchObject({ mayBeFewer: false, total: 150 })
    expect(value(seatsFor('township', 1_999))).toMatchObject({ mayBeFewer: true, base: 45, increment: 1, total: 46 })
    expect(value(seatsFor('township', 2_000)).mayBeFewer).toBe(false)
  })

  it('adds at most five per cent for minority areas, up to the cap', () => {
    expect(value(seatsFor('county', 300_000, 0.05))).toMatchObject({ base: 140, increment: 60, extra: 10, total: 210 })
    expect(value(seatsFor('county', 1_540_000, 0.05))).toMatchObject({ extra: 2, total: 450 })
    // 3.5 % is written as it is, and 3.45 % is not rounded up to it: 200 × 0.0345 = 6.9.
    expect(value(seatsFor('county', 300_000, 0.035)).steps.at(-1)?.text.zh).toBe('经省级人大常委会决定另加3.5%：7名')
    expect(value(seatsFor('county', 300_000, 0.0345))).toMatchObject({ extra: 6 })
    expect(seatsFor('county', 300_000, 0.06)).toMatchObject({ ok: false, error: { code: 'seats.extra' } })
    expect(seatsFor('county', 0)).toMatchObject({ ok: false, error: { code: 'seats.population' } })
  })

  it('never gives fewer seats for more people, and the last step is the total', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('county', 'township'),
        fc.integer({ min: 1, max: 3_000_000 }),
        fc.nat(10_000),
        fc.constantFrom(0, 0.02, 0.05),
        (level, population, more, extra) => {
          const [fewer, seats] = [value(seatsFor(level, population, extra)), value(seatsFor(level, population + more, extra))]
          expect(seats.total).toBeGreaterThanOrEqual(fewer.total)
          expect(seats.total).toBeLessThanOrEqual(seats.cap)
          expect(seats.steps.at(-1)?.seats).toBe(seats.total)
        },
      ),
    )
  })
})

const areas = fc
  .uniqueArray(fc.integer({ min: 0, max: 400_000 }), { minLength: 1, maxLength: 25 })
  .filter(populations => populations.some(population => population > 0))
  .map(populations => populations.map((population, i): SeatClaimant => ({ code: `c${i}`, name: `区${i}`, population })))
const seatsOf = (seats: number, claimants: readonly SeatClaimant[]) =>
  new Map(value(allocateSeats(seats, claimants)).allotments.map(a => [a.code, a.seats]))

describe('dividing seats among areas (EL 15)', () => {
  it('gives each area its share, and a very small township one seat', () => {
    const { allotments, tied } = value(
      allocateSeats(10, [
        { code: 'a', name: '甲乡', population: 50_000 },
        { code: 'b', name: '乙镇', population: 39_000 },
        { code: 'c', name: '丙乡', population: 900 },
      ]),
    )
    expect(allotments.map(a => [a.seats, a.guaranteed])).toEqual([
      [5, false],
      [4, false],
      [1, true],
    ])
    expect(tied).toEqual([])
  })

  it('allocates all seats, gives every area at least one, and does not depend on names or order', () => {
    fc.assert(
      fc.property(areas, fc.nat(400), fc.integer(), (claimants, more, seed) => {
        const seats = claimants.length + more
        const given = seatsOf(seats, claimants)
        expect([...given.values()].reduce((a, b) => a + b, 0)).toBe(seats)
        expect(Math.min(...given.values())).toBeGreaterThanOrEqual(1)
        const shuffled = [...claimants]
          .sort((a, b) => ((a.population * 7919 + seed) % 101) - ((b.population * 7919 + seed) % 101))
          .map(area => ({ ...area, name: `又名${area.name}` }))
        expect(new Map([...seatsOf(seats, shuffled)].sort())).toEqual(new Map([...given].sort()))
      }),
    )
  })

  it('is monotone: an additional seat takes none away, and an area that grows loses none', () => {
    fc.assert(
      fc.property(areas, fc.nat(300), fc.nat(24), fc.integer({ min: 1, max: 100_000 }), (claimants, more, which, growth) => {
        const seats = claimants.length + more
        const [before, after] = [seatsOf(seats, claimants), seatsOf(seats + 1, claimants)]
        for (const [code, given] of before) expect(after.get(code)).toBeGreaterThanOrEqual(given)
        const grown = claimants[which % claimants.length]
        if (!grown) return
        const changed = claimants.map(area => (area === grown ? { ...area, population: area.population + growth } : area))
        if (new Set(changed.map(area => area.population)).size < changed.length) return
        expect(seatsOf(seats, changed).get(grown.code)).toBeGreaterThanOrEqual(before.get(grown.code) ?? 0)
      }),
    )
  })

  it('reports exact ties for the last seat and resolves them by lot', () => {
    const equal = [
      { code: 'a', name: '甲', population: 100 },
      { code: 'b', name: '乙', population: 100 },
    ]
    expect(value(allocateSeats(3, equal))).toMatchObject({ tied: ['a', 'b'], allotments: [{ seats: 2 }, { seats: 1 }] })
    expect(value(allocateSeats(3, equal, ['b', 'a'])).allotments.map(a => a.seats)).toEqual([1, 2])
    expect(value(allocateSeats(4, equal)).tied).toEqual([])
    const three = [...equal, { code: 'c', name: '丙', population: 100 }]
    expect(value(allocateSeats(5, three)).tied).toEqual(['a', 'b', 'c'])
  })

  it('refuses fewer seats than areas, and a population of zero', () => {
    expect(
      allocateSeats(1, [
        { code: 'a', name: '甲', population: 1 },
        { code: 'b', name: '乙', population: 1 },
      ]),
    ).toMatchObject({
      ok: false,
      error: { code: 'allocation.seats' },
    })
    expect(allocateSeats(1, [{ code: 'a', name: '甲', population: 0 }]).ok).toBe(false)
  })
})

describe('seats of an ethnic minority (EL 19, 21)', () => {
  it.each([
    [100_000, 30_000, 200, 60, 60],
    [100_000, 29_999, 200, 59, 60],
    [100_000, 15_000, 200, 30, 60],
    [100_000, 14_999, 200, 29, 59],
    [100_000, 100, 200, 1, 1],
  ])('%i people, %i of the minority, %i seats: %i to %i', (population, minority, seats, atLeast, atMost) => {
    expect(value(minorityShare(population, minority, seats))).toMatchObject({ atLeast, atMost })
  })
})

describe('5 % more (EL 12)', () => {
  const national = ['县', '自治县', '乡', '民族乡'] as const
  it('is for counties and townships, and not for a city, its districts or a town', () => {
    const named = (name: string) => mayHaveExtra(areaKind(name), national)
    expect(['宣化县', '青龙满族自治县', '鄂温克族自治旗', '四子王旗', '长陵营乡', '长哨营满族乡'].map(named)).toEqual([
      true,
      true,
      true,
      true,
      true,
      true,
    ])
    expect(['朝阳区', '义乌市', '三墩镇'].map(named)).toEqual([false, false, false])
    expect(named('南磨房地区')).toBe(true)
  })
  it('is narrower in Beijing: townships and ethnic townships only (BJ 19)', () => {
    const beijing = ['乡', '民族乡'] as const
    expect([mayHaveExtra('县', beijing), mayHaveExtra('乡', beijing), mayHaveExtra('民族乡', beijing)]).toEqual([
      false,
      true,
      true,
    ])
  })
})
