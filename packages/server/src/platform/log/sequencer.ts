/**
 * Gives audit rows their positions in the log. Rows are queued in the transactions that wrote them; a batch takes them off the queue, adds
 * their entries and tiles, and signs the new checkpoint, all in one transaction: a crash leaves each row either queued or in the tree. A row
 * whose transaction commits late is queued late, and so comes later. One process adds at a time.
 */
import { randomBytes } from 'node:crypto'
import { edgeOf, entryBytes, type LogEvent, leafHash, rootAt, SALT_BYTES, TileSet } from '@mingce/domain/log'
import type { Keyring } from '../crypto/index.ts'
import type { Database, Sql } from '../database/index.ts'
import { checkpointText, formatNote, sha256, signText } from '../tlog/index.ts'
import { commitmentOf } from './commitment.ts'
import { logOrigin, logSigner } from './keys.ts'
import { findLogNumber } from './store.former.ts'
import {
  type AuditedRow,
  findAudited,
  findCheckpoint,
  findSize,
  findTiles,
  hasStatement,
  insertEntries,
  isAnyQueued,
  lockLog,
  type NewEntry,
  putCheckpoint,
  putTiles,
  setSize,
  takeQueued,
  tryLockLog,
} from './store.ts'

export interface LogServices {
  readonly database: Database
  readonly keys: Keyring
  readonly clock: { now(): Date }
}

/** An audit row as the event that is committed to. */
export const eventOf = (row: AuditedRow): LogEvent => ({
  countyCode: row.countyCode,
  at: row.at.toISOString(),
  actor: row.actor,
  role: row.role,
  action: row.action,
  subject: row.subject,
  details: row.details,
  requestId: row.requestId,
})

const entryOf = (row: AuditedRow): NewEntry => {
  const salt = randomBytes(SALT_BYTES)
  const statement = Buffer.from(row.statement ?? '')
  return {
    countyCode: row.countyCode,
    auditId: row.auditId,
    salt,
    entry: entryBytes(commitmentOf(eventOf(row), salt), statement),
  }
}

const keyOf = ({ countyCode, auditId }: { countyCode: string; auditId: number }): string => `${countyCode}/${auditId}`

/** The tree's tiles at its end. */
const openEdge = async (tx: Sql, size: number): Promise<TileSet> => {
  const edge = new TileSet(sha256)
  for (const { level, index, hashes } of await findTiles(tx, edgeOf(size))) edge.put({ level, index }, hashes)
  return edge
}

interface Appended {
  readonly rows: number
  readonly size: number
  readonly root: Uint8Array
}

/** Adds the oldest queued rows to the tree. The caller holds the lock of the log. */
const appendQueued = async (tx: Sql, limit: number): Promise<Appended> => {
  const size = await findSize(tx)
  const edge = await openEdge(tx, size)
  const taken = await takeQueued(tx, limit)
  const audited = new Map((await findAudited(tx, taken)).map(row => [keyOf(row), row]))
  const entries = taken.map(key => {
    const row = audited.get(keyOf(key))
    if (!row) throw new Error(`the audit row ${keyOf(key)} of the queue does not exist`)
    return entryOf(row)
  })
  const changed = new Set<string>()
  for (const [at, { entry }] of entries.entries()) edge.append(0, size + at, leafHash(entry, sha256), changed)
  if (entries.length > 0) {
    await insertEntries(tx, size, entries)
    await putTiles(
      tx,
      edge.bytesOf(changed).map(({ id, bytes }) => ({ ...id, hashes: bytes })),
    )
    await setSize(tx, size + entries.length)
  }
  return {
    rows: entries.length,
    size: size + entries.length,
    root: rootAt(size + entries.length, edge.read, sha256),
  }
}

/** Rows of one transaction: few on the embedded store, whose only connection everybody waits for. */
const BATCH = { pglite: 250, postgres: 2_000 } as const

/** One batch. @returns how many rows it added; undefined where another process is adding and `isWaiting` is false */
const integrateBatch = ({ database, keys, clock }: LogServices, isWaiting: boolean): Promise<number | undefined> =>
  database.transaction(async tx => {
    if (isWaiting) await lockLog(tx)
    else if (!(await tryLockLog(tx))) return undefined
    const { rows, size, root } = await appendQueued(tx, BATCH[database.kind])
    const signed = await findCheckpoint(tx)
    if (signed?.size !== size) {
      const number = await findLogNumber(tx)
      const text = checkpointText({ origin: logOrigin(keys, number), size, root })
      const note = formatNote(text, [signText(text, logSigner(keys, number))])
      // What an entry says in clear is published with this checkpoint.
      const isKept = await hasStatement(tx, signed?.size ?? 0, size)
      await putCheckpoint(tx, { size, root, note, madeAt: clock.now() }, isKept)
    }
    return rows
  })

/** Adds every queued row to the log and signs its checkpoint; waits for another process that is doing so. @returns how many rows it added */
export const integrateLog = async (services: LogServices): Promise<number> => {
  let added = 0
  for (;;) {
    const rows = (await integrateBatch(services, true)) ?? 0
    added += rows
    if (rows < BATCH[services.database.kind]) return added
  }
}

/** Adds queued rows in a transaction of the caller, without a checkpoint: what is about to be erased must be in the log as it was. */
export const appendAllQueued = async (tx: Sql): Promise<{ readonly size: number; readonly root: Uint8Array }> => {
  await lockLog(tx)
  for (;;) {
    const { rows, size, root } = await appendQueued(tx, BATCH.postgres)
    if (rows < BATCH.postgres) return { size, root }
  }
}

/** How often the queue is looked at. Rows are in the log within two seconds of their commit. */
const CHECK_MS = 250
/** Looks that are left out after an error, such as a database that is away. */
const REST_LOOKS = 10

export interface Sequencer {
  start(): void
  stop(): Promise<void>
}

/** Adds queued rows in the background. `onError` gets what goes wrong; the next look tries again. */
export const openSequencer = (
  services: LogServices,
  onError: (error: unknown) => void,
  checkMs: number = CHECK_MS,
): Sequencer => {
  const { database } = services
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> = Promise.resolve()
  let isRunning = false
  let isStopped = false
  let resting = 0
  const check = async (): Promise<void> => {
    for (;;) {
      if (isStopped || !(await isAnyQueued(database))) return
      const rows = await integrateBatch(services, false)
      if (rows === undefined || rows < BATCH[database.kind]) return
    }
  }
  return {
    start() {
      timer = setInterval(() => {
        if (isRunning || resting-- > 0) return
        isRunning = true
        running = check()
          .catch(error => {
            resting = REST_LOOKS
            onError(error)
          })
          .finally(() => {
            isRunning = false
          })
      }, checkMs)
      timer.unref()
    },
    async stop() {
      isStopped = true
      clearInterval(timer)
      await running
    },
  }
}
