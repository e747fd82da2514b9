/** Dividing and joining: one community at a time. */
import { expect, it } from 'vitest'
import { dividable } from './dividable.ts'

const EAST = '110105201201'
const WEST = '110105201202'

it('is divided or joined where one community is selected', () => {
  expect(dividable([EAST])).toEqual({ kind: 'divide', code: EAST })
  expect(dividable([`${EAST}/1组`, `${EAST}/2组`])).toEqual({ kind: 'join', code: EAST })
  expect([dividable([]), dividable([EAST, WEST]), dividable(['110105201']), dividable(['U1'])]).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
  ])
})
