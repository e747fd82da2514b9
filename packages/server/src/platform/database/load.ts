/** A COPY that stays open while its caller prepares the next rows: reader and server work at the same time. */
import { once } from 'node:events'
import { PassThrough } from 'node:stream'
import { AFTER_ROWS, BEFORE_ROWS, CopyPage, type LoadColumns } from './copy/index.ts'
import type { Chunks, Load } from './database.ts'
import type { Connection, Store } from './stores/index.ts'

const copy = async (connection: Connection, statement: string, chunks: Chunks) => {
  // What is loaded counts only with a later commit, which takes these rows to the disk with it: no need to wait for them.
  await connection.script('SET LOCAL synchronous_commit = off')
  await connection.copyIn(statement, chunks, 'binary')
}

/** One COPY for all rows, fed as they come. */
const asOne = (start: (chunks: Chunks) => Promise<unknown>): Omit<Load, 'page'> => {
  const chunks = new PassThrough({ objectMode: true, highWaterMark: 1 })
  const copied = start(chunks)
  // A failure is met at the next `send` or `finish`; until then neither it nor the end of the stream counts as unhandled.
  copied.catch(() => undefined)
  chunks.on('error', () => undefined)
  const write = async (bytes: Uint8Array) => {
    if (!chunks.write(bytes)) await Promise.race([once(chunks, 'drain').catch(() => copied), copied])
  }
  let begun = false
  return {
    async send(page) {
      if (!begun) await write(BEFORE_ROWS)
      begun = true
      await write(page.rows())
    },
    async finish() {
      if (!begun) await write(BEFORE_ROWS)
      chunks.end(AFTER_ROWS)
      await copied
    },
    async cancel() {
      chunks.destroy(new Error('the load was given up'))
      await copied.catch(() => undefined)
    },
  }
}

/** A COPY for each page: the embedded store has one connection, which is needed in between. */
const inPieces = (each: (chunks: Chunks) => Promise<unknown>): Omit<Load, 'page'> => ({
  send: async page => {
    await each([BEFORE_ROWS, page.rows(), AFTER_ROWS])
  },
  finish: async () => undefined,
  cancel: async () => undefined,
})

const withPages = (columns: LoadColumns, load: Omit<Load, 'page'>): Load => ({
  ...load,
  page: rows => new CopyPage(columns, rows),
})

/** Opens a load of its own: one transaction on a server, one for each page on the embedded store. `statement` is `COPY … FROM`, without the source. */
export const openLoad = (store: Store, statement: string, columns: LoadColumns): Load =>
  withPages(
    columns,
    (store.kind === 'postgres' ? asOne : inPieces)(chunks =>
      store.transaction(connection => copy(connection, statement, chunks)),
    ),
  )

/** Opens a load that is part of the transaction of `connection`. */
export const loadInside = (connection: Connection, statement: string, columns: LoadColumns): Load =>
  withPages(
    columns,
    (connection.copyOutBeside ? asOne : inPieces)(chunks => connection.copyIn(statement, chunks, 'binary')),
  )
