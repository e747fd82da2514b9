/** The sketch map of stations has north at the top, true distances and every station inside the frame. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { distance, mapLink, sketchOf } from './sketch.ts'

const spot = fc.record({
  latitude: fc.double({ min: 39.7, max: 40.1, noNaN: true }),
  longitude: fc.double({ min: 116.2, max: 116.7, noNaN: true }),
})

describe('a sketch map', () => {
  it('keeps every station inside the frame, at true distances', () => {
    fc.assert(
      fc.property(fc.array(spot, { minLength: 1, maxLength: 8 }), spots => {
        const { points, scale } = sketchOf(spots, 320, 200, 24)
        const perUnit = scale.metres / scale.length
        for (const [at, point] of points.entries()) {
          expect(point.x).toBeGreaterThanOrEqual(23.9)
          expect(point.x).toBeLessThanOrEqual(296.1)
          expect(point.y).toBeGreaterThanOrEqual(23.9)
          expect(point.y).toBeLessThanOrEqual(176.1)
          const [one, first] = [spots[at], spots[0]]
          const start = points[0]
          if (!one || !first || !start) throw new Error('a point without a spot')
          const drawn = Math.hypot(point.x - start.x, point.y - start.y) * perUnit
          expect(Math.abs(drawn - distance(first, one))).toBeLessThanOrEqual(1 + distance(first, one) * 0.01)
        }
      }),
    )
  })
  it('has north at the top and a scale bar that fits', () => {
    const { points, scale } = sketchOf(
      [
        { latitude: 39.9, longitude: 116.4 },
        { latitude: 39.91, longitude: 116.4 },
      ],
      320,
      200,
      24,
    )
    expect(points[1]?.y).toBeLessThan(points[0]?.y ?? 0)
    expect(scale.length).toBeLessThanOrEqual(320 / 3)
    expect(sketchOf([], 320, 200, 24).points).toEqual([])
  })
  it('links to the map app of the device', () => {
    const at = { latitude: 39.9, longitude: 116.4 }
    expect(mapLink(at, '登记站', false)).toBe('geo:39.9,116.4?q=39.9,116.4(%E7%99%BB%E8%AE%B0%E7%AB%99)')
    expect(mapLink(at, '登记站', true)).toMatch(/^https:\/\/maps\.apple\.com\/\?ll=39\.9,116\.4&q=/)
  })
})
