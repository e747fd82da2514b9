import { describe, expect, it } from 'vitest'
import { stepsOf, urgencyOf } from './objection-words.ts'

describe('objections on the page', () => {
  it('shows how urgent a decision is, and nothing once there is one', () => {
    const filed = { state: 'filed', late: false } as const
    expect([3, 0, -1].map(daysLeft => urgencyOf({ ...filed, daysLeft }))).toEqual(['soon', 'today', 'overdue'])
    expect(urgencyOf({ ...filed, late: true, daysLeft: -2 })).toBe('late')
    expect(urgencyOf({ state: 'served', late: false, daysLeft: -2 })).toBe('none')
  })

  it('offers the steps that the state allows', () => {
    const suitUntil = '2026-12-15'
    const steps = (state: Parameters<typeof stepsOf>[0]['state'], today = '2026-12-10') => stepsOf({ state, suitUntil }, today)
    expect(steps('filed')).toEqual(['decision'])
    expect(steps('decided')).toEqual(['served', 'undo'])
    expect(steps('served', '2026-12-15')).toEqual(['suit'])
    expect(steps('served', '2026-12-16')).toEqual(['close'])
    expect(steps('suit')).toEqual(['judgment'])
    expect(steps('judged')).toEqual(['close'])
    expect(steps('closed')).toEqual([])
  })
})
