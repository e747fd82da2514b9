/** The report of an import for the clerk: the same rows with the result of each, the reason, and what to do. */
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { PassThrough } from 'node:stream'
import { pipeline } from 'node:stream/promises'
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

/** The cells that a report adds to a person's row. A row without a result was accepted. */
const resultCells = ({ explain, language = 'zh' }: ReportOptions): ((result: ReportedRow | undefined) => string[]) => {
  const texts = new Map<string, string>()
  const whatToDo = (code: string): string => {
    const known = texts.get(code)
    if (known !== undefined) return known
    const { title, next } = explain(code)
    const text = `${title[language]}：${next[language]}`
    texts.set(code, text)
    return text
  }
  return result => {
    const codes = result?.codes ?? []
    return [OUTCOMES[result?.outcome ?? 'accepted'][language], codes.join(' '), codes.map(whatToDo).join('；')]
  }
}

/**
 * The clerk's own cells of a row, as many as the header has. Columns of an earlier report are left out, so that a corrected report can be
 * imported again.
 */
const ownCells = (header: readonly string[]): ((row: readonly string[]) => string[]) => {
  const old = reportColumns(header)
  const width = header.length - old.size
  return row => {
    const cells = old.size === 0 ? row.slice() : row.filter((_, i) => !old.has(i))
    while (cells.length > width && cells.at(-1) === '') cells.pop()
    while (cells.length < width) cells.push('')
    return cells
  }
}

/** Finds the results of rows that are asked for in their order. */
const openResults = (results: AsyncIterable<ReportedRow>) => {
  const iterator = results[Symbol.asyncIterator]()
  let next: IteratorResult<ReportedRow> | undefined
  return {
    async find(rowNo: number): Promise<ReportedRow | undefined> {
      next ??= await iterator.next()
      while (!next.done && next.value.rowNo < rowNo) next = await iterator.next()
      return !next.done && next.value.rowNo === rowNo ? next.value : undefined
    },
    async close(): Promise<void> {
      await iterator.return?.()
    },
  }
}

/** The source's rows in order; rows of people with their result. */
async function* explained(
  table: Table,
  results: AsyncIterable<ReportedRow>,
  options: ReportOptions,
): AsyncGenerator<ReportLine[]> {
  const own = ownCells(table.header)
  const cellsOf = resultCells(options)
  const titles = REPORT_COLUMNS.map(column => column[options.language ?? 'zh'])
  const { raw: rawRows, filter } = sourceOf(table)
  const people = filter()
  const reported = openResults(results)
  try {
    for await (const raw of rawRows()) {
      const out: ReportLine[] = []
      for (const [i, row] of raw.cells.entries()) {
        const rowNo = raw.rowNos[i] as number
        if (rowNo === table.headerRow) out.push({ rowNo, cells: [...own(row), ...titles] })
        else if (rowNo < table.headerRow || !people.isPerson(rowNo, row)) out.push({ rowNo, cells: row })
        else out.push({ rowNo, cells: [...own(row), ...cellsOf(await reported.find(rowNo))] })
      }
      yield out
    }
  } finally {
    await reported.close()
  }
}

/** Indexes of the columns that an earlier report added. */
const reportColumns = (header: readonly string[]): Set<number> => {
  const names = new Set(REPORT_COLUMNS.flatMap(column => [column.zh, column.en]))
  return new Set(header.flatMap((cell, i) => (names.has(cell.trim()) ? [i] : [])))
}

/** A clerk's own text that begins like a formula is guarded too; importing the report again takes the guard off. */
async function* csvText(rows: AsyncIterable<ReportLine[]>): AsyncGenerator<string> {
  yield BYTE_ORDER_MARK
  for await (const batch of rows) yield csvLines(batch.map(line => line.cells))
}

/**
 * Rows that the writer may skip at a time: it keeps the uncommitted rows in an array, and V8 makes an array with a gap of 1024 elements a
 * dictionary, in which taking a row takes as long as the gap.
 */
const LONGEST_GAP = 1_000

const skipTo = (sheet: Excel.Worksheet, from: number, rowNo: number): void => {
  for (let at = from + LONGEST_GAP; at < rowNo; at += LONGEST_GAP) sheet.getRow(at).commit()
}

/** Writes the rows into a workbook that goes to `stream`. */
const fillBook = async (
  rows: AsyncIterable<ReportLine[]>,
  stream: PassThrough,
  sheetName: string,
  width: number,
): Promise<void> => {
  const book = new Excel.stream.xlsx.WorkbookWriter({ stream, useStyles: true, useSharedStrings: false })
  const sheet = book.addWorksheet(sheetName)
  // Text format, so that an ID number corrected in the report keeps its digits.
  for (let column = 1; column <= width; column++) sheet.getColumn(column).numFmt = '@'
  let last = 0
  for await (const batch of rows) {
    for (const { rowNo, cells } of batch) {
      skipTo(sheet, last, rowNo)
      last = rowNo
      // In the same row as in the source: empty rows may be missing from its XML.
      const row = sheet.getRow(rowNo)
      cells.forEach((cell, i) => {
        if (cell !== '') row.getCell(i + 1).value = cell
      })
      row.commit()
    }
    // The writer compresses in the background and buffers the rest in memory.
    await setImmediate()
    if (stream.errored) throw stream.errored
    if (stream.writableNeedDrain) await once(stream, 'drain')
  }
  sheet.commit()
  await book.commit()
}

/** The bytes of a workbook with the rows. A failure of the rows is thrown here; where the reader stops, the rows are not read further. */
async function* xlsxBytes(rows: AsyncIterable<ReportLine[]>, sheetName: string, width: number): AsyncGenerator<Uint8Array> {
  const stream = new PassThrough()
  stream.on('error', () => undefined)
  const filled = fillBook(rows, stream, sheetName, width).catch(error => {
    stream.destroy(error)
    throw error
  })
  filled.catch(() => undefined)
  try {
    yield* stream
    await filled
  } finally {
    stream.destroy(new Error('the report is not read to its end'))
    await filled.catch(() => undefined)
  }
}

async function* csvBytes(rows: AsyncIterable<ReportLine[]>): AsyncGenerator<Uint8Array> {
  for await (const text of csvText(rows)) yield Buffer.from(text)
}

/**
 * The report of an import: the source file in its own format (CSV as UTF-8 with a byte order mark) with three more columns.
 * `results` are in the order of the rows; a person's row without a result was accepted. Memory does not grow with the file.
 */
export const reportBytes = (
  table: Table,
  results: AsyncIterable<ReportedRow>,
  options: ReportOptions,
): AsyncGenerator<Uint8Array> => {
  const rows = explained(table, results, options)
  return table.format === 'xlsx'
    ? xlsxBytes(rows, table.sheet ?? 'Sheet1', table.header.length + REPORT_COLUMNS.length)
    : csvBytes(rows)
}

/** Writes the report to the file at `path`, readable by this user only. */
export const writeReport = (
  table: Table,
  results: AsyncIterable<ReportedRow>,
  path: string,
  options: ReportOptions,
): Promise<void> => pipeline(reportBytes(table, results, options), createWriteStream(path, { mode: 0o600 }))
