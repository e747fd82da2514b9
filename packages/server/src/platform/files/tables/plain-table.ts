/** A table that is not of people: one sheet, its header, and every row below it. */
import { fail, ok, type Result, type Text } from '@mingce/domain/result'
import { type ColumnMap, type ColumnTable, matchColumns } from '@mingce/domain/standards'
import { type RawSheet, type RowBatch, type TableFault, tableFaults } from '../sources/index.ts'
import { openAccount } from './account.ts'
import type { About, OpenedPeople, SourceRow } from './people-table.ts'
import type { Table } from './table.ts'

interface Header<F extends string> {
  readonly index: number
  readonly columns: ColumnMap<F>
}

const isFilled = (cell: string): boolean => cell.trim() !== ''

/** The first row with at least two cells: a title has only one. */
const anyHeader = <F extends string>(rows: readonly string[][]): Header<F> | undefined => {
  const index = rows.findIndex(row => row.filter(isFilled).length >= 2)
  const columns = { ...matchColumns<F>([], []), matched: rows[index]?.length ?? 0 }
  return index < 0 ? undefined : { index, columns }
}

/** The row that names most columns, but at least two: a title may happen to be the word 姓名. */
const findHeader = <F extends string>(rows: readonly string[][], table: ColumnTable<F> | undefined): Header<F> | undefined => {
  if (!table) return anyHeader(rows)
  let best: Header<F> | undefined
  rows.forEach((row, index) => {
    const columns = matchColumns(row, table)
    if (columns.matched >= 2 && columns.matched > (best?.columns.matched ?? 0)) best = { index, columns }
  })
  return best
}

const NAMED_SHEETS = 20
const NAME_LENGTH = 31

const notesOf = (headerRow: number, sheet: RawSheet, others: readonly string[]): Text[] => {
  const notes: Text[] = []
  if (headerRow > 1)
    notes.push({
      zh: `表头在第${headerRow}行，上面的标题行已跳过`,
      en: `The header is in row ${headerRow}; the rows above it were skipped`,
    })
  if (others.length > 0) {
    const named = others.slice(0, NAMED_SHEETS).map(name => `“${name.slice(0, NAME_LENGTH)}”`)
    notes.push({
      zh: `只读了工作表“${sheet.name}”，没有读：${named.join('、')}${named.length < others.length ? `等${others.length}个` : ''}`,
      en: `Only the sheet “${sheet.name}” was read, not: ${named.join(', ')}${named.length < others.length ? ` and ${others.length - named.length} more` : ''}`,
    })
  }
  return notes
}

const kindOf = (row: readonly string[], header: readonly string[]): 'empty' | 'header' | 'people' =>
  !row.some(isFilled) ? 'empty' : row.every((cell, i) => cell === (header[i] ?? '')) ? 'header' : 'people'

async function* rowsBelow(
  sheet: RawSheet,
  headerRow: number,
  header: readonly string[],
  account: ReturnType<typeof openAccount>,
): AsyncGenerator<RowBatch> {
  for await (const batch of sheet.rows()) {
    const kept = batch.cells.flatMap((row, i) => {
      const rowNo = batch.rowNos[i] ?? 0
      if (rowNo <= headerRow) return []
      const kind = kindOf(row, header)
      if (kind === 'people') account.addOne()
      else account.add(null, rowNo, { kind, people: [], missed: 0, row, isRepeated: true })
      return kind === 'people' ? [{ row, rowNo }] : []
    })
    if (kept.length > 0) yield { cells: kept.map(one => one.row), rowNos: kept.map(one => one.rowNo), bytesRead: batch.bytesRead }
  }
}

async function* sourceRows(sheet: RawSheet, headerRow: number, header: readonly string[]): AsyncGenerator<SourceRow[]> {
  for await (const batch of sheet.rows())
    yield batch.cells.map((cells, i) => {
      const rowNo = batch.rowNos[i] ?? 0
      const kind = rowNo < headerRow ? 'title' : rowNo === headerRow ? 'header' : kindOf(cells, header)
      return { sheet: 0, rowNo, cells, kind, people: kind === 'people' ? [rowNo] : [] }
    })
}

/** The first sheet that has a header is read. */
export const toPlainTable = <F extends string>(
  sheets: readonly RawSheet[],
  columns: ColumnTable<F> | undefined,
  about: About,
  names: (columns: ColumnTable) => Text,
): Result<OpenedPeople<F>, TableFault> => {
  for (const sheet of sheets) {
    const found = findHeader(sheet.start.rows, columns)
    if (!found) continue
    const headerRow = sheet.start.rowNos[found.index] ?? 1
    const { missing, notes } = found.columns
    if (missing.length > 0) return fail(tableFaults.missingColumn(headerRow, names(missing), names(missing)))
    const header = sheet.start.rows[found.index] ?? []
    const others = sheets.filter(one => one !== sheet).map(one => one.name ?? '')
    let account = openAccount([])
    const table: Table<F> = {
      ...about,
      sheet: sheet.name,
      otherSheets: others,
      sheets: sheets.map(one => ({ name: one.name, isHidden: one.isHidden, isRead: one === sheet, people: null })),
      headerRow,
      header,
      columns: found.columns,
      shown: [],
      samples: [],
      notes: [...notesOf(headerRow, sheet, others), ...notes],
      rows: () => {
        account = openAccount([])
        return rowsBelow(sheet, headerRow, header, account)
      },
      skipped: () => account.skipped,
      account: () => account.close(),
      found: () => [],
    }
    const source = {
      sheets: [{ name: sheet.name ?? 'Sheet1', width: header.length, headerRow, header }],
      rows: () => sourceRows(sheet, headerRow, header),
    }
    return ok({ table, source })
  }
  return fail(tableFaults.noHeader(names(columns ?? [])))
}
