/** Voter groups are sorted by their numbers. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compareGroups } from './index.ts'

test.each([
  [['', '第1组', '第2组', '第10组', '第100组']],
  [['第一组', '第二组', '第九组', '第十组', '第十一组', '第二十组', '第二十一组', '第一百零三组']],
  [['1', '2', '10', '甲', '乙'].toSorted(compareGroups)],
  [['南区2组', '南区12组', '南区12组甲']],
])('%j', groups => {
  expect(groups.toReversed().toSorted(compareGroups)).toEqual(groups)
})

test('compareGroups is a total order', () => {
  const group = fc.string({ unit: fc.constantFrom(...'第组一二十百零1203甲'), maxLength: 6 })
  fc.assert(
    fc.property(group, group, group, (a, b, c) => {
      expect(Math.sign(compareGroups(a, b))).toBe(-Math.sign(compareGroups(b, a)) + 0)
      expect(compareGroups(a, b) === 0).toBe(a === b)
      if (compareGroups(a, b) <= 0 && compareGroups(b, c) <= 0) expect(compareGroups(a, c)).toBeLessThanOrEqual(0)
    }),
  )
})
