/** EL 28, 29: the list twenty days before election day, objections within five days; and the contents of a supplement. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { objectionRulesFor, objectionsUntil } from '../election/index.ts'
import { addDays } from '../standards/index.ts'
import { changeOf, correctionMark, judgePublication, listDue, markOf } from './index.ts'

const rules = objectionRulesFor('default')
const terms = (pollingDay: string, kind: 'list' | 'supplement' = 'list') => ({
  pollingDay,
  due: listDue(pollingDay),
  rules,
  kind,
})

describe('publishing a list', () => {
  test('accepts 31 July for an election on 20 August', () => {
    expect(listDue('2026-08-20')).toEqual({ date: '2026-07-31', article: 'EL 28' })
    expect(judgePublication(terms('2026-08-20'), '2026-07-31')).toEqual({
      ok: true,
      value: { deadline: '2026-07-31', daysLate: 0, objections: { date: '2026-08-05', movedFrom: null }, lateReason: null },
    })
  })
  test('refuses a day later and cites the article, unless an officer records a reason', () => {
    expect(judgePublication(terms('2026-08-20'), '2026-08-01')).toMatchObject({
      ok: false,
      error: { code: 'publication-late', article: 'EL 28', deadline: '2026-07-31', daysLate: 1 },
    })
    expect(judgePublication(terms('2026-08-20'), '2026-08-01', '  ')).toMatchObject({ ok: false })
    expect(judgePublication(terms('2026-08-20'), '2026-08-01', ' 洪水停电两日 ')).toMatchObject({
      ok: true,
      value: { daysLate: 1, lateReason: '洪水停电两日' },
    })
  })
  test('ignores a reason when the list is in time', () => {
    expect(judgePublication(terms('2026-08-20'), '2026-07-01', '备用')).toMatchObject({ ok: true, value: { lateReason: null } })
  })
  test('refuses any publication after election day, whatever the reason', () => {
    expect(judgePublication(terms('2026-08-20'), '2026-08-21', '理由')).toMatchObject({
      ok: false,
      error: { code: 'election-day-passed' },
    })
    expect(judgePublication(terms('2026-08-20', 'supplement'), '2026-08-21')).toMatchObject({ ok: false })
  })
  test('takes the day of the rule set for a by-election, and cites it (BJ 61)', () => {
    const byElection = { ...terms('2026-12-20'), due: { date: '2026-12-05', article: 'BJ 61' } }
    expect(judgePublication(byElection, '2026-12-05')).toMatchObject({ ok: true, value: { daysLate: 0 } })
    const late = judgePublication(byElection, '2026-12-06')
    expect(late).toMatchObject({ ok: false, error: { article: 'BJ 61', deadline: '2026-12-05' } })
    expect(late.ok ? '' : late.error.text.zh).toContain('选举日的15日以前')
  })
  test('accepts a supplement until election day (BJ 30)', () => {
    expect(judgePublication(terms('2026-08-20', 'supplement'), '2026-08-20')).toMatchObject({
      ok: true,
      value: { daysLate: 0 },
    })
  })
  test('is in time exactly when published at least twenty days before election day', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 20_000 }), fc.integer({ min: 0, max: 60 }), (start, before) => {
        const day = addDays('2000-01-01', start)
        expect(judgePublication(terms(day), addDays(day, -before)).ok).toBe(before >= 20)
      }),
    )
  })
  test('ends objections after five days, by default without the day of publication', () => {
    const until = (day: string, counts = false) => objectionsUntil(day, { ...rules, publicationDayCounts: counts }).date
    expect(until('2026-07-31')).toBe('2026-08-05')
    expect(until('2026-07-31', true)).toBe('2026-08-04')
    // 3 January 2027 is a Sunday.
    expect(until('2026-12-29')).toBe('2027-01-04')
    expect(objectionsUntil('2026-11-30', { ...rules, movesToWorkday: false })).toEqual({ date: '2026-12-05', movedFrom: null })
  })
})

describe('marks', () => {
  test('show the year of birth only where name and sex do not distinguish two voters (PIPL 25)', () => {
    expect(markOf(1, 1985)).toBe('')
    expect(markOf(2, 1985)).toBe('1985年生')
  })
  test('show what the earlier list said for a correction', () => {
    const now = { name: '张炜', sex: 'M', group: '第一组' }
    expect(correctionMark({ ...now, name: '张伟' }, now)).toBe('原为“张伟”')
    expect(correctionMark({ ...now, group: '第二组', sex: 'F' }, now)).toBe('原为女，原在第二组')
  })
})

describe('a supplement', () => {
  const person = { name: '张伟', sex: 'M', group: '第一组' }
  test('lists who was added, removed or corrected, and no unchanged voters', () => {
    expect(changeOf(null, person)).toBe('added')
    expect(changeOf(person, null)).toBe('removed')
    expect(changeOf(person, { ...person, name: '张炜' })).toBe('corrected')
    expect(changeOf(person, { ...person, group: '第二组' })).toBe('corrected')
    expect(changeOf(person, { ...person })).toBeNull()
    expect(changeOf(null, null)).toBeNull()
  })
})
