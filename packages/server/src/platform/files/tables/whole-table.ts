/** Reads a small table whole: one that has some thousand rows at most and is checked before any row counts. */
import { fail, ok, type Result } from '@mingce/domain/result'
import { TableBroken, type TableFault } from '../sources/index.ts'
import { type OpenOptions, openTable } from './open-table.ts'
import type { Table } from './table.ts'

export interface NumberedRow {
  /** As a clerk sees it, from 1. */
  readonly rowNo: number
  readonly cells: readonly string[]
}

export interface WholeTable<F extends string> {
  readonly table: Table<F>
  readonly rows: readonly NumberedRow[]
}

/** All rows of a table with at most `maxRows`, or what is wrong with the file. */
export const readWholeTable = async <F extends string>(
  path: string,
  options: OpenOptions<F> & { readonly maxRows: number },
): Promise<Result<WholeTable<F>, TableFault>> => {
  const opened = await openTable(path, options)
  if (!opened.ok) return opened
  const table = opened.value
  const rows: NumberedRow[] = []
  try {
    for await (const batch of table.rows())
      batch.cells.forEach((cells, index) => {
        rows.push({ rowNo: batch.rowNos[index] ?? 0, cells })
      })
    return ok({ table, rows })
  } catch (error) {
    if (error instanceof TableBroken) return fail(error.fault)
    throw error
  }
}
