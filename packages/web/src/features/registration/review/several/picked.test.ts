/** Cases are decided together only when one and the same thing is open of each. */
import { expect, it } from 'vitest'
import type { ReviewCase } from '../../../../api/index.ts'
import { findingOfAll, MOST_PICKED, toggled } from './picked.ts'

const withOpen = (...codes: ReviewCase['findings'][number]['code'][]) =>
  ({ findings: codes.map(code => ({ code, state: 'open' })) }) as ReviewCase

it('adds and takes away, up to the most that one request takes', () => {
  expect([...toggled(toggled(new Set(), 'a'), 'b')]).toEqual(['a', 'b'])
  expect([...toggled(new Set(['a', 'b']), 'a')]).toEqual(['b'])
  const full = new Set(Array.from({ length: MOST_PICKED }, (_, at) => String(at)))
  expect(toggled(full, 'one more')).toBe(full)
  expect(toggled(full, '0').size).toBe(MOST_PICKED - 1)
})

it('names the finding that all of them have, and only that', () => {
  expect(findingOfAll([withOpen('population.name'), withOpen('population.name')])).toBe('population.name')
  expect(findingOfAll([withOpen('population.name'), withOpen('population.absent')])).toBeNull()
  expect(findingOfAll([withOpen('population.name', 'population.absent')])).toBeNull()
  expect(findingOfAll([])).toBeNull()
})
