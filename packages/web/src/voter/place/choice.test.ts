/** What the voter’s form accepts as sufficient: any one complete set of evidence, and nothing where none is asked for. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Evidence, Form, FormBasis } from '../api/index.ts'
import { asksForUnit, claimOf, isComplete, isEnough, NO_DATES, startingChoice, waysOf } from './choice.ts'

const text = { zh: '文', en: 'text' }
const ask = (evidence: Evidence) => ({ evidence, title: text, why: text, article: 'BJ 31' })
const hukou: FormBasis = { basis: 'hukou', title: text, why: text, article: 'BJ 30', asks: [], enough: [] }
const residence: FormBasis = {
  ...hukou,
  basis: 'residence',
  asks: (['certificate', 'residencePermit', 'tookPartLastTime'] as const).map(ask),
  enough: [['certificate', 'residencePermit'], ['tookPartLastTime']],
}
const work: FormBasis = { ...residence, basis: 'work' }
const community = { code: '110105021027', name: '南新园社区' }
const form: Form = { hukouArea: null, suggestion: { community, basis: 'hukou', why: text }, bases: [hukou, residence, work] }

describe('a choice of where to vote', () => {
  it('starts with the suggestion of the form, which is complete', () => {
    const choice = startingChoice(form)
    expect(choice).toEqual({ community, basis: hukou, evidence: [], dates: NO_DATES, unit: '', electsTownship: null, part: null })
    expect(isComplete(choice)).toBe(true)
    expect(claimOf(choice)).toEqual({ community: community.code, basis: 'hukou', evidence: [] })
  })

  it('starts with the community of a poster, and asks why there unless it is the suggested one', () => {
    const other = { code: '110105021028', name: '平乐园社区' }
    expect(startingChoice(form, other)).toMatchObject({ community: other, basis: null })
    expect(startingChoice(form, community)).toEqual(startingChoice(form))
  })

  it('starts empty without a suggestion, unless there is only one basis', () => {
    expect(startingChoice({ ...form, suggestion: null })).toMatchObject({ community: null, basis: null })
    expect(startingChoice({ hukouArea: null, suggestion: null, bases: [hukou] }).basis).toBe(hukou)
    expect(claimOf(startingChoice({ ...form, suggestion: null }))).toBeNull()
  })

  it('has sufficient evidence with any one complete set', () => {
    expect(isEnough(residence, ['certificate'])).toBe(false)
    expect(isEnough(residence, ['certificate', 'residencePermit'])).toBe(true)
    expect(isEnough(residence, ['tookPartLastTime'])).toBe(true)
    expect(waysOf(residence).map(way => way.map(each => each.evidence))).toEqual(residence.enough)
  })

  it('never becomes insufficient with more evidence', () => {
    const kinds = fc.subarray(residence.asks.map(each => each.evidence))
    fc.assert(fc.property(kinds, kinds, (some, more) => !isEnough(residence, some) || isEnough(residence, [...some, ...more])))
  })

  it('counts dates on election day, and sends only those that were asked', () => {
    const dated: FormBasis = {
      ...residence,
      asks: [
        { ...ask('residence'), by: '2025-12-20' },
        { ...ask('contract'), by: '2025-12-20' },
      ],
      enough: [['residence'], ['contract']],
    }
    const enough = (dates: object) => isEnough(dated, ['residence', 'contract'], { ...NO_DATES, ...dates }, '2026-12-20')
    expect(enough({})).toBe(false)
    expect(enough({ livesHereSince: '2025-12-20' })).toBe(true)
    expect(enough({ livesHereSince: '2025-12-21' })).toBe(false)
    expect(enough({ contractFrom: '2025-12-20', contractUntil: '2026-12-20' })).toBe(true)
    expect(enough({ contractFrom: '2020-01-01', contractUntil: '2026-12-19' })).toBe(false)
    const dates = { livesHereSince: '2025-12-20', contractFrom: '2025-01-01', contractUntil: '' }
    const choice = {
      community,
      part: null,
      basis: dated,
      evidence: ['residence'] as const,
      dates,
      unit: '',
      electsTownship: null,
    }
    expect(claimOf(choice)).toEqual({
      community: community.code,
      basis: 'residence',
      evidence: ['residence'],
      livesHereSince: '2025-12-20',
    })
  })

  it('asks for the unit only from those who register at one', () => {
    expect([hukou, residence, work].map(asksForUnit)).toEqual([false, false, true])
    expect(
      isComplete({ community, basis: work, evidence: [], dates: NO_DATES, unit: ' ', electsTownship: null, part: null }),
    ).toBe(false)
    const choice = {
      community,
      basis: work,
      evidence: ['student', 'certificate'] as const,
      dates: NO_DATES,
      unit: ' 东方化工厂 ',
      electsTownship: null,
      part: '1组',
    }
    expect(claimOf(choice)).toEqual({
      community: community.code,
      basis: 'work',
      evidence: ['certificate'],
      unit: '东方化工厂',
      part: '1组',
    })
  })
})
