import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays } from '../standards/index.ts'
import {
  ALL_EVIDENCE,
  EVIDENCE,
  electorateByCode,
  findRuleSet,
  lastBirthOfAdults,
  proofTable,
  type RuleSet,
  ruleSetFor,
  townshipVote,
  unitVote,
  type VoteKnown,
} from './index.ts'

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

const KNOWN: VoteKnown = { officer: null, unit: null, register: null, stated: null, earlier: false, community: 'by-person' }

describe('electorate', () => {
  const suggested = (rules: RuleSet, ...communities: readonly (readonly [string, string])[]) => [
    ...electorateByCode(
      communities.map(([code, streetName]) => ({ code, streetName })),
      rules,
    ),
  ]

  it('of the area (地区) of Nanmofang suggests the villages, and nothing of a street', () => {
    expect(
      suggested(beijing, ['110105021021', '南磨房地区'], ['110105021201', '南磨房地区'], ['110105001001', '建外街道']),
    ).toEqual([
      ['110105021021', 'none'],
      ['110105021201', 'all'],
    ])
  })
  it('asks by person in a 地区 without any village code', () => {
    expect(suggested(beijing, ['110105033021', '首都机场地区'])).toEqual([['110105033021', 'by-person']])
  })
  it('suggests all of a town, and nobody of codes from 400 on, which have no congress', () => {
    const rules = ruleSetFor('330106')
    expect([rules.id, ruleSetFor('130102').id]).toEqual(['zhejiang', 'default'])
    expect(suggested(rules, ['330106109001', '三墩镇'], ['330106001001', '北山街道'], ['330106401001', '某农场'])).toEqual([
      ['330106109001', 'all'],
      ['330106401001', 'none'],
    ])
  })
  it('staff of district units vote (BJ 28); of higher units by agreement (BJ 28), never (SH 17) or as others (P83 §7)', () => {
    const [shanghai, zhejiang] = [ruleSetFor('310101'), ruleSetFor('330106')]
    expect(unitVote('own', null, beijing)).toBe('yes')
    expect(unitVote('higher', null, beijing)).toBe('undecided')
    expect(unitVote('higher', 'votes', beijing)).toBe('yes')
    expect(unitVote('higher', 'stays-out', beijing)).toBe('no')
    expect(unitVote('higher', 'votes', shanghai)).toBe('no')
    expect(unitVote('higher', null, zhejiang)).toBeNull()
    expect(unitVote('higher', 'stays-out', zhejiang)).toBe('no')
  })
  it('the nearest source decides; the community only where nothing nearer is known', () => {
    const vote = (known: Partial<VoteKnown>) => Object.values(townshipVote({ ...KNOWN, ...known })).join('/')
    expect(vote({})).toBe('undecided/community')
    expect(vote({ community: 'all' })).toBe('yes/community')
    expect(vote({ community: 'none', register: true })).toBe('yes/register')
    expect(vote({ community: 'none', unit: 'yes', register: false })).toBe('yes/unit')
    expect(vote({ community: 'all', unit: 'undecided' })).toBe('undecided/unit')
    expect(vote({ officer: false, unit: 'yes' })).toBe('no/officer')
    expect(vote({ register: true, stated: false })).toBe('undecided/disputed')
    expect(vote({ community: null, stated: true })).toBe('no/community')
  })
  it('a move within the township never drops the vote, and no row alone takes it away', () => {
    const sources = {
      officer: fc.constant(null),
      unit: fc.constantFrom(null, 'undecided' as const, 'yes' as const),
      register: fc.constantFrom(null, true),
      stated: fc.constantFrom(null, true, false),
      earlier: fc.constant(true),
      community: fc.constantFrom('all' as const, 'none' as const, 'by-person' as const),
    }
    fc.assert(
      fc.property(fc.record(sources), known => {
        if (known.register === true && known.stated === false) return
        expect(townshipVote(known).vote).not.toBe('no')
        if (known.unit !== 'undecided' || known.community !== 'all') expect(townshipVote(known).vote).toBe('yes')
      }),
    )
  })
})

describe('proof required from outside the city', () => {
  it('Beijing accepts certificate and permit after the time of residence or work, having taken part last time, and university students (BJ 31)', () => {
    const table = proofTable(beijing)
    expect(table[EVIDENCE.certificate]).toBe(false)
    expect(table[EVIDENCE.certificate + EVIDENCE.residencePermit]).toBe(false)
    expect(table[EVIDENCE.certificate + EVIDENCE.residencePermit + EVIDENCE.residence]).toBe(true)
    expect(table[EVIDENCE.certificate + EVIDENCE.residencePermit + EVIDENCE.contract]).toBe(true)
    expect(table[EVIDENCE.contract + EVIDENCE.residence]).toBe(false)
    expect(table[EVIDENCE.tookPartLastTime]).toBe(true)
    expect(table[EVIDENCE.universityStudent]).toBe(true)
    expect(table[EVIDENCE.student]).toBe(false)
    expect(table[EVIDENCE.contract]).toBe(false)
  })
  it('more evidence never makes the proof insufficient', () => {
    const evidence = fc.nat(ALL_EVIDENCE).map(sum => sum & ALL_EVIDENCE)
    const sets = [beijing, findRuleSet('default') ?? beijing]
    fc.assert(
      fc.property(fc.constantFrom(...sets), evidence, evidence, (rules, a, b) => {
        const table = proofTable(rules)
        if (table[a]) expect(table[a | b]).toBe(true)
      }),
    )
  })
})
