/** What a store offers to whatever speaks over it. */
import type { Chunks, Database } from '../database.ts'
import type { KeyFence } from '../key-fence.ts'
import type { Executed, SqlValue } from '../statement/index.ts'
import type { PoolUse } from '../work-kind.ts'

export type CopyFormat = 'text' | 'binary'

/** The least a store has to offer. */
export interface Connection {
  execute(text: string, values: readonly SqlValue[]): Promise<Executed>
  script(text: string): Promise<void>
  /** `statement` is `COPY … FROM`, without the source. Text comes in whole lines; what is binary is one whole, from signature to end. */
  copyIn(statement: string, chunks: Chunks, format: CopyFormat): Promise<number>
  /**
   * Text of a `COPY (select) TO`, read on a connection of its own that sees what this transaction sees of others' work, and nothing of
   * its own. Only in a transaction of a server: the embedded store has one connection.
   */
  copyOutBeside?(select: string, values: readonly SqlValue[]): AsyncIterable<Uint8Array>
}

export interface Transactor {
  transaction<T>(work: (inside: Connection) => Promise<T>): Promise<T>
}

/** A store: outside a transaction each call is its own. */
export interface Store extends Connection, Transactor {
  readonly kind: Database['kind']
  readonly keys: KeyFence
  /** Connections in use; the embedded store has none. */
  connections?(): PoolUse[]
  close(): Promise<void>
}
