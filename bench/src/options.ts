/** Command-line options of the bench. */
import { parseArgs } from 'node:util'

export const BENCHES = ['roll', 'poster', 'demo', 'embedded', 'online', 'portal', 'districts', 'log', 'console', 'rekey'] as const
export type Bench = (typeof BENCHES)[number]

export interface Options {
  readonly bench: Bench
  /** Rows of the population register. */
  readonly people: number
  /** Rows of all rosters. */
  readonly registrations: number
  readonly seed: number
  /** Pairs of runs: ours, theirs, ours, theirs. */
  readonly runs: number
  /** Duration of a load. */
  readonly seconds: number
  readonly json: boolean
  /** Keeps the databases and the server’s folder for inspection. */
  readonly keep: boolean
}

export const USAGE = `npm run bench -- <${BENCHES.join('|')}> [--people N] [--registrations N] [--seed S] [--runs N] [--seconds N] [--json] [--keep]`

const DEFAULT_PEOPLE: Readonly<Record<Bench, string>> = {
  roll: '1000000',
  poster: '20000',
  demo: '60000',
  embedded: '60000',
  online: '150000',
  portal: '1200',
  districts: '2000',
  log: '100',
  console: '4000000',
  rekey: '500000',
}

const whole = (name: string, text: string): number => {
  const value = Number(text)
  if (!Number.isInteger(value) || value < 1) throw new RangeError(`--${name} must be a whole number, not “${text}”`)
  return value
}

/** Reads the command line. Throws RangeError or parseArgs's TypeError on wrong use. */
export const readOptions = (args: readonly string[]): Options => {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      people: { type: 'string' },
      registrations: { type: 'string' },
      seed: { type: 'string', default: '1' },
      runs: { type: 'string', default: '' },
      seconds: { type: 'string', default: '60' },
      json: { type: 'boolean', default: false },
      keep: { type: 'boolean', default: false },
    },
  })
  const bench = BENCHES.find(name => name === positionals[0])
  if (!bench) throw new RangeError(`there is no bench “${positionals[0] ?? ''}”`)
  const people = whole('people', values.people ?? DEFAULT_PEOPLE[bench])
  return {
    bench,
    people,
    registrations: whole('registrations', values.registrations ?? String(Math.round(people * 0.42))),
    seed: whole('seed', values.seed),
    runs: whole('runs', values.runs || (bench === 'console' ? '20' : '3')),
    seconds: whole('seconds', values.seconds),
    json: values.json,
    keep: values.keep,
  }
}
