/** Whose number a registration holds, how many an officer has opened, and who has looked at a person's registrations. */
import type { Role } from '../../access/index.ts'
import type { Sql } from '../../platform/database/index.ts'

export interface NumberHolder {
  readonly personKey: string
  readonly electionId: string
  /** Area the registration lies in: its community, else the election's area. */
  readonly place: string
}

export const findNumberHolder = async (sql: Sql, countyCode: string, registrationId: number): Promise<NumberHolder | undefined> =>
  (
    await sql.query<NumberHolder>(
      `SELECT r.person_key AS "personKey", r.election_id AS "electionId", coalesce(r.community_code, e.area_code) AS place
       FROM registration r JOIN election e ON e.id = r.election_id WHERE r.county_code = $1 AND r.id = $2`,
      [countyCode, registrationId],
    )
  )[0]

/** Numbers that an officer (by account) opened since `since`. Until the transaction ends no other of the same officer counts. */
export const countRevealed = async (tx: Sql, officer: string, since: Date): Promise<number> => {
  await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0)) IS NULL AS locked', [`reveal/${officer}`])
  const [counted] = await tx.query<{ revealed: number }>(
    `SELECT count(*) AS revealed FROM audit WHERE action = 'number.revealed' AND details ->> 'officer' = $1 AND at > $2`,
    [officer, since],
  )
  return counted?.revealed ?? 0
}

export interface LookRow {
  readonly at: Date
  readonly role: Role
  readonly action: 'number.revealed' | 'case.accepted' | 'case.refused' | 'case.undone' | 'disqualifications.looked-up'
  /** Area of the office that looked; of older rows the county. */
  readonly office: string
  readonly officeName: string | null
  readonly reason: string | null
}

/**
 * Who opened the number, decided, or asked whether the person has the vote, on any registration of the person, newest first. The actions
 * stand as in the index `audit_looked`.
 */
export const findLooks = (sql: Sql, personKey: string, limit: number): Promise<LookRow[]> =>
  sql.query<LookRow>(
    `SELECT a.at, a.role, a.action, o.code AS office, (SELECT name FROM area WHERE area.code = o.code) AS "officeName", a.details ->> 'reason' AS reason
     FROM registration r
     JOIN audit a ON a.county_code = r.county_code AND a.subject = 'registration/' || r.id::text
       AND a.action IN ('number.revealed', 'case.accepted', 'case.refused', 'case.undone', 'disqualifications.looked-up')
     CROSS JOIN LATERAL (SELECT coalesce(a.details ->> 'office', a.county_code) AS code) o
     WHERE r.person_key = $1
     ORDER BY a.at DESC, a.id DESC LIMIT $2`,
    [personKey, limit],
  )
