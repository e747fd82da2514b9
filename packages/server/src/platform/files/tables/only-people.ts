/** Rows of people, without what clerks' tables have between and below them: empty rows, totals, signatures, the header again. */
import type { ColumnMap, ColumnTable } from '@mingce/domain/standards'
import type { RowBatch, SkippedRows } from './table.ts'

const isBlank = (cell: string | undefined): boolean => cell === undefined || cell === '' || cell.trim() === ''

/** First cells of rows that count or sign: 合计, 总计, 小计, 共 320 人, 填表人：… No surname begins so. */
const TOTAL =
  /^(合\s*计|总\s*计|小\s*计|累\s*计|共\s*计|总人数|合计人数|共\s*[\d０-９]+\s*[人名户]|总共|填表|制表|审核人|经办人|负责人[:：(（]|单位负责人|单位[(（]?盖章|说明[:：]|备注[:：]|注[:：]|total\b|subtotal\b|grand total\b)/i

/** May the row be a total although its required cells are filled (合计 | 320人)? By the first character, for this is asked of every row. */
const mayCount = (cell: string): boolean => {
  const c = cell.charCodeAt(0)
  return c === 0x5408 || c === 0x603b || c === 0x5c0f || c === 0x5171 || c === 0x7d2f || c === 0x20 || c === 0x3000
}

const isTotal = (row: readonly string[]): boolean => {
  const first = row.find(cell => !isBlank(cell))
  return first !== undefined && TOTAL.test(first.trim())
}

export interface PeopleFilter {
  /** Is the row of a person? Counts it where it is not, unless it stands at or above the header. */
  isPerson(rowNo: number, row: readonly string[]): boolean
  readonly skipped: SkippedRows
}

/** Tells rows of people from the others. The two first required columns decide whether a row needs a second look; nearly none does. */
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
      if (!blank && a !== firstTitle && !mayCount(a as string)) return true
      if (a === firstTitle && b === header[second]) skipped.headers++
      else if (row.every(isBlank)) skipped.empty++
      else if (isTotal(row)) skipped.totals++
      else return true
      return false
    },
  }
}

/** Rows below the header that are of people. */
export async function* onlyPeople(batches: AsyncGenerator<RowBatch>, filter: PeopleFilter): AsyncGenerator<RowBatch> {
  for await (const batch of batches) {
    let out: { cells: string[][]; rowNos: number[] } | undefined
    const total = batch.cells.length
    for (let i = 0; i < total; i++) {
      const row = batch.cells[i] as string[]
      const rowNo = batch.rowNos[i] as number
      if (!filter.isPerson(rowNo, row)) {
        // Nearly every batch passes whole; it is copied only from the first row that does not.
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
