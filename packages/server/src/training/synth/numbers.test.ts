/** ID numbers of made-up people are valid, and the broken ones are invalid in the intended way. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isCurrentCounty, retiredCounties } from '../../platform/areas/index.ts'
import {
  breakChecksum,
  breakDate,
  breakFormat,
  createNumbers,
  dateOfFigure,
  dayOfDate,
  isAdult,
  isValid,
  toFifteen,
  withCheck,
} from './numbers.ts'
import { createRandom } from './random.ts'
import { BEIJING_DISTRICTS, CURRENT_CODES, RETIRED_CODES } from './shape.ts'

describe('numbers', () => {
  it('match the examples of the standard (GB 11643)', () => {
    expect(withCheck('11010519491231002')).toBe('11010519491231002X')
    expect(withCheck('44052418800101001')).toBe('440524188001010014')
  })
  it('are valid and unique, and contain sex and birth date', () => {
    const numberFor = createNumbers()
    const day = dayOfDate('1990-03-07')
    const numbers = Array.from({ length: 900 }, (_, i) => numberFor('110105', day, i % 2 ? 'M' : 'F'))
    expect(new Set(numbers).size).toBe(900)
    for (const [i, number] of numbers.entries()) {
      expect(isValid(number)).toBe(true)
      expect(number.slice(6, 14)).toBe('19900307')
      expect(Number(number[16]) % 2).toBe(i % 2)
    }
  })
  it('are broken in the intended way', () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 0, max: 18_000 }), (seed, day) => {
        const random = createRandom(seed)
        const number = createNumbers()('110105', dayOfDate('1950-01-01') + day, 'F')
        const mistyped = breakChecksum(random, number)
        expect(mistyped.length).toBe(18)
        expect(isValid(mistyped)).toBe(false)
        const date = `${mistyped.slice(6, 10)}-${mistyped.slice(10, 12)}-${mistyped.slice(12, 14)}`
        expect(new Date(`${date}T00:00:00Z`).toISOString().slice(0, 10)).toBe(date)
        expect(isValid(breakDate(random, number))).toBe(true)
        expect(breakFormat(random, number)).not.toMatch(/^\d{17}[\dX]$|^\d{15}$/)
        expect(toFifteen(number)).toMatch(/^\d{15}$/)
      }),
    )
  })
  it('begin with current area codes, or with retired ones', () => {
    for (const code of [...CURRENT_CODES, ...BEIJING_DISTRICTS.map(district => district.code)])
      expect([code, isCurrentCounty(code)]).toEqual([code, true])
    for (const code of RETIRED_CODES) expect([code, retiredCounties().has(code)]).toEqual([code, true])
  })
  it('give the voting age on the birthday, and on 1 March for a birth date of 29 February', () => {
    expect(isAdult(20081220, 20261220)).toBe(true)
    expect(isAdult(20081221, 20261220)).toBe(false)
    expect(isAdult(20080229, 20260228)).toBe(false)
    expect(isAdult(20080229, 20260301)).toBe(true)
    expect(dateOfFigure(20080229)).toBe('2008-02-29')
  })
})
