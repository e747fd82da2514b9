/** Uploaded tables, independent of the file format: batches of rows, and what can be wrong with a file. */
import type { Text } from '@mingce/domain/result'
import type { ColumnMap } from '@mingce/domain/standards'
import { LONGEST_CELL, MOST_COLUMNS, MOST_OTHER_ROWS } from './limits.ts'

/** Some thousand unaltered rows. */
export interface RowBatch {
  /** Row numbers as a clerk sees them: the row of the spreadsheet or the record of the CSV file, from 1. */
  readonly rowNos: readonly number[]
  /** A row may have fewer or more cells than the header. */
  readonly cells: readonly string[][]
  /** Out of the table's totalBytes, for a progress bar. */
  readonly bytesRead: number
}

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'gb18030'

/** Rows that are not people, counted so that every row of the file is accounted for. */
export interface SkippedRows {
  readonly empty: number
  /** 合计, 总计, 共…人, 填表人 … */
  readonly totals: number
  /** The header repeated, as on each printed page. */
  readonly headers: number
}

export interface Table<F extends string = string> {
  readonly path: string
  readonly format: 'csv' | 'xlsx'
  /** Of a CSV file. */
  readonly encoding: Encoding | null
  readonly delimiter: string | null
  /** Of a workbook: the sheet that is read; the others are not. */
  readonly sheet: string | null
  readonly otherSheets: readonly string[]
  /** Row of the header, from 1. */
  readonly headerRow: number
  readonly header: readonly string[]
  readonly columns: ColumnMap<F>
  /** Notes for the user: unused columns, skipped titles, other sheets. */
  readonly notes: readonly Text[]
  readonly totalBytes: number
  /** Rows below the header; each call starts again. Throws TableBroken if the file turns out to be damaged. */
  rows(): AsyncGenerator<RowBatch>
  /** Rows left out so far by the last call of rows(). */
  skipped(): SkippedRows
}

/** Notes for the user after all rows were read: the table's notes, and how many rows were left out because they are not people. */
export const notesAfterReading = (table: Table): Text[] => {
  const { empty, totals, headers } = table.skipped()
  if (empty + totals + headers === 0) return [...table.notes]
  const parts = [
    { rows: empty, zh: `空行${empty}行`, en: `${empty} empty` },
    { rows: totals, zh: `合计、签名等${totals}行`, en: `${totals} with totals or signatures` },
    { rows: headers, zh: `重复的表头${headers}行`, en: `${headers} repeating the header` },
  ].filter(part => part.rows > 0)
  return [
    ...table.notes,
    {
      zh: `不是人员的行没有读入：${parts.map(part => part.zh).join('，')}`,
      en: `Rows that are not people were left out: ${parts.map(part => part.en).join(', ')}`,
    },
  ]
}

export type TableFaultCode =
  | 'table.not-found'
  | 'table.empty'
  | 'table.old-excel'
  | 'table.password'
  | 'table.not-a-table'
  | 'table.no-header'
  | 'table.missing-column'
  | 'table.broken-quotes'
  | 'table.damaged'
  | 'table.too-many-rows'
  | 'table.too-many-other-rows'
  | 'table.too-many-columns'
  | 'table.row-number'
  | 'table.long-cell'
  | 'table.long-record'
  | 'table.unpacks-too-large'

export interface TableFault {
  readonly code: TableFaultCode
  /** What is wrong. */
  readonly text: Text
  /** What to do next. */
  readonly next: Text
}

const fault = (code: TableFaultCode, zh: string, en: string, nextZh: string, nextEn: string): TableFault => ({
  code,
  text: { zh, en },
  next: { zh: nextZh, en: nextEn },
})

const resave = [
  '在表格软件中打开，另存为 .xlsx 后重新导入',
  'Open it in a spreadsheet program, save it as .xlsx and import it again',
] as const

export const tableFaults = {
  notFound: fault('table.not-found', '找不到文件', 'The file does not exist', '检查路径', 'Check the path'),
  empty: fault('table.empty', '文件是空的', 'The file is empty', '重新导出后导入', 'Export it again and import it'),
  oldExcel: fault('table.old-excel', '这是旧版 Excel 文件（.xls）', 'This is an old Excel file (.xls)', ...resave),
  password: fault(
    'table.password',
    '文件有打开密码',
    'The file is protected by a password',
    '去掉密码，另存后重新导入',
    'Save it without the password and import it again',
  ),
  notATable: fault(
    'table.not-a-table',
    '这不是表格文件',
    'This is not a table',
    '请提供 CSV 或 .xlsx 文件',
    'Use a CSV or .xlsx file',
  ),
  noHeader: (looked: Text) =>
    fault(
      'table.no-header',
      '前20行里没有找到表头',
      'There is no header in the first 20 rows',
      `在数据上方加一行列名后重新导入。可用的列：${looked.zh}`,
      `Add a row with the column names above the data and import the file again. Columns: ${looked.en}`,
    ),
  missingColumn: (row: number, missing: Text) =>
    fault(
      'table.missing-column',
      `第${row}行的表头缺少必需的列：${missing.zh}`,
      `The header in row ${row} lacks required columns: ${missing.en}`,
      '补上这些列后重新导入，列名见 docs/files.md',
      'Add these columns and import the file again; docs/files.md lists their names',
    ),
  brokenQuotes: (row: number) =>
    fault(
      'table.broken-quotes',
      `第${row}行的引号没有配对，后面的行无法分辨`,
      `A quotation mark in row ${row} is not closed, so the rows after it cannot be read`,
      ...resave,
    ),
  damaged: fault('table.damaged', '文件已损坏', 'The file is damaged', ...resave),
  rowNumber: (row: number) =>
    fault('table.row-number', `第${row}行后面一行的行号不正确`, `The number of the row after row ${row} is not valid`, ...resave),
  longCell: (row: number) =>
    fault(
      'table.long-cell',
      `第${row}行有超过${LONGEST_CELL}个字符的单元格`,
      `A cell in row ${row} has more than ${LONGEST_CELL} characters`,
      '检查这一行的内容、分隔符和引号，更正后重新导入',
      'Check the content, the delimiters and the quotation marks of this row, correct it and import the file again',
    ),
  longRecord: (row: number) =>
    fault(
      'table.long-record',
      `第${row}行超过一百万个字符，多半是引号没有配对，或换行丢失`,
      `Row ${row} has more than a million characters; a quotation mark may be unclosed, or the line ends are missing`,
      ...resave,
    ),
  tooManyColumns: (row: number) =>
    fault(
      'table.too-many-columns',
      `第${row}行超过${MOST_COLUMNS}列`,
      `Row ${row} has more than ${MOST_COLUMNS} columns`,
      '检查分隔符，删去不需要的列后重新导入',
      'Check the delimiters, delete the columns that are not needed and import the file again',
    ),
  tooManyOtherRows: fault(
    'table.too-many-other-rows',
    `空行、合计行和重复的表头超过${MOST_OTHER_ROWS}行`,
    `The file has more than ${MOST_OTHER_ROWS} rows that are empty, totals or repeated headers`,
    '删去这些行后重新导入',
    'Delete these rows and import the file again',
  ),
  unpacksTooLarge: fault(
    'table.unpacks-too-large',
    '工作簿解压后过大，不是表格软件正常保存的文件',
    'The workbook is too large when unpacked; spreadsheet programs do not write such files',
    '把需要的行和列复制到新的工作簿，保存为 .xlsx 或 CSV 后重新导入',
    'Copy the rows and columns that are needed into a new workbook, save it as .xlsx or CSV and import it',
  ),
  tooManyRows: (most: number) =>
    fault(
      'table.too-many-rows',
      `文件超过${most}行`,
      `The file has more than ${most} rows`,
      '分成几个文件后导入',
      'Split it and import the parts',
    ),
}

/** Thrown if the file turns out to be damaged while it is read. The reader must undo what it has stored of its rows. */
export class TableBroken extends Error {
  readonly fault: TableFault
  constructor(fault: TableFault) {
    super(fault.text.en)
    this.name = 'TableBroken'
    this.fault = fault
  }
}
