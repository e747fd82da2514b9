/**
 * A proposal of electoral districts (EL 25, 26): 1 to 3 deputies each, people per deputy as equal as can be, hanging together, units whole.
 * Random spanning trees are cut where both sides fit, from the whole area down to districts; then neighbouring districts are joined and cut
 * anew where that helps. This is recombination (ReCom: DeFord, Duchin & Solomon, Harvard Data Science Review 3.1, 2021), with the number of
 * deputies of each side chosen by its people. Several chains from one seed; the best is taken. The same input and seed give the same plan.
 * An area of few units is searched whole besides (small-area.ts).
 */
import { fail, ok, type Result, type Text } from '../result/index.ts'
import { componentsOf, type UnitGraph } from './graph.ts'
import { allocateSeats } from './seats.ts'
import { SMALL_AREA_UNITS, searchWhole } from './small-area.ts'

/** The most and fewest deputies of a district (EL 26). */
export const DISTRICT_SEATS = { fewest: 1, most: 3 } as const

export interface ProposeOptions {
  readonly seats: number
  readonly seed: number
  /** How many districts. Where not said: about half as many as seats, more or fewer where that is more equal. */
  readonly districts?: number | undefined
  /** Deviation from the mean people per deputy that is aimed at; 0.1 where not said. */
  readonly tolerance?: number | undefined
  /** Independent attempts; 4 where not said. */
  readonly chains?: number | undefined
  /** Keep today's districts where they fit. */
  readonly keepExisting?: boolean | undefined
  /** Told after each chain. */
  readonly onChain?: ((done: number, of: number) => void) | undefined
}

export interface ProposedDistrict {
  readonly seats: number
  /** Codes, in order. */
  readonly units: readonly string[]
  readonly population: number
  readonly perDeputy: number
  /** Share by which `perDeputy` is off the mean of the whole area. */
  readonly deviation: number
  readonly contiguous: boolean
}

export interface Proposal {
  readonly districts: readonly ProposedDistrict[]
  readonly seats: number
  readonly meanPerDeputy: number
  /** The largest absolute deviation. */
  readonly maxDeviation: number
  readonly contiguous: boolean
  /** Units that stay in the district they share most people with; null where no districts exist. */
  readonly kept: number | null
  readonly warnings: readonly Text[]
}

export type ProposeError = { readonly code: 'propose.seats' | 'propose.districts'; readonly text: Text }

/** Numbers in [0, 1) that a seed determines (mulberry32). */
export const seeded = (seed: number): (() => number) => {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

interface Part {
  readonly units: readonly number[]
  readonly seats: number
  readonly population: number
}

/** What a chain works on. */
interface Ground {
  readonly graph: UnitGraph
  /** Neighbours, with the links that tie islands to the nearest shore. */
  readonly links: readonly (readonly number[])[]
  readonly people: readonly number[]
  readonly ideal: number
  readonly random: () => number
}

const deviationOf = (population: number, seats: number, ideal: number): number => population / (seats * ideal) - 1
const sumOf = (ground: Ground, units: readonly number[]): number =>
  units.reduce((sum, unit) => sum + (ground.people[unit] ?? 0), 0)

/** A random spanning tree of some units as parents in an order in which parents come first (Prim over a random frontier). */
const spanningTree = (ground: Ground, units: readonly number[]): { order: number[]; parent: Map<number, number> } => {
  const inside = new Set(units)
  const start = units[Math.floor(ground.random() * units.length)] ?? 0
  const parent = new Map<number, number>([[start, -1]])
  const order = [start]
  const frontier: [number, number][] = []
  const open = (unit: number) => {
    for (const next of ground.links[unit] ?? []) if (inside.has(next) && !parent.has(next)) frontier.push([unit, next])
  }
  open(start)
  while (frontier.length > 0) {
    const at = Math.floor(ground.random() * frontier.length)
    const [from, to] = frontier[at] ?? [0, 0]
    const last = frontier.pop()
    if (last && at < frontier.length) frontier[at] = last
    if (parent.has(to)) continue
    parent.set(to, from)
    order.push(to)
    open(to)
  }
  return { order, parent }
}

/** Deputies and districts of one side of a cut, or null where the other side could not have the rest. */
interface Cut {
  readonly vertex: number
  readonly seats: number
  readonly districts: number
  readonly worst: number
}

const districtsFor = (seats: number, of: { seats: number; districts: number }): number | null => {
  const rest = of.seats - seats
  const { most } = DISTRICT_SEATS
  const lowest = Math.max(Math.ceil(seats / most), of.districts - rest)
  const highest = Math.min(seats, of.districts - Math.ceil(rest / most))
  if (lowest > highest) return null
  return Math.min(highest, Math.max(lowest, Math.round((of.districts * seats) / of.seats)))
}

/** Where to cut a tree so that both sides fit their deputies best. Large parts are cut near the middle, so that few cuts lie on the way down. */
const bestCut = (ground: Ground, tree: ReturnType<typeof spanningTree>, part: Part, districts: number): Cut | undefined => {
  const { order, parent } = tree
  const below = new Map<number, number>()
  const sizes = new Map<number, number>()
  for (let index = order.length - 1; index > 0; index -= 1) {
    const unit = order[index] ?? 0
    const own = (below.get(unit) ?? 0) + (ground.people[unit] ?? 0)
    const size = (sizes.get(unit) ?? 0) + 1
    below.set(unit, own)
    sizes.set(unit, size)
    const up = parent.get(unit) ?? -1
    below.set(up, (below.get(up) ?? 0) + own)
    sizes.set(up, (sizes.get(up) ?? 0) + size)
  }
  const margin = districts > 6 ? Math.floor(part.seats * 0.3) : 1
  let best: Cut | undefined
  for (let index = 1; index < order.length; index += 1) {
    const vertex = order[index] ?? 0
    const people = below.get(vertex) ?? 0
    const size = sizes.get(vertex) ?? 0
    const fair = (people * part.seats) / part.population
    // A heavy unit has three deputies and no more, however many its people would be worth (EL 26).
    const [least, room] = [part.seats - DISTRICT_SEATS.most * (order.length - size), DISTRICT_SEATS.most * size]
    for (const wanted of [Math.floor(fair), Math.ceil(fair)]) {
      const seats = Math.max(least, Math.min(room, wanted))
      if (seats < margin || part.seats - seats < margin || seats < 1 || seats >= part.seats) continue
      const own = districtsFor(seats, { seats: part.seats, districts })
      if (own === null || own < 1 || own >= districts) continue
      if (size < own || order.length - size < districts - own) continue
      const worst = Math.max(
        Math.abs(deviationOf(people, seats, ground.ideal)),
        Math.abs(deviationOf(part.population - people, part.seats - seats, ground.ideal)),
      )
      if (!best || worst < best.worst) best = { vertex, seats, districts: own, worst }
    }
  }
  return best
}

const sidesOf = (ground: Ground, tree: ReturnType<typeof spanningTree>, cut: Cut, part: Part): [Part, Part] => {
  const inside = new Set([cut.vertex])
  for (const unit of tree.order) if (inside.has(tree.parent.get(unit) ?? -1)) inside.add(unit)
  const [units, rest] = [tree.order.filter(unit => inside.has(unit)), tree.order.filter(unit => !inside.has(unit))]
  const population = sumOf(ground, units)
  return [
    { units, seats: cut.seats, population },
    { units: rest, seats: part.seats - cut.seats, population: part.population - population },
  ]
}

/** Cuts a part in two along the best of some random trees; undefined where none can be cut. */
const cutInTwo = (ground: Ground, part: Part, districts: number, trees: number): [Part, Part, Cut] | undefined => {
  let best: { tree: ReturnType<typeof spanningTree>; cut: Cut } | undefined
  for (let attempt = 0; attempt < trees; attempt += 1) {
    const tree = spanningTree(ground, part.units)
    const cut = bestCut(ground, tree, part, districts)
    if (cut && (!best || cut.worst < best.cut.worst)) best = { tree, cut }
    if (best && best.cut.worst < 0.002) break
  }
  return best && [...sidesOf(ground, best.tree, best.cut, part), best.cut]
}

/** From a part to districts, cut after cut. Where no tree can be cut any more, what is left is one district with at most three deputies. */
const drawDown = (ground: Ground, part: Part, districts: number): Part[] => {
  if (districts <= 1 || part.units.length === 1) return [part]
  const cut = cutInTwo(ground, part, districts, part.units.length > 400 ? 4 : part.units.length > 60 ? 10 : 24)
  if (!cut) return [part]
  const [one, other, { districts: own }] = cut
  return [...drawDown(ground, one, own), ...drawDown(ground, other, districts - own)]
}

const penaltyOf = (part: Part, ideal: number, tolerance: number): number => {
  const off = Math.abs(deviationOf(part.population, part.seats, ideal))
  const excess = Math.max(0, off - tolerance)
  const tooMany = Math.max(0, part.seats - DISTRICT_SEATS.most)
  return 100 * excess * excess + excess + off * off + tooMany * 1_000
}

/** Joins neighbouring districts and cuts them anew, the worst first, while that helps. Steps are counted, so that a plan can be repeated. */
const recombine = (ground: Ground, start: readonly Part[], tolerance: number, steps: number): Part[] => {
  const parts = [...start]
  const home = new Int32Array(ground.people.length)
  const settle = (index: number) => {
    for (const unit of parts[index]?.units ?? []) home[unit] = index
  }
  parts.forEach((_, index) => {
    settle(index)
  })
  const aroundOf = (index: number): number[] => {
    const around = new Set<number>()
    for (const unit of parts[index]?.units ?? [])
      for (const next of ground.links[unit] ?? []) if (home[next] !== index) around.add(home[next] ?? 0)
    return [...around].sort((a, b) => a - b)
  }
  const pick = <T>(of: readonly T[]): T | undefined => of[Math.floor(ground.random() * of.length)]
  const penalty = (part: Part | undefined) => (part ? penaltyOf(part, ground.ideal, tolerance) : 0)
  for (let step = 0; step < steps; step += 1) {
    const bad = parts.flatMap((part, index) =>
      Math.abs(deviationOf(part.population, part.seats, ground.ideal)) > tolerance || part.seats > DISTRICT_SEATS.most
        ? [index]
        : [],
    )
    if (bad.length === 0 && step > steps / 8) break
    // Every fourth step begins anywhere: a bad district may need room that its neighbours do not have yet.
    const index = (bad.length > 0 && step % 4 !== 3 ? pick(bad) : Math.floor(ground.random() * parts.length)) ?? 0
    const around = aroundOf(index)
    const other = pick(around)
    if (other === undefined) continue
    const third = step % 3 === 2 ? pick(aroundOf(other).filter(one => one !== index)) : undefined
    const joined = [index, other, ...(third === undefined ? [] : [third])]
    const units = joined.flatMap(one => parts[one]?.units ?? [])
    const seats = joined.reduce((sum, one) => sum + (parts[one]?.seats ?? 0), 0)
    const before = joined.reduce((sum, one) => sum + penalty(parts[one]), 0)
    const drawn = drawDown(ground, { units, seats, population: sumOf(ground, units) }, joined.length)
    if (drawn.length !== joined.length) continue
    const after = drawn.reduce((sum, part) => sum + penalty(part), 0)
    if (after > before && ground.random() > (bad.length > 0 ? 0.02 : 0)) continue
    joined.forEach((one, place) => {
      const part = drawn[place]
      if (part) parts[one] = part
      settle(one)
    })
  }
  return parts
}

/** Ties parts of the area that have no neighbour, and too few people for a deputy, to the nearest unit elsewhere. */
const tiedLinks = (graph: UnitGraph, ideal: number): { links: number[][]; tied: number[] } => {
  const links = graph.neighbours.map(next => [...next])
  const tied: number[] = []
  const people = (units: readonly number[]) => units.reduce((sum, unit) => sum + (graph.units[unit]?.population ?? 0), 0)
  const distance = (a: number, b: number): number => {
    const [from, to] = [graph.units[a]?.at, graph.units[b]?.at]
    return from && to ? (from[0] - to[0]) ** 2 + (from[1] - to[1]) ** 2 : Number.MAX_VALUE
  }
  for (;;) {
    const components = componentsOf({ ...graph, neighbours: links })
    if (components.length < 2) return { links, tied }
    const small = components.find(component => people(component) < ideal * 0.75)
    if (!small) return { links, tied }
    const inside = new Set(small)
    let best: [number, number, number] | undefined
    for (const from of small)
      for (const to of graph.units.keys())
        if (!inside.has(to)) {
          const far = distance(from, to)
          if (!best || far < best[2]) best = [from, to, far]
        }
    if (!best) return { links, tied }
    links[best[0]]?.push(best[1])
    links[best[1]]?.push(best[0])
    tied.push(...small)
  }
}

/** Today's districts as parts, with deputies by their people; null unless they can have the seats between them. */
const existingParts = (ground: Ground, units: readonly number[], seats: number): Part[] | null => {
  const groups = new Map<string, number[]>()
  for (const unit of units) {
    const name = ground.graph.units[unit]?.existing
    if (name === undefined) return null
    groups.set(name, [...(groups.get(name) ?? []), unit])
  }
  const claimants = [...groups].map(([code, of]) => ({ code, name: code, population: sumOf(ground, of) }))
  const divided = allocateSeats(seats, claimants)
  if (!divided.ok || divided.value.allotments.some(one => one.seats > DISTRICT_SEATS.most)) return null
  return divided.value.allotments.map(one => ({
    units: groups.get(one.code) ?? [],
    seats: one.seats,
    population: one.population,
  }))
}

/** Units that stay in the district they share most people with. */
const keptUnits = (graph: UnitGraph, parts: readonly Part[]): number | null => {
  if (!graph.units.some(unit => unit.existing !== undefined)) return null
  let kept = 0
  for (const part of parts) {
    const shares = new Map<string, { people: number; units: number }>()
    for (const index of part.units) {
      const unit = graph.units[index]
      if (unit?.existing === undefined) continue
      const share = shares.get(unit.existing) ?? { people: 0, units: 0 }
      shares.set(unit.existing, { people: share.people + unit.population, units: share.units + 1 })
    }
    kept += [...shares.values()].reduce((most, share) => (share.people > most.people ? share : most), {
      people: -1,
      units: 0,
    }).units
  }
  return kept
}

/** Numbers of districts, chain after chain: the one asked for, and where any will do others ever further from it. */
const countsToTry = (
  districts: number,
  chains: number,
  any: { readonly fewest: number; readonly most: number } | undefined,
): number[] => {
  const counts = Array<number>(chains).fill(districts)
  for (let far = 1; any && far <= MORE_COUNTS; far += 1)
    counts.push(...[districts - far, districts + far].filter(count => count >= any.fewest && count <= any.most))
  return counts
}

/** Numbers of districts tried to either side. */
const MORE_COUNTS = 4

/** Steps of a chain for each district: enough to settle, few enough for 300 districts in seconds. */
const STEPS_PER_DISTRICT = 12

/**
 * Proposes districts for a graph of units. Fails where the seats cannot be had: fewer seats than islands, or more than three for each unit.
 * Islands with less than three quarters of a deputy's people are tied to the nearest unit and said so.
 */
export const proposeDistricts = (graph: UnitGraph, options: ProposeOptions): Result<Proposal, ProposeError> => {
  const { seats, seed, tolerance = 0.1, chains = 4 } = options
  const { most } = DISTRICT_SEATS
  if (!Number.isSafeInteger(seats) || seats < 1 || seats > graph.units.length * most)
    return fail({
      code: 'propose.seats',
      text: {
        zh: `${graph.units.length}个单元，每个选区1至${most}名代表，名额应在1至${graph.units.length * most}之间，不是${seats}`,
        en: `${graph.units.length} units with 1 to ${most} deputies per district allow 1 to ${graph.units.length * most} seats, not ${seats}`,
      },
    })
  const fewest = Math.ceil(seats / most)
  const most_ = Math.min(seats, graph.units.length)
  const districts = options.districts ?? Math.min(most_, Math.max(fewest, Math.ceil(seats / 2)))
  if (!Number.isSafeInteger(districts) || districts < fewest || districts > most_)
    return fail({
      code: 'propose.districts',
      text: {
        zh: `${seats}个名额分在${graph.units.length}个单元里，选区应为${fewest}至${most_}个，不是${districts}`,
        en: `${seats} seats and ${graph.units.length} units allow ${fewest} to ${most_} districts, not ${districts}`,
      },
    })
  const ideal = graph.population / seats
  const { links, tied } = tiedLinks(graph, ideal)
  const people = graph.units.map(unit => unit.population)
  const islands = componentsOf({ ...graph, neighbours: links })
  const divided = allocateSeats(
    seats,
    islands.map((units, index) => ({
      code: String(index).padStart(6, '0'),
      name: '',
      population: units.reduce((sum, unit) => sum + (people[unit] ?? 0), 0),
    })),
  )
  if (!divided.ok) return fail({ code: 'propose.seats', text: divided.error.text })

  let best: { parts: readonly Part[]; score: readonly number[] } | undefined
  const weigh = (parts: readonly Part[]) => {
    const offs = parts.map(part => Math.abs(deviationOf(part.population, part.seats, ideal)))
    const changed = options.keepExisting ? graph.units.length - (keptUnits(graph, parts) ?? 0) : 0
    const tooMany = parts.filter(part => part.seats > most).length
    const score = [tooMany, offs.filter(off => off > tolerance).length, changed, Math.max(...offs)]
    const isBetter =
      best === undefined ||
      score.some((one, at) => one < (best?.score[at] ?? 0) && score.slice(0, at).every((s, i) => s === best?.score[i]))
    if (isBetter) best = { parts, score }
  }
  const isGood = () => best !== undefined && best.score[0] === 0 && best.score[1] === 0
  const counts = countsToTry(districts, chains, options.districts === undefined ? { fewest, most: most_ } : undefined)
  for (const [chain, count] of counts.entries()) {
    // Other numbers of districts are for when the first does not do.
    if (chain >= chains && isGood()) break
    const ground: Ground = { graph, links, people, ideal, random: seeded(seed * 7_919 + chain * 104_729 + 1) }
    const parts: Part[] = []
    for (const [index, units] of islands.entries()) {
      const own = divided.value.allotments[index]?.seats ?? 1
      const share = Math.min(own, units.length, Math.max(Math.ceil(own / most), Math.round((count * own) / seats)))
      const whole = { units, seats: own, population: sumOf(ground, units) }
      const existing = options.keepExisting && chain === 0 ? existingParts(ground, units, own) : null
      const start = existing ?? drawDown(ground, whole, share)
      parts.push(...recombine(ground, start, tolerance, STEPS_PER_DISTRICT * start.length))
    }
    weigh(parts)
    options.onChain?.(Math.min(chain + 1, chains), chains)
  }
  if (!options.keepExisting && graph.units.length <= SMALL_AREA_UNITS) {
    const below = Math.min(1, best?.score[0] === 0 ? (best.score[3] ?? 1) : 1)
    const found = searchWhole({ people, links, seats, most, districts: options.districts, below })
    if (found) weigh(found.map(part => ({ ...part, population: part.units.reduce((sum, unit) => sum + (people[unit] ?? 0), 0) })))
  }
  const parts = best?.parts ?? []
  const proposed = parts
    .map(
      (part): ProposedDistrict => ({
        seats: part.seats,
        units: [...part.units].sort((a, b) => a - b).map(unit => graph.units[unit]?.code ?? ''),
        population: part.population,
        perDeputy: part.population / part.seats,
        deviation: deviationOf(part.population, part.seats, ideal),
        contiguous: componentsOf(graph, part.units).length === 1,
      }),
    )
    .sort((a, b) => ((a.units[0] ?? '') < (b.units[0] ?? '') ? -1 : 1))
  return ok({
    districts: proposed,
    seats,
    meanPerDeputy: ideal,
    maxDeviation: Math.max(...proposed.map(district => Math.abs(district.deviation))),
    contiguous: proposed.every(district => district.contiguous),
    kept: keptUnits(graph, parts),
    warnings: warningsOf(graph, proposed, tied, tolerance),
  })
}

/** Shares are quotients: what differs by less is equal. */
const ROUNDING = 1e-9

/** Above this the deviation is a warning by default (local; docs/law). */
export const DEVIATION_WARNING = 0.3

const warningsOf = (
  graph: UnitGraph,
  districts: readonly ProposedDistrict[],
  tied: readonly number[],
  tolerance: number,
): Text[] => {
  const warnings: Text[] = []
  const percent = (share: number) => `${(share * 100).toFixed(1)}%`
  for (const district of districts) {
    const off = Math.abs(district.deviation)
    const first = graph.units.find(unit => unit.code === district.units[0])?.name ?? district.units[0]
    if (district.seats > DISTRICT_SEATS.most)
      warnings.push({
        zh: `“${first}”等${district.units.length}个单元分不出${district.seats}名代表的几个选区`,
        en: `${district.units.length} units beginning with “${first}” could not be divided into districts for ${district.seats} deputies`,
      })
    else if (off > tolerance + ROUNDING)
      warnings.push({
        zh: `“${first}”等${district.units.length}个单元的选区每名代表所代表的人口偏离平均数${percent(district.deviation)}${off > DEVIATION_WARNING ? '，超过30%' : ''}`,
        en: `The district of ${district.units.length} units beginning with “${first}” deviates from the mean by ${percent(district.deviation)}${off > DEVIATION_WARNING ? ', more than 30 %' : ''}`,
      })
  }
  if (tied.length > 0) {
    const names = tied.slice(0, 5).map(unit => graph.units[unit]?.name ?? '')
    warnings.push({
      zh: `${tied.length}个单元没有相邻的单元，人口又不足一名代表，并入了最近的选区：${names.join('、')}${tied.length > 5 ? '等' : ''}`,
      en: `${tied.length} units without neighbours and with too few people for a deputy were added to the nearest district: ${names.join(', ')}${tied.length > 5 ? ', …' : ''}`,
    })
  }
  return warnings
}
