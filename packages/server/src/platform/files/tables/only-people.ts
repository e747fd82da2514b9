/** Filters rows of people: leaves out empty rows, totals, signatures and repeated headers. */
import type { ColumnMap, ColumnTable } from '@mingce/domain/standards'
import { MOST_OTHER_ROWS } from './limits.ts'
import { type RowBatch, type SkippedRows, TableBroken, tableFaults } from './table.ts'

const isBlank = (cell: string | undefined): boolean => cell === undefined || cell === '' || cell.trim() === ''

/** First cells of rows with totals or signatures: 合计, 总计, 小计, 共 320 人, 填表人：… No surname begins like this. */
const TOTAL =
  /^(合\s*计|总\s*计|小\s*计|累\s*计|共\s*计|总人数|合计人数|共\s*[\d０-９]+\s*[人名户]|总共|填表|制表|审核人|经办人|负责人[:：(（]|单位负责人|单位[(（]?盖章|说明[:：]|备注[:：]|注[:：]|total\b|subtotal\b|grand total\b)/i

/** Whether a row may be a total although its required cells are filled (合计 | 320人). Tests only the first character, because it runs for every row. */
const mayBeTotal = (cell: string): boolean => {
  const c = cell.charCodeAt(0)
  return c === 0x5408 || c === 0x603b || c === 0x5c0f || c === 0x5171 || c === 0x7d2f || c === 0x20 || c === 0x3000
}

const isTotal = (row: readonly string[]): boolean => {
  const first = row.find(cell => !isBlank(cell))
  return first !== undefined && TOTAL.test(first.trim())
}

export interface PeopleFilter {
  /** Whether the row is a person. Counts other rows, except the header and those above it. */
  isPerson(rowNo: number, row: readonly string[]): boolean
  readonly skipped: SkippedRows
}

/** Only rows in which one of the first two required columns is unusual are examined further; these are few. */
export const peopleFilter = <F extends string>(
  headerRow: number,
  header: readonly string[],
  columns: ColumnMap<F>,
  table: ColumnTable<F>,
): PeopleFilter => {
  const required = table.filter(column => column.required).map(column => columns.at[column.field])
  const first = required[0] ?? 0
  const second = required[1] ?? first
  const firstTitle = header[first]
  const skipped = { empty: 0, totals: 0, headers: 0 }
  return {
    skipped,
    isPerson: (rowNo, row) => {
      if (rowNo <= headerRow) return false
      const a = row[first]
      const b = row[second]
      const blank = isBlank(a) || isBlank(b)
      if (!blank && a !== firstTitle && !mayBeTotal(a as string)) return true
      if (a === firstTitle && b === header[second]) skipped.headers++
      else if (row.every(isBlank)) skipped.empty++
      else if (isTotal(row)) skipped.totals++
      else return true
      if (skipped.headers + skipped.empty + skipped.totals > MOST_OTHER_ROWS) throw new TableBroken(tableFaults.tooManyOtherRows)
      return false
    },
  }
}

/** The rows of people below the header. */
export async function* onlyPeople(batches: AsyncGenerator<RowBatch>, filter: PeopleFilter): AsyncGenerator<RowBatch> {
  for await (const batch of batches) {
    let out: { cells: string[][]; rowNos: number[] } | undefined
    const total = batch.cells.length
    for (let i = 0; i < total; i++) {
      const row = batch.cells[i] as string[]
      const rowNo = batch.rowNos[i] as number
      if (!filter.isPerson(rowNo, row)) {
        // Most batches contain people only; a batch is copied only from the first other row on.
        out ??= { cells: batch.cells.slice(0, i), rowNos: batch.rowNos.slice(0, i) }
      } else if (out) {
        out.cells.push(row)
        out.rowNos.push(rowNo)
      }
    }
    const passed = out ? { ...out, bytesRead: batch.bytesRead } : batch
    if (passed.cells.length > 0) yield passed
  }
}
