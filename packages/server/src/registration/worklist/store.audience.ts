/** The people of an election by their state of registration, as audiences of notices. */
import type { Audience } from '@mingce/domain/notice'
import type { Addressee, ContactPlace, PeopleQuery } from '../../notice/index.ts'
import { col, type Sql } from '../../platform/database/index.ts'
import { CLAIM_OF, ELIGIBLE, type ListScope, PEOPLE, QUALIFIED, scopeValues } from '../counts/index.ts'

/** People of an audience in the area of `scope`. */
export const selectAudience = (audience: Audience, scope: ListScope): PeopleQuery =>
  audience === 'not-yet-registered'
    ? {
        sql: `SELECT p.person_key, NULL::bigint AS reference, coalesce(p.community_code, :electionArea) AS area_code, left(coalesce(p.community_code, :electionArea), 6) AS county_code,
                p.contact_block, p.contact_index ${ELIGIBLE} AND c.person_key IS NULL`,
        values: scopeValues(scope),
      }
    : {
        sql: `SELECT r.person_key, r.id AS reference, coalesce(r.community_code, :electionArea) AS area_code, r.county_code,
                coalesce(r.contact_block, p.contact_block) AS contact_block,
                CASE WHEN r.contact_block IS NULL THEN p.contact_index ELSE r.contact_index END AS contact_index
              FROM registration r
              LEFT JOIN population_extract x ON x.election_id = r.election_id AND x.state = 'current'
              LEFT JOIN population p ON p.person_key = r.person_key AND p.extract_id = x.id
              WHERE r.election_id = :electionId AND r.status = :audience AND (:electionArea = :area OR starts_with(coalesce(r.community_code, :electionArea), :area))`,
        values: { electionId: scope.electionId, electionArea: scope.electionArea, area: scope.area, audience },
      }

/** People of an audience in these communities, read from indexes: for few communities of many. */
export const selectAudienceFrom = (
  audience: Audience,
  scope: ListScope,
  extractId: number | null,
  communities: readonly string[],
): PeopleQuery => {
  const { electionId, round, pollingDay, bornBy, electionArea } = scope
  if (audience === 'not-yet-registered')
    return {
      sql: `SELECT p.person_key, NULL::bigint AS reference, coalesce(p.community_code, :electionArea) AS area_code,
              left(coalesce(p.community_code, :electionArea), 6) AS county_code, p.contact_block, p.contact_index
            FROM (SELECT p.* FROM ${PEOPLE} WHERE p.extract_id = :extractId AND p.community_code = ANY(:communities::text[]) OFFSET 0) p
            ${CLAIM_OF} WHERE c.person_key IS NULL AND ${QUALIFIED}`,
      values: { electionId, round, pollingDay, bornBy, electionArea, extractId: extractId ?? 0, communities },
    }
  return {
    sql: `SELECT r.person_key, r.id AS reference, r.community_code AS area_code, r.county_code, coalesce(r.contact_block, p.contact_block) AS contact_block,
            CASE WHEN r.contact_block IS NULL THEN p.contact_index ELSE r.contact_index END AS contact_index
          FROM (SELECT r.* FROM registration r WHERE r.searchable AND r.election_id = :electionId AND r.status = :audience
            AND (coalesce(r.community_code, '') COLLATE "C") = ANY(:communities::text[]) OFFSET 0) r
          LEFT JOIN LATERAL (SELECT p.contact_block, p.contact_index FROM population p WHERE p.person_key = r.person_key AND p.extract_id = :extractId LIMIT 1) p ON true`,
    values: { electionId, audience, communities, extractId: extractId ?? 0 },
  }
}

const valuesOf = (people: readonly Addressee[]) => [
  people.map(person => person.countyCode),
  people.map(person => person.topic),
  people.map(person => person.personKey),
  people.map(person => person.reference),
]

const CONTACT_PLACES = {
  personKey: col.nullable(col.uuid),
  block: col.nullable(col.integer),
  index: col.nullable(col.integer),
}

/** Where the contacts of these people are, in the same order: in the registration's block, else in the population register's. */
export const findContactPlaces = (sql: Sql, people: readonly Addressee[]): Promise<ContactPlace[]> =>
  sql.query(
    `SELECT coalesce(o.person, r.person_key) AS "personKey", coalesce(r.contact_block, p.contact_block) AS block,
       CASE WHEN r.contact_block IS NULL THEN p.contact_index ELSE r.contact_index END AS index
     FROM unnest($1::text[], $2::text[], $3::uuid[], $4::bigint[]) WITH ORDINALITY AS o(county, topic, person, reference, n)
     LEFT JOIN registration r ON r.county_code = o.county AND r.id = o.reference
     LEFT JOIN population_extract x ON x.election_id = o.topic AND x.state = 'current'
     LEFT JOIN population p ON p.person_key = coalesce(o.person, r.person_key) AND p.extract_id = x.id
     ORDER BY o.n`,
    valuesOf(people),
    CONTACT_PLACES,
  )

/** The names of these people, in the same order: as registered, else as in the population register. */
export const findAddresseeNames = async (sql: Sql, people: readonly Addressee[]): Promise<(string | null)[]> =>
  (
    await sql.query(
      `SELECT coalesce(r.name, p.name) AS name
       FROM unnest($1::text[], $2::text[], $3::uuid[], $4::bigint[]) WITH ORDINALITY AS o(county, topic, person, reference, n)
       LEFT JOIN registration r ON r.county_code = o.county AND r.id = o.reference
       LEFT JOIN population_extract x ON x.election_id = o.topic AND x.state = 'current'
       LEFT JOIN population p ON p.person_key = coalesce(o.person, r.person_key) AND p.extract_id = x.id
       ORDER BY o.n`,
      valuesOf(people),
      { name: col.nullable(col.text) },
    )
  ).map(row => row.name)
