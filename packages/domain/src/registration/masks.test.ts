import fc from 'fast-check'
import { expect, it } from 'vitest'
import { FINDINGS, factOf, hasFact, withFacts, withoutFacts } from './index.ts'

const mask = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER })

it('does with 53 bits what the operators do with 32', () => {
  fc.assert(
    fc.property(mask, mask, (a, b) => {
      const [x, y] = [BigInt(a), BigInt(b)]
      expect(hasFact(a, b)).toBe((x & y) !== 0n)
      expect(withFacts(a, b)).toBe(Number(x | y))
      expect(withoutFacts(a, b)).toBe(Number(x & ~y))
    }),
  )
})

it('gives each finding a bit of its own, below 53', () => {
  const bits = FINDINGS.map(({ bit }) => bit)
  expect(new Set(bits).size).toBe(bits.length)
  expect(Math.max(...bits)).toBeLessThan(53)
  for (const { code, bit } of FINDINGS) expect(factOf(code)).toBe(2 ** bit)
})
