/** kill -9 of the server and of PostgreSQL while audited changes are written and added to the log: nothing that was acknowledged is missing. */
import { leafHash, rootAt, TileSet } from '@mingce/domain/log'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { memoryKeyring } from '../crypto/index.ts'
import { type Database, migrate, openDatabase } from '../database/index.ts'
import { type Cluster, startCluster } from '../testing/postgres-cluster.ts'
import { type Child, startChild } from '../testing/processes.ts'
import { readRows } from '../testing/rows.ts'
import { readCheckpoint, readNote, sha256 } from '../tlog/index.ts'
import { findCheckpointNote } from './read.ts'
import { integrateLog } from './sequencer.ts'
import { findEntries } from './store.ts'

const CHILD = new URL('./testing/log-child.ts', import.meta.url)
const WRITES = 4_000
/** Writes acknowledged before the kill. */
const ACKNOWLEDGED = 300
const clock = { now: () => new Date('2026-11-30T01:02:03Z') }

let cluster: Cluster
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
  await withDatabase(migrate)
})
afterAll(() => cluster?.stop())

/** Reads acknowledgements until there are `upTo` or the output ends. */
const acknowledged = async (child: Child, upTo = Number.POSITIVE_INFINITY): Promise<string[]> => {
  const found: string[] = []
  while (found.length < upTo) {
    const { value, done } = await child.lines.next()
    if (done) break
    found.push(`test/${value}`)
  }
  return found
}

/** Every audit row, acknowledged or not, has exactly one position; positions have no gap; the signed root is that of the entries. */
const expectWhole = (subjects: readonly string[]) =>
  withDatabase(async database => {
    const [partly] = await readRows<{ queued: number; added: number }>(
      database,
      'SELECT (SELECT count(*) FROM log_queue) AS queued, (SELECT count(*) FROM log_entry) AS added',
    )
    const services = { database, keys: memoryKeyring(), clock }
    expect(await integrateLog(services)).toBe(partly?.queued)
    const entries = await findEntries(database, 0, 1_000_000)
    expect(entries.map(entry => entry.position)).toEqual(entries.map((_, at) => at))
    const rows = await readRows<{ subject: string; positions: number }>(
      database,
      `SELECT a.subject, count(e.position) AS positions FROM audit a
       LEFT JOIN log_entry e ON e.county_code = a.county_code AND e.audit_id = a.id GROUP BY a.county_code, a.id`,
    )
    expect(rows.filter(row => row.positions !== 1)).toEqual([])
    expect(entries).toHaveLength(rows.length)
    const known = new Set(rows.map(row => row.subject))
    expect(subjects.filter(subject => !known.has(subject))).toEqual([])
    const tiles = new TileSet(sha256)
    for (const { position, entry } of entries) tiles.append(0, position, leafHash(entry, sha256))
    const note = readNote((await findCheckpointNote(database)) ?? '')
    expect(Buffer.from((note && readCheckpoint(note.text)?.root) ?? [])).toEqual(
      Buffer.from(rootAt(entries.length, tiles.read, sha256)),
    )
    return partly
  })

it('misses nothing after kill -9 of the server', async () => {
  let from = 0
  let added = 0
  for (let round = 0; round < 3; round++) {
    const child = startChild(CHILD, [cluster.url, String(from), String(from + WRITES)])
    const before = await acknowledged(child, ACKNOWLEDGED)
    child.process.kill('SIGKILL')
    before.push(...(await acknowledged(child)))
    expect((await child.ended).signal).toBe('SIGKILL')
    expect(before.length).toBeLessThan(WRITES)
    added = (await expectWhole(before))?.added ?? 0
    from += WRITES
  }
  // The sequencer of the killed servers was at work.
  expect(added).toBeGreaterThan(0)
})

it('misses nothing after a crash of PostgreSQL', async () => {
  const from = 100_000
  const child = startChild(CHILD, [cluster.url, String(from), String(from + WRITES)])
  const before = await acknowledged(child, ACKNOWLEDGED)
  await cluster.crash()
  before.push(...(await acknowledged(child)))
  expect((await child.ended).code).not.toBe(0)
  await cluster.restart()
  await expectWhole(before)
})
