/** Days are calendar days, regardless of clock changes. */
import { expect, it } from 'vitest'
import { dayDistance } from './deadline.ts'

it('counts days across months and clock changes', () => {
  expect(dayDistance('2026-10-20', '2026-11-05')).toBe(16)
  expect(dayDistance('2026-11-05', '2026-11-05')).toBe(0)
  expect(dayDistance('2026-11-06', '2026-11-05')).toBe(-1)
  expect(dayDistance('2024-02-28', '2024-03-01')).toBe(2)
})
