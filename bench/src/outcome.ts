/** What one side of `bench roll` used and found. */
export interface Outcome {
  readonly seconds: number
  readonly peakMemoryMB?: number
  /** CPU seconds of the client and of the server, which vary least on a busy machine. */
  readonly cpu?: { readonly client: number; readonly server: number }
  /** Seconds by step. */
  readonly phases: Readonly<Record<string, number>>
  readonly counts: Readonly<Record<string, number | string | Readonly<Record<string, number>>>>
}

/** Counts as one flat list; counts by code under `finding <code>`. */
const flat = (counts: Outcome['counts']): Map<string, number | string> => {
  const rows = new Map<string, number | string>()
  for (const [name, value] of Object.entries(counts))
    if (typeof value === 'object') for (const [code, count] of Object.entries(value).sort()) rows.set(`finding ${code}`, count)
    else rows.set(name, value)
  return rows
}

export interface Compared {
  readonly name: string
  readonly ours: number | string
  readonly peer: number | string
  readonly equal: boolean
}

/** Each count of both sides next to each other; 0 where a side lacks it. */
export const compareCounts = (ours: Outcome, peer: Outcome): Compared[] => {
  const [a, b] = [flat(ours.counts), flat(peer.counts)]
  return [...new Set([...a.keys(), ...b.keys()])].map(name => {
    const [left, right] = [a.get(name) ?? 0, b.get(name) ?? 0]
    return { name, ours: left, peer: right, equal: left === right }
  })
}
