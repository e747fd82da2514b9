/** The tables that a change of person keys works through, with what has to be written anew in each. */
import { CONTEXTS, HOLDERS, type Holding, TEXTS } from './holders.ts'

export type Held = Exclude<Holding, 'other'> | 'actor' | 'dedupe'

export interface HeldColumn {
  readonly name: string
  readonly held: Held
  /** Of a sealed column. */
  readonly context?: string
}

export interface HeldTable {
  readonly name: string
  readonly columns: readonly HeldColumn[]
  /** Further columns of the row that are part of what another one is sealed for. */
  readonly beside: readonly string[]
}

/** The value under the next keys waits in a column of this name beside the one in use. A backup leaves it out. */
const NEXT = 'rekey_'
export const nextOf = (column: string): string => `${NEXT}${column}`

const TYPES: Readonly<Record<Held, string>> = {
  person: 'uuid',
  people: 'uuid[]',
  digest: 'uuid',
  sealed: 'bytea',
  actor: 'text',
  dedupe: 'text',
}
export const typeOf = ({ held }: HeldColumn): string => TYPES[held]

/** The pattern of staging tables: it is always empty, and keys are not changed while there are any. */
const PATTERN = 'intake'

const contexts: Readonly<Record<string, string>> = CONTEXTS
const NAMED = /\{(\w+)\}/g

const splitName = (name: string): readonly [table: string, column: string] => {
  const [table = '', column = ''] = name.split('.')
  return [table, column]
}

const heldTables = (): HeldTable[] => {
  const byTable = new Map<string, HeldColumn[]>()
  for (const [name, held] of Object.entries<Holding | Held>({ ...HOLDERS, ...TEXTS })) {
    const [table, column] = splitName(name)
    if (held === 'other' || table === PATTERN) continue
    const context = contexts[name]
    const known = byTable.get(table) ?? []
    known.push({ name: column, held, ...(context === undefined ? {} : { context }) })
    byTable.set(table, known)
  }
  return [...byTable].map(([name, columns]) => {
    const named = columns.flatMap(({ context = '' }) => [...context.matchAll(NAMED)].map(([, column = '']) => column))
    return { name, columns, beside: [...new Set(named)].filter(column => columns.every(one => one.name !== column)) }
  })
}

export const HELD_TABLES: readonly HeldTable[] = heldTables()

/** A context with the values of a row in the place of its columns. */
export const fillContext = (context: string, read: (column: string) => string): string =>
  context.replace(NAMED, (_, column: string) => read(column))
