/** What an officer may set of a registration, as columns: read, written, taken over from the registration that is replaced, put back. */
import { COMMUNITY_ELECTS, TOWNSHIP_GROUNDS, TOWNSHIP_VOTES } from '@mingce/domain/election'
import { col, named, type RowOf, type Sql } from '../../../platform/database/index.ts'
import type { RegistrationKey } from '../../check/index.ts'
import { keepCounts } from '../../counts/index.ts'

const COLUMNS = {
  name: col.text,
  nameOrder: col.text,
  sex: col.nullable(col.oneOf('M', 'F')),
  birthDate: col.day,
  communityCode: col.nullable(col.text),
  part: col.nullable(col.text),
  countyDistrict: col.nullable(col.text),
  townshipDistrict: col.nullable(col.text),
  townshipVote: col.nullable(col.oneOf(...TOWNSHIP_VOTES)),
  townshipGround: col.nullable(col.oneOf(...TOWNSHIP_GROUNDS)),
  voterGroup: col.nullable(col.text),
  unit: col.nullable(col.text),
  basis: col.nullable(col.text),
  evidence: col.integer,
  livesHereSince: col.nullable(col.day),
  contractFrom: col.nullable(col.day),
  contractUntil: col.nullable(col.day),
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
  /** Part of the community: 村民小组, 居民小组, 楼院. */
  readonly part?: string | undefined
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
      `SELECT name, name_order AS "nameOrder", sex, birth_date AS "birthDate", community_code AS "communityCode", part, county_district AS "countyDistrict",
         township_district AS "townshipDistrict", township_vote AS "townshipVote", township_ground AS "townshipGround",
         voter_group AS "voterGroup", unit, basis, evidence, lives_here_since AS "livesHereSince",
         contract_from AS "contractFrom", contract_until AS "contractUntil", contact_block AS "contactBlock",
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
  keepCounts(tx, [key.personKey], () =>
    tx.run(
      ...named(
        `UPDATE registration SET name = :name, name_order = :nameOrder, sex = :sex, birth_date = :birthDate::date, community_code = :communityCode, part = CASE WHEN :hasPart::boolean THEN :part ELSE part END,
         county_district = :countyDistrict, township_district = :townshipDistrict, township_vote = coalesce(:townshipVote, township_vote),
         township_ground = coalesce(:townshipGround, township_ground), voter_group = :voterGroup, unit = :unit, basis = :basis,
         evidence = :evidence, lives_here_since = :livesHereSince::date, contract_from = :contractFrom::date,
         contract_until = :contractUntil::date, contact_block = :contactBlock, contact_index = :contactIndex
       WHERE person_key = :personKey AND county_code = :countyCode AND id = :registrationId`,
        // Columns kept before there were votes, dates and parts have none.
        {
          ...columns,
          livesHereSince: columns.livesHereSince ?? null,
          contractFrom: columns.contractFrom ?? null,
          contractUntil: columns.contractUntil ?? null,
          townshipVote: columns.townshipVote ?? null,
          townshipGround: columns.townshipGround ?? null,
          hasPart: columns.part !== undefined,
          part: columns.part ?? null,
          ...namedKey(key),
        },
      ),
    ),
  )

const PLACE = {
  name: col.text,
  formerName: col.nullable(col.text),
  countyDistrict: col.nullable(col.text),
  townshipDistrict: col.nullable(col.text),
  /** The place is divided among districts of the level. */
  dividedCounty: col.boolean,
  dividedTownship: col.boolean,
  /** What is known of the person's vote at the township level there. */
  community: col.nullable(col.oneOf(...COMMUNITY_ELECTS)),
  officer: col.nullable(col.boolean),
  unit: col.nullable(col.oneOf(...TOWNSHIP_VOTES)),
  register: col.nullable(col.boolean),
  stated: col.nullable(col.boolean),
  /** Township-level district of an officer's answer or of the unit. */
  ownDistrict: col.nullable(col.text),
}

/** A community with its districts, the name of the place that it replaces, and what is known of the person's vote there. */
export const findDistrictsOf = async (
  tx: Sql,
  key: RegistrationKey,
  electionId: string,
  community: string,
  part: string | null,
  former: string | null,
): Promise<RowOf<typeof PLACE> | undefined> =>
  (
    await tx.query(
      ...named(
        `SELECT a.name, (SELECT f.name FROM area f WHERE f.code = :former) AS "formerName",
         (SELECT c.district_code FROM district_community c WHERE c.election_id = :electionId AND c.level = 'county' AND c.community_code = a.code
           AND c.part IN ('', coalesce(:part::text, ''))) AS "countyDistrict",
         EXISTS (SELECT FROM district_community c WHERE c.election_id = :electionId AND c.level = 'county' AND c.community_code = a.code
           AND c.part <> '') AS "dividedCounty",
         (SELECT c.district_code FROM district_community c WHERE c.election_id = :electionId AND c.level = 'township' AND c.community_code = a.code
           AND c.part IN ('', coalesce(:part::text, ''))) AS "townshipDistrict",
         EXISTS (SELECT FROM district_community c WHERE c.election_id = :electionId AND c.level = 'township' AND c.community_code = a.code
           AND c.part <> '') AS "dividedTownship",
         te.elects AS community, ta.elects AS officer, u.elects AS unit, r.elects_township AS stated,
         (SELECT p.elects_township FROM population p JOIN population_extract x ON x.id = p.extract_id AND x.election_id = :electionId AND x.state = 'current'
          WHERE p.person_key = r.person_key LIMIT 1) AS register,
         coalesce(ta.district_code, u.district_code) AS "ownDistrict"
       FROM registration r
       JOIN area a ON a.code = :community
       LEFT JOIN township_electorate te ON te.election_id = r.election_id AND te.community_code = a.code
       LEFT JOIN electing_unit u ON u.election_id = r.election_id AND u.name = r.unit AND coalesce(r.basis, 'work') = 'work'
         AND (u.community_code IS NULL OR u.community_code = a.code)
       LEFT JOIN township_answer ta ON ta.person_key = r.person_key AND ta.election_id = r.election_id
       WHERE r.person_key = :personKey AND r.county_code = :countyCode AND r.id = :registrationId`,
        { ...namedKey(key), electionId, community, part, former },
      ),
      PLACE,
    )
  )[0]

/** Gives a registration what it does not state and the one that it replaces does. */
export const keepUnstated = (tx: Sql, key: RegistrationKey, replaced: RegistrationKey): Promise<number> =>
  keepCounts(tx, [key.personKey], () =>
    tx.run(
      ...named(
        `UPDATE registration n SET unit = coalesce(n.unit, o.unit), elects_township = coalesce(n.elects_township, o.elects_township), basis = coalesce(n.basis, o.basis), evidence = n.evidence | o.evidence,
         lives_here_since = coalesce(n.lives_here_since, o.lives_here_since),
         contract_from = CASE WHEN n.contract_from IS NULL AND n.contract_until IS NULL THEN o.contract_from ELSE n.contract_from END,
         contract_until = CASE WHEN n.contract_from IS NULL AND n.contract_until IS NULL THEN o.contract_until ELSE n.contract_until END,
         sex = coalesce(n.sex, o.sex), contact_block = coalesce(n.contact_block, o.contact_block),
         contact_index = CASE WHEN n.contact_block IS NULL THEN o.contact_index ELSE n.contact_index END,
         part = CASE WHEN n.community_code = o.community_code THEN coalesce(n.part, o.part) ELSE n.part END,
         voter_group = CASE WHEN n.community_code = o.community_code AND o.voter_group <> ''
           AND (coalesce(n.voter_group, '') = '' OR n.voter_group = (SELECT a.name FROM area a WHERE a.code = n.community_code))
           THEN o.voter_group ELSE n.voter_group END
       FROM registration o
       WHERE n.person_key = :personKey AND n.county_code = :countyCode AND n.id = :registrationId
         AND o.person_key = :personKey AND o.county_code = :otherCounty AND o.id = :otherId`,
        { ...namedKey(key), otherCounty: replaced.countyCode, otherId: replaced.registrationId },
      ),
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

/** Someone's part was established outside a case: what was found and asked of it no longer holds. */
export const withdrawPartFinding = async (tx: Sql, key: RegistrationKey, fact: number, by: string, at: Date): Promise<void> => {
  await tx.run(
    ...named(
      `UPDATE registration SET facts = facts & ~:fact::bigint WHERE person_key = :personKey AND county_code = :countyCode AND id = :registrationId`,
      { ...namedKey(key), fact },
    ),
  )
  await keepCounts(tx, [key.personKey], () =>
    tx.run(
      ...named(
        `UPDATE finding SET state = 'withdrawn', decided_at = :at, decided_by = :by, reason = 'part'
         WHERE person_key = :personKey AND county_code = :countyCode AND registration_id = :registrationId AND code = 'district.part' AND state = 'open'`,
        { ...namedKey(key), by, at },
      ),
    ),
  )
}
