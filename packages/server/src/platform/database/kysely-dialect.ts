/** Kysely over a connection of ours, so that the query builder works inside the very transaction that plain SQL works in. */
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Driver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
} from 'kysely'
import type { Connection, Transactor } from './connection.ts'
import type { SqlValue } from './database.ts'
import type { Tables } from './tables.ts'

interface OpenTransaction {
  readonly connection: Connection
  readonly finish: () => void
  readonly undo: (reason: Error) => void
}

const undone = new Error('undone')

/** A connection lent to Kysely; between `begin` and `end` it is the one inside the transaction. */
class Lent implements DatabaseConnection {
  readonly #outside: Connection
  #inside: OpenTransaction | undefined
  #over: Promise<void> = Promise.resolve()

  constructor(outside: Connection) {
    this.#outside = outside
  }

  async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    const { rows, touched } = await (this.#inside?.connection ?? this.#outside).execute(
      query.sql,
      query.parameters as readonly SqlValue[],
    )
    return { rows: rows as Row[], numAffectedRows: BigInt(touched) }
  }

  streamQuery<Row>(): AsyncIterableIterator<QueryResult<Row>> {
    throw new Error('read large results with Sql.pages')
  }

  begin(transactor: Transactor): Promise<void> {
    return new Promise((started, failed) => {
      const held = (connection: Connection) =>
        new Promise<void>((finish, undo) => {
          this.#inside = { connection, finish, undo }
          started()
        })
      this.#over = transactor.transaction(held).catch((error: unknown) => {
        failed(error)
        if (error !== undone) throw error
      })
      this.#over.catch(() => undefined)
    })
  }

  async end(how: 'commit' | 'rollback'): Promise<void> {
    const inside = this.#inside
    this.#inside = undefined
    if (how === 'commit') inside?.finish()
    else inside?.undo(undone)
    await this.#over
  }
}

class LendingDriver implements Driver {
  readonly #lent = new WeakMap<DatabaseConnection, Lent>()
  readonly #outside: Connection
  readonly #transactor: Transactor | undefined

  constructor(outside: Connection, transactor: Transactor | undefined) {
    this.#outside = outside
    this.#transactor = transactor
  }

  async init(): Promise<void> {}
  async acquireConnection(): Promise<DatabaseConnection> {
    const lent = new Lent(this.#outside)
    this.#lent.set(lent, lent)
    return lent
  }
  async beginTransaction(connection: DatabaseConnection): Promise<void> {
    if (this.#transactor === undefined) throw new Error('transactions are not nested')
    await this.#lent.get(connection)?.begin(this.#transactor)
  }
  async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await this.#lent.get(connection)?.end('commit')
  }
  async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    await this.#lent.get(connection)?.end('rollback')
  }
  async releaseConnection(): Promise<void> {}
  async destroy(): Promise<void> {}
}

/** The query builder over `connection`; with a `transactor` its own `transaction()` works too (libraries use it). */
export const kyselyOver = (connection: Connection, transactor?: Transactor): Kysely<Tables> =>
  new Kysely<Tables>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => new LendingDriver(connection, transactor),
      createIntrospector: db => new PostgresIntrospector(db),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
  })
