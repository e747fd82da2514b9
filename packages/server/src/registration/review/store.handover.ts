/** Rows of a handover: who holds a person, the mark of someone who went to another installation, and letting a held registration go. */
import { col, type RowOf, type Sql } from '../../platform/database/index.ts'
import type { Ref, RegistrationKey } from '../check/index.ts'

const HOLDING = {
  electionId: col.text,
  name: col.text,
  status: col.text,
  bound: col.nullable(col.oneOf('held', 'elsewhere')),
  areaCode: col.text,
  communityCode: col.nullable(col.text),
  personKey: col.uuid,
  countyCode: col.text,
  registrationId: col.integer,
}

/** The registration that holds a person's claim of a round. */
export type Holding = RowOf<typeof HOLDING>

export const findHolding = async (sql: Sql, personKey: string, round: string): Promise<Holding | undefined> =>
  (
    await sql.query(
      `SELECT r.person_key AS "personKey", r.county_code AS "countyCode", r.id AS "registrationId", r.election_id AS "electionId", r.name, r.status, r.bound,
         coalesce(r.community_code, r.county_code) AS "areaCode", r.community_code AS "communityCode"
       FROM claim c JOIN registration r ON r.person_key = c.person_key AND r.county_code = c.county_code AND r.id = c.registration_id
       WHERE c.person_key = $1 AND c.round = $2`,
      [personKey, round],
      HOLDING,
    )
  )[0]

/** Whose registration it is, in this election. */
export const findPersonOf = async (sql: Sql, electionId: string, registrationId: number): Promise<string | undefined> =>
  (
    await sql.query(
      'SELECT person_key AS "personKey" FROM registration WHERE election_id = $1 AND id = $2',
      [electionId, registrationId],
      { personKey: col.text },
    )
  )[0]?.personKey

/** A mark that holds the claim of someone who is on another installation's roll: no election's, and on no list. Returns it. */
export const insertMark = async (tx: Sql, from: RegistrationKey, county: string, at: Date): Promise<Ref> => {
  const [mark] = await tx.query(
    `INSERT INTO registration (county_code, election_id, person_key, name, name_order, sex, birth_date, evidence, channel, status, facts, digest,
       created_at, bound)
     SELECT $4, '', r.person_key, r.name, r.name_order, r.sex, r.birth_date, 0, 'certificate', 'moved', 0, gen_random_uuid(), $5, 'elsewhere'
     FROM registration r WHERE r.person_key = $1 AND r.county_code = $2 AND r.id = $3
     RETURNING county_code AS "countyCode", id AS "registrationId"`,
    [from.personKey, from.countyCode, from.registrationId, county, at],
    { countyCode: col.text, registrationId: col.integer },
  )
  if (!mark) throw new Error('a registration that is left is gone')
  return mark
}

export const withdrawOpen = (tx: Sql, key: RegistrationKey, reason: string, at: Date): Promise<number> =>
  tx.run(
    `UPDATE finding SET state = 'withdrawn', decided_at = $4, decided_by = 'certificate', reason = $5
     WHERE person_key = $1 AND county_code = $2 AND registration_id = $3 AND state = 'open'`,
    [key.personKey, key.countyCode, key.registrationId, at, reason],
  )

/** Ends the wait of a held registration; false: it does not wait. */
export const unbind = async (tx: Sql, key: RegistrationKey): Promise<boolean> =>
  (await tx.run(
    `UPDATE registration SET bound = NULL WHERE person_key = $1 AND county_code = $2 AND id = $3 AND bound = 'held'`,
    [key.personKey, key.countyCode, key.registrationId],
  )) === 1
