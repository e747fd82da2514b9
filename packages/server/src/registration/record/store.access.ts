import { ROLES } from '../../access/index.ts'
import { col, type RowOf, type Sql } from '../../platform/database/index.ts'

const NUMBER_HOLDER = {
  personKey: col.uuid,
  electionId: col.text,
  /** Area the registration lies in: its community, else the election's area. */
  place: col.text,
}

export type NumberHolder = RowOf<typeof NUMBER_HOLDER>

export const findNumberHolder = async (sql: Sql, countyCode: string, registrationId: number): Promise<NumberHolder | undefined> =>
  (
    await sql.query(
      `SELECT r.person_key AS "personKey", r.election_id AS "electionId", coalesce(r.community_code, e.area_code) AS place
       FROM registration r JOIN election e ON e.id = r.election_id WHERE r.county_code = $1 AND r.id = $2`,
      [countyCode, registrationId],
      NUMBER_HOLDER,
    )
  )[0]

/** Numbers that an officer (by account) opened or looked up since `since`. Until the transaction ends no other of the same officer counts. */
export const countRevealed = async (tx: Sql, officer: string, since: Date): Promise<number> => {
  await tx.run('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`reveal/${officer}`])
  const [counted] = await tx.query(
    `SELECT count(*) AS revealed FROM audit WHERE action IN ('number.revealed', 'number.looked-up') AND details ->> 'officer' = $1 AND at > $2`,
    [officer, since],
    { revealed: col.integer },
  )
  return counted?.revealed ?? 0
}

const ACCESS_HISTORY = {
  at: col.instant,
  role: col.oneOf(...ROLES),
  action: col.oneOf(
    'number.revealed',
    'case.accepted',
    'case.refused',
    'case.undone',
    'disqualifications.looked-up',
    'number.looked-up',
    'registration.corrected',
    'registration.removed',
    'elsewhere.told',
    'number.proposed',
  ),
  /** Area of the office that looked; of older rows the county. */
  office: col.text,
  officeName: col.nullable(col.text),
  reason: col.nullable(col.text),
}

export type AccessHistoryRow = RowOf<typeof ACCESS_HISTORY>

/**
 * Who opened the number, decided, was told that the person is registered elsewhere, or asked whether the person has the vote, on any registration of the person, newest first. The actions
 * stand as in the index `audit_looked`.
 */
export const findAccessHistory = (sql: Sql, personKey: string, limit: number): Promise<AccessHistoryRow[]> =>
  sql.query(
    `SELECT h.at, h.role, h.action, h.office, h."officeName", h.reason FROM (SELECT a.at, a.id, a.role, a.action, o.code AS office, (SELECT name FROM area WHERE area.code = o.code) AS "officeName", a.details ->> 'reason' AS reason
     FROM registration r
     JOIN audit a ON a.county_code = r.county_code AND a.subject = 'registration/' || r.id::text
       AND a.action IN ('number.revealed', 'case.accepted', 'case.refused', 'case.undone', 'disqualifications.looked-up', 'number.looked-up', 'registration.corrected', 'registration.removed')
     CROSS JOIN LATERAL (SELECT coalesce(a.details ->> 'office', a.county_code) AS code) o
     WHERE r.person_key = $1
     UNION ALL
     SELECT t.at, t.id, t.role, CASE WHEN t.channel = 'proposal' THEN 'number.proposed' ELSE 'elsewhere.told' END, t.office, (SELECT name FROM area WHERE area.code = t.office), NULL
     FROM elsewhere_told t WHERE t.person_key = $1
     ) h ORDER BY h.at DESC, h.id DESC LIMIT $2`,
    [personKey, limit],
    ACCESS_HISTORY,
  )
