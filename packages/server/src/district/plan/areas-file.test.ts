import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { areasFormatOf, parseAreas } from './service.areas-file.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'mingce-areas-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const read = async (name: string, content: string, pairs?: string) => {
  const file = path.join(folder, name)
  await writeFile(file, content)
  const format = areasFormatOf(file)
  if (pairs === undefined) return parseAreas({ path: file, format })
  await writeFile(path.join(folder, 'pairs.csv'), pairs)
  return parseAreas({ path: file, format, neighbours: path.join(folder, 'pairs.csv') })
}
const square = (x: number, y: number) => [
  [
    [x, y],
    [x + 1, y],
    [x + 1, y + 1],
    [x, y + 1],
    [x, y],
  ],
]
const feature = (code: string, geometry: object, rest: object = {}) => ({
  type: 'Feature',
  properties: { 代码: code, 名称: `${code}社区`, 人口: 1_000, ...rest },
  geometry,
})
const collection = (...features: object[]) => JSON.stringify({ type: 'FeatureCollection', features })

it('reads a table with neighbours and columns in any order', async () => {
  const areas = await read('a.csv', '人口,代码,名称,相邻,现选区\n"1,200",a,甲社区,b；c,第1选区\n８００,b,乙村,,\n900,c,丙,,\n')
  expect(areas).toMatchObject({
    ok: true,
    value: {
      units: [
        { code: 'a', name: '甲社区', population: 1200, existing: '第1选区' },
        { code: 'b', population: 800 },
        { code: 'c', population: 900 },
      ],
      borders: [
        ['a', 'b'],
        ['a', 'c'],
      ],
      sketch: false,
    },
  })
})

it('finds the neighbours of shapes, and returns the shapes', async () => {
  const areas = await read(
    'a.geojson',
    collection(
      feature('a', { type: 'Polygon', coordinates: square(0, 0) }),
      feature('b', { type: 'MultiPolygon', coordinates: [square(1, 0), square(9, 9)] }),
      feature('c', { type: 'Polygon', coordinates: square(1, 1) }),
    ),
  )
  expect(areas.ok && areas.value.borders.map(pair => [...pair].sort().join(''))).toEqual(['ab', 'bc'])
  expect(areas.ok && areas.value.shapes?.has('b')).toBe(true)
})

it('derives neighbours from points and marks them as a sketch, unless a list of pairs is given', async () => {
  const points = 'code,name,population,longitude,latitude\na,A,1,116.1,39.9\nb,B,2,116.2,39.9\nc,C,3,116.3,39.9\n'
  const guessed = await read('p.csv', points)
  expect(guessed.ok && [guessed.value.sketch, guessed.value.borders.length]).toEqual([true, 2])
  for (const pairs of ['单元,相邻\na,b\na,c\n', 'unit,neighbour\na,b\na,c\n']) {
    const told = await read('p.csv', points, pairs)
    expect(told.ok && [told.value.sketch, told.value.borders]).toEqual([
      false,
      [
        ['a', 'b'],
        ['a', 'c'],
      ],
    ])
  }
})

it.each([
  ['no-people.csv', '代码,名称,相邻\na,甲,\n', '人口'],
  ['words.csv', '代码,名称,人口,相邻\na,甲,很多,b\nb,乙,1,\n', '第2行'],
  ['twice.csv', '代码,名称,人口,相邻\na,甲,1,\na,乙,1,a\n', '出现了两次'],
  ['unknown.csv', '代码,名称,人口,相邻\na,甲,1,x\n', 'x不在表中'],
  ['nowhere.csv', '代码,名称,人口\na,甲,1\nb,乙,1\n', '不知道哪些单元相邻'],
  ['broken.geojson', '{', 'GeoJSON'],
  ['line.geojson', collection(feature('a', { type: 'LineString', coordinates: [] })), 'features.0.geometry'],
])('%s is refused with the place of the error', async (name, content, said) => {
  const areas = await read(name, content)
  expect(areas.ok ? '' : areas.error.text.zh).toContain(said)
})
