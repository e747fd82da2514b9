/** A registration as an objection is about it: what the list says of a person, and correcting that. */
import { REGISTRATION_STATUSES } from '@mingce/domain/registration'
import { col, named, type RowOf, type Sql } from '../../../platform/database/index.ts'
import { findRegistrationKey, type Ref, type RegistrationKey } from '../../check/index.ts'
import { keepCounts } from '../../counts/index.ts'

const STANDING_ROW = {
  electionId: col.text,
  round: col.text,
  communityCode: col.nullable(col.text),
  name: col.text,
  sex: col.nullable(col.oneOf('M', 'F')),
  voterGroup: col.nullable(col.text),
  countyDistrict: col.nullable(col.text),
  townshipDistrict: col.nullable(col.text),
  status: col.oneOf(...REGISTRATION_STATUSES),
  personKey: col.uuid,
  countyCode: col.text,
  registrationId: col.integer,
}

export type StandingRow = RowOf<typeof STANDING_ROW>

const STANDING = `
  SELECT r.county_code AS "countyCode", r.id AS "registrationId", r.election_id AS "electionId", e.round, r.person_key AS "personKey",
    r.community_code AS "communityCode", r.name, r.sex, r.voter_group AS "voterGroup", r.county_district AS "countyDistrict",
    r.township_district AS "townshipDistrict", r.status
  FROM registration r JOIN election e ON e.id = r.election_id`

/** The registration of a person in an election: the one that stands, else the latest. */
export const findRegistrationOf = async (sql: Sql, electionId: string, personKey: string): Promise<StandingRow | undefined> =>
  (
    await sql.query(
      `${STANDING} WHERE r.person_key = $2 AND r.election_id = $1 ORDER BY (r.status = 'registered') DESC, (r.status = 'review') DESC, r.id DESC LIMIT 1`,
      [electionId, personKey],
      STANDING_ROW,
    )
  )[0]

/** A registration, held for the rest of the transaction. */
export const lockStanding = async (tx: Sql, ref: Ref): Promise<StandingRow | undefined> => {
  const key = await findRegistrationKey(tx, ref)
  if (!key) return undefined
  return (
    await tx.query(
      `${STANDING} WHERE r.person_key = $1 AND r.county_code = $2 AND r.id = $3 FOR UPDATE OF r`,
      [key.personKey, key.countyCode, key.registrationId],
      STANDING_ROW,
    )
  )[0]
}

/** What of an entry can be corrected without being another person. */
export interface CorrectedFields {
  readonly name?: string | undefined
  readonly sex?: 'M' | 'F' | null | undefined
  readonly voterGroup?: string | null | undefined
}

export const correctRegistration = (
  tx: Sql,
  key: RegistrationKey,
  row: {
    readonly name: string
    readonly nameOrder: string
    readonly sex: 'M' | 'F' | null
    readonly voterGroup: string | null
  },
): Promise<number> =>
  keepCounts(tx, [key.personKey], () =>
    tx.run(
      ...named(
        `UPDATE registration SET name = :name, name_order = :nameOrder, sex = :sex, voter_group = :voterGroup
     WHERE person_key = :personKey AND county_code = :countyCode AND id = :registrationId`,
        {
          personKey: key.personKey,
          countyCode: key.countyCode,
          registrationId: key.registrationId,
          name: row.name,
          nameOrder: row.nameOrder,
          sex: row.sex,
          voterGroup: row.voterGroup,
        },
      ),
    ),
  )

/** `updated`, and no decision of the review queue: it is taken back where it was made, with the objection. */
export const writeStandingEvent = (
  tx: Sql,
  key: RegistrationKey,
  event: {
    readonly electionId: string
    readonly actor: string
    readonly at: Date
    readonly reason: string
    readonly before: Readonly<Record<string, unknown>>
  },
): Promise<number> =>
  tx.run(
    ...named(
      `INSERT INTO registration_event (person_key, county_code, registration_id, election_id, kind, actor, at, reason, before)
     VALUES (:personKey, :countyCode, :registrationId, :electionId, 'updated', :actor, :at, :reason, :before)`,
      {
        personKey: key.personKey,
        countyCode: key.countyCode,
        registrationId: key.registrationId,
        electionId: event.electionId,
        actor: event.actor,
        at: event.at,
        reason: event.reason,
        before: event.before,
      },
    ),
  )
