/** Parts of communities as rows, and which of them districts divide. */
import { LEVELS, type Level } from '@mingce/domain/election'
import { col, copyLine, type RowOf, type Sql } from '../../platform/database/index.ts'

const PART = {
  community: col.text,
  /** The name in one spelling. */
  part: col.text,
  name: col.text,
  population: col.integer,
  /** Where the figure is from; none: nobody has counted. */
  source: col.oneOf('register', 'rosters', 'typed', 'none'),
}

/** A part of a community: 村民小组, 居民小组, 楼院. */
export type CommunityPart = RowOf<typeof PART>

/** Parts of an election within an area, by community, in the order of the office. */
export const findParts = (sql: Sql, electionId: string, area = ''): Promise<CommunityPart[]> =>
  sql.query(
    `SELECT community_code AS community, part, name, population, population_source AS source FROM community_part
     WHERE election_id = $1 AND starts_with(community_code, $2) ORDER BY community_code, ordinal`,
    [electionId, area],
    PART,
  )

/** Replaces the parts of one community. */
export const replaceParts = async (
  tx: Sql,
  electionId: string,
  community: string,
  parts: readonly Omit<CommunityPart, 'community'>[],
  by: string,
  at: Date,
): Promise<void> => {
  await tx.run('DELETE FROM community_part WHERE election_id = $1 AND community_code = $2', [electionId, community])
  await tx.copyIn(
    'community_part',
    ['election_id', 'community_code', 'part', 'name', 'ordinal', 'population', 'population_source', 'set_by', 'at'],
    parts.map(({ part, name, population, source }, index) =>
      copyLine([electionId, community, part, name, index + 1, population, source, by, at.toISOString()]),
    ),
  )
}

const DIVIDED = { level: col.oneOf(...LEVELS), community: col.text }

/** Communities that districts divide, as `county/110105021201`: their people need a part. */
export const findDivided = async (sql: Sql, electionId: string): Promise<string[]> =>
  (
    await sql.query(
      `SELECT DISTINCT level, community_code AS community FROM district_community WHERE election_id = $1 AND part <> ''
       ORDER BY level, community_code`,
      [electionId],
      DIVIDED,
    )
  ).map(({ level, community }) => `${level}/${community}`)

const USED = { level: col.oneOf(...LEVELS), part: col.text, district: col.text }

/** Districts of the parts of one community. */
export const findUsedParts = (
  sql: Sql,
  electionId: string,
  community: string,
): Promise<{ level: Level; part: string; district: string }[]> =>
  sql.query(
    `SELECT level, part, district_code AS district FROM district_community
     WHERE election_id = $1 AND community_code = $2 AND part <> '' ORDER BY level, part`,
    [electionId, community],
    USED,
  )
