/** The report of a bench, as JSON and as text. */
import type { Compared } from './outcome.ts'

export interface Report {
  readonly name: string
  readonly seconds: number
  /** Seconds of each peer, by name. */
  readonly peers: Readonly<Record<string, number>>
  /** Our time divided by the peer’s, the median of the pairs; below 1 is faster. */
  readonly ratio: Readonly<Record<string, number>>
  /** Of the product's process; null where it is not measured. */
  readonly peakMemoryMB: number | null
  /** Whether both sides found the same. */
  readonly equal?: boolean
  readonly compared?: readonly Compared[]
  readonly phases?: Readonly<Record<string, Readonly<Record<string, number>>>>
  readonly [more: string]: unknown
}

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  const [low, high] = [sorted[middle - 1] ?? Number.NaN, sorted[middle] ?? Number.NaN]
  return sorted.length % 2 === 1 ? high : (low + high) / 2
}

const table = (compared: readonly Compared[]): string =>
  compared
    .map(
      ({ name, ours, peer, equal }) =>
        `  ${name.padEnd(28)} ${String(ours).slice(0, 12).padStart(12)} ${String(peer).slice(0, 12).padStart(12)} ${equal ? '=' : '≠'}`,
    )
    .join('\n')

/** The report as text. */
export const tell = (report: Report): string => {
  const { name, seconds, peers, ratio, peakMemoryMB, equal, compared, phases, ...more } = report
  const lines = [`${name}: ${seconds} s${peakMemoryMB === null ? '' : `, peak memory ${peakMemoryMB} MB`}`]
  for (const [peer, took] of Object.entries(peers))
    lines.push(peer in ratio ? `  ${peer}: ${took} s, ratio ${ratio[peer]}` : `  ${peer}: ${took}`)
  for (const [what, value] of Object.entries(ratio)) if (!(what in peers)) lines.push(`  ${what}: ratio ${value}`)
  for (const [side, steps] of Object.entries(phases ?? {}))
    lines.push(
      `  ${side}: ${Object.entries(steps)
        .map(([step, took]) => `${step} ${took}`)
        .join(', ')}`,
    )
  for (const [key, value] of Object.entries(more))
    lines.push(`  ${key}: ${typeof value === 'object' ? JSON.stringify(value) : value}`)
  if (compared) lines.push(`  ${'found'.padEnd(28)} ${'ours'.padStart(12)} ${'SQL'.padStart(12)}`, table(compared))
  if (equal === false) lines.push('  the sides did not find the same: the times mean nothing')
  return lines.join('\n')
}
