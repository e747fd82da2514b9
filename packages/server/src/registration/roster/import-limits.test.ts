/** What ends an import before its rows are saved: too many rows for the embedded store, and a server that stops. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Context } from '../../access/index.ts'
import type { Election } from '../../election/index.ts'
import { readRows } from '../../platform/testing/rows.ts'
import { describeStores } from '../../platform/testing/stores.ts'
import { openImportFiles } from '../testing/import-files.ts'
import { numberOf } from '../testing/office.ts'
import { EMBEDDED_MOST_ROWS } from './errors.ts'
import { runImport } from './service.import.ts'
import { previewImport } from './service.uploads.ts'

const HEADER = '姓名,公民身份号码,社区\n'

describeStores('an import', open => {
  let ctx: Context
  let election: Election
  let files: Awaited<ReturnType<typeof openImportFiles>>

  beforeEach(async () => {
    files = await openImportFiles(await open())
    ;({ ctx, election } = files)
  })
  afterEach(() => files.close())

  const save = (name: string, text: string) => files.save(name, text)
  const states = () => readRows(ctx.database, 'SELECT state FROM import ORDER BY id')

  it('with too many rows is refused by the embedded store, in the preview and in the import, and says what to do', async () => {
    const half = EMBEDDED_MOST_ROWS.registrations / 2
    const rows = (count: number) => HEADER + '甲,1,110105021021\n'.repeat(count)
    const one = await save('one.csv', rows(2 * half + 1))
    const two = [await save('a.csv', rows(half)), await save('b.csv', rows(half + 1))]
    const order = { electionId: election.id, kind: 'registrations' } as const
    const answers = [
      await previewImport(ctx, { ...order, file: one }),
      await runImport(ctx, { ...order, files: [one], dryRun: true }, () => {}),
      await runImport(ctx, { ...order, files: two, dryRun: true }, () => {}),
    ]
    const refusal = { ok: false, error: { code: 'import.too-many-rows', next: { en: expect.stringContaining('PostgreSQL') } } }
    expect(answers).toMatchObject(answers.map(() => (ctx.database.kind === 'pglite' ? refusal : { ok: true })))
  })

  it('of a server that stops saves nothing and is not failed: its job runs again', async () => {
    const file = await save('roster.csv', `${HEADER}甲,${numberOf('1990-03-05', 1)},110105021021\n`)
    const stopping = new AbortController()
    const order = { electionId: election.id, kind: 'registrations', files: [file], signal: stopping.signal } as const
    // Told of the rows that were read, the server stops before they are saved.
    const imported = runImport(ctx, order, () => stopping.abort(new Error('the server is stopping')))
    await expect(imported).rejects.toThrow('the server is stopping')
    expect(await states()).toEqual([{ state: 'reading' }])
    expect(await readRows(ctx.database, 'SELECT FROM registration')).toEqual([])
  })
})
