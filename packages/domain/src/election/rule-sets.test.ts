/** Rule sets: the program's own, and those that an office brings. */
import { describe, expect, it } from 'vitest'
import {
  articlesOf,
  citeWith,
  EVIDENCE,
  findRuleSet,
  foreignCitations,
  proofTable,
  RULE_FILES,
  RULE_KEYS,
  RULE_SETS,
  RULE_VALUES,
  readRuleSet,
  ruleSetFor,
} from './index.ts'

const rulesOf = (id: string) => {
  const rules = findRuleSet(id)
  if (!rules) throw new Error(id)
  return rules
}

/** Hebei’s rules as an office might write them; the province and its articles are made up. */
const hebei = {
  ...(RULE_FILES.shandong as Record<string, unknown>),
  id: 'hebei',
  name: { zh: '河北', en: 'Hebei' },
  provinces: ['13'],
  source: '河北省实施细则（虚构）',
  bases: [
    {
      basis: 'hukou',
      title: { zh: '户口在这里', en: 'My household registration is here' },
      why: { zh: '在户口所在地登记', en: 'You register at your household registration' },
      article: '河北省实施细则 20',
      proofs: [],
    },
  ],
  values: {
    ...Object.fromEntries(RULE_KEYS.map(key => [key, 'not settled'])),
    oneDistrictOnly: { value: true, article: '河北省实施细则 20' },
    meeting: { value: 'always', article: '河北省实施细则 33' },
    pollingDaysMost: { value: 2, open: true },
  },
}

describe('the rule sets of the program', () => {
  it('are read from their files, each value with an article, with the set that settles it', () => {
    expect(RULE_SETS.map(({ id }) => id)).toEqual(['beijing', 'shanghai', 'zhejiang', 'shandong', 'default'])
    for (const rules of RULE_SETS) for (const key of RULE_KEYS) expect(rules.values[key].article).not.toBe('')
    expect(rulesOf('shanghai').values.meeting).toEqual({ value: 'always', article: 'SH 33', from: 'local' })
    expect(rulesOf('zhejiang').values.orderAfterPrimary).toEqual({ value: 'strokes', article: 'ZJ 36', from: 'local' })
    // Shanghai is silent: the national text holds. No text gives a figure: the default is open.
    expect(rulesOf('shanghai').values.orderAfterPrimary).toEqual({ value: 'votes', article: 'P83 §10', from: 'national' })
    expect(rulesOf('shandong').values.deviationWarning).toEqual({ value: 0.3, article: 'EL 26', from: 'open' })
  })

  it('ask in Zhejiang for the residence permit and the certificate, on whatever basis (ZJ 27)', () => {
    const table = proofTable(rulesOf('zhejiang'))
    expect([table[EVIDENCE.certificate], table[EVIDENCE.certificate + EVIDENCE.residencePermit]]).toEqual([false, true])
    expect(proofTable(rulesOf('shandong'))[EVIDENCE.certificate]).toBe(true)
  })

  it('cite no other province’s text', () => {
    const others = {
      beijing: /SH|ZJ|SD/,
      shanghai: /BJ|ZJ|SD/,
      zhejiang: /BJ|SH|SD/,
      shandong: /BJ|SH|ZJ/,
      default: /BJ|SH|ZJ|SD/,
    }
    for (const [id, other] of Object.entries(others))
      expect([id, articlesOf(rulesOf(id)).filter(article => other.test(article))]).toEqual([id, []])
  })

  it('say by their articles where a finding comes from', () => {
    const cited = ['beijing', 'shanghai', 'zhejiang', 'shandong', 'default'].map(id =>
      citeWith('EL 5', ['oneDistrictOnly'], rulesOf(id)),
    )
    expect(cited).toEqual(['EL 5, BJ 5', 'EL 5, SH 20', 'EL 5, ZJ 26', 'EL 5, SD 22', 'EL 5'])
  })
})

describe('an office’s own rule set', () => {
  it('is read whole, and cites its own text', () => {
    const read = readRuleSet(JSON.parse(JSON.stringify(hebei)))
    if (!read.ok) throw new Error(JSON.stringify(read.error))
    const rules = read.value
    expect(rules.values.meeting).toEqual({ value: 'always', article: '河北省实施细则 33', from: 'local' })
    expect(rules.values.voterCard).toEqual({ value: 'card-or-id', article: 'EL 37', from: 'national' })
    expect(rules.values.pollingDaysMost).toEqual({ value: 2, article: 'EL 37', from: 'own' })
    expect(citeWith('EL 5', ['oneDistrictOnly'], rules)).toBe('EL 5, 河北省实施细则 20')
    expect(ruleSetFor('130102', [rules, ...RULE_SETS]).id).toBe('hebei')
  })

  it('and only it may be cited beside the national laws', () => {
    const read = readRuleSet(hebei)
    if (!read.ok) throw new Error('refused')
    expect(foreignCitations('EL 27, 29, 河北省实施细则 25, P83 §9, CL 58', read.value)).toEqual([])
    expect(foreignCitations('BJ 30, EL 27, SH 20, 河南省实施细则 3, GB 11643', read.value)).toEqual([
      'BJ 30',
      'SH 20',
      '河南省实施细则 3',
      'GB 11643',
    ])
    expect(foreignCitations('BJ 30, 河北省实施细则 25', rulesOf('beijing'))).toEqual(['河北省实施细则 25'])
  })

  it('is refused with every fault, its place and what it must be', () => {
    const faultsOf = (change: object) => {
      const read = readRuleSet({ ...hebei, ...change })
      return read.ok ? [] : read.error.map(({ at }) => at)
    }
    const values = (change: object) => ({ values: { ...hebei.values, ...change } })
    expect(faultsOf(values({ meeting: { value: 'sometimes', article: '河北省实施细则 33' } }))).toEqual(['values.meeting.value'])
    expect(faultsOf(values({ meeting: { value: 'always' } }))).toEqual(['values.meeting.article'])
    expect(faultsOf(values({ meeting: { value: 'always', article: 'HB' } }))).toEqual(['values.meeting.article'])
    expect(faultsOf(values({ meeting: 'always' }))).toEqual(['values.meeting'])
    expect(faultsOf(values({ meeting: undefined, politicalView: 'not settled' }))).toEqual([
      'values.politicalView',
      'values.meeting',
    ])
    expect(faultsOf(values({ committeeMembersCounty: { value: [15, 9], article: 'SH 8' } }))).toEqual([
      'values.committeeMembersCounty.value',
    ])
    expect(
      faultsOf({ id: 'Hebei!', version: 0, provinces: ['1'], source: '', name: { zh: '河北' }, extra: 1, bases: [] }),
    ).toEqual(['extra', 'id', 'version', 'name', 'provinces', 'source', 'bases'])
    expect(faultsOf({ bases: [{ ...hebei.bases[0], proofs: [['letter']] }] })).toEqual(['bases.0.proofs'])
    for (const json of [null, 1, '', [], {}]) expect(readRuleSet(json).ok).toBe(false)
  })

  it('may not leave a value unsaid, and every value has a title in both languages', () => {
    for (const key of RULE_KEYS) {
      const { [key]: _, ...rest } = hebei.values as Record<string, unknown>
      expect(readRuleSet({ ...hebei, values: rest }).ok).toBe(false)
      expect([RULE_VALUES[key].title.zh, RULE_VALUES[key].title.en]).not.toContain('')
    }
  })
})
