/**
 * Which faults are made, how many of each, and of whom. Faults come spread over the whole making, each at a person it can befall, and a
 * person has one at most, so that what a check finds can be compared with it row by row.
 */
import type { FindingCode } from '@mingce/domain/registration'
import { isAdult } from './numbers.ts'
import type { Person } from './people.ts'
import { createRandom, type Random } from './random.ts'

/** Codes of `truth.csv`: the findings, rows that say again what is known, and people on no roll. */
export type TruthCode = FindingCode | 'unchanged' | 'not-yet-registered'

/** Cases that look like faults and are none: deprived until before, or from after, the day; deprived and rightly on no roster. */
export const LAWFUL_CASES = ['deprivation-ended', 'deprivation-later', 'deprived-and-absent'] as const
export type Case = FindingCode | 'unchanged' | (typeof LAWFUL_CASES)[number]

interface Kind {
  readonly case: Case
  /** How often, next to the others. */
  readonly weight: number
  /** Never more of it than this. */
  readonly most?: number
  /** Rows of the population register that it takes; one by default. */
  readonly people?: number
  suits(person: Person, adult: boolean): boolean
}

const anyone = (person: Person, adult: boolean) => adult && person.school < 0
const local = (person: Person, adult: boolean) => anyone(person, adult) && !person.migrant

const KINDS: readonly Kind[] = [
  { case: 'identity.missing', weight: 1, suits: anyone },
  { case: 'identity.format', weight: 1.5, suits: anyone },
  { case: 'identity.checksum', weight: 2.5, suits: anyone },
  { case: 'identity.date', weight: 1, suits: anyone },
  { case: 'identity.precision-lost', weight: 1, suits: anyone },
  { case: 'name.missing', weight: 0.6, suits: anyone },
  { case: 'eligibility.age', weight: 1.5, suits: (person, adult) => !adult && !person.migrant && person.age >= 15 },
  { case: 'eligibility.deprived', weight: 1, suits: local },
  { case: 'eligibility.suspended', weight: 0.6, suits: local },
  { case: 'identity.birth', weight: 1, suits: anyone },
  { case: 'identity.sex', weight: 1, suits: anyone },
  { case: 'name.unprintable', weight: 1, suits: anyone },
  { case: 'duplicate.same-file', weight: 1.5, suits: anyone },
  { case: 'claim.other-district', weight: 2, suits: local },
  { case: 'population.absent', weight: 1.5, suits: local },
  { case: 'population.name', weight: 2, suits: anyone },
  { case: 'population.deceased', weight: 1.5, suits: (person, adult) => local(person, adult) && person.age >= 45 },
  { case: 'population.moved-out', weight: 1.5, suits: local },
  { case: 'place.unproven', weight: 2.5, suits: (person, adult) => anyone(person, adult) && person.migrant },
  { case: 'district.unknown', weight: 1, suits: local },
  // Cards with 15 places were issued until 1999.
  {
    case: 'identity.upgraded',
    weight: 1.2,
    suits: (person, adult) => local(person, adult) && person.age >= 43 && person.birth >= 19_270_518,
  },
  { case: 'area.retired', weight: 1.2, suits: (person, adult) => local(person, adult) && person.age >= 20 },
  { case: 'unchanged', weight: 1.5, suits: anyone },
  { case: 'deprivation-ended', weight: 0.6, suits: local },
  { case: 'deprivation-later', weight: 0.6, suits: local },
  { case: 'deprived-and-absent', weight: 0.6, suits: local },
]

/** Numbers of other papers and of codes that are in no table, remarks, and people with several numbers or rows. */
const MESSY: readonly Kind[] = [
  { case: 'identity.foreign', weight: 0.6, suits: anyone },
  { case: 'identity.area', weight: 0.6, suits: anyone },
  { case: 'identity.residence-permit', weight: 0.6, suits: local },
  { case: 'area.unknown', weight: 0.6, suits: (person, adult) => local(person, adult) && person.age >= 20 },
  { case: 'remark.reported', weight: 1, suits: anyone },
  // Two rows each; a file with more than ten is held (registration/roster/service.limits.ts).
  { case: 'identity.several-numbers', weight: 0.4, most: 4, suits: local },
  { case: 'identity.shared', weight: 0.4, people: 2, suits: local },
  { case: 'claim.same-district', weight: 1, suits: local },
]

export interface PlanRequest {
  readonly people: number
  /** Rows of rosters expected. */
  readonly rows: number
  readonly faultRate: number
  readonly seed: number
  /** yyyymmdd */
  readonly pollingDay: number
  /** Cases that these files have no room for. */
  readonly without: readonly Case[]
  /** Without them for files that are only measured: what they are compared with does not know them. */
  readonly messy: boolean
}

/** At least so many of each case, where there are people enough. */
const atLeast = (people: number): number => (people >= 2000 ? 3 : people >= 300 ? 1 : 0)

interface Open {
  readonly kind: Kind
  readonly quota: number
  readonly start: number
  made: number
}

/** Whether one more of a case is made by now. */
const isDue = ({ made, quota, start }: Open, progress: number): boolean =>
  made < quota && (progress >= 1 || made < Math.floor(quota * progress + start))

/**
 * The plan as a question: what befalls this person, the `index`th? Undefined mostly. The number of each case follows the fault rate, and
 * is at least three from 2,000 people on, one from 300.
 */
export const createPlan = (request: PlanRequest) => {
  const random: Random = createRandom(request.seed, 2)
  const least = request.faultRate > 0 ? atLeast(request.people) : 0
  const kinds = request.messy ? [...KINDS, ...MESSY] : KINDS
  const total = kinds.reduce((sum, kind) => sum + kind.weight, 0)
  const open = kinds
    .filter(kind => !request.without.includes(kind.case))
    .map(
      (kind): Open => ({
        kind,
        quota: Math.min(
          kind.most ?? Number.POSITIVE_INFINITY,
          Math.max(least, Math.round((request.rows * request.faultRate * kind.weight) / total)),
        ),
        made: 0,
        start: random.unit(),
      }),
    )
  const draw = (person: Person, index: number): Case | undefined => {
    // Done with a tenth of the people to go, so that who is short of a fitting person still finds one.
    const progress = index / request.people / 0.9
    const adult = isAdult(person.birth, request.pollingDay)
    const from = random.below(open.length)
    for (let i = 0; i < open.length; i++) {
      const entry = open[(from + i) % open.length]
      if (!entry || !isDue(entry, progress) || index + (entry.kind.people ?? 1) > request.people) continue
      if (!entry.kind.suits(person, adult)) continue
      entry.made++
      return entry.kind.case
    }
    return undefined
  }
  return { draw }
}
