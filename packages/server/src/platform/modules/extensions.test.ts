/** Extension points: contributions are returned in order, and a single extension point refuses none or two. */
import { expect, it } from 'vitest'
import { Extensions, extensionPoint } from './index.ts'

const SECTIONS = extensionPoint<string>('test.sections')

it('returns contributions in the order in which they were added', () => {
  const extensions = new Extensions()
  expect(extensions.all(SECTIONS)).toEqual([])
  extensions.add(SECTIONS, 'registration')
  extensions.add(SECTIONS, 'roll')
  expect(extensions.all(SECTIONS)).toEqual(['registration', 'roll'])
})

it('refuses none or two contributions to a single extension point', () => {
  const extensions = new Extensions()
  expect(() => extensions.one(SECTIONS)).toThrow('test.sections')
  extensions.add(SECTIONS, 'registration')
  expect(extensions.one(SECTIONS)).toBe('registration')
  extensions.add(SECTIONS, 'roll')
  expect(() => extensions.one(SECTIONS)).toThrow('test.sections')
})
