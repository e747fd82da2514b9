/** Statistics and memory for a large load inside its own transaction: no background worker comes in time, and the embedded store has none. */

import type { Sql } from './database.ts'
import { col } from './statement/index.ts'

/** Memory of one hash or sort while a whole file is judged; released with the transaction. */
const WORK_MEMORY = '128MB'
/** Rough figures decide between hash and index as well as PostgreSQL's usual hundred do, at a tenth of the time; its own worker refines them later. */
const DETAIL = 10

/** Refreshes the statistics of tables just loaded and gives the transaction room for whole-set joins. Table names are the code's own. */
export const planForMany = async (tx: Sql, ...tables: readonly string[]): Promise<void> => {
  await tx.script(`SET LOCAL work_mem = '${WORK_MEMORY}'`)
  await tx.script('SET LOCAL jit = off')
  await tx.script('SET LOCAL random_page_cost = 1.1')
  await tx.script(`SET LOCAL default_statistics_target = ${DETAIL}`)
  for (const table of tables) await tx.script(`ANALYZE ${table}`)
}

/**
 * Runs statements that join whole sets. Tables that grew in this transaction have few rows for the planner, which then compares each row of one
 * with each of another: nested loops are avoided here. A nested loop that cannot be avoided has a cost that would start JIT, which is not worth it.
 */
export const inWholeSets = async <T>(tx: Sql, work: () => Promise<T>): Promise<T> => {
  await tx.script('SET LOCAL enable_nestloop = off')
  await tx.script('SET LOCAL jit = off')
  const result = await work()
  await tx.script('SET LOCAL enable_nestloop = on')
  return result
}

/** Share of a table that has to be new before its statistics are worth refreshing. */
const WORTH = 0.5

/** Refreshes the statistics of a table that grew by `added` rows, when that is much of it. `columns`: those that queries choose by. */
export const planForGrowth = async (tx: Sql, table: string, columns: string, added: number): Promise<void> => {
  const [known] = await tx.query('SELECT greatest(reltuples, 0) AS rows FROM pg_class WHERE oid = $1::text::regclass', [table], {
    rows: col.real,
  })
  if (added > WORTH * (known?.rows ?? 0)) await tx.script(`ANALYZE ${table} (${columns})`)
}
