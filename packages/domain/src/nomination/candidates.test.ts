/** The order of a list of candidates, and the primary. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { evaluatePrimary, LOCAL_NOMINATION, orderCandidates, type PrimaryInput } from './index.ts'

const names = [
  { id: 'w', name: '王三', votes: 90 },
  { id: 'd', name: '丁一', votes: 40 },
  { id: 'z', name: '赵四', votes: 400 },
]
const order = (rules: string, people: Parameters<typeof orderCandidates>[0]['people']) => orderCandidates({ rules, people })

describe('the order of candidates', () => {
  it('is by strokes without a primary', () => {
    const people = names.map(({ id, name }) => ({ id, name }))
    expect(order('beijing', people)).toEqual({ order: ['d', 'w', 'z'], article: 'BJ 43, GF 3003', open: [] })
    expect(order('zhejiang', people).article).toBe('ZJ 35, ZJ 36, GF 3003')
  })
  it('is by votes after a primary (P83 10), in Zhejiang by strokes (ZJ 36)', () => {
    for (const rules of ['default', 'beijing', 'shanghai', 'shandong']) expect(order(rules, names).order).toEqual(['z', 'w', 'd'])
    expect(order('beijing', names).article).toBe('P83 10, BJ 43')
    expect(order('zhejiang', names).order).toEqual(['d', 'w', 'z'])
  })
  it('of equal votes is by strokes (BJ 43)', () => {
    expect(
      order(
        'beijing',
        names.map(one => ({ ...one, votes: 7 })),
      ).order,
    ).toEqual(['d', 'w', 'z'])
  })
  it('does not hang on the order of the input, also for people of one name', () => {
    const people = [...names, { id: 'v', name: '王三', votes: 90 }]
    fc.assert(
      fc.property(
        fc.shuffledSubarray(people, { minLength: people.length }),
        fc.constantFrom(...Object.keys(LOCAL_NOMINATION)),
        (shuffled, rules) => {
          expect(order(rules, shuffled)).toEqual(order(rules, people))
        },
      ),
    )
  })
})

const base: PrimaryInput = {
  rules: 'beijing',
  seats: 1,
  voters: 900,
  tookPart: 300,
  wanted: 2,
  people: [
    { id: 'A', name: '赵安', votes: 120 },
    { id: 'B', name: '钱平', votes: 100 },
    { id: 'C', name: '丁林', votes: 80 },
  ],
}
const primary = (more: Partial<PrimaryInput> = {}, settings: Parameters<typeof evaluatePrimary>[1] = {}) => {
  const found = evaluatePrimary({ ...base, ...more }, settings)
  return found.ok ? found.value : found.error
}
const votes = (...each: readonly number[]) =>
  each.map((n, i) => ({ id: 'ABCDE'.charAt(i), name: ['赵安', '钱平', '丁林', '李安', '周平'][i] ?? '', votes: n }))

describe('a primary', () => {
  it('decides by rank of votes (EL 32)', () => {
    expect(primary()).toEqual({
      valid: true,
      code: 'decided',
      formal: ['A', 'B'],
      tie: null,
      places: 0,
      article: 'EL 31, EL 32, P83 10, BJ 40, BJ 41, BJ 42, BJ 43',
      open: [],
    })
  })
  it('needs a third of the voters in Beijing only (BJ 41)', () => {
    expect(primary({ voters: 901 })).toMatchObject({
      valid: false,
      code: 'too-few-took-part',
      formal: [],
      article: 'EL 32, BJ 41',
    })
    for (const rules of ['default', 'shanghai', 'zhejiang', 'shandong'])
      expect(primary({ rules, voters: 901 })).toMatchObject({ code: 'decided' })
  })
  it('asks for a number of candidates in the ratio (EL 31)', () => {
    for (const wanted of [1, 3]) expect(primary({ wanted })).toMatchObject({ valid: false, code: 'outside-ratio' })
    expect(primary({ seats: 2, wanted: 3 })).toMatchObject({ code: 'decided', formal: ['A', 'B', 'C'] })
    expect(primary({ seats: 2, wanted: 2 })).toMatchObject({ code: 'outside-ratio' })
  })
  it('puts nobody in or out by a tie at the border: open (EL 32)', () => {
    const tie = { people: votes(120, 90, 90, 90) }
    expect(primary(tie)).toMatchObject({
      code: 'border-tie',
      formal: ['A'],
      tie: ['C', 'D', 'B'],
      places: 1,
      open: ['border-tie'],
    })
    expect(primary(tie, { 'border-tie': 'strokes' })).toMatchObject({ code: 'decided', formal: ['A', 'C'], tie: null, places: 0 })
    expect(primary({ people: votes(90, 90, 90) })).toMatchObject({ formal: [], places: 2 })
    expect(primary({ people: votes(90, 90, 10) })).toMatchObject({ code: 'decided', open: [] })
  })
  it('lists in the order of the rule set', () => {
    const three = { seats: 2, wanted: 3, people: votes(50, 90, 70, 10) }
    expect(primary(three)).toMatchObject({ formal: ['B', 'C', 'A'] })
    expect(primary({ ...three, rules: 'zhejiang' })).toMatchObject({ formal: ['C', 'A', 'B'] })
  })
  it('gives no result from figures that contradict each other', () => {
    expect(primary({ tookPart: 901 })).toBe('figures')
    expect(primary({ people: votes(301, 1, 1) })).toBe('figures')
    expect(primary({ seats: 2, wanted: 4 })).toBe('figures')
  })
  it('fills each place once, by votes alone, whatever the order of the input', () => {
    const anyPeople = fc
      .array(fc.nat(4), { minLength: 4, maxLength: 7 })
      .map(list => list.map((n, i) => ({ id: `p${i}`, name: '赵钱孙李周吴郑'.charAt(i), votes: n })))
    fc.assert(
      fc.property(anyPeople, fc.constantFrom(...Object.keys(LOCAL_NOMINATION)), (people, rules) => {
        const found = evaluatePrimary({ ...base, rules, people, seats: 2, wanted: 3 })
        if (!found.ok) throw new Error(found.error)
        const { formal, tie, places } = found.value
        expect(formal.length + places).toBe(3)
        const votesOf = (id: string) => people.find(one => one.id === id)?.votes ?? -1
        const out = people.filter(({ id }) => !formal.includes(id) && !tie?.includes(id))
        for (const id of [...formal, ...(tie ?? [])])
          for (const one of out) expect(votesOf(id)).toBeGreaterThan(tie?.includes(id) ? one.votes : one.votes - 1)
        for (const id of formal) for (const other of tie ?? []) expect(votesOf(id)).toBeGreaterThan(votesOf(other))
        const reversed = evaluatePrimary({ ...base, rules, people: [...people].reverse(), seats: 2, wanted: 3 })
        expect(reversed).toEqual(found)
      }),
    )
  })
})
