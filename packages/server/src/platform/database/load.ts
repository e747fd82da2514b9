/** A COPY that stays open while its caller prepares the next rows: reader and server work at the same time. */
import { once } from 'node:events'
import { PassThrough } from 'node:stream'
import type { Connection, Store } from './connection.ts'
import type { Load } from './database.ts'

const copy = async (connection: Connection, statement: string, chunks: AsyncIterable<string> | Iterable<string>) => {
  // What is loaded counts only with a later commit, which takes these rows to the disk with it: no need to wait for them.
  await connection.script('SET LOCAL synchronous_commit = off')
  await connection.copyIn(statement, chunks)
}

/** One transaction and one COPY for all rows, on a connection of its own. */
const onServer = (store: Store, statement: string): Load => {
  const chunks = new PassThrough({ objectMode: true, highWaterMark: 1 })
  const copied = store.transaction(connection => copy(connection, statement, chunks))
  // A failure is met at the next `send` or `finish`; until then neither it nor the end of the stream counts as unhandled.
  copied.catch(() => undefined)
  chunks.on('error', () => undefined)
  return {
    async send(lines) {
      if (!chunks.write(lines)) await Promise.race([once(chunks, 'drain').catch(() => copied), copied])
    },
    async finish() {
      chunks.end()
      await copied
    },
    async cancel() {
      chunks.destroy(new Error('the load was given up'))
      await copied.catch(() => undefined)
    },
  }
}

/** The embedded store has one connection, which others need in between: a transaction for each piece. */
const inPieces = (store: Store, statement: string): Load => ({
  send: lines => store.transaction(connection => copy(connection, statement, [lines])),
  finish: async () => undefined,
  cancel: async () => undefined,
})

/** Opens a load; `statement` is `COPY … FROM`, without the source. */
export const openLoad = (store: Store, statement: string): Load =>
  store.kind === 'postgres' ? onServer(store, statement) : inPieces(store, statement)
