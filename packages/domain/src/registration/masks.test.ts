import fc from 'fast-check'
import { expect, it } from 'vitest'
import { hasFact, withFacts, withoutFacts } from './index.ts'

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
