/** Doors: the same one however it is written, in the order of a walk, and never anybody lost. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { compareDoors, doorKey, readDoor } from './door.ts'

const AREAS = ['北京市', '朝阳区', '南磨房地区', '东郊社区']
const read = (address: string) => Object.values(readDoor(address, AREAS))

it.each([
  ['北京市朝阳区南磨房地区东郊社区12号楼3单元1201室', ['', '12', '3', '1201']],
  ['东郊社区12号楼3单元1201', ['', '12', '3', '1201']],
  ['12栋3单元12层1201号', ['', '12', '3', '1201']],
  ['十二幢三单元 1201 室', ['', '12', '3', '1201']],
  ['幸福路5号院3号楼2门301', ['幸福路5号院', '3', '2', '301']],
  ['幸福路5号院甲3号楼', ['幸福路5号院', '甲3', '', '']],
  ['世纪城A座1502', ['世纪城', 'A', '', '1502']],
  ['12-3-502', ['', '12', '3', '502']],
  ['东里12-502室', ['东里', '12', '', '502']],
  ['王家村二组18号', ['王家村二组', '', '', '18']],
  ['王家村18号院内西屋', ['王家村', '', '', '18西屋']],
  ['建国路某处', ['建国路某处', '', '', '']],
  ['', ['', '', '', '']],
])('reads %s', (address, expected) => {
  expect(read(address)).toEqual(expected)
})

it('sorts as one walks', () => {
  const walk = [
    '',
    '10号楼1单元101',
    '2号楼2单元101',
    '2号楼1单元1001',
    '2号楼1单元201',
    '甲2号楼1单元101',
    '王家村3号',
    '王家村12号',
  ]
  const doors = walk.map(address => readDoor(address)).sort(compareDoors)
  expect(doors.map(door => [door.place, door.building, door.unit, door.door].join('/'))).toEqual([
    '/2/1/201',
    '/2/1/1001',
    '/2/2/101',
    '/10/1/101',
    '/甲2/1/101',
    '王家村///3',
    '王家村///12',
    '///',
  ])
})

it('reads any text, the same each time, and orders any doors', () => {
  const doors = fc.string({ unit: 'grapheme' }).map(text => readDoor(text, AREAS))
  fc.assert(
    fc.property(doors, doors, (a, b) => {
      expect(Math.sign(compareDoors(a, b)) + Math.sign(compareDoors(b, a))).toBe(0)
      if (doorKey(a) === doorKey(b)) expect(compareDoors(a, b)).toBe(0)
    }),
  )
})
