/** Committees and their members as rows. */
import { LEVELS, type Level } from '@mingce/domain/election'
import { col, type RowOf, type Sql } from '../../platform/database/index.ts'

export const OFFICES = ['chair', 'deputy', 'member'] as const
export type Office = (typeof OFFICES)[number]

const COMMITTEE_ROW = {
  level: col.oneOf(...LEVELS),
  /** Whose congress it is: 6 digits, or 9. */
  areaCode: col.text,
  areaName: col.text,
  name: col.text,
}

export type Committee = RowOf<typeof COMMITTEE_ROW>

const COMMITTEE_MEMBER = {
  id: col.integer,
  level: col.oneOf(...LEVELS),
  areaCode: col.text,
  name: col.text,
  office: col.oneOf('chair', 'deputy', 'member'),
  from: col.day,
  leftOn: col.nullable(col.day),
  /** 'candidate' where EL 10 asks it; else in words. */
  leftReason: col.nullable(col.text),
  leftArticle: col.nullable(col.text),
}

export type CommitteeMember = RowOf<typeof COMMITTEE_MEMBER>

const COMMITTEE = `c.level, c.area_code AS "areaCode", coalesce(a.name, c.area_code) AS "areaName", c.name
  FROM committee c LEFT JOIN area a ON a.code = c.area_code`

export const findCommittees = (sql: Sql, electionId: string): Promise<Committee[]> =>
  sql.query(`SELECT ${COMMITTEE} WHERE election_id = $1 ORDER BY c.level, c.area_code`, [electionId], COMMITTEE_ROW)

/** The committee of one congress: its name stands on that congress's documents. */
export const findCommittee = async (
  sql: Sql,
  electionId: string,
  level: Level,
  areaCode: string,
): Promise<Committee | undefined> =>
  (
    await sql.query(
      `SELECT ${COMMITTEE} WHERE election_id = $1 AND c.level = $2 AND c.area_code = $3`,
      [electionId, level, areaCode],
      COMMITTEE_ROW,
    )
  )[0]

export const putCommittee = (tx: Sql, electionId: string, committee: Omit<Committee, 'areaName'>): Promise<number> =>
  tx.run(
    `INSERT INTO committee (election_id, level, area_code, name) VALUES ($1, $2, $3, $4)
     ON CONFLICT (election_id, level, area_code) DO UPDATE SET name = excluded.name`,
    [electionId, committee.level, committee.areaCode, committee.name],
  )

const MEMBER = `id, level, area_code AS "areaCode", name, office, from_on AS "from", left_on AS "leftOn", left_reason AS "leftReason",
  left_article AS "leftArticle" FROM committee_member`

/** Members of all committees of an election, those who left too; chair first. */
export const findMembers = (sql: Sql, electionId: string): Promise<CommitteeMember[]> =>
  sql.query(
    `SELECT ${MEMBER} WHERE election_id = $1
     ORDER BY level, area_code, left_on NULLS FIRST, array_position(ARRAY['chair', 'deputy', 'member'], office), id`,
    [electionId],
    COMMITTEE_MEMBER,
  )

/** Members of this name who have not left: whoever of them becomes a candidate has to (EL 10). */
export const findSittingMembers = (sql: Sql, electionId: string, name: string): Promise<CommitteeMember[]> =>
  sql.query(
    `SELECT ${MEMBER} WHERE election_id = $1 AND name = $2 AND left_on IS NULL ORDER BY id`,
    [electionId, name],
    COMMITTEE_MEMBER,
  )

/** Holds an election's committees until the transaction ends, so that two appointments do not both become chair. */
export const lockCommittees = async (tx: Sql, electionId: string): Promise<void> => {
  await tx.query('SELECT id FROM election WHERE id = $1 FOR UPDATE', [electionId], { id: col.text })
}

export const insertMember = (
  tx: Sql,
  electionId: string,
  member: Pick<CommitteeMember, 'level' | 'areaCode' | 'name' | 'office' | 'from'>,
): Promise<number> =>
  tx.run(`INSERT INTO committee_member (election_id, level, area_code, name, office, from_on) VALUES ($1, $2, $3, $4, $5, $6)`, [
    electionId,
    member.level,
    member.areaCode,
    member.name,
    member.office,
    member.from,
  ])

/** The member, held until the transaction ends. */
export const lockMember = async (tx: Sql, electionId: string, id: number): Promise<CommitteeMember | undefined> =>
  (await tx.query(`SELECT ${MEMBER} WHERE election_id = $1 AND id = $2 FOR UPDATE`, [electionId, id], COMMITTEE_MEMBER))[0]

export const endMember = (
  tx: Sql,
  electionId: string,
  id: number,
  left: { readonly on: string; readonly reason: string; readonly article: string | null },
): Promise<number> =>
  tx.run('UPDATE committee_member SET left_on = $3, left_reason = $4, left_article = $5 WHERE election_id = $1 AND id = $2', [
    electionId,
    id,
    left.on,
    left.reason,
    left.article,
  ])
