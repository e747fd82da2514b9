/**
 * The tables of a .docx, with the paragraphs between them as rows of one cell: a paragraph may say to which building the table below belongs.
 * Read with the zip and XML readers of workbooks, which are limited already; a library would turn the document into HTML first.
 */
import type { Merge } from '../shape/index.ts'
import { TableBroken, tableFaults } from './faults.ts'
import { LONGEST_CELL, MOST_COLUMNS, MOST_OLD_CELLS, MOST_STRINGS_BYTES } from './limits.ts'
import { textOf, type XmlEvents, xmlParser } from './workbook.ts'
import type { ZipParts } from './zip-parts.ts'

export const DOCUMENT = 'word/document.xml'

export interface DocumentRows {
  readonly rows: string[][]
  readonly merges: readonly Merge[]
}

interface Cell {
  text: string
  span: number
  /** Whether it begins or continues a cell that is merged downwards. */
  merging: 'restart' | 'continue' | undefined
}

interface OpenMerge {
  readonly top: number
  readonly span: number
  bottom: number
}

/** Ranges of cells that are merged downwards, by their first column, and those merged along a row. */
const openMerges = () => {
  const merges: Merge[] = []
  const open = new Map<number, OpenMerge>()
  const close = (at: number): void => {
    const one = open.get(at)
    open.delete(at)
    if (one && one.bottom > one.top) merges.push({ top: one.top, bottom: one.bottom, left: at, right: at + one.span - 1 })
  }
  return {
    merges,
    add(at: number, rowNo: number, { merging, span }: Cell): void {
      const one = open.get(at)
      if (merging === 'continue') {
        if (one) one.bottom = rowNo
        return
      }
      close(at)
      if (merging === 'restart') open.set(at, { top: rowNo, bottom: rowNo, span })
      else if (span > 1) merges.push({ top: rowNo, bottom: rowNo, left: at, right: at + span - 1 })
    },
    closeAll(): void {
      for (const at of [...open.keys()]) close(at)
    },
  }
}

/** Collects the rows of the outermost tables, cell by cell. */
const openRows = () => {
  const rows: string[][] = []
  const merged = openMerges()
  let row: string[] = []
  let cells = 0
  return {
    rows,
    merges: merged.merges,
    begin(): void {
      row = []
    },
    skip(columns: number): void {
      for (let i = 0; i < Math.min(columns, MOST_COLUMNS); i++) row.push('')
    },
    add(cell: Cell): void {
      merged.add(row.length, rows.length + 1, cell)
      row.push(cell.merging === 'continue' ? '' : cell.text.trim())
      for (let i = 1; i < cell.span; i++) row.push('')
      cells += cell.span
      if (row.length > MOST_COLUMNS || cells > MOST_OLD_CELLS) throw new TableBroken(tableFaults.unpacksTooLarge)
    },
    end: (): void => void rows.push(row),
    endTable: merged.closeAll,
  }
}

const countOf = (value: string | undefined): number => Math.max(0, Math.min(MOST_COLUMNS, Number(value) || 0))

/** What an element's attribute w:val says. */
const wordValue = (attributes: Record<string, string>): string | undefined => attributes['w:val'] ?? attributes.val

/** Turns the elements of a document into rows. A table within a cell adds its text to the cell. */
const documentReader = (): XmlEvents & { readonly result: DocumentRows } => {
  const out = openRows()
  let tables = 0
  let cell: Cell | undefined
  let paragraph = ''
  let texts = 0
  let deletions = 0
  const addText = (text: string): void => {
    if (deletions > 0) return
    paragraph += text
    if (paragraph.length > LONGEST_CELL) throw new TableBroken(tableFaults.longCell(out.rows.length + 1))
  }
  const endParagraph = (): void => {
    if (cell) cell.text += cell.text === '' ? paragraph : `\n${paragraph}`
    else if (tables === 0 && paragraph.trim() !== '') out.rows.push([paragraph])
    paragraph = ''
  }
  const inTable = (name: string, attributes: Record<string, string>): void => {
    if (name === 'tr') out.begin()
    else if (name === 'tc') cell = { text: '', span: 1, merging: undefined }
    else if (name === 'gridBefore') out.skip(countOf(wordValue(attributes)))
    else if (name === 'gridSpan' && cell) cell.span = Math.max(1, countOf(wordValue(attributes)))
    else if (name === 'vMerge' && cell) cell.merging = wordValue(attributes) === 'restart' ? 'restart' : 'continue'
  }
  const endInTable = (name: string): void => {
    if (name === 'tr') out.end()
    if (name !== 'tc' || !cell) return
    out.add(cell)
    cell = undefined
  }
  return {
    result: out,
    open(name, attributes) {
      if (tables === 1) inTable(name, attributes)
      if (name === 'tbl') tables += 1
      else if (name === 't') texts += 1
      else if (name === 'del') deletions += 1
      else if (name === 'tab' && cell) addText('\t')
      else if (name === 'br') addText('\n')
    },
    text(text) {
      if (texts > 0) addText(text)
    },
    close(name) {
      if (name === 'p') endParagraph()
      else if (name === 't') texts -= 1
      else if (name === 'del') deletions -= 1
      if (tables === 1) endInTable(name)
      if (name !== 'tbl') return
      tables -= 1
      if (tables === 0) out.endTable()
    },
  }
}

export const readDocument = async (zip: ZipParts): Promise<DocumentRows> => {
  const reader = documentReader()
  const parser = xmlParser(reader)
  for await (const { text } of textOf(await zip.open(DOCUMENT, MOST_STRINGS_BYTES))) parser.write(text)
  parser.close()
  return reader.result
}
