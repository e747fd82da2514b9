import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { comparePlans, type PlanUnit, planFigures } from './plan.ts'

const unit = (code: string, population: number, district: number | null): PlanUnit => ({ code, name: code, population, district })
const UNITS = [unit('a', 100, 1), unit('b', 100, 1), unit('c', 400, 2), unit('d', 0, null)]
const DISTRICTS = [
  { number: 1, name: '第一选区', seats: 1 },
  { number: 2, name: '第二选区', seats: 2 },
]

describe('figures of a plan', () => {
  it('computes people per deputy and the deviation from the mean', () => {
    const figures = planFigures(UNITS, [], DISTRICTS, null)
    expect(figures.meanPerDeputy).toBe(200)
    expect(figures.districts.map(one => [one.population, one.perDeputy, one.deviation, one.contiguous])).toEqual([
      [200, 200, 0, null],
      [400, 200, 0, null],
    ])
    expect(figures.warnings.map(one => one.code)).toEqual(['plan.unassigned'])
  })

  it('warns about districts that are too large, split or without a lawful number of seats, and about unassigned units', () => {
    const codes = (units: readonly PlanUnit[], districts = DISTRICTS, wanted: number | null = null) =>
      planFigures(
        units,
        [
          ['a', 'c'],
          ['c', 'b'],
          ['c', 'd'],
        ],
        districts,
        wanted,
      ).warnings.map(one => one.code)
    expect(codes(UNITS)).toEqual(['district.split', 'plan.unassigned'])
    expect(
      codes(
        UNITS.map(one => ({ ...one, district: 1 })),
        [{ number: 1, name: '一', seats: 4 }],
        3,
      ),
    ).toEqual(['district.seats', 'plan.seats'])
    expect(codes(UNITS.map(one => ({ ...one, district: one.code === 'c' ? 1 : 2 })))).toEqual([
      'district.deviation',
      'district.deviation',
      'district.split',
    ])
  })
})

const units = fc.uniqueArray(
  fc.record({ code: fc.string({ minLength: 1 }), population: fc.nat(1000), district: fc.integer({ min: 1, max: 5 }) }),
  {
    selector: one => one.code,
    minLength: 1,
    maxLength: 30,
  },
)

it('does not warn about exactly 30 %, but about one person more', () => {
  const codes = (first: number, second: number) =>
    planFigures(
      [unit('a', first, 1), unit('b', second, 2)],
      [],
      DISTRICTS.map(one => ({ ...one, seats: 1 })),
      null,
    ).warnings.map(one => one.code)
  // 0.3 in binary is a little more than 130/100 − 1 or a little less, depending on the figures.
  for (const scale of [1, 7, 110, 1_300]) expect(codes(130 * scale, 70 * scale)).toEqual([])
  expect(codes(1_301, 699)).toEqual(['district.deviation', 'district.deviation'])
})

describe('comparing two plans', () => {
  it('finds no difference when only the numbers of the districts differ', () => {
    fc.assert(
      fc.property(units, fc.integer({ min: 1, max: 9 }), (rows, shift) => {
        const plan = rows.map(row => ({ ...row, name: row.code }))
        expect(
          comparePlans(
            plan,
            plan.map(one => ({ ...one, district: one.district + shift })),
          ),
        ).toEqual([])
      }),
    )
  })

  it('reports the unit that was moved', () => {
    const moved = UNITS.map(one => (one.code === 'b' ? { ...one, district: 2 } : one))
    expect(comparePlans(UNITS, moved)).toEqual([{ unit: 'b', name: 'b', population: 100, from: 1, to: 2 }])
  })
})
