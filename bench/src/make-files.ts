/** Child process: writes the files of a bench to a folder, and the reference tables of the other side. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { wholeAreas } from '../../packages/server/dist/app/cli/demo/areas.js'
import { communityIndex, everyArea } from '../../packages/server/dist/platform/areas/index.js'
import { synthesise } from '../../packages/server/dist/training/index.js'
import { AREA, FINISHED, type FilesRequest } from './files.ts'

const [, , folder = '', text = '{}'] = process.argv
const request = JSON.parse(text) as FilesRequest
const area = await wholeAreas(AREA)
mkdirSync(join(folder, 'files'), { recursive: true })
await synthesise({
  area,
  people: request.people,
  registrations: request.registrations,
  seed: request.seed,
  pollingDay: request.pollingDay,
  directory: join(folder, 'files'),
  format: 'plain',
})

const counties: string[] = []
for await (const page of everyArea()) for (const { code, level } of page) if (level === 3) counties.push(code)

/** Spellings of a community that match one community only, by the product’s own index. */
const endings = /(社区居民委员会|社区居委会|居民委员会|居委会|村民委员会|村委会|社区|村)$/
const find = communityIndex(area.communities)
const names = new Map<string, string>()
for (const { name } of area.communities) {
  const stem = name.normalize('NFKC').replace(/\s+/gu, '').replace(endings, '')
  for (const ending of ['', '社区', '村', '社区居民委员会', '社区居委会', '居民委员会', '居委会', '村民委员会', '村委会'])
    for (const written of [name, stem + ending]) {
      const code = find(written)
      if (code !== null) names.set(written.normalize('NFKC').replace(/\s+/gu, ''), code)
    }
}
const csv = (rows: readonly (readonly string[])[]): string => rows.map(row => `${row.join(',')}\n`).join('')
writeFileSync(join(folder, 'county.csv'), csv(counties.map(code => [code])))
writeFileSync(join(folder, 'community.csv'), csv(area.communities.map(({ code, name }) => [code, name])))
writeFileSync(join(folder, 'community-name.csv'), csv([...names]))
writeFileSync(join(folder, FINISHED), '')
