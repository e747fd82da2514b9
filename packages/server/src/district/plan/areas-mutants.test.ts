/** Mutants of files of units: each is read or refused with words. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { unitGraph } from '@mingce/domain/district'
import { afterAll, beforeAll, describe, expect } from 'vitest'
import { testMutants, WORDS } from '../../platform/testing/mutants.ts'
import { parseAreas } from './service.areas-file.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'mingce-areas-mutants-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const unit = (code: string, geometry: object) => ({
  type: 'Feature',
  properties: { 代码: code, 名称: `${code}社区`, 人口: 1_000, 现选区: '第1选区' },
  geometry,
})
const square = (x: number) => [
  [
    [x, 0],
    [x + 1, 0],
    [x + 1, 1],
    [x, 1],
    [x, 0],
  ],
]
const collection = (...features: object[]) => Buffer.from(JSON.stringify({ type: 'FeatureCollection', features }))

describe('files of units', () => {
  testMutants(
    'GeoJSON',
    [
      collection(
        unit('a', { type: 'Polygon', coordinates: square(0) }),
        unit('b', { type: 'MultiPolygon', coordinates: [square(1), square(9)] }),
      ),
      collection(unit('a', { type: 'Point', coordinates: [116, 39] }), unit('b', { type: 'Point', coordinates: [117, 40] })),
    ],
    async mutant => {
      const file = path.join(folder, 'mutant')
      await writeFile(file, mutant)
      const areas = await parseAreas({ path: file, format: 'geojson' })
      if (!areas.ok) expect(areas.error).toMatchObject({ code: 'areas.unreadable', text: WORDS })
      else unitGraph(areas.value.units, areas.value.borders)
    },
  )
})
