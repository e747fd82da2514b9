/** Positions of stations on a sketch with north up and true distances: no map tiles, so it works without any other server. Pure. */

export interface Position {
  readonly latitude: number
  readonly longitude: number
}
export interface Sketch {
  /** Per spot, in units of the sketch; y grows to the south. */
  readonly points: readonly { readonly x: number; readonly y: number }[]
  /** A round distance in metres and how long it is on the sketch. */
  readonly scale: { readonly metres: number; readonly length: number }
}

const METRES_PER_DEGREE = 111_320
const ROUND = [50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000]

/** East and north in metres from the first of two spots: good to a tenth of a percent within a city. */
const offset = (from: Position, to: Position): { east: number; north: number } => ({
  east: (to.longitude - from.longitude) * METRES_PER_DEGREE * Math.cos((from.latitude * Math.PI) / 180),
  north: (to.latitude - from.latitude) * METRES_PER_DEGREE,
})

export const distance = (from: Position, to: Position): number => {
  const { east, north } = offset(from, to)
  return Math.hypot(east, north)
}

/** Lays spots into `width` × `height` with `margin` around; a single one is in the middle with 500 m on each side. */
export const sketchOf = (spots: readonly Position[], width: number, height: number, margin: number): Sketch => {
  const first = spots[0]
  if (!first) return { points: [], scale: { metres: 0, length: 0 } }
  const metres = spots.map(spot => offset(first, spot))
  const east = metres.map(each => each.east)
  const north = metres.map(each => each.north)
  const [west, south] = [Math.min(...east), Math.min(...north)]
  const [wide, high] = [Math.max(...east) - west, Math.max(...north) - south]
  const perUnit = Math.max(wide / (width - 2 * margin), high / (height - 2 * margin), 500 / (width / 2))
  const [middleX, middleY] = [width / 2, height / 2]
  const points = metres.map(each => ({
    x: middleX + (each.east - west - wide / 2) / perUnit,
    y: middleY - (each.north - south - high / 2) / perUnit,
  }))
  const round = ROUND.findLast(each => each / perUnit <= width / 3) ?? ROUND[0] ?? 50
  return { points, scale: { metres: round, length: round / perUnit } }
}

/** Opens the device's own map: Apple's answers to a web address, all others to `geo:` (RFC 5870). */
export const mapLink = (spot: Position, name: string, apple: boolean): string => {
  const at = `${spot.latitude},${spot.longitude}`
  const label = encodeURIComponent(name)
  return apple ? `https://maps.apple.com/?ll=${at}&q=${label}` : `geo:${at}?q=${at}(${label})`
}
