/** Made-up people have the demography of a city. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { drawName, mistype } from './names.ts'
import { readNanmofang } from './nanmofang.ts'
import { isValid } from './numbers.ts'
import { createPeople, type Person } from './people.ts'
import { createRandom } from './random.ts'
import { AGE_PYRAMID } from './shape.ts'

const area = readNanmofang()
const pollingDay = '2026-12-20'

const people = (count: number, seed = 1): Person[] => {
  const all: Person[] = []
  for (const person of createPeople({
    area,
    pollingDay,
    seed,
    schools: [{ name: '明远学院', community: 0 }],
    hukouElsewhere: 0.38,
  })) {
    all.push(person)
    if (all.length === count) break
  }
  return all
}
const share = <T>(items: readonly T[], test: (item: T) => boolean): number => items.filter(test).length / items.length
describe('made-up people', () => {
  const all = people(60_000)
  it('follow the age pyramid', () => {
    const total = AGE_PYRAMID.reduce((sum, n) => sum + n, 0)
    AGE_PYRAMID.forEach((weight, group) => {
      const last = group === AGE_PYRAMID.length - 1
      const found = share(all, person => Math.floor(person.age / 5) === group || (last && person.age >= 85))
      expect(Math.abs(found - weight / total)).toBeLessThan(0.006)
    })
  })
  it('are about half men, with more women among the old', () => {
    expect(share(all, person => person.sex === 'M')).toBeCloseTo(0.51, 1)
    expect(
      share(
        all.filter(person => person.age >= 80),
        person => person.sex === 'F',
      ),
    ).toBeGreaterThan(0.5)
  })
  it('are migrants in 33 to 42 per cent of cases', () => {
    const migrants = share(all, person => person.migrant)
    expect(migrants).toBeGreaterThan(0.33)
    expect(migrants).toBeLessThan(0.42)
    expect(all.every(person => person.migrant === !person.hukouArea.startsWith('11'))).toBe(true)
  })
  it('have common surnames as frequent as in the country, and are Han in 95 per cent of cases', () => {
    const common = share(all, person => ['王', '李', '张', '刘', '陈'].includes(person.name.charAt(0)))
    expect(common).toBeGreaterThan(0.24)
    expect(common).toBeLessThan(0.38)
    expect(Math.abs(share(all, person => person.people === '汉族') - 0.952)).toBeLessThan(0.01)
  })
  it('sometimes have names that need all of Unicode', () => {
    expect(all.some(person => person.name.includes('·'))).toBe(true)
    expect(all.some(person => /[\u{20000}-\u{3ffff}]/u.test(person.name))).toBe(true)
    expect(all.some(person => person.name.startsWith('欧阳'))).toBe(true)
  })
  it('live in households whose children have the surname of a parent', () => {
    const homes = new Map<string, Person[]>()
    for (const person of all.filter(p => p.school < 0)) homes.set(person.address, [...(homes.get(person.address) ?? []), person])
    expect(all.length / homes.size).toBeGreaterThan(1.6)
    const families = [...homes.values()].filter(home => home.some(p => p.age < 15) && home.some(p => p.age > 25))
    expect(
      share(families, home => home.some(p => p.age < 15 && home.some(q => q.age > 25 && q.name.charAt(0) === p.name.charAt(0)))),
    ).toBeGreaterThan(0.8)
  })
  it('have valid, unique numbers that contain sex and birth date', () => {
    expect(new Set(all.map(person => person.number)).size).toBe(all.length)
    expect(
      all.every(
        p =>
          isValid(p.number) && p.number.slice(6, 14) === String(p.birth) && Number(p.number[16]) % 2 === (p.sex === 'M' ? 1 : 0),
      ),
    ).toBe(true)
  })
  it('include some who turn 18 on election day and on the day after', () => {
    expect(all.some(person => person.birth === 20081220)).toBe(true)
    expect(all.some(person => person.birth === 20081221)).toBe(true)
  })
  it('have mistyped names that differ from the original', () => {
    fc.assert(
      fc.property(
        fc.nat(),
        fc.constantFrom('M' as const, 'F' as const),
        fc.integer({ min: 1930, max: 2008 }),
        (seed, sex, year) => {
          const { name } = drawName(createRandom(seed), sex, year)
          expect(mistype(name)).not.toBe(name)
          expect([...mistype(name)].length).toBe([...name].length)
        },
      ),
    )
  })
})
