/** What both stores share: `Sql` and `Database` over connections that can run a statement, a script and a COPY. */
import { AsyncLocalStorage } from 'node:async_hooks'
import type { Compilable } from 'kysely'
import type { LoadColumns } from './copy/index.ts'
import { rowsOfCopy } from './copy/index.ts'
import type { Chunks, Database, Load, Sql } from './database.ts'
import type { KeyFence } from './key-fence.ts'
import { loadInside, openLoad } from './load.ts'
import type { Executed, Row, SqlValue } from './statement/index.ts'
import { assertRows, compareColumns, noteStatement, type RowOf, rowsOf, type Shape } from './statement/index.ts'
import type { Connection, Store } from './stores/index.ts'
import type { PoolUse } from './work-kind.ts'

export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`

const copyStatement = (table: string, columns: readonly string[]): string =>
  `COPY ${quoted(table)} (${columns.map(quoted).join(', ')}) FROM`

/** Kysely's compiled parameters are those that its caller gave. */
const compiled = (query: Compilable): readonly [text: string, values: readonly SqlValue[]] => {
  const { sql, parameters } = query.compile()
  return [sql, parameters as readonly SqlValue[]]
}

/** What a transaction and the database itself do alike. */
abstract class StatementSql {
  protected abstract connection(): Pick<Connection, 'execute' | 'script'>

  async #execute(kind: 'query' | 'run', text: string, values: readonly SqlValue[], shape?: Shape): Promise<Executed> {
    const connection = this.connection()
    noteStatement(kind, text, values, shape)
    return await connection.execute(text, values)
  }

  async query<S extends Shape>(text: string, values: readonly SqlValue[], shape: S): Promise<RowOf<S>[]> {
    return rowsOf(text, shape, await this.#execute('query', text, values, shape))
  }

  async raw(text: string, values: readonly SqlValue[] = []): Promise<Row[]> {
    return (await this.#execute('query', text, values)).rows
  }

  async rows<Built>(query: Compilable<Built>): Promise<Built[]> {
    // Kysely's row type comes from the generated types of the tables.
    return (await this.#execute('query', ...compiled(query))).rows as Built[]
  }

  async run(statement: string | Compilable, values: readonly SqlValue[] = []): Promise<number> {
    const [text, given] = typeof statement === 'string' ? ([statement, values] as const) : compiled(statement)
    return (await this.#execute('run', text, given)).touched
  }

  async script(text: string): Promise<void> {
    const connection = this.connection()
    noteStatement('script', text)
    await connection.script(text)
  }
}

/** `Sql` inside a transaction. */
class TransactionSql extends StatementSql implements Sql {
  readonly #connection: Connection
  #cursors = 0

  constructor(connection: Connection) {
    super()
    this.#connection = connection
  }

  protected override connection(): Connection {
    return this.#connection
  }

  copyIn(table: string, columns: readonly string[], chunks: Chunks): Promise<number> {
    const statement = copyStatement(table, columns)
    noteStatement('copy', statement)
    return this.#connection.copyIn(statement, chunks, 'text')
  }

  pages<S extends Shape>(text: string, values: readonly SqlValue[], shape: S, pageSize: number): AsyncIterable<RowOf<S>[]> {
    noteStatement('pages', text, values, shape)
    return this.#pages(text, values, shape, pageSize)
  }

  async *#pages<S extends Shape>(
    text: string,
    values: readonly SqlValue[],
    shape: S,
    pageSize: number,
  ): AsyncGenerator<RowOf<S>[]> {
    const cursor = `pages_${++this.#cursors}`
    const { execute } = this.#connection
    // Every row is read, so the planner is told not to hurry for the first ones.
    await execute('SET LOCAL cursor_tuple_fraction = 1', [])
    await execute(`DECLARE ${cursor} NO SCROLL CURSOR FOR ${text}`, values)
    let lost = false
    try {
      for (;;) {
        const fetched = await execute(`FETCH FORWARD ${pageSize} FROM ${cursor}`, [])
        const page = rowsOf(text, shape, fetched)
        if (page.length > 0) yield page
        if (page.length < pageSize) return
      }
    } catch (error) {
      lost = true // the transaction, and the cursor with it
      throw error
    } finally {
      if (!lost) await execute(`CLOSE ${cursor}`, [])
    }
  }

  pagesBeside<S extends Shape>(text: string, values: readonly SqlValue[], shape: S, pageSize: number): AsyncIterable<RowOf<S>[]> {
    const beside = this.#connection.copyOutBeside
    if (!beside) return this.pages(text, values, shape, pageSize)
    noteStatement('pages', text, values, shape)
    return this.#pagesBeside(beside, text, values, shape, pageSize)
  }

  async *#pagesBeside<S extends Shape>(
    beside: NonNullable<Connection['copyOutBeside']>,
    text: string,
    values: readonly SqlValue[],
    shape: S,
    pageSize: number,
  ): AsyncGenerator<RowOf<S>[]> {
    // COPY describes no columns.
    const { fields } = await this.#connection.execute(`SELECT * FROM (${text}) AS described LIMIT 0`, values)
    compareColumns(text, shape, fields)
    for await (const page of rowsOfCopy(beside(text, values), fields, pageSize)) {
      assertRows(text, shape, page)
      yield page
    }
  }

  load(table: string, columns: LoadColumns): Load {
    const statement = copyStatement(table, Object.keys(columns))
    noteStatement('copy', statement)
    return loadInside(this.#connection, statement, columns)
  }
}

/** Whose transaction the running code is inside of. */
const inside = new AsyncLocalStorage<{ readonly store: Store; open: boolean }>()

/** `Database` over a store. */
class StoreDatabase extends StatementSql implements Database {
  readonly #store: Store
  readonly kind: Database['kind']
  readonly keys: KeyFence

  constructor(store: Store) {
    super()
    this.#store = store
    this.kind = store.kind
    this.keys = store.keys
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

  protected override connection(): Store {
    return this.#outside
  }

  copyIn(table: string, columns: readonly string[], chunks: Chunks): Promise<number> {
    return this.transaction(tx => tx.copyIn(table, columns, chunks))
  }

  pages<R>(): AsyncIterable<R[]> {
    throw new Error('pages work only inside a transaction')
  }

  pagesBeside<R>(): AsyncIterable<R[]> {
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
    const statement = copyStatement(table, Object.keys(columns))
    noteStatement('copy', statement)
    return openLoad(this.#outside, statement, columns)
  }

  connections(): readonly PoolUse[] {
    return this.#store.connections?.() ?? []
  }

  close(): Promise<void> {
    return this.#store.close()
  }
}

export const databaseOver = (store: Store): Database => new StoreDatabase(store)
