import { TOWNSHIP_GROUNDS, TOWNSHIP_VOTES } from '@mingce/domain/election'
import { col, type RowOf, type Sql } from '../../platform/database/index.ts'

const RECORDED = {
  personKey: col.uuid,
  electionId: col.text,
  name: col.text,
  communityCode: col.nullable(col.text),
  community: col.nullable(col.text),
  unit: col.nullable(col.text),
  channel: col.text,
  status: col.text,
  countyDistrict: col.nullable(col.text),
  townshipDistrict: col.nullable(col.text),
  townshipVote: col.nullable(col.oneOf(...TOWNSHIP_VOTES)),
  townshipGround: col.nullable(col.oneOf(...TOWNSHIP_GROUNDS)),
  /** Of an officer's answer. */
  townshipDocument: col.nullable(col.text),
  createdAt: col.instant,
  /** The file that it came in. */
  fileName: col.nullable(col.text),
}

/** A registration with what its record says of it. */
export const findRecorded = async (
  sql: Sql,
  countyCode: string,
  registrationId: number,
): Promise<RowOf<typeof RECORDED> | undefined> =>
  (
    await sql.query(
      `SELECT r.person_key AS "personKey", r.election_id AS "electionId", r.name, r.community_code AS "communityCode",
         coalesce(a.name, r.community_code) AS community, r.unit, r.channel, r.status, r.county_district AS "countyDistrict",
         r.township_district AS "townshipDistrict", r.township_vote AS "townshipVote", r.township_ground AS "townshipGround",
         ta.document AS "townshipDocument", r.created_at AS "createdAt", i.file_name AS "fileName"
       FROM registration r LEFT JOIN township_answer ta ON ta.person_key = r.person_key AND ta.election_id = r.election_id LEFT JOIN area a ON a.code = r.community_code LEFT JOIN import i ON i.id = r.import_id
       WHERE r.county_code = $1 AND r.id = $2`,
      [countyCode, registrationId],
      RECORDED,
    )
  )[0]

/** Findings of a registration, open or decided. */
export const findRecordedFindings = (
  sql: Sql,
  personKey: string,
  countyCode: string,
  registrationId: number,
): Promise<{ readonly code: string; readonly openedAt: Date }[]> =>
  sql.query(
    `SELECT code, opened_at AS "openedAt" FROM finding WHERE person_key = $1 AND county_code = $2 AND registration_id = $3`,
    [personKey, countyCode, registrationId],
    { code: col.text, openedAt: col.instant },
  )

/** What was decided about a registration. */
export const findRecordedEvents = (
  sql: Sql,
  personKey: string,
  countyCode: string,
  registrationId: number,
): Promise<{ readonly at: Date; readonly kind: string; readonly reason: string; readonly actor: string }[]> =>
  sql.query(
    `SELECT at, kind, reason, actor FROM registration_event WHERE person_key = $1 AND county_code = $2 AND registration_id = $3`,
    [personKey, countyCode, registrationId],
    { at: col.instant, kind: col.text, reason: col.text, actor: col.text },
  )

const LOOK_UP = { at: col.instant, actor: col.text, action: col.text, reason: col.nullable(col.text) }

/** Who looked a registration's person up, oldest first. The actions stand in the index `audit_looked`, and in full so that it is used. */
export const findLookUps = (sql: Sql, countyCode: string, registrationId: number): Promise<RowOf<typeof LOOK_UP>[]> =>
  sql.query(
    `SELECT at, actor, action, details ->> 'reason' AS reason FROM audit WHERE county_code = $1 AND subject = 'registration/' || $2::text
       AND action IN ('number.revealed', 'disqualifications.looked-up', 'number.looked-up') ORDER BY at, id`,
    [countyCode, registrationId],
    LOOK_UP,
  )
