/** The table of open points, how they are found, and lists of articles. */
import { expect, it } from 'vitest'
import { joinArticles, OPEN_POINTS, openPointsFor, openPointsOf, readSettings, settingsOf } from './index.ts'

it('every open point has a name of its own, a default and another value', () => {
  expect(new Set(OPEN_POINTS.map(({ code }) => code)).size).toBe(OPEN_POINTS.length)
  for (const { code, values } of OPEN_POINTS) {
    expect(new Set(values).size).toBe(2)
    expect(settingsOf()[code]).toBe(values[0])
    expect(readSettings({ [code]: values[1] })).toEqual({ [code]: values[1] })
  }
})

it('settings are read only where code and value are in the table', () => {
  expect(readSettings({})).toEqual({})
  expect(readSettings({ silence: 'listed', 'took-part': 'issued' })).toEqual({ silence: 'listed', 'took-part': 'issued' })
  expect(readSettings({ silence: 'issued' })).toBeUndefined()
  expect(readSettings({ quiet: 'listed' })).toBeUndefined()
})

it('a point is open where another value changes the answer, with the other points as given; articles do not count', () => {
  const evaluate = ({ silence, declined, suspended }: ReturnType<typeof settingsOf>) => ({
    answer: silence === 'listed' && declined === 'listed',
    article: suspended,
  })
  expect(openPointsOf({}, evaluate)).toEqual(['declined'])
  expect(openPointsOf({ declined: 'listed' }, evaluate)).toEqual(['silence', 'declined'])
  expect(openPointsOf({ declined: 'listed' }, evaluate, openPointsFor('tally'))).toEqual([])
})

it('articles are listed once, national law first, by number', () => {
  expect(joinArticles('SH 45', 'EL 45, EL 4', undefined, 'BJ 55', 'CL 58', 'P83 10', 'EL 45', 'GF 3003', '')).toBe(
    'EL 4, EL 45, P83 10, CL 58, BJ 55, SH 45, GF 3003',
  )
  expect(joinArticles()).toBe('')
})
