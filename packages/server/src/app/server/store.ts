import { col, type Sql } from '../../platform/database/index.ts'

/** Does the database answer? */
export const isAnswering = (sql: Sql): Promise<boolean> =>
  sql.query('SELECT 1 AS one', [], { one: col.integer }).then(
    () => true,
    () => false,
  )
