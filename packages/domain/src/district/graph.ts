/** Communities, villages and whole units as a graph of neighbours: what districts are drawn from. */
import { fail, ok, type Result, type Text } from '../result/index.ts'

/** Something that is never split: a community, a village, or a unit that votes as one. */
export interface Unit {
  readonly code: string
  readonly name: string
  readonly population: number
  /** District it stands in today, if any. */
  readonly existing?: string | undefined
  /** Longitude and latitude, or any plane: only distances between units matter. */
  readonly at?: readonly [number, number] | undefined
}

/** Codes of two units that share a border. */
export type Border = readonly [string, string]

/** Units in the order of their codes, so that the order of a file changes nothing, with neighbours as indexes. */
export interface UnitGraph {
  readonly units: readonly Unit[]
  readonly neighbours: readonly (readonly number[])[]
  readonly population: number
}

export type GraphError = {
  readonly code: 'units.none' | 'units.twice' | 'units.population' | 'units.border'
  readonly unit?: string
  readonly text: Text
}

/** What is wrong with units in the order of their codes. */
const unitsFault = (sorted: readonly Unit[]): GraphError | undefined => {
  if (sorted.reduce((sum, unit) => sum + unit.population, 0) <= 0)
    return {
      code: 'units.none',
      text: { zh: '没有单元，或者人口数都是零', en: 'There are no units, or none has a population' },
    }
  for (const [index, unit] of sorted.entries()) {
    if (!Number.isSafeInteger(unit.population) || unit.population < 0)
      return {
        code: 'units.population',
        unit: unit.code,
        text: {
          zh: `“${unit.name}”（${unit.code}）的人口数应为整数`,
          en: `The population of “${unit.name}” (${unit.code}) must be a whole number`,
        },
      }
    if (sorted[index + 1]?.code === unit.code)
      return {
        code: 'units.twice',
        unit: unit.code,
        text: { zh: `代码${unit.code}出现了两次`, en: `The code ${unit.code} appears twice` },
      }
  }
  return undefined
}

/** The neighbours of each unit as indexes, in order. */
const neighboursOf = (sorted: readonly Unit[], borders: readonly Border[]): Result<number[][], GraphError> => {
  const place = new Map(sorted.map((unit, index) => [unit.code, index]))
  const neighbours: Set<number>[] = sorted.map(() => new Set())
  for (const [a, b] of borders) {
    const [i, j] = [place.get(a), place.get(b)]
    if (i === undefined || j === undefined) {
      const unknown = i === undefined ? a : b
      return fail({
        code: 'units.border',
        unit: unknown,
        text: { zh: `相邻表中的代码${unknown}不在单元表里`, en: `The neighbour code ${unknown} is not in the table of units` },
      })
    }
    if (i === j) continue
    neighbours[i]?.add(j)
    neighbours[j]?.add(i)
  }
  return ok(neighbours.map(set => [...set].sort((a, b) => a - b)))
}

export const unitGraph = (units: readonly Unit[], borders: readonly Border[]): Result<UnitGraph, GraphError> => {
  const sorted = [...units].sort((a, b) => (a.code < b.code ? -1 : a.code > b.code ? 1 : 0))
  const fault = unitsFault(sorted)
  if (fault) return fail(fault)
  const neighbours = neighboursOf(sorted, borders)
  if (!neighbours.ok) return neighbours
  const population = sorted.reduce((sum, unit) => sum + unit.population, 0)
  return ok({ units: sorted, neighbours: neighbours.value, population })
}

/** Sets of units that hang together, each in order, the one with the first unit first. `among`: only these. */
export const componentsOf = (graph: UnitGraph, among?: readonly number[]): number[][] => {
  const asked = among ?? graph.units.map((_, index) => index)
  const open = new Set(asked)
  const components: number[][] = []
  for (const start of asked) {
    if (!open.delete(start)) continue
    const found = [start]
    for (const unit of found) for (const next of graph.neighbours[unit] ?? []) if (open.delete(next)) found.push(next)
    components.push(found.sort((a, b) => a - b))
  }
  return components
}
