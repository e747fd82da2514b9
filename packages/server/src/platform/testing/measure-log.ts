/**
 * Measures audited writes with the log and without it, on one PostgreSQL: `measure-log URL SECONDS`. Each write is a transaction of
 * `platform/write`; in batches, as registrations come, one transaction records twenty. Prints one JSON object.
 */
import { ok } from '@mingce/domain/result'
import { recordAudits } from '../audit/index.ts'
import { memoryKeyring } from '../crypto/index.ts'
import { type Database, migrate, named, openDatabase, prepared, runAs } from '../database/index.ts'
import { openSequencer } from '../log/index.ts'
import { type AuditEntry, write } from '../write/index.ts'

const [, , url = '', seconds = '10'] = process.argv
const DURATION_MS = Number(seconds) * 1_000
const AT_ONCE = 16
const BATCH = 20
const LOOK_MS = 50

const clock = { now: () => new Date() }
const actor = { id: 'u1', name: 'clerk', role: 'township' }
const auditOf = (n: number): AuditEntry => ({
  countyCode: '110105',
  action: 'registration.received',
  subject: `registration/${n}`,
  details: { channel: 'online', outcome: 'registered', findings: [], election: '110105-20261220' },
})

/** Rows of the transaction `n`. */
const rowsOf = (n: number, rows: number) =>
  Array.from({ length: rows }, (_, i) => ({ ...auditOf(n * rows + i), at: clock.now(), actor: actor.name, role: actor.role }))

type Work = (database: Database, from: number) => Promise<number>

/** One audited write in a transaction. */
const single: Work = async (database, n) => {
  await write({ database, clock, actor }, { action: 'bench' }, async () => ok({ answer: n, audit: auditOf(n) }))
  return 1
}
/** Twenty in a transaction. */
const batch: Work = async (database, n) => {
  await database.transaction(tx => recordAudits(tx, rowsOf(n, BATCH)))
  return BATCH
}
/** The statement of `recordAudits` without the queue of the log. */
const PLAIN = prepared(
  `INSERT INTO audit (county_code, at, actor, role, action, subject, details, request_id, statement)
   SELECT t.county, t.at, t.actor, t.role, t.action, t.subject, t.details::jsonb, t.request, t.statement
   FROM unnest(:counties::text[], :at::timestamptz[], :actors::text[], :roles::text[], :actions::text[], :subjects::text[],
     :details::text[], :requestIds::uuid[], :statements::text[])
     AS t(county, at, actor, role, action, subject, details, request, statement)`,
)
/** The same rows, in transactions as many, without the log. */
const plain =
  (size: number): Work =>
  async (database, n) => {
    const rows = rowsOf(n, size)
    await database.transaction(tx =>
      tx.run(
        ...named(PLAIN, {
          counties: rows.map(row => row.countyCode),
          at: rows.map(row => row.at),
          actors: rows.map(row => row.actor),
          roles: rows.map(row => row.role),
          actions: rows.map(row => row.action),
          subjects: rows.map(row => row.subject),
          details: rows.map(row => JSON.stringify(row.details)),
          requestIds: rows.map(() => null),
          statements: rows.map(() => null),
        }),
      ),
    )
    return size
  }

interface Measured {
  readonly perSecond: number
  /** The longest that a committed row waited for its position, in ms; null without the log. */
  readonly longestWaitMs: number | null
}

const measure = async (database: Database, work: Work, withLog: boolean): Promise<Measured> => {
  const sequencer = openSequencer({ database, keys: memoryKeyring(), clock }, error => console.error(error))
  const sizeOf = async () => Number((await database.raw('SELECT size FROM log_head'))[0]?.size ?? 0)
  const before = withLog ? await sizeOf() : 0
  if (withLog) sequencer.start()
  let done = 0
  let next = 0
  let longest = 0
  const reached: { at: number; rows: number }[] = []
  const look = async () => {
    const now = performance.now()
    reached.push({ at: now, rows: done })
    if (!withLog) return
    const size = (await sizeOf()) - before
    // Rows up to `size` are in the log; the first one that is not was committed at the first look that counted more.
    while ((reached[0]?.rows ?? Number.POSITIVE_INFINITY) <= size && reached.length > 1) reached.shift()
    const [waiting] = reached
    if (waiting && waiting.rows > size) longest = Math.max(longest, now - waiting.at)
  }
  const started = performance.now()
  const isOver = () => performance.now() - started > DURATION_MS
  const writer = async () => {
    while (!isOver()) {
      const rows = await work(database, next++)
      done += rows
    }
  }
  let looking = true
  const looks = (async () => {
    while (looking) {
      await look()
      await new Promise(resolve => setTimeout(resolve, LOOK_MS))
    }
  })()
  await Promise.all(Array.from({ length: AT_ONCE }, () => runAs('request', writer)))
  const took = (performance.now() - started) / 1_000
  const written = done
  const drained = performance.now()
  while (withLog && (await sizeOf()) - before < written) await new Promise(resolve => setTimeout(resolve, LOOK_MS))
  if (withLog) longest = Math.max(longest, performance.now() - drained)
  looking = false
  await looks
  await sequencer.stop()
  return { perSecond: Math.round(written / took), longestWaitMs: withLog ? Math.round(longest) : null }
}

const database = await openDatabase({ url })
await migrate(database)
const report = {
  single: { log: await measure(database, single, true), plain: await measure(database, plain(1), false) },
  batch: { log: await measure(database, batch, true), plain: await measure(database, plain(BATCH), false) },
}
await database.close()
console.log(JSON.stringify(report))
