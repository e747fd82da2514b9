/** The values under the next keys, made beside those in use while the service runs. Each step is a transaction of its own and may be repeated. */
import { setTimeout as delay } from 'node:timers/promises'
import { SealError } from '../crypto/index.ts'
import { type Database, type Sql, SqlError } from '../database/index.ts'
import { HELD_TABLES, type HeldTable, typeOf } from './columns.ts'
import { RekeyRefusal } from './errors.ts'
import { type Keys, rekeyRows } from './rows.ts'
import {
  addNextColumns,
  analyze,
  type FoundRows,
  findLeaves,
  hasNextColumns,
  type Leaf,
  lockTodo,
  saveNext,
  sizeOf,
} from './store.columns.ts'
import { buildNextIndexes } from './store.indexes.ts'

export interface FillProgress {
  readonly table: string
  readonly step: 'rows' | 'indexes'
  /** Rows made by this run. */
  readonly rows: number
  /** Pages of 8 kB that were looked through, of all tables. */
  readonly done: number
  readonly total: number
}

/** Called after each step; may throw to stop. */
export type OnProgress = (progress: FillProgress) => void

/** Pages per transaction: some thousand rows, a few for those with long values. Who writes one of the rows waits so long. */
const PAGES = 64
const PAGES_OF_LONG = 1
const pagesPerStep = ({ columns }: HeldTable): number =>
  columns.some(column => typeOf(column) === 'bytea' || typeOf(column) === 'uuid[]') ? PAGES_OF_LONG : PAGES

const LOCK_TIMEOUT = '55P03'
const LOCK_TRIES = 60
const LOCK_PAUSE_MS = 1_000

/** A change of a table's columns, tried again and again for as long as somebody works on the table: nobody has to wait behind it. */
export const withoutWaiting = async (database: Database, change: (tx: Sql) => Promise<void>): Promise<void> => {
  for (let tries = 1; ; tries += 1) {
    try {
      return await database.transaction(async tx => {
        await tx.script(`SET LOCAL lock_timeout = '1s'`)
        await change(tx)
      })
    } catch (error) {
      if (!(error instanceof SqlError && error.state === LOCK_TIMEOUT)) throw error
      if (tries === LOCK_TRIES) throw new RekeyRefusal('rekey.busy')
      await delay(LOCK_PAUSE_MS)
    }
  }
}

/** Makes the values of some rows that are locked. */
export const makeNext = async (tx: Sql, keys: Keys, leaf: Leaf, { at, rows }: FoundRows): Promise<number> => {
  if (rows.length === 0) return 0
  try {
    await saveNext(tx, leaf, at, rekeyRows(keys, leaf.table, rows))
  } catch (error) {
    if (error instanceof SealError) throw new RekeyRefusal('rekey.unreadable', leaf.name)
    throw error
  }
  return rows.length
}

/** Adds the columns of the next keys where they are not there yet. */
export const addColumns = async (database: Database): Promise<void> => {
  for (const table of HELD_TABLES)
    if (!(await hasNextColumns(database, table))) await withoutWaiting(database, tx => addNextColumns(tx, table))
}

const findSizes = async (database: Database) => {
  const sized: { readonly leaf: Leaf; readonly pages: number }[] = []
  for (const table of HELD_TABLES)
    for (const leaf of await findLeaves(database, table)) sized.push({ leaf, pages: (await sizeOf(database, leaf)).pages })
  return sized
}

/** One pass over all tables. Rows that come meanwhile, and rows that somebody else holds, are left for the next one. Returns how many were made. */
export const fillOnce = async (database: Database, keys: Keys, onProgress: OnProgress): Promise<number> => {
  const sized = await findSizes(database)
  const total = sized.reduce((sum, { pages }) => sum + pages, 0)
  let done = 0
  let rows = 0
  for (const { leaf, pages } of sized) {
    const step = pagesPerStep(leaf.table)
    for (let from = 0; from < pages; from += step) {
      const to = Math.min(from + step, pages)
      const made = await database.transaction(async tx => makeNext(tx, keys, leaf, await lockTodo(tx, leaf, { from, to })))
      rows += made
      done += to - from
      onProgress({ table: leaf.table.name, step: 'rows', rows, done, total })
    }
  }
  return rows
}

/** Indexes after the first pass: building them is faster than keeping them up to date. */
export const buildIndexes = async (database: Database, onProgress: OnProgress): Promise<void> => {
  const total = HELD_TABLES.length
  for (const [at, table] of HELD_TABLES.entries()) {
    for (const leaf of await findLeaves(database, table)) await buildNextIndexes(database, leaf)
    await analyze(database, table)
    onProgress({ table: table.name, step: 'indexes', rows: 0, done: at + 1, total })
  }
}
