/** A COPY that stays open while its caller prepares the next rows: reader and server work at the same time. */
import { once } from 'node:events'
import { PassThrough } from 'node:stream'
import type { Connection, Store } from './connection.ts'
import type { Chunks, Load } from './database.ts'

const copy = async (connection: Connection, statement: string, chunks: Chunks) => {
  // What is loaded counts only with a later commit, which takes these rows to the disk with it: no need to wait for them.
  await connection.script('SET LOCAL synchronous_commit = off')
  await connection.copyIn(statement, chunks)
}

/** One COPY for all rows, fed as they come. */
const asOne = (start: (chunks: Chunks) => Promise<unknown>): Load => {
  const chunks = new PassThrough({ objectMode: true, highWaterMark: 1 })
  const copied = start(chunks)
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

/** A COPY for each piece: the embedded store has one connection, which is needed in between. */
const inPieces = (each: (chunks: Chunks) => Promise<unknown>): Load => ({
  send: async lines => {
    await each([lines])
  },
  finish: async () => undefined,
  cancel: async () => undefined,
})

/** Opens a load of its own: one transaction on a server, one for each piece on the embedded store. `statement` is `COPY … FROM`, without the source. */
export const openLoad = (store: Store, statement: string): Load =>
  (store.kind === 'postgres' ? asOne : inPieces)(chunks => store.transaction(connection => copy(connection, statement, chunks)))

/** Opens a load that is part of the transaction of `connection`. */
export const loadInside = (connection: Connection, statement: string): Load =>
  (connection.copyOutBeside ? asOne : inPieces)(chunks => connection.copyIn(statement, chunks))
