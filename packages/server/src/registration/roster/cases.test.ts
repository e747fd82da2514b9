/** Rosters as clerks make them: how many people each holds, and what becomes of them when it is imported alone. All people are made up. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, expect, it } from 'vitest'
import type { Context } from '../../access/index.ts'
import { setUpElection } from '../../district/index.ts'
import type { Election } from '../../election/index.ts'
import { everyArea } from '../../platform/areas/index.ts'
import { describeStores } from '../../platform/testing/stores.ts'
import { contextFor } from '../testing/office.ts'
import { runImport } from './service.import.ts'

const FOLDER = fileURLToPath(new URL('../testing/cases', import.meta.url))
type Expected = Readonly<Record<string, { people: number; accepted?: number; review?: number; refused?: number }>>
const expected: Expected = {
  ...(JSON.parse(await readFile(join(FOLDER, 'expected.json'), 'utf8')) as Expected),
  '06-x000D.xlsx': { people: 1 },
  '07-hidden-rows.xlsx': { people: 3 },
  '08-three-sheets.xlsx': { people: 3 },
  '10-bom-in-the-middle.csv': { people: 2 },
  '11-joined-encodings.csv': { people: 2 },
}
/** What the notes of an import have to say. */
const NOTES: Readonly<Record<string, RegExp>> = {
  '07-hidden-rows.xlsx': /1 row is hidden or filtered away/,
  '11-joined-encodings.csv': /mixes two encodings: from row 3/,
  '06c-没有表头.xlsx': /no header; the columns were recognised by their content/,
}

describeStores('a roster as clerks make it', open => {
  let ctx: Context
  let election: Election

  beforeAll(async () => {
    const database = await open()
    for await (const batch of everyArea())
      for (const { code, parent, name, level } of batch)
        if ('110105021'.startsWith(code) || code.startsWith('110105021'))
          await database.run('INSERT INTO area (code, parent_code, name, level) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING', [
            code,
            parent,
            name,
            level,
          ])
    ctx = contextFor(database)
    const made = await setUpElection(ctx, {
      areaCode: '110105021',
      day: '2027-01-16',
      levels: ['county', 'township'],
      name: '试',
    })
    if (!made.ok) throw new Error(JSON.stringify(made.error))
    election = made.value
    const population = { path: join(FOLDER, 'population.csv'), name: 'population.csv' }
    const order = { electionId: election.id, kind: 'population', files: [population] } as const
    const imported = await runImport(ctx, order, () => {})
    if (!imported.ok) throw new Error(JSON.stringify(imported.error))
  }, 180_000)

  it.each(Object.entries(expected))('%s', async (name, { people, ...counts }) => {
    const order = {
      electionId: election.id,
      kind: 'registrations',
      files: [{ path: join(FOLDER, name), name }],
      dryRun: true,
    } as const
    const imported = await runImport(ctx, order, () => {})
    expect(imported).toMatchObject({ ok: true, value: [{ counts: { rows: people, ...counts } }] })
    const notes = imported.ok ? imported.value.flatMap(file => file.notes.map(note => note.en)).join('\n') : ''
    expect(notes).toMatch(NOTES[name] ?? /^/)
  })
})
