/** Workbooks in the format of today. Streams. */
import ExcelJS from 'exceljs'
import { INSTRUCTIONS, type LineSink, type TableShape } from './shape.ts'

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

export const createWorkbookSink = (path: string, shape: TableShape): LineSink => {
  const workbook = new ExcelJS.stream.xlsx.WorkbookWriter({ filename: path, useStyles: true })
  Object.assign(workbook, { created: MADE_ON, modified: MADE_ON })
  const zip = archiveOf(workbook)
  const append = zip.append.bind(zip)
  zip.append = (source, data) => append(source, { ...data, date: MADE_ON })
  const sheet = workbook.addWorksheet('名单')
  let line = 0
  /** Columns to be merged with the next line. */
  let down: readonly number[] = []
  return {
    write({ cells, isHidden, merges, mergesDown }) {
      // A row of empty text stays behind when someone clears a row; other empty cells are none.
      const isCleared = cells.every(cell => cell === '')
      const row = sheet.addRow(isCleared ? cells : cells.map(cell => (cell === '' ? null : cell)))
      row.eachCell(cell => {
        if (cell.value instanceof Date) cell.numFmt = 'yyyy/m/d'
      })
      line++
      if (isHidden) row.hidden = true
      // Cells can be merged until their row is written out; writing one writes those above too.
      for (const [from, to] of merges ?? []) sheet.mergeCells(line, from + 1, line, to + 1)
      for (const column of down) sheet.mergeCells(line - 1, column + 1, line, column + 1)
      down = mergesDown ?? []
      if (down.length === 0) row.commit()
    },
    async close() {
      sheet.commit()
      if (shape.secondSheet) {
        const notes = workbook.addWorksheet('填表说明')
        for (const row of INSTRUCTIONS) notes.addRow(row).commit()
        notes.commit()
      }
      await workbook.commit()
    },
  }
}
