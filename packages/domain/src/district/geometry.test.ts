import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Border, bordersOfPoints, bordersOfShapes, componentsOf, middleOf, type Shape, unitGraph } from './index.ts'

const square = (code: string, x: number, y: number, width = 1, height = 1): Shape => ({
  code,
  rings: [
    [
      [x, y],
      [x + width, y],
      [x + width, y + height],
      [x, y + height],
      [x, y],
    ],
  ],
})
const named = (borders: readonly Border[]) => borders.map(([a, b]) => [a, b].sort().join('')).sort()

describe('neighbours of shapes', () => {
  it('share an edge, not only a corner', () => {
    expect(named(bordersOfShapes([square('a', 0, 0), square('b', 1, 0), square('c', 0, 1), square('d', 1, 1)]))).toEqual([
      'ab',
      'ac',
      'bd',
      'cd',
    ])
  })
  it('are found across tiny gaps and where vertices do not coincide', () => {
    expect(named(bordersOfShapes([square('a', 0, 0, 1, 3), square('b', 1.0005, 1, 1, 1), square('c', 5, 5)]))).toEqual(['ab'])
  })
  it('are found around a hole', () => {
    const ring: Shape = { code: 'r', rings: [...square('', 0, 0, 3, 3).rings, ...square('', 1, 1).rings] }
    expect(named(bordersOfShapes([ring, square('h', 1, 1)]))).toEqual(['hr'])
  })
  it('place the label of a shape at its centre', () => {
    const [x, y] = middleOf(square('a', 2, 4, 2, 2))
    expect([x, y]).toEqual([3, 5])
  })
})

describe('neighbours of points', () => {
  it('on a grid are the horizontal and vertical neighbours', () => {
    const places = [0, 1, 2].flatMap(x => [0, 1, 2].map(y => ({ code: `${x}${y}`, at: [x, y * 1.01] as const })))
    expect(bordersOfPoints(places)).toHaveLength(12)
  })
  it('are found within seconds for thousands of points, also if all are at one place', () => {
    for (const at of [() => 1, (index: number) => (index * 7919) % 4001]) {
      const places = Array.from({ length: 4_000 }, (_, index) => ({ code: `p${index}`, at: [at(index), at(index + 1)] as const }))
      expect(bordersOfPoints(places).length).toBeGreaterThanOrEqual(3_999)
    }
  }, 15_000)
  it('connect all points into one component', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.tuple(fc.integer({ min: 0, max: 999 }), fc.integer({ min: 0, max: 999 })), {
          minLength: 1,
          maxLength: 40,
          selector: String,
        }),
        points => {
          const places = points.map(([x, y], index) => ({ code: `p${index}`, at: [x, y] as const }))
          const graph = unitGraph(
            places.map(place => ({ ...place, name: place.code, population: 1 })),
            bordersOfPoints(places),
          )
          expect(graph.ok && componentsOf(graph.value).length).toBe(1)
        },
      ),
    )
  })
})
