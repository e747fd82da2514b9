/** A write: what is committed together, what a failure rolls back, and the result of a retry. */

import { randomUUID } from 'node:crypto'
import { fail, ok, type Result } from '@mingce/domain/result'
import { beforeEach, expect, it } from 'vitest'
import type { Database, Sql } from '../database/index.ts'
import { RequestIdTaken } from '../database/index.ts'
import { readRows } from '../testing/rows.ts'
import { describeStores } from '../testing/stores.ts'
import { type AuditEntry, type WriteContext, type Written, write, writeAsSystem } from './index.ts'

const NOW = new Date('2026-11-29T04:00:00Z')
const OFFICER = { id: 'u-1', name: '刘洋', role: 'district' }
type Failure = { readonly code: 'unknown' | 'forbidden' }

describeStores('write', open => {
  let database: Database
  let ctx: WriteContext
  beforeEach(async () => {
    database = await open()
    await database.script('CREATE TABLE thing (id int PRIMARY KEY)')
    ctx = { database, clock: { now: () => NOW }, actor: OFFICER }
  })

  const add =
    (id: number, result: Result<true, Failure> = ok(true)) =>
    async (tx: Sql): Promise<Result<Written<{ id: number }>, Failure>> => {
      await tx.run('INSERT INTO thing (id) VALUES ($1)', [id])
      if (!result.ok) return result
      return ok({
        answer: { id },
        audit: { countyCode: '110105', action: 'area.added', subject: `thing/${id}`, details: { id } },
      })
    }
  const countOf = async (table: string) => {
    const [row] = await readRows<{ rows: number }>(database, `SELECT count(*) AS rows FROM ${table}`)
    return row?.rows
  }
  const counts = async () => ({
    things: await countOf('thing'),
    audit: await countOf('audit'),
    requests: await countOf('request'),
  })

  it('commits state, audit row and request id together', async () => {
    const answer = await write({ ...ctx, requestId: randomUUID() }, { action: 'add' }, add(1))
    expect(answer).toEqual(ok({ id: 1 }))
    expect(await counts()).toEqual({ things: 1, audit: 1, requests: 1 })
  })

  it('rolls everything back on a failure, and lets a retry with the same request id succeed', async () => {
    const requestId = randomUUID()
    expect(await write({ ...ctx, requestId }, { action: 'add' }, add(1, fail({ code: 'unknown' })))).toEqual(
      fail({ code: 'unknown' }),
    )
    expect(await counts()).toEqual({ things: 0, audit: 0, requests: 0 })
    expect(await write({ ...ctx, requestId }, { action: 'add' }, add(1))).toEqual(ok({ id: 1 }))
  })

  it('rolls everything back on an exception', async () => {
    const boom = async (tx: Sql): Promise<Result<Written<null>, Failure>> => {
      await tx.run('INSERT INTO thing (id) VALUES (1)')
      throw new Error('boom')
    }
    await expect(write(ctx, { action: 'add' }, boom)).rejects.toThrow('boom')
    expect(await counts()).toEqual({ things: 0, audit: 0, requests: 0 })
  })

  it('returns the same result for a retry and changes nothing', async () => {
    const requestId = randomUUID()
    await write({ ...ctx, requestId }, { action: 'add' }, add(1))
    expect(await write({ ...ctx, requestId }, { action: 'add' }, add(2))).toEqual(ok({ id: 1 }))
    expect(await counts()).toEqual({ things: 1, audit: 1, requests: 1 })
  })

  it('runs an always-run action at every call without storing its result, and its audit rows have the request id', async () => {
    const requestId = randomUUID()
    expect(await write({ ...ctx, requestId }, { action: 'read', always: true }, add(1))).toEqual(ok({ id: 1 }))
    expect(await write({ ...ctx, requestId }, { action: 'read', always: true }, add(2))).toEqual(ok({ id: 2 }))
    expect(await counts()).toEqual({ things: 2, audit: 2, requests: 0 })
    expect(await readRows(database, 'SELECT DISTINCT request_id AS id FROM audit')).toEqual([{ id: requestId }])
  })

  it('refuses a request id of another action', async () => {
    const requestId = randomUUID()
    await write({ ...ctx, requestId }, { action: 'add' }, add(1))
    await expect(write({ ...ctx, requestId }, { action: 'remove' }, add(2))).rejects.toBeInstanceOf(RequestIdTaken)
  })

  it('does not start without permission', async () => {
    const forbidden: Result<never, Failure> = fail({ code: 'forbidden' })
    expect(await write(ctx, { action: 'add', authorise: () => forbidden }, add(1))).toEqual(forbidden)
    expect(await counts()).toEqual({ things: 0, audit: 0, requests: 0 })
  })
  it('records actions of the system in its own name', async () => {
    const audit: AuditEntry = { countyCode: '110105', action: 'source.purged', subject: 'thing/1', details: {} }
    expect(
      await writeAsSystem(ctx, { action: 'purge', effect: 'changes' }, async () => ({ answer: 3, audit: [audit, audit] })),
    ).toBe(3)
    const rows = await readRows(database, 'SELECT actor, role, action, request_id AS "requestId" FROM audit')
    expect(rows).toEqual(Array(2).fill({ actor: 'mingce', role: 'system', action: 'source.purged', requestId: null }))
  })
})
