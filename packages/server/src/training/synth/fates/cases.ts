/**
 * What becomes of each made-up person: on last round's roll, on a roster, on none; and how a fault is done to their row. Writes rosters,
 * last round's roll, disqualifications and the truth; says what the population register has of the person.
 */
import type { FindingCode } from '@mingce/domain/registration'
import type { RosterRow } from '../layouts.ts'
import { drawName, mistype } from '../names.ts'
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
  withOtherSequence,
} from '../numbers.ts'
import { type Person, type Place, retiredCodeFor } from '../people.ts'
import { createPlacing } from '../placing.ts'
import type { Case } from '../plan.ts'
import { createRandom } from '../random.ts'
import { PREVIOUS_ROLL_FILE } from '../registers.ts'
import type { Roster } from '../rosters.ts'
import { type Fate, type FatesRequest, listRow, type Making, outcomeOf, write, writeLater } from './making.ts'

const onRoll = (person: Person): Fate => ({ base: person, registered: true, mayVote: true })

/** A row on the person's roster that shows one finding. */
const flawed = (making: Making, person: Person, code: FindingCode, change: Partial<RosterRow> = {}): void => {
  const { placing } = making
  const roster = placing.routeOf(person, true)
  write(making, roster, placing.rowOf(person, roster, change), { codes: [code] })
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
const repeated = (making: Making, person: Person): Fate => {
  const { placing } = making
  const roster = placing.routeOf(person, true)
  const row = placing.rowOf(person, roster)
  write(making, roster, row)
  writeLater(making, roster, row, { base: person, clean: false, codes: ['unchanged'] })
  return onRoll(person)
}

/** Two rows of one roster that differ in community, unit or group. */
const duplicated = (making: Making, person: Person): Fate => {
  const { area, placing, random } = making
  const roster = placing.routeOf(person, true)
  const row = placing.rowOf(person, roster)
  write(making, roster, row)
  const drawChange = (): Partial<RosterRow> => {
    if (area.communities.length > 1 && random.chance(0.34)) return { community: placing.elsewhere(row.community.code) }
    return random.chance(0.5) ? { unit: `${row.unit}第二分部` } : { group: `第${7 + random.below(3)}组` }
  }
  writeLater(making, roster, { ...row, ...drawChange() }, { base: person, clean: true, codes: ['duplicate.same-file'] })
  return onRoll(person)
}

const CLAIM = ['claim.other-district'] as const

/** On a roll already, and once more in a file that is imported later, in another community. */
const claimedTwice = (making: Making, person: Person): Fate => {
  const { area, placing, previousRoll, random, registers, rosters } = making
  const { communityOf, elsewhere, placeOn, rowOf } = placing
  const home = rosters.ofCommunity(person.community)
  const others = rosters.all.filter(roster => roster.kind !== 'school' && roster.layout.isRegular && roster !== home)
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
    const roster = random.pick(rosters.all.filter(r => r.kind !== 'school' && r.layout.isRegular))
    write(making, roster, otherRow(roster), { codes: CLAIM })
    return onRoll(person)
  }
  const isSecondLater = home.index < second.index
  write(making, second, otherRow(second), { codes: isSecondLater ? CLAIM : [] })
  write(making, home, ownRow(), { codes: isSecondLater ? [] : CLAIM })
  return onRoll(person)
}

/** On a roll already, and once more in a file that is imported later, in the same community, in a row that needs review by itself. */
const claimedAgain = (making: Making, person: Person): Fate => {
  const { area, placing, previousRoll, random, registers, rosters } = making
  const home = rosters.ofCommunity(person.community)
  const community = area.communities[person.community] as Place
  const row = (roster: Roster, change: Partial<RosterRow> = {}) =>
    placing.rowOf(person, roster, { community, evidence: 0, ...change })
  const flaw = { sex: person.sex === 'M' ? 'F' : 'M' } as const
  const codes = ['identity.sex', 'claim.same-district'] as const
  if (previousRoll > 0 && person.age >= 23 && random.chance(0.5)) {
    registers.addPrevious(person, true)
    write(making, home, row(home, flaw), { codes })
    return onRoll(person)
  }
  const other = random.pick(rosters.all.filter(roster => roster.kind !== 'school' && roster.layout.isRegular && roster !== home))
  const [first, second] = home.index < other.index ? [home, other] : [other, home]
  write(making, first, row(first))
  write(making, second, row(second, flaw), { codes })
  return onRoll(person)
}

/** Two rows of one roster with one name and birth date and two numbers. Neither holds the person before an officer has seen the card. */
const severalNumbers = (making: Making, person: Person): Fate => {
  const { placing, random } = making
  const roster = placing.routeOf(person, true)
  const row = placing.rowOf(person, roster)
  const codes = ['identity.several-numbers'] as const
  write(making, roster, row, { codes })
  const number = withOtherSequence(random, person.number)
  writeLater(making, roster, { ...row, number }, { base: person, clean: true, codes })
  return { base: person, registered: false, mayVote: isAdult(person.birth, making.today) }
}

/** On a roster, and the population register has somebody else under the same number too (重号), who is on none. */
const shared = (making: Making, person: Person): Fate => {
  const { name } = drawName(making.random, person.sex, Math.floor(person.birth / 10_000))
  flawed(making, person, 'identity.shared')
  return { ...onRoll(person), namesake: { ...person, name: name === person.name ? mistype(name) : name } }
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
  const { placing, previousRoll, random } = making
  if (person.school < 0 && person.age >= 23 && random.chance(previousRoll)) carryOver(making, person)
  else {
    const roster = placing.routeOf(person, false)
    write(making, roster, placing.rowOf(person, roster), { clean: false })
  }
  return onRoll(person)
}

/** On last round's roll; some are on the roster of their community too. */
const carryOver = (making: Making, person: Person): void => {
  const { placing, random, registers, rosters } = making
  const tookPart = person.migrant || random.chance(0.86)
  registers.addPrevious(person, tookPart)
  const both = random.unit()
  const home = rosters.ofCommunity(person.community)
  if (both < 0.1) {
    // Word for word what the roll has: nothing changes.
    const same = { unit: '', address: '', phone: '', basis: '', evidence: tookPart ? 8 : 0 } as const
    write(making, home, placing.rowOf(person, home, same), { clean: false, codes: ['unchanged'] })
  } else if (both < 0.14)
    // Brought up to date. A migrant who took part last time needs no new proof (BJ 31), though this row does not say so.
    write(making, home, placing.rowOf(person, home, { group: `第${7 + random.below(3)}组`, evidence: 0 }), { clean: false })
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

/** What a remark may say that has to be looked into; no register says so of the person. */
const REPORTED = ['已故', '2019年病故', '户口已迁出', '已搬走', '服刑中', '与2号楼重复', '查无此人', '下落不明']

const unprovenRow = (evidence: number, late: string): Partial<RosterRow> => ({
  evidence,
  ...(evidence === 3 ? { since: Number(late.replaceAll('-', '')), contractFrom: 0 } : {}),
})

/** How each case is made. */
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
  'remark.reported': (m, p) => reviewed(m, p, 'remark.reported', { remark: m.random.pick(REPORTED) }),
  'identity.several-numbers': severalNumbers,
  'identity.shared': shared,
  'claim.same-district': claimedAgain,
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
    placing: createPlacing(area, rosters, random, request.remarks),
    beijing: area.code.startsWith('11'),
    today: figureOfDay(day),
    dateAt: offset => dateOfFigure(figureOfDay(day + offset)),
    written: [],
  }
  const listed = (fate: Fate): Fate => {
    for (const row of making.written.splice(0)) listRow(making, fate, row)
    return fate
  }
  return {
    befall(what: Case, person: Person): Fate {
      const make = CASES[what]
      if (!make) throw new Error(`no way to make ${what}`)
      return listed(make(making, person))
    },
    register: (person: Person): Fate => listed(register(making, person)),
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
