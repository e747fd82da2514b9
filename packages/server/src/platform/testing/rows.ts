import type { Sql, SqlValue } from '../database/index.ts'

/** Reads rows for a test, with the type given by the test. */
export const readRows = async <Row extends object = Record<string, unknown>>(
  sql: Sql,
  text: string,
  values: readonly SqlValue[] = [],
): Promise<Row[]> => (await sql.raw(text, values)) as Row[]
