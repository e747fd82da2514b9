/** A refused row of whose number 15 digits are left, and the people of the register of its name. */
import { col, type RowOf, type Sql } from '../../../platform/database/index.ts'

const ROUNDED_ROW = {
  name: col.text,
  communityCode: col.nullable(col.text),
  unit: col.nullable(col.text),
  kept: col.nullable(col.text),
}

export type RoundedRow = RowOf<typeof ROUNDED_ROW>

export const findRoundedRow = async (
  sql: Sql,
  of: { readonly electionId: string; readonly countyCode: string; readonly digest: string },
): Promise<RoundedRow | undefined> =>
  (
    await sql.query(
      `SELECT name, community_code AS "communityCode", unit, evidence ->> 'kept' AS kept FROM refused_row
       WHERE person_key = $3 AND county_code = $2 AND election_id = $1 AND digest = $3`,
      [of.electionId, of.countyCode, of.digest],
      ROUNDED_ROW,
    )
  )[0]

const NAMED = {
  personKey: col.uuid,
  name: col.text,
  community: col.nullable(col.json<{ readonly code: string; readonly name: string }>()),
}

export type NamedPerson = RowOf<typeof NAMED>

/** People of the election's current extract with this name and birth date. Their numbers are opened and compared by the caller. */
export const findNamed = (sql: Sql, electionId: string, name: string, birthDate: string, limit: number): Promise<NamedPerson[]> =>
  sql.query(
    `SELECT p.person_key AS "personKey", p.name,
       CASE WHEN p.community_code IS NULL THEN NULL ELSE jsonb_build_object('code', p.community_code, 'name', coalesce(a.name, p.community_code)) END AS community
     FROM population_extract x JOIN population p ON p.extract_id = x.id LEFT JOIN area a ON a.code = p.community_code
     WHERE x.election_id = $1 AND x.state = 'current' AND p.name = $2 AND p.birth_date = $3::date ORDER BY p.person_key LIMIT $4`,
    [electionId, name, birthDate, limit],
    NAMED,
  )
