/** The moment at which the next keys become those in use: one transaction, in which nobody else is connected. */
import { setTimeout as delay } from 'node:timers/promises'
import { type KeyFilePlace, lockKeyState, openSuccessor, replaceKeyState } from '../crypto/index.ts'
import { type Database, type Sql, SqlError } from '../database/index.ts'
import { findLogNumber } from '../log/index.ts'
import { HELD_TABLES } from './columns.ts'
import { RekeyRefusal } from './errors.ts'
import { makeNext } from './fill.ts'
import { type Keys, rekeyDocument } from './rows.ts'
import { dropStaleTrigger, findLeaves, lockSomeTodo, renameNamesakes } from './store.columns.ts'
import { exchangeColumns } from './store.indexes.ts'
import { countImports, endConnections, lockKeys, markChanged, type RekeyState, rewriteDocuments } from './store.ts'

/** What a module holds under the keys elsewhere than in the columns of HOLDERS. Runs in the transaction of the change. */
export type RekeyStep = (tx: Sql, keys: Keys) => Promise<void>

export interface Change {
  readonly database: Database
  readonly place: KeyFilePlace
  readonly rekey: RekeyState
  readonly keys: Keys
  readonly steps: readonly RekeyStep[]
  readonly at: Date
  /** Records the change in the audit log. */
  readonly record: (tx: Sql, done: Changed) => Promise<void>
}

export interface Changed {
  readonly oldCheck: string
  readonly newCheck: string
  readonly version: number
  /** For how long nothing could be read or written, in milliseconds. */
  readonly heldMs: number
}

/** Statements under way are given so long to end by themselves. */
const GRACE_STEPS = 20
const STEP_MS = 100
const LAST_STEPS = 100

/** Ends all other connections of the program; new ones are refused until the end of the transaction. */
const beAlone = async (tx: Sql): Promise<void> => {
  const since = await lockKeys(tx)
  for (let step = 0; step < GRACE_STEPS + LAST_STEPS; step += 1) {
    if ((await endConnections(tx, since, step < GRACE_STEPS ? 'idle' : 'all')) === 0) return
    await delay(STEP_MS)
  }
  throw new RekeyRefusal('rekey.busy')
}

/** Rows that came since the last pass. */
const finish = async (tx: Sql, keys: Keys): Promise<number> => {
  let rows = 0
  for (const table of HELD_TABLES)
    for (const leaf of await findLeaves(tx, table))
      for (;;) {
        const made = await makeNext(tx, keys, leaf, await lockSomeTodo(tx, leaf))
        if (made === 0) break
        rows += made
      }
  return rows
}

const changeInside = async (tx: Sql, change: Change): Promise<Changed> => {
  const { database, place, rekey, keys, steps, at, record } = change
  const began = performance.now()
  if (database.kind === 'postgres') {
    await tx.script(`SET LOCAL lock_timeout = '10s'`)
    await beAlone(tx)
  }
  if ((await countImports(tx)) > 0) throw new RekeyRefusal('rekey.imports')
  const state = await lockKeyState(tx)
  const { nextCheck: newCheck, nextSealed, version } = rekey
  if (!state || nextSealed === null) throw new RekeyRefusal('rekey.other')
  // A log that was begun since the preparation is one more that goes on under the keys before.
  const { to } = await openSuccessor(tx, place, { check: newCheck, sealed: nextSealed }, await findLogNumber(tx))
  for (const table of HELD_TABLES) await dropStaleTrigger(tx, table)
  await finish(tx, keys)
  await renameNamesakes(tx)
  await rewriteDocuments(tx, document => rekeyDocument(keys, document))
  for (const step of steps) await step(tx, keys)
  for (const table of HELD_TABLES) await exchangeColumns(tx, table)
  await replaceKeyState(tx, to.state)
  const heldMs = Math.round(performance.now() - began)
  if (!(await markChanged(tx, { version, at, heldMs }))) throw new RekeyRefusal('rekey.other')
  const changed = { oldCheck: state.check, newCheck, version, heldMs }
  await record(tx, changed)
  return changed
}

const LOCK_TIMEOUT = '55P03'

/**
 * Makes the next keys those in use, or changes nothing. Other processes find their connections closed, and are refused until they have
 * opened the new keys.
 */
export const changeKeys = (change: Change): Promise<Changed> => {
  const { database } = change
  return database.keys.whileChanging(async () => {
    try {
      return await database.transaction(async tx => {
        const changed = await changeInside(tx, change)
        // What waits for the embedded store goes on when this transaction ends.
        if (database.kind === 'pglite') database.keys.replace()
        return changed
      })
    } catch (error) {
      if (database.kind === 'pglite') database.keys.keep()
      throw error instanceof SqlError && error.state === LOCK_TIMEOUT ? new RekeyRefusal('rekey.busy') : error
    }
  })
}
