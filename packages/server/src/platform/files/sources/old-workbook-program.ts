/** The program that `readOldWorkbook` runs in a process of its own. */
import { readFile } from 'node:fs/promises'
import { read, set_cptable, utils, type WorkBook, type WorkSheet } from '@e965/xlsx'
import * as codePages from '@e965/xlsx/dist/cpexcel.full.mjs'
import { answerIsolated } from '../isolated.ts'
import type { Merge } from '../shape/index.ts'
import { decodeWebPage } from './html.ts'
import { LONGEST_CELL, MOST_COLUMNS, MOST_OLD_CELLS } from './limits.ts'
import type { OldInput, OldSheet, OldWorkbook } from './old-workbook.ts'

set_cptable(codePages)

/** The last significant digits of a number of 2^53 and more are lost: it is given so that it cannot be taken for an ID number. */
const numberText = (value: number, shown: string | undefined): string => {
  if (Math.abs(value) >= 2 ** 53) return value.toExponential()
  return Number.isInteger(value) ? String(value) : (shown ?? String(value))
}

const cellText = (cell: { t?: string; v?: unknown; w?: string; z?: string | number } | undefined): string => {
  if (!cell || cell.v === undefined || cell.v === null || cell.t === 'e' || cell.t === 'z') return ''
  if (cell.t === 'd' && cell.v instanceof Date) return cell.v.toISOString().slice(0, 10)
  if (cell.t === 'n' && typeof cell.v === 'number') return numberText(cell.v, cell.w)
  return String(cell.v).slice(0, LONGEST_CELL)
}

const toSheet = (name: string, sheet: WorkSheet, isHidden: boolean): OldSheet => {
  const rows: string[][] = []
  const rowNos: number[] = []
  const range = sheet['!ref'] === undefined ? undefined : utils.decode_range(sheet['!ref'])
  const data = (sheet['!data'] ?? []) as { t?: string; v?: unknown; w?: string }[][]
  if (range)
    for (let r = range.s.r; r <= range.e.r; r++) {
      const cells = data[r] ?? []
      const row: string[] = []
      for (let c = 0; c < Math.min(cells.length, MOST_COLUMNS); c++) row.push(cellText(cells[c]))
      while (row.at(-1) === '') row.pop()
      rows.push(row)
      rowNos.push(r + 1)
    }
  const merges = (sheet['!merges'] ?? []).map(
    ({ s, e }): Merge => ({ top: s.r + 1, bottom: e.r + 1, left: s.c, right: Math.min(e.c, MOST_COLUMNS - 1) }),
  )
  const hidden = (sheet['!rows'] ?? []).flatMap((row, i) => (row?.hidden ? [i + 1] : []))
  return { name, isHidden, rows, rowNos, merges, hidden }
}

const open = (bytes: Buffer, kind: OldInput['kind']): WorkBook => {
  const options = { dense: true, cellDates: true, cellText: true, cellFormula: false, cellHTML: false, UTC: true }
  if (kind === 'html') return read(decodeWebPage(bytes), { ...options, type: 'string', raw: true })
  return read(bytes, { ...options, type: 'buffer' })
}

answerIsolated(async ({ path, kind }: OldInput): Promise<OldWorkbook> => {
  try {
    const book = open(await readFile(path), kind)
    const sheets = book.SheetNames.flatMap((name, i) => {
      const sheet = book.Sheets[name]
      return sheet ? [toSheet(name, sheet, (book.Workbook?.Sheets?.[i]?.Hidden ?? 0) !== 0)] : []
    })
    const cells = sheets.reduce((sum, { rows }) => sum + rows.reduce((all, row) => all + row.length, 0), 0)
    return cells > MOST_OLD_CELLS ? { kind: 'too-large' } : { kind: 'sheets', sheets }
  } catch (error) {
    const isLocked = error instanceof Error && /password|file is encrypted|^Encrypt/i.test(error.message)
    return { kind: isLocked ? 'password' : 'damaged' }
  }
})
