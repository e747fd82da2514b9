import { resolve } from 'node:path'
import { expect, it } from 'vitest'
import { placeOf } from './installation.ts'

it('takes --data before MINGCE_DATA before .mingce, and what is empty for not given', () => {
  const usual = resolve('.mingce')
  expect(placeOf(undefined, {})).toEqual({ dataDir: usual, url: undefined })
  expect(placeOf(undefined, { MINGCE_DATA: '', DATABASE_URL: '' })).toEqual({ dataDir: usual, url: undefined })
  expect(placeOf(undefined, { MINGCE_DATA: '/a', DATABASE_URL: 'postgres://b' })).toEqual({ dataDir: '/a', url: 'postgres://b' })
  expect(placeOf('/c', { MINGCE_DATA: '/a', DATABASE_URL: 'postgres://b' })).toEqual({ dataDir: '/c', url: undefined })
})
