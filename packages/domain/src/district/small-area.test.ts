import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type SmallArea, type SmallDistrict, searchWhole } from './small-area.ts'

/** Every partition of the units into connected sets, by brute force. */
const partitions = (area: SmallArea): number[][][] => {
  const hangsTogether = (set: readonly number[]): boolean => {
    const reached = new Set([set[0] ?? 0])
    for (const unit of reached) for (const next of area.links[unit] ?? []) if (set.includes(next)) reached.add(next)
    return reached.size === set.length
  }
  const all = (unit: number): number[][][] =>
    unit < 0
      ? [[]]
      : all(unit - 1).flatMap(rest => [
          ...rest.map((_, at) => rest.map((set, i) => (i === at ? [...set, unit] : set))),
          [...rest, [unit]],
        ])
  return all(area.people.length - 1).filter(plan => plan.every(hangsTogether))
}
const worstOf = (area: SmallArea, plan: readonly SmallDistrict[]): number => {
  const ideal = area.people.reduce((sum, one) => sum + one, 0) / area.seats
  const people = ({ units }: SmallDistrict) => units.reduce((sum, unit) => sum + (area.people[unit] ?? 0), 0)
  return Math.max(...plan.map(district => Math.abs(people(district) / (district.seats * ideal) - 1)))
}
/** The smallest possible largest deviation, or null. */
const bestOfAll = (area: SmallArea): number | null => {
  const seatings = (districts: number, seats: number): number[][] =>
    districts === 0
      ? seats === 0
        ? [[]]
        : []
      : [1, 2, 3].flatMap(own => (own <= seats ? seatings(districts - 1, seats - own).map(rest => [own, ...rest]) : []))
  let best: number | null = null
  for (const plan of partitions(area)) {
    if (area.districts !== undefined && plan.length !== area.districts) continue
    for (const seats of seatings(plan.length, area.seats)) {
      const worst = worstOf(
        area,
        plan.map((units, at) => ({ units, seats: seats[at] ?? 0 })),
      )
      if (worst < area.below && (best === null || worst < best)) best = worst
    }
  }
  return best
}

const areas = fc
  .record({
    people: fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 6 }),
    bits: fc.nat(2 ** 15 - 1),
    seats: fc.integer({ min: 1, max: 9 }),
    districts: fc.option(fc.integer({ min: 1, max: 6 }), { nil: undefined }),
  })
  .map(({ people, bits, seats, districts }): SmallArea => {
    const links: number[][] = people.map(() => [])
    let pair = 0
    for (let a = 0; a < people.length; a += 1)
      for (let b = a + 1; b < people.length; b += 1)
        if ((bits >> pair++) & 1) {
          links[a]?.push(b)
          links[b]?.push(a)
        }
    return { people, links, seats, most: 3, districts, below: 1 }
  })

describe('exhaustive search of a small area', () => {
  it('finds the most equal plan, the same as a brute-force search', () => {
    fc.assert(
      fc.property(areas, area => {
        const found = searchWhole(area)
        const best = bestOfAll(area)
        if (best === null || !found) expect([found, best]).toEqual([null, null])
        else {
          expect(worstOf(area, found)).toBeCloseTo(best, 12)
          expect(found.flatMap(district => district.units).sort()).toEqual([...area.people.keys()])
          expect(found.reduce((sum, district) => sum + district.seats, 0)).toBe(area.seats)
        }
      }),
      { numRuns: 150 },
    )
  })

  it('returns null for an area that is too large', () => {
    const people = Array<number>(25).fill(100)
    const links = people.map((_, unit) => [unit - 1, unit + 1].filter(next => next >= 0 && next < 25))
    expect(searchWhole({ people, links, seats: 10, most: 3, below: 1 })).toBeNull()
  })
})
