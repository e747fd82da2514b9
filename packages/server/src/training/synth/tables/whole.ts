/** Files that are written as a whole when all rows are known: workbooks of old programs and of other offices, and web pages. */
import { writeFile } from 'node:fs/promises'
import { utils, write } from '@e965/xlsx'
import iconv from 'iconv-lite'
import { INSTRUCTIONS, type Line, type LineSink, type TableShape } from './shape.ts'

const textOf = (cell: Line['cells'][number]): string | number => (cell instanceof Date ? cell.toISOString().slice(0, 10) : cell)

const workbookOf = (lines: readonly Line[], { kind, secondSheet }: TableShape): Buffer => {
  const book = utils.book_new()
  const sheet = utils.aoa_to_sheet(lines.map(({ cells }) => cells.map(textOf)))
  sheet['!merges'] = lines.flatMap(({ merges }, r) =>
    (merges ?? []).map(([from, to]) => ({ s: { r, c: from }, e: { r, c: to } })),
  )
  if (kind === 'xls') sheet['!rows'] = lines.map(({ isHidden }) => ({ hidden: isHidden === true }))
  utils.book_append_sheet(book, sheet, '名单')
  if (secondSheet) utils.book_append_sheet(book, utils.aoa_to_sheet(INSTRUCTIONS), '填表说明')
  const bytes: Buffer = write(book, { type: 'buffer', bookType: kind === 'xls' ? 'biff8' : 'ods' })
  return bytes
}

const escaped = (text: string | number): string =>
  String(text).replace(/[&<>]/g, c => (c === '&' ? '&amp;' : c === '<' ? '&lt;' : '&gt;'))

const pageOf = (lines: readonly Line[], { encoding }: TableShape): Buffer => {
  const rows = lines.map(({ cells }) => `<tr>${cells.map(cell => `<td>${escaped(textOf(cell))}</td>`).join('')}</tr>`)
  const charset = encoding === 'gb18030' ? 'gb18030' : 'utf-8'
  return iconv.encode(
    `<html><head><meta http-equiv="Content-Type" content="text/html; charset=${charset}"></head><body><table>${rows.join('\n')}</table></body></html>`,
    charset,
  )
}

/** Keeps the lines until the file is closed. */
export const createWholeSink = (path: string, shape: TableShape): LineSink => {
  const lines: Line[] = []
  return {
    write: line => void lines.push(line),
    close: () => writeFile(path, shape.kind === 'html' ? pageOf(lines, shape) : workbookOf(lines, shape)),
  }
}
