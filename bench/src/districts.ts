/**
 * `bench districts`: 2,000 units into 300 districts. The peer is the manual method of an office: go along the map and close a
 * district as soon as it has enough people.
 */
import {
  type Border,
  proposeDistricts,
  seeded,
  type Unit,
  type UnitGraph,
  unitGraph,
} from '../../packages/domain/dist/district/index.js'
import type { Options } from './options.ts'
import { median, type Report } from './report.ts'

const WIDTH = 50
const HEIGHT = 40
const DISTRICTS = 300
const SEATS = 600

const codeOf = (x: number, y: number): string => String(y * WIDTH + x).padStart(5, '0')

/** The hexagons to the right of one and below it. */
const neighboursOf = (x: number, y: number): [number, number][] => {
  const beside = y % 2 === 1 ? x + 1 : x - 1
  const all: [number, number][] = [
    [x + 1, y],
    [x, y + 1],
    [beside, y + 1],
  ]
  return all.filter(([otherX, otherY]) => otherX >= 0 && otherX < WIDTH && otherY < HEIGHT)
}

/** Hexagons with populations from a few hundred to several thousand, like communities. */
const sheet = (seed: number): UnitGraph => {
  const random = seeded(seed)
  const units: Unit[] = []
  const borders: Border[] = []
  for (let y = 0; y < HEIGHT; y += 1)
    for (let x = 0; x < WIDTH; x += 1) {
      units.push({ code: codeOf(x, y), name: codeOf(x, y), population: Math.round(300 + random() * random() * 6_000) })
      for (const [otherX, otherY] of neighboursOf(x, y)) borders.push([codeOf(x, y), codeOf(otherX, otherY)])
    }
  const graph = unitGraph(units, borders)
  if (!graph.ok) throw new Error(graph.error.text.en)
  return graph.value
}

/** Grows each district from the first free unit until it has the people of two deputies. Returns the worst deviation. */
const growOneByOne = (graph: UnitGraph): number => {
  const ideal = (graph.population / SEATS) * 2
  const home = new Int32Array(graph.units.length).fill(-1)
  const people: number[] = []
  for (let start = 0; start < home.length; start += 1) {
    if (home[start] !== -1) continue
    const index = people.length
    const queue = [start]
    let sum = 0
    for (const unit of queue) {
      if (home[unit] !== -1 || sum >= ideal) continue
      home[unit] = index
      sum += graph.units[unit]?.population ?? 0
      queue.push(...(graph.neighbours[unit] ?? []).filter(next => home[next] === -1))
    }
    people.push(sum)
  }
  return Math.max(
    ...people.map(sum => Math.abs(sum / (Math.max(1, Math.min(3, Math.round((2 * sum) / ideal))) * (ideal / 2)) - 1)),
  )
}

const seconds = (work: () => void): number => {
  const started = performance.now()
  work()
  return (performance.now() - started) / 1000
}
const round = (value: number): number => Math.round(value * 1000) / 1000

export const benchDistricts = async (options: Options): Promise<Report> => {
  const ours: number[] = []
  const theirs: number[] = []
  const worst = { ours: 0, 'one by one': 0 }
  let contiguous = true
  for (let run = 0; run < options.runs; run += 1) {
    const graph = sheet(options.seed + run)
    ours.push(
      seconds(() => {
        const proposal = proposeDistricts(graph, { seats: SEATS, districts: DISTRICTS, seed: options.seed })
        if (!proposal.ok) throw new Error(proposal.error.text.en)
        worst.ours = Math.max(worst.ours, proposal.value.maxDeviation)
        contiguous &&= proposal.value.contiguous && proposal.value.districts.length === DISTRICTS
      }),
    )
    theirs.push(
      seconds(() => {
        worst['one by one'] = Math.max(worst['one by one'], growOneByOne(graph))
      }),
    )
  }
  return {
    name: 'districts',
    seconds: round(median(ours)),
    peers: { 'one by one': round(median(theirs)) },
    ratio: { 'one by one': round(median(ours) / median(theirs)) },
    peakMemoryMB: Math.round(process.resourceUsage().maxRSS / 1024),
    units: WIDTH * HEIGHT,
    districts: DISTRICTS,
    seats: SEATS,
    worstDeviation: { ours: round(worst.ours), 'one by one': round(worst['one by one']) },
    contiguous,
  }
}
