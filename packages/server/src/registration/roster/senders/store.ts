/** Which communities and units have sent files, of those that are to send them. */
import { col, named, type RowOf, type Sql } from '../../../platform/database/index.ts'

/** Records what the rows of a command's files are of. */
export const recordSenders = (tx: Sql, intake: string, electionId: string): Promise<number> =>
  tx.run(
    `INSERT INTO import_sender (import_id, election_id, community_code, unit, rows)
     SELECT i.import_id, $1, coalesce(i.community_code, ''), coalesce(i.unit, ''), count(*) FROM ${intake} i
     GROUP BY i.import_id, coalesce(i.community_code, ''), coalesce(i.unit, '')
     ON CONFLICT DO NOTHING`,
    [electionId],
  )

const SENDER = {
  /** What it is found by and listed in the order of: the code of a community, the name of a unit. */
  key: col.text,
  name: col.text,
  community: col.nullable(col.json<{ readonly code: string; readonly name: string }>()),
  rows: col.integer,
  lastAt: col.nullable(col.instant),
}
export type SenderRow = RowOf<typeof SENDER>

export interface SenderSearch {
  readonly electionId: string
  readonly electionArea: string
  readonly area: string
  readonly of: 'communities' | 'units'
  readonly state: 'nothing' | 'sent' | 'all'
  readonly q: string | null
}

/** Files of registrations whose rows are saved; a row that was mended in place is no file. */
const SENT = `SELECT p.community_code, p.unit, p.rows, i.finished_at FROM import_sender p JOIN import i ON i.id = p.import_id
  WHERE p.election_id = :electionId AND i.kind = 'registrations' AND i.state = 'done' AND i.mends IS NULL`

const IN_AREA = `(:area = :electionArea OR starts_with(coalesce(x.community_code, ''), :area))`

/** Communities of the districts. */
const COMMUNITIES = `SELECT c.code AS key, coalesce(a.name, c.code) AS name, c.code AS community_code, coalesce(s.rows, 0)::bigint AS rows, s.at
  FROM (SELECT DISTINCT x.community_code AS code FROM district_community x WHERE x.election_id = :electionId AND ${IN_AREA}) c
  LEFT JOIN area a ON a.code = c.code
  LEFT JOIN (SELECT t.community_code, sum(t.rows) AS rows, max(t.finished_at) AS at FROM (${SENT}) t GROUP BY t.community_code) s ON s.community_code = c.code`

/** Units that the committee has listed, and those that sent their people for an earlier election of the area. */
const UNITS = `SELECT u.name AS key, u.name, u.community_code, coalesce(s.rows, 0)::bigint AS rows, s.at
  FROM (SELECT x.name, max(x.community_code) AS community_code FROM (
      SELECT e.name, e.community_code FROM electing_unit e WHERE e.election_id = :electionId
      UNION ALL SELECT p.unit, nullif(p.community_code, '') FROM election b JOIN import_sender p ON p.election_id = b.id
        WHERE b.area_code = :electionArea AND b.id <> :electionId AND b.round NOT LIKE 'training-%' AND p.unit <> ''
    ) x WHERE ${IN_AREA} GROUP BY x.name) u
  LEFT JOIN (SELECT t.unit, sum(t.rows) AS rows, max(t.finished_at) AS at FROM (${SENT}) t GROUP BY t.unit) s ON s.unit = u.name`

const STATES = { nothing: 'q.rows = 0', sent: 'q.rows > 0', all: 'true' } as const

const found = ({ of, state }: SenderSearch): string =>
  `FROM (${of === 'communities' ? COMMUNITIES : UNITS}) q WHERE ${STATES[state]} AND (:q::text IS NULL OR q.name LIKE '%' || :q || '%')`

const valuesOf = ({ electionId, electionArea, area, q }: SenderSearch) => ({ electionId, electionArea, area, q })

export const findSenderRows = (sql: Sql, search: SenderSearch, after: string, limit: number): Promise<SenderRow[]> =>
  sql.query(
    ...named(
      `SELECT q.key, q.name, q.rows, q.at AS "lastAt", CASE WHEN q.community_code IS NULL THEN NULL ELSE jsonb_build_object('code', q.community_code,
         'name', coalesce((SELECT a.name FROM area a WHERE a.code = q.community_code), q.community_code)) END AS community
       ${found(search)} AND q.key COLLATE "C" > :after ORDER BY q.key COLLATE "C" LIMIT :limit`,
      { ...valuesOf(search), after, limit },
    ),
    SENDER,
  )

export const countSenders = async (sql: Sql, search: SenderSearch): Promise<number> =>
  (await sql.query(...named(`SELECT count(*) AS senders ${found(search)}`, valuesOf(search)), { senders: col.integer }))[0]
    ?.senders ?? 0
