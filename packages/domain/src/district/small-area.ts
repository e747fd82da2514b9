/**
 * Small areas searched whole: of all ways to make districts that hang together, one whose largest deviation is the smallest. A county of
 * twenty streets has so few ways that none needs to be left to chance.
 */

export interface SmallArea {
  /** People of each unit. */
  readonly people: readonly number[]
  /** Neighbours of each unit, both ways. */
  readonly links: readonly (readonly number[])[]
  readonly seats: number
  /** The most deputies of a district. */
  readonly most: number
  /** How many districts; any number where not said. */
  readonly districts?: number | undefined
  /** Only a plan with a smaller largest deviation is of use. */
  readonly below: number
}

/** A district of a plan: indexes of its units. */
export interface SmallDistrict {
  readonly units: readonly number[]
  readonly seats: number
}

/** Units of an area that is searched whole. */
export const SMALL_AREA_UNITS = 24
/** What is looked at before the search is given up; counted and not timed, so that a plan can be repeated. */
const SETS = 400_000
const STEPS = 200_000

/** A set of units that hangs together, as bits, with deputies that fit its people. */
interface Fit {
  readonly units: number
  readonly seats: number
  readonly off: number
}

/** Every set that fits, under its lowest unit, nearest to the mean first; null: too many. */
const fitsOf = ({ people, links, seats, most, below }: SmallArea): Fit[][] | null => {
  const ideal = people.reduce((sum, one) => sum + one, 0) / seats
  const around = links.map(next => next.reduce((bits, unit) => bits | (1 << unit), 0))
  const limit = most * ideal * (1 + below)
  let looked = 0
  const found = people.map((): Fit[] => [])
  /** `open`: neighbours that may still join; `closed`: units of the set, and those decided against. */
  // biome-ignore lint/complexity/noExcessiveCognitiveComplexity: one step of a recursive search over bit sets
  const grow = (lowest: number, set: number, population: number, open: number, closed: number): boolean => {
    looked += 1
    if (looked > SETS) return false
    for (let own = 1; own <= most; own += 1) {
      const off = Math.abs(population / (own * ideal) - 1)
      if (off < below) found[lowest]?.push({ units: set, seats: own, off })
    }
    let [left, shut] = [open, closed]
    while (left !== 0) {
      const bit = left & -left
      const unit = 31 - Math.clz32(bit)
      left ^= bit
      shut |= bit
      const grown = population + (people[unit] ?? 0)
      if (grown > limit) continue
      const next = left | ((around[unit] ?? 0) & ~shut)
      if (!grow(lowest, set | bit, grown, next, shut)) return false
    }
    return true
  }
  for (const lowest of people.keys()) {
    const before = (1 << (lowest + 1)) - 1
    if (!grow(lowest, 1 << lowest, people[lowest] ?? 0, (around[lowest] ?? 0) & ~before, before)) return null
  }
  for (const fits of found) fits.sort((a, b) => a.off - b.off || a.units - b.units || a.seats - b.seats)
  return found
}

/** A plan of sets that are off by at most `limit`; undefined where there is none, or none was found within the steps. */
const coverWith = (area: SmallArea, fits: readonly (readonly Fit[])[], limit: number): Fit[] | undefined => {
  const all = 2 ** area.people.length - 1
  const hopeless = new Set<number>()
  const plan: Fit[] = []
  let steps = 0
  // biome-ignore lint/complexity/noExcessiveCognitiveComplexity: one step of a recursive search with backtracking
  const cover = (covered: number, seats: number, districts: number): boolean => {
    if (covered === all) return seats === 0 && (area.districts === undefined || districts === area.districts)
    const key = (covered * (area.seats + 1) + seats) * (area.people.length + 1) + (area.districts === undefined ? 0 : districts)
    if (hopeless.has(key) || steps > STEPS) return false
    steps += 1
    const lowest = 31 - Math.clz32(~covered & -~covered)
    for (const fit of fits[lowest] ?? []) {
      if (fit.off > limit) break
      if ((fit.units & covered) !== 0 || fit.seats > seats) continue
      plan.push(fit)
      if (cover(covered | fit.units, seats - fit.seats, districts + 1)) return true
      plan.pop()
    }
    hopeless.add(key)
    return false
  }
  return cover(0, area.seats, 0) ? plan : undefined
}

/**
 * The most equal plan of a small area, in the order of its lowest units; null where none is more equal than `below`, or the area has more
 * units or ways than are searched.
 */
export const searchWhole = (area: SmallArea): SmallDistrict[] | null => {
  if (area.people.length > SMALL_AREA_UNITS) return null
  const fits = fitsOf(area)
  if (!fits) return null
  const limits = [...new Set(fits.flat().map(fit => fit.off))].sort((a, b) => a - b)
  let best: Fit[] | undefined
  let [from, to] = [0, limits.length - 1]
  while (from <= to) {
    const middle = (from + to) >> 1
    const plan = coverWith(area, fits, limits[middle] ?? 0)
    if (plan) {
      best = plan
      to = middle - 1
    } else from = middle + 1
  }
  return best?.map(({ units, seats }) => ({ units: [...area.people.keys()].filter(unit => (units >> unit) & 1), seats })) ?? null
}
