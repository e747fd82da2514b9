/** Rows of a handover: who holds a person, the mark of someone who went to another installation, and letting a held registration go. */
import { col, named, type RowOf, type Sql } from '../../../platform/database/index.ts'
import type { Ref, RegistrationKey } from '../../check/index.ts'
import { keepCounts } from '../../counts/index.ts'

const HOLDING = {
  electionId: col.text,
  name: col.text,
  status: col.text,
  bound: col.nullable(col.oneOf('arriving', 'held', 'elsewhere')),
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

/** The election of a registration. */
export const findElectionOfRegistration = async (sql: Sql, key: RegistrationKey): Promise<string | undefined> =>
  (
    await sql.query(
      'SELECT election_id AS "electionId" FROM registration WHERE person_key = $1 AND county_code = $2 AND id = $3',
      [key.personKey, key.countyCode, key.registrationId],
      { electionId: col.text },
    )
  )[0]?.electionId

/** A mark that holds the claim of someone who is on another installation's roll: no election's, and on no list. Returns it. */
export const insertMark = async (tx: Sql, from: RegistrationKey, county: string, at: Date): Promise<Ref> => {
  const [mark] = await keepCounts(tx, [from.personKey], () =>
    tx.query(
      `INSERT INTO registration (county_code, election_id, person_key, name, name_order, sex, birth_date, evidence, channel, status, facts, digest,
       created_at, bound)
     SELECT $4, '', r.person_key, r.name, r.name_order, r.sex, r.birth_date, 0, 'certificate', 'moved', 0, gen_random_uuid(), $5, 'elsewhere'
     FROM registration r WHERE r.person_key = $1 AND r.county_code = $2 AND r.id = $3
     RETURNING county_code AS "countyCode", id AS "registrationId"`,
      [from.personKey, from.countyCode, from.registrationId, county, at],
      { countyCode: col.text, registrationId: col.integer },
    ),
  )
  if (!mark) throw new Error('a registration that is left is gone')
  return mark
}

/** Withdraws what is open of a registration that is left; returns the keys, so that it can be opened again. */
export const withdrawOpen = (
  tx: Sql,
  key: RegistrationKey,
  reason: string,
  at: Date,
): Promise<{ code: string; fingerprint: string }[]> =>
  keepCounts(tx, [key.personKey], () =>
    tx.query(
      `UPDATE finding SET state = 'withdrawn', decided_at = $4, decided_by = 'certificate', reason = $5
     WHERE person_key = $1 AND county_code = $2 AND registration_id = $3 AND state = 'open'
     RETURNING code, fingerprint`,
      [key.personKey, key.countyCode, key.registrationId, at, reason],
      { code: col.text, fingerprint: col.text },
    ),
  )

/** What a registration was when its voter left it for a certificate: its status, and the findings that were open. */
export interface LeftAs {
  readonly status: 'registered' | 'review' | 'pending'
  readonly findings: readonly { readonly code: string; readonly fingerprint: string }[]
}

export const findLeftAs = async (tx: Sql, key: RegistrationKey): Promise<LeftAs | undefined> =>
  (
    await tx.query(
      `SELECT before FROM registration_event WHERE person_key = $1 AND county_code = $2 AND registration_id = $3
         AND kind = 'moved' AND before ? 'status' ORDER BY id DESC LIMIT 1`,
      [key.personKey, key.countyCode, key.registrationId],
      { before: col.json<LeftAs>() },
    )
  )[0]?.before

/** Ends the wait of a held registration; false: it does not wait. */
export const unbind = async (tx: Sql, key: RegistrationKey): Promise<boolean> =>
  (await tx.run(
    `UPDATE registration SET bound = NULL WHERE person_key = $1 AND county_code = $2 AND id = $3 AND bound = 'held'`,
    [key.personKey, key.countyCode, key.registrationId],
  )) === 1

/** An arrival of which nothing is open any more waits for its place of origin; false: something is, or it does not arrive. */
export const holdCleared = async (tx: Sql, key: RegistrationKey): Promise<boolean> =>
  (await keepCounts(tx, [key.personKey], () =>
    tx.run(
      `UPDATE registration r SET status = 'pending', bound = 'held'
     WHERE r.person_key = $1 AND r.county_code = $2 AND r.id = $3 AND r.bound = 'arriving' AND r.status = 'review'
       AND NOT EXISTS (SELECT FROM finding f WHERE f.person_key = r.person_key AND f.county_code = r.county_code
         AND f.registration_id = r.id AND f.state = 'open')`,
      [key.personKey, key.countyCode, key.registrationId],
    ),
  )) === 1

/** An arrival whose place of origin has released the voter already waits for its answer, whatever is open of it. */
export const holdReleased = async (tx: Sql, key: RegistrationKey): Promise<boolean> =>
  (await keepCounts(tx, [key.personKey], () =>
    tx.run(
      `UPDATE registration SET status = 'pending', bound = 'held'
     WHERE person_key = $1 AND county_code = $2 AND id = $3 AND bound = 'arriving' AND status = 'review'`,
      [key.personKey, key.countyCode, key.registrationId],
    ),
  )) === 1

/** A mark for someone who has no registration here. */
export const insertMarkOf = async (
  tx: Sql,
  person: {
    readonly personKey: string
    readonly name: string
    readonly nameOrder: string
    readonly birthDate: string
    readonly county: string
  },
  at: Date,
): Promise<Ref> => {
  const [mark] = await keepCounts(tx, [person.personKey], () =>
    tx.query(
      ...named(
        `INSERT INTO registration (county_code, election_id, person_key, name, name_order, sex, birth_date, evidence, channel, status, facts, digest,
         created_at, bound)
       VALUES (:county, '', :personKey, :name, :nameOrder, NULL, :birthDate::date, 0, 'certificate', 'moved', 0, gen_random_uuid(), :at, 'elsewhere')
       RETURNING county_code AS "countyCode", id AS "registrationId"`,
        { ...person, at },
      ),
      { countyCode: col.text, registrationId: col.integer },
    ),
  )
  if (!mark) throw new Error('a mark got no id')
  return mark
}

/** People of a name whom this installation knows: registered in the round, or in a current extract of the population register. */
export const findPeopleNamed = (sql: Sql, name: string, round: string): Promise<{ personKey: string }[]> =>
  sql.query(
    `SELECT r.person_key AS "personKey" FROM registration r JOIN election e ON e.id = r.election_id WHERE r.name = $1 AND e.round = $2
     UNION
     SELECT p.person_key FROM population p JOIN population_extract x ON x.id = p.extract_id AND x.state = 'current' WHERE p.name = $1`,
    [name, round],
    { personKey: col.uuid },
  )
