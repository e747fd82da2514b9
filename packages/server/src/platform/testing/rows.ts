import type { Sql, SqlValue } from '../database/index.ts'

/** Rows that a test looks at, of the type that the test says they have. */
export const readRows = async <Row extends object = Record<string, unknown>>(
  sql: Sql,
  text: string,
  values: readonly SqlValue[] = [],
): Promise<Row[]> => (await sql.raw(text, values)) as Row[]
