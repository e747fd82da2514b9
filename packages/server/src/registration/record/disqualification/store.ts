/** What is said of people without the vote, as one election's checks ask it: entries of files and copies of the city's register. */
import { col, type RowOf, type Sql } from '../../../platform/database/index.ts'

const DISQUALIFICATION_RECORD = {
  id: col.integer,
  personKey: col.uuid,
  name: col.text,
  ground: col.oneOf('deprived', 'suspended'),
  /** The court or procuratorate. */
  decidedBy: col.text,
  documentNo: col.text,
  fromDate: col.day,
  /** The last day; null: open. */
  toDate: col.nullable(col.day),
  sentenceFrom: col.nullable(col.day),
  sentenceTo: col.nullable(col.day),
  /** The authority that reported it; null: a file of this election. */
  source: col.nullable(col.text),
  state: col.oneOf('replaced', 'withdrawn', 'counts'),
  /** It counts and covers election day. */
  holds: col.boolean,
}

export type DisqualificationRecord = RowOf<typeof DISQUALIFICATION_RECORD>

const RECORD = `d.id, d.person_key AS "personKey", d.name, d.ground, d.authority AS "decidedBy", d.document_no AS "documentNo",
  d.from_date AS "fromDate", d.to_date AS "toDate", d.sentence_from AS "sentenceFrom", d.sentence_to AS "sentenceTo", a.name AS source,
  CASE WHEN d.replaced_by IS NULL THEN 'counts' WHEN d.replaced_by = d.id THEN 'withdrawn' ELSE 'replaced' END AS state,
  d.replaced_by IS NULL AND least(d.sentence_from, d.from_date) <= e.polling_day AND (d.to_date IS NULL OR d.to_date >= e.polling_day) AS holds
  FROM disqualification d JOIN election e ON e.id = d.election_id
  LEFT JOIN disqualification_entry n ON n.person_key = d.person_key AND n.id = d.entry_id
  LEFT JOIN authority a ON a.id = n.authority_id`

/** All that was ever said of one person, newest first. */
export const findRecordsOf = (sql: Sql, electionId: string, personKey: string): Promise<DisqualificationRecord[]> =>
  sql.query(
    `SELECT ${RECORD} WHERE d.person_key = $2 AND d.election_id = $1 ORDER BY d.id DESC`,
    [electionId, personKey],
    DISQUALIFICATION_RECORD,
  )

/** Does election $1 know `person` in `area` (SQL): registered, refused, or in the population register there? */
const knownIn = (person: string, area: string): string => `(
  EXISTS (SELECT FROM registration r WHERE r.person_key = ${person} AND r.election_id = $1
    AND starts_with(coalesce(r.community_code, r.county_code), ${area}))
  OR EXISTS (SELECT FROM refused_row r WHERE r.person_key = ${person} AND r.election_id = $1
    AND starts_with(coalesce(r.community_code, r.county_code), ${area}))
  OR EXISTS (SELECT FROM population p JOIN population_extract x ON x.id = p.extract_id AND x.election_id = $1 AND x.state = 'current'
    WHERE p.person_key = ${person} AND starts_with(p.community_code, ${area})))`

export const isKnownIn = async (sql: Sql, electionId: string, personKey: string, area: string): Promise<boolean> =>
  (await sql.query(`SELECT ${knownIn('$2::uuid', '$3')} AS known`, [electionId, personKey, area], { known: col.boolean }))[0]
    ?.known === true

/** The person of a registration within `area`. */
export const findPersonOf = async (
  sql: Sql,
  electionId: string,
  ref: { readonly countyCode: string; readonly registrationId: number },
  area: string,
): Promise<string | undefined> =>
  (
    await sql.query(
      `SELECT r.person_key AS "personKey" FROM registration r
       WHERE r.county_code = $1 AND r.id = $2 AND r.election_id = $3 AND starts_with(coalesce(r.community_code, r.county_code), $4)`,
      [ref.countyCode, ref.registrationId, electionId, area],
      { personKey: col.uuid },
    )
  )[0]?.personKey

/** The person's registration in the election, the newest where there are several. */
export const findNewestRegistration = async (
  sql: Sql,
  electionId: string,
  personKey: string,
): Promise<{ countyCode: string; registrationId: number } | undefined> =>
  (
    await sql.query(
      `SELECT county_code AS "countyCode", id AS "registrationId" FROM registration WHERE person_key = $2 AND election_id = $1
       ORDER BY created_at DESC, id DESC LIMIT 1`,
      [electionId, personKey],
      { countyCode: col.text, registrationId: col.integer },
    )
  )[0]

/** Entries that count, of people whom the election knows in `area` (null: of everyone), by id after `after`; with the number of all. */
export const findRecordsIn = async (
  sql: Sql,
  electionId: string,
  area: string | null,
  after: number,
  limit: number,
): Promise<{ items: DisqualificationRecord[]; total: number }> => {
  const wanted = `d.election_id = $1 AND d.replaced_by IS NULL AND ($2::text IS NULL OR ${knownIn('d.person_key', '$2::text')})`
  const items = await sql.query(
    `SELECT ${RECORD} WHERE ${wanted} AND d.id > $3 ORDER BY d.id LIMIT $4`,
    [electionId, area, after, limit],
    DISQUALIFICATION_RECORD,
  )
  const [count] = await sql.query(`SELECT count(*) AS total FROM disqualification d WHERE ${wanted}`, [electionId, area], {
    total: col.integer,
  })
  return { items, total: count?.total ?? 0 }
}
