import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Border, componentsOf, proposeDistricts, seeded, type Unit, type UnitGraph, unitGraph } from './index.ts'

const graphOf = (units: readonly Unit[], borders: readonly Border[]): UnitGraph => {
  const graph = unitGraph(units, borders)
  if (!graph.ok) throw new Error(graph.error.text.en)
  return graph.value
}
const proposalOf = (graph: UnitGraph, options: Parameters<typeof proposeDistricts>[1]) => {
  const proposal = proposeDistricts(graph, options)
  if (!proposal.ok) throw new Error(proposal.error.text.en)
  return proposal.value
}

/** A hexagonal grid with populations drawn from a seed. */
const sheet = (width: number, height: number, seed: number): { units: Unit[]; borders: Border[] } => {
  const random = seeded(seed)
  const code = (x: number, y: number) => String(y * width + x).padStart(5, '0')
  const units: Unit[] = []
  const borders: Border[] = []
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      units.push({
        code: code(x, y),
        name: `社区${code(x, y)}`,
        population: Math.round(300 + random() * random() * 6_000),
        at: [x, y],
      })
      if (x + 1 < width) borders.push([code(x, y), code(x + 1, y)])
      if (y + 1 === height) continue
      borders.push([code(x, y), code(x, y + 1)])
      const beside = y % 2 === 1 ? x + 1 : x - 1
      if (beside >= 0 && beside < width) borders.push([code(x, y), code(beside, y + 1)])
    }
  return { units, borders }
}

describe('a proposal of districts (EL 25, 26)', () => {
  it('assigns every unit once and all seats, one to three per contiguous district', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 9 }),
        fc.integer({ min: 2, max: 9 }),
        fc.nat(1_000),
        fc.double({ min: 0.05, max: 1, noNaN: true }),
        (width, height, seed, share) => {
          const { units, borders } = sheet(width, height, seed)
          const graph = graphOf(units, borders)
          const seats = Math.max(1, Math.floor(units.length * share))
          const { districts } = proposalOf(graph, { seats, seed, chains: 2 })
          expect(districts.flatMap(district => district.units).sort()).toEqual(units.map(unit => unit.code))
          expect(districts.reduce((sum, district) => sum + district.seats, 0)).toBe(seats)
          for (const district of districts) {
            expect(district.contiguous).toBe(true)
            expect(district.seats).toBeGreaterThanOrEqual(1)
            expect(district.seats).toBeLessThanOrEqual(3)
          }
        },
      ),
      { numRuns: 40 },
    )
  })

  it('is the same for the same seed, regardless of the order of the units', () => {
    const { units, borders } = sheet(8, 8, 3)
    const one = proposalOf(graphOf(units, borders), { seats: 18, seed: 7 })
    const again = proposalOf(graphOf([...units].reverse(), borders.map(([a, b]): Border => [b, a]).reverse()), {
      seats: 18,
      seed: 7,
    })
    expect(again).toEqual(one)
    expect(proposalOf(graphOf(units, borders), { seats: 18, seed: 8 }).districts).not.toEqual(one.districts)
  })

  it('divides 400 units into 60 districts within ten per cent of the mean', () => {
    const { units, borders } = sheet(20, 20, 11)
    const proposal = proposalOf(graphOf(units, borders), { seats: 120, seed: 1, districts: 60 })
    expect(proposal.districts).toHaveLength(60)
    expect(proposal.maxDeviation).toBeLessThanOrEqual(0.1)
    expect(proposal.contiguous).toBe(true)
    expect(proposal.warnings).toEqual([])
  })

  /** An area that has a plan within 6 % of the mean: populations are scaled so that each drawn district has its share. */
  const planted = (width: number, height: number, seats: number, seed: number) => {
    const { units, borders } = sheet(width, height, seed)
    const drawn = proposalOf(graphOf(units, borders), { seats, seed, chains: 1, tolerance: 1 })
    const random = seeded(seed + 1)
    const people = new Map(
      drawn.districts.flatMap(district => {
        const wanted = (district.seats * 10_000 * (0.97 + random() * 0.06)) / district.population
        return district.units.map((code): [string, number] => [
          code,
          Math.round((units.find(unit => unit.code === code)?.population ?? 0) * wanted),
        ])
      }),
    )
    return graphOf(
      units.map(unit => ({ ...unit, population: people.get(unit.code) ?? 0 })),
      borders,
    )
  }

  it('stays within ten per cent of the mean in a small area where such a plan exists', () => {
    fc.assert(
      fc.property(
        fc.constantFrom([3, 4], [4, 4], [4, 5], [5, 4], [3, 6], [2, 9]),
        fc.integer({ min: 4, max: 24 }),
        fc.nat(10_000),
        ([width = 3, height = 3], seats, seed) => {
          const proposal = proposalOf(planted(width, height, seats, seed), { seats, seed: 1 })
          expect(proposal.maxDeviation).toBeLessThanOrEqual(0.1)
          expect(proposal.contiguous).toBe(true)
          expect(proposal.districts.reduce((sum, district) => sum + district.seats, 0)).toBe(seats)
        },
      ),
      { numRuns: 60 },
    )
  })

  it('has the requested number of districts, in a small area too', () => {
    const { units, borders } = sheet(4, 4, 5)
    for (const districts of [4, 6, 8, 10])
      expect(proposalOf(graphOf(units, borders), { seats: 12, seed: 1, districts }).districts).toHaveLength(districts)
  })

  it('keeps existing districts where they fit', () => {
    const { units, borders } = sheet(10, 10, 2)
    const drawn = proposalOf(graphOf(units, borders), { seats: 30, seed: 1 })
    const home = new Map(drawn.districts.flatMap((district, index) => district.units.map(code => [code, `第${index + 1}选区`])))
    const standing = units.map(unit => ({ ...unit, existing: home.get(unit.code) }))
    const kept = proposalOf(graphOf(standing, borders), {
      seats: 30,
      seed: 99,
      keepExisting: true,
      tolerance: drawn.maxDeviation + 0.001,
    })
    const anew = proposalOf(graphOf(standing, borders), { seats: 30, seed: 99 })
    expect(kept.kept).toBeGreaterThan(anew.kept ?? 0)
    expect(kept.kept).toBeGreaterThanOrEqual(80)
  })

  it('gives an island its own district if it has enough people, and otherwise warns that it was joined to the mainland', () => {
    const { units, borders } = sheet(6, 6, 4)
    const far = (code: string, population: number): Unit => ({ code, name: `岛${code}`, population, at: [20, 20] })
    const big = proposalOf(graphOf([...units, far('i1', 20_000)], borders), { seats: 12, seed: 1 })
    expect(big.districts.find(district => district.units.includes('i1'))?.units).toEqual(['i1'])
    expect(big.contiguous).toBe(true)
    const small = proposalOf(graphOf([...units, far('i1', 50)], borders), { seats: 12, seed: 1 })
    const taken = small.districts.find(district => district.units.includes('i1'))
    expect(taken?.units.length).toBeGreaterThan(1)
    expect(taken?.contiguous).toBe(false)
    expect(small.warnings.some(text => text.zh.includes('岛i1'))).toBe(true)
  })

  it('warns about a unit with more people than three deputies can represent', () => {
    const { units, borders } = sheet(4, 4, 4)
    const heavy = units.map((unit, index) => (index === 5 ? { ...unit, population: 60_000 } : unit))
    const proposal = proposalOf(graphOf(heavy, borders), { seats: 15, seed: 1 })
    expect(proposal.districts.every(district => district.seats <= 3)).toBe(true)
    expect(proposal.warnings.length).toBeGreaterThan(0)
  })

  it('refuses a number of seats that the units cannot have, and an invalid graph', () => {
    const { units, borders } = sheet(2, 2, 1)
    const graph = graphOf(units, borders)
    expect(proposeDistricts(graph, { seats: 13, seed: 1 })).toMatchObject({ ok: false, error: { code: 'propose.seats' } })
    expect(proposeDistricts(graph, { seats: 0, seed: 1 }).ok).toBe(false)
    expect(proposeDistricts(graph, { seats: 4, seed: 1, districts: 5 })).toMatchObject({
      ok: false,
      error: { code: 'propose.districts' },
    })
    expect(unitGraph([], [])).toMatchObject({ ok: false, error: { code: 'units.none' } })
    const [first] = units
    if (!first) throw new Error('no unit')
    expect(unitGraph([first, first], [])).toMatchObject({ ok: false, error: { code: 'units.twice', unit: first.code } })
    expect(unitGraph(units, [['00000', 'nowhere']])).toMatchObject({
      ok: false,
      error: { code: 'units.border', unit: 'nowhere' },
    })
    expect(unitGraph([{ ...first, population: 1.5 }], [])).toMatchObject({ ok: false, error: { code: 'units.population' } })
  })

  it('finds connected components', () => {
    const { units, borders } = sheet(3, 3, 1)
    const graph = graphOf([...units, { code: 'x', name: 'x', population: 1 }], borders)
    expect(componentsOf(graph)).toEqual([[0, 1, 2, 3, 4, 5, 6, 7, 8], [9]])
    expect(componentsOf(graph, [0, 1, 8])).toEqual([[0, 1], [8]])
  })
})
