/**
 * The Kysely that better-auth's adapter needs: Kysely's own PostgreSQL dialect over a pool whose connections are those of our database, so
 * that its statements run on both stores. Only for better-auth; our own statements are built with `build`.
 */
import { Kysely, type PostgresCursor, PostgresDialect, type PostgresPoolClient, type PostgresQueryResult } from 'kysely'
import type { Database, Sql, SqlValue } from '../../../platform/database/index.ts'

interface OpenTransaction {
  readonly sql: Sql
  readonly finish: () => void
  readonly undo: (reason: Error) => void
  /** Settles when the transaction is committed or rolled back. */
  readonly ended: Promise<void>
}

const undone = new Error('the transaction is rolled back')
type Command = PostgresQueryResult<unknown>['command']
const isCommand = (word: string): word is Command => ['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'MERGE'].includes(word)

/** One connection: outside of a transaction, or between `begin` and `commit` or `rollback` inside of it. */
class Client implements PostgresPoolClient {
  readonly #database: Database
  #transaction: OpenTransaction | undefined

  constructor(database: Database) {
    this.#database = database
  }

  query<R>(statement: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<R>>
  query<R>(cursor: PostgresCursor<R>): PostgresCursor<R>
  query<R>(
    statement: string | PostgresCursor<R>,
    parameters: readonly unknown[] = [],
  ): Promise<PostgresQueryResult<R>> | PostgresCursor<R> {
    if (typeof statement !== 'string') throw new Error('cursors are not used here')
    return this.#execute(statement, parameters as readonly SqlValue[])
  }

  release(): void {
    this.#transaction?.undo(undone)
    this.#transaction = undefined
  }

  async #execute<R>(text: string, values: readonly SqlValue[]): Promise<PostgresQueryResult<R>> {
    const command = (/^\s*(\w+)/.exec(text)?.[1] ?? '').toUpperCase()
    if (command === 'BEGIN' || command === 'START') await this.#begin()
    else if (command === 'COMMIT' || command === 'ROLLBACK') await this.#end(command)
    else if (isCommand(command)) {
      const sql = this.#transaction?.sql ?? this.#database
      if (command !== 'SELECT' && !/\breturning\b/i.test(text))
        return { command, rows: [], rowCount: await sql.run(text, values) }
      const rows = await sql.raw(text, values)
      // The adapter declares its own rows.
      return { command, rows: rows as R[], rowCount: rows.length }
    } else throw new Error(`better-auth sent an unknown command: ${command}`)
    return { command: 'SELECT', rows: [], rowCount: 0 }
  }

  #begin(): Promise<void> {
    return new Promise((started, failed) => {
      const ended = this.#database.transaction(
        sql =>
          new Promise<void>((finish, undo) => {
            this.#transaction = { sql, finish, undo, ended }
            started()
          }),
      )
      ended.catch(failed)
    })
  }

  async #end(how: 'COMMIT' | 'ROLLBACK'): Promise<void> {
    const transaction = this.#transaction
    this.#transaction = undefined
    if (how === 'COMMIT') transaction?.finish()
    else transaction?.undo(undone)
    await transaction?.ended.catch((error: unknown) => {
      if (error !== undone) throw error
    })
  }
}

/** Kysely for better-auth, over `database`. */
export const openAuthKysely = (database: Database): Kysely<unknown> =>
  new Kysely<unknown>({
    dialect: new PostgresDialect({
      pool: { connect: async () => new Client(database), end: async () => undefined },
    }),
  })
