/** Tables that clerks send, whatever they came in: what a reader gives and what can be wrong with a file. */
import type { Text } from '@mingce/domain/result'
import type { ColumnMap } from '@mingce/domain/standards'

/** Some thousand rows as text, as they stand in the file. */
export interface RowBatch {
  /** Row of each entry as a clerk counts: the spreadsheet's row, the record of a CSV file, both from 1. */
  readonly rowNos: readonly number[]
  /** A row may have fewer or more cells than the header. */
  readonly cells: readonly string[][]
  /** Of the table's totalBytes, for a progress bar. */
  readonly bytesRead: number
}

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'gb18030'

/** Rows that are no people: counted, so that every row of the file is accounted for. */
export interface SkippedRows {
  readonly empty: number
  /** 合计, 总计, 共…人, 填表人 … */
  readonly totals: number
  /** The header again, as on each printed page. */
  readonly headers: number
}

export interface Table<F extends string = string> {
  readonly path: string
  readonly format: 'csv' | 'xlsx'
  /** Of a CSV file. */
  readonly encoding: Encoding | null
  readonly delimiter: string | null
  /** Of a workbook: the sheet that is read, and the others, which are not. */
  readonly sheet: string | null
  readonly otherSheets: readonly string[]
  /** Row of the header, from 1. */
  readonly headerRow: number
  readonly header: readonly string[]
  readonly columns: ColumnMap<F>
  /** What a person should know of the file: columns not used, titles skipped, other sheets. */
  readonly notes: readonly Text[]
  readonly totalBytes: number
  /** Rows below the header, from the start at each call. Throws TableBroken where the file is damaged further down. */
  rows(): AsyncGenerator<RowBatch>
  /** Rows left out so far by the last run of rows(). */
  skipped(): SkippedRows
}

/** What to tell once the rows were read: the table's notes, and how many rows were left out because they are no people. */
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
      en: `Rows that are of no person were left out: ${parts.map(part => part.en).join(', ')}`,
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

export interface TableFault {
  readonly code: TableFaultCode
  /** What happened. */
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
  'Open it in a spreadsheet, save it as .xlsx and import again',
] as const

export const tableFaults = {
  notFound: fault('table.not-found', '找不到文件', 'There is no such file', '检查路径', 'Check the path'),
  empty: fault('table.empty', '文件是空的', 'The file is empty', '重新导出后导入', 'Export it again and import'),
  oldExcel: fault('table.old-excel', '这是旧版 Excel 文件（.xls）', 'This is an old Excel file (.xls)', ...resave),
  password: fault(
    'table.password',
    '文件有打开密码',
    'The file is protected by a password',
    '去掉密码，另存后重新导入',
    'Save it without the password and import again',
  ),
  notATable: fault(
    'table.not-a-table',
    '这不是表格文件',
    'This is no table',
    '请提供 CSV 或 .xlsx 文件',
    'Give a CSV or an .xlsx file',
  ),
  noHeader: (looked: Text) =>
    fault(
      'table.no-header',
      '前20行里没有找到表头',
      'There is no header in the first 20 rows',
      `在数据上方加一行列名后重新导入。可用的列：${looked.zh}`,
      `Add a row with the names of the columns above the data and import again. Columns: ${looked.en}`,
    ),
  missingColumn: (row: number, missing: Text) =>
    fault(
      'table.missing-column',
      `第${row}行的表头缺少必需的列：${missing.zh}`,
      `The header in row ${row} lacks columns that are needed: ${missing.en}`,
      '补上这些列后重新导入，列名见 docs/files.md',
      'Add these columns and import again; docs/files.md lists their names',
    ),
  brokenQuotes: (row: number) =>
    fault(
      'table.broken-quotes',
      `第${row}行的引号没有配对，后面的行无法分辨`,
      `The quotation marks of row ${row} do not pair, so later rows cannot be told apart`,
      ...resave,
    ),
  damaged: fault('table.damaged', '文件已损坏', 'The file is damaged', ...resave),
  tooManyRows: (most: number) =>
    fault(
      'table.too-many-rows',
      `文件超过${most}行`,
      `The file has more than ${most} rows`,
      '分成几个文件后导入',
      'Split it and import the parts',
    ),
}

/** A file that turned out broken while it was read. Whoever reads rows has to undo what it took from them. */
export class TableBroken extends Error {
  readonly fault: TableFault
  constructor(fault: TableFault) {
    super(fault.text.en)
    this.name = 'TableBroken'
    this.fault = fault
  }
}
