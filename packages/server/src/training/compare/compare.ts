/** Holds what an import and a check found against what was made: per fault how many were made, found, missed, and seen where there are none. */
import { createReadStream } from 'node:fs'
import { basename } from 'node:path'
import { createInterface } from 'node:readline'
import { FINDINGS } from '@mingce/domain/registration'
import type { TruthCode } from '../synth/index.ts'

/** What was said of one row of a file. */
export interface FoundRow {
  /** Path or name of the file; the name alone decides. */
  readonly file: string
  readonly row: number
  readonly codes: readonly string[]
  readonly outcome: string
}

export interface FaultRow {
  readonly code: TruthCode
  readonly made: number
  /** Named by the check, with the right outcome. */
  readonly found: number
  readonly missed: number
  /** Rows of which the check said so though it is not so. */
  readonly falselyFlagged: number
}

export interface FaultTable {
  /** In the order of the findings; then rows that change nothing; then people on no roll. */
  readonly rows: readonly FaultRow[]
  /** Everything found and nothing falsely flagged. */
  readonly exact: boolean
}

/**
 * What may follow from another fault of the row; saying so as well is no false flag. A name that cannot be read cannot be the register's
 * either. Where the township's deputies are elected too, a place that nobody knows decides no vote for it, and someone who is registered in a
 * village keeps that vote when another file has them in another community.
 */
const FOLLOWS: Readonly<Partial<Record<string, string>>> = {
  'population.name': 'name.unprintable',
  'electorate.undecided': 'district.unknown',
  'electorate.kept': 'claim.other-district',
}

const ORDER: readonly TruthCode[] = [...FINDINGS.map(finding => finding.code), 'unchanged', 'not-yet-registered']

interface Truth {
  /** By file and row: what there is to find, each with the row's outcome. */
  readonly rows: Map<string, Map<number, Map<string, string>>>
  readonly notYetRegistered: Set<number>
}

const readTruth = async (truthFile: string): Promise<Truth> => {
  const rows: Truth['rows'] = new Map()
  const notYetRegistered = new Set<number>()
  let first = true
  for await (const line of createInterface({ input: createReadStream(truthFile, 'utf8'), crlfDelay: Number.POSITIVE_INFINITY })) {
    // Names of files hold no comma and no quotation mark (rosters.ts).
    const [file = '', row = '', code = '', outcome = ''] = line.split(',')
    if (first || code === '') {
      first = false
      continue
    }
    if (code === 'not-yet-registered') notYetRegistered.add(Number(row))
    else {
      const name = basename(file)
      const ofFile = rows.get(name) ?? new Map<number, Map<string, string>>()
      rows.set(name, ofFile)
      const ofRow = ofFile.get(Number(row)) ?? new Map<string, string>()
      ofFile.set(Number(row), ofRow.set(code, outcome))
    }
  }
  return { rows, notYetRegistered }
}

interface Count {
  made: number
  found: number
  falselyFlagged: number
}

/** Counts by code, each from 0. */
const openTally = () => {
  const counts = new Map<string, Count>()
  return {
    of(code: string): Count {
      const count = counts.get(code) ?? { made: 0, found: 0, falselyFlagged: 0 }
      counts.set(code, count)
      return count
    },
    codes: () => [...counts.keys()],
  }
}
type Tally = ReturnType<typeof openTally>

/** Counts what was said of rows. A fault is found once in a row, with its outcome. */
const countFound = async (truth: Truth, tally: Tally, found: Iterable<FoundRow> | AsyncIterable<FoundRow>): Promise<void> => {
  const seen = new Set<string>()
  const countOne = (row: string, made: ReadonlyMap<string, string> | undefined, code: string, outcome: string): void => {
    const key = `${code} ${row}`
    const wanted = made?.get(code)
    if (wanted !== undefined) {
      if (outcome === wanted && !seen.has(key)) tally.of(code).found++
      seen.add(key)
    } else if (!made?.has(FOLLOWS[code] ?? '')) tally.of(code).falselyFlagged++
  }
  for await (const { file, row, codes, outcome } of found) {
    const name = basename(file)
    const made = truth.rows.get(name)?.get(row)
    for (const code of new Set(outcome === 'unchanged' ? ['unchanged'] : codes)) countOne(`${row} ${name}`, made, code, outcome)
  }
}

/** Counts people said to be on no roll. */
const countNotYetRegistered = async (
  truth: Truth,
  tally: Tally,
  rows: Iterable<number> | AsyncIterable<number>,
): Promise<void> => {
  const count = tally.of('not-yet-registered')
  count.made = truth.notYetRegistered.size
  for await (const row of rows)
    if (truth.notYetRegistered.delete(row)) count.found++
    else count.falselyFlagged++
}

/**
 * Compares the answers on the rows of last round's roll and of the rosters, and the rows of population.csv that a check has as not yet
 * registered, with `truth.csv`. Rows that are not given count as accepted without findings. A finding with another outcome than the truth's
 * is missed. Rejects where the truth cannot be read.
 */
export const compareWithTruth = async (
  truthFile: string,
  found: Iterable<FoundRow> | AsyncIterable<FoundRow>,
  notYetRegistered?: Iterable<number> | AsyncIterable<number>,
): Promise<FaultTable> => {
  const truth = await readTruth(truthFile)
  const tally = openTally()
  for (const rows of truth.rows.values())
    for (const codes of rows.values()) for (const code of codes.keys()) tally.of(code).made++
  await countFound(truth, tally, found)
  if (notYetRegistered) await countNotYetRegistered(truth, tally, notYetRegistered)
  const known = new Set<string>(ORDER)
  const codes = new Set(tally.codes())
  const stray = [...codes].find(code => !known.has(code))
  if (stray !== undefined) throw new Error(`no finding is called ${stray}`)
  return tableOf(
    ORDER.filter(code => codes.has(code)).map((code): FaultRow => {
      const { made, found, falselyFlagged } = tally.of(code)
      return { code, made, found, missed: made - found, falselyFlagged }
    }),
  )
}

const tableOf = (rows: readonly FaultRow[]): FaultTable => ({
  rows,
  exact: rows.every(row => row.missed === 0 && row.falselyFlagged === 0),
})

/** The table with what was made and found besides the files. */
export const addRows = (table: FaultTable, more: readonly FaultRow[]): FaultTable => {
  const all = [...table.rows, ...more]
  const sum = (code: string, of: (row: FaultRow) => number) =>
    all.reduce((total, row) => total + (row.code === code ? of(row) : 0), 0)
  return tableOf(
    ORDER.filter(code => all.some(row => row.code === code)).map(code => ({
      code,
      made: sum(code, row => row.made),
      found: sum(code, row => row.found),
      missed: sum(code, row => row.missed),
      falselyFlagged: sum(code, row => row.falselyFlagged),
    })),
  )
}
