import { col, type Sql } from '../../platform/database/index.ts'

/** Does the database answer? */
export const isAnswering = (sql: Sql): Promise<boolean> =>
  sql.query('SELECT 1 AS one', [], { one: col.integer }).then(
    () => true,
    () => false,
  )

/** The one row that `writeProbe` writes, beside the ids of requests. */
const PROBE = '00000000-0000-4000-8000-000000000000'

/** Writes one row and commits it. */
export const writeProbe = async (sql: Sql, at: Date): Promise<void> => {
  await sql.run(
    `INSERT INTO request (id, actor, action, answer, at) VALUES ($1, 'system', 'readyz', 'null', $2)
     ON CONFLICT (id) DO UPDATE SET at = excluded.at`,
    [PROBE, at],
  )
}
