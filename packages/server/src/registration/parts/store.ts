/** What rosters and the population register say of the parts of communities, and registrations that learn theirs from their voter group. */
import { col, type RowOf, type Sql } from '../../platform/database/index.ts'

const STATED = { community: col.text, part: col.text, people: col.integer }

/** People who stand with a part, by community and part, within an area. */
export const countRegistered = (sql: Sql, electionId: string, area: string): Promise<RowOf<typeof STATED>[]> =>
  sql.query(
    `SELECT community_code AS community, part, count(*) AS people FROM registration
     WHERE election_id = $1 AND starts_with(community_code, $2) AND part IS NOT NULL AND community_code IS NOT NULL
       AND status IN ('registered', 'review', 'pending') GROUP BY community_code, part`,
    [electionId, area],
    STATED,
  )

/** People of the extract with a part, by community and part, within an area. */
export const countInRegister = (sql: Sql, extractId: number, area: string): Promise<RowOf<typeof STATED>[]> =>
  sql.query(
    `SELECT community_code AS community, part, count(*) AS people FROM population
     WHERE extract_id = $1 AND status = 'present' AND starts_with(community_code, $2) AND part IS NOT NULL AND community_code IS NOT NULL
     GROUP BY community_code, part`,
    [extractId, area],
    STATED,
  )

const OPEN = { community: col.text, people: col.integer }

/** People whose part of a divided community is not known, by community: they are cases of the review queue. */
export const countOpen = (sql: Sql, electionId: string, area: string): Promise<RowOf<typeof OPEN>[]> =>
  sql.query(
    `SELECT r.community_code AS community, count(*) AS people FROM finding f
     JOIN registration r ON r.person_key = f.person_key AND r.county_code = f.county_code AND r.id = f.registration_id
     WHERE f.election_id = $1 AND f.state = 'open' AND f.code = 'district.part' AND starts_with(r.community_code, $2) AND r.community_code IS NOT NULL
     GROUP BY r.community_code`,
    [electionId, area],
    OPEN,
  )

/** Voter groups of a community's people whose part is not known. */
export const findGroups = async (tx: Sql, electionId: string, community: string): Promise<string[]> =>
  (
    await tx.query(
      `SELECT DISTINCT voter_group AS name FROM registration
       WHERE election_id = $1 AND community_code = $2 AND part IS NULL AND voter_group IS NOT NULL`,
      [electionId, community],
      { name: col.text },
    )
  ).map(({ name }) => name)

/** Gives people the part that their voter group names. */
export const fillParts = (
  tx: Sql,
  electionId: string,
  community: string,
  groups: readonly (readonly [group: string, part: string])[],
): Promise<number> =>
  tx.run(
    `UPDATE registration r SET part = k.part FROM unnest($3::text[], $4::text[]) AS k(voter_group, part)
     WHERE r.election_id = $1 AND r.community_code = $2 AND r.part IS NULL AND r.voter_group = k.voter_group`,
    [electionId, community, groups.map(([group]) => group), groups.map(([, part]) => part)],
  )
