/** What an officer may set of a registration, as columns: read, written, taken over from the registration that is replaced, put back. */
import { col, named, type RowOf, type Sql } from '../../../platform/database/index.ts'
import type { RegistrationKey } from '../../check/index.ts'

const COLUMNS = {
  name: col.text,
  nameOrder: col.text,
  sex: col.nullable(col.oneOf('M', 'F')),
  birthDate: col.day,
  communityCode: col.nullable(col.text),
  countyDistrict: col.nullable(col.text),
  townshipDistrict: col.nullable(col.text),
  voterGroup: col.nullable(col.text),
  unit: col.nullable(col.text),
  basis: col.nullable(col.text),
  evidence: col.integer,
  contactBlock: col.nullable(col.integer),
  contactIndex: col.nullable(col.integer),
}

/** Columns of a registration that a decision may change. */
export type Columns = RowOf<typeof COLUMNS>

export interface Correction {
  readonly name?: string | undefined
  readonly sex?: 'M' | 'F' | undefined
  readonly birthDate?: string | undefined
  /** 12 digits. */
  readonly community?: string | undefined
}

/** What the record keeps of a corrected field. */
export interface Corrected {
  readonly field: keyof Correction
  readonly from: string | null
  readonly to: string
}

const namedKey = ({ personKey, countyCode, registrationId }: RegistrationKey) => ({ personKey, countyCode, registrationId })

export const findColumns = async (tx: Sql, key: RegistrationKey): Promise<Columns> => {
  const [row] = await tx.query(
    ...named(
      `SELECT name, name_order AS "nameOrder", sex, birth_date AS "birthDate", community_code AS "communityCode", county_district AS "countyDistrict",
         township_district AS "townshipDistrict", voter_group AS "voterGroup", unit, basis, evidence, contact_block AS "contactBlock",
         contact_index AS "contactIndex"
       FROM registration WHERE person_key = :personKey AND county_code = :countyCode AND id = :registrationId`,
      namedKey(key),
    ),
    COLUMNS,
  )
  if (!row) throw new Error('a registration that is decided is gone')
  return row
}

export const writeColumns = (tx: Sql, key: RegistrationKey, columns: Columns): Promise<number> =>
  tx.run(
    ...named(
      `UPDATE registration SET name = :name, name_order = :nameOrder, sex = :sex, birth_date = :birthDate::date, community_code = :communityCode,
         county_district = :countyDistrict, township_district = :townshipDistrict, voter_group = :voterGroup, unit = :unit, basis = :basis,
         evidence = :evidence, contact_block = :contactBlock, contact_index = :contactIndex
       WHERE person_key = :personKey AND county_code = :countyCode AND id = :registrationId`,
      { ...columns, ...namedKey(key) },
    ),
  )

const PLACE = {
  name: col.text,
  formerName: col.nullable(col.text),
  countyDistrict: col.nullable(col.text),
  townshipDistrict: col.nullable(col.text),
}

/** A community with its districts, and the name of the place that it replaces. */
export const findDistrictsOf = async (
  tx: Sql,
  electionId: string,
  community: string,
  former: string | null,
): Promise<RowOf<typeof PLACE> | undefined> =>
  (
    await tx.query(
      `SELECT a.name, (SELECT f.name FROM area f WHERE f.code = $3) AS "formerName",
         (SELECT district_code FROM district_community c WHERE c.election_id = $1 AND c.level = 'county' AND c.community_code = a.code) AS "countyDistrict",
         (SELECT district_code FROM district_community c WHERE c.election_id = $1 AND c.level = 'township' AND c.community_code = a.code) AS "townshipDistrict"
       FROM area a WHERE a.code = $2`,
      [electionId, community, former],
      PLACE,
    )
  )[0]

/** Gives a registration what it does not state and the one that it replaces does. */
export const keepUnstated = (tx: Sql, key: RegistrationKey, replaced: RegistrationKey): Promise<number> =>
  tx.run(
    ...named(
      `UPDATE registration n SET unit = coalesce(n.unit, o.unit), basis = coalesce(n.basis, o.basis), evidence = n.evidence | o.evidence,
         sex = coalesce(n.sex, o.sex), contact_block = coalesce(n.contact_block, o.contact_block),
         contact_index = CASE WHEN n.contact_block IS NULL THEN o.contact_index ELSE n.contact_index END,
         voter_group = CASE WHEN n.community_code = o.community_code AND o.voter_group <> ''
           AND (coalesce(n.voter_group, '') = '' OR n.voter_group = (SELECT a.name FROM area a WHERE a.code = n.community_code))
           THEN o.voter_group ELSE n.voter_group END
       FROM registration o
       WHERE n.person_key = :personKey AND n.county_code = :countyCode AND n.id = :registrationId
         AND o.person_key = :personKey AND o.county_code = :otherCounty AND o.id = :otherId`,
      { ...namedKey(key), otherCounty: replaced.countyCode, otherId: replaced.registrationId },
    ),
  )

/** Does the population register have both names under this person's number (重号)? */
export const areNamesakes = async (
  tx: Sql,
  electionId: string,
  personKey: string,
  names: readonly [string, string],
): Promise<boolean> =>
  (
    await tx.query(
      `SELECT count(DISTINCT p.name) AS known FROM (
         SELECT extract_id, name FROM population WHERE person_key = $2 UNION ALL SELECT extract_id, name FROM population_namesake WHERE person_key = $2) p
       JOIN population_extract x ON x.id = p.extract_id AND x.election_id = $1 AND x.state = 'current'
       WHERE p.name = ANY($3::text[])`,
      [electionId, personKey, [...names]],
      { known: col.integer },
    )
  )[0]?.known === 2
