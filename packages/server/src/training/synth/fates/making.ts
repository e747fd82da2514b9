/** What a fate is, and how its rows are written and listed in the truth. */
import { type FindingCode, getFinding } from '@mingce/domain/registration'
import type { RosterRow } from '../layouts.ts'
import { toFifteen } from '../numbers.ts'
import type { Person, Place } from '../people.ts'
import type { createPlacing } from '../placing.ts'
import type { Random } from '../random.ts'
import type { Registers, Status, TruthOutcome } from '../registers.ts'
import type { Roster, Rosters } from '../rosters.ts'

/** What the registers know of a person, and whether a roll will have them. */
export interface Fate {
  /** As the population register has the person; undefined: not at all. */
  readonly base: Person | undefined
  /** Another person whom the population register has under the same number (重号). */
  readonly namesake?: Person
  readonly status?: Status
  readonly statusOn?: string
  /** Some row of theirs is accepted or waits for review. */
  readonly registered: boolean
  /** Of age, and not deprived or suspended, on election day. */
  readonly mayVote: boolean
}

export interface FatesRequest {
  readonly area: Place & { readonly communities: readonly Place[] }
  readonly pollingDay: string
  readonly seed: number
  readonly rosters: Rosters
  readonly registers: Registers
  /** Share of the registered that last round's roll carries over. */
  readonly previousRoll: number
  /** Some rows have a remark. */
  readonly remarks: boolean
}

/** The outcome of a row with that finding, or with none. */
export const outcomeOf = (code: FindingCode | 'unchanged' | undefined): TruthOutcome => {
  if (code === undefined) return 'accepted'
  if (code === 'unchanged') return code
  const { severity } = getFinding(code)
  return severity === 'note' ? 'accepted' : severity
}

/** What every fate is made with. */
export interface Making extends Pick<FatesRequest, 'area' | 'rosters' | 'registers' | 'previousRoll'> {
  readonly random: Random
  readonly placing: ReturnType<typeof createPlacing>
  readonly beijing: boolean
  /** Election day as a figure, yyyymmdd. */
  readonly today: number
  /** The date so many days from election day. */
  readonly dateAt: (offset: number) => string
  /** Rows of the person at hand that were written. */
  readonly written: WrittenRow[]
}

interface WrittenRow {
  readonly file: string
  readonly number: number
  readonly said: RosterRow
  /** What is to be found in the row; a row has one outcome, that of the first. */
  readonly codes: readonly (FindingCode | 'unchanged')[]
}

/** Nothing is looked up for the row, or it says nothing new. */
const NOT_COMPARED: readonly string[] = ['identity.several-numbers', 'unchanged'] satisfies readonly (FindingCode | 'unchanged')[]

/**
 * Lists a row in the truth: its faults, and the note that the population register has the person in another community (人户分离), as it has
 * of many who are on the roster of their unit.
 */
export const listRow = ({ area, registers }: Making, { base, status }: Pick<Fate, 'base' | 'status'>, row: WrittenRow): void => {
  const { file, number, said, codes } = row
  const outcome = outcomeOf(codes[0])
  for (const code of codes) registers.addTruth(file, number, code, outcome)
  if (!base || status !== undefined || said.community.code === '' || codes.some(code => NOT_COMPARED.includes(code))) return
  const isSame = said.number === base.number || said.number === toFifteen(base.number)
  if (isSame && said.community.code !== area.communities[base.community]?.code)
    registers.addTruth(file, number, 'place.elsewhere', outcome)
}

/** Writes a row in which these are to be found. It is listed when it is known what the registers have of the person. */
export const write = (
  { rosters, written }: Making,
  roster: Roster,
  said: RosterRow,
  { clean = true, codes = [] }: { readonly clean?: boolean; readonly codes?: WrittenRow['codes'] } = {},
): void => {
  written.push({ file: roster.file, number: rosters.add(roster, said, clean), said, codes })
}

/** The same, some rows further down. */
export const writeLater = (
  making: Making,
  roster: Roster,
  said: RosterRow,
  { base, clean, codes }: { readonly base: Person; readonly clean: boolean; readonly codes: WrittenRow['codes'] },
): void =>
  making.rosters.addLater(roster, said, clean, number => listRow(making, { base }, { file: roster.file, number, said, codes }))
