import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decide, FINDINGS, factOf, findingsIn, STANDING } from './index.ts'

const anyMask = fc.integer({ min: 0, max: 2 ** FINDINGS.length - 1 })

describe('decide', () => {
  it('accepts a row without findings', () => {
    expect(decide(0)).toEqual({ outcome: 'accepted', findings: [] })
  })
  it('accepts a row with a note', () => {
    expect(decide(factOf('identity.upgraded'))).toEqual({ outcome: 'accepted', findings: ['identity.upgraded'] })
  })
  it('gives a refusal precedence over a review and an unchanged row', () => {
    const mask = factOf('eligibility.deprived') + factOf('population.name') + STANDING.unchangedInRoll
    expect(decide(mask)).toEqual({ outcome: 'refused', findings: ['eligibility.deprived'] })
  })
  it('never improves the outcome when a fault is added', () => {
    const rank = { accepted: 0, review: 1, refused: 2, unchanged: -1 }
    fc.assert(
      fc.property(anyMask, fc.constantFrom(...FINDINGS), (mask, finding) => {
        expect(rank[decide(mask | (2 ** finding.bit)).outcome]).toBeGreaterThanOrEqual(rank[decide(mask).outcome])
      }),
    )
  })
  it('every finding has its own bit, apart from the bits of standing, and texts in both languages', () => {
    expect(new Set(FINDINGS.map(f => f.bit)).size).toBe(FINDINGS.length)
    for (const finding of FINDINGS) {
      expect(finding.bit).toBeLessThan(53)
      expect(Object.values(STANDING)).not.toContain(2 ** finding.bit)
      expect(finding.title.zh && finding.title.en && finding.next.zh && finding.next.en && finding.article).toBeTruthy()
      expect(findingsIn(factOf(finding.code))).toEqual([finding.code])
    }
  })
})
