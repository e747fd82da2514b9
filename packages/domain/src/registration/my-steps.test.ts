import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findRuleSet, objectionDays, objectionRulesFor, timetable } from '../election/index.ts'
import { addDays } from '../standards/index.ts'
import { type MyState, stepsFor } from './index.ts'

const rules = (id: string) => {
  const found = findRuleSet(id)
  if (!found) throw new Error(id)
  return found
}
const timetableOf = (input: { day: string; lastDay?: string; byElection?: boolean; id?: string }) => {
  const made = timetable({ ...input, rules: rules(input.id ?? 'beijing') })
  if (!made.ok) throw new Error(made.error.text.en)
  return made.value
}
type Input = Parameters<typeof timetableOf>[0] & { readonly published?: string }
const stepsOf = (
  status: MyState['status'],
  { published = null, ...input }: Omit<Input, 'published'> & { published?: string | null },
  today: string,
) => {
  const steps = timetableOf(input)
  const listOn = steps.find(({ step }) => step === 'list-published')?.date ?? ''
  const objection = objectionDays(published, listOn, objectionRulesFor('beijing'))
  return stepsFor({ status, timetable: steps, until: addDays(input.day, -5), objection, today })
}
const ask = (status: MyState['status'], input: Input, today: string) =>
  stepsOf(status, input, today).map(({ step, until }) => [step, until])

describe('a voter’s own steps', () => {
  it('are the list and election day for a registered voter, until their dates pass (EL 28)', () => {
    const input = { day: '2026-12-20' }
    expect(ask('registered', input, '2026-11-01')).toEqual([
      ['check-list', '2026-11-30'],
      ['vote', '2026-12-20'],
    ])
    expect(ask('registered', input, '2026-12-01')).toEqual([['vote', '2026-12-20']])
    expect(ask('registered', input, '2026-12-21')).toEqual([])
  })

  it('count the last day to object from the day of publication, and say that it moved', () => {
    const input = { day: '2026-12-20', published: '2026-11-23' }
    // Five days from 23 November is a Saturday.
    expect(ask('registered', input, '2026-11-24')).toEqual([
      ['object', '2026-11-30'],
      ['vote', '2026-12-20'],
    ])
    expect(ask('registered', input, '2026-12-01')).toEqual([['vote', '2026-12-20']])
    expect(stepsOf('refused', input, '2026-11-24')[0]).toMatchObject({ step: 'object', article: 'EL 29, CPL 85' })
    expect(stepsOf('refused', input, '2026-11-24')[0]?.title.zh).toContain('2026-11-28为休息日')
  })

  it('tell who was refused the last day to object, and before publication that it is planned', () => {
    for (const status of ['refused', 'removed'] as const) {
      expect(ask(status, { day: '2026-12-20' }, '2026-11-24')).toEqual([['object', '2026-12-07']])
      expect(stepsOf(status, { day: '2026-12-20' }, '2026-11-24')[0]?.title.zh).toContain('计划')
      expect(stepsOf(status, { day: '2026-12-20', published: '2026-11-25' }, '2026-11-26')[0]?.title.zh).not.toContain('计划')
    }
  })

  it('use the shorter periods of a by-election and the last day of polling over several days', () => {
    const byElection = timetableOf({ day: '2026-12-20', byElection: true }).find(({ step }) => step === 'list-published')
    expect(ask('registered', { day: '2026-12-20', byElection: true }, '2026-11-01')[0]).toEqual(['check-list', byElection?.date])
    expect(byElection?.date).not.toBe('2026-11-30')
    const severalDays = { day: '2026-12-20', lastDay: '2026-12-22', id: 'shanghai' }
    expect(ask('registered', severalDays, '2026-12-21')).toEqual([['vote', '2026-12-22']])
  })

  it('never have a date in the past, and are empty for a voter who moved', () => {
    const status = fc.constantFrom<MyState['status']>('registered', 'review', 'pending', 'refused', 'moved', 'removed')
    fc.assert(
      fc.property(status, fc.integer({ min: -60, max: 10 }), fc.boolean(), (state, days, byElection) => {
        const today = addDays('2026-12-20', days)
        const steps = ask(state, { day: '2026-12-20', byElection }, today)
        expect(steps.every(([, until = '']) => until >= today)).toBe(true)
        if (state === 'moved') expect(steps).toEqual([])
      }),
    )
  })
})
