/** What a partner that was restored from a backup is told: certificates of its that were taken here, and ours that were released to it. */
import { col, type RowOf, type Sql } from '../../platform/database/index.ts'

const TAKEN = {
  certificate: col.uuid,
  acceptance: col.uuid,
  state: col.oneOf('held', 'final', 'giving-back', 'given-back'),
  countyCode: col.text,
  electionId: col.text,
  presented: col.nullable(col.text),
  takenAt: col.instant,
}

/**
 * Acceptances of a partner's certificates in the order in which they were taken, from the one after this on; null for the first. A voter who was
 * given back and came again is stated in that order.
 */
export const findTakenFrom = (
  sql: Sql,
  partner: string,
  after: { readonly at: Date; readonly id: string } | null,
  limit: number,
): Promise<RowOf<typeof TAKEN>[]> =>
  sql.query(
    `SELECT certificate_id AS certificate, id AS acceptance, state, county_code AS "countyCode", election_id AS "electionId", presented,
       taken_at AS "takenAt"
     FROM certificate_acceptance WHERE issuer = $1 AND state IN ('held', 'final', 'giving-back', 'given-back')
       AND ($2::timestamptz IS NULL OR (taken_at, id) > ($2, $3::uuid)) ORDER BY taken_at, id LIMIT $4`,
    [partner, after?.at ?? null, after?.id ?? null, limit],
    TAKEN,
  )

const RELEASED = { certificate: col.uuid, acceptance: col.uuid, state: col.oneOf('released', 'restored') }

/** Certificates that were released to a partner, from the one after this id on; null for the first. */
export const findReleasedTo = (
  sql: Sql,
  partner: string,
  after: string | null,
  limit: number,
): Promise<RowOf<typeof RELEASED>[]> =>
  sql.query(
    `SELECT id AS certificate, acceptance_id AS acceptance, state FROM certificate
     WHERE released_to = $1 AND state IN ('released', 'restored') AND acceptance_id IS NOT NULL AND ($2::uuid IS NULL OR id > $2)
     ORDER BY id LIMIT $3`,
    [partner, after, limit],
    RELEASED,
  )

/**
 * What was given back to a partner though its acceptance was lost in a restore, and the partner has answered: by acceptance, from the one after
 * this on; null for the first. Nothing but the message remains of them.
 */
export const findLostGivenBack = (
  sql: Sql,
  partner: string,
  after: string | null,
  limit: number,
): Promise<{ certificate: string; acceptance: string }[]> =>
  sql.query(
    `SELECT (m.body::jsonb #>> '{certificate}')::uuid AS certificate, m.id AS acceptance FROM exchange_message m
     WHERE m.partner_id = $1 AND m.answered_at IS NOT NULL AND m.body::jsonb #>> '{kind}' = 'giveBack'
       AND m.body::jsonb #>> '{taker,acceptance}' = m.id::text
       AND NOT EXISTS (SELECT FROM certificate_acceptance t WHERE t.id = m.id) AND ($2::uuid IS NULL OR m.id > $2)
     ORDER BY m.id LIMIT $3`,
    [partner, after, limit],
    { certificate: col.uuid, acceptance: col.uuid },
  )

/** The election of a place in a round. */
export const findElectionAt = async (sql: Sql, round: string, areaCode: string): Promise<string | undefined> =>
  (
    await sql.query('SELECT id FROM election WHERE round = $1 AND area_code = $2 ORDER BY id LIMIT 1', [round, areaCode], {
      id: col.text,
    })
  )[0]?.id
