/**
 * A check of the plainest kind, for the tests of what is made: everything in memory, row after row, rule after rule. It shows that each
 * fault of the truth is there, alone, and that no other row has one.
 */
import { join } from 'node:path'
import { EVIDENCE, evidenceOnDay, type MigrantDays, migrantDays, proofTable, ruleSetFor } from '@mingce/domain/election'
import {
  type DisqualificationRow,
  holdsFrom,
  type PopulationRow,
  readDisqualificationRow,
  readPopulationRow,
} from '@mingce/domain/population'
import {
  columnsOf,
  decide,
  type FieldOf,
  type FileKind,
  factOf,
  getFinding,
  type PreviousRollRow,
  type RegistrationRow,
  readPreviousRollRow,
  readRegistrationRow,
  STANDING,
  withFacts,
} from '@mingce/domain/registration'
import { type ColumnMap, isAdultOn, sameName } from '@mingce/domain/standards'
import { communityIndex, countyCodes } from '../../platform/areas/index.ts'
import { openTable, type Table } from '../../platform/files/index.ts'
import { POPULATION_FILE, type SynthRequest, type SynthSummary } from '../synth/index.ts'
import type { FoundRow } from './compare.ts'

type Account = ReturnType<Table['account']>

interface ReadRow<R> {
  readonly row: number
  readonly said: R
  readonly cells: readonly string[]
}

/** All people of a file as its reader gives them. */
const readAll = async <K extends FileKind, R>(
  path: string,
  kind: K,
  read: (cells: readonly string[], columns: ColumnMap<FieldOf<K>>) => R,
): Promise<{ readonly rows: ReadRow<R>[]; readonly account: Account }> => {
  const table = await openTable(path, { columns: columnsOf(kind) })
  if (!table.ok) throw new Error(`${path}: ${table.error.code}`)
  const rows: ReadRow<R>[] = []
  for await (const batch of table.value.rows())
    batch.cells.forEach((cells, i) => {
      rows.push({ row: batch.rowNos[i] as number, said: read(cells, table.value.columns), cells })
    })
  return { rows, account: table.value.account() }
}

export interface CheckedFiles {
  readonly found: readonly FoundRow[]
  /** By file: rows that were read, and the account of everybody in the file. */
  readonly accounts: ReadonlyMap<string, { readonly rows: number; readonly account: Account }>
  /** Rows of population.csv. */
  readonly notYetRegistered: readonly number[]
  readonly population: readonly ReadRow<PopulationRow>[]
}

/** Rows of one file so far, by number: their particulars. */
type InFile = Map<string, Set<string>>

interface Claimed {
  readonly community: string | null
  readonly group: string | null
  readonly reviewed: readonly string[]
}

type SaidRow = PreviousRollRow | RegistrationRow

/** What rows are checked against: the registers, and what the rules of the area ask for. */
interface Registers {
  readonly people: ReadonlyMap<string | null, PopulationRow>
  /** Numbers that the population register has under several names. */
  readonly shared: ReadonlySet<string | null>
  readonly grounds: ReadonlyMap<string | null, DisqualificationRow['ground']>
  readonly proven: ReturnType<typeof proofTable>
  readonly days: MigrantDays
  /** First digits of a code that make an area home. */
  readonly home: string
}

const provenSum = (registers: Registers, said: SaidRow, shown: number): number =>
  'dates' in said ? evidenceOnDay(shown, said.dates, registers.days) : shown

/** Facts of a person by the registers. `tookPart`: last round's roll says so. */
const registerFacts = (
  registers: Registers,
  said: SaidRow,
  { number, community, tookPart }: { readonly number: string; readonly community: string | null; readonly tookPart: boolean },
): number => {
  const ground = registers.grounds.get(number)
  const eligibility = ground ? factOf(`eligibility.${ground}`) : 0
  const known = registers.people.get(number)
  if (!known) return withFacts(eligibility, factOf('population.absent'))
  let facts = eligibility
  if (!sameName(known.name, said.name) && (said.facts & factOf('name.unprintable')) === 0)
    facts = withFacts(facts, factOf('population.name'))
  if (registers.shared.has(number)) facts = withFacts(facts, factOf('identity.shared'))
  if (known.status === 'present' && community !== null && community !== known.community)
    facts = withFacts(facts, factOf('place.elsewhere'))
  if (known.status === 'deceased') facts = withFacts(facts, factOf('population.deceased'))
  if (known.status === 'moved-out') facts = withFacts(facts, factOf('population.moved-out'))
  const tookPartLastTime = tookPart || ('tookPart' in said && said.tookPart === true)
  const shown = ('evidence' in said ? said.evidence : 0) | (tookPartLastTime ? EVIDENCE.tookPartLastTime : 0)
  if (!known.hukouArea?.startsWith(registers.home) && !registers.proven[provenSum(registers, said, shown)])
    facts = withFacts(facts, factOf('place.unproven'))
  return facts
}

/** Whether the person was in the file before, or is on a roll: facts of the row next to that. */
const rollFacts = (
  said: SaidRow,
  { particulars, community, reviewed }: { readonly particulars: string } & Pick<Claimed, 'community' | 'reviewed'>,
  before: ReadonlySet<string> | undefined,
  holder: Claimed | undefined,
): number => {
  if (before) return before.has(particulars) ? STANDING.repeatedInFile : factOf('duplicate.same-file')
  if (!holder) return 0
  if (holder.community !== community) return factOf('claim.other-district')
  if (reviewed.some(code => !holder.reviewed.includes(code))) return factOf('claim.same-district')
  return holder.group === said.voterGroup ? STANDING.unchangedInRoll : STANDING.updatesInRoll
}

/** Findings that need review. */
const reviewsOf = (facts: number): string[] => decide(facts).findings.filter(code => getFinding(code).severity === 'review')

/** Names with a birth date under which some row of the file has another number than the others. */
const withSeveralNumbers = (rows: readonly ReadRow<SaidRow>[]): ReadonlySet<string> => {
  const numbers = new Map<string, string>()
  const several = new Set<string>()
  for (const { said } of rows) {
    if (said.number === null) continue
    const first = numbers.get(identityOf(said)) ?? said.number
    numbers.set(identityOf(said), first)
    if (first !== said.number) several.add(identityOf(said))
  }
  return several
}
const identityOf = ({ name, birthDate }: SaidRow): string => `${name} ${birthDate}`

/** Checks files one after the other; who is on a roll by then is remembered. */
const createCheck = (registers: Registers, findCommunity: ReturnType<typeof communityIndex>) => {
  const found: FoundRow[] = []
  const claims = new Map<string, Claimed>()
  const tookPart = new Set<string | null>()
  const registered = new Map<string | null, string>()

  const checkPerson = (said: SaidRow, number: string, community: string | null, rowFacts: number, inFile: InFile): number => {
    const particulars = JSON.stringify({ ...said, facts: 0, community })
    const before = inFile.get(number)
    const holder = claims.get(number)
    const person = { number, community, tookPart: tookPart.has(number) }
    const facts = withFacts(rowFacts, registerFacts(registers, said, person))
    const reviewed = reviewsOf(facts)
    const mask = withFacts(facts, rollFacts(said, { particulars, community, reviewed }, before, holder))
    inFile.set(number, (before ?? new Set()).add(particulars))
    if (decide(mask).outcome === 'refused') return mask
    if (!registered.has(number)) registered.set(number, said.name)
    if (!holder) claims.set(number, { community, group: said.voterGroup, reviewed })
    return mask
  }

  return {
    found,
    registered,
    tookPart,
    check(file: string, rows: readonly ReadRow<SaidRow>[]): void {
      const inFile: InFile = new Map()
      const several = withSeveralNumbers(rows)
      for (const { row, said } of rows) {
        const community = said.community === null ? null : findCommunity(said.community)
        const facts = withFacts(said.facts, community === null ? factOf('district.unknown') : 0)
        const judge = (number: string) =>
          several.has(identityOf(said))
            ? withFacts(facts, factOf('identity.several-numbers'))
            : checkPerson(said, number, community, facts, inFile)
        const { outcome, findings } = decide(said.number === null ? facts : judge(said.number))
        found.push({ file, row, outcome, codes: findings })
      }
    },
  }
}

/** Grounds by number of those without the vote on the day. */
const groundsOn = (pollingDay: string, rows: readonly ReadRow<DisqualificationRow>[]): Registers['grounds'] =>
  new Map(
    rows
      .filter(
        ({ said }) =>
          holdsFrom(said.fromDate ?? '', said.sentenceFrom) <= pollingDay && (said.toDate === null || said.toDate >= pollingDay),
      )
      .map(({ said }) => [said.number, said.ground]),
  )

/** The first row of each number, and the numbers that are under several names. */
const byNumber = (
  rows: readonly ReadRow<PopulationRow>[],
): Pick<Registers, 'people' | 'shared'> & { readonly found: FoundRow[] } => {
  const people = new Map<string | null, PopulationRow>()
  const shared = new Set<string | null>()
  const found: FoundRow[] = []
  for (const { row, said } of rows) {
    const first = people.get(said.number)
    if (!first) people.set(said.number, said)
    else if (first.name !== said.name) {
      shared.add(said.number)
      found.push({ file: POPULATION_FILE, row, codes: ['identity.shared'], outcome: 'review' })
    }
  }
  return { people, shared, found }
}

/** Imports and checks the files in their order, each community being its own district. */
export const checkFiles = async (request: SynthRequest, summary: SynthSummary): Promise<CheckedFiles> => {
  const { area, pollingDay, directory } = request
  const areas = countyCodes()
  const rules = ruleSetFor(area.code)
  const { rows: population } = await readAll(join(directory, 'population.csv'), 'population', (cells, columns) =>
    readPopulationRow(cells, columns, areas),
  )
  const { rows: disqualified } = await readAll(join(directory, 'disqualifications.csv'), 'disqualifications', (cells, columns) =>
    readDisqualificationRow(cells, columns, areas),
  )
  const { people, shared, found: foundInRegister } = byNumber(population)
  const registers: Registers = {
    people,
    shared,
    grounds: groundsOn(pollingDay, disqualified),
    proven: proofTable(rules),
    days: migrantDays(rules, request.pollingDay),
    home: area.code.slice(0, rules.homeDigits),
  }
  const { check, found, registered, tookPart } = createCheck(registers, communityIndex(area.communities))

  const context = { pollingDay, areas }
  const accounts = new Map<string, { rows: number; account: Account }>()
  for (const { file, kind } of summary.files) {
    const path = join(directory, file)
    if (kind === 'previous-roll') {
      const { rows, account } = await readAll(path, kind, (cells, columns) => readPreviousRollRow(cells, columns, context))
      accounts.set(file, { rows: rows.length, account })
      for (const { said } of rows) if (said.tookPart) tookPart.add(said.number)
      check(file, rows)
    } else if (kind === 'registrations') {
      const { rows, account } = await readAll(path, kind, (cells, columns) => readRegistrationRow(cells, columns, context))
      accounts.set(file, { rows: rows.length, account })
      check(file, rows)
    }
  }
  const notYetRegistered = population
    .filter(
      ({ said }) =>
        said.status === 'present' &&
        isAdultOn(said.birthDate ?? '', pollingDay) &&
        !registers.grounds.has(said.number) &&
        (registers.shared.has(said.number) ? registered.get(said.number) !== said.name : !registered.has(said.number)),
    )
    .map(({ row }) => row)
  return { found: [...foundInRegister, ...found], accounts, notYetRegistered, population }
}
