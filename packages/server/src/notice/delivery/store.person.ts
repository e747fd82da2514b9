/** Messages to one person, as their record shows them. */
import { col, type RowOf, type Sql } from '../../platform/database/index.ts'

const SENT_TO = { template: col.text, state: col.text, at: col.instant, sentAt: col.nullable(col.instant) }

/** Messages about a topic to a person, oldest first; what office or gateway they went through is not told. */
export const findMessagesTo = (sql: Sql, topic: string, personKey: string): Promise<RowOf<typeof SENT_TO>[]> =>
  sql.query(
    `SELECT template, state, created_at AS at, done_at AS "sentAt" FROM outbox WHERE person_key = $1 AND topic = $2
     ORDER BY created_at, id LIMIT 200`,
    [personKey, topic],
    SENT_TO,
  )
