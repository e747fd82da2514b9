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

/** Squared distance. */
const distance = (a: Place, b: Place): number => (a.at[0] - b.at[0]) ** 2 + (a.at[1] - b.at[1]) ** 2

/** The `CANDIDATES` nearest others, the nearest first. */
const nearestOthers = (places: readonly Place[], place: Place): Place[] => {
  const nearest: { readonly other: Place; readonly far: number }[] = []
  for (const other of places) {
    if (other === place) continue
    const far = distance(place, other)
    let at = nearest.length
    for (let last = nearest[at - 1]; last && (far < last.far || (far === last.far && other.code < last.other.code)); ) {
      at -= 1
      last = nearest[at - 1]
    }
    if (at === CANDIDATES) continue
    nearest.splice(at, 0, { other, far })
    if (nearest.length > CANDIDATES) nearest.pop()
  }
  return nearest.map(({ other }) => other)
}

/**
 * Neighbours of points (Gabriel graph: no third point in or on the circle over the two), tied together where it falls apart. A sketch only: a real
 * border is known from shapes or from people. Takes time by the square of the number of points.
 */
export const bordersOfPoints = (places: readonly Place[]): Border[] => {
  const found = new Map<string, Border>()
  for (const place of places) {
    const nearest = nearestOthers(places, place)
    for (const other of nearest) {
      const middle: Point = [(place.at[0] + other.at[0]) / 2, (place.at[1] + other.at[1]) / 2]
      const radius = distance(place, other) / 4
      const between = nearest.some(
        third => third !== other && (third.at[0] - middle[0]) ** 2 + (third.at[1] - middle[1]) ** 2 <= radius * (1 + 1e-9),
      )
      if (between) continue
      const [a, b] = place.code < other.code ? [place.code, other.code] : [other.code, place.code]
      found.set(`${a} ${b}`, [a, b])
    }
  }
  return joined(places, [...found.values()])
}

/** The places that borders connect, by any place of theirs. */
const groupsOf = (places: readonly Place[], borders: readonly Border[]): Map<Place, readonly Place[]> => {
  const group = new Map(places.map(place => [place.code, place.code]))
  const rootOf = (code: string): string => {
    let root = code
    for (let up = group.get(root); up !== undefined && up !== root; up = group.get(root)) root = up
    group.set(code, root)
    return root
  }
  for (const [a, b] of borders) group.set(rootOf(a), rootOf(b))
  const members = new Map<string, Place[]>()
  for (const place of places) {
    const root = rootOf(place.code)
    const own = members.get(root) ?? []
    own.push(place)
    members.set(root, own)
  }
  return new Map([...members.values()].flatMap(own => own.map(place => [place, own] as const)))
}

/** Of a place outside: the nearest place inside. */
interface Nearest {
  readonly inside: Place
  readonly far: number
}

/** `place` is inside now: it may be the nearest of places outside. */
const enter = (place: Place, outside: Map<Place, Nearest>): void => {
  outside.delete(place)
  for (const [other, nearest] of outside) {
    const far = distance(place, other)
    if (far < nearest.far) outside.set(other, { inside: place, far })
  }
}

const findNearest = (outside: ReadonlyMap<Place, Nearest>): { readonly place: Place; readonly inside: Place } | undefined => {
  let best: (Nearest & { readonly place: Place }) | undefined
  for (const [place, nearest] of outside) if (!best || nearest.far < best.far) best = { place, ...nearest }
  return best
}

/** Ties what falls apart to the group of the first place, each time by the shortest way. */
const joined = (places: readonly Place[], borders: readonly Border[]): Border[] => {
  const groups = groupsOf(places, borders)
  const all = [...borders]
  const outside = new Map(places.map(place => [place, { inside: place, far: Number.POSITIVE_INFINITY }]))
  for (let entering = places[0]; entering; ) {
    for (const place of groups.get(entering) ?? []) enter(place, outside)
    const best = findNearest(outside)
    if (best) all.push([best.inside.code, best.place.code])
    entering = best?.place
  }
  return all
}
