/**
 * Makes the files of an election out of nothing: made-up people of real shape, the registers, last round's roll and rosters with every
 * fault a check knows, and `truth.csv`, which says what a check must find. One pass; memory does not grow with the people.
 */
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Text } from '@mingce/domain/result'
import { createFates, type Fate } from './fates/index.ts'
import { dayOfDate, figureOfDay, isAdult } from './numbers.ts'
import { createPeople, type Person, type Place } from './people.ts'
import { type Case, createPlan, type TruthCode } from './plan.ts'
import { createRandom } from './random.ts'
import { createRegisters, DISQUALIFICATIONS_FILE, POPULATION_FILE, PREVIOUS_ROLL_FILE, TRUTH_FILE } from './registers.ts'
import { createRosters, drawSchools } from './rosters.ts'

export interface SynthRequest {
  readonly area: Place & { readonly communities: readonly Place[] }
  /** Rows of the population register. */
  readonly people: number
  /** Whole number; the same request gives the same files (of workbooks the same cells). */
  readonly seed: number
  /** Share of rows of rosters that are made faulty; every fault occurs at least three times from 2,000 people on. */
  readonly faultRate?: number
  /** 'YYYY-MM-DD' */
  readonly pollingDay: string
  /** Made if missing. One that holds other files is refused (`findSynthObstacle`). */
  readonly directory: string
  /** Share of residents whose hukou is elsewhere. */
  readonly hukouElsewhere?: number
  /**
   * messy: as clerks send them. plain: canonical headers, UTF-8, ten CSV files, no dirt, nobody carried over; for measuring.
   */
  readonly format?: 'messy' | 'plain'
  /** About so many rows of rosters; by default as many as people of these kinds register. */
  readonly registrations?: number
  /** Share of the registered whom last round's roll carries over. */
  readonly previousRoll?: number
  readonly onProgress?: (people: number) => void
}

export interface SynthSummary {
  readonly directory: string
  readonly people: number
  readonly disqualifications: number
  readonly previousRoll: number
  /** Rows of all rosters. */
  readonly registrations: number
  /** In the order of import; names relative to the directory. */
  readonly files: readonly {
    readonly file: string
    readonly kind: 'population' | 'disqualifications' | 'previous-roll' | 'registrations'
    readonly rows: number
  }[]
  readonly truthFile: string
  /** Rows of the truth by code. */
  readonly made: Readonly<Partial<Record<TruthCode, number>>>
}

/** More people than this would share ID numbers. */
const MOST_PEOPLE = 4_000_000

/** What stands in the way of making the files, for a person to read; undefined where nothing does. */
export const findSynthObstacle = (request: SynthRequest): Text | undefined => {
  const { area, people, directory } = request
  if (area.communities.length === 0)
    return { zh: `${area.code} 之下没有社区，请换一个区划代码。`, en: `${area.code} has no communities; choose another area.` }
  if (!Number.isInteger(people) || people < 1 || people > MOST_PEOPLE)
    return { zh: `人数须为1至${MOST_PEOPLE}的整数。`, en: `People: a whole number from 1 to ${MOST_PEOPLE}.` }
  if (existsSync(directory) && readdirSync(directory).length > 0 && !existsSync(join(directory, TRUTH_FILE)))
    return {
      zh: `目录 ${directory} 里有其他文件，请换一个空目录。`,
      en: `${directory} contains other files; choose an empty directory.`,
    }
  return undefined
}

/** Empties a directory that an earlier making filled, of what that making wrote. */
const prepare = (directory: string): void => {
  for (const file of [POPULATION_FILE, DISQUALIFICATIONS_FILE, PREVIOUS_ROLL_FILE, TRUTH_FILE, 'registrations'])
    rmSync(join(directory, file), { recursive: true, force: true })
  mkdirSync(join(directory, 'registrations'), { recursive: true })
}

/** Shares of those of age who register of themselves. */
const LOCALS_REGISTER = 0.94
const STUDENTS_REGISTER = 0.75
const MIGRANTS_REGISTER = 0.45
const OF_AGE = 0.88

/** Draws what becomes of each person: a case of the plan, or what becomes of people otherwise. */
const createFateDraw = (request: SynthRequest, fates: ReturnType<typeof createFates>, today: number, written: () => number) => {
  const random = createRandom(request.seed, 6)
  const { people, registrations } = request
  let share = 1
  /** The share that registers, of whom so many come after `count`. */
  const shareFor = (person: Person, count: number): number => {
    if (registrations === undefined) return usualShare(person)
    if (count % 256 === 0) share = (registrations - written()) / ((people - count) * OF_AGE)
    return share
  }
  return (person: Person, count: number, what: Case | undefined): Fate => {
    const wanted = shareFor(person, count)
    const signsUp = isAdult(person.birth, today) && random.chance(wanted)
    if (what) return fates.befall(what, person)
    if (random.chance(0.012)) return fates.gone(person)
    return signsUp ? fates.register(person) : fates.unregistered(person)
  }
}

/** Rows of all rosters. */
const rowsOf = (rosters: ReturnType<typeof createRosters>): number =>
  rosters.all.reduce((sum, roster) => sum + roster.table.rows, 0)

/** Adds what the population register has of a person, and to the truth who is missing on every roll; returns how many rows that is. */
const addToRegister = (registers: ReturnType<typeof createRegisters>, fate: Fate): number => {
  if (!fate.base) return 0
  const addMissing = (row: number) => registers.addTruth(POPULATION_FILE, row, 'not-yet-registered', 'not-yet-registered')
  const row = registers.addPerson(fate.base, fate.status ?? '正常', fate.statusOn ?? '')
  if (!fate.registered && fate.mayVote && !fate.status) addMissing(row)
  if (!fate.namesake) return 1
  const second = registers.addPerson(fate.namesake, '正常', '')
  registers.addTruth(POPULATION_FILE, second, 'identity.shared', 'review')
  addMissing(second)
  return 2
}

/** Last characters of names that were given already. */
const OTHER_CHARACTERS = '昱晗珩钊岚翊笙禾'

/** Entries of the table of names and birth dates that were given: a fixed size, whatever the number of people. */
const NAMES_GIVEN = 2 ** 27

/**
 * Two people with one name and birth date would be taken for one with several numbers (`identity.several-numbers`), so the second gets
 * another name. Now and then somebody else does too: the table holds digests.
 */
const createDistinctNames = (): ((person: Person) => Person) => {
  const given = new Uint8Array(NAMES_GIVEN / 8)
  return person => {
    for (let name = person.name, tries = 0; ; tries++) {
      let at = person.birth
      for (const c of name) at = (Math.imul(at, 0x01000193) ^ (c.codePointAt(0) ?? 0)) >>> 0
      at = (Math.imul(at ^ (at >>> 15), 0x2c1b3c6d) >>> 0) % NAMES_GIVEN
      const [byte, bit] = [at >>> 3, 1 << (at & 7)]
      const isFree = ((given[byte] ?? 0) & bit) === 0
      const other = OTHER_CHARACTERS[tries]
      if (!isFree && other !== undefined) {
        name = [...person.name].with(-1, other).join('')
        continue
      }
      given[byte] = (given[byte] ?? 0) | bit
      return { ...person, name }
    }
  }
}

const usualShare = (person: Person): number => {
  if (person.school >= 0) return STUDENTS_REGISTER
  return person.migrant ? MIGRANTS_REGISTER : LOCALS_REGISTER
}

/**
 * Writes population.csv, disqualifications.csv, previous-roll.csv, registrations/* and truth.csv.
 * truth.csv has columns file, row, code, outcome: one line per fault, with the row's number as the reader counts it (the header of a plain
 * CSV is row 1; in a workbook the row of the sheet); `not-yet-registered` names rows of population.csv. `place.elsewhere` is no fault: many
 * people are on the roster of a unit in another community than the one where they live. Rows of rosters that are not in it
 * must be accepted without findings. Rejects where `findSynthObstacle` names an obstacle.
 */
export const synthesise = async (request: SynthRequest): Promise<SynthSummary> => {
  const obstacle = findSynthObstacle(request)
  if (obstacle) throw new RangeError(obstacle.en)
  const { area, people, seed, directory, pollingDay } = request
  const plain = request.format === 'plain'
  const previousRoll = request.previousRoll ?? (plain ? 0 : 0.55)
  const faultRate = request.faultRate ?? 0.03
  const today = figureOfDay(dayOfDate(pollingDay))
  prepare(directory)

  const schools = drawSchools(people, area.communities.length, seed)
  const rosters = createRosters({ directory, area, people, seed, plain, schools })
  const registers = createRegisters(directory, area.communities)
  const fates = createFates({ area, pollingDay, seed, rosters, registers, previousRoll, remarks: !plain })
  const without: Case[] = area.communities.length > 1 ? [] : ['claim.other-district']
  const rows = request.registrations ?? Math.round(people * 0.6 * (1 - previousRoll * 0.8))
  const plan = createPlan({ people, rows, faultRate, seed, pollingDay: today, without, messy: !plain })
  const drawFate = createFateDraw(request, fates, today, () => rowsOf(rosters))
  const named = plain ? (person: Person) => person : createDistinctNames()
  let count = 0
  for (const drawn of createPeople({ area, pollingDay, seed, schools, hukouElsewhere: request.hukouElsewhere ?? 0.38 })) {
    const person = named(drawn)
    const added = addToRegister(registers, drawFate(person, count, plan.draw(person, count)))
    if (added === 0) continue
    count += added
    // Workbooks are packed in the background: they need a turn now and then, or they wait in memory.
    if (count % 1000 < added) {
      request.onProgress?.(count)
      await new Promise(resolve => setImmediate(resolve))
    }
    if (count === people) break
  }
  await rosters.close()
  registers.close()

  return summaryOf(directory, rosters, registers)
}

const summaryOf = (
  directory: string,
  rosters: ReturnType<typeof createRosters>,
  registers: ReturnType<typeof createRegisters>,
): SynthSummary => {
  const sizes = registers.rows()
  return {
    directory,
    people: sizes.population,
    disqualifications: sizes.disqualifications,
    previousRoll: sizes.previousRoll,
    registrations: rowsOf(rosters),
    files: [
      { file: POPULATION_FILE, kind: 'population', rows: sizes.population },
      { file: DISQUALIFICATIONS_FILE, kind: 'disqualifications', rows: sizes.disqualifications },
      { file: PREVIOUS_ROLL_FILE, kind: 'previous-roll', rows: sizes.previousRoll },
      ...rosters.all.map(roster => ({ file: roster.file, kind: 'registrations' as const, rows: roster.table.rows })),
    ],
    truthFile: join(directory, TRUTH_FILE),
    made: Object.fromEntries(registers.made),
  }
}
