/** The report of an import for the clerk: the same rows with the result of each, the reason, and what to do. */
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { finished, pipeline } from 'node:stream/promises'
import { setImmediate } from 'node:timers/promises'
import type { Text } from '@mingce/domain/result'
import { REPORT_COLUMNS } from '@mingce/domain/standards'
import Excel from 'exceljs'
import { BYTE_ORDER_MARK, csvLines } from './csv-writer.ts'
import { sourceOf } from './open-table.ts'
import type { Table } from './table.ts'

export type RowOutcome = 'accepted' | 'review' | 'refused' | 'unchanged'

/** Result of one row. */
export interface ReportedRow {
  readonly rowNo: number
  readonly outcome: RowOutcome
  readonly codes: readonly string[]
}

export interface ReportOptions {
  /** The title of a finding and what to do about it. */
  readonly explain: (code: string) => { readonly title: Text; readonly next: Text }
  readonly language?: 'zh' | 'en'
}

const OUTCOMES: Record<RowOutcome, Text> = {
  accepted: { zh: '接收', en: 'accepted' },
  review: { zh: '待审核', en: 'needs review' },
  refused: { zh: '退回', en: 'refused' },
  unchanged: { zh: '未变', en: 'unchanged' },
}

interface ReportLine {
  readonly rowNo: number
  readonly cells: readonly string[]
}

/** The source's rows in order; rows of people with their result. */
async function* explained(
  table: Table,
  results: AsyncIterable<ReportedRow>,
  options: ReportOptions,
): AsyncGenerator<ReportLine[]> {
  const language = options.language ?? 'zh'
  const texts = new Map<string, string>()
  const whatToDo = (code: string): string => {
    let text = texts.get(code)
    if (text === undefined) {
      const { title, next } = options.explain(code)
      text = `${title[language]}：${next[language]}`
      texts.set(code, text)
    }
    return text
  }
  // Columns of an earlier report are replaced, so that a corrected report can be imported again.
  const old = reportColumns(table.header)
  const header = table.header.filter((_, i) => !old.has(i))
  const own = (row: readonly string[]): string[] => {
    const cells = old.size === 0 ? row.slice() : row.filter((_, i) => !old.has(i))
    while (cells.length > header.length && cells.at(-1) === '') cells.pop()
    while (cells.length < header.length) cells.push('')
    return cells
  }
  const { raw: rawRows, filter } = sourceOf(table)
  const people = filter()
  const iterator = results[Symbol.asyncIterator]()
  let result = await iterator.next()
  try {
    for await (const raw of rawRows()) {
      const out: ReportLine[] = []
      for (const [i, row] of raw.cells.entries()) {
        const rowNo = raw.rowNos[i] as number
        if (rowNo < table.headerRow) out.push({ rowNo, cells: row })
        else if (rowNo === table.headerRow)
          out.push({ rowNo, cells: [...own(row), ...REPORT_COLUMNS.map(column => column[language])] })
        else if (people.isPerson(rowNo, row)) {
          while (!result.done && result.value.rowNo < rowNo) result = await iterator.next()
          const named = !result.done && result.value.rowNo === rowNo ? result.value : undefined
          const codes = named?.codes ?? []
          out.push({
            rowNo,
            cells: [
              ...own(row),
              OUTCOMES[named?.outcome ?? 'accepted'][language],
              codes.join(' '),
              codes.map(whatToDo).join('；'),
            ],
          })
        } else out.push({ rowNo, cells: row })
      }
      yield out
    }
  } finally {
    await iterator.return?.()
  }
}

/** Indexes of the columns that an earlier report added. */
const reportColumns = (header: readonly string[]): Set<number> => {
  const names = new Set(REPORT_COLUMNS.flatMap(column => [column.zh, column.en]))
  return new Set(header.flatMap((cell, i) => (names.has(cell.trim()) ? [i] : [])))
}

/** The clerk's own text is not altered, not even where a spreadsheet would take it for a formula. */
async function* csvText(rows: AsyncIterable<ReportLine[]>): AsyncGenerator<string> {
  yield BYTE_ORDER_MARK
  for await (const batch of rows) yield csvLines(batch.map(line => line.cells))
}

const writeCsv = (rows: AsyncIterable<ReportLine[]>, path: string): Promise<void> =>
  pipeline(csvText(rows), createWriteStream(path, { mode: 0o600 }))

const writeXlsx = async (rows: AsyncIterable<ReportLine[]>, path: string, sheetName: string, width: number): Promise<void> => {
  const stream = createWriteStream(path, { mode: 0o600 })
  const done = finished(stream)
  const book = new Excel.stream.xlsx.WorkbookWriter({ stream, useStyles: true, useSharedStrings: false })
  const sheet = book.addWorksheet(sheetName)
  // Text format, so that an ID number corrected in the report keeps its digits.
  for (let column = 1; column <= width; column++) sheet.getColumn(column).numFmt = '@'
  for await (const batch of rows) {
    for (const { rowNo, cells } of batch) {
      // In the same row as in the source: empty rows may be missing from its XML.
      const row = sheet.getRow(rowNo)
      cells.forEach((cell, i) => {
        if (cell !== '') row.getCell(i + 1).value = cell
      })
      row.commit()
    }
    // The writer compresses in the background and buffers the rest in memory.
    await setImmediate()
    if (stream.writableNeedDrain) await Promise.race([once(stream, 'drain'), done])
  }
  sheet.commit()
  await book.commit()
  await done
}

/**
 * Writes the report of an import: the source file in its own format (CSV as UTF-8 with a byte order mark) with three more columns.
 * `results` are in the order of the rows; a person's row without a result was accepted. Streams, so memory does not grow with the file.
 */
export const writeReport = async (
  table: Table,
  results: AsyncIterable<ReportedRow>,
  path: string,
  options: ReportOptions,
): Promise<void> => {
  const rows = explained(table, results, options)
  await (table.format === 'xlsx'
    ? writeXlsx(rows, path, table.sheet ?? 'Sheet1', table.header.length + REPORT_COLUMNS.length)
    : writeCsv(rows, path))
}
