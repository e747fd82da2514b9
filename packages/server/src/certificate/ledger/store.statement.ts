/** What a partner that was restored from a backup is told: certificates of its that were taken here, and ours that were released to it. */
import { col, type RowOf, type Sql } from '../../platform/database/index.ts'

const STATED = {
  side: col.oneOf('taken', 'released'),
  certificate: col.uuid,
  acceptance: col.uuid,
  state: col.oneOf('held', 'final', 'giving-back', 'given-back', 'released', 'returned'),
  place: col.nullable(col.json<{ readonly code: string; readonly name: string }>()),
  presented: col.nullable(col.text),
  cursor: col.text,
}

export type StatedRow = RowOf<typeof STATED>

/** A page of what concerns a partner, after a cursor; '' for the first. */
export const findStated = (sql: Sql, partner: string, after: string, limit: number): Promise<StatedRow[]> =>
  sql.query(
    `SELECT * FROM (
       SELECT 'taken' AS side, t.certificate_id AS certificate, t.id AS acceptance, t.state,
         jsonb_build_object('code', t.county_code, 'name', coalesce(a.name, e.area_code)) AS place, t.presented, 'taken/' || t.id AS cursor
       FROM certificate_acceptance t JOIN election e ON e.id = t.election_id LEFT JOIN area a ON a.code = e.area_code
       WHERE t.issuer = $1 AND t.state IN ('held', 'final', 'giving-back', 'given-back')
       UNION ALL
       SELECT 'released', c.id, c.acceptance_id, c.state, NULL, NULL, 'released/' || c.id
       FROM certificate c WHERE c.released_to = $1 AND c.state IN ('released', 'returned') AND c.acceptance_id IS NOT NULL
     ) s WHERE s.cursor COLLATE "C" > $2 ORDER BY s.cursor COLLATE "C" LIMIT $3`,
    [partner, after, limit],
    STATED,
  )

/** The election of a place in a round. */
export const findElectionAt = async (sql: Sql, round: string, areaCode: string): Promise<string | undefined> =>
  (
    await sql.query('SELECT id FROM election WHERE round = $1 AND area_code = $2 ORDER BY id LIMIT 1', [round, areaCode], {
      id: col.text,
    })
  )[0]?.id
