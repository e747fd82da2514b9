/** Limits of time by kind of work, on a server: a request's statements end, a job's do not. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { readRows } from '../testing/rows.ts'
import { openFreshServer } from '../testing/stores.ts'
import type { Database } from './database.ts'
import { runAs } from './index.ts'
import { WORK_LIMITS } from './work-kind.ts'

let database: Database
beforeAll(async () => {
  database = await openFreshServer()
  await database.script('CREATE TABLE note (id integer PRIMARY KEY); INSERT INTO note VALUES (1)')
})
afterAll(() => database.close())

const sleep = (seconds: number) => readRows(database, `SELECT pg_sleep(${seconds})`)
const { request } = WORK_LIMITS

it('ends a statement of a request, in a transaction and outside, and leaves one of a job alone', async () => {
  const began = performance.now()
  const tooLong = request.statementMs / 1000 + 1
  await Promise.all([
    expect(runAs('request', () => sleep(tooLong))).rejects.toMatchObject({ state: '57014' }),
    expect(runAs('request', () => database.transaction(tx => readRows(tx, `SELECT pg_sleep(${tooLong})`)))).rejects.toMatchObject(
      { state: '57014' },
    ),
    expect(runAs('job', () => sleep(tooLong))).resolves.toHaveLength(1),
    expect(runAs('batch', () => sleep(tooLong))).resolves.toHaveLength(1),
  ])
  expect(performance.now() - began).toBeGreaterThan(request.statementMs)
})

it('ends the wait for a lock before that of a statement', async () => {
  let hold = () => {}
  const held = new Promise<void>(resolve => {
    hold = resolve
  })
  let locked = () => {}
  const isLocked = new Promise<void>(resolve => {
    locked = resolve
  })
  const holder = database.transaction(async tx => {
    await tx.run('UPDATE note SET id = 1')
    locked()
    await held
  })
  await isLocked
  await expect(runAs('request', () => database.run('UPDATE note SET id = 1'))).rejects.toMatchObject({ state: '55P03' })
  hold()
  await holder
})

it('does not wait for a connection for ever', async () => {
  const began = performance.now()
  const answers = await Promise.allSettled(Array.from({ length: 30 }, () => runAs('request', () => sleep(3.3))))
  expect(performance.now() - began).toBeLessThan(10_000)
  expect(answers.some(answer => answer.status === 'rejected' && answer.reason.name === 'DatabaseUnreachable')).toBe(true)
  expect(await runAs('request', () => readRows(database, 'SELECT 1 AS one'))).toEqual([{ one: 1 }])
})
