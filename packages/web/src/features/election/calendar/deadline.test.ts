/** Days are counted on the calendar, whatever the clock does in between. */
import { expect, it } from 'vitest'
import { dayDistance, localDay } from './deadline.ts'

it('counts days across months and a change of the clock', () => {
  expect(dayDistance('2026-10-20', '2026-11-05')).toBe(16)
  expect(dayDistance('2026-11-05', '2026-11-05')).toBe(0)
  expect(dayDistance('2026-11-06', '2026-11-05')).toBe(-1)
  expect(dayDistance('2024-02-28', '2024-03-01')).toBe(2)
})

it('takes the day from the clock on the wall', () => expect(localDay(new Date(2026, 0, 5, 23, 59))).toBe('2026-01-05'))
