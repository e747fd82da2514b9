/** What a store answers to a statement, before anything is known of its columns. */

/** A row whose columns have not been compared with a declaration. */
export type Row = Record<string, unknown>

/** A column as PostgreSQL describes it. */
export interface Field {
  readonly name: string
  /** Its type's id in pg_type. */
  readonly typeId: number
}

/** Rows of a statement, and how many rows it inserted, updated, deleted, merged or copied. */
export interface Executed {
  readonly fields: readonly Field[]
  readonly rows: Row[]
  readonly touched: number
}
