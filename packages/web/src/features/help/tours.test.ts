/** Which page has which tour. */
import { expect, it } from 'vitest'
import { tourOf } from './tours.ts'

it('finds the tours of the three main screens by their paths', () => {
  expect(tourOf('/elections/110105021-20261220')).toBe('overview')
  expect(tourOf('/elections/110105021-20261220/imports')).toBe('import')
  expect(tourOf('/elections/110105021-20261220/imports/new')).toBe('import')
  expect(tourOf('/elections/110105021-20261220/reviews')).toBe('review')
  for (const other of ['/elections', '/elections/new', '/elections/1/imports/7', '/elections/1/roll', '/help'])
    expect(tourOf(other)).toBeNull()
})
