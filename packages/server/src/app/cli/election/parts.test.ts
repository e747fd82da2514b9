/** `mingce districts parts` and `districts propose` with parts, run in this process. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { prepareDataFolder } from '../../../platform/testing/stores.ts'
import { run } from '../testing/run.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mingce-parts-cli-'))
  await prepareDataFolder(join(folder, 'data'))
}, 400_000)
afterAll(() => rm(folder, { recursive: true, force: true }))
beforeEach(() => {
  vi.stubEnv('MINGCE_LANG', 'en')
  vi.stubEnv('MINGCE_DATA', join(folder, 'data'))
  vi.stubEnv('DATABASE_URL', undefined)
})
afterEach(() => vi.unstubAllEnvs())

// Each command opens the store, which takes seconds beside other tests.
const PATIENCE_MS = 400_000

it('proposes districts of the groups of two villages, and writes what it reads', async () => {
  const units = join(folder, 'units.csv')
  const groups = (code: string, name: string, count: number, neighbour: string) =>
    Array.from({ length: count }, (_, index) => `${code},${name},${index + 1}组,${400 + index},${neighbour}`)
  await writeFile(
    units,
    [
      '代码,名称,小组,人口,相邻',
      ...groups('110105201201', '东村', 4, '110105201202'),
      ...groups('110105201202', '西村', 3, ''),
    ].join('\n'),
  )
  const plan = join(folder, 'plan.csv')
  const drawn = await run('districts', 'propose', '--areas', units, '--seats', '20', '--out', plan, '--json')
  expect([drawn.code, JSON.parse(drawn.out)]).toMatchObject([0, { units: 7, seats: 20, contiguous: true, sketch: false }])
  const written = await readFile(plan, 'utf8')
  expect(written).toContain('110105201201/1组,东村1组,400')
  // What was written is a file of units again, with the same neighbours.
  const pairs = join(folder, 'pairs.csv')
  await writeFile(pairs, 'a,b\n110105201201/1组,110105201202\n')
  const again = await run(
    'districts',
    'propose',
    '--areas',
    plan,
    '--neighbours',
    pairs,
    '--seats',
    '20',
    '--out',
    join(folder, 'again.csv'),
    '--json',
  )
  expect([again.code, JSON.parse(again.out)]).toMatchObject([0, { units: 7, seats: 20 }])
})

it(
  'imports, shows and exports the parts of an election',
  async () => {
    const made = await run(
      'election',
      'create',
      '--area',
      '110105021',
      '--day',
      '2027-01-30',
      '--round',
      '2027',
      '--levels',
      'county,township',
      '--name',
      '试',
      '--json',
    )
    expect(made.code).toBe(0)
    const election = JSON.parse(made.out).id as string
    const shown = await run('districts', 'electorate', 'show', '--election', election, '--json')
    const [community] = JSON.parse(shown.out).communities as { code: string }[]
    const file = join(folder, 'parts.csv')
    await writeFile(file, `社区,小组,人口\n${community?.code},一组,320\n${community?.code},第二村民小组,295\n`)
    const read = await run('districts', 'parts', 'import', file, '--election', election, '--json')
    expect([read.code, JSON.parse(read.out)]).toEqual([0, { communities: 1, parts: 2, people: 0 }])
    const told = await run('districts', 'parts', 'show', '--election', election)
    expect([told.code, told.out]).toEqual([0, expect.stringContaining('一组 320、第二村民小组 295; 0 people of unknown part')])
    const out = join(folder, 'out.csv')
    expect((await run('districts', 'parts', 'export', out, '--election', election)).code).toBe(0)
    expect(await readFile(out, 'utf8')).toContain('第二村民小组,295')
    await writeFile(file, `社区,小组,人口\n${community?.code},一组,320\n没有的村,一组,1\n`)
    const wrong = await run('districts', 'parts', 'import', file, '--election', election)
    expect(wrong.code).not.toBe(0)
    expect(wrong.err).toContain('没有的村')
  },
  PATIENCE_MS,
)
