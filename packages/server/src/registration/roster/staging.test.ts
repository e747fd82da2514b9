import { beforeEach, expect, it } from 'vitest'
import type { Context } from '../../access/index.ts'
import type { Election } from '../../election/index.ts'
import type { Database } from '../../platform/database/index.ts'
import { readRows } from '../../platform/testing/rows.ts'
import { describeStores } from '../../platform/testing/stores.ts'
import { insertImport, STAGING_KEPT_MS, sweepAbandonedImports } from '../../population/index.ts'
import { contextFor, importRows, loadSomeAreas, numberOf, openElection, tableOf } from '../testing/office.ts'
import { saveRosters, stageRosters } from './service.ts'

const ROWS = [
  ['姓名', '公民身份号码', '社区'],
  ['李小明', numberOf('1990-03-05', 1), '110105021021'],
]

// A killed process does not reach its clean-up: here the clean-up is simply not called.
describeStores('staging tables of a killed import', open => {
  let ctx: Context
  let election: Election
  let database: Database
  let now: Date

  beforeEach(async () => {
    database = await open()
    await loadSomeAreas(database)
    now = new Date('2026-11-20T01:00:00Z')
    ctx = { ...contextFor(database), clock: { now: () => now } }
    election = await openElection(ctx)
  })

  const tables = async () =>
    (
      await readRows<{ name: string }>(
        database,
        `SELECT relname AS name FROM pg_class WHERE relkind = 'r' AND relname ~ '^(intake|judgement|returning)_\\d' ORDER BY 1`,
      )
    ).map(({ name }) => name)
  const registered = async () => (await readRows<{ n: number }>(database, 'SELECT count(*) AS n FROM staging'))[0]?.n

  const stage = async () => {
    const importId = await insertImport(database, {
      electionId: election.id,
      countyCode: '110105',
      kind: 'registrations',
      channel: 'roster',
      fileName: 'roster.csv',
      fileDigest: '0',
      startedBy: 'test',
      startedById: 'test',
      startedAt: now,
    })
    const input = {
      election,
      kind: 'registrations',
      channel: 'roster',
      files: [{ importId, table: tableOf(ROWS) }],
      dryRun: false,
    } as const
    return { input, importId, rows: await stageRosters(ctx, input, () => {}) }
  }

  it('are dropped at the next start if the import was killed while reading', async () => {
    const { importId } = await stage()
    expect(await tables()).toEqual([`intake_${importId}`])
    now = new Date(now.getTime() + 1_000)
    await sweepAbandonedImports(database, now, now)
    expect(await tables()).toEqual([])
    expect(await registered()).toBe(0)
  })

  it('are dropped at the next start if the import was killed before its report was written', async () => {
    const { input, rows } = await stage()
    await saveRosters(ctx, input, rows)
    expect(await tables()).toHaveLength(4)
    now = new Date(now.getTime() + 1_000)
    await sweepAbandonedImports(database, now, now)
    expect(await tables()).toEqual([])
    expect(await registered()).toBe(0)
    expect(await readRows(database, 'SELECT state FROM import')).toEqual([{ state: 'done' }])
  })

  it('are dropped by a later import, except those of a running one', async () => {
    const killed = await stage()
    await saveRosters(ctx, killed.input, killed.rows)
    const running = await stage()
    await importRows(ctx, election, ROWS)
    expect(await tables()).toHaveLength(5)
    now = new Date(now.getTime() + STAGING_KEPT_MS + 1_000)
    await importRows(ctx, election, ROWS)
    expect(await tables()).toEqual([`intake_${running.importId}`])
  })
})
