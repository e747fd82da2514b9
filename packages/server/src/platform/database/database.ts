/**
 * The one door to PostgreSQL, embedded (PGlite) or a server. Everything above speaks SQL through these two interfaces and does not know
 * which of the two it has.
 */
import type { Compilable } from 'kysely'
import type { CopyPage, LoadColumns } from './copy/index.ts'
import type { KeyFence } from './key-fence.ts'
import type { RowOf, Shape, SqlValue } from './statement/index.ts'
import type { PoolUse } from './work-kind.ts'

/**
 * One connection: either the database itself (each call its own transaction) or an open transaction. What PostgreSQL refuses is an
 * `SqlError` with its SQLSTATE and without the data. The session's time zone is UTC on both stores.
 */
export interface Sql {
  /**
   * Rows of one statement, as its `shape` declares them. `bigint` columns come as JavaScript numbers (they are counts and ids below 2^53;
   * beyond, it throws), `numeric` and `date` as strings ('YYYY-MM-DD'), `timestamptz` as Date, `jsonb` parsed, `bytea` as Uint8Array, arrays
   * of these as arrays.
   * @throws ShapeMismatch when the statement's columns, their types or their nulls are not as declared
   */
  query<S extends Shape>(text: string, values: readonly SqlValue[], shape: S): Promise<RowOf<S>[]>
  /** Rows of a statement of a library, which knows its columns itself. Our own statements declare theirs. */
  raw(text: string, values?: readonly SqlValue[]): Promise<Record<string, unknown>[]>
  /** Rows of a statement built with `build`. */
  rows<Built>(query: Compilable<Built>): Promise<Built[]>
  /** Runs one statement, as text or built with `build`, and returns the number of rows it inserted, updated, deleted or merged. */
  run(statement: string | Compilable, values?: readonly SqlValue[]): Promise<number>
  /** Runs a script of several statements, without values. */
  script(text: string): Promise<void>
  /**
   * COPY in text format: each chunk is whole lines (columns by tab, `\N` for null, `\\ \t \n` escaped by `copyText`), ending in '\n'.
   * Returns rows copied. Streams: a chunk is sent before the next is asked for. On the database itself the whole COPY is one transaction.
   */
  copyIn(table: string, columns: readonly string[], chunks: Chunks): Promise<number>
  /** Rows of a SELECT in pages of `pageSize`, by a cursor inside the current transaction; memory does not grow with the result. Only within `transaction`. */
  pages<S extends Shape>(text: string, values: readonly SqlValue[], shape: S, pageSize: number): AsyncIterable<RowOf<S>[]>
  /**
   * As `pages`, for who writes what is read as it comes: a server reads ahead on a connection of its own and with all its cores (a cursor
   * has one), the embedded store as `pages`. Sees the work of others as this transaction does; what the transaction itself wrote is to be
   * left out by the statement, since only the embedded store would see it. A page has at most `pageSize` rows, and may have fewer.
   */
  pagesBeside<S extends Shape>(text: string, values: readonly SqlValue[], shape: S, pageSize: number): AsyncIterable<RowOf<S>[]>
  /**
   * Opens a COPY that takes rows as they come. In a transaction it is part of it, and until it ends the transaction does nothing else; on
   * the database itself it is no part of any transaction of the caller, and goes on beside all other work.
   */
  load(table: string, columns: LoadColumns): Load
}

/** COPY text, or its UTF-8 bytes, as it comes. */
export type Chunks = AsyncIterable<string | Uint8Array> | Iterable<string | Uint8Array>

/** Rows on their way into one table. Exactly one of `finish` and `cancel` ends it. */
export interface Load {
  /** An empty page for about so many rows. */
  page(rows: number): CopyPage
  /**
   * Sends the rows of a page that `page` gave; resolves when there is room for more.
   * @throws SqlError what the server refused, of these rows or of earlier ones
   */
  send(page: CopyPage): Promise<void>
  /** Resolves when all rows are in the table. */
  finish(): Promise<void>
  /** Gives up: a server takes back every row, the embedded store only those not yet written. */
  cancel(): Promise<void>
}

export interface Database extends Sql {
  readonly kind: 'pglite' | 'postgres'
  /**
   * Runs `work` in one transaction; it is rolled back when `work` throws. Not nested, and inside only `tx` is used: the database itself
   * throws there, because on the embedded store it would wait for its own transaction for ever.
   */
  transaction<T>(work: (tx: Sql) => Promise<T>): Promise<T>
  /** Whether the keys that this process works with are those of the database. */
  readonly keys: KeyFence
  /** Connections to the server by kind of work; empty with the embedded store. */
  connections(): readonly PoolUse[]
  /** Waits for what is under way, leaves the embedded folder in order and gives it back. A second call does nothing. */
  close(): Promise<void>
}
