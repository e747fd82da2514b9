import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays, compareDates, daysBetween } from '../standards/index.ts'
import { findRuleSet, judgeStep, movedBy, RULE_SETS, type RuleSet, standingOf, timetable } from './index.ts'

const rulesOf = (id: string): RuleSet => {
  const rules = findRuleSet(id)
  if (!rules) throw new Error(id)
  return rules
}
const value = <T>(result: { ok: true; value: T } | { ok: false; error: unknown }): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.error))
  return result.value
}
const beijing = rulesOf('beijing')
const day = fc.integer({ min: 0, max: 36_524 }).map(n => addDays('2000-01-01', n))

describe('the timetable', () => {
  it('has the legal dates for election day 20 August 2026', () => {
    const steps = value(timetable({ day: '2026-08-20', rules: rulesOf('default') }))
    expect(steps.map(({ step, date, article }) => [step, date, article])).toEqual([
      ['list-published', '2026-07-31', 'EL 28'],
      ['objections-filed', '2026-08-05', 'EL 29'],
      ['nominees-published', '2026-08-05', 'EL 32'],
      ['objections-decided', '2026-08-10', 'EL 29'],
      ['candidates-published', '2026-08-13', 'EL 32'],
      ['suit-filed', '2026-08-15', 'EL 29, CPL 188'],
      ['judgment-served', '2026-08-19', 'EL 29, CPL 189'],
      ['registration-closed', '2026-08-19', 'EL 27'],
      ['introductions-end', '2026-08-20', 'EL 34'],
      ['polling', '2026-08-20', 'EL 37'],
      ['first-session', '2026-10-20', 'OL 20'],
    ])
  })

  it('counts the objection period from the actual day of publication', () => {
    const steps = value(timetable({ day: '2026-08-20', rules: beijing, listPublishedOn: '2026-07-20' }))
    const [filed, decided] = ['objections-filed', 'objections-decided'].map(name => steps.find(({ step }) => step === name))
    // The fifth day is a Saturday: the last day moves to Monday (民法典 203, CPL 85).
    expect(filed).toMatchObject({ date: '2026-07-27', movedFrom: '2026-07-25' })
    expect(decided).toMatchObject({ date: '2026-07-30' })
    for (const step of [filed, decided]) expect(step).not.toHaveProperty('planned')
  })

  it('says that the objection period is planned while no list is published, and does not end it by a planned day', () => {
    const steps = value(timetable({ day: '2026-08-20', rules: beijing }))
    expect(steps.filter(({ planned }) => planned).map(({ step }) => step)).toEqual(['objections-filed', 'objections-decided'])
    const now = standingOf(steps, {}, '2026-08-15')
    expect(now.filter(({ planned }) => planned).map(({ state, doneOn }) => [state, doneOn])).toEqual([
      ['blocked', null],
      ['blocked', null],
    ])
  })

  it('says which days may still move because the holidays of their year are not entered yet', () => {
    const open = (day: string) => value(timetable({ day, rules: beijing })).filter(({ restDaysOpen }) => restDaysOpen)
    expect(open('2027-11-10').map(({ step }) => step)).toEqual(['objections-filed', 'objections-decided'])
    expect(open('2026-11-10')).toEqual([])
    // The list is due in 2026; its fifth day is in 2027.
    expect(open('2027-01-18').map(({ step, date }) => [step, date.slice(0, 4)])).toEqual([
      ['objections-filed', '2027'],
      ['objections-decided', '2027'],
    ])
  })

  it('never moves the last day for a lawsuit, which is counted back from election day', () => {
    const steps = value(timetable({ day: '2026-10-06', rules: beijing, listPublishedOn: '2026-09-14' }))
    expect(steps.find(({ step }) => step === 'suit-filed')).toMatchObject({ date: '2026-10-01' })
    expect(steps.find(({ step }) => step === 'suit-filed')).not.toHaveProperty('movedFrom')
  })

  it('follows the local dates for a by-election in Beijing, without a first session', () => {
    const steps = value(timetable({ day: '2026-12-20', rules: beijing, byElection: true }))
    const days = Object.fromEntries(steps.map(({ step, date }) => [step, daysBetween('2026-12-20', date)]))
    expect(days).toMatchObject({ 'list-published': -15, 'nominees-published': -5, 'candidates-published': -3 })
    expect(days).not.toHaveProperty('first-session')
    expect(steps.find(({ step }) => step === 'list-published')).toMatchObject({ article: 'BJ 61', local: true })
  })

  it('publishes nominees with the list where only the list has a shorter time (ZJ 59)', () => {
    const steps = value(timetable({ day: '2026-12-20', rules: rulesOf('zhejiang'), byElection: true }))
    const days = Object.fromEntries(steps.map(({ step, date }) => [step, daysBetween('2026-12-20', date)]))
    expect(days).toMatchObject({ 'list-published': -12, 'nominees-published': -12, 'candidates-published': -7 })
  })

  it('allows polling over three days in Shanghai but not in Beijing', () => {
    const three = { day: '2026-12-20', lastDay: '2026-12-22' }
    const steps = value(timetable({ ...three, rules: rulesOf('shanghai') }))
    expect(steps.find(({ step }) => step === 'polling-end')?.date).toBe('2026-12-22')
    expect(steps.find(({ step }) => step === 'first-session')?.date).toBe('2027-02-22')
    expect(timetable({ ...three, rules: beijing })).toMatchObject({ ok: false, error: { code: 'timetable.days' } })
    expect(timetable({ day: '2026-12-20', lastDay: '2026-12-19', rules: beijing }).ok).toBe(false)
    expect(timetable({ day: '2026-02-30', rules: beijing })).toMatchObject({ ok: false, error: { code: 'timetable.day' } })
  })

  it.each(['0001-01-01', '9999-12-31', '1849-12-31', '2200-01-01', '2026-02-30'])('refuses election day %s', day => {
    const made = timetable({ day, rules: beijing })
    expect(made.ok ? 'made' : made.error.code).toBe('timetable.day')
  })

  it('puts the first session on the last day of a month that is too short', () => {
    const last = (date: string) =>
      value(timetable({ day: date, rules: beijing })).find(({ step }) => step === 'first-session')?.date
    expect([last('2026-12-31'), last('2027-12-31'), last('2026-12-30')]).toEqual(['2027-02-28', '2028-02-29', '2027-02-28'])
  })

  it('orders every step after the steps it depends on, for any election day, leap years included', () => {
    fc.assert(
      fc.property(day, fc.constantFrom(...RULE_SETS), fc.boolean(), (polling, rules, byElection) => {
        const steps = value(timetable({ day: polling, rules, byElection }))
        const date = Object.fromEntries(steps.map(step => [step.step, step.date]))
        expect([...steps].sort((a, b) => compareDates(a.date, b.date)).map(s => s.date)).toEqual(steps.map(s => s.date))
        expect(new Set(steps.map(step => step.step)).size).toBe(steps.length)
        for (const step of steps)
          for (const before of step.after) expect(compareDates(date[before] ?? '', step.date)).toBeLessThanOrEqual(0)
        if (!byElection) {
          expect(daysBetween(date['list-published'] ?? '', polling)).toBe(20)
          const session = date['first-session'] ?? ''
          expect(daysBetween(polling, session)).toBeGreaterThanOrEqual(59)
          expect(daysBetween(polling, session)).toBeLessThanOrEqual(62)
        }
        const shifted = value(timetable({ day: addDays(polling, 1), rules, byElection }))
        const moved = ['first-session', 'objections-filed', 'objections-decided']
        for (const step of steps.filter(one => !moved.includes(one.step)))
          expect(shifted.find(one => one.step === step.step)?.date).toBe(addDays(step.date, 1))
      }),
    )
  })
})

describe('the status of the steps', () => {
  const steps = value(timetable({ day: '2026-12-20', rules: beijing }))
  const state = (done: Parameters<typeof standingOf>[1], today: string) =>
    Object.fromEntries(standingOf(steps, done, today).map(step => [step.step, step.state]))

  it('is due, late, blocked or done', () => {
    expect(state({}, '2026-11-25')).toMatchObject({
      'list-published': 'due',
      'nominees-published': 'blocked',
      polling: 'blocked',
    })
    expect(state({}, '2026-12-01')).toMatchObject({ 'list-published': 'late' })
    const published = value(timetable({ day: '2026-12-20', rules: beijing, listPublishedOn: '2026-11-28' }))
    const standing = standingOf(published, { 'list-published': '2026-11-28' }, '2026-12-01')
    expect(Object.fromEntries(standing.map(step => [step.step, step.state]))).toMatchObject({
      'list-published': 'done',
      'nominees-published': 'due',
      'candidates-published': 'blocked',
      'objections-filed': 'due',
    })
    expect(state({ 'list-published': '2026-12-02' }, '2026-12-03')).toMatchObject({ 'list-published': 'done-late' })
  })

  it('refuses a step outside its window and cites the article', () => {
    expect(judgeStep(steps, {}, 'list-published', '2026-11-30').ok).toBe(true)
    expect(judgeStep(steps, {}, 'list-published', '2026-12-01')).toMatchObject({
      ok: false,
      error: { code: 'timetable.late', article: 'EL 28' },
    })
    expect(judgeStep(steps, {}, 'nominees-published', '2026-12-01')).toMatchObject({
      ok: false,
      error: { code: 'timetable.blocked' },
    })
    const ready = { 'list-published': '2026-11-28', 'nominees-published': '2026-12-04', 'candidates-published': '2026-12-12' }
    expect(judgeStep(steps, ready, 'polling', '2026-12-19')).toMatchObject({ ok: false, error: { code: 'timetable.early' } })
    expect(judgeStep(steps, ready, 'polling', '2026-12-20').ok).toBe(true)
  })

  it('shows which steps a new election day breaks', () => {
    const earlier = value(timetable({ day: '2026-12-15', rules: beijing }))
    const moved = movedBy(steps, earlier, { 'list-published': '2026-11-28' }, '2026-12-02')
    const effects = Object.fromEntries(moved.map(step => [step.step, [step.from, step.to, step.effect]]))
    expect(effects).toMatchObject({
      'list-published': ['2026-11-30', '2026-11-25', 'broken'],
      'nominees-published': ['2026-12-05', '2026-11-30', 'over'],
      polling: ['2026-12-20', '2026-12-15', 'fits'],
    })
    expect(movedBy(steps, steps, {}, '2026-12-02')).toEqual([])
  })
})
