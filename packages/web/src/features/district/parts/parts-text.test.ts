/** The list of a community's parts as text. */
import { expect, it } from 'vitest'
import type { DividedCommunity } from '../../../api/index.ts'
import { linesOf, partsOfText } from './parts-text.ts'

const EAST = '110105201201'
const listed: DividedCommunity = {
  community: { code: EAST, name: '东村村民委员会' },
  township: { code: '110105201', name: '试验乡' },
  parts: [
    { part: '1组', name: '一组', population: 320, source: 'typed', districts: [] },
    { part: '2组', name: '二组', population: 295, source: 'register', districts: [] },
  ],
  divided: [],
  stated: [{ part: '3组', inRegister: 0, registered: 4, listed: false }],
  open: 0,
}

it('is edited line by line, and begins with what rosters name where nothing is listed', () => {
  expect(linesOf(listed)).toBe('一组\t320\n二组\t295')
  expect(partsOfText(linesOf(listed))).toEqual([
    { name: '一组', population: 320 },
    { name: '二组', population: 295 },
  ])
  expect(linesOf({ ...listed, parts: [] })).toBe('3组')
  expect(linesOf(undefined)).toBe('')
})
