/** `bench embedded`: the cost of waiting for the disk in the embedded store, compared with unmodified PGlite. */
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Options } from './options.ts'
import { median, type Report } from './report.ts'

const PROGRAM = fileURLToPath(new URL('../../packages/server/dist/platform/testing/measure-durability.js', import.meta.url))

interface Measured {
  readonly commits: number
  readonly copy: number
}

/** The lines printed by measure-durability: first unmodified PGlite, then the store with fsync. */
const measure = (): Measured[] =>
  execFileSync(process.execPath, [PROGRAM], { encoding: 'utf8' })
    .split('\n')
    .flatMap(line => {
      const [, commits, copy] = /(\d+) commits\/s, COPY of \d+ rows ([\d.]+) s/.exec(line) ?? []
      return commits === undefined || copy === undefined ? [] : [{ commits: Number(commits), copy: Number(copy) }]
    })

export const benchEmbedded = async (options: Options): Promise<Report> => {
  const plain: Measured[] = []
  const durable: Measured[] = []
  for (let run = 0; run < options.runs; run++) {
    const [first, second] = measure()
    if (!first || !second) throw new Error('measure-durability said something else')
    plain.push(first)
    durable.push(second)
  }
  const of = (runs: readonly Measured[], field: keyof Measured) => median(runs.map(run => run[field]))
  const ratio = of(durable, 'copy') / of(plain, 'copy')
  return {
    name: 'embedded',
    seconds: of(durable, 'copy'),
    peers: { 'without fsync': of(plain, 'copy') },
    ratio: { 'without fsync': Math.round(ratio * 100) / 100 },
    peakMemoryMB: null, // the stores run in their own process
    commitsPerSecond: { durable: of(durable, 'commits'), 'without fsync': of(plain, 'commits') },
    runs: options.runs,
  }
}
