/** 民法典 203, CPL 85: a last day on a holiday moves to the first working day after it. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays, areRestDaysKnown, isRestDay, periodEnd } from './index.ts'

describe('holidays', () => {
  it('are weekends and the days of the year’s notice, without the weekends on which people work', () => {
    expect(['2026-12-05', '2026-12-06', '2026-10-01', '2026-10-07', '2026-02-23'].map(isRestDay)).toEqual(Array(5).fill(true))
    expect(['2026-12-04', '2026-12-07', '2026-10-08', '2026-09-20', '2026-10-10'].map(isRestDay)).toEqual(Array(5).fill(false))
  })
  it('are at least those of the decree where the notice is not known yet', () => {
    expect(areRestDaysKnown('2026-12-31')).toBe(true)
    expect(areRestDaysKnown('2028-01-01')).toBe(false)
    const days = ['2028-01-25', '2028-01-26', '2028-01-27', '2028-01-28', '2028-04-04', '2028-10-03', '2028-05-01', '2029-01-01']
    expect(days.map(isRestDay)).toEqual(days.map(() => true))
    expect(['2028-01-31', '2028-04-05', '2028-10-04'].map(isRestDay)).toEqual([false, false, false])
  })
})

describe('the end of a time limit', () => {
  it('moves to the first working day after a holiday and says from where', () => {
    expect(periodEnd('2026-12-05')).toEqual({ date: '2026-12-07', movedFrom: '2026-12-05' })
    expect(periodEnd('2026-12-04')).toEqual({ date: '2026-12-04', movedFrom: null })
    expect(periodEnd('2026-10-01')).toEqual({ date: '2026-10-08', movedFrom: '2026-10-01' })
    // A Saturday on which people work.
    expect(periodEnd('2026-10-10')).toEqual({ date: '2026-10-10', movedFrom: null })
  })
  it('is never a holiday, never earlier, and at most nine days later', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 9_000 }), after => {
        const day = addDays('2025-01-01', after)
        const { date, movedFrom } = periodEnd(day)
        expect(isRestDay(date)).toBe(false)
        expect(date >= day && date <= addDays(day, 9)).toBe(true)
        expect(movedFrom).toBe(date === day ? null : day)
      }),
    )
  })
})
