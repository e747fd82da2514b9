/** The sums of a batch are those of its files, and it is read again only while something moves. */
import { expect, it } from 'vitest'
import type { BatchFile } from '../../../../api/index.ts'
import { isIn, isMoving, sumOf } from './file-state.ts'

const file = (state: BatchFile['state'], imported?: Partial<NonNullable<BatchFile['import']>>): BatchFile =>
  ({ id: 1, name: '', bytes: 0, state, import: imported ?? null }) as BatchFile

it('counts files by where they are, and rows of those that are over', () => {
  const files = [
    file('looking'),
    file('ready'),
    file('asks'),
    file('problem'),
    file('started', { state: 'done', rows: 10, accepted: 7, review: 2, refused: 1 }),
    file('started', { state: 'reading', rows: null }),
  ]
  expect(sumOf(files)).toEqual({
    files: 6,
    looking: 1,
    ready: 1,
    open: 2,
    started: 2,
    over: 1,
    rows: 10,
    accepted: 7,
    review: 2,
    refused: 1,
  })
  expect(files.filter(one => isIn('open', one))).toHaveLength(2)
  expect(isMoving(files)).toBe(true)
})

it('stands still when all is looked at and over', () => {
  expect(isMoving([file('ready'), file('problem'), file('started', { state: 'held' })])).toBe(false)
  expect(isMoving([file('started', { state: 'deciding' })])).toBe(true)
})
