import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays } from '../standards/index.ts'
import { EVIDENCE, elects, findRuleSet, lastBirthOfAdults, proofTable, ruleSetFor } from './index.ts'

const day = fc
  .date({ min: new Date('1950-01-01'), max: new Date('2100-12-31'), noInvalidDate: true })
  .map(d => d.toISOString().slice(0, 10))
const beijing = ruleSetFor('110105021')

describe('voting age', () => {
  it('includes a birthday on election day but not on the day after (EL 4, BJ 29)', () => {
    expect(lastBirthOfAdults('2026-12-20')).toBe('2008-12-20')
  })
  it('is reached on 1 March of a common year by a person born on 29 February', () => {
    expect(lastBirthOfAdults('2026-02-28') < '2008-02-29').toBe(true)
    expect(lastBirthOfAdults('2026-03-01') >= '2008-02-29').toBe(true)
    expect(lastBirthOfAdults('2028-02-29')).toBe('2010-02-28')
  })
  it('never excludes anyone on a later day', () => {
    fc.assert(
      fc.property(day, E => {
        expect(lastBirthOfAdults(addDays(E, 1)) >= lastBirthOfAdults(E)).toBe(true)
      }),
    )
  })
})

describe('electorate', () => {
  it('in the area (地区) of Nanmofang everyone elects district deputies and only the villages elect township deputies', () => {
    expect(elects('county', '110105021021', '南磨房地区', beijing)).toBe(true)
    expect(elects('township', '110105021021', '南磨房地区', beijing)).toBe(false)
    expect(elects('township', '110105021201', '南磨房地区', beijing)).toBe(true)
  })
  it('all communities of a town elect its deputies, a subdistrict has no congress', () => {
    const rules = ruleSetFor('330106')
    expect([rules.id, ruleSetFor('130102').id]).toEqual(['zhejiang', 'default'])
    expect(elects('township', '330106109001', '三墩镇', rules)).toBe(true)
    expect(elects('township', '330106001001', '北山街道', rules)).toBe(false)
  })
})

describe('proof required from outside the city', () => {
  it('Beijing accepts certificate and permit, or having taken part last time, or student status (BJ 31)', () => {
    const table = proofTable(beijing)
    expect(table[EVIDENCE.certificate]).toBe(false)
    expect(table[EVIDENCE.certificate + EVIDENCE.residencePermit]).toBe(true)
    expect(table[EVIDENCE.tookPartLastTime]).toBe(true)
    expect(table[EVIDENCE.student]).toBe(true)
    expect(table[EVIDENCE.contract]).toBe(false)
  })
  it('more evidence never makes the proof insufficient', () => {
    const sets = [beijing, findRuleSet('default') ?? beijing]
    fc.assert(
      fc.property(fc.constantFrom(...sets), fc.nat(31), fc.nat(31), (rules, a, b) => {
        const table = proofTable(rules)
        if (table[a]) expect(table[a | b]).toBe(true)
      }),
    )
  })
})
