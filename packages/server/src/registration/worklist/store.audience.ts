/** The people of an election by their state of registration, as audiences of notices. */
import type { Audience } from '@mingce/domain/notice'
import type { Addressee, ContactPlace, PeopleQuery } from '../../notice/index.ts'
import { col, type Sql } from '../../platform/database/index.ts'
import { ELIGIBLE, type ListScope, scopeValues } from '../counts/index.ts'

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
