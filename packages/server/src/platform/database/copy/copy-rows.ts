/** What COPY TO writes, as rows. */

import { type Field, parsers, type Row, readAsText } from '../statement/index.ts'
import { readCopyText } from './copy-text.ts'

/**
 * Rows of COPY's text format, in pages of at most `pageSize`; `fields` in the order of the statement. Memory does not grow with the result.
 * Columns are found by searching on from the last: splitting lines, and then each, took twice as long.
 */
// biome-ignore lint/complexity/noExcessiveCognitiveComplexity: one loop over columns on the path of every row; dividing it costs a call a cell
export async function* rowsOfCopy(
  chunks: AsyncIterable<Uint8Array>,
  fields: readonly Field[],
  pageSize: number,
): AsyncGenerator<Row[]> {
  const columns = fields.map(({ name, typeId }, index) => ({
    name,
    parse: parsers.get(typeId) ?? readAsText,
    end: index === fields.length - 1 ? '\n' : '\t',
  }))
  const decoder = new TextDecoder()
  let rest = ''
  for await (const chunk of chunks) {
    const text = rest + decoder.decode(chunk, { stream: true })
    const end = text.lastIndexOf('\n') + 1
    rest = text.slice(end)
    const isPlain = !text.includes('\\')
    let page: Row[] = []
    let from = 0
    while (from < end) {
      const row: Row = {}
      for (const column of columns) {
        const to = text.indexOf(column.end, from)
        const written = text.slice(from, to)
        from = to + 1
        const value = isPlain ? written : readCopyText(written)
        row[column.name] = value === null ? null : column.parse(value)
      }
      page.push(row)
      if (page.length < pageSize) continue
      yield page
      page = []
    }
    if (page.length > 0) yield page
  }
}
