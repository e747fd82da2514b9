/**
 * What becomes of each made-up person: on last round's roll, on a roster, on none; and how a fault is done to their row. Writes rosters,
 * last round's roll, disqualifications and the truth; says what the population register has of the person.
 */
import { type FindingCode, getFinding } from '@mingce/domain/registration'
import type { RosterRow } from './layouts.ts'
import { mistype } from './names.ts'
import {
  breakChecksum,
  breakDate,
  breakFormat,
  dateOfFigure,
  dayOfDate,
  figureOfDay,
  isAdult,
  losePrecision,
  toFifteen,
  withCheck,
  withDayAndMonthSwapped,
} from './numbers.ts'
import { type Person, type Place, retiredCodeFor } from './people.ts'
import { createPlacing } from './placing.ts'
import type { Case } from './plan.ts'
import { createRandom, type Random } from './random.ts'
import { PREVIOUS_ROLL_FILE, type Registers, type Status, type TruthOutcome } from './registers.ts'
import type { Roster, Rosters } from './rosters.ts'

/** What the registers know of a person, and whether a roll will have them. */
export interface Fate {
  /** As the population register has the person; undefined: not at all. */
  readonly base: Person | undefined
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
}

/** A row with that finding alone. */
const outcomeOf = (code: FindingCode): TruthOutcome => {
  const { severity } = getFinding(code)
  return severity === 'note' ? 'accepted' : severity
}

/** What every fate is made with. */
interface Making extends Pick<FatesRequest, 'area' | 'rosters' | 'registers' | 'previousRoll'> {
  readonly random: Random
  readonly placing: ReturnType<typeof createPlacing>
  readonly beijing: boolean
  /** Election day as a figure, yyyymmdd. */
  readonly today: number
  /** The date so many days from election day. */
  readonly dateAt: (offset: number) => string
}

const onRoll = (person: Person): Fate => ({ base: person, registered: true, mayVote: true })

/** A row on the person's roster that shows one finding. */
const flawed = (making: Making, person: Person, code: FindingCode, change: Partial<RosterRow> = {}): void => {
  const { placing, registers, rosters } = making
  const roster = placing.routeOf(person)
  const outcome = outcomeOf(code)
  registers.addTruth(roster.file, rosters.add(roster, placing.rowOf(person, roster, change), true), code, outcome)
}

/** The same, or as often a row of last round's roll, where the fault lies in the registers. */
const outdated = (making: Making, person: Person, code: FindingCode): void => {
  const { previousRoll, random, registers } = making
  if (previousRoll > 0 && person.age >= 23 && random.chance(0.5))
    registers.addTruth(PREVIOUS_ROLL_FILE, registers.addPrevious(person, true), code, outcomeOf(code))
  else flawed(making, person, code)
}

const refused = (making: Making, person: Person, code: FindingCode, change: Partial<RosterRow> = {}): Fate => {
  flawed(making, person, code, change)
  return { base: person, registered: false, mayVote: isAdult(person.birth, making.today) }
}

const reviewed = (making: Making, person: Person, code: FindingCode, change: Partial<RosterRow> = {}): Fate => {
  flawed(making, person, code, change)
  return onRoll(person)
}

/** Two rows of one roster, word for word the same. */
const repeated = ({ placing, registers, rosters }: Making, person: Person): Fate => {
  const roster = placing.routeOf(person)
  const row = placing.rowOf(person, roster)
  rosters.add(roster, row, true)
  rosters.addLater(roster, row, false, number => registers.addTruth(roster.file, number, 'unchanged', 'unchanged'))
  return onRoll(person)
}

/** Two rows of one roster that differ in community, unit or group. */
const duplicated = ({ area, placing, random, registers, rosters }: Making, person: Person): Fate => {
  const roster = placing.routeOf(person)
  const row = placing.rowOf(person, roster)
  rosters.add(roster, row, true)
  const drawChange = (): Partial<RosterRow> => {
    if (area.communities.length > 1 && random.chance(0.34)) return { community: placing.elsewhere(row.community.code) }
    return random.chance(0.5) ? { unit: `${row.unit}第二分部` } : { group: `第${7 + random.below(3)}组` }
  }
  rosters.addLater(roster, { ...row, ...drawChange() }, true, number =>
    registers.addTruth(roster.file, number, 'duplicate.same-file', 'review'),
  )
  return onRoll(person)
}

/** On a roll already, and once more in a file that is imported later, in another community. */
const claimedTwice = ({ area, placing, previousRoll, random, registers, rosters }: Making, person: Person): Fate => {
  const { communityOf, elsewhere, placeOn, rowOf } = placing
  const home = rosters.ofCommunity(person.community)
  const others = rosters.all.filter(roster => roster.kind !== 'school' && roster !== home)
  const carried = previousRoll > 0 && person.age >= 23 && random.chance(0.35)
  const second = random.pick(others)
  const ownRow = () => rowOf(person, home, { community: placeOn(person, home), evidence: 0 })
  const otherRow = (roster: Roster): RosterRow => {
    const place = roster.kind === 'community' ? communityOf(roster, person.community) : placeOn(person, roster)
    // A unit that stands in the person's own community would claim nothing: the row then names the next community.
    const isOwn = place.code === area.communities[person.community]?.code
    return rowOf(person, roster, { community: isOwn ? elsewhere(place.code) : place, evidence: 0 })
  }
  if (carried) {
    registers.addPrevious(person, true)
    const roster = random.pick(rosters.all.filter(r => r.kind !== 'school'))
    registers.addTruth(roster.file, rosters.add(roster, otherRow(roster), true), 'claim.other-district', 'review')
    return onRoll(person)
  }
  const other = rosters.add(second, otherRow(second), true)
  const own = rosters.add(home, ownRow(), true)
  const [file, number] = home.index < second.index ? [second.file, other] : [home.file, own]
  registers.addTruth(file, number, 'claim.other-district', 'review')
  return onRoll(person)
}

/** A deprivation or suspension that holds on election day. */
const disqualify = ({ dateAt, random, registers }: Making, person: Person, ground: 'deprived' | 'suspended'): void => {
  if (ground === 'suspended') {
    const from = dateAt(-random.below(120))
    registers.addDisqualification(person, ground, from, random.chance(0.6) ? '' : dateAt(random.below(60)))
    return
  }
  const from = random.chance(0.1) ? 0 : -30 - random.below(1500)
  const drawEnd = () => dateAt(random.chance(0.25) ? 0 : 1 + random.below(900))
  registers.addDisqualification(person, ground, dateAt(from), random.chance(0.1) ? '' : drawEnd())
}

/** Someone rightly on a roll: carried over, on a roster, or on both. */
const register = (making: Making, person: Person): Fate => {
  const { placing, previousRoll, random, rosters } = making
  if (person.school < 0 && person.age >= 23 && random.chance(previousRoll)) carryOver(making, person)
  else {
    const roster = placing.routeOf(person)
    rosters.add(roster, placing.rowOf(person, roster), false)
  }
  return onRoll(person)
}

/** On last round's roll; some are on the roster of their community too. */
const carryOver = ({ placing, random, registers, rosters }: Making, person: Person): void => {
  const tookPart = person.migrant || random.chance(0.86)
  registers.addPrevious(person, tookPart)
  const both = random.unit()
  const home = rosters.ofCommunity(person.community)
  if (both < 0.1) {
    // Word for word what the roll has: nothing changes.
    const same = { unit: '', address: '', phone: '', basis: '', evidence: tookPart ? 8 : 0 } as const
    registers.addTruth(home.file, rosters.add(home, placing.rowOf(person, home, same), false), 'unchanged', 'unchanged')
  } else if (both < 0.14)
    // Brought up to date. A migrant who took part last time needs no new proof (BJ 31), though this row does not say so.
    rosters.add(home, placing.rowOf(person, home, { group: `第${7 + random.below(3)}组`, evidence: 0 }), false)
}

const disqualified = (making: Making, person: Person, ground: 'deprived' | 'suspended'): Fate => {
  disqualify(making, person, ground)
  outdated(making, person, `eligibility.${ground}`)
  return { base: person, registered: false, mayVote: false }
}

/** Dead or moved out by the register, and on a roll all the same. */
const left = (making: Making, person: Person, code: 'population.deceased' | 'population.moved-out'): Fate => {
  outdated(making, person, code)
  return {
    ...onRoll(person),
    status: code === 'population.deceased' ? '死亡' : '迁出',
    statusOn: making.dateAt(-40 - making.random.below(1400)),
  }
}

const unprintable = (making: Making, person: Person): Fate => {
  const { random } = making
  const lost = (mark: string) => [...person.name].with(-1, mark).join('')
  // A character of the user's own font: both offices had the font, so the register has the same.
  if (random.chance(0.34))
    return reviewed(making, { ...person, name: lost(random.pick(['\ue863', '\ue815', '\ue4c6'])) }, 'name.unprintable')
  return reviewed(making, person, 'name.unprintable', { name: lost(random.pick(['\ufffd', '?'])) })
}

const unprovenRow = (evidence: number, late: string): Partial<RosterRow> => ({
  evidence,
  ...(evidence === 3 ? { since: Number(late.replaceAll('-', '')), contractFrom: 0 } : {}),
})

/** How each case is made. Faults of papers, and people registered twice in one district, are not. */
const CASES: Readonly<Partial<Record<Case, (making: Making, person: Person) => Fate>>> = {
  'identity.missing': (m, p) => refused(m, p, 'identity.missing', { number: m.random.chance(0.7) ? '' : '  ' }),
  'identity.format': (m, p) => refused(m, p, 'identity.format', { number: breakFormat(m.random, p.number) }),
  'identity.checksum': (m, p) => refused(m, p, 'identity.checksum', { number: breakChecksum(m.random, p.number) }),
  'identity.date': (m, p) => refused(m, p, 'identity.date', { number: breakDate(m.random, p.number) }),
  'identity.precision-lost': (m, p) => refused(m, p, 'identity.precision-lost', { number: losePrecision(m.random, p.number) }),
  'name.missing': (m, p) => refused(m, p, 'name.missing', { name: '' }),
  'eligibility.age': (m, p) => refused(m, p, 'eligibility.age', { evidence: 0 }),
  'eligibility.deprived': (m, p) => disqualified(m, p, 'deprived'),
  'eligibility.suspended': (m, p) => disqualified(m, p, 'suspended'),
  'identity.birth': (m, p) => {
    const off = m.random.pick([-3653, -365, -30, -9, -1, 1, 9, 10, 31, 366])
    const other = figureOfDay(dayOfDate(dateOfFigure(p.birth)) + off)
    // 2/1 for 1/2 is no contradiction: a cell that may be read as the number's day has no finding.
    return reviewed(m, p, 'identity.birth', { birth: other === withDayAndMonthSwapped(p.birth) ? p.birth + 10_000 : other })
  },
  'identity.sex': (m, p) => reviewed(m, p, 'identity.sex', { sex: p.sex === 'M' ? 'F' : 'M' }),
  'name.unprintable': unprintable,
  'duplicate.same-file': duplicated,
  unchanged: repeated,
  'claim.other-district': claimedTwice,
  'population.absent': (m, p) => ({ ...reviewed(m, p, 'population.absent'), base: undefined }),
  'population.name': (m, p) => reviewed(m, p, 'population.name', { name: mistype(p.name) }),
  'population.deceased': (m, p) => left(m, p, 'population.deceased'),
  'population.moved-out': (m, p) => left(m, p, 'population.moved-out'),
  // Certificate and permit are both needed in Beijing; elsewhere the certificate is enough, so it is never there. With both, the year is not over.
  'place.unproven': (m, p) =>
    reviewed(
      m,
      p,
      'place.unproven',
      unprovenRow(m.random.pick(m.beijing ? [0, 1, 2, 3, 4, 5, 6] : [0, 2, 4, 6]), m.dateAt(-200)),
    ),
  'district.unknown': (m, p) => reviewed(m, p, 'district.unknown', { community: m.placing.nowhere() }),
  'identity.upgraded': (m, p) => reviewed(m, p, 'identity.upgraded', { number: toFifteen(p.number) }),
  'area.retired': (m, p) => {
    const older = { ...p, number: withCheck(retiredCodeFor(m.random, m.area.code) + p.number.slice(6, 17)) }
    outdated(m, older, 'area.retired')
    return onRoll(older)
  },
  'identity.foreign': (m, p) => refused(m, p, 'identity.foreign', { number: withCheck(`9${p.number.slice(1, 17)}`) }),
  'identity.area': (m, p) =>
    refused(m, p, 'identity.area', { number: withCheck(m.random.pick(['16', '38', '69', '77']) + p.number.slice(2, 17)) }),
  'identity.residence-permit': (m, p) => {
    const permit = { ...p, number: withCheck(m.random.pick(['810000', '820000', '830000']) + p.number.slice(6, 17)) }
    flawed(m, permit, 'identity.residence-permit')
    return onRoll(permit)
  },
  'area.unknown': (m, p) => {
    const unknown = { ...p, number: withCheck(`${m.area.code.slice(0, 4)}99${p.number.slice(6, 17)}`) }
    flawed(m, unknown, 'area.unknown')
    return onRoll(unknown)
  },
  'deprivation-ended': (m, p) => {
    const end = m.dateAt(m.random.chance(0.4) ? -1 : -2 - m.random.below(700))
    m.registers.addDisqualification(p, 'deprived', m.dateAt(-900), end)
    return register(m, p)
  },
  'deprivation-later': (m, p) => {
    const start = m.dateAt(m.random.chance(0.4) ? 1 : 2 + m.random.below(60))
    m.registers.addDisqualification(p, 'deprived', start, m.dateAt(800))
    return register(m, p)
  },
  'deprived-and-absent': (m, p) => {
    disqualify(m, p, m.random.chance(0.7) ? 'deprived' : 'suspended')
    return { base: p, registered: false, mayVote: false }
  },
}

export const createFates = (request: FatesRequest) => {
  const { area, rosters } = request
  const random = createRandom(request.seed, 5)
  const day = dayOfDate(request.pollingDay)
  const making: Making = {
    ...request,
    random,
    placing: createPlacing(area, rosters, random),
    beijing: area.code.startsWith('11'),
    today: figureOfDay(day),
    dateAt: offset => dateOfFigure(figureOfDay(day + offset)),
  }
  return {
    befall(what: Case, person: Person): Fate {
      const make = CASES[what]
      if (!make) throw new Error(`no way to make ${what}`)
      return make(making, person)
    },
    register: (person: Person): Fate => register(making, person),
    /** Dead or gone in the register, and on no roster: nobody looks for them. */
    gone: (person: Person): Fate => ({
      base: person,
      status: random.chance(person.age > 60 ? 0.7 : 0.1) ? '死亡' : '迁出',
      statusOn: making.dateAt(-1 - random.below(Math.min(1500, Math.max(1, person.age * 365)))),
      registered: false,
      mayVote: false,
    }),
    unregistered: (person: Person): Fate => ({
      base: person,
      registered: false,
      mayVote: isAdult(person.birth, making.today),
    }),
  }
}
