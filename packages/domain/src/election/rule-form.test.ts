import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  ALL_EVIDENCE,
  EVIDENCE,
  evidenceIn,
  evidenceSum,
  findRuleSet,
  formFor,
  lastDayToRegister,
  proofTable,
  RULE_SETS,
} from './index.ts'

const rulesOf = (id: string) => {
  const rules = findRuleSet(id)
  if (!rules) throw new Error(id)
  return rules
}
const beijing = rulesOf('beijing')
const inChaoyang = { electionArea: '110105021', tookPart: false }

describe('the registration form', () => {
  it('asks local voters for no evidence', () => {
    for (const { asks, enough } of formFor(beijing, { ...inChaoyang, hukouArea: '110101' })) {
      expect(asks).toEqual([])
      expect(enough).toEqual([[]])
    }
  })
  it('asks voters from outside for what each basis requires, and does not offer the household register', () => {
    const form = formFor(beijing, { ...inChaoyang, hukouArea: '410105' })
    expect(form.map(({ basis, enough }) => [basis, enough])).toEqual([
      ['residence', [['certificate', 'residencePermit', 'residence'], ['tookPartLastTime'], ['livesAbroad']]],
      ['work', [['certificate', 'residencePermit', 'contract'], ['tookPartLastTime']]],
      ['study', [['universityStudent'], ['tookPartLastTime']]],
    ])
  })
  it('asks for no evidence from someone who took part last time, where the rules allow it', () => {
    const form = formFor(beijing, { ...inChaoyang, hukouArea: '410105', tookPart: true })
    expect(form.map(basis => basis.asks)).toEqual([[], [], []])
    const shanghai = formFor(rulesOf('shanghai'), { electionArea: '310104', hukouArea: '410105', tookPart: true })
    expect(shanghai.map(({ asks }) => asks.map(asked => asked.evidence))).toEqual([
      ['certificate', 'livesAbroad'],
      ['certificate'],
      ['certificate'],
    ])
  })
  it('lets citizens living abroad register where they lived last, in every province (EL 7)', () => {
    for (const rules of RULE_SETS) {
      const form = formFor(rules, { electionArea: '110105', hukouArea: null, tookPart: false })
      expect(form.find(({ basis }) => basis === 'residence')?.enough).toContainEqual(['livesAbroad'])
      expect(
        form.filter(({ asks }) => asks.some(({ evidence }) => evidence === 'livesAbroad')).map(({ basis }) => basis),
      ).toEqual(['residence'])
    }
  })
  it('requires no evidence while the household registration is unknown', () => {
    for (const { enough } of formFor(beijing, { ...inChaoyang, hukouArea: null })) expect(enough[0]).toEqual([])
  })
  it('accepts exactly the evidence that the check accepts', () => {
    fc.assert(
      fc.property(fc.constantFrom(...RULE_SETS), fc.nat(ALL_EVIDENCE), fc.boolean(), (rules, shown, tookPart) => {
        const form = formFor(rules, { hukouArea: '990101', electionArea: '110105', tookPart })
        const byForm = form.some(basis => basis.enough.some(set => (shown & evidenceSum(set)) === evidenceSum(set)))
        const counted = shown | (tookPart ? EVIDENCE.tookPartLastTime : 0)
        expect(byForm).toBe(proofTable(rules)[counted])
      }),
    )
  })
  it('converts evidence to bits and back', () => {
    for (let sum = 0; sum <= ALL_EVIDENCE; sum += 1) expect(evidenceSum(evidenceIn(sum))).toBe(sum & ALL_EVIDENCE)
  })
  it('accepts registrations until the day that each locality sets (BJ 30, SH 25, ZJ 29, SD 29)', () => {
    const last = (id: string) => lastDayToRegister(rulesOf(id), '2026-12-20')
    expect(['beijing', 'shanghai', 'zhejiang', 'shandong', 'default'].map(last)).toEqual([
      '2026-12-19',
      '2026-12-18',
      '2026-12-08',
      '2026-12-19',
      '2026-12-19',
    ])
  })
})
