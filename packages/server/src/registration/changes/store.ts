/** Removals that wait for a second officer, and the person whom a change is about. */
import { REGISTRATION_STATUSES, REMOVAL_GROUNDS, type RemovalGroundId } from '@mingce/domain/registration'
import { col, named, type RowOf, type Sql } from '../../platform/database/index.ts'
import type { Ref, RegistrationKey } from '../check/index.ts'

const [first, ...others] = REMOVAL_GROUNDS.map(({ id }) => id) as [RemovalGroundId, ...RemovalGroundId[]]

const PERSON = {
  personKey: col.uuid,
  electionId: col.text,
  name: col.text,
  sex: col.nullable(col.oneOf('M', 'F')),
  birthDate: col.day,
  communityCode: col.nullable(col.text),
  community: col.nullable(col.text),
  part: col.nullable(col.text),
  status: col.oneOf(...REGISTRATION_STATUSES),
  maskedDocument: col.nullable(col.text),
  /** The community, else the election's area. */
  place: col.text,
}
export type Person = RowOf<typeof PERSON>

export const findPerson = async (sql: Sql, { countyCode, registrationId }: Ref): Promise<Person | undefined> =>
  (
    await sql.query(
      `SELECT r.person_key AS "personKey", r.election_id AS "electionId", r.name, r.sex, r.birth_date AS "birthDate",
         r.community_code AS "communityCode", (SELECT a.name FROM area a WHERE a.code = r.community_code) AS community, r.part, r.status,
         (SELECT m.masked FROM identity_document m WHERE m.person_key = r.person_key AND m.election_id = r.election_id) AS "maskedDocument",
         coalesce(r.community_code, e.area_code) AS place
       FROM registration r JOIN election e ON e.id = r.election_id WHERE r.county_code = $1 AND r.id = $2`,
      [countyCode, registrationId],
      PERSON,
    )
  )[0]

const REMOVAL = {
  id: col.integer,
  ground: col.oneOf(first, ...others),
  documentNo: col.text,
  askedById: col.text,
  askedBy: col.text,
  askedAt: col.instant,
  state: col.oneOf('open', 'confirmed', 'withdrawn'),
  settledBy: col.nullable(col.text),
  settledAt: col.nullable(col.instant),
}
export type Removal = RowOf<typeof REMOVAL>

/** Removals of a registration that were asked for, oldest first. */
export const findRemovals = (sql: Sql, { personKey, countyCode, registrationId }: RegistrationKey): Promise<Removal[]> =>
  sql.query(
    `SELECT id, ground, document_no AS "documentNo", asked_by_id AS "askedById", asked_by AS "askedBy", asked_at AS "askedAt", state,
       settled_by AS "settledBy", settled_at AS "settledAt"
     FROM removal WHERE person_key = $1 AND county_code = $2 AND registration_id = $3 ORDER BY id`,
    [personKey, countyCode, registrationId],
    REMOVAL,
  )

export const insertRemoval = (
  tx: Sql,
  key: RegistrationKey,
  asked: {
    readonly electionId: string
    readonly ground: RemovalGroundId
    readonly documentNo: string
    readonly byId: string
    readonly by: string
    readonly at: Date
  },
): Promise<number> =>
  tx.run(
    ...named(
      `INSERT INTO removal (person_key, county_code, registration_id, election_id, ground, document_no, asked_by_id, asked_by, asked_at, state)
       VALUES (:personKey, :countyCode, :registrationId, :electionId, :ground, :documentNo, :byId, :by, :at, 'open')`,
      { personKey: key.personKey, countyCode: key.countyCode, registrationId: key.registrationId, ...asked },
    ),
  )

export const settleRemoval = (
  tx: Sql,
  personKey: string,
  id: number,
  state: 'confirmed' | 'withdrawn',
  by: string,
  at: Date,
): Promise<number> =>
  tx.run('UPDATE removal SET state = $3, settled_by = $4, settled_at = $5 WHERE person_key = $1 AND id = $2', [
    personKey,
    id,
    state,
    by,
    at,
  ])
