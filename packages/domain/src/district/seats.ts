/**
 * How many deputies a people's congress has (代表名额, EL 12), and how many of them each area or unit elects (EL 15). Each figure comes with
 * the steps that made it, so that a screen and a printed sheet can show them.
 */
import type { Level } from '../election/index.ts'
import { fail, ok, type Result, type Text } from '../result/index.ts'

interface SeatRule {
  readonly base: number
  /** One more deputy for so many people. */
  readonly peoplePerSeat: number
  readonly cap: number
  /** Below so many people there may be fewer than the base: a decision of people, never taken here. */
  readonly fewerBelow: number
  readonly word: Text
}

const RULES: Readonly<Record<Level, SeatRule>> = {
  county: { base: 140, peoplePerSeat: 5_000, cap: 450, fewerBelow: 50_000, word: { zh: '县级', en: 'county level' } },
  township: { base: 45, peoplePerSeat: 1_500, cap: 160, fewerBelow: 2_000, word: { zh: '乡级', en: 'township level' } },
}

/** What minority areas may have on top by provincial decision (EL 12). */
export const EXTRA_MOST = 0.05

export interface SeatStep {
  readonly text: Text
  readonly seats: number
  readonly article: string
}

export interface Seats {
  readonly base: number
  /** By population, floored (open in the texts; docs/law). */
  readonly increment: number
  /** By provincial decision for minority areas, as far as the cap leaves room. */
  readonly extra: number
  readonly cap: number
  readonly total: number
  /** So few people that the office may set fewer than the base; `total` is never reduced by itself. */
  readonly mayBeFewer: boolean
  readonly article: string
  readonly steps: readonly SeatStep[]
}

export type SeatsError = { readonly code: 'seats.population' | 'seats.extra'; readonly text: Text }

const figure = (count: number): string => String(count).replace(/\B(?=(\d{3})+$)/g, ',')

/**
 * The seats of a congress by its level and population (EL 12). `extra`: 0 to 0.05, the share that a province grants on top (local); whether it
 * may pass the cap is open, and here it may not.
 */
export const seatsFor = (level: Level, population: number, extra = 0): Result<Seats, SeatsError> => {
  if (!Number.isSafeInteger(population) || population < 1)
    return fail({
      code: 'seats.population',
      text: {
        zh: `人口数应为大于零的整数，不是“${population}”`,
        en: `The population must be a whole number greater than zero, not “${population}”`,
      },
    })
  if (!(extra >= 0 && extra <= EXTRA_MOST))
    return fail({
      code: 'seats.extra',
      text: {
        zh: `另加比例应在0至0.05之间（选举法第十二条），不是“${extra}”`,
        en: `The increase must be between 0 and 0.05 (Electoral Law, Art. 12), not “${extra}”`,
      },
    })
  const { base, peoplePerSeat, cap, fewerBelow, word } = RULES[level]
  const increment = Math.floor(population / peoplePerSeat)
  const ordinary = Math.min(base + increment, cap)
  // In whole parts of a million: 0.05 has no exact binary form, and 140 × 0.05 must be 7.
  const parts = Math.round(extra * 1_000_000)
  const granted = Math.floor((ordinary * parts) / 1_000_000)
  const percent = parts / 10_000
  const total = Math.min(ordinary + granted, cap)
  const steps: SeatStep[] = [
    { text: { zh: `${word.zh}代表名额基数${base}名`, en: `At ${word.en} the base is ${base}` }, seats: base, article: 'EL 12' },
    {
      text: {
        zh: `人口${figure(population)}，每${figure(peoplePerSeat)}人增加1名，增加${increment}名（不足的不计）`,
        en: `${figure(population)} people, one seat more for each ${figure(peoplePerSeat)}: ${increment} more (remainders are not counted)`,
      },
      seats: base + increment,
      article: 'EL 12',
    },
  ]
  if (base + increment > cap)
    steps.push({ text: { zh: `总名额不超过${cap}名`, en: `The total is at most ${cap}` }, seats: cap, article: 'EL 12' })
  if (granted > 0)
    steps.push({
      text:
        total - ordinary === granted
          ? {
              zh: `经省级人大常委会决定另加${percent}%：${granted}名`,
              en: `Increase of ${percent} % by decision of the province: ${granted}`,
            }
          : {
              zh: `经省级人大常委会决定另加${percent}%，以${cap}名为限：${total - ordinary}名`,
              en: `Increase of ${percent} % by decision of the province, up to the limit of ${cap}: ${total - ordinary}`,
            },
      seats: total,
      article: 'EL 12',
    })
  const mayBeFewer = population < fewerBelow
  if (mayBeFewer)
    steps.push({
      text: {
        zh: `人口不足${figure(fewerBelow)}，可以少于基数${base}名；由有权机关决定，系统不自行减少`,
        en: `With fewer than ${figure(fewerBelow)} people there may be fewer than ${base}; the competent body decides, the system does not reduce the number`,
      },
      seats: total,
      article: 'EL 12',
    })
  return ok({ base, increment, extra: total - ordinary, cap, total, mayBeFewer, article: 'EL 12', steps })
}

/** Kinds of areas as their names say them; `null`: the name does not say it (南磨房地区). */
export type AreaKind = '县' | '自治县' | '乡' | '民族乡' | '镇' | '市辖区' | '市'

const KIND_ENDINGS: readonly (readonly [string, AreaKind])[] = [
  ['自治县', '自治县'],
  ['自治旗', '自治县'],
  ['县', '县'],
  ['旗', '县'],
  ['民族乡', '民族乡'],
  ['族乡', '民族乡'],
  ['民族苏木', '民族乡'],
  ['乡', '乡'],
  ['苏木', '乡'],
  ['镇', '镇'],
  ['区', '市辖区'],
  ['市', '市'],
]

/** The kind of the area whose congress it is, by its name; null where the name does not say it. */
export const areaKind = (name: string): AreaKind | null =>
  name.endsWith('地区') ? null : (KIND_ENDINGS.find(([ending]) => name.endsWith(ending))?.[1] ?? null)

/**
 * May a province grant this kind of area 5 % more (EL 12; `kinds` by the rule set, such as BJ 19)? Never a city's district, a city or a town.
 * Where the kind is not known, the office's document says it.
 */
export const mayHaveExtra = (kind: AreaKind | null, kinds: readonly AreaKind[]): boolean => kind === null || kinds.includes(kind)

/** An area or unit that elects deputies to the congress. */
export interface SeatClaimant {
  readonly code: string
  readonly name: string
  readonly population: number
}

export interface Allotment extends SeatClaimant {
  readonly seats: number
  /** People per deputy here. */
  readonly perDeputy: number
  /** Share by which `perDeputy` is off the congress's average: 0.1 is ten per cent more people per deputy. */
  readonly deviation: number
  /** Given only because every area has at least one (EL 15). */
  readonly guaranteed: boolean
}

export interface Allocation {
  readonly seats: number
  readonly allotments: readonly Allotment[]
  /** Areas with exactly equal claims to the last seat or seats, where the law says nothing: decided by `lots`. */
  readonly tied: readonly string[]
}

export type AllocationError = { readonly code: 'allocation.population' | 'allocation.seats'; readonly text: Text }

/** Compares claims p/(2s+1) exactly: products of people and seats stay far below 2^53. */
const claims = (a: { population: number; seats: number }, b: { population: number; seats: number }): number =>
  b.population * (2 * a.seats + 1) - a.population * (2 * b.seats + 1)

/**
 * Divides `seats` among areas and units with the same number of people per deputy in town and country; each has at least one (EL 15). The
 * method is Sainte-Laguë's (Webster): seat after seat to the highest p/(2s+1), after one for everyone. More seats or more people never cost an
 * area a seat, and names and order do not matter. `lots`: codes in the order that a lot gave, for exactly equal claims; else by code.
 */
export const allocateSeats = (
  seats: number,
  areas: readonly SeatClaimant[],
  lots: readonly string[] = [],
): Result<Allocation, AllocationError> => {
  const wrong = areas.find(area => !Number.isSafeInteger(area.population) || area.population < 0)
  const people = areas.reduce((sum, area) => sum + area.population, 0)
  if (wrong || people === 0)
    return fail({
      code: 'allocation.population',
      text: wrong
        ? { zh: `“${wrong.name}”的人口数应为整数`, en: `The population of “${wrong.name}” must be a whole number` }
        : { zh: '没有人口数，无法分配名额', en: 'Seats cannot be distributed without population figures' },
    })
  if (!Number.isSafeInteger(seats) || seats < areas.length)
    return fail({
      code: 'allocation.seats',
      text: {
        zh: `${areas.length}个区域至少各有1名代表（选举法第十五条），${seats}个名额不够`,
        en: `${areas.length} areas need at least one deputy each (Electoral Law, Art. 15); ${seats} seats are not enough`,
      },
    })
  const lot = new Map(lots.map((code, index) => [code, index]))
  const rank = (code: string) => lot.get(code) ?? Number.POSITIVE_INFINITY
  const given = areas.map(area => ({ ...area, seats: 1 }))
  const inOrder = (a: (typeof given)[number], b: (typeof given)[number]) =>
    claims(a, b) || rank(a.code) - rank(b.code) || (a.code < b.code ? -1 : a.code > b.code ? 1 : 0)
  let tied: string[] = []
  for (let left = seats - areas.length; left > 0; left -= 1) {
    const first = given.reduce((best, area) => (inOrder(area, best) < 0 ? area : best))
    const equal = given.filter(area => claims(area, first) === 0)
    // A tie settles itself while there are seats enough for all who are equal; else it holds to the last seat.
    if (tied.length === 0 && equal.length > left) tied = equal.map(area => area.code)
    first.seats += 1
  }
  const average = people / seats
  return ok({
    seats,
    tied: [...tied].sort(),
    allotments: given.map(area => ({
      ...area,
      perDeputy: area.population / area.seats,
      deviation: area.population / area.seats / average - 1,
      guaranteed: area.seats === 1 && area.population < average / 2,
    })),
  })
}

export interface MinorityShare {
  /** Share of the people in the population, 0 to 1. */
  readonly share: number
  /** Deputies at least and at most. */
  readonly atLeast: number
  readonly atMost: number
  readonly article: string
  readonly text: Text
}

/**
 * How many deputies a minority people that lives concentrated in the area has (EL 19, 21). From 30 % of the population up each of its
 * deputies represents as many people as all do; from 15 to 30 % there may be fewer people to a deputy, with at most 30 % of the seats; under
 * 15 % fewer too, but not under half. Every such people has at least one.
 */
export const minorityShare = (population: number, minority: number, seats: number): Result<MinorityShare, SeatsError> => {
  if (
    !(Number.isSafeInteger(population) && Number.isSafeInteger(minority) && minority > 0 && minority <= population && seats > 0)
  )
    return fail({
      code: 'seats.population',
      text: {
        zh: '人口数、少数民族人口数、名额应为整数，前者不小于后者',
        en: 'Population, minority population and seats must be whole numbers, and the population at least as large as the minority',
      },
    })
  const proportional = (seats * minority) / population
  const atLeast = Math.max(1, Math.floor(proportional))
  const share = minority / population
  if (minority * 100 >= population * 30)
    return ok({
      share,
      atLeast,
      atMost: Math.max(1, Math.ceil(proportional)),
      article: 'EL 19, 21',
      text: {
        zh: '占30%以上：每名代表所代表的人口与当地相同',
        en: '30 % or more: each deputy represents as many people as the others',
      },
    })
  if (minority * 100 >= population * 15)
    return ok({
      share,
      atLeast,
      atMost: Math.max(atLeast, Math.floor((seats * 3) / 10)),
      article: 'EL 19, 21',
      text: {
        zh: '占15%至30%：可以适当少于当地人口比例，名额不超过总名额的30%',
        en: '15 to 30 %: fewer people per deputy are allowed, but at most 30 % of the seats',
      },
    })
  return ok({
    share,
    atLeast,
    atMost: Math.max(atLeast, Math.floor(2 * proportional)),
    article: 'EL 19, 21',
    text: {
      zh: '不足15%：可以适当少于当地人口比例，但不少于二分之一；至少1名',
      en: 'Under 15 %: fewer people per deputy are allowed, but at least half as many; at least one deputy',
    },
  })
}
