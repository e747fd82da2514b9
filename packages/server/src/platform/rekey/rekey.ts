/**
 * A change of all person keys while the service runs (docs/adr/0015): a next master secret and key file; the values under it beside those in
 * use; one transaction that exchanges them; the old values removed from the files of the database. Each part may be stopped and repeated.
 */
import {
  type KeyFilePlace,
  openSuccessor,
  prepareSuccessor,
  promoteSuccessor,
  removeSuccessor,
  successorFileOf,
} from '../crypto/index.ts'
import type { Database, Sql } from '../database/index.ts'
import { findLogNumber } from '../log/index.ts'
import { type Changed, changeKeys, type RekeyStep } from './change.ts'
import { HELD_TABLES, type HeldTable } from './columns.ts'
import { RekeyRefusal } from './errors.ts'
import { addColumns, buildIndexes, fillOnce, type OnProgress, withoutWaiting } from './fill.ts'
import { countRows, countTodo, dropNextColumns, findLeaves, hasNextColumns, rewrite } from './store.columns.ts'
import { countImports, deleteRekey, findRekey, hasCitus, insertRekey, markCleaned, type RekeyState } from './store.ts'

export interface RekeyContext {
  readonly database: Database
  readonly place: KeyFilePlace
  /** What modules hold under the keys elsewhere than in columns of their own. */
  readonly steps: readonly RekeyStep[]
  readonly actor: string
  readonly now: () => Date
  readonly record: (tx: Sql, done: Changed) => Promise<void>
  /** Told where the next key file is, before anything is made with it. */
  readonly onBegun?: (nextFile: string) => void
  readonly onProgress: OnProgress
}

/** Begins a change, or finds the one that is under way. The next key file is written before the row that names it. */
const begin = async ({ database, place, actor, now }: RekeyContext): Promise<RekeyState> => {
  const known = await findRekey(database)
  if (known?.state === 'filling') return known
  if (await hasCitus(database)) throw new RekeyRefusal('rekey.citus')
  const next = await prepareSuccessor(place)
  const row = {
    version: (known?.version ?? 1) + 1,
    nextCheck: next.check,
    nextSealed: next.sealed,
    startedAt: now(),
    startedBy: actor,
  }
  if (!(await insertRekey(database, row))) throw new RekeyRefusal('rekey.other')
  const begun = await findRekey(database)
  if (begun?.nextCheck !== next.check) throw new RekeyRefusal('rekey.other')
  return begun
}

/** A pass that finds so few rows is the last one before the change, which makes the rest. */
const FEW_ROWS = 2_000
const MOST_PASSES = 6

export interface Rekeyed extends Changed {
  readonly rows: number
  /** Where the key file that was replaced is now: for backups that were made before. */
  readonly oldFile: string
}

/** Where the next key file is, to be brought to other servers; null: no change is under way. */
export const nextKeyFile = async (database: Database, place: KeyFilePlace): Promise<string | null> =>
  (await findRekey(database))?.state === 'filling' ? successorFileOf(place) : null

/**
 * Changes all person keys; goes on where a run before stopped.
 * @throws RekeyRefusal when it cannot go on now; what was made is kept
 * @throws KeyError when the next key file is missing
 */
export const changePersonKeys = async (ctx: RekeyContext): Promise<Rekeyed> => {
  const { database, place, now, steps, record, onProgress } = ctx
  const rekey = await begin(ctx)
  if (rekey.nextSealed === null) throw new RekeyRefusal('rekey.other')
  const { from, to } = await openSuccessor(
    database,
    place,
    { check: rekey.nextCheck, sealed: rekey.nextSealed },
    await findLogNumber(database),
  )
  ctx.onBegun?.(successorFileOf(place))
  const keys = { from, to: to.keys }
  await addColumns(database)
  let rows = await fillOnce(database, keys, onProgress)
  await buildIndexes(database, onProgress)
  for (let pass = 2; pass <= MOST_PASSES; pass += 1) {
    const made = await fillOnce(database, keys, onProgress)
    rows += made
    if (made < FEW_ROWS) break
  }
  // An extract that was attached since has no indexes on the new columns yet.
  await buildIndexes(database, () => undefined)
  if ((await countImports(database)) > 0) throw new RekeyRefusal('rekey.imports')
  const changed = await changeKeys({ database, place, rekey, keys, steps, at: now(), record })
  return { ...changed, rows, oldFile: await promoteSuccessor(place, changed) }
}

export interface RekeyStatus {
  readonly state: 'none' | RekeyState['state']
  readonly version: number
  readonly startedAt: string | null
  readonly changedAt: string | null
  readonly heldMs: number | null
  readonly cleanedAt: string | null
  /** Of a change that is under way, by table: all rows, and those whose values are still to be made. */
  readonly tables: readonly { readonly table: string; readonly rows: number; readonly todo: number }[]
}

const countTable = async (database: Database, table: HeldTable): Promise<RekeyStatus['tables'][number]> => {
  const isBegun = await hasNextColumns(database, table)
  let [rows, todo] = [0, 0]
  for (const leaf of await findLeaves(database, table)) {
    const counted = isBegun ? await countTodo(database, leaf) : await countRows(database, leaf)
    rows += counted.rows
    todo += counted.todo
  }
  return { table: table.name, rows, todo }
}

export const findRekeyStatus = async (database: Database): Promise<RekeyStatus> => {
  const rekey = await findRekey(database)
  const tables: RekeyStatus['tables'][number][] = []
  if (rekey?.state === 'filling') for (const table of HELD_TABLES) tables.push(await countTable(database, table))
  return {
    state: rekey?.state ?? 'none',
    version: rekey?.version ?? 1,
    startedAt: rekey?.startedAt.toISOString() ?? null,
    changedAt: rekey?.changedAt?.toISOString() ?? null,
    heldMs: rekey?.heldMs ?? null,
    cleanedAt: rekey?.cleanedAt?.toISOString() ?? null,
    tables: tables.filter(({ rows }) => rows > 0),
  }
}

/** Gives up a change that is under way: the tables are as before, and the next key file is removed. */
export const abandonRekey = async ({ database, place }: Pick<RekeyContext, 'database' | 'place'>): Promise<void> => {
  const rekey = await findRekey(database)
  if (rekey?.state !== 'filling') throw new RekeyRefusal('rekey.none')
  for (const table of HELD_TABLES) await withoutWaiting(database, tx => dropNextColumns(tx, table))
  if ((await deleteRekey(database, rekey.version)) !== 1) throw new RekeyRefusal('rekey.other')
  await removeSuccessor(place)
}

/** Rewrites the tables, so that their files hold no value under the old keys any more. Each table is held while it is rewritten. */
export const cleanRekeyed = async (
  { database, now }: Pick<RekeyContext, 'database' | 'now'>,
  onTable: (table: string, ms: number) => void,
): Promise<void> => {
  const rekey = await findRekey(database)
  if (rekey?.state !== 'changed') throw new RekeyRefusal('rekey.none')
  for (const table of HELD_TABLES)
    for (const leaf of await findLeaves(database, table)) {
      const began = performance.now()
      await rewrite(database, leaf)
      onTable(leaf.name, Math.round(performance.now() - began))
    }
  await markCleaned(database, now())
}

/** @throws RekeyRefusal while a change is under way: the key file alone is not exchanged then */
export const expectNoRekey = async (sql: Sql): Promise<void> => {
  if ((await findRekey(sql))?.state === 'filling') throw new RekeyRefusal('rekey.under-way')
}
