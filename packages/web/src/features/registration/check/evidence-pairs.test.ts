/** Evidence is read by name; documents come out of their bits. */
import { expect, it } from 'vitest'
import { evidencePairs, papersIn } from './evidence-pairs.ts'

it('flattens and leaves out what is not said', () =>
  expect(evidencePairs({ register: '张伟', on: null, other: { row: 3 }, list: ['a', 'b'] })).toEqual([
    ['register', '张伟'],
    ['other.row', 3],
    ['list', 'a, b'],
  ]))

it('names the documents', () => {
  expect(papersIn(0)).toEqual([])
  expect(papersIn(1 | 8)).toEqual(['certificate', 'tookPart'])
})
