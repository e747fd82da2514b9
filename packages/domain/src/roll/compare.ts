/**
 * What happened to a list: given the lines as published and the lines as found, names each line that was changed, dropped, added or put
 * elsewhere. Knows nothing of files, so a browser can say the same as the command line.
 */

/** One line: its exact text, and keys by which a changed line is still recognised, the surest first (number, salt, name). */
export interface Line {
  readonly text: string
  readonly keys: readonly string[]
}

/** Positions count from 0: `was` in the published lines, `is` in those found. */
export type Difference =
  | { readonly code: 'changed'; readonly was: number; readonly is: number }
  | { readonly code: 'dropped'; readonly was: number }
  | { readonly code: 'added'; readonly is: number /** A second copy of a line that stands. */; readonly copy: boolean }
  | { readonly code: 'reordered'; readonly was: number; readonly is: number }

/** Members of the longest run that is still in order; the rest has moved. Patience sorting, n log n. */
const inOrder = (values: readonly number[]): Set<number> => {
  const tails: number[] = []
  const before = new Map<number, number | undefined>()
  for (const value of values) {
    let low = 0
    let high = tails.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((tails[middle] ?? Infinity) < value) low = middle + 1
      else high = middle
    }
    before.set(value, tails[low - 1])
    tails[low] = value
  }
  const kept = new Set<number>()
  for (let value = tails.at(-1); value !== undefined; value = before.get(value)) kept.add(value)
  return kept
}

/** Of a permutation of 0…n−1, the values that were moved: both of two that changed places, else the fewest that explain the order. */
const moved = (values: readonly number[]): Set<number> => {
  const out = new Set<number>()
  const rest = values.map((value, place) => {
    if (value === place || values[value] !== place) return value
    out.add(value)
    return place
  })
  const kept = inOrder(rest)
  rest.forEach(value => {
    if (!kept.has(value)) out.add(value)
  })
  return out
}

/** Every difference between the lines as published and as found; empty exactly when both are the same lines in the same order. */
export const differences = (published: readonly Line[], found: readonly Line[]): Difference[] => {
  const places = new Map<string, number[]>()
  published.forEach((line, place) => {
    const known = places.get(line.text)
    if (known) known.push(place)
    else places.set(line.text, [place])
  })
  const matches: { was: number; is: number }[] = []
  const strangers: number[] = []
  const copies = new Set<number>()
  found.forEach((line, is) => {
    const known = places.get(line.text)
    const was = known?.shift()
    if (was !== undefined) matches.push({ was, is })
    else {
      if (known) copies.add(is)
      strangers.push(is)
    }
  })

  const missing = new Set([...places.values()].flat())
  const changed: Difference[] = []
  let unpaired = strangers.filter(is => !copies.has(is))
  const depth = Math.max(0, ...[...missing].map(was => published[was]?.keys.length ?? 0))
  for (let key = 0; key < depth && missing.size > 0 && unpaired.length > 0; key++) {
    const byKey = new Map<string, number>()
    for (const was of [...missing].sort((a, b) => b - a)) {
      const value = published[was]?.keys[key]
      if (value) byKey.set(value, was)
    }
    unpaired = unpaired.filter(is => {
      const value = found[is]?.keys[key]
      const was = value ? byKey.get(value) : undefined
      if (value === undefined || was === undefined) return true
      byKey.delete(value)
      missing.delete(was)
      changed.push({ code: 'changed', was, is })
      return false
    })
  }

  const ranks = new Map([...matches].sort((a, b) => a.was - b.was).map(({ was }, rank) => [was, rank]))
  const shuffled = moved(matches.map(({ was }) => ranks.get(was) ?? 0))
  return [
    ...changed,
    ...[...missing].sort((a, b) => a - b).map(was => ({ code: 'dropped' as const, was })),
    ...[...unpaired, ...copies].sort((a, b) => a - b).map(is => ({ code: 'added' as const, is, copy: copies.has(is) })),
    ...matches
      .filter(({ was }) => shuffled.has(ranks.get(was) ?? 0))
      .map(({ was, is }) => ({ code: 'reordered' as const, was, is })),
  ]
}
