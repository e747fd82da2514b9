import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays, compareDates, dateOfSerial, daysBetween, isAdultOn, isDate, readDate, turns18On } from './index.ts'

const days = fc.integer({ min: 0, max: 110_000 }).map(n => addDays('1850-01-01', n))

describe('reading a day', () => {
  it.each([
    '1990-01-02',
    '1990-1-2',
    '1990/1/2',
    '1990/01/02',
    '1990.1.2',
    '1990.01.02',
    '19900102',
    '1990年1月2日',
    '1990年01月02日',
    '1990年1月2号',
    '1990-01-02 00:00:00',
    '1990-01-02T08:30:00Z',
    '1990/1/2 8:30',
    '19900102000000',
    '１９９０－１－２',
    ' 1990-1-2 ',
    "'1990-01-02",
    '1990 年 1 月 2 日',
    '1990—1—2',
    '32875',
    '32875.5',
  ])('%s', raw => {
    expect(readDate(raw)).toBe('1990-01-02')
  })
  it.each([
    '',
    '1990',
    '1990-13-01',
    '1990-02-30',
    '19900230',
    '2023-02-29',
    '90-1-2',
    '1/2/1990',
    '不详',
    '123',
    '110105199001020011',
    '0000-00-00',
  ])('refuses %s', raw => {
    expect(readDate(raw)).toBeUndefined()
  })
  it('follows the spreadsheet convention of a 29 February 1900', () => {
    expect(dateOfSerial(61)).toBe('1900-03-01')
    expect(dateOfSerial(45_292)).toBe('2024-01-01')
  })
})

describe('counting days', () => {
  it('addDays and daysBetween are inverse', () => {
    fc.assert(
      fc.property(days, fc.integer({ min: -40_000, max: 40_000 }), (day, n) => {
        const other = addDays(day, n)
        expect(isDate(other)).toBe(true)
        expect(daysBetween(day, other)).toBe(n)
        expect(compareDates(day, other)).toBe(-Math.sign(n) + 0)
      }),
    )
  })
  it('computes E−20', () => {
    expect(addDays('2026-08-20', -20)).toBe('2026-07-31')
    expect(daysBetween('2024-02-28', '2024-03-01')).toBe(2)
  })
})

describe('eighteen on election day (EL 4)', () => {
  it('includes the birthday itself (BJ 29)', () => {
    expect(isAdultOn('2008-11-20', '2026-11-20')).toBe(true)
    expect(isAdultOn('2008-11-21', '2026-11-20')).toBe(false)
  })
  it('is reached on 1 March by people born on 29 February', () => {
    expect(turns18On('2008-02-29')).toBe('2026-03-01')
    expect(isAdultOn('2008-02-29', '2026-02-28')).toBe(false)
    expect(isAdultOn('2008-02-29', '2026-03-01')).toBe(true)
  })
  it('isAdultOn agrees with turns18On', () => {
    fc.assert(
      fc.property(days, days, (birth, day) => {
        expect(isAdultOn(birth, day)).toBe(turns18On(birth) <= day)
      }),
    )
  })
})
