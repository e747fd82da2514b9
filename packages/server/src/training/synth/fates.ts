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
} from './numbers.ts'
import { type Person, type Place, retiredCodeFor } from './people.ts'
import { createPlacing } from './placing.ts'
import type { Case } from './plan.ts'
import { createRandom } from './random.ts'
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

export const createFates = (request: FatesRequest) => {
  const { area, rosters, registers } = request
  const random = createRandom(request.seed, 5)
  const beijing = area.code.startsWith('11')
  const { routeOf, placeOn, communityOf, elsewhere, nowhere, rowOf } = createPlacing(area, rosters, random)
  const day = dayOfDate(request.pollingDay)
  const today = figureOfDay(day)
  const dateAt = (offset: number) => dateOfFigure(figureOfDay(day + offset))

  const onRoll = (person: Person): Fate => ({ base: person, registered: true, mayVote: true })

  /** A row on the person's roster that shows one finding. */
  const flawed = (person: Person, code: FindingCode, change: Partial<RosterRow> = {}): TruthOutcome => {
    const roster = routeOf(person)
    const outcome = outcomeOf(code)
    registers.addTruth(roster.file, rosters.add(roster, rowOf(person, roster, change), true), code, outcome)
    return outcome
  }
  /** The same, or as often a row of last round's roll, where the fault lies in the registers. */
  const outdated = (person: Person, code: FindingCode): void => {
    if (request.previousRoll > 0 && person.age >= 23 && random.chance(0.5))
      registers.addTruth(PREVIOUS_ROLL_FILE, registers.addPrevious(person, true), code, outcomeOf(code))
    else flawed(person, code)
  }
  const refused = (person: Person, code: FindingCode, change: Partial<RosterRow> = {}): Fate => {
    flawed(person, code, change)
    return { base: person, registered: false, mayVote: isAdult(person.birth, today) }
  }
  const reviewed = (person: Person, code: FindingCode, change: Partial<RosterRow> = {}): Fate => {
    flawed(person, code, change)
    return onRoll(person)
  }

  const twice = (person: Person, code: 'duplicate.same-file' | 'unchanged'): Fate => {
    const roster = routeOf(person)
    const row = rowOf(person, roster)
    rosters.add(roster, row, true)
    if (code === 'unchanged')
      rosters.addLater(roster, row, false, number => registers.addTruth(roster.file, number, 'unchanged', 'unchanged'))
    else {
      const change =
        area.communities.length > 1 && random.chance(0.34)
          ? { community: elsewhere(row.community.code) }
          : random.chance(0.5)
            ? { unit: `${row.unit}第二分部` }
            : { group: `第${7 + random.below(3)}组` }
      rosters.addLater(roster, { ...row, ...change }, true, number => registers.addTruth(roster.file, number, code, 'review'))
    }
    return onRoll(person)
  }

  /** On a roll already, and once more in a file that is imported later, in another community. */
  const claimedTwice = (person: Person): Fate => {
    const home = rosters.ofCommunity(person.community)
    const others = rosters.all.filter(roster => roster.kind !== 'school' && roster !== home)
    const carried = request.previousRoll > 0 && person.age >= 23 && random.chance(0.35)
    const second = random.pick(others)
    const rowOn = (roster: Roster, own: boolean): RosterRow => {
      const place = own
        ? placeOn(person, home)
        : roster.kind === 'community'
          ? communityOf(roster, person.community)
          : placeOn(person, roster)
      // A unit that stands in the person's own community would claim nothing: the row then names the next community.
      return rowOf(person, roster, {
        community: own || place.code !== area.communities[person.community]?.code ? place : elsewhere(place.code),
        evidence: 0,
      })
    }
    if (carried) {
      registers.addPrevious(person, true)
      const roster = random.pick(rosters.all.filter(r => r.kind !== 'school'))
      const row = rowOn(roster, false)
      registers.addTruth(roster.file, rosters.add(roster, row, true), 'claim.other-district', 'review')
      return onRoll(person)
    }
    const homeFirst = home.index < second.index
    const number = rosters.add(second, rowOn(second, false), true)
    const own = rosters.add(home, rowOn(home, true), true)
    registers.addTruth(homeFirst ? second.file : home.file, homeFirst ? number : own, 'claim.other-district', 'review')
    return onRoll(person)
  }
  const disqualify = (person: Person, ground: 'deprived' | 'suspended'): void => {
    if (ground === 'suspended')
      registers.addDisqualification(
        person,
        ground,
        dateAt(-random.below(120)),
        random.chance(0.6) ? '' : dateAt(random.below(60)),
      )
    else {
      const from = random.chance(0.1) ? 0 : -30 - random.below(1500)
      registers.addDisqualification(
        person,
        ground,
        dateAt(from),
        random.chance(0.1) ? '' : dateAt(random.chance(0.25) ? 0 : 1 + random.below(900)),
      )
    }
  }

  /** Someone rightly on a roll: carried over, on a roster, or on both. */
  const register = (person: Person, lawful: Fate = onRoll(person)): Fate => {
    if (person.school < 0 && person.age >= 23 && random.chance(request.previousRoll)) {
      const tookPart = person.migrant || random.chance(0.86)
      registers.addPrevious(person, tookPart)
      const both = random.unit()
      const home = rosters.ofCommunity(person.community)
      if (both < 0.1) {
        // Word for word what the roll has: nothing changes.
        const same = { unit: '', address: '', phone: '', basis: '', evidence: tookPart ? 8 : 0 } as const
        registers.addTruth(home.file, rosters.add(home, rowOf(person, home, same), false), 'unchanged', 'unchanged')
      } else if (both < 0.14)
        // Brought up to date. A migrant who took part last time needs no new proof (BJ 31), though this row does not say so.
        rosters.add(home, rowOf(person, home, { group: `第${7 + random.below(3)}组`, evidence: 0 }), false)
    } else {
      const roster = routeOf(person)
      rosters.add(roster, rowOf(person, roster), false)
    }
    return lawful
  }

  const befall = (what: Case, person: Person): Fate => {
    const { number } = person
    switch (what) {
      case 'identity.missing':
        return refused(person, what, { number: random.chance(0.7) ? '' : '  ' })
      case 'identity.format':
        return refused(person, what, { number: breakFormat(random, number) })
      case 'identity.checksum':
        return refused(person, what, { number: breakChecksum(random, number) })
      case 'identity.date':
        return refused(person, what, { number: breakDate(random, number) })
      case 'identity.precision-lost':
        return refused(person, what, { number: losePrecision(random, number) })
      case 'name.missing':
        return refused(person, what, { name: '' })
      case 'eligibility.age':
        return refused(person, what, { evidence: 0 })
      case 'eligibility.deprived':
      case 'eligibility.suspended':
        disqualify(person, what === 'eligibility.deprived' ? 'deprived' : 'suspended')
        outdated(person, what)
        return { base: person, registered: false, mayVote: false }
      case 'identity.birth': {
        const birth = figureOfDay(
          dayOfDate(dateOfFigure(person.birth)) + random.pick([-3653, -365, -30, -9, -1, 1, 9, 10, 31, 366]),
        )
        return reviewed(person, what, { birth })
      }
      case 'identity.sex':
        return reviewed(person, what, { sex: person.sex === 'M' ? 'F' : 'M' })
      case 'name.unprintable': {
        const lost = (mark: string) => [...person.name].with(-1, mark).join('')
        // A character of the user's own font: both offices had the font, so the register has the same.
        if (random.chance(0.34)) {
          const same = { ...person, name: lost(random.pick(['\ue863', '\ue815', '\ue4c6'])) }
          return reviewed(same, what)
        }
        flawed(person, what, { name: lost(random.pick(['\ufffd', '?'])) })
        return onRoll(person)
      }
      case 'duplicate.same-file':
      case 'unchanged':
        return twice(person, what)
      case 'claim.other-district':
        return claimedTwice(person)
      case 'population.absent':
        flawed(person, what)
        return { base: undefined, registered: true, mayVote: true }
      case 'population.name':
        return reviewed(person, what, { name: mistype(person.name) })
      case 'population.deceased':
      case 'population.moved-out':
        outdated(person, what)
        return {
          ...onRoll(person),
          status: what === 'population.deceased' ? '死亡' : '迁出',
          statusOn: dateAt(-40 - random.below(1400)),
        }
      case 'place.unproven':
        // Certificate and permit are both needed in Beijing; elsewhere the certificate is enough, so it is never there.
        return reviewed(person, what, { evidence: random.pick(beijing ? [0, 1, 2, 4, 5, 6] : [0, 2, 4, 6]) })
      case 'district.unknown':
        return reviewed(person, what, { community: nowhere() })
      case 'identity.upgraded':
        return reviewed(person, what, { number: toFifteen(number) })
      case 'area.retired': {
        const older = { ...person, number: withCheck(retiredCodeFor(random, area.code) + number.slice(6, 17)) }
        outdated(older, what)
        return onRoll(older)
      }
      case 'deprivation-ended':
        registers.addDisqualification(person, 'deprived', dateAt(-900), dateAt(random.chance(0.4) ? -1 : -2 - random.below(700)))
        return register(person)
      case 'deprivation-later':
        registers.addDisqualification(person, 'deprived', dateAt(random.chance(0.4) ? 1 : 2 + random.below(60)), dateAt(800))
        return register(person)
      case 'deprived-and-absent':
        disqualify(person, random.chance(0.7) ? 'deprived' : 'suspended')
        return { base: person, registered: false, mayVote: false }
      default:
        throw new Error(`no way to make ${what}`)
    }
  }

  /** Dead or gone in the register, and on no roster: nobody looks for them. */
  const gone = (person: Person): Fate => ({
    base: person,
    status: random.chance(person.age > 60 ? 0.7 : 0.1) ? '死亡' : '迁出',
    statusOn: dateAt(-1 - random.below(Math.min(1500, Math.max(1, person.age * 365)))),
    registered: false,
    mayVote: false,
  })
  const unregistered = (person: Person): Fate => ({ base: person, registered: false, mayVote: isAdult(person.birth, today) })
  return { befall, register, gone, unregistered }
}
