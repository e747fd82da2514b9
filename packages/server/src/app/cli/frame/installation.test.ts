import { resolve } from 'node:path'
import { expect, it } from 'vitest'
import { placeOf } from './installation.ts'

it('prefers --data to MINGCE_DATA to .mingce, and ignores empty values', () => {
  const usual = resolve('.mingce')
  expect(placeOf(undefined, {})).toEqual({ dataDir: usual, url: undefined })
  expect(placeOf(undefined, { MINGCE_DATA: '', DATABASE_URL: '' })).toEqual({ dataDir: usual, url: undefined })
  expect(placeOf(undefined, { MINGCE_DATA: '/a', DATABASE_URL: 'postgres://b' })).toEqual({ dataDir: '/a', url: 'postgres://b' })
  expect(placeOf('/c', { MINGCE_DATA: '/a', DATABASE_URL: 'postgres://b' })).toEqual({ dataDir: '/c', url: undefined })
})
