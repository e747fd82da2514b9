import { readPartCode } from '@mingce/domain/district'
import { LEVELS } from '@mingce/domain/election'
import { col, copyLine, type RowOf, type Sql } from '../../platform/database/index.ts'

const DISTRICT = {
  level: col.oneOf(...LEVELS),
  code: col.text,
  name: col.text,
  seats: col.nullable(col.integer),
  /** Whole communities. */
  communities: col.list(col.text),
  /** Parts of divided ones, as `110105021201/1组`. */
  parts: col.list(col.text),
}

export type District = RowOf<typeof DISTRICT>

/** Whether anyone is registered in the election. */
export const hasRegistrations = async (tx: Sql, electionId: string): Promise<boolean> =>
  (await tx.query('SELECT 1 AS used FROM registration WHERE election_id = $1 LIMIT 1', [electionId], { used: col.integer }))
    .length > 0

/** Marks that the election's districts come from a table, not from its communities one by one. */
export const markDistrictTable = (tx: Sql, electionId: string): Promise<number> =>
  tx.run(`UPDATE election SET districts = 'table' WHERE id = $1`, [electionId])

/** Replaces an election's districts by these. */
export const replaceDistricts = async (tx: Sql, electionId: string, districts: readonly District[]): Promise<void> => {
  await tx.run('DELETE FROM district_community WHERE election_id = $1', [electionId])
  await tx.run('DELETE FROM district WHERE election_id = $1', [electionId])
  await tx.copyIn(
    'district',
    ['election_id', 'level', 'code', 'name', 'seats'],
    districts.map(d => copyLine([electionId, d.level, d.code, d.name, d.seats])),
  )
  await tx.copyIn(
    'district_community',
    ['election_id', 'level', 'community_code', 'part', 'district_code'],
    districts.flatMap(d =>
      [...d.communities, ...d.parts].map(unit => {
        const { community, part } = readPartCode(unit)
        return copyLine([electionId, d.level, community, part ?? '', d.code])
      }),
    ),
  )
}

export const findDistricts = (sql: Sql, electionId: string): Promise<District[]> =>
  sql.query(
    `SELECT d.level, d.code, d.name, d.seats, coalesce(array_agg(c.community_code ORDER BY c.community_code)
       FILTER (WHERE c.part = ''), '{}') AS communities,
       coalesce(array_agg(c.community_code || '/' || c.part ORDER BY c.community_code, c.part) FILTER (WHERE c.part <> ''), '{}') AS parts
     FROM district d LEFT JOIN district_community c ON c.election_id = d.election_id AND c.level = d.level AND c.district_code = d.code
     WHERE d.election_id = $1 GROUP BY d.level, d.code, d.name, d.seats ORDER BY d.level, d.code`,
    [electionId],
    DISTRICT,
  )
