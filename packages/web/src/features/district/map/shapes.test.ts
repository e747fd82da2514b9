/** What the map draws of a community that is divided into parts. */
import { expect, it } from 'vitest'
import type { DistrictPlanUnit } from '../../../api/index.ts'
import { drawingOf, placesOf } from './shapes.ts'

const EAST = '110105201201'
const WEST = '110105201202'
const unit = (code: string, name: string, district: number | null): DistrictPlanUnit => ({
  code,
  name,
  population: 1,
  district,
  existing: null,
  longitude: null,
  latitude: null,
})
const square = {
  type: 'Polygon',
  coordinates: [
    [
      [0, 0],
      [1, 0],
      [1, 1],
      [0, 1],
      [0, 0],
    ],
  ],
}

it('is one place of the map, with the outline of its community, unless its parts were drawn one by one', () => {
  const units = [unit(`${EAST}/1组`, '东村一组', 1), unit(`${EAST}/2组`, '东村二组', 2), unit(WEST, '西村', 1)]
  const shapes = [{ code: `${EAST}/1组`, shape: square }]
  expect([...placesOf(units, shapes).keys()]).toEqual([EAST, WEST])
  expect(drawingOf(units, shapes)?.units.map(one => [one.code, one.name])).toEqual([[EAST, '东村']])
  // As the map was read before the community was divided.
  expect(drawingOf(units, [{ code: EAST, shape: square }])?.units.map(one => one.code)).toEqual([EAST])
  const both = [...shapes, { code: `${EAST}/2组`, shape: square }]
  expect(drawingOf(units, both)?.units.map(one => one.code)).toEqual([`${EAST}/1组`, `${EAST}/2组`])
})
