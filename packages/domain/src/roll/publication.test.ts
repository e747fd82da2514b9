/** EL 28, 29: the list twenty days before election day, objections within five days; and what a supplement says. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays } from '../standards/index.ts'
import { changeOf, correctionMark, judgePublication, listDeadline, markOf, objectionsUntil } from './index.ts'

describe('publishing a list', () => {
  test('a list of 31 July serves an election on 20 August', () => {
    expect(listDeadline('2026-08-20')).toBe('2026-07-31')
    expect(judgePublication('2026-08-20', '2026-07-31')).toEqual({
      ok: true,
      value: { deadline: '2026-07-31', daysLate: 0, objectionsUntil: '2026-08-05', lateReason: null },
    })
  })
  test('a day later it is refused with the article, unless an officer records why', () => {
    expect(judgePublication('2026-08-20', '2026-08-01')).toMatchObject({
      ok: false,
      error: { code: 'publication-late', article: 'EL 28', deadline: '2026-07-31', daysLate: 1 },
    })
    expect(judgePublication('2026-08-20', '2026-08-01', '  ')).toMatchObject({ ok: false })
    expect(judgePublication('2026-08-20', '2026-08-01', ' 洪水停电两日 ')).toMatchObject({
      ok: true,
      value: { daysLate: 1, lateReason: '洪水停电两日' },
    })
  })
  test('a reason given in time is not kept: the list is not late', () => {
    expect(judgePublication('2026-08-20', '2026-07-01', '备用')).toMatchObject({ ok: true, value: { lateReason: null } })
  })
  test('after election day there is nothing left to publish, whatever the reason', () => {
    expect(judgePublication('2026-08-20', '2026-08-21', '理由')).toMatchObject({
      ok: false,
      error: { code: 'election-day-passed' },
    })
    expect(judgePublication('2026-08-20', '2026-08-21', undefined, 'supplement')).toMatchObject({ ok: false })
  })
  test('a supplement goes on until voting (BJ 30)', () => {
    expect(judgePublication('2026-08-20', '2026-08-20', undefined, 'supplement')).toMatchObject({
      ok: true,
      value: { daysLate: 0 },
    })
  })
  test('for every day: in time exactly when twenty whole days lie before election day', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 20_000 }), fc.integer({ min: 0, max: 60 }), (start, before) => {
        const day = addDays('2000-01-01', start)
        expect(judgePublication(day, addDays(day, -before)).ok).toBe(before >= 20)
      }),
    )
  })
  test('objections: five days, by default without the day of publication', () => {
    expect(objectionsUntil('2026-07-31')).toBe('2026-08-05')
    expect(objectionsUntil('2026-07-31', true)).toBe('2026-08-04')
    expect(objectionsUntil('2026-12-29')).toBe('2027-01-03')
  })
})

describe('marks', () => {
  test('the year of birth stands only where name and sex do not tell two voters apart (PIPL 25)', () => {
    expect(markOf(1, 1985)).toBe('')
    expect(markOf(2, 1985)).toBe('1985年生')
  })
  test('a correction says what the earlier list said', () => {
    const now = { name: '张炜', sex: 'M', group: '第一组' }
    expect(correctionMark({ ...now, name: '张伟' }, now)).toBe('原为“张伟”')
    expect(correctionMark({ ...now, group: '第二组', sex: 'F' }, now)).toBe('原为女，原在第二组')
  })
})

describe('a supplement', () => {
  const person = { name: '张伟', sex: 'M', group: '第一组' }
  test('says who was added, removed, corrected, and nothing of those who stayed', () => {
    expect(changeOf(null, person)).toBe('added')
    expect(changeOf(person, null)).toBe('removed')
    expect(changeOf(person, { ...person, name: '张炜' })).toBe('corrected')
    expect(changeOf(person, { ...person, group: '第二组' })).toBe('corrected')
    expect(changeOf(person, { ...person })).toBeNull()
    expect(changeOf(null, null)).toBeNull()
  })
})
