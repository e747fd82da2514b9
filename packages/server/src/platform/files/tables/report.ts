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
  /** What is said of this very row, by code. */
  readonly said?: Readonly<Partial<Record<string, Text>>>
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
  readonly sheet: number
  readonly rowNo: number
  readonly cells: readonly string[]
}

/** The cells that a report adds to a row of people. A person without a result was accepted. */
const resultCells = ({
  explain,
  language = 'zh',
}: ReportOptions): ((results: readonly (ReportedRow | undefined)[]) => string[]) => {
  const texts = new Map<string, string>()
  const whatToDo = (code: string): string => {
    const known = texts.get(code)
    if (known !== undefined) return known
    const { title, next } = explain(code)
    const text = `${title[language]}：${next[language]}`
    texts.set(code, text)
    return text
  }
  const withSaid = (code: string, results: readonly (ReportedRow | undefined)[]): string => {
    const said = [...new Set(results.flatMap(result => result?.said?.[code]?.[language] ?? []))]
    return said.length === 0 ? whatToDo(code) : `${whatToDo(code)}（${said.join('；')}）`
  }
  return results => {
    const codes = [...new Set(results.flatMap(result => result?.codes ?? []))]
    const outcomes = results.map(result => OUTCOMES[result?.outcome ?? 'accepted'][language])
    const isOne = new Set(outcomes).size === 1
    return [
      isOne ? (outcomes[0] ?? '') : outcomes.join('；'),
      codes.join(' '),
      codes.map(code => withSaid(code, results)).join('；'),
    ]
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

/** The results of the people of one row. */
const findResults = async (
  reported: ReturnType<typeof openResults>,
  people: readonly number[],
): Promise<(ReportedRow | undefined)[]> => {
  const found: (ReportedRow | undefined)[] = []
  for (const number of people) found.push(await reported.find(number))
  return found
}

/** The source's rows in order; rows of people with their results. */
async function* explained(
  table: Table,
  results: AsyncIterable<ReportedRow>,
  options: ReportOptions,
): AsyncGenerator<ReportLine[]> {
  const source = sourceOf(table)
  const own = source.sheets.map(sheet => ownCells(sheet.header))
  const cellsOf = resultCells(options)
  const titles = REPORT_COLUMNS.map(column => column[options.language ?? 'zh'])
  const reported = openResults(results)
  try {
    for await (const rows of source.rows()) {
      const out: ReportLine[] = []
      for (const { sheet, rowNo, cells, kind, people } of rows) {
        const ownOf = own[sheet] ?? (row => [...row])
        if (kind === 'header' && rowNo === source.sheets[sheet]?.headerRow)
          out.push({ sheet, rowNo, cells: [...ownOf(cells), ...titles] })
        else if (people.length === 0) out.push({ sheet, rowNo, cells })
        else out.push({ sheet, rowNo, cells: [...ownOf(cells), ...cellsOf(await findResults(reported, people))] })
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

interface ReportSheet {
  readonly name: string
  readonly width: number
}

/** Writes the rows into a workbook that goes to `stream`, each sheet of the source as a sheet. */
const fillBook = async (
  rows: AsyncIterable<ReportLine[]>,
  stream: PassThrough,
  sheets: readonly ReportSheet[],
): Promise<void> => {
  const book = new Excel.stream.xlsx.WorkbookWriter({ stream, useStyles: true, useSharedStrings: false })
  let at = -1
  let sheet: Excel.Worksheet | undefined
  let last = 0
  const begin = (index: number): Excel.Worksheet => {
    sheet?.commit()
    at = index
    last = 0
    const begun = book.addWorksheet(sheets[index]?.name ?? `Sheet${index + 1}`)
    // Text format, so that an ID number corrected in the report keeps its digits.
    const width = (sheets[index]?.width ?? 0) + REPORT_COLUMNS.length
    for (let column = 1; column <= width; column++) begun.getColumn(column).numFmt = '@'
    return begun
  }
  for await (const batch of rows) {
    for (const { sheet: index, rowNo, cells } of batch) {
      if (index !== at || !sheet) sheet = begin(index)
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
  const end = sheet ?? begin(0)
  end.commit()
  await book.commit()
}

/** The bytes of a workbook with the rows. A failure of the rows is thrown here; where the reader stops, the rows are not read further. */
async function* xlsxBytes(rows: AsyncIterable<ReportLine[]>, sheets: readonly ReportSheet[]): AsyncGenerator<Uint8Array> {
  const stream = new PassThrough()
  stream.on('error', () => undefined)
  const filled = fillBook(rows, stream, sheets).catch(error => {
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
 * The report of an import: the source file with three more columns, CSV as CSV (UTF-8 with a byte order mark), every other format as .xlsx.
 * `results` are in the order of the rows; a person without a result was accepted. Memory does not grow with the file.
 */
export const reportBytes = (
  table: Table,
  results: AsyncIterable<ReportedRow>,
  options: ReportOptions,
): AsyncGenerator<Uint8Array> => {
  const rows = explained(table, results, options)
  return table.format === 'csv' ? csvBytes(rows) : xlsxBytes(rows, sourceOf(table).sheets)
}

/** Writes the report to the file at `path`, readable by this user only. */
export const writeReport = (
  table: Table,
  results: AsyncIterable<ReportedRow>,
  path: string,
  options: ReportOptions,
): Promise<void> => pipeline(reportBytes(table, results, options), createWriteStream(path, { mode: 0o600 }))
