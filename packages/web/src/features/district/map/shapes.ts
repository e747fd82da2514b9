/** What a map draws of a plan: the shapes that came with its units or, where only points did, a sketch around them (示意图). */
import { middleOf, readPartCode } from '@mingce/domain/district'
import { Delaunay } from 'd3-delaunay'
import type { DistrictPlanShapes, DistrictPlanUnit } from '../../../api/index.ts'

type Ring = readonly (readonly [number, number])[]
export interface DrawnUnit {
  readonly code: string
  readonly name: string
  /** Rings of one or several polygons. */
  readonly polygons: readonly (readonly Ring[])[]
  readonly middle: readonly [number, number]
}
export interface Drawing {
  readonly units: readonly DrawnUnit[]
  /** Drawn around points only. */
  readonly sketch: boolean
  /** West, south, east, north. */
  readonly box: readonly [number, number, number, number]
}

export interface MapProps {
  readonly drawing: Drawing
  /** District of each unit, by code. */
  readonly homes: ReadonlyMap<string, number | null>
  readonly districtNames: ReadonlyMap<number, string>
  readonly selected: ReadonlySet<string>
  readonly onPick: (code: string) => void
  /** What the map shows, for screen readers. */
  readonly label: string
}

const isGeometry = (shape: unknown): shape is { type: string; coordinates: unknown } =>
  typeof shape === 'object' && shape !== null && 'type' in shape && 'coordinates' in shape

const polygonsOf = (shape: unknown): Ring[][] => {
  if (!isGeometry(shape)) return []
  if (shape.type === 'Polygon') return [shape.coordinates as Ring[]]
  return shape.type === 'MultiPolygon' ? (shape.coordinates as Ring[][]) : []
}

const boxOf = (points: readonly (readonly [number, number])[]): [number, number, number, number] =>
  points.reduce<[number, number, number, number]>(
    ([west, south, east, north], [x, y]) => [Math.min(west, x), Math.min(south, y), Math.max(east, x), Math.max(north, y)],
    [Infinity, Infinity, -Infinity, -Infinity],
  )

const sketchOf = (units: readonly DistrictPlanUnit[]): DrawnUnit[] => {
  const placed = units.flatMap(unit =>
    unit.longitude === null || unit.latitude === null ? [] : [{ unit, at: [unit.longitude, unit.latitude] as const }],
  )
  if (placed.length < 2) return []
  const [west, south, east, north] = boxOf(placed.map(one => one.at))
  const margin = Math.max(east - west, north - south) * 0.08
  const cells = Delaunay.from(placed.map(one => [one.at[0], one.at[1]])).voronoi([
    west - margin,
    south - margin,
    east + margin,
    north + margin,
  ])
  return placed.flatMap(({ unit, at }, index) => {
    const cell = cells.cellPolygon(index)
    if (!cell) return []
    return [
      { code: unit.code, name: unit.name, polygons: [[cell.map(([x = 0, y = 0]): [number, number] => [x, y])]], middle: at },
    ]
  })
}

/** The words that all names begin with: 东村 of 东村一组 and 东村二组. */
const sharedStart = (names: readonly string[]): string => {
  const [first = '', ...others] = names
  const same = [...first].findIndex((character, at) => others.some(other => [...other][at] !== character))
  return same < 0 ? first : [...first].slice(0, same).join('') || first
}

/** Units by the place that the map draws: parts of a community are one place, unless they were drawn one by one. */
export const placesOf = (
  units: readonly DistrictPlanUnit[],
  shapes: DistrictPlanShapes,
): ReadonlyMap<string, readonly DistrictPlanUnit[]> => {
  const drawn = new Map<string, number>()
  for (const { code } of shapes) {
    const { community, part } = readPartCode(code)
    if (part !== null) drawn.set(community, (drawn.get(community) ?? 0) + 1)
  }
  const places = new Map<string, DistrictPlanUnit[]>()
  for (const unit of units) {
    const { community, part } = readPartCode(unit.code)
    const code = part !== null && (drawn.get(community) ?? 0) > 1 ? unit.code : community
    places.set(code, [...(places.get(code) ?? []), unit])
  }
  return places
}

/** Null where nothing is known of where the units lie. */
export const drawingOf = (all: readonly DistrictPlanUnit[], shapes: DistrictPlanShapes): Drawing | null => {
  const known = new Map(shapes.map(({ code, shape }) => [code, polygonsOf(shape)]))
  const units = [...placesOf(all, shapes)].flatMap(([code, own]) => {
    const [first] = own
    const shaped = own.find(unit => known.has(unit.code))
    if (shaped && !known.has(code)) known.set(code, known.get(shaped.code) ?? [])
    return first ? [{ ...first, code, name: sharedStart(own.map(unit => unit.name)) }] : []
  })
  const drawn = units.flatMap((unit): DrawnUnit[] => {
    const polygons = known.get(unit.code) ?? []
    if (polygons.length === 0) return []
    return [{ code: unit.code, name: unit.name, polygons, middle: middleOf({ code: unit.code, rings: polygons.flat() }) }]
  })
  const own = drawn.length > 0 ? drawn : sketchOf(units)
  if (own.length === 0) return null
  const points = own.flatMap(unit => unit.polygons.flat(2))
  return { units: own, sketch: drawn.length === 0, box: boxOf(points) }
}

/** Colour of a district by its number: neighbours in number lie far apart in hue. Pale enough for dark letters. */
export const colourOf = (district: number | null): string =>
  district === null ? '#ffffff' : `hsl(${Math.round((district * 137.508) % 360)}, 52%, ${district % 2 === 0 ? 74 : 82}%)`
