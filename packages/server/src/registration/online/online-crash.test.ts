/** kill -9 during a load: every acknowledged registration is stored once, and the others can be sent again. */

import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Database, migrate, openDatabase } from '../../platform/database/index.ts'
import { type Cluster, startCluster } from '../../platform/testing/postgres-cluster.ts'
import { type Child, startChild } from '../../platform/testing/processes.ts'
import { readRows } from '../../platform/testing/rows.ts'
import { contextFor, loadSomeAreas, openElection } from '../testing/office.ts'

const CHILD = new URL('../testing/online-child.ts', import.meta.url)
const VOTERS = 240
/** Number of registrations acknowledged before the kill. */
const ACKNOWLEDGED = 40

let cluster: Cluster
let electionId: string

const withDatabase = async <T>(work: (database: Database) => Promise<T>): Promise<T> => {
  const database = await openDatabase({ url: cluster.url })
  try {
    return await work(database)
  } finally {
    await database.close()
  }
}

beforeAll(async () => {
  cluster = await startCluster('durable')
  electionId = await withDatabase(async database => {
    await migrate(database)
    await loadSomeAreas(database)
    return (await openElection(contextFor(database))).id
  })
})
afterAll(() => cluster?.stop())

const register = (from: number): Child => startChild(CHILD, [cluster.url, electionId, String(from), String(from + VOTERS)])

/** Reads acknowledgements (voter → registration) until there are `upTo` or the output ends. */
const acknowledged = async (child: Child, upTo = Number.POSITIVE_INFINITY): Promise<Map<number, string>> => {
  const found = new Map<number, string>()
  for await (const line of { [Symbol.asyncIterator]: () => ({ next: () => child.lines.next() }) }) {
    const [n, outcome, registration = ''] = line.split(' ')
    expect(outcome).toBe('registered')
    found.set(Number(n), registration)
    if (found.size >= upTo) break
  }
  return found
}

/** The registrations of these voters that hold their claim, by id. */
const standing = () =>
  withDatabase(database =>
    readRows<{ name: string; id: number }>(
      database,
      `SELECT r.name, r.id FROM registration r JOIN claim c ON c.person_key = r.person_key AND c.county_code = r.county_code AND c.registration_id = r.id
       WHERE r.status = 'registered'`,
    ),
  )
const count = async (table: 'registration' | 'claim' | 'request' | 'outbox') =>
  (await withDatabase(database => readRows<{ n: number }>(database, `SELECT count(*) AS n FROM ${table}`)))[0]?.n

const expectAll = async (before: ReadonlyMap<number, string>, from: number) => {
  const byName = new Map((await standing()).map(({ name, id }) => [name, String(id)]))
  for (const [n, registration] of before) expect(byName.get(`选民${n}`)).toBe(registration)
  // Sent again with the same request ids: the same responses, and the rest.
  const again = await acknowledged(register(from))
  expect(again.size).toBe(VOTERS)
  for (const [n, registration] of before) expect(again.get(n)).toBe(registration)
  for (const table of ['registration', 'claim', 'request', 'outbox'] as const) expect(await count(table)).toBe(from + VOTERS)
}

it('loses no acknowledged registration in a crash of the server', async () => {
  const child = register(0)
  const before = await acknowledged(child, ACKNOWLEDGED)
  child.process.kill('SIGKILL')
  for (const [n, registration] of await acknowledged(child)) before.set(n, registration)
  expect((await child.ended).signal).toBe('SIGKILL')
  expect(before.size).toBeLessThan(VOTERS)
  await expectAll(before, 0)
})

it('loses no acknowledged registration in a crash of PostgreSQL', async () => {
  const child = register(VOTERS)
  const before = await acknowledged(child, ACKNOWLEDGED)
  await cluster.crash()
  for (const [n, registration] of await acknowledged(child)) before.set(n, registration)
  expect((await child.ended).code).not.toBe(0)
  await cluster.restart()
  await expectAll(before, VOTERS)
})
