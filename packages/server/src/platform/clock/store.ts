/** The one row by which the clock is judged. */
import { col, named, type RowOf, type Sql } from '../database/index.ts'

const MARK = {
  lastAt: col.instant,
  beats: col.integer,
  doubt: col.nullable(col.oneOf('ahead', 'behind')),
  doubtAt: col.nullable(col.instant),
  ignoredUntil: col.nullable(col.instant),
}
export type ClockMark = RowOf<typeof MARK>

const COLUMNS = `last_at AS "lastAt", beats, doubt, doubt_at AS "doubtAt", ignored_until AS "ignoredUntil"`

export const findMark = async (sql: Sql): Promise<ClockMark | undefined> =>
  (await sql.query(`SELECT ${COLUMNS} FROM clock_mark WHERE name = 'clock'`, [], MARK))[0]

/** As `findMark`; other heartbeats wait until the transaction ends. */
export const lockMark = async (tx: Sql): Promise<ClockMark | undefined> =>
  (await tx.query(`SELECT ${COLUMNS} FROM clock_mark WHERE name = 'clock' FOR UPDATE`, [], MARK))[0]

export const saveMark = (tx: Sql, mark: ClockMark): Promise<number> =>
  tx.run(
    ...named(
      `INSERT INTO clock_mark (name, last_at, beats, doubt, doubt_at, ignored_until) VALUES ('clock', :lastAt, :beats, :doubt, :doubtAt, :ignoredUntil)
       ON CONFLICT (name) DO UPDATE SET last_at = excluded.last_at, beats = excluded.beats, doubt = excluded.doubt,
         doubt_at = excluded.doubt_at, ignored_until = excluded.ignored_until`,
      {
        lastAt: mark.lastAt,
        beats: mark.beats,
        doubt: mark.doubt,
        doubtAt: mark.doubtAt,
        ignoredUntil: mark.ignoredUntil,
      },
    ),
  )

/** Time of the newest audit row after `since`; null: there is none. */
export const findNewestAudit = async (sql: Sql, since: Date): Promise<Date | null> =>
  (await sql.query('SELECT max(at) AS newest FROM audit WHERE at > $1', [since], { newest: col.nullable(col.instant) }))[0]
    ?.newest ?? null
