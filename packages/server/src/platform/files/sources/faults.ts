/** What can be wrong with a file that somebody sent, and rows as they come out of any format. */
import type { Text } from '@mingce/domain/result'
import { LONGEST_CELL, MOST_COLUMNS, MOST_OTHER_ROWS } from './limits.ts'

/** Some thousand unaltered rows. */
export interface RowBatch {
  /** Row numbers as a clerk sees them: the row of the spreadsheet or the record of the CSV file, from 1. */
  readonly rowNos: readonly number[]
  /** A row may have fewer or more cells than the header. */
  readonly cells: readonly string[][]
  /** Out of the table's totalBytes, for a progress bar. */
  readonly bytesRead: number
  /** Numbers of rows that the sheet hides or filters away. */
  readonly hidden?: readonly number[]
}

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'gb18030'

export type TableFaultCode =
  | 'table.not-found'
  | 'table.empty'
  | 'table.old-word'
  | 'table.web-archive'
  | 'table.scan'
  | 'table.too-large'
  | 'table.sheets-left'
  | 'table.column-choice'
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
  /** What a person can choose from, where the columns are not known. */
  readonly look?: TableLook
}

/** A column as it is in the file. */
export interface ShownColumn {
  readonly header: string
  readonly field: string | null
  /** Recognised by its cells and not by its header. */
  readonly isByContent: boolean
}

/** The first sheet as a person is shown it. */
export interface TableLook {
  readonly sheet: string | null
  readonly headerRow: number
  readonly shown: readonly ShownColumn[]
  readonly samples: readonly (readonly string[])[]
  /** Fields that are required and were not found. */
  readonly missing: readonly string[]
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
  oldWord: fault(
    'table.old-word',
    '这是旧版 Word 文件（.doc）',
    'This is an old Word file (.doc)',
    '在 Word 或 WPS 中打开，另存为 .docx，或把表格复制到 .xlsx 后重新导入',
    'Open it in Word or WPS, save it as .docx, or copy the table into an .xlsx file, and import it again',
  ),
  webArchive: fault(
    'table.web-archive',
    '这是网页存档文件（.mht），不能直接读取',
    'This is a web archive (.mht), which cannot be read',
    ...resave,
  ),
  scan: fault(
    'table.scan',
    '这是 PDF、OFD 或图片，里面的文字不能可靠地读出',
    'This is a PDF, an OFD file or a picture, whose text cannot be read reliably',
    '向报送单位要原来的电子表格；只有纸质材料的，由登记站逐人录入并核对证件',
    'Ask the sender for the spreadsheet it was made from; where there is only paper, enter the people one by one at a registration station from their documents',
  ),
  tooLarge: (megabytes: number) =>
    fault(
      'table.too-large',
      `这种格式的文件最多${megabytes} MB`,
      `Files of this format may have at most ${megabytes} MB`,
      '在表格软件中打开，另存为 .xlsx 或 CSV 后重新导入',
      'Open it in a spreadsheet program, save it as .xlsx or CSV and import it again',
    ),
  sheetsLeft: (sheets: Text) =>
    fault(
      'table.sheets-left',
      `有工作表没有读入，里面像有人员：${sheets.zh}`,
      `Sheets that seem to hold people were not read: ${sheets.en}`,
      '给这些表加上表头（姓名、身份证号）后重新导入；确实不要的，在预览中勾选“不导入”，命令行用 --leave-out 写出表名',
      'Add a header (name, ID number) to these sheets and import the file again; to leave a sheet out, tick it in the preview, or name it with --leave-out on the command line',
    ),
  columnChoice: (choice: string, columns: Text) =>
    fault(
      'table.column-choice',
      `列的指定不正确：${choice}`,
      `This choice of a column is not valid: ${choice}`,
      `写成 列名=列，例如 姓名=C,身份证号=E。可用的列名：${columns.zh}`,
      `Write column=letter, such as Name=C,ID number=E. Columns: ${columns.en}`,
    ),
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
    '请提供 .xlsx、.xls、.et、.ods、CSV、文本或 .docx 里的表格',
    'Use .xlsx, .xls, .et, .ods, CSV, text, or a table in .docx',
  ),
  noHeader: (looked: Text) =>
    fault(
      'table.no-header',
      '没有找到表头，也没有认出姓名和身份证号的列',
      'There is no header, and no column looks like names or ID numbers',
      `在数据上方加一行列名后重新导入，或在预览中指定各列（命令行用 --map）。可用的列：${looked.zh}`,
      `Add a row with the column names above the data and import the file again, or choose the columns in the preview (on the command line with --map). Columns: ${looked.en}`,
    ),
  missingColumn: (row: number, missing: Text, also: Text) =>
    fault(
      'table.missing-column',
      row > 0 ? `第${row}行的表头缺少必需的列：${missing.zh}` : `缺少必需的列：${missing.zh}`,
      row > 0 ? `The header in row ${row} lacks required columns: ${missing.en}` : `Required columns are missing: ${missing.en}`,
      `补上这些列后重新导入；已有这些列而列名不同的，在预览中指定（命令行用 --map）。也可写成：${also.zh}`,
      `Add these columns and import the file again; if they have other names, choose them in the preview (on the command line with --map). Other names: ${also.en}`,
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
