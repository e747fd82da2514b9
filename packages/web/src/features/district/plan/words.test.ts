/** A deviation that rounds to zero has no sign. */
import { expect, it } from 'vitest'
import { signedPercent } from './words.ts'

it('formats percentages with a sign, and zero without one', () =>
  expect([0.1234, -0.02, -0.0004, 0.0004, 0.2, null].map(share => signedPercent(share))).toEqual([
    '+12.3%',
    '-2.0%',
    '0.0%',
    '0.0%',
    '+20.0%',
    '–',
  ]))
