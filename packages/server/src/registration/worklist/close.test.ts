/** The end of a round, with the deletion of its working data, and of an extract of the register. */

import { beforeEach, expect, it } from 'vitest'
import type { Context } from '../../access/index.ts'
import type { Election } from '../../election/index.ts'
import type { Database } from '../../platform/database/index.ts'
import { purgeNow } from '../../platform/testing/purge-now.ts'
import { readRows } from '../../platform/testing/rows.ts'
import { describeStores } from '../../platform/testing/stores.ts'
import { contextFor, importPeople, importRows, loadSomeAreas, numberOf, openElection } from '../testing/office.ts'
import { closeElection, extractPurge } from './service.close.ts'
import { recordVisit } from './service.ts'

const EAST = '110105021021'
const LI = ['李小明', numberOf('1990-03-05', 1)] as const
const WANG = ['王芳', numberOf('1985-07-21', 2)] as const

describeStores('closing', open => {
  let ctx: Context
  let election: Election
  let database: Database

  beforeEach(async () => {
    database = await open()
    await loadSomeAreas(database)
    ctx = contextFor(database)
    election = await openElection(ctx)
    await importPeople(ctx, election, [
      ['姓名', '公民身份号码', '户籍区划', '社区代码', '现住地址', '联系电话'],
      [...LI, '110105', EAST, '某路1号', '13900000000'],
      [...WANG, '110105', EAST, '某路2号', '13900000001'],
    ])
  })

  it('deletes working data after election day and keeps the roll (PIPL 19)', async () => {
    await importRows(ctx, election, [
      ['姓名', '公民身份号码', '社区', '来本市居住时间', '合同起止日期'],
      [...LI, EAST, '2020-01-01', '2025-03-01至2028-02-29'],
    ])
    const dates = () =>
      readRows(database, 'SELECT lives_here_since AS since, contract_from AS start, contract_until AS until FROM registration')
    expect(await dates()).not.toContainEqual({ since: null, start: null, until: null })
    const [wang] = await readRows<{ key: string }>(database, `SELECT person_key AS key FROM population WHERE name = '王芳'`)
    expect(await recordVisit(ctx, { electionId: election.id, personRef: wang?.key ?? '', outcome: 'closed' })).toMatchObject({
      ok: true,
    })
    expect(await closeElection(ctx, election.id, async () => 0)).toMatchObject({ ok: false, error: { code: 'election.invalid' } })
    const after = { ...ctx, clock: { now: () => new Date('2026-12-21T01:00:00Z') } }
    expect(await closeElection(after, election.id, async () => 0)).toEqual({ ok: true, value: { extracts: 1, visits: 1 } })
    for (const table of ['population', 'population_extract', 'contact_block', 'visit'])
      expect(await readRows(database, `SELECT count(*) AS rows FROM ${table}`)).toEqual([{ rows: 0 }])
    expect(await readRows(database, 'SELECT status FROM registration')).toEqual([{ status: 'registered' }])
    expect(await dates()).toEqual([{ since: null, start: null, until: null }])
  })

  it('deletes an extract after its last permitted day', async () => {
    await database.run(`UPDATE population_extract SET ends_on = '2026-11-19' WHERE state = 'current'`)
    expect(await purgeNow(ctx, extractPurge)).toBe(1)
    expect(await readRows(database, 'SELECT count(*) AS rows FROM population')).toEqual([{ rows: 0 }])
    expect(await purgeNow(ctx, extractPurge)).toBe(0)
  })
})
