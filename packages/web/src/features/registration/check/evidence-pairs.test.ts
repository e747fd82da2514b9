/** Evidence is listed by name; documents are decoded from their bits. */
import { expect, it } from 'vitest'
import { evidencePairs, papersIn } from './evidence-pairs.ts'

it('flattens nested evidence and omits empty values', () =>
  expect(evidencePairs({ register: '张伟', on: null, other: { row: 3 }, list: ['a', 'b'] })).toEqual([
    ['register', '张伟'],
    ['other.row', 3],
    ['list', 'a, b'],
  ]))

it('decodes the documents', () => {
  expect(papersIn(0)).toEqual([])
  expect(papersIn(1 | 8)).toEqual(['certificate', 'tookPart'])
})
