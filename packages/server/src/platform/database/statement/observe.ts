/** Lets tests see every statement that is sent: the corpus of statements and the rules for Citus are held on them. */
import type { Shape } from './shape.ts'
import type { SqlValue } from './values.ts'

/** How a statement is sent. `copy` has the table and the columns of a COPY … FROM; a script may hold several statements. */
export interface SentStatement {
  readonly kind: 'query' | 'run' | 'pages' | 'copy' | 'script'
  readonly text: string
  readonly values: readonly SqlValue[]
  readonly shape?: Shape | undefined
}

type Observer = (statement: SentStatement) => void

const observers = new Set<Observer>()

/** Calls `observer` with each statement of this process just before it is sent, within the stack of whoever sends it. Returns its end. */
export const observeStatements = (observer: Observer): (() => void) => {
  observers.add(observer)
  return () => observers.delete(observer)
}

export const noteStatement = (
  kind: SentStatement['kind'],
  text: string,
  values: readonly SqlValue[] = [],
  shape?: Shape,
): void => {
  for (const observer of observers) observer({ kind, text, values, shape })
}
