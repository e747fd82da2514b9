/**
 * Masks of facts in JavaScript. A mask has up to 53 bits and is stored as bigint; the operators of the language know 32, so these split it.
 */

const HALF = 2 ** 26

const high = (mask: number): number => Math.floor(mask / HALF)
const low = (mask: number): number => mask % HALF

/** Has `mask` any of these facts? */
export const hasFact = (mask: number, facts: number): boolean =>
  (low(mask) & low(facts)) !== 0 || (high(mask) & high(facts)) !== 0

/** `mask` and these facts. */
export const withFacts = (mask: number, facts: number): number => (high(mask) | high(facts)) * HALF + (low(mask) | low(facts))

/** `mask` without these facts. */
export const withoutFacts = (mask: number, facts: number): number =>
  (high(mask) & ~high(facts)) * HALF + (low(mask) & ~low(facts))
