/** What COPY TO writes, as rows. */
import { readCopyText } from './copy-text.ts'
import type { Columns } from './database.ts'

/** Rows of COPY's text format, in pages of at most `pageSize`; `columns` in the order of the statement. Memory does not grow with the result. */
export async function* rowsOfCopy<Row extends object>(
  chunks: AsyncIterable<Uint8Array>,
  columns: Columns<Row>,
  pageSize: number,
): AsyncGenerator<Row[]> {
  const kinds = Object.entries(columns)
  const read = (line: string): Row => {
    const row: Record<string, string | number | null> = {}
    const texts = line.split('\t')
    for (const [index, [name, kind]] of kinds.entries()) {
      const value = readCopyText(texts[index] ?? '')
      row[name] = value !== null && kind === 'number' ? Number(value) : value
    }
    return row as Row
  }
  const decoder = new TextDecoder()
  let rest = ''
  for await (const chunk of chunks) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n')
    rest = lines.pop() ?? ''
    for (let from = 0; from < lines.length; from += pageSize) yield lines.slice(from, from + pageSize).map(read)
  }
}
