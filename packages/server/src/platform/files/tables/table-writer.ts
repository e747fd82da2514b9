/** Tables of any length as files, written while they are read. */
import { once } from 'node:events'
import { PassThrough, Readable } from 'node:stream'
import { finished } from 'node:stream/promises'
import { setImmediate } from 'node:timers/promises'
import Excel from 'exceljs'
import yazl from 'yazl'
import { BYTE_ORDER_MARK, type CsvCell, csvLines } from './csv-writer.ts'

type Rows = AsyncIterable<readonly (readonly CsvCell[])[]>

/** Spreadsheet programs take 1,048,576 rows a sheet. */
const ROWS_PER_SHEET = 1_000_000

async function* csvOf(header: readonly string[], rows: Rows): AsyncGenerator<string> {
  yield BYTE_ORDER_MARK + csvLines([header])
  for await (const batch of rows) yield csvLines(batch)
}

/** Cells are texts, so that none is a formula and codes keep their digits. */
const fillBook = async (stream: PassThrough, name: string, header: readonly string[], rows: Rows): Promise<void> => {
  const book = new Excel.stream.xlsx.WorkbookWriter({ stream, useStyles: true, useSharedStrings: false })
  let sheets = 0
  const begin = (): Excel.Worksheet => {
    sheets += 1
    const sheet = book.addWorksheet(sheets === 1 ? name : `${name} ${sheets}`)
    header.forEach((_, at) => {
      sheet.getColumn(at + 1).numFmt = '@'
    })
    sheet.addRow([...header]).commit()
    return sheet
  }
  let sheet = begin()
  let written = 0
  for await (const batch of rows) {
    for (const row of batch) {
      if (written > 0 && written % ROWS_PER_SHEET === 0) {
        sheet.commit()
        sheet = begin()
      }
      sheet.addRow(row.map(cell => cell ?? '')).commit()
      written += 1
    }
    await setImmediate()
    if (stream.errored) throw stream.errored
    if (stream.destroyed) return
    if (stream.writableNeedDrain) await once(stream, 'drain')
  }
  sheet.commit()
  await book.commit()
}

/** A table as a file that is read as it is written; a fault of `rows` ends the stream with it. */
export const tableStream = (
  format: 'csv' | 'xlsx',
  { name, header, rows }: { readonly name: string; readonly header: readonly string[]; readonly rows: Rows },
): Readable => {
  if (format === 'csv') return Readable.from(csvOf(header, rows))
  const stream = new PassThrough()
  fillBook(stream, name, header, rows).catch((error: unknown) => {
    stream.destroy(error instanceof Error ? error : new Error('the table could not be written'))
  })
  return stream
}

/** Spreadsheet programs take no longer name of a sheet, and none of these characters. */
const sheetName = (name: string): string => name.replaceAll(/[[\]*?/\\:']/g, ' ').slice(0, 31)

/** One of the tables of an archive: its rows are read to their end before the next one is asked for. */
interface ArchivedTable {
  readonly name: string
  readonly rows: Rows
}

/** Tables as files of one ZIP file, each read as it is written; a fault of one ends the stream with it. */
export const archiveStream = (
  format: 'csv' | 'xlsx',
  header: readonly string[],
  tables: AsyncIterable<ArchivedTable>,
): Readable => {
  const zip = new yazl.ZipFile()
  const stream = Readable.from(zip.outputStream)
  let current: Readable | undefined
  // Whoever takes the file has gone: the table that is being written ends, and with it the rows that are read.
  stream.once('close', () => current?.destroy())
  const fill = async (): Promise<void> => {
    for await (const { name, rows } of tables) {
      if (stream.destroyed) return
      const table = tableStream(format, { name: sheetName(name), header, rows })
      current = table
      const ended = finished(table)
      // The archive keeps this function until its end, and must not keep each table with it.
      const slot: { table: Readable | undefined } = { table }
      zip.addReadStreamLazy(
        `${name.replaceAll('/', ' ')}.${format}`,
        { mode: 0o644, compress: format === 'csv' },
        opened => slot.table && opened(null, slot.table),
      )
      await ended
      slot.table = undefined
    }
    zip.end()
  }
  fill().catch((error: unknown) => {
    stream.destroy(error instanceof Error ? error : new Error('the tables could not be written'))
  })
  return stream
}
