/** The store of a district or larger: a PostgreSQL server, reached through a pool of connections. */
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import type { Connection, Executed, Store } from './connection.ts'
import type { SqlValue } from './database.ts'
import { asSqlError, SqlError } from './errors.ts'
import { preparedName } from './prepared.ts'
import { encodeValue, parsers, readAsText } from './values.ts'

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
  return { rows: result.rows, touched: touching.has(result.command) ? (result.rowCount ?? 0) : 0 }
}

async function script(speaker: Speaker, text: string): Promise<void> {
  await refused(() => speaker.query(text))
}

async function copyIn(
  client: pg.PoolClient,
  statement: string,
  chunks: AsyncIterable<string> | Iterable<string>,
): Promise<number> {
  const copy = client.query(copyFrom(`${statement} STDIN WITH (FORMAT text, ENCODING 'UTF8')`))
  await refused(() => pipeline(Readable.from(chunks, { highWaterMark: 1 }), copy))
  return copy.rowCount
}

const connectionOf = (client: pg.PoolClient): Connection => ({
  execute: (text, values) => execute(client, text, values),
  script: text => script(client, text),
  copyIn: (statement, chunks) => copyIn(client, statement, chunks),
})

/** `Store` over the server at `url` (postgres://…). Connects once to see that it is there. */
export async function postgresStore(url: string, options: { maxConnections?: number } = {}): Promise<Store> {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.maxConnections ?? 10,
    application_name: 'mingce',
    options: '-c timezone=UTC -c datestyle=ISO',
  })
  // An idle connection that the server ends is replaced at the next use; without a listener it would end this process.
  pool.on('error', () => undefined)

  async function transaction<T>(work: (inside: Connection) => Promise<T>): Promise<T> {
    const client = await pool.connect()
    let broken = false
    try {
      await client.query('BEGIN')
      const result = await work(connectionOf(client))
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
    ;(await pool.connect()).release()
  } catch (error) {
    await pool.end()
    throw error
  }
  return {
    kind: 'postgres',
    execute: (text, values) => execute(pool as Speaker, text, values),
    script: text => script(pool as Speaker, text),
    copyIn: (statement, chunks) => transaction(connection => connection.copyIn(statement, chunks)),
    transaction,
    close() {
      closed ??= pool.end()
      return closed
    },
  }
}
