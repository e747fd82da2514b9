/** The store of a district or larger: a PostgreSQL server, reached through a pool of connections. */
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'
import type { Chunks } from '../database.ts'
import { asSqlError, SqlError } from '../errors.ts'
import type { Executed, SqlValue } from '../statement/index.ts'
import { encodeValue, parsers, preparedName, readAsText } from '../statement/index.ts'
import type { Connection, CopyFormat, Store } from './connection.ts'

type Speaker = Pick<pg.PoolClient, 'query'>

const touching = new Set(['INSERT', 'UPDATE', 'DELETE', 'MERGE', 'COPY'])
const types = { getTypeParser: (oid: number) => parsers.get(oid) ?? readAsText }

const refused = async <T>(work: () => Promise<T>): Promise<T> => {
  try {
    return await work()
  } catch (error) {
    throw asSqlError(error)
  }
}

async function execute(speaker: Speaker, text: string, values: readonly SqlValue[]): Promise<Executed> {
  // One statement per call, as on the embedded store: the extended protocol also without values.
  const name = preparedName(text)
  const config = { text, values: values.map(encodeValue), queryMode: 'extended', types, ...(name && { name }) }
  const result = await refused(() => speaker.query(config))
  const fields = result.fields.map(({ name, dataTypeID }) => ({ name, typeId: dataTypeID }))
  return { fields, rows: result.rows, touched: touching.has(result.command) ? (result.rowCount ?? 0) : 0 }
}

async function script(speaker: Speaker, text: string): Promise<void> {
  await refused(() => speaker.query(text))
}

async function copyIn(client: pg.PoolClient, statement: string, chunks: Chunks, format: CopyFormat): Promise<number> {
  const copy = client.query(copyFrom(`${statement} STDIN WITH (FORMAT ${format}, ENCODING 'UTF8')`))
  await refused(() => pipeline(Readable.from(chunks, { highWaterMark: 1 }), copy))
  return copy.rowCount
}

/** COPY takes no parameters: they are written into its text, each as a literal. */
const withLiterals = (select: string, values: readonly SqlValue[]): string =>
  select.replace(/\$(\d+)/g, (_, position) => {
    const text = encodeValue(values[Number(position) - 1] ?? null)
    return text === null ? 'NULL' : pg.escapeLiteral(text)
  })

/** Not a connection of the pool: who holds one and waits for another could wait for ever. */
async function* copyOutBeside(
  beside: pg.Client,
  holder: pg.PoolClient,
  select: string,
  values: readonly SqlValue[],
): AsyncGenerator<Uint8Array> {
  const { rows } = await refused(() => holder.query<{ snapshot: string }>('SELECT pg_export_snapshot() AS snapshot'))
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

const connectionOf = (client: pg.PoolClient, settings: pg.ClientConfig): Connection => ({
  execute: (text, values) => execute(client, text, values),
  script: text => script(client, text),
  copyIn: (statement, chunks, format) => copyIn(client, statement, chunks, format),
  copyOutBeside: (select, values) => copyOutBeside(new pg.Client(settings), client, select, values),
})

/** `Store` over the server at `url` (postgres://…). Connects once to see that it is there. */
export async function postgresStore(url: string, options: { maxConnections?: number } = {}): Promise<Store> {
  const settings = { connectionString: url, application_name: 'mingce', options: '-c timezone=UTC -c datestyle=ISO' }
  const pool = new pg.Pool({ ...settings, max: options.maxConnections ?? 10 })
  // A connection that the server ends is replaced at the next use. Without a listener its `error` event would end this process: the pool
  // listens only to idle connections, so each gets a listener for the time that it is in use.
  pool.on('error', () => undefined)
  pool.on('connect', client => client.on('error', () => undefined))

  async function transaction<T>(work: (inside: Connection) => Promise<T>): Promise<T> {
    const client = await refused(() => pool.connect())
    let broken = false
    try {
      await client.query('BEGIN')
      const result = await work(connectionOf(client, settings))
      const { command } = await client.query('COMMIT')
      // A statement failed and its error was swallowed: COMMIT then rolls back, which nobody may take for success.
      if (command === 'ROLLBACK') throw new SqlError('the transaction was aborted and is rolled back', { state: '25P02' })
      return result
    } catch (error) {
      await client.query('ROLLBACK').catch(() => {
        broken = true
      })
      throw asSqlError(error)
    } finally {
      client.release(broken)
    }
  }

  let closed: Promise<void> | undefined
  try {
    ;(await refused(() => pool.connect())).release()
  } catch (error) {
    await pool.end()
    throw error
  }
  return {
    kind: 'postgres',
    execute: (text, values) => execute(pool as Speaker, text, values),
    script: text => script(pool as Speaker, text),
    copyIn: (statement, chunks, format) => transaction(connection => connection.copyIn(statement, chunks, format)),
    transaction,
    close() {
      closed ??= pool.end()
      return closed
    },
  }
}
