/**
 * The tables of a .docx, with the paragraphs between them as rows of one cell: a paragraph may say to which building the table below belongs.
 * Read with the zip and XML readers of workbooks, which are limited already; a library would turn the document into HTML first.
 */
import type { Merge } from '../shape/index.ts'
import { TableBroken, tableFaults } from './faults.ts'
import { LONGEST_CELL, MOST_COLUMNS, MOST_OLD_CELLS, MOST_STRINGS_BYTES } from './limits.ts'
import { textOf, xmlParser } from './workbook.ts'
import type { ZipParts } from './zip-parts.ts'

export const DOCUMENT = 'word/document.xml'

export interface DocumentRows {
  readonly rows: string[][]
  readonly merges: readonly Merge[]
}

interface OpenCell {
  readonly column: number
  readonly span: number
  text: string
}

/** Collects rows from the elements of a document. A table within a cell adds its text to the cell. */
const documentReader = () => {
  const rows: string[][] = []
  const merges: Merge[] = []
  /** By column: the row where a vertical merge began. */
  const open = new Map<number, { top: number; span: number; bottom: number }>()
  let cells = 0
  let tables = 0
  let row: string[] | undefined
  let column = 0
  let cell: OpenCell | undefined
  let span = 1
  let merging: 'restart' | 'continue' | undefined
  let paragraph = ''
  let inText = false
  let isDeleted = 0

  const closeMerge = (at: number): void => {
    const one = open.get(at)
    open.delete(at)
    if (one && one.bottom > one.top) merges.push({ top: one.top, bottom: one.bottom, left: at, right: at + one.span - 1 })
  }
  const addText = (text: string): void => {
    if (isDeleted > 0) return
    paragraph += text
    if (paragraph.length > LONGEST_CELL) throw new TableBroken(tableFaults.longCell(rows.length + 1))
  }
  const endParagraph = (): void => {
    const text = paragraph
    paragraph = ''
    if (cell) cell.text += cell.text === '' ? text : `\n${text}`
    else if (tables === 0 && text.trim() !== '') rows.push([text])
  }
  const endCell = (): void => {
    if (!row || !cell) return
    const rowNo = rows.length + 1
    const at = column
    if (merging === 'continue') {
      const one = open.get(at)
      if (one) one.bottom = rowNo
    } else {
      closeMerge(at)
      if (merging === 'restart') open.set(at, { top: rowNo, bottom: rowNo, span })
    }
    row[at] = merging === 'continue' ? '' : cell.text.trim()
    if (span > 1 && merging === undefined) merges.push({ top: rowNo, bottom: rowNo, left: at, right: at + span - 1 })
    for (let i = 1; i < span; i++) row[at + i] = ''
    column += span
    cells += span
    if (column > MOST_COLUMNS || cells > MOST_OLD_CELLS) throw new TableBroken(tableFaults.unpacksTooLarge)
    cell = undefined
  }
  const endTable = (): void => {
    tables -= 1
    if (tables === 0) for (const at of [...open.keys()]) closeMerge(at)
  }
  const openings = new Map<string, (attributes: Record<string, string>) => void>([
    ['tbl', () => void (tables += 1)],
    [
      'tr',
      () => {
        if (tables === 1) {
          row = []
          column = 0
        }
      },
    ],
    [
      'tc',
      () => {
        if (tables === 1) {
          cell = { column, span: 1, text: '' }
          span = 1
          merging = undefined
        }
      },
    ],
    [
      'gridSpan',
      a => {
        if (tables === 1) span = Math.min(MOST_COLUMNS, Math.max(1, Number(a['w:val'] ?? 1) || 1))
      },
    ],
    [
      'gridBefore',
      a => {
        if (tables === 1) column = Math.min(MOST_COLUMNS, Number(a['w:val'] ?? 0) || 0)
      },
    ],
    [
      'vMerge',
      a => {
        if (tables === 1) merging = a['w:val'] === 'restart' ? 'restart' : 'continue'
      },
    ],
    ['t', () => void (inText = true)],
    ['tab', () => addText('\t')],
    ['br', () => addText('\n')],
    ['del', () => void (isDeleted += 1)],
  ])
  const closings = new Map<string, () => void>([
    ['tbl', endTable],
    [
      'tr',
      () => {
        if (tables !== 1 || !row) return
        rows.push(Array.from(row, text => text ?? ''))
        row = undefined
      },
    ],
    [
      'tc',
      () => {
        if (tables === 1) endCell()
      },
    ],
    ['p', endParagraph],
    ['t', () => void (inText = false)],
    ['del', () => void (isDeleted -= 1)],
  ])
  return {
    open: (name: string, attributes: Record<string, string>) => openings.get(name)?.(attributes),
    text: (text: string) => {
      if (inText) addText(text)
    },
    close: (name: string) => closings.get(name)?.(),
    result: (): DocumentRows => ({ rows, merges }),
  }
}

export const readDocument = async (zip: ZipParts): Promise<DocumentRows> => {
  const reader = documentReader()
  const parser = xmlParser(reader)
  for await (const { text } of textOf(await zip.open(DOCUMENT, MOST_STRINGS_BYTES))) parser.write(text)
  parser.close()
  return reader.result()
}
