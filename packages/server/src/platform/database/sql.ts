/** What both stores share: `Sql` and `Database` over connections that can run a statement, a script and a COPY. */
import { AsyncLocalStorage } from 'node:async_hooks'
import type { Kysely } from 'kysely'
import type { Connection, Store } from './connection.ts'
import type { LoadColumns } from './copy-page.ts'
import { rowsOfCopy } from './copy-rows.ts'
import type { Chunks, Columns, Database, Load, Sql, SqlValue } from './database.ts'
import { kyselyOver } from './kysely-dialect.ts'
import { loadInside, openLoad } from './load.ts'
import type { Tables } from './tables.ts'

export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`

const copyStatement = (table: string, columns: readonly string[]): string =>
  `COPY ${quoted(table)} (${columns.map(quoted).join(', ')}) FROM`

/** `Sql` inside a transaction. */
class TransactionSql implements Sql {
  readonly #connection: Connection
  #kysely: Kysely<Tables> | undefined
  #cursors = 0

  constructor(connection: Connection) {
    this.#connection = connection
  }

  async query<Row extends object>(text: string, values: readonly SqlValue[] = []): Promise<Row[]> {
    return (await this.#connection.execute(text, values)).rows as Row[]
  }

  async run(text: string, values: readonly SqlValue[] = []): Promise<number> {
    return (await this.#connection.execute(text, values)).touched
  }

  script(text: string): Promise<void> {
    return this.#connection.script(text)
  }

  copyIn(table: string, columns: readonly string[], chunks: Chunks): Promise<number> {
    return this.#connection.copyIn(copyStatement(table, columns), chunks, 'text')
  }

  async *pages<Row extends object>(text: string, values: readonly SqlValue[], pageSize: number): AsyncIterable<Row[]> {
    const cursor = `pages_${++this.#cursors}`
    // Every row is read, so the planner is told not to hurry for the first ones.
    await this.run('SET LOCAL cursor_tuple_fraction = 1')
    await this.run(`DECLARE ${cursor} NO SCROLL CURSOR FOR ${text}`, values)
    let lost = false
    try {
      for (;;) {
        const page = await this.query<Row>(`FETCH FORWARD ${pageSize} FROM ${cursor}`)
        if (page.length > 0) yield page
        if (page.length < pageSize) return
      }
    } catch (error) {
      lost = true // the transaction, and the cursor with it
      throw error
    } finally {
      if (!lost) await this.run(`CLOSE ${cursor}`)
    }
  }

  pagesBeside<Row extends object>(
    text: string,
    values: readonly SqlValue[],
    columns: Columns<Row>,
    pageSize: number,
  ): AsyncIterable<Row[]> {
    const beside = this.#connection.copyOutBeside?.(text, values)
    return beside ? rowsOfCopy(beside, columns, pageSize) : this.pages(text, values, pageSize)
  }

  load(table: string, columns: LoadColumns): Load {
    return loadInside(this.#connection, copyStatement(table, Object.keys(columns)), columns)
  }

  get kysely(): Kysely<Tables> {
    this.#kysely ??= kyselyOver(this.#connection)
    return this.#kysely
  }
}

/** Whose transaction the running code is inside of. */
const inside = new AsyncLocalStorage<{ readonly store: Store; open: boolean }>()

/** `Database` over a store. */
class StoreDatabase implements Database {
  readonly #store: Store
  #kysely: Kysely<Tables> | undefined
  readonly kind: Database['kind']

  constructor(store: Store) {
    this.#store = store
    this.kind = store.kind
  }

  /**
   * The store, unless the caller stands inside a transaction of it: there the embedded store would wait for itself for ever, and a
   * server would answer from another connection that does not see what the transaction wrote.
   */
  get #outside(): Store {
    const scope = inside.getStore()
    if (scope?.open === true && scope.store === this.#store) throw new Error('inside a transaction use its Sql, not the database')
    return this.#store
  }

  async query<Row extends object>(text: string, values: readonly SqlValue[] = []): Promise<Row[]> {
    return (await this.#outside.execute(text, values)).rows as Row[]
  }

  async run(text: string, values: readonly SqlValue[] = []): Promise<number> {
    return (await this.#outside.execute(text, values)).touched
  }

  async script(text: string): Promise<void> {
    await this.#outside.script(text)
  }

  copyIn(table: string, columns: readonly string[], chunks: Chunks): Promise<number> {
    return this.transaction(tx => tx.copyIn(table, columns, chunks))
  }

  pages<Row extends object>(): AsyncIterable<Row[]> {
    throw new Error('pages work only inside a transaction')
  }

  pagesBeside<Row extends object>(): AsyncIterable<Row[]> {
    throw new Error('pages work only inside a transaction')
  }

  async transaction<T>(work: (tx: Sql) => Promise<T>): Promise<T> {
    const store = this.#outside
    return await store.transaction(async connection => {
      const scope = { store, open: true }
      try {
        return await inside.run(scope, () => work(new TransactionSql(connection)))
      } finally {
        scope.open = false
      }
    })
  }

  load(table: string, columns: LoadColumns): Load {
    return openLoad(this.#outside, copyStatement(table, Object.keys(columns)), columns)
  }

  get kysely(): Kysely<Tables> {
    const outside: Connection = {
      execute: async (text, values) => await this.#outside.execute(text, values),
      script: async text => await this.#outside.script(text),
      copyIn: async (statement, chunks, format) => await this.#outside.copyIn(statement, chunks, format),
    }
    this.#kysely ??= kyselyOver(outside, { transaction: async work => await this.#outside.transaction(work) })
    return this.#kysely
  }

  close(): Promise<void> {
    return this.#store.close()
  }
}

export const databaseOver = (store: Store): Database => new StoreDatabase(store)
