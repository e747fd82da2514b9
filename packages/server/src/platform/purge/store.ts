/** What is due to be purged, since when, and how often that was seen. */
import { col, named, type RowOf, type Sql } from '../database/index.ts'

const SIGHTED = {
  subject: col.text,
  areaCode: col.text,
  since: col.instant,
  sightings: col.integer,
  lastBeat: col.integer,
  lastDay: col.day,
}
export type Sighted = RowOf<typeof SIGHTED>

export const findSighted = (tx: Sql, kind: string): Promise<Sighted[]> =>
  tx.query(
    `SELECT subject, area_code AS "areaCode", since, sightings, last_beat AS "lastBeat", last_day AS "lastDay"
     FROM purge_due WHERE kind = $1 ORDER BY subject`,
    [kind],
    SIGHTED,
  )

export const saveSighting = (tx: Sql, kind: string, row: Sighted): Promise<number> =>
  tx.run(
    ...named(
      `INSERT INTO purge_due (kind, subject, area_code, since, sightings, last_beat, last_day)
       VALUES (:kind, :subject, :areaCode, :since, :sightings, :lastBeat, :lastDay::date)
       ON CONFLICT (kind, subject) DO UPDATE SET sightings = excluded.sightings, last_beat = excluded.last_beat, last_day = excluded.last_day`,
      { kind, ...row },
    ),
  )

/** Forgets sightings: of what was purged, and of what is no longer due. */
export const removeSightings = (tx: Sql, kind: string, subjects: readonly string[]): Promise<number> =>
  tx.run('DELETE FROM purge_due WHERE kind = $1 AND subject = ANY($2::text[])', [kind, [...subjects]])

/** How many purges are due of areas that lie in `area` or hold it. */
export const countDue = async (sql: Sql, area: string): Promise<number> =>
  (
    await sql.query(
      'SELECT count(*) AS due FROM purge_due WHERE starts_with(area_code, $1) OR starts_with($1, area_code)',
      [area],
      {
        due: col.integer,
      },
    )
  )[0]?.due ?? 0

/** How often a trusted heartbeat was recorded. */
export const countBeats = async (sql: Sql): Promise<number> =>
  (await sql.query(`SELECT beats FROM clock_mark WHERE name = 'clock'`, [], { beats: col.integer }))[0]?.beats ?? 0
