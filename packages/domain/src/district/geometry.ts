/**
 * Who borders on whom, from shapes or, failing them, from points. Shapes as a register draws them have tiny gaps and corners that fall
 * between the other's: two units are neighbours when they lie beside each other along a line, not where they meet in a corner only.
 */
import type { Border } from './graph.ts'

export type Point = readonly [number, number]

/** Outlines of a unit: rings of points, holes among them. */
export interface Shape {
  readonly code: string
  readonly rings: readonly (readonly Point[])[]
}

interface Box {
  readonly west: number
  readonly south: number
  readonly east: number
  readonly north: number
}

const boxOf = (shape: Shape): Box => {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const ring of shape.rings)
    for (const [x, y] of ring) {
      if (x < west) west = x
      if (x > east) east = x
      if (y < south) south = y
      if (y > north) north = y
    }
  return { west, south, east, north }
}

/** Squared distance of a point to the line between two others. */
const toSegment = ([x, y]: Point, [ax, ay]: Point, [bx, by]: Point): number => {
  const [dx, dy] = [bx - ax, by - ay]
  const length = dx * dx + dy * dy
  const along = length === 0 ? 0 : Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / length))
  return (x - ax - along * dx) ** 2 + (y - ay - along * dy) ** 2
}

/** Corners of `one` that lie on the outline of `other`. */
const touching = (one: Shape, other: Shape, near: Box, gap: number): Point[] => {
  const within = ([x, y]: Point) => x >= near.west && x <= near.east && y >= near.south && y <= near.north
  const points = one.rings.flat().filter(within)
  return points.filter(point =>
    other.rings.some(ring =>
      ring.some((corner, index) => {
        const next = ring[(index + 1) % ring.length]
        return next !== undefined && toSegment(point, corner, next) <= gap * gap
      }),
    ),
  )
}

/** Share of a unit's size up to which a gap between outlines is a slip of drawing. */
const GAP = 0.002

/** Pairs of shapes that border on each other along a line. */
export const bordersOfShapes = (shapes: readonly Shape[]): Border[] => {
  const boxed = shapes.map(shape => ({ shape, box: boxOf(shape) })).sort((a, b) => a.box.west - b.box.west)
  const sizes = boxed.map(({ box }) => Math.hypot(box.east - box.west, box.north - box.south)).sort((a, b) => a - b)
  const gap = (sizes[Math.floor(sizes.length / 2)] ?? 0) * GAP
  const borders: Border[] = []
  for (const [index, one] of boxed.entries())
    for (let at = index + 1; at < boxed.length; at += 1) {
      const other = boxed[at]
      if (!other || other.box.west > one.box.east + gap) break
      const near: Box = {
        west: Math.max(one.box.west, other.box.west) - gap,
        south: Math.max(one.box.south, other.box.south) - gap,
        east: Math.min(one.box.east, other.box.east) + gap,
        north: Math.min(one.box.north, other.box.north) + gap,
      }
      if (near.south > near.north) continue
      const met = [...touching(one.shape, other.shape, near, gap), ...touching(other.shape, one.shape, near, gap)]
      const [first] = met
      if (first && met.some(([x, y]) => Math.hypot(x - first[0], y - first[1]) > 5 * gap))
        borders.push([one.shape.code, other.shape.code])
    }
  return borders
}

/** The middle of a shape's largest ring: where its name goes, and how far it is from others. */
export const middleOf = (shape: Shape): Point => {
  let best: { area: number; at: Point } = { area: -1, at: [0, 0] }
  for (const ring of shape.rings) {
    let [area, x, y] = [0, 0, 0]
    for (const [index, [ax, ay]] of ring.entries()) {
      const [bx, by] = ring[(index + 1) % ring.length] ?? [ax, ay]
      const cross = ax * by - bx * ay
      area += cross
      x += (ax + bx) * cross
      y += (ay + by) * cross
    }
    if (Math.abs(area) > best.area && area !== 0) best = { area: Math.abs(area), at: [x / (3 * area), y / (3 * area)] }
  }
  return best.at
}

export interface Place {
  readonly code: string
  readonly at: Point
}

/** Nearest others that may be neighbours of a point. */
const CANDIDATES = 16

/**
 * Neighbours of points (Gabriel graph: no third point in or on the circle over the two), tied together where it falls apart. A sketch only: a real
 * border is known from shapes or from people.
 */
export const bordersOfPoints = (places: readonly Place[]): Border[] => {
  const far = (a: Place, b: Place) => (a.at[0] - b.at[0]) ** 2 + (a.at[1] - b.at[1]) ** 2
  const found = new Map<string, Border>()
  for (const place of places) {
    const nearest = places
      .filter(other => other !== place)
      .sort((a, b) => far(place, a) - far(place, b) || (a.code < b.code ? -1 : 1))
      .slice(0, CANDIDATES)
    for (const other of nearest) {
      const middle: Point = [(place.at[0] + other.at[0]) / 2, (place.at[1] + other.at[1]) / 2]
      const radius = far(place, other) / 4
      const between = nearest.some(
        third => third !== other && (third.at[0] - middle[0]) ** 2 + (third.at[1] - middle[1]) ** 2 <= radius * (1 + 1e-9),
      )
      if (between) continue
      const [a, b] = place.code < other.code ? [place.code, other.code] : [other.code, place.code]
      found.set(`${a} ${b}`, [a, b])
    }
  }
  return joined(places, [...found.values()], far)
}

/** The shortest way from one of `own` to one of `others`; undefined where there is none. */
const nearestPair = (
  own: readonly Place[],
  others: readonly Place[],
  far: (a: Place, b: Place) => number,
): { a: Place; b: Place } | undefined => {
  let best: { a: Place; b: Place; far: number } | undefined
  for (const a of own)
    for (const b of others) {
      const distance = far(a, b)
      if (!best || distance < best.far) best = { a, b, far: distance }
    }
  return best
}

/** Ties what falls apart to the group of the first place, each time by the shortest way. */
const joined = (places: readonly Place[], borders: Border[], far: (a: Place, b: Place) => number): Border[] => {
  const group = new Map(places.map(place => [place.code, place.code]))
  const rootOf = (code: string): string => {
    let root = code
    for (let up = group.get(root); up !== undefined && up !== root; up = group.get(root)) root = up
    group.set(code, root)
    return root
  }
  for (const [a, b] of borders) group.set(rootOf(a), rootOf(b))
  const all = [...borders]
  for (;;) {
    const [first] = places
    if (!first) return all
    const own = places.filter(place => rootOf(place.code) === rootOf(first.code))
    const others = places.filter(place => rootOf(place.code) !== rootOf(first.code))
    const best = nearestPair(own, others, far)
    if (!best) return all
    all.push([best.a.code, best.b.code])
    group.set(rootOf(best.a.code), rootOf(best.b.code))
  }
}
