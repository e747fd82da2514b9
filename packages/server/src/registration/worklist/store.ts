/** Who is registered, who waits, who is not yet registered: counts by community, and work lists for visits. */
import { col, named, type RowOf, type Sql } from '../../platform/database/index.ts'
import { CLAIM_OF, ELIGIBLE, keepCounts, type ListScope, PEOPLE, QUALIFIED, scopeValues } from '../counts/index.ts'

const MISSING_ROW = {
  personRef: col.uuid,
  name: col.text,
  sex: col.nullable(col.oneOf('M', 'F')),
  birthYear: col.integer,
  communityCode: col.text,
  hukouArea: col.nullable(col.text),
  contactBlock: col.nullable(col.integer),
  contactIndex: col.nullable(col.integer),
  /** File of the extract × 10^9 + row in it. */
  rowNo: col.integer,
  visit: col.nullable(col.json<{ readonly outcome: string; readonly by: string; readonly at: string }>()),
}

export type Missing = RowOf<typeof MISSING_ROW>

/** Not visited yet, or nobody was at home: to be visited again. */
const OPEN_VISIT = `coalesce(v.outcome, 'out') = 'out'`

const MISSING_COLUMNS = `p.person_key AS "personRef", p.name, p.sex, extract(year FROM p.birth_date)::integer AS "birthYear",
    coalesce(p.community_code, :electionArea) AS "communityCode", p.hukou_area AS "hukouArea", p.contact_block AS "contactBlock",
    p.contact_index AS "contactIndex", p.row_no AS "rowNo",
    CASE WHEN v.person_key IS NULL THEN NULL ELSE jsonb_build_object('outcome', v.outcome, 'by', v.by_user, 'at', v.at) END AS visit`
const VISITED = 'LEFT JOIN visit v ON v.person_key = p.person_key AND v.election_id = :electionId'

/** A part of a community in the order of the register: the people after a row. */
export interface Stretch {
  readonly extractId: number
  /** null: people of whom the register says no community. */
  readonly community: string | null
  readonly afterRow: number
  /** People of the register, registered or not, that are looked at. */
  readonly scan: number
}

const inCommunity = (community: string | null): string =>
  community === null ? 'p.community_code IS NULL' : 'p.community_code = :community'
const stretchValues = ({ extractId, community, afterRow, scan }: Stretch) => ({
  extractId,
  afterRow,
  scan,
  ...(community === null ? {} : { community }),
})

/** People of a stretch who are not yet registered, in the order of the register, so that neighbours stand together. */
export const findMissing = (sql: Sql, scope: ListScope, state: 'open' | 'visited', stretch: Stretch): Promise<Missing[]> => {
  const { electionId, round, pollingDay, bornBy, electionArea } = scope
  return sql.query(
    ...named(
      `SELECT ${MISSING_COLUMNS}
       FROM (SELECT p.* FROM ${PEOPLE} WHERE p.extract_id = :extractId AND ${inCommunity(stretch.community)} AND p.row_no > :afterRow
         ORDER BY p.row_no LIMIT :scan) p
       ${CLAIM_OF} ${VISITED}
       WHERE c.person_key IS NULL AND ${QUALIFIED} AND ${state === 'open' ? OPEN_VISIT : `NOT (${OPEN_VISIT})`}
       ORDER BY p.row_no`,
      { electionId, round, pollingDay, bornBy, electionArea, ...stretchValues(stretch) },
    ),
    MISSING_ROW,
  )
}

/** The last row of a stretch; undefined where the community ends before. */
export const findStretchEnd = async (sql: Sql, stretch: Stretch): Promise<number | undefined> =>
  (
    await sql.query(
      ...named(
        `SELECT p.row_no AS "rowNo" FROM ${PEOPLE} WHERE p.extract_id = :extractId AND ${inCommunity(stretch.community)} AND p.row_no > :afterRow
         ORDER BY p.row_no OFFSET :scan LIMIT 1`,
        { ...stretchValues(stretch), scan: stretch.scan - 1 },
      ),
      { rowNo: col.integer },
    )
  )[0]?.rowNo

/** All of them, visited or not, in pages. Only within a transaction. */
export const pagesOfMissing = (tx: Sql, scope: ListScope, pageSize: number): AsyncIterable<Missing[]> =>
  tx.pages(
    ...named(
      `SELECT m.* FROM (SELECT ${MISSING_COLUMNS} FROM (SELECT p.* ${ELIGIBLE} AND c.person_key IS NULL) p ${VISITED}) m
       ORDER BY m."communityCode", m."rowNo"`,
      scopeValues(scope),
    ),
    MISSING_ROW,
    pageSize,
  )

/** Names of communities by code, for whatever of them is asked. */
export const namesOfCommunities = async (sql: Sql, codes: readonly string[]): Promise<Map<string, string>> =>
  new Map(
    (
      await sql.query('SELECT code, name FROM area WHERE code = ANY($1::text[])', [codes], { code: col.text, name: col.text })
    ).map(a => [a.code, a.name]),
  )

export const findContactBlocks = (sql: Sql, ids: readonly number[]): Promise<{ id: number; sealed: Uint8Array }[]> =>
  sql.query('SELECT id, sealed FROM contact_block WHERE id = ANY($1::bigint[])', [ids], { id: col.integer, sealed: col.bytes })

/** Marks a visit to someone of the current extract within the area; returns whether there is such a person. `closed` keeps no reason. */
export const upsertVisit = async (
  tx: Sql,
  scope: ListScope,
  personRef: string,
  outcome: string,
  by: string,
  at: Date,
): Promise<boolean> =>
  (await keepCounts(
    tx,
    [personRef],
    () =>
      tx.run(
        ...named(
          `INSERT INTO visit (county_code, election_id, person_key, outcome, by_user, at)
     SELECT left(coalesce(p.community_code, :electionArea), 6), :electionId, p.person_key, :outcome, :by, :at FROM ${PEOPLE}
     JOIN population_extract x ON x.id = p.extract_id AND x.election_id = :electionId AND x.state = 'current'
     WHERE p.person_key = :personRef::uuid AND starts_with(coalesce(p.community_code, :electionArea), :area) LIMIT 1
     ON CONFLICT (county_code, election_id, person_key) DO UPDATE SET outcome = excluded.outcome, by_user = excluded.by_user, at = excluded.at`,
          { electionId: scope.electionId, personRef, electionArea: scope.electionArea, area: scope.area, outcome, by, at },
        ),
      ),
    true,
  )) === 1
