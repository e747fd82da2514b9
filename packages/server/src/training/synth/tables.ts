/**
 * Writes tables to files as other people's programs would: CSV in several encodings, XLSX with titles, totals and a second sheet. Streams:
 * a table in the making holds a few thousand characters. Row numbers are those a clerk sees, the first line of the file being 1.
 */
import { closeSync, openSync, writeSync } from 'node:fs'
import ExcelJS from 'exceljs'
import iconv from 'iconv-lite'
import { BYTE_ORDER_MARK, type CsvCell, csvLines } from '../../platform/files/index.ts'

export type Cell = string | number | Date

export interface TableShape {
  readonly kind: 'csv' | 'xlsx'
  readonly encoding: 'utf8' | 'utf8-bom' | 'utf16le' | 'utf16be' | 'gb18030'
  /** Lines above the header. */
  readonly titles: number
  /** A line of totals at the end. */
  readonly total: boolean
  /** Rows without a value among the others. */
  readonly blankRows: boolean
  /** A workbook with a sheet of instructions behind the table. */
  readonly secondSheet: boolean
}

export interface Table {
  /** Writes a row and returns its number in the file. */
  add(cells: readonly Cell[]): number
  /** Rows of people so far. */
  readonly rows: number
  close(): Promise<void>
}

/** Rows that are written in one piece. */
const ROWS_AT_ONCE = 500

const toCsvCell = (cell: Cell): CsvCell => (cell instanceof Date ? cell.toISOString().slice(0, 10) : cell)

/** Appends rows to a new CSV file: whole lines at a time, so that no character is cut in two. */
export const createCsvFile = (path: string, encoding: TableShape['encoding'] = 'utf8', lineEnd: '\n' | '\r\n' = '\n') => {
  const file = openSync(path, 'w')
  let start = encoding === 'utf8-bom' || encoding.startsWith('utf16') ? BYTE_ORDER_MARK : ''
  let pending: CsvCell[][] = []
  const flush = () => {
    const text = start + csvLines(pending, { lineEnd })
    pending = []
    start = ''
    writeSync(
      file,
      encoding.startsWith('utf8')
        ? Buffer.from(text, 'utf8')
        : iconv.encode(text, encoding.replace(/^utf16/, 'utf-16'), { addBOM: false }),
    )
  }
  return {
    add(cells: readonly Cell[]): void {
      if (pending.push(cells.map(toCsvCell)) >= ROWS_AT_ONCE) flush()
    },
    close(): void {
      flush()
      closeSync(file)
    },
  }
}

const createCsv = (path: string, shape: TableShape, title: string, header: readonly string[], every: number): Table => {
  const file = createCsvFile(path, shape.encoding, shape.encoding === 'utf8' ? '\n' : '\r\n')
  const blank = header.map(() => '')
  let line = 0
  let rows = 0
  const write = (cells: readonly Cell[]) => {
    file.add(cells)
    line++
  }
  for (let i = 0; i < shape.titles; i++) write(blank.with(0, title))
  write(header)
  return {
    get rows() {
      return rows
    },
    add(cells) {
      if (shape.blankRows && rows > 0 && rows % every === 0) write(blank)
      write(cells)
      rows++
      return line
    },
    async close() {
      if (shape.total) write(blank.with(0, `合计：${rows}人`))
      file.close()
    },
  }
}

/** One moment for all workbooks, so that the day of making is not in them. */
const MADE_ON = new Date(Date.UTC(2020, 0, 1))

interface Archive {
  append(source: unknown, data: { name: string; date?: Date }): unknown
}
const isArchive = (value: unknown): value is Archive =>
  typeof value === 'object' && value !== null && 'append' in value && typeof value.append === 'function'

/** The archive a workbook is written to. exceljs stamps its parts with the present moment and offers no setting for it. */
const archiveOf = (workbook: object): Archive => {
  const zip: unknown = 'zip' in workbook ? workbook.zip : undefined
  if (!isArchive(zip)) throw new Error('exceljs keeps its archive elsewhere')
  return zip
}

const createXlsx = (path: string, shape: TableShape, title: string, header: readonly string[], every: number): Table => {
  const workbook = new ExcelJS.stream.xlsx.WorkbookWriter({ filename: path, useStyles: true })
  Object.assign(workbook, { created: MADE_ON, modified: MADE_ON })
  const zip = archiveOf(workbook)
  const append = zip.append.bind(zip)
  zip.append = (source, data) => append(source, { ...data, date: MADE_ON })
  const sheet = workbook.addWorksheet('名单')
  let line = 0
  let rows = 0
  const write = (cells: readonly (Cell | null)[]) => {
    const row = sheet.addRow(cells)
    row.eachCell(cell => {
      if (cell.value instanceof Date) cell.numFmt = 'yyyy/m/d'
    })
    line++
    // A title is one cell over the whole width; cells can be merged until their row is written out.
    if (line <= shape.titles) sheet.mergeCells(line, 1, line, header.length)
    row.commit()
  }
  for (let i = 0; i < shape.titles; i++) write([i === 0 ? title : '填表单位（盖章）：'])
  write(header)
  return {
    get rows() {
      return rows
    },
    add(cells) {
      // A row of empty text, as it stays behind when someone clears a row.
      if (shape.blankRows && rows > 0 && rows % every === 0) write(header.map(() => ''))
      write(cells.map(cell => (cell === '' ? null : cell)))
      rows++
      return line
    },
    async close() {
      if (shape.total) write(['合计', null, null, `${rows}人`])
      sheet.commit()
      if (shape.secondSheet) {
        const notes = workbook.addWorksheet('填表说明')
        notes.addRow(['填表说明']).commit()
        notes.addRow(['1', '身份证号一栏请设为文本格式。']).commit()
        notes.addRow(['2', '外地户籍人员请附选民资格证明和居住证。']).commit()
        notes.commit()
      }
      await workbook.commit()
    },
  }
}

/** Opens a table for writing. `every`: after how many rows a blank one stands. */
export const createTable = (path: string, shape: TableShape, title: string, header: readonly string[], every: number): Table =>
  (shape.kind === 'xlsx' ? createXlsx : createCsv)(path, shape, title, header, every)
