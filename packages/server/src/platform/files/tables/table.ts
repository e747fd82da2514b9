/** Uploaded tables, independent of the file format: rows of people in one set of columns, and the account of everybody in the file. */
import type { Text } from '@mingce/domain/result'
import type { ColumnMap } from '@mingce/domain/standards'
import type { Encoding, RowBatch, ShownColumn } from '../sources/index.ts'

/** Rows that are not people, counted so that every row of the file is accounted for. */
export interface SkippedRows {
  readonly empty: number
  /** 合计, 总计, 共…人, 填表人 … */
  readonly totals: number
  /** The header repeated, as on each printed page. */
  readonly headers: number
  /** Rows that say to which building or group the rows below belong. */
  readonly captions: number
}

/** People of a place in the file that were not read. */
export interface NotRead {
  readonly sheet: string | null
  /** null: the sheet as a whole. */
  readonly rowNo: number | null
  readonly people: number
}

/** An account of everybody in a file: `people` = `read` + the sum of `notRead`. There is no other. */
export class Account {
  readonly people: number
  readonly read: number
  readonly notRead: readonly NotRead[]

  private constructor(people: number, read: number, notRead: readonly NotRead[]) {
    this.people = people
    this.read = read
    this.notRead = notRead
  }

  /** Throws if the people of the file are not those read and those named as not read. */
  static of(people: number, read: number, notRead: readonly NotRead[]): Account {
    const named = notRead.reduce((sum, one) => sum + one.people, 0)
    if (people !== read + named) throw new Error(`${people} people in the file, ${read} read and ${named} named as not read`)
    return new Account(people, read, notRead)
  }
}

export interface SheetSummary {
  readonly name: string | null
  readonly isHidden: boolean
  readonly isRead: boolean
  /** Of a sheet that is not read: rows that seem to hold people. */
  readonly people: number | null
}

export interface Table<F extends string = string> {
  readonly path: string
  readonly format: 'csv' | 'xlsx' | 'workbook' | 'docx'
  /** Of a CSV file. */
  readonly encoding: Encoding | null
  readonly delimiter: string | null
  /** Of a workbook: the first sheet that is read. */
  readonly sheet: string | null
  /** Sheets that are not read. */
  readonly otherSheets: readonly string[]
  readonly sheets: readonly SheetSummary[]
  /** Row of the header, from 1; 0 where the first sheet has none. */
  readonly headerRow: number
  readonly header: readonly string[]
  /** Where each field is in the rows that come out. */
  readonly columns: ColumnMap<F>
  /** The columns of the first sheet as they are in the file, and its first rows of people. */
  readonly shown: readonly ShownColumn[]
  readonly samples: readonly (readonly string[])[]
  /** Notes for the user: unused columns, skipped titles, other sheets. */
  readonly notes: readonly Text[]
  readonly totalBytes: number
  /**
   * Rows of people; each call starts again. Their numbers are those of the file's rows; where a row has several people, or the file several
   * sheets, they go on counting. Throws TableBroken if the file turns out to be damaged.
   */
  rows(): AsyncGenerator<RowBatch>
  /** Rows left out so far by the last call of rows(). */
  skipped(): SkippedRows
  /** The account of the people so far by the last call of rows(). */
  account(): Account
  /** What reading brought up so far: hidden rows, people not read, where the encoding changes. */
  found(): readonly Text[]
}

/** Notes for the user after all rows were read: the table's notes, and how many rows were left out because they are not people. */
export const notesAfterReading = (table: Pick<Table, 'skipped' | 'notes' | 'found'>): Text[] => {
  const { empty, totals, headers, captions } = table.skipped()
  const notes = [...table.notes, ...table.found()]
  if (empty + totals + headers + captions === 0) return notes
  const parts = [
    { rows: empty, zh: `空行${empty}行`, en: `${empty} empty` },
    { rows: totals, zh: `合计、签名等${totals}行`, en: `${totals} with totals or signatures` },
    { rows: headers, zh: `重复的表头${headers}行`, en: `${headers} repeating the header` },
    { rows: captions, zh: `楼栋、小组等小标题${captions}行`, en: `${captions} with a caption of the rows below` },
  ].filter(part => part.rows > 0)
  return [
    ...notes,
    {
      zh: `不是人员的行没有读入：${parts.map(part => part.zh).join('，')}`,
      en: `Rows that are not people were left out: ${parts.map(part => part.en).join(', ')}`,
    },
  ]
}
