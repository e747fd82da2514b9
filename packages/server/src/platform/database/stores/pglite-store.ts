/** The embedded store: PGlite, PostgreSQL compiled to WebAssembly, in this process and one folder. */
import { setImmediate } from 'node:timers/promises'
import type { PGlite, Transaction } from '@electric-sql/pglite'
import type { Chunks } from '../database.ts'
import { asSqlError } from '../errors.ts'
import { KeyFence } from '../key-fence.ts'
import type { Executed, Row, SqlValue } from '../statement/index.ts'
import { encodeValue, parsers } from '../statement/index.ts'
import type { Connection, CopyFormat, Store } from './connection.ts'

/** COPY reads a chunk from memory; so many characters at once keep the calls few and the memory small. */
const copyChunk = 2 << 20

/** What PGlite and its transactions have in common. */
type Speaker = Pick<Transaction, 'query' | 'exec'>

const refused = async <T>(work: () => Promise<T>): Promise<T> => {
  try {
    return await work()
  } catch (error) {
    throw asSqlError(error)
  }
}

async function execute(speaker: Speaker, text: string, values: readonly SqlValue[]): Promise<Executed> {
  const result = await refused(() => speaker.query<Row>(text, values.map(encodeValue)))
  const fields = result.fields.map(({ name, dataTypeID }) => ({ name, typeId: dataTypeID }))
  return { fields, rows: result.rows, touched: result.affectedRows ?? 0 }
}

async function script(speaker: Speaker, text: string): Promise<void> {
  await refused(() => speaker.exec(text))
}

async function copyIn(speaker: Speaker, statement: string, chunks: Chunks, format: CopyFormat): Promise<number> {
  const copy = `${statement} '/dev/blob' WITH (FORMAT ${format}, ENCODING 'UTF8')`
  let rows = 0
  let gathered: (string | Uint8Array<ArrayBuffer>)[] = []
  let length = 0
  const send = async () => {
    const blob = new Blob(gathered)
    gathered = []
    length = 0
    const { affectedRows } = await refused(() => speaker.query(copy, [], { blob }))
    rows += affectedRows ?? 0
  }
  for await (const chunk of chunks) {
    gathered.push(typeof chunk === 'string' ? chunk : new Uint8Array(chunk))
    length += chunk.length
    if (format === 'text' && length >= copyChunk) await send()
  }
  if (length > 0) await send()
  return rows
}

/** So long a transaction may hold the event loop, besides its longest statement. */
const LONGEST_HOLD_MS = 50

/**
 * A transaction's connection. PGlite runs statements on this thread and its promises resolve without a turn of the event loop: between
 * statements other work has its turn, such as signals and requests that do not need the store.
 */
const transactionConnection = (speaker: Speaker): Connection => {
  const { execute: run, script: runScript, copyIn: copy } = connectionOf(speaker)
  let last = performance.now()
  const turn = async (): Promise<void> => {
    if (performance.now() - last < LONGEST_HOLD_MS) return
    await setImmediate()
    last = performance.now()
  }
  return {
    execute: (text, values) => turn().then(() => run(text, values)),
    script: text => turn().then(() => runScript(text)),
    copyIn: (statement, chunks, format) => turn().then(() => copy(statement, chunks, format)),
  }
}

const connectionOf = (speaker: Speaker): Connection => ({
  execute: (text, values) => execute(speaker, text, values),
  script: text => script(speaker, text),
  copyIn: (statement, chunks, format) => copyIn(speaker, statement, chunks, format),
})

/** The folder under the store; a store in memory has none. */
export interface Beneath {
  /** PostgreSQL stopped for good and cannot be asked to close. */
  isBroken(): boolean
  /** Called when work of its own is over. */
  afterWork(): void
  /** Called when PGlite is closed. */
  released(): Promise<void>
}

/** `Store` over a started PGlite. Transactions take turns: PGlite has one connection. */
export function pgliteStore(pglite: PGlite, beneath?: Beneath): Store {
  // Parameters come as text and results are read by our own parsers, as on a server.
  pglite.serializers = {}
  pglite.parsers = { ...pglite.parsers, ...Object.fromEntries(parsers) }
  const keys = new KeyFence()
  /** In a transaction, which waits its turn and only then looks at the keys. */
  const inTurn = <T>(work: (tx: Transaction) => Promise<T>): Promise<T> =>
    refused(() =>
      pglite.transaction(tx => {
        keys.expectBound()
        return work(tx)
      }),
    )
  /** While the keys are being changed, what waits must not run after it with those before. */
  const direct = async <T>(work: (speaker: Speaker) => Promise<T>): Promise<T> => {
    if (keys.isChanging) return await inTurn(work)
    keys.expectBound()
    return await work(pglite)
  }
  let closed: Promise<void> | undefined
  const then = async <T>(work: Promise<T>): Promise<T> => {
    const result = await work
    beneath?.afterWork()
    return result
  }
  return {
    kind: 'pglite',
    keys,
    execute: (text, values) => then(direct(speaker => execute(speaker, text, values))),
    script: text => then(direct(speaker => script(speaker, text))),
    copyIn: (statement, chunks, format) => then(inTurn(tx => copyIn(tx, statement, chunks, format))),
    transaction: work => then(inTurn(tx => work(transactionConnection(tx)))),
    close() {
      closed ??= (async () => {
        if (beneath?.isBroken() !== true) await pglite.close()
        await beneath?.released()
      })()
      return closed
    },
  }
}
