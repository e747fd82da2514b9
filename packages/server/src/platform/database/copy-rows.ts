/** What COPY TO writes, as rows. */
import { readCopyText } from './copy-text.ts'
import type { Columns } from './database.ts'

/**
 * Rows of COPY's text format, in pages of at most `pageSize`; `columns` in the order of the statement. Memory does not grow with the result.
 * Columns are found by searching on from the last: splitting lines, and then each, took twice as long.
 */
export async function* rowsOfCopy<Row extends object>(
  chunks: AsyncIterable<Uint8Array>,
  columns: Columns<Row>,
  pageSize: number,
): AsyncGenerator<Row[]> {
  const names = Object.keys(columns)
  const isNumber = Object.values(columns).map(kind => kind === 'number')
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
      const row: Record<string, string | number | null> = {}
      for (const [index, name] of names.entries()) {
        const to = text.indexOf(index === names.length - 1 ? '\n' : '\t', from)
        const written = text.slice(from, to)
        from = to + 1
        const value = isPlain ? written : readCopyText(written)
        row[name] = isNumber[index] && value !== null ? Number(value) : value
      }
      page.push(row as Row)
      if (page.length < pageSize) continue
      yield page
      page = []
    }
    if (page.length > 0) yield page
  }
}
