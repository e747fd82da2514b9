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

/** The most and fewest deputies of a district (EL 25). */
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
const sumOf = (ground: Pick<Ground, 'people'>, units: readonly number[]): number =>
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

/** People and units of the branch below each vertex of a tree. */
const branchesOf = (ground: Ground, { order, parent }: ReturnType<typeof spanningTree>) => {
  const people = new Map<number, number>()
  const sizes = new Map<number, number>()
  for (let index = order.length - 1; index > 0; index -= 1) {
    const unit = order[index] ?? 0
    const own = (people.get(unit) ?? 0) + (ground.people[unit] ?? 0)
    const size = (sizes.get(unit) ?? 0) + 1
    people.set(unit, own)
    sizes.set(unit, size)
    const up = parent.get(unit) ?? -1
    people.set(up, (people.get(up) ?? 0) + own)
    sizes.set(up, (sizes.get(up) ?? 0) + size)
  }
  return { people, sizes }
}

/** What a cut above a vertex takes off: its people and units, and how many units are left. */
interface Branch {
  readonly vertex: number
  readonly people: number
  readonly size: number
  readonly left: number
}

/** The branch cut off with so many deputies; null where one of the sides cannot have its deputies or districts. */
const cutOff = (ground: Ground, part: Part, districts: number, branch: Branch, seats: number): Cut | null => {
  const margin = districts > 6 ? Math.floor(part.seats * 0.3) : 1
  if (seats < margin || part.seats - seats < margin || seats < 1 || seats >= part.seats) return null
  const own = districtsFor(seats, { seats: part.seats, districts })
  if (own === null || own < 1 || own >= districts) return null
  if (branch.size < own || branch.left < districts - own) return null
  const worst = Math.max(
    Math.abs(deviationOf(branch.people, seats, ground.ideal)),
    Math.abs(deviationOf(part.population - branch.people, part.seats - seats, ground.ideal)),
  )
  return { vertex: branch.vertex, seats, districts: own, worst }
}

/** Where to cut a tree so that both sides fit their deputies best. Large parts are cut near the middle, so that few cuts lie on the way down. */
const bestCut = (ground: Ground, tree: ReturnType<typeof spanningTree>, part: Part, districts: number): Cut | undefined => {
  const { people, sizes } = branchesOf(ground, tree)
  const { most } = DISTRICT_SEATS
  let best: Cut | undefined
  for (const vertex of tree.order.slice(1)) {
    const size = sizes.get(vertex) ?? 0
    const branch = { vertex, people: people.get(vertex) ?? 0, size, left: tree.order.length - size }
    const fair = (branch.people * part.seats) / part.population
    // A heavy unit has three deputies and no more, however many its people would be worth (EL 25).
    const [least, room] = [part.seats - most * branch.left, most * branch.size]
    for (const wanted of [Math.floor(fair), Math.ceil(fair)]) {
      const cut = cutOff(ground, part, districts, branch, Math.max(least, Math.min(room, wanted)))
      if (cut && (!best || cut.worst < best.worst)) best = cut
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

/** Districts that change, and which of them each unit is in. */
const openParts = (ground: Ground, start: readonly Part[]) => {
  const parts = [...start]
  const home = new Int32Array(ground.people.length)
  const settle = (index: number) => {
    for (const unit of parts[index]?.units ?? []) home[unit] = index
  }
  for (const index of parts.keys()) settle(index)
  return {
    parts,
    /** Districts that border on one, in order. */
    aroundOf(index: number): number[] {
      const around = new Set<number>()
      for (const unit of parts[index]?.units ?? [])
        for (const next of ground.links[unit] ?? []) if (home[next] !== index) around.add(home[next] ?? 0)
      return [...around].sort((a, b) => a - b)
    },
    replace(indexes: readonly number[], drawn: readonly Part[]): void {
      for (const [place, index] of indexes.entries()) {
        parts[index] = drawn[place] ?? { units: [], seats: 0, population: 0 }
        settle(index)
      }
    },
  }
}

const isBad = (ground: Ground, part: Part, tolerance: number): boolean =>
  Math.abs(deviationOf(part.population, part.seats, ground.ideal)) > tolerance || part.seats > DISTRICT_SEATS.most

const pickOne = <T>({ random }: Ground, of: readonly T[]): T | undefined => of[Math.floor(random() * of.length)]

/** A district with one of its neighbours, or with two where a `third` is wanted and there; none where it has no neighbour. */
const chooseNeighbours = (
  ground: Ground,
  aroundOf: (index: number) => readonly number[],
  index: number,
  third: boolean,
): number[] => {
  const other = pickOne(ground, aroundOf(index))
  if (other === undefined) return []
  const next = third
    ? pickOne(
        ground,
        aroundOf(other).filter(one => one !== index),
      )
    : undefined
  return next === undefined ? [index, other] : [index, other, next]
}

/** Districts joined and cut anew into as many; null where they cannot be, or where that is worse and not taken by chance. */
const drawAnew = (ground: Ground, old: readonly Part[], tolerance: number, takeWorse: number): Part[] | null => {
  const penalty = (of: readonly Part[]) => of.reduce((sum, part) => sum + penaltyOf(part, ground.ideal, tolerance), 0)
  const units = old.flatMap(part => part.units)
  const seats = old.reduce((sum, part) => sum + part.seats, 0)
  const drawn = drawDown(ground, { units, seats, population: sumOf(ground, units) }, old.length)
  if (drawn.length !== old.length) return null
  return penalty(drawn) > penalty(old) && ground.random() > takeWorse ? null : drawn
}

/** Joins neighbouring districts and cuts them anew, the worst first, while that helps. Steps are counted, so that a plan can be repeated. */
const recombine = (ground: Ground, start: readonly Part[], tolerance: number, steps: number): Part[] => {
  const { parts, aroundOf, replace } = openParts(ground, start)
  for (let step = 0; step < steps; step += 1) {
    const bad = parts.flatMap((part, index) => (isBad(ground, part, tolerance) ? [index] : []))
    if (bad.length === 0 && step > steps / 8) break
    // Every fourth step begins anywhere: a bad district may need room that its neighbours do not have yet.
    const index = (bad.length > 0 && step % 4 !== 3 ? pickOne(ground, bad) : Math.floor(ground.random() * parts.length)) ?? 0
    const joined = chooseNeighbours(ground, aroundOf, index, step % 3 === 2)
    const old = joined.flatMap(one => parts[one] ?? [])
    if (old.length === 0) continue
    // A worse plan is taken now and then, to get out of a corner, while a district is bad.
    const drawn = drawAnew(ground, old, tolerance, bad.length > 0 ? 0.02 : 0)
    if (drawn) replace(joined, drawn)
  }
  return parts
}

/** The shortest way from one of the units to one outside them; undefined where there is none. */
const shortestLink = (graph: UnitGraph, units: readonly number[]): readonly [number, number] | undefined => {
  const distance = (a: number, b: number): number => {
    const [from, to] = [graph.units[a]?.at, graph.units[b]?.at]
    return from && to ? (from[0] - to[0]) ** 2 + (from[1] - to[1]) ** 2 : Number.MAX_VALUE
  }
  const inside = new Set(units)
  const outside = [...graph.units.keys()].filter(unit => !inside.has(unit))
  let best: { link: readonly [number, number]; far: number } | undefined
  for (const from of units)
    for (const to of outside) {
      const far = distance(from, to)
      if (!best || far < best.far) best = { link: [from, to], far }
    }
  return best?.link
}

/** Ties parts of the area that have no neighbour, and too few people for a deputy, to the nearest unit elsewhere. */
const tiedLinks = (graph: UnitGraph, ideal: number): { links: number[][]; tied: number[] } => {
  const links = graph.neighbours.map(next => [...next])
  const tied: number[] = []
  const people = (units: readonly number[]) => units.reduce((sum, unit) => sum + (graph.units[unit]?.population ?? 0), 0)
  for (;;) {
    const components = componentsOf({ ...graph, neighbours: links })
    const small = components.length < 2 ? undefined : components.find(component => people(component) < ideal * 0.75)
    const link = small && shortestLink(graph, small)
    if (!link) return { links, tied }
    links[link[0]]?.push(link[1])
    links[link[1]]?.push(link[0])
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

/** How many districts are wanted, and the fewest and most that the seats and units allow. */
interface DistrictCounts {
  readonly wanted: number
  readonly fewest: number
  readonly most: number
}

const districtCounts = (graph: UnitGraph, options: ProposeOptions): Result<DistrictCounts, ProposeError> => {
  const { seats } = options
  const { most: perDistrict } = DISTRICT_SEATS
  const units = graph.units.length
  if (!Number.isSafeInteger(seats) || seats < 1 || seats > units * perDistrict)
    return fail({
      code: 'propose.seats',
      text: {
        zh: `${units}个单元，每个选区1至${perDistrict}名代表，名额应在1至${units * perDistrict}之间，不是${seats}`,
        en: `${units} units with 1 to ${perDistrict} deputies per district allow 1 to ${units * perDistrict} seats, not ${seats}`,
      },
    })
  const fewest = Math.ceil(seats / perDistrict)
  const most = Math.min(seats, units)
  const wanted = options.districts ?? Math.min(most, Math.max(fewest, Math.ceil(seats / 2)))
  if (!Number.isSafeInteger(wanted) || wanted < fewest || wanted > most)
    return fail({
      code: 'propose.districts',
      text: {
        zh: `${seats}个名额分在${units}个单元里，选区应为${fewest}至${most}个，不是${wanted}`,
        en: `${seats} seats and ${units} units allow ${fewest} to ${most} districts, not ${wanted}`,
      },
    })
  return ok({ wanted, fewest, most })
}

/** Plans are compared by the first figure that differs; less is better. */
type Score = readonly number[]

const isLess = (score: Score, other: Score): boolean => {
  const at = score.findIndex((one, index) => one !== other[index])
  return at >= 0 && (score[at] ?? 0) < (other[at] ?? 0)
}

/** Districts with too many deputies; districts off by more than the tolerance; units that change; the largest deviation. */
const scoreOf = (graph: UnitGraph, parts: readonly Part[], ideal: number, tolerance: number, keepExisting: boolean): Score => {
  const offs = parts.map(part => Math.abs(deviationOf(part.population, part.seats, ideal)))
  const changed = keepExisting ? graph.units.length - (keptUnits(graph, parts) ?? 0) : 0
  const tooMany = parts.filter(part => part.seats > DISTRICT_SEATS.most).length
  return [tooMany, offs.filter(off => off > tolerance).length, changed, Math.max(...offs)]
}

/** Keeps the best of the plans that it is offered. */
const openContest = (scoreOfParts: (parts: readonly Part[]) => Score) => {
  let best: { parts: readonly Part[]; score: Score } | undefined
  return {
    offer(parts: readonly Part[]): void {
      const score = scoreOfParts(parts)
      if (!best || isLess(score, best.score)) best = { parts, score }
    },
    best: () => best?.parts ?? [],
    /** The largest deviation of the best plan; 1 where that has a district with too many deputies. */
    deviationToBeat: () => Math.min(1, best?.score[0] === 0 ? (best.score[3] ?? 1) : 1),
    /** No district has too many deputies or is off by more than the tolerance. */
    isGood: () => best !== undefined && best.score[0] === 0 && best.score[1] === 0,
  }
}

/** An area that falls apart into islands only where each has people enough for deputies of its own. */
interface Islands {
  readonly units: readonly (readonly number[])[]
  /** Deputies of each. */
  readonly seats: readonly number[]
}

const divideIslands = (graph: UnitGraph, links: readonly (readonly number[])[], seats: number): Result<Islands, ProposeError> => {
  const units = componentsOf({ ...graph, neighbours: links })
  const people = graph.units.map(unit => unit.population)
  const divided = allocateSeats(
    seats,
    units.map((own, index) => ({ code: String(index).padStart(6, '0'), name: '', population: sumOf({ people }, own) })),
  )
  if (!divided.ok) return fail({ code: 'propose.seats', text: divided.error.text })
  return ok({ units, seats: units.map((_, index) => divided.value.allotments[index]?.seats ?? 1) })
}

/** One attempt at `count` districts: each island is cut down to districts, which are then recombined. `keep`: today's districts first. */
const drawChain = (ground: Ground, islands: Islands, count: number, tolerance: number, keep: boolean): Part[] => {
  const { most } = DISTRICT_SEATS
  const seats = islands.seats.reduce((sum, own) => sum + own, 0)
  return islands.units.flatMap((units, index) => {
    const own = islands.seats[index] ?? 1
    const share = Math.min(own, units.length, Math.max(Math.ceil(own / most), Math.round((count * own) / seats)))
    const whole = { units, seats: own, population: sumOf(ground, units) }
    const start = (keep ? existingParts(ground, units, own) : null) ?? drawDown(ground, whole, share)
    return recombine(ground, start, tolerance, STEPS_PER_DISTRICT * start.length)
  })
}

const proposedOf = (graph: UnitGraph, parts: readonly Part[], ideal: number): ProposedDistrict[] =>
  parts
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

/**
 * Proposes districts for a graph of units. Fails where the seats cannot be had: fewer seats than islands, or more than three for each unit.
 * Islands with less than three quarters of a deputy's people are tied to the nearest unit and said so.
 */
export const proposeDistricts = (graph: UnitGraph, options: ProposeOptions): Result<Proposal, ProposeError> => {
  const { seats, seed, tolerance = 0.1, chains = 4, keepExisting = false } = options
  const counted = districtCounts(graph, options)
  if (!counted.ok) return counted
  const ideal = graph.population / seats
  const { links, tied } = tiedLinks(graph, ideal)
  const islands = divideIslands(graph, links, seats)
  if (!islands.ok) return islands

  const people = graph.units.map(unit => unit.population)
  const contest = openContest(parts => scoreOf(graph, parts, ideal, tolerance, keepExisting))
  const counts = countsToTry(counted.value.wanted, chains, options.districts === undefined ? counted.value : undefined)
  for (const [chain, count] of counts.entries()) {
    // Other numbers of districts are for when the first does not do.
    if (chain >= chains && contest.isGood()) break
    const ground: Ground = { graph, links, people, ideal, random: seeded(seed * 7_919 + chain * 104_729 + 1) }
    contest.offer(drawChain(ground, islands.value, count, tolerance, keepExisting && chain === 0))
    options.onChain?.(Math.min(chain + 1, chains), chains)
  }
  if (!keepExisting && graph.units.length <= SMALL_AREA_UNITS) {
    const { most } = DISTRICT_SEATS
    const found = searchWhole({ people, links, seats, most, districts: options.districts, below: contest.deviationToBeat() })
    if (found) contest.offer(found.map(part => ({ ...part, population: sumOf({ people }, part.units) })))
  }

  const parts = contest.best()
  const proposed = proposedOf(graph, parts, ideal)
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

/** What is wrong with a proposed district; null where nothing is. */
const warningOf = (graph: UnitGraph, district: ProposedDistrict, tolerance: number): Text | null => {
  const off = Math.abs(district.deviation)
  const first = graph.units.find(unit => unit.code === district.units[0])?.name ?? district.units[0]
  const count = district.units.length
  if (district.seats > DISTRICT_SEATS.most)
    return {
      zh: `“${first}”等${count}个单元分不出${district.seats}名代表的几个选区`,
      en: `${count} units beginning with “${first}” could not be divided into districts for ${district.seats} deputies`,
    }
  if (off <= tolerance + ROUNDING) return null
  const percent = `${(district.deviation * 100).toFixed(1)}%`
  const isFar = off > DEVIATION_WARNING
  return {
    zh: `“${first}”等${count}个单元的选区每名代表所代表的人口偏离平均数${percent}${isFar ? '，超过30%' : ''}`,
    en: `The district of ${count} units beginning with “${first}” deviates from the mean by ${percent}${isFar ? ', more than 30 %' : ''}`,
  }
}

const warningsOf = (
  graph: UnitGraph,
  districts: readonly ProposedDistrict[],
  tied: readonly number[],
  tolerance: number,
): Text[] => {
  const warnings = districts.flatMap(district => warningOf(graph, district, tolerance) ?? [])
  if (tied.length > 0) {
    const names = tied.slice(0, 5).map(unit => graph.units[unit]?.name ?? '')
    warnings.push({
      zh: `${tied.length}个单元没有相邻的单元，人口又不足一名代表，并入了最近的选区：${names.join('、')}${tied.length > 5 ? '等' : ''}`,
      en: `${tied.length} units without neighbours and with too few people for a deputy were added to the nearest district: ${names.join(', ')}${tied.length > 5 ? ', …' : ''}`,
    })
  }
  return warnings
}
