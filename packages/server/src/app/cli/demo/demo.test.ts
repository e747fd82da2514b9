/** `mingce demo` imports what it made, and its table is exact: every fault is found, and no row is flagged for one that it has not. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { loadAreas } from '../../../platform/areas/index.ts'
import { openDatabase } from '../../../platform/database/index.ts'
import { copyServerDatabase, createServerDatabase } from '../../../platform/testing/stores.ts'
import type { FaultTable } from '../../../training/index.ts'
import { EXIT } from '../frame/index.ts'
import { run } from '../testing/run.ts'

let folder: string
let drop: () => Promise<void>
/** With the areas of the country, which the first command would take ten seconds to load. */
let filled: Awaited<ReturnType<typeof createServerDatabase>>
beforeAll(async () => {
  filled = await createServerDatabase()
  const database = await openDatabase({ url: filled.url })
  await loadAreas(database)
  await database.close()
})
afterAll(() => filled.drop())
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mingce-demo-'))
  const made = await copyServerDatabase(filled.url)
  drop = made.drop
  vi.stubEnv('MINGCE_DATA', folder)
  vi.stubEnv('DATABASE_URL', made.url)
  vi.stubEnv('MINGCE_URL', '')
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await rm(folder, { recursive: true, force: true })
  await drop()
})

it.each([1, 2, 8])('finds everything of seed %i, and nothing else', async seed => {
  const { code, out, err } = await run('demo', '--people', '2000', '--seed', String(seed), '--no-serve', '--json')
  expect(out, err).not.toBe('')
  const { faults }: { faults: FaultTable['rows'] } = JSON.parse(out)
  expect(faults.filter(({ missed, falselyFlagged }) => missed + falselyFlagged > 0)).toEqual([])
  expect(faults.find(row => row.code === 'place.elsewhere')?.made).toBeGreaterThan(20)
  // What no file can hold: made at a station, by document, of units and moves.
  const made = Object.fromEntries(faults.map(row => [row.code, row.made]))
  expect(made).toMatchObject({
    'identity.document': 12,
    'electorate.undecided': expect.toSatisfy(n => n >= 3),
    'electorate.disputed': expect.toSatisfy(n => n >= 3),
    'electorate.kept': expect.toSatisfy(n => n >= 3),
  })
  expect(code).toBe(EXIT.done)
})
