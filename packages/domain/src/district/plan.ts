/**
 * A plan of districts (EL 25, 26) as people look at it: people per deputy of each district, how far that is off the mean, what is not right
 * yet, and how two plans differ.
 */
import type { Text } from '../result/index.ts'
import { type Border, componentsOf, unitGraph } from './graph.ts'
import { DEVIATION_WARNING, DISTRICT_SEATS } from './propose.ts'

export interface PlanUnit {
  readonly code: string
  readonly name: string
  readonly population: number
  /** Number of its district; null: in none yet. */
  readonly district: number | null
}

export interface PlanDistrict {
  readonly number: number
  readonly name: string
  readonly seats: number
}

export interface PlanWarning {
  readonly code:
    | 'plan.unassigned'
    | 'plan.no-districts'
    | 'plan.seats'
    | 'district.empty'
    | 'district.seats'
    | 'district.deviation'
    | 'district.split'
  readonly district?: number
  readonly article: string
  readonly text: Text
}

export interface DistrictFigures extends PlanDistrict {
  readonly units: number
  readonly population: number
  readonly perDeputy: number
  /** Share by which `perDeputy` is off the mean of the whole plan; null where nobody is counted. */
  readonly deviation: number | null
  /** Hangs together; null where nothing is known of neighbours. */
  readonly contiguous: boolean | null
}

export interface PlanFigures {
  readonly districts: readonly DistrictFigures[]
  readonly population: number
  readonly seats: number
  readonly meanPerDeputy: number
  /** The largest absolute deviation; null without any. */
  readonly maxDeviation: number | null
  readonly unassigned: number
  readonly warnings: readonly PlanWarning[]
}

const limitText = (limit: number): string => `${Math.round(limit * 1000) / 10}%`
const percent = (share: number): string => `${share > 0 ? '+' : ''}${(share * 100).toFixed(1)}%`

/** Is a district further off the mean than the limit? In whole numbers: 130 people for 100 are 30 % more, and not a trace above. */
const isBeyond = (
  limit: number,
  district: { readonly population: number; readonly seats: number },
  all: { readonly population: number; readonly seats: number },
): boolean => {
  const fair = all.population * Math.max(1, district.seats)
  return Math.abs(district.population * all.seats - fair) * 1_000 > Math.round(limit * 1_000) * fair
}

/** What is not right yet with one district. */
const warningsOfDistrict = (district: DistrictFigures, isFar: boolean, limit: number): PlanWarning[] => {
  const warnings: PlanWarning[] = []
  const { deviation, seats } = district
  const warn = (code: PlanWarning['code'], article: string, zh: string, en: string) =>
    warnings.push({
      code,
      district: district.number,
      article,
      text: { zh: `${district.name}：${zh}`, en: `${district.name}: ${en}` },
    })
  if (district.units === 0) warn('district.empty', 'EL 25', '还没有单元', 'no units yet')
  if (seats < DISTRICT_SEATS.fewest || seats > DISTRICT_SEATS.most)
    warn('district.seats', 'EL 25', `名额${seats}，应为1至3`, `${seats} seats; must be 1 to 3`)
  if (district.units > 0 && deviation !== null && isFar)
    warn(
      'district.deviation',
      'EL 26',
      `每名代表所代表的人口偏离平均数${percent(deviation)}，超过${limitText(limit)}`,
      `people per deputy deviate from the mean by ${percent(deviation)}, more than ${limitText(limit)}`,
    )
  if (district.contiguous === false)
    // No article asks for it: what an office usually wants.
    warn('district.split', '', '各单元不相连（法律没有要求）', 'its units are not contiguous (no article requires it)')
  return warnings
}

/** What is not right yet with the plan as a whole. */
const warningsOfPlan = (
  districts: readonly PlanDistrict[],
  unassigned: readonly PlanUnit[],
  seats: number,
  seatsWanted: number | null,
): PlanWarning[] => {
  const warnings: PlanWarning[] = []
  if (districts.length === 0)
    warnings.push({
      code: 'plan.no-districts',
      article: 'EL 25',
      text: { zh: '还没有选区', en: 'There are no electoral districts yet' },
    })
  if (unassigned.length > 0) {
    const names = unassigned.slice(0, 3).map(unit => unit.name)
    warnings.push({
      code: 'plan.unassigned',
      article: 'EL 25',
      text: {
        zh: `${unassigned.length}个单元还没有划入选区：${names.join('、')}${unassigned.length > 3 ? '等' : ''}`,
        en: `${unassigned.length} units are not assigned to a district yet: ${names.join(', ')}${unassigned.length > 3 ? ', …' : ''}`,
      },
    })
  }
  if (seatsWanted !== null && seats !== seatsWanted)
    warnings.push({
      code: 'plan.seats',
      article: 'EL 12, 15',
      text: {
        zh: `各选区名额共${seats}，应为${seatsWanted}`,
        en: `The districts have ${seats} seats in total; there should be ${seatsWanted}`,
      },
    })
  return warnings
}

/** Whether units hang together, by their borders; null where nothing is known of these. */
const contiguityIn = (units: readonly PlanUnit[], borders: readonly Border[]): ((own: readonly PlanUnit[]) => boolean | null) => {
  const graph = borders.length > 0 ? unitGraph(units, borders) : null
  if (!graph?.ok) return () => null
  const place = new Map(graph.value.units.map((unit, index) => [unit.code, index]))
  return own => {
    const among = own.flatMap(unit => place.get(unit.code) ?? [])
    return componentsOf(graph.value, among).length <= 1
  }
}

/**
 * Figures and warnings of a plan. `seatsWanted`: what the congress has here, where said. `limit`: the deviation from the mean above which a
 * district is a warning (local); exactly the limit is none.
 */
export const planFigures = (
  units: readonly PlanUnit[],
  borders: readonly Border[],
  districts: readonly PlanDistrict[],
  seatsWanted: number | null,
  limit = DEVIATION_WARNING,
): PlanFigures => {
  const population = units.reduce((sum, unit) => sum + unit.population, 0)
  const seats = districts.reduce((sum, district) => sum + district.seats, 0)
  const mean = seats > 0 ? population / seats : 0
  const isContiguous = contiguityIn(units, borders)
  const members = new Map<number, PlanUnit[]>()
  for (const unit of units) if (unit.district !== null) members.set(unit.district, [...(members.get(unit.district) ?? []), unit])
  const figures = districts.map((district): DistrictFigures => {
    const own = members.get(district.number) ?? []
    const people = own.reduce((sum, unit) => sum + unit.population, 0)
    const perDeputy = people / Math.max(1, district.seats)
    const deviation = mean > 0 ? perDeputy / mean - 1 : null
    return { ...district, units: own.length, population: people, perDeputy, deviation, contiguous: isContiguous(own) }
  })
  const unassigned = units.filter(unit => unit.district === null)
  const offs = figures.flatMap(one => (one.deviation === null || one.units === 0 ? [] : [Math.abs(one.deviation)]))
  return {
    districts: figures,
    population,
    seats,
    meanPerDeputy: mean,
    maxDeviation: offs.length > 0 ? Math.max(...offs) : null,
    unassigned: unassigned.length,
    warnings: [
      ...figures.flatMap(one => warningsOfDistrict(one, isBeyond(limit, one, { population, seats }), limit)),
      ...warningsOfPlan(districts, unassigned, seats, seatsWanted),
    ],
  }
}

export interface PlanDifference {
  readonly unit: string
  readonly name: string
  readonly population: number
  /** Districts in the one and in the other plan; null: in none, or not a unit of that plan. */
  readonly from: number | null
  readonly to: number | null
}

/**
 * Districts are the same where they share most people, whatever their numbers: each district of `to` is matched with at most one of
 * `from`, the largest shares first. Numbers in `from` by those in `to`.
 */
const matchDistricts = (before: ReadonlyMap<string, PlanUnit>, to: readonly PlanUnit[]): Map<number, number> => {
  const shared = new Map<string, { from: number; to: number; people: number }>()
  for (const unit of to) {
    const old = before.get(unit.code)?.district ?? null
    if (old === null || unit.district === null) continue
    const key = `${old} ${unit.district}`
    const pair = shared.get(key) ?? { from: old, to: unit.district, people: 0 }
    // One more than the people, so that empty units count too.
    pair.people += unit.population + 1
    shared.set(key, pair)
  }
  const matched = new Map<number, number>()
  const used = new Set<number>()
  for (const pair of [...shared.values()].sort((a, b) => b.people - a.people || a.from - b.from || a.to - b.to)) {
    if (matched.has(pair.to) || used.has(pair.from)) continue
    matched.set(pair.to, pair.from)
    used.add(pair.from)
  }
  return matched
}

/** Units that two plans put differently. */
export const comparePlans = (from: readonly PlanUnit[], to: readonly PlanUnit[]): PlanDifference[] => {
  const before = new Map(from.map(unit => [unit.code, unit]))
  const matched = matchDistricts(before, to)
  const differences: PlanDifference[] = []
  for (const { code, name, population, district } of to) {
    const old = before.get(code)?.district ?? null
    const same = district === null ? old === null : old !== null && matched.get(district) === old
    if (!same) differences.push({ unit: code, name, population, from: old, to: district })
  }
  const known = new Set(to.map(unit => unit.code))
  for (const { code, name, population, district } of from)
    if (!known.has(code)) differences.push({ unit: code, name, population, from: district, to: null })
  return differences
}
