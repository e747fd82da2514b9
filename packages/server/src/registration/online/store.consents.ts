/** What others answer for in a registration: consent of who is registered by someone else, and documents that two officers have to see. */
import { col, named, type Sql } from '../../platform/database/index.ts'
import { CONTESTED, type RegistrationKey } from '../check/index.ts'
import { keepCounts } from '../counts/index.ts'

export interface ConsentRow {
  readonly personKey: string
  readonly electionId: string
  readonly givenBy: string | null
  readonly officer: string | null
  readonly relation: string
  readonly note: string | null
  readonly at: Date
}

export const insertConsent = (tx: Sql, consent: ConsentRow): Promise<number> =>
  tx.run(
    ...named(
      'INSERT INTO consent (person_key, election_id, given_by, officer, relation, note, at) VALUES (:personKey, :electionId, :givenBy, :officer, :relation, :note, :at)',
      {
        personKey: consent.personKey,
        electionId: consent.electionId,
        givenBy: consent.givenBy,
        officer: consent.officer,
        relation: consent.relation,
        note: consent.note,
        at: consent.at,
      },
    ),
  )

/** How many people one login has registered in an election. */
export const countConsents = async (sql: Sql, givenBy: string, electionId: string): Promise<number> =>
  (
    await sql.query(
      'SELECT count(DISTINCT person_key) AS people FROM consent WHERE given_by = $1 AND election_id = $2',
      [givenBy, electionId],
      { people: col.integer },
    )
  )[0]?.people ?? 0

export interface DocumentRow {
  readonly personKey: string
  readonly electionId: string
  readonly type: string
  readonly sealed: Uint8Array
  readonly masked: string
  readonly officerId: string
  readonly officer: string
  readonly at: Date
}

/** Keeps by what document someone is known; who saw it first stays the first. */
export const insertDocument = (tx: Sql, document: DocumentRow): Promise<number> =>
  keepCounts(
    tx,
    [document.personKey],
    () =>
      tx.run(
        ...named(
          `INSERT INTO identity_document (person_key, election_id, type, sealed, masked, officer_id, officer, at)
     VALUES (:personKey, :electionId, :type, :sealed, :masked, :officerId, :officer, :at) ON CONFLICT DO NOTHING`,
          {
            personKey: document.personKey,
            electionId: document.electionId,
            type: document.type,
            sealed: document.sealed,
            masked: document.masked,
            officerId: document.officerId,
            officer: document.officer,
            at: document.at,
          },
        ),
      ),
    true,
  )

/** The account that saw the document of a registration first, while nobody has confirmed it. */
export const findFirstOfficer = async (
  sql: Sql,
  countyCode: string,
  registrationId: number,
): Promise<{ officerId: string; officerName: string; personKey: string; electionId: string; place: string } | undefined> =>
  (
    await sql.query(
      `SELECT d.officer_id AS "officerId", d.officer AS "officerName", d.person_key AS "personKey", d.election_id AS "electionId", coalesce(r.community_code, r.county_code) AS place
       FROM registration r JOIN identity_document d ON d.person_key = r.person_key AND d.election_id = r.election_id
       WHERE r.county_code = $1 AND r.id = $2 AND d.confirmed_at IS NULL`,
      [countyCode, registrationId],
      { officerId: col.text, officerName: col.text, personKey: col.uuid, electionId: col.text, place: col.text },
    )
  )[0]

export const confirmDocument = (
  tx: Sql,
  personKey: string,
  electionId: string,
  officer: { readonly id: string; readonly name: string },
  at: Date,
): Promise<number> =>
  tx.run(
    `UPDATE identity_document SET confirmed_by_id = $3, confirmed_by = $4, confirmed_at = $5
     WHERE person_key = $1 AND election_id = $2 AND confirmed_at IS NULL AND officer_id <> $3`,
    [personKey, electionId, officer.id, officer.name, at],
  )

/** Accepts one kind of open finding of a registration, and lets it stand when nothing else is open. Returns its status. */
export const settleFinding = async (
  tx: Sql,
  key: RegistrationKey,
  code: string,
  by: string,
  reason: string,
  at: Date,
): Promise<void> => {
  await keepCounts(tx, [key.personKey], () =>
    tx.run(
      ...named(
        `UPDATE finding SET state = 'accepted', decided_by = :by, reason = :reason, decided_at = :at
     WHERE person_key = :personKey AND county_code = :countyCode AND registration_id = :registrationId AND code = :code AND state = 'open'`,
        { personKey: key.personKey, countyCode: key.countyCode, registrationId: key.registrationId, code, by, reason, at },
      ),
    ),
  )
  await keepCounts(tx, [key.personKey], () =>
    tx.run(
      `UPDATE registration r SET status = 'registered'
     WHERE r.person_key = $1 AND r.county_code = $2 AND r.id = $3 AND r.status = 'review' AND r.facts & ${CONTESTED} = 0
       AND NOT EXISTS (SELECT FROM finding f WHERE f.person_key = r.person_key AND f.county_code = r.county_code AND f.registration_id = r.id AND f.state = 'open')`,
      [key.personKey, key.countyCode, key.registrationId],
    ),
  )
}

/** Documents in an area that a second officer has yet to see. */
export const countUnconfirmedDocuments = async (
  sql: Sql,
  electionId: string,
  electionArea: string,
  area: string,
): Promise<number> => {
  const [counted] = await sql.query(
    `SELECT count(*) AS documents FROM identity_document d
     JOIN registration r ON r.person_key = d.person_key AND r.election_id = d.election_id
     WHERE d.election_id = $1 AND d.confirmed_at IS NULL AND r.status = 'review' AND starts_with(coalesce(r.community_code, $2), $3)`,
    [electionId, electionArea, area],
    { documents: col.integer },
  )
  return counted?.documents ?? 0
}
