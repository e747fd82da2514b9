/** What a voter is shown beside the own registration: elections, and what the population register and last round's roll say of the voter. */
import { col, prepared, type RowOf, type Sql } from '../../../platform/database/index.ts'

/** Elections that are not closed: those where the person stands or is known (`own`) first, then by day. A page of them. */
export const findVoterElections = (sql: Sql, personKey: string): Promise<{ id: string; own: boolean }[]> =>
  sql.query(
    prepared(
      `SELECT e.id, r.election_id IS NOT NULL OR p.election_id IS NOT NULL AS own FROM election e
       LEFT JOIN (SELECT DISTINCT election_id FROM registration WHERE person_key = $1) r ON r.election_id = e.id
       LEFT JOIN (SELECT DISTINCT x.election_id FROM population p JOIN population_extract x ON x.id = p.extract_id AND x.state = 'current'
         WHERE p.person_key = $1) p ON p.election_id = e.id
       WHERE e.state <> 'closed'
       ORDER BY r.election_id IS NULL, p.election_id IS NULL, e.polling_day, e.id LIMIT 50`,
    ),
    [personKey],
    { id: col.text, own: col.boolean },
  )

const REGISTER_ENTRY = {
  hukouArea: col.nullable(col.text),
  communityCode: col.nullable(col.text),
  tookPart: col.boolean,
}

export type RegisterEntry = RowOf<typeof REGISTER_ENTRY>

/** What the registers say of a person who signed in under this name; nothing of a person whom they do not know. */
export const findRegisterEntry = async (
  sql: Sql,
  electionId: string,
  personKey: string,
  name: string,
): Promise<RegisterEntry> => {
  const [row] = await sql.query(
    `SELECT coalesce(p.hukou_area, a.hukou_area) AS "hukouArea", p.community_code AS "communityCode", coalesce(v.took_part, false) AS "tookPart"
     FROM (SELECT $2::uuid AS person_key) w
     LEFT JOIN population_extract x ON x.election_id = $1 AND x.state = 'current'
     LEFT JOIN population p ON p.person_key = w.person_key AND p.extract_id = x.id
     LEFT JOIN register_answer a ON a.person_key = w.person_key AND a.election_id = $1 AND a.name = $3
     LEFT JOIN previous_roll v ON v.person_key = w.person_key AND v.election_id = $1
     LIMIT 1`,
    [electionId, personKey, name],
    REGISTER_ENTRY,
  )
  return row ?? { hukouArea: null, communityCode: null, tookPart: false }
}

/**
 * Is it known of a person whether they elect the deputies of a township (9 digits)? By an officer, the register, the person, or because they do
 * already.
 */
export const knowsTownshipVote = async (sql: Sql, electionId: string, personKey: string, township: string): Promise<boolean> =>
  (
    await sql.query(
      `SELECT EXISTS (SELECT FROM township_answer a WHERE a.person_key = $2 AND a.election_id = $1)
         OR EXISTS (SELECT FROM population p JOIN population_extract x ON x.id = p.extract_id AND x.election_id = $1 AND x.state = 'current'
           WHERE p.person_key = $2 AND p.elects_township IS NOT NULL)
         OR EXISTS (SELECT FROM registration r WHERE r.person_key = $2 AND r.election_id = $1 AND r.status IN ('registered', 'review', 'pending')
           AND r.township_vote = 'yes' AND left(r.community_code, 9) = $3) AS known`,
      [electionId, personKey, township],
      { known: col.boolean },
    )
  )[0]?.known === true
