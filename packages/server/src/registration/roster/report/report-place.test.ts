/** An import with an unwritable report path fails before storing anything. */

import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { readRows } from '../../../platform/testing/rows.ts'
import { describeStores } from '../../../platform/testing/stores.ts'
import { contextFor, loadSomeAreas, numberOf, openElection } from '../../testing/office.ts'
import { runImport } from '../service.import.ts'

describeStores('the report of an import', open => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mingce-report-place-'))
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  it('must be writable, or the import does not start', async () => {
    const database = await open()
    await loadSomeAreas(database)
    const ctx = contextFor(database)
    const election = await openElection(ctx)
    const path = join(folder, 'roster.csv')
    await writeFile(path, `姓名,公民身份号码,社区代码\n李小明,${numberOf('1990-03-05', 1)},110105021021\n`)
    const order = { electionId: election.id, kind: 'registrations', files: [{ path, name: path }] } as const
    for (const file of [join(folder, 'missing', 'x.csv'), folder])
      expect(await runImport(ctx, { ...order, report: { file } }, () => {})).toMatchObject({
        ok: false,
        error: { code: 'import.report-place', text: { zh: expect.any(String), en: expect.any(String) } },
      })
    for (const table of ['import', 'registration', 'contact_block'])
      expect(await readRows(database, `SELECT count(*) AS rows FROM ${table}`)).toEqual([{ rows: 0 }])
    expect(
      await readRows(database, `SELECT tablename FROM pg_tables WHERE tablename ~ '^(intake|judgement|returning)_'`),
    ).toEqual([])

    const file = join(folder, 'report.csv')
    expect(await runImport(ctx, { ...order, report: { file } }, () => {})).toMatchObject({ ok: true })
    expect(await readdir(folder)).toContain('report.csv')
  })
})
