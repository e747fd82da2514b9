/**
 * Random figures that a seed decides. Own lines instead of a library: nothing but the tests needs one otherwise, the numbers of a seed must
 * stay the same for ever (truth files and pictures in the docs rest on them), and a draw must cost nanoseconds.
 */

/** A stream of random figures; the same seed gives the same stream. */
export interface Random {
  /** 0 ≤ x < 1 */
  unit(): number
  /** 0 ≤ n < bound, whole */
  below(bound: number): number
  /** True in `share` of the cases. */
  chance(share: number): boolean
  /** One of the items, all alike. `items` must not be empty. */
  pick<T>(items: readonly T[]): T
}

/** sfc32 (Chris Doty-Humphrey): 128 bits of state, passes PractRand; `seed` is any whole number, `stream` tells uses of one seed apart. */
export const createRandom = (seed: number, stream = 0): Random => {
  let a = seed | 0
  let b = Math.floor(seed / 2 ** 32) | 0
  let c = stream | 0
  let counter = 1
  const next = (): number => {
    const t = (((a + b) | 0) + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = ((c << 21) | (c >>> 11)) + t
    c |= 0
    return t >>> 0
  }
  for (let i = 0; i < 16; i++) next()
  const unit = () => next() / 2 ** 32
  const below = (bound: number) => Math.floor(unit() * bound)
  return { unit, below, chance: share => unit() < share, pick: items => items[below(items.length)] as (typeof items)[number] }
}

/** Draws an index by weight; the weights are summed once. */
export const weighted = (weights: readonly number[]): ((random: Random) => number) => {
  let total = 0
  const sums = Float64Array.from(weights, weight => {
    total += weight
    return total
  })
  return random => {
    const at = random.unit() * total
    let low = 0
    let high = sums.length - 1
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((sums[middle] as number) > at) high = middle
      else low = middle + 1
    }
    return low
  }
}
