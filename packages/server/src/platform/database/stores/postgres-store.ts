/** The store of a district or larger: a PostgreSQL server, reached through a pool of connections. */
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'
import type { Chunks } from '../database.ts'
import { asSqlError, DatabaseUnreachable, SqlError } from '../errors.ts'
import { KeyFence } from '../key-fence.ts'
import type { Executed, SqlValue } from '../statement/index.ts'
import { encodeValue, parsers, preparedName, readAsText } from '../statement/index.ts'
import type { Connection, CopyFormat, Store } from './connection.ts'
import { type Lease, openPools } from './postgres-pool.ts'

const touching = new Set(['INSERT', 'UPDATE', 'DELETE', 'MERGE', 'COPY'])
const types = { getTypeParser: (oid: number) => parsers.get(oid) ?? readAsText }

const refused = async <T>(work: () => Promise<T>): Promise<T> => {
  try {
    return await work()
  } catch (error) {
    throw asSqlError(error)
  }
}

/** One statement on a connection of its own, or on that of a transaction. */
type Ask = <T>(work: (lease: Lease, limit: { query_timeout?: number }) => Promise<T>) => Promise<T>

async function execute(ask: Ask, text: string, values: readonly SqlValue[]): Promise<Executed> {
  // One statement per call, as on the embedded store: the extended protocol also without values.
  const name = preparedName(text)
  const config = { text, values: values.map(encodeValue), queryMode: 'extended', types, ...(name && { name }) }
  const result = await ask(({ client }, limit) => client.query({ ...config, ...limit }))
  const fields = result.fields.map(({ name, dataTypeID }) => ({ name, typeId: dataTypeID }))
  return { fields, rows: result.rows, touched: touching.has(result.command) ? (result.rowCount ?? 0) : 0 }
}

async function script(ask: Ask, text: string): Promise<void> {
  await ask(({ client }, limit) => client.query({ text, ...limit }))
}

async function copyIn(ask: Ask, statement: string, chunks: Chunks, format: CopyFormat): Promise<number> {
  return await ask(async ({ client }) => {
    const copy = client.query(copyFrom(`${statement} STDIN WITH (FORMAT ${format}, ENCODING 'UTF8')`))
    await pipeline(Readable.from(chunks, { highWaterMark: 1 }), copy)
    return copy.rowCount
  })
}

/** COPY takes no parameters: they are written into its text, each as a literal. */
const withLiterals = (select: string, values: readonly SqlValue[]): string =>
  select.replace(/\$(\d+)/g, (_, position) => {
    const text = encodeValue(values[Number(position) - 1] ?? null)
    return text === null ? 'NULL' : pg.escapeLiteral(text)
  })

/** Not a connection of the pool: who holds one and waits for another could wait for ever. */
async function* copyOutBeside(
  ask: Ask,
  beside: pg.Client,
  select: string,
  values: readonly SqlValue[],
): AsyncGenerator<Uint8Array> {
  const { rows } = await ask(({ client }, limit) =>
    client.query<{ snapshot: string }>({ text: 'SELECT pg_export_snapshot() AS snapshot', ...limit }),
  )
  beside.on('error', () => undefined)
  await refused(() => beside.connect())
  try {
    await refused(() => beside.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY'))
    await refused(() => beside.query(`SET TRANSACTION SNAPSHOT ${pg.escapeLiteral(rows[0]?.snapshot ?? '')}`))
    const copy = beside.query(copyTo(`COPY (${withLiterals(select, values)}) TO STDOUT WITH (FORMAT text, ENCODING 'UTF8')`))
    for await (const chunk of copy) yield chunk
  } catch (error) {
    throw asSqlError(error)
  } finally {
    await beside.end()
  }
}

const connectionOf = (lease: Lease): Connection => {
  const ask: Ask = work => lease.ask(limit => work(lease, limit))
  return {
    execute: (text, values) => execute(ask, text, values),
    script: text => script(ask, text),
    copyIn: (statement, chunks, format) => copyIn(ask, statement, chunks, format),
    copyOutBeside: (select, values) => copyOutBeside(ask, new pg.Client(lease.settings), select, values),
  }
}

/** ROLLBACK waits for no lock, so a server that works answers at once. */
const ROLLBACK = { text: 'ROLLBACK', query_timeout: 1_000 }

/** `Store` over the server at `url` (postgres://…). Connects once to see that it is there. */
export async function postgresStore(url: string, options: { maxConnections?: number } = {}): Promise<Store> {
  const keys = new KeyFence()
  const pools = openPools(url, options.maxConnections ?? 10, keys)

  const askOnce: Ask = async work => {
    const lease = await pools.lease()
    let broken = false
    try {
      return await lease.ask(limit => work(lease, limit))
    } catch (error) {
      // What PostgreSQL refuses leaves the connection as it was.
      broken = !(error instanceof SqlError)
      throw error
    } finally {
      lease.release(broken)
    }
  }

  async function transaction<T>(work: (inside: Connection) => Promise<T>): Promise<T> {
    const lease = await pools.lease()
    const { client } = lease
    let broken = false
    try {
      await lease.ask(limit => client.query({ text: 'BEGIN', ...limit }))
      const result = await work(connectionOf(lease))
      const { command } = await lease.ask(limit => client.query({ text: 'COMMIT', ...limit }))
      // A statement failed and its error was swallowed: COMMIT then rolls back, which nobody may take for success.
      if (command === 'ROLLBACK') throw new SqlError('the transaction was aborted and is rolled back', { state: '25P02' })
      return result
    } catch (error) {
      const known = asSqlError(error)
      if (known instanceof DatabaseUnreachable) broken = true
      else {
        await client.query(ROLLBACK).catch(() => {
          broken = true
        })
      }
      throw known
    } finally {
      lease.release(broken)
    }
  }

  let closed: Promise<void> | undefined
  try {
    ;(await pools.lease()).release()
  } catch (error) {
    await pools.end()
    throw error
  }
  return {
    kind: 'postgres',
    keys,
    execute: (text, values) => execute(askOnce, text, values),
    script: text => script(askOnce, text),
    copyIn: (statement, chunks, format) => transaction(connection => connection.copyIn(statement, chunks, format)),
    transaction,
    connections: () => pools.use(),
    close() {
      closed ??= pools.end()
      return closed
    },
  }
}
