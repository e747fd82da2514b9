/** `mingce rules` and `mingce area`, run in this process on an embedded store. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { RULE_FILES } from '@mingce/domain/election'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { prepareDataFolder } from '../../../platform/testing/stores.ts'
import { run } from '../testing/run.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mingce-rules-'))
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

it('prints a built-in set as an example, checks a file, and names each fault with its place', async () => {
  const shown = await run('rules', 'show', 'shandong')
  expect([shown.code, JSON.parse(shown.out)]).toEqual([0, RULE_FILES.shandong])
  expect((await run('rules', 'show', 'atlantis')).code).toBe(2)
  const path = join(folder, 'hebei.json')
  const file = { ...JSON.parse(shown.out), id: 'hebei', provinces: ['13'], source: '河北省实施细则（虚构）' }
  await writeFile(path, JSON.stringify(file))
  expect((await run('rules', 'check', path)).code).toBe(0)
  await writeFile(join(folder, 'wrong.json'), JSON.stringify({ ...file, values: { ...file.values, meeting: 'never' } }))
  const wrong = await run('rules', 'check', join(folder, 'wrong.json'))
  expect([wrong.code, wrong.err]).toEqual([2, expect.stringContaining('values.meeting')])
  await writeFile(join(folder, 'no.json'), '{')
  expect((await run('rules', 'check', join(folder, 'no.json'))).code).toBe(2)
  expect((await run('rules', 'check', join(folder, 'missing.json'))).code).toBe(2)
})

it(
  'takes an office’s set with two people, which an election of its province follows',
  async () => {
    const path = join(folder, 'hebei.json')
    const proposed = await run('rules', 'import', path, '--confirmed-by', '李四', '--json')
    expect([proposed.code, JSON.parse(proposed.out)]).toEqual([0, { id: 'hebei', version: 1, confirmed: true }])
    const file = JSON.parse(await readFile(path, 'utf8'))
    await writeFile(path, JSON.stringify({ ...file, version: 2 }))
    expect(JSON.parse((await run('rules', 'import', path, '--json')).out)).toMatchObject({ version: 2, confirmed: false })
    expect((await run('rules', 'list')).out).toContain('待确认')
    const day = ['--day', '2027-01-16', '--levels', 'county']
    expect((await run('election', 'create', '--area', '130102', ...day, '--name', '试', '--json')).code).toBe(0)
    expect(JSON.parse((await run('election', 'list', '--json')).out)).toMatchObject([{ ruleSet: 'hebei' }])
  },
  PATIENCE_MS,
)

it(
  'adds areas that the table lacks, and makes an election in a new district',
  async () => {
    const day = ['--day', '2027-01-16', '--levels', 'county', '--name', '试', '--json']
    expect((await run('election', 'create', '--area', '460302', ...day)).code).toBe(0)
    expect((await run('election', 'create', '--area', '653228', ...day)).code).toBe(0)
    expect((await run('election', 'create', '--area', '460304', ...day)).code).not.toBe(0)
    const path = join(folder, 'areas.csv')
    await writeFile(path, '代码,名称\n460304,试验区\n460304001,试验街道\n460304001001,试验社区居委会\n')
    const added = await run('area', 'import', path, '--source', '虚构〔2026〕1号', '--json')
    expect([added.code, JSON.parse(added.out)]).toEqual([0, { version: 1, added: 3 }])
    expect((await run('election', 'create', '--area', '460304', ...day)).code).toBe(0)
    await writeFile(path, '代码,名称\n46,某省\n990101,某区\n470101,孤区\n')
    const wrong = await run('area', 'import', path)
    expect(wrong.code).not.toBe(0)
    expect(wrong.err).toContain('990101')
    expect((await run('area', 'list')).out).toContain('试验街道')
  },
  PATIENCE_MS,
)
