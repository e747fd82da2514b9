/**
 * Mutants of files for tests of readers: bytes changed, removed, repeated, or replaced by what readers trip over. A failure prints the seed;
 * `MUTANT_SEED=… npx vitest run …` makes the same mutants again.
 */
import { randomInt } from 'node:crypto'
import { expect, it } from 'vitest'

export type Random = () => number

/** Numbers from 0 to 1 (mulberry32). */
export const randomOf = (seed: number): Random => {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

const TOKENS = [
  '"',
  "'",
  ',',
  '\n',
  '\r',
  '\0',
  '\ufeff',
  '\u202e',
  '\ud800',
  '-1',
  '0',
  '1e999',
  '99999999999999999999',
  '4294967296',
  '0.5',
  'NaN',
  '-->',
  '<',
  '>',
  '&',
  '&amp;',
  '<!--',
  '<![CDATA[',
  ']]>',
  '<?',
  '{',
  '}',
  '[',
  ']',
  'null',
  'true',
  '__proto__',
  'constructor',
  '甲',
  '𠮷',
  '\\',
  '\\u0000',
] as const

const pick = <T>(random: Random, from: readonly T[]): T => from[Math.floor(random() * from.length)] as T

/** One change. */
const change = (bytes: Buffer, random: Random): Buffer => {
  const at = Math.floor(random() * (bytes.length + 1))
  const length = Math.floor(random() ** 4 * (bytes.length - at))
  const [before, part, after] = [bytes.subarray(0, at), bytes.subarray(at, at + length), bytes.subarray(at + length)]
  switch (Math.floor(random() * 6)) {
    case 0:
      return Buffer.concat([before, after])
    case 1:
      return Buffer.concat([before, part, part, after])
    case 2:
      return Buffer.concat([before, Buffer.from([random() * 256]), bytes.subarray(at + 1)])
    case 3:
      return Buffer.concat([before, Buffer.from(pick(random, TOKENS)), bytes.subarray(at + 1)])
    case 4:
      return Buffer.concat([
        before,
        Buffer.from(pick(random, TOKENS).repeat(1 + Math.floor(random() * 5_000))),
        bytes.subarray(at),
      ])
    default:
      return random() < 0.3 ? before : Buffer.concat([after, before, part])
  }
}

export const mutantOf = (bytes: Buffer, random: Random): Buffer => {
  let mutant = bytes
  for (let changes = 1 + Math.floor(random() * 4); changes > 0; changes -= 1) mutant = change(mutant, random)
  return mutant
}

const MUTANTS = Number(process.env.MUTANTS ?? 500)
/** Most time for one mutant: they are small. */
const MOST_MS = 2_000

/** Tests that a reader answers each mutant of the samples. `answerOf` throws unless the answer is data or a refusal with words. */
export const testMutants = (
  reader: string,
  samples: readonly Buffer[],
  answerOf: (mutant: Buffer, random: Random) => Promise<void> | void,
): void => {
  const seed = Number(process.env.MUTANT_SEED ?? randomInt(2 ** 31))
  it(`${MUTANTS} mutants of ${reader}, seed ${seed}`, async () => {
    console.log(`mutants of ${reader}: MUTANT_SEED=${seed}`)
    for (let number = 0; number < MUTANTS; number += 1) {
      const random = randomOf(seed + number)
      const begun = performance.now()
      try {
        await answerOf(mutantOf(pick(random, samples), random), random)
      } catch (cause) {
        throw new Error(`mutant ${number} of ${reader}: MUTANT_SEED=${seed + number} MUTANTS=1`, { cause })
      }
      expect(performance.now() - begun, `mutant ${number}, MUTANT_SEED=${seed + number} MUTANTS=1`).toBeLessThan(MOST_MS)
    }
  }, 60_000)
}

/** A refusal that a person can read. */
export const WORDS = { zh: expect.stringMatching(/\p{Script=Han}/u), en: expect.stringMatching(/[a-z]{3}/) }
