/** A list as a file: one table, or, of a very long one, a ZIP with a table for each community. Memory does not grow with it. */
import type { Readable } from 'node:stream'
import { archiveStream, type CsvCell, tableStream } from '../../platform/files/index.ts'
import type { ListRow } from './service.source.ts'

/** A table of more rows is slow to open in a spreadsheet program. */
export const MOST_ROWS = 500_000

interface FileOf {
  readonly name: string
  readonly format: 'xlsx' | 'csv'
  readonly header: readonly string[]
  readonly columns: readonly string[]
}

type Pages = AsyncIterable<readonly ListRow[]>

const cellsOf = (page: readonly ListRow[], columns: readonly string[]): CsvCell[][] =>
  page.map(row => columns.map(column => row.cells[column] ?? ''))

async function* rowsOf(pages: Pages, columns: readonly string[]): AsyncGenerator<CsvCell[][]> {
  for await (const page of pages) yield cellsOf(page, columns)
}

interface Run {
  readonly name: string
  /** To be read to its end before the next run is asked for. */
  readonly rows: AsyncIterable<CsvCell[][]>
}

const nameOf = ({ community }: ListRow): string => (community === null ? '未注明社区' : `${community.code} ${community.name}`)

/** Rows in the order of their communities, divided where the community changes. One page is in memory. */
async function* runsOf(pages: Pages, columns: readonly string[]): AsyncGenerator<Run> {
  const iterator = pages[Symbol.asyncIterator]()
  let page: ListRow[] = []
  const findNext = async (): Promise<ListRow | undefined> => {
    while (page.length === 0) {
      const read = await iterator.next()
      if (read.done) return undefined
      page = [...read.value]
    }
    return page[0]
  }
  async function* rowsOfRun(name: string): AsyncGenerator<CsvCell[][]> {
    for (let next = await findNext(); next && nameOf(next) === name; next = await findNext()) {
      const others = page.findIndex(row => nameOf(row) !== name)
      yield cellsOf(page.splice(0, others < 0 ? page.length : others), columns)
    }
  }
  try {
    for (let next = await findNext(); next; next = await findNext()) {
      const name = nameOf(next)
      yield { name, rows: rowsOfRun(name) }
    }
  } finally {
    await iterator.return?.()
  }
}

/** The file's content and the ending of its name. */
export const listFile = (
  { name, format, header, columns }: FileOf,
  pages: Pages,
  isLong: boolean,
): { readonly content: Readable; readonly ending: string } =>
  isLong
    ? { content: archiveStream(format, header, runsOf(pages, columns)), ending: 'zip' }
    : { content: tableStream(format, { name, header, rows: rowsOf(pages, columns) }), ending: format }
