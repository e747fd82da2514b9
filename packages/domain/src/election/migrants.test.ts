import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays } from '../standards/index.ts'
import {
  ALL_EVIDENCE,
  EVIDENCE,
  evidenceOnDay,
  findRuleSet,
  migrantDays,
  missingProof,
  NO_DATES,
  proofTable,
  RULE_SETS,
  splitClaimed,
} from './index.ts'

const beijing = findRuleSet('beijing') ?? RULE_SETS[0]
if (!beijing) throw new Error('no rule set')
const days = migrantDays(beijing, '2026-11-20')
const PAPERS = EVIDENCE.certificate | EVIDENCE.residencePermit
const shown = (change: object) => ({ ...NO_DATES, evidence: PAPERS, claimed: 0, ...change })
const day = fc.integer({ min: 0, max: 2000 }).map(n => addDays('2022-01-01', n))

describe('a year, counted from polling day back', () => {
  it('is complete on the same day of the year, and not a day later', () => {
    expect(days).toEqual({ pollingDay: '2026-11-20', residentBy: '2025-11-20', workedBy: '2025-11-20' })
    const since = (livesHereSince: string) => evidenceOnDay(0, { ...NO_DATES, livesHereSince }, days)
    expect(since('2025-11-20')).toBe(EVIDENCE.residence)
    expect(since('2025-11-21')).toBe(0)
  })
  it('of an election on 29 February began by 28 February', () => {
    expect(migrantDays(beijing, '2028-02-29').residentBy).toBe('2027-02-28')
  })
  it('dates decide over the bare word, and the word counts without dates', () => {
    const both = EVIDENCE.residence | EVIDENCE.contract
    expect(evidenceOnDay(both, NO_DATES, days)).toBe(both)
    expect(evidenceOnDay(both, { ...NO_DATES, livesHereSince: '2026-03-01', contractFrom: '2026-03-01' }, days)).toBe(0)
  })
  it('a contract has to be in force on polling day', () => {
    const contract = (contractUntil: string | null) =>
      evidenceOnDay(0, { ...NO_DATES, contractFrom: '2024-01-01', contractUntil }, days)
    expect(contract('2026-11-19')).toBe(0)
    expect(contract('2026-11-20')).toBe(EVIDENCE.contract)
    expect(contract(null)).toBe(EVIDENCE.contract)
    expect(evidenceOnDay(EVIDENCE.contract, { ...NO_DATES, contractUntil: '2026-11-19' }, days)).toBe(0)
  })
  it('an earlier first day never proves less', () => {
    fc.assert(
      fc.property(day, day, fc.nat(ALL_EVIDENCE), (a, b, evidence) => {
        const [early, late] = a < b ? [a, b] : [b, a]
        const at = (from: string) => evidenceOnDay(evidence, { ...NO_DATES, livesHereSince: from, contractFrom: from }, days)
        expect(at(early) & at(late)).toBe(at(late))
      }),
    )
  })
})

describe('the missing condition', () => {
  it('is named with its date', () => {
    const text = missingProof(beijing, shown({ livesHereSince: '2026-03-01' }), days)
    expect(text?.zh).toBe('从2026-03-01起在本市居住，到选举日还不够：须不晚于2025-11-20；或者：没有说明劳动合同的起止日期')
    expect(text?.en).toContain('must have begun by 2025-11-20')
  })
  it('is named for a contract that ends before election day, and for a certificate', () => {
    const ended = missingProof(beijing, shown({ contractFrom: '2024-01-01', contractUntil: '2026-06-30' }), days)
    expect(ended?.zh).toContain('劳动合同到2026-06-30为止，选举日已不在合同期内')
    const none = missingProof(beijing, shown({ evidence: 0, livesHereSince: '2020-01-01' }), days)
    expect(none?.zh).toBe('没有户口所在地的选民资格证明，没有居住证')
  })
  it('says which exemption the person claims and an officer checks', () => {
    const said = EVIDENCE.student | EVIDENCE.universityStudent | EVIDENCE.certificate
    const { counted, claimed } = splitClaimed(beijing, said)
    expect(counted).toBe(EVIDENCE.certificate)
    expect(missingProof(beijing, shown({ evidence: counted, claimed }), days)?.zh).toContain('本人说是高校学生，须经核实')
    const general = findRuleSet('default') ?? beijing
    expect(splitClaimed(general, said)).toEqual({ counted: said, claimed: 0 })
  })
  it('has an officer check in every province that someone lives abroad', () => {
    for (const rules of RULE_SETS) {
      const { counted, claimed } = splitClaimed(rules, EVIDENCE.livesAbroad)
      expect([counted, claimed]).toEqual([0, EVIDENCE.livesAbroad])
      expect(missingProof(rules, shown({ evidence: 0, claimed }), days)?.zh).toContain('选举法第七条')
    }
  })
  it('is there exactly where the check finds the proof insufficient', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...RULE_SETS),
        fc.nat(ALL_EVIDENCE).map(sum => sum & ALL_EVIDENCE),
        fc.option(day),
        fc.option(day),
        fc.option(day),
        (rules, evidence, livesHereSince, contractFrom, contractUntil) => {
          const dates = { livesHereSince, contractFrom, contractUntil }
          const on = migrantDays(rules, '2026-11-20')
          const missing = missingProof(rules, { evidence, claimed: 0, ...dates }, on)
          expect(missing === null).toBe(proofTable(rules)[evidenceOnDay(evidence, dates, on)])
          if (missing) expect(missing.zh).not.toBe('')
        },
      ),
    )
  })
})
