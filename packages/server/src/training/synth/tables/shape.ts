/** How a table looks in a file, whatever its columns are. */

export type Cell = string | number | Date

export interface TableShape {
  /** html: a web page that calls itself a workbook, as many systems export. txt: columns divided by spaces. */
  readonly kind: 'csv' | 'txt' | 'xlsx' | 'xls' | 'ods' | 'html'
  readonly encoding: 'utf8' | 'utf8-bom' | 'utf16le' | 'utf16be' | 'gb18030'
  /** blocks: two people side by side. households: the first two columns repeat for each member, the others are of all. */
  readonly arrangement: 'rows' | 'blocks' | 'households'
  /** Lines above the header. */
  readonly titles: number
  /** A header of two levels: merged cells above the columns. */
  readonly isGrouped: boolean
  /** A line of totals at the end. */
  readonly total: boolean
  /** Rows without a value among the others. */
  readonly blankRows: boolean
  /** Lines such as 3号楼 among the people. */
  readonly captions: boolean
  /** Lines of subtotals among the people. */
  readonly subtotals: boolean
  /** Rows that are filtered away. */
  readonly hiddenRows: boolean
  /** A workbook with a sheet of instructions behind the table. */
  readonly secondSheet: boolean
}

export interface Line {
  readonly cells: readonly Cell[]
  readonly isHidden?: boolean
  /** First and last column of each merged cell, from 0. */
  readonly merges?: readonly (readonly [number, number])[]
  /** Columns whose cell is merged with that of the next line. */
  readonly mergesDown?: readonly number[]
}

/** Where lines go. */
export interface LineSink {
  write(line: Line): void
  close(): Promise<void>
}

/** What the second sheet of a workbook says. */
export const INSTRUCTIONS = [['填表说明'], ['1', '身份证号一栏请设为文本格式。'], ['2', '外地户籍人员请附选民资格证明和居住证。']]
