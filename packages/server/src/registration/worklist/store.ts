/** Who is registered, who waits, who is not yet registered: counts by community, and work lists for visits. */
import { col, named, type RowOf, type Sql } from '../../platform/database/index.ts'

export interface ListScope {
  readonly electionId: string
  readonly round: string
  readonly pollingDay: string
  /** Last birth date of someone who is 18 on election day. */
  readonly bornBy: string
  readonly electionArea: string
  /** Prefix of the communities to look at. */
  readonly area: string
}

export const scopeValues = ({ electionId, round, pollingDay, bornBy, electionArea, area }: ListScope) => ({
  electionId,
  round,
  pollingDay,
  bornBy,
  electionArea,
  area,
})

/**
 * People of the population register. Two with one number (重号) are both named: the second has a reference of its own, and `number_key` is of
 * the number that they share.
 */
const PEOPLE = `(
    SELECT person_key, extract_id, row_no, name, sex, birth_date, hukou_area, community_code, status, contact_block, contact_index,
      person_key AS number_key, person_key IN (SELECT person_key FROM population_namesake) AS shared
    FROM population
    UNION ALL
    SELECT md5(person_key::text || name)::uuid, extract_id, row_no, name, sex, birth_date, hukou_area, community_code, status, contact_block, contact_index,
      person_key, true
    FROM population_namesake
  ) p`

/** Someone who shares a number is registered by a registration of their own name, or by another document. */
const CLAIMED = `
  FROM ${PEOPLE}
  LEFT JOIN claim c ON c.person_key = p.number_key AND c.round = :round AND (NOT p.shared OR EXISTS (SELECT FROM registration o
    WHERE o.person_key = c.person_key AND o.county_code = c.county_code AND o.id = c.registration_id AND o.name = p.name))`
const BY_DOCUMENT = `EXISTS (SELECT FROM identity_document m JOIN registration o ON o.person_key = m.person_key AND o.election_id = m.election_id
  WHERE m.election_id = :electionId AND o.name = p.name AND o.birth_date = p.birth_date AND o.status IN ('registered', 'review', 'pending'))`

/**
 * Everyone in the current extract who may vote on the day (EL 4): alive, not moved out, 18, and not without the vote on it. Takes the
 * parameters of `scopeValues`. A claim means registered or waiting for a decision. The extract is asked for first: joined, the planner took its people
 * for some hundreds and looked each claim up.
 */
const MAY_VOTE = `
  p.extract_id = ANY(ARRAY(SELECT id FROM population_extract WHERE election_id = :electionId AND state = 'current')) AND p.status = 'present' AND NOT (p.shared AND ${BY_DOCUMENT})
    AND p.birth_date <= :bornBy::date AND (:electionArea = :area OR starts_with(coalesce(p.community_code, :electionArea), :area))
    AND NOT EXISTS (SELECT FROM disqualification d WHERE d.person_key = p.person_key AND d.election_id = :electionId AND d.replaced_by IS NULL
      AND least(d.sentence_from, d.from_date) <= :pollingDay::date AND (d.to_date IS NULL OR d.to_date >= :pollingDay::date))`
export const ELIGIBLE = `${CLAIMED} WHERE ${MAY_VOTE}`

const COMMUNITY_COUNTS = {
  code: col.text,
  eligible: col.integer,
  registered: col.integer,
  review: col.integer,
  /** Of `review`, those who are registered too: who stands is asked about, and stays on the roll until it is decided (EL 27). */
  reviewStanding: col.integer,
  /** Kept, and waiting for a register or the place of origin to answer: counted here and not among `review`. */
  pending: col.integer,
  notYetRegistered: col.integer,
}

export type CommunityCounts = RowOf<typeof COMMUNITY_COUNTS>

/** Counts by community within the area; people whose community is not known stand under the election's own area code. */
export const countByCommunity = (sql: Sql, scope: ListScope): Promise<CommunityCounts[]> =>
  sql.query(
    ...named(
      `WITH base AS (
       SELECT coalesce(p.community_code, :electionArea) AS code, p.eligible, p.missing
       FROM (SELECT p.community_code, count(*) AS eligible, count(*) FILTER (WHERE c.person_key IS NULL) AS missing ${ELIGIBLE} GROUP BY 1) p
     ), standing AS (
       SELECT coalesce(g.community_code, :electionArea) AS code, g.registered, g.review, g.standing, g.pending FROM (SELECT r.community_code, count(*) FILTER (WHERE r.status = 'registered') AS registered,
         count(*) FILTER (WHERE r.status = 'review' OR (r.status = 'registered' AND o.registration_id IS NOT NULL)) AS review,
         count(*) FILTER (WHERE r.status = 'registered' AND o.registration_id IS NOT NULL) AS standing,
         count(*) FILTER (WHERE r.status = 'pending') AS pending
       FROM registration r
       LEFT JOIN (SELECT DISTINCT person_key, county_code, registration_id FROM finding WHERE election_id = :electionId AND state = 'open') o
         ON o.person_key = r.person_key AND o.county_code = r.county_code AND o.registration_id = r.id
       WHERE r.election_id = :electionId AND r.status IN ('registered', 'review', 'pending') GROUP BY 1) g
       WHERE :electionArea = :area OR starts_with(coalesce(g.community_code, :electionArea), :area)
     )
     SELECT code, coalesce(b.eligible, 0)::bigint AS eligible, coalesce(s.registered, 0)::bigint AS registered, coalesce(s.review, 0)::bigint AS review,
       coalesce(s.standing, 0)::bigint AS "reviewStanding", coalesce(s.pending, 0)::bigint AS pending, coalesce(b.missing, 0)::bigint AS "notYetRegistered"
     FROM base b FULL JOIN standing s USING (code) ORDER BY code`,
      scopeValues(scope),
    ),
    COMMUNITY_COUNTS,
  )

/**
 * Refused rows that nobody has mended: neither the person nor, where the number was unusable, someone of that name and place stands since.
 * The earliest refusal is asked for once, so that of all who stand only those since are compared by name.
 */
const UNMENDED = `
  FROM (
    WITH unregistered AS MATERIALIZED (
      SELECT r.* FROM refused_row r
      LEFT JOIN registration g ON g.person_key = r.person_key AND g.election_id = $1 AND g.status IN ('registered', 'review', 'pending')
      WHERE r.election_id = $1 AND starts_with(coalesce(r.community_code, $2), $3) AND ($4::text IS NULL OR $4 = ANY(r.codes))
        AND g.person_key IS NULL
    ), mended AS MATERIALIZED (
      SELECT DISTINCT u.person_key, u.county_code, u.digest FROM unregistered u
      JOIN registration g ON g.name = u.name AND (g.community_code = u.community_code OR g.unit = u.unit) AND g.created_at > u.at
      WHERE NOT u.keyed AND g.election_id = $1 AND g.status IN ('registered', 'review', 'pending')
        AND g.created_at > (SELECT min(f.at) FROM refused_row f WHERE f.election_id = $1 AND NOT f.keyed)
    )
    SELECT u.* FROM unregistered u
    LEFT JOIN mended m ON m.person_key = u.person_key AND m.county_code = u.county_code AND m.digest = u.digest
    WHERE m.digest IS NULL
  ) r`

const REFUSED_ITEM = {
  countyCode: col.text,
  digest: col.uuid,
  /** Of its number 15 digits are left: an officer may ask for the person. */
  canPropose: col.boolean,
  importId: col.integer,
  fileName: col.text,
  rowNo: col.integer,
  name: col.text,
  community: col.nullable(col.json<{ readonly code: string; readonly name: string }>()),
  unit: col.nullable(col.text),
  codes: col.list(col.text),
  at: col.instant,
}

export type RefusedItem = RowOf<typeof REFUSED_ITEM>

export const findRefusedIn = async (
  sql: Sql,
  electionId: string,
  area: string,
  code: string | null,
  offset: number,
  limit: number,
  electionArea = area,
): Promise<{ items: RefusedItem[]; total: number }> => {
  const values = [electionId, electionArea, area, code]
  const items = await sql.query(
    `SELECT q.county_code AS "countyCode", q.digest, q.evidence -> 'kept' IS NOT NULL AS "canPropose", coalesce(q.import_id, 0) AS "importId", coalesce(i.file_name, '网上登记 online') AS "fileName", coalesce(q.row_no, 0) AS "rowNo", q.name,
       CASE WHEN q.community_code IS NULL THEN NULL ELSE jsonb_build_object('code', q.community_code, 'name', coalesce(a.name, q.community_code)) END AS community,
       q.unit, q.codes, q.at
     FROM (SELECT r.* ${UNMENDED} ORDER BY r.import_id, r.row_no, r.at, r.digest OFFSET $5 LIMIT $6) q
     LEFT JOIN import i ON i.id = q.import_id LEFT JOIN area a ON a.code = q.community_code ORDER BY q.import_id, q.row_no, q.at, q.digest`,
    [...values, offset, limit],
    REFUSED_ITEM,
  )
  const [count] = await sql.query(`SELECT count(*) AS total ${UNMENDED}`, values, { total: col.integer })
  return { items, total: count?.total ?? 0 }
}

export interface FindingCounts {
  /** Refused rows that nobody has mended. */
  readonly refused: number
  /** By code: findings that wait, and what those rows were refused for. */
  readonly byCode: Readonly<Record<string, number>>
}

/** Findings that wait and refusals not mended, of an election's communities within the area. */
export const countFindings = async (sql: Sql, electionId: string, electionArea: string, area: string): Promise<FindingCounts> => {
  const rows = await sql.query(
    `WITH unmended AS MATERIALIZED (SELECT r.codes ${UNMENDED})
     SELECT f.code, count(*) AS people FROM finding f JOIN registration g ON g.person_key = f.person_key AND g.county_code = f.county_code AND g.id = f.registration_id
     WHERE f.election_id = $1 AND f.state = 'open' AND ($2 = $3 OR starts_with(coalesce(g.community_code, $2), $3)) GROUP BY f.code
     UNION ALL SELECT code, count(*) FROM (SELECT unnest(codes) AS code FROM unmended) u GROUP BY code
     UNION ALL SELECT NULL, count(*) FROM unmended`,
    [electionId, electionArea, area, null],
    { code: col.nullable(col.text), people: col.integer },
  )
  const byCode: Record<string, number> = {}
  let refused = 0
  for (const { code, people } of rows)
    if (code === null) refused = people
    else byCode[code] = (byCode[code] ?? 0) + people
  return { refused, byCode }
}

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

const MISSING = (state: string) => `
  SELECT p.person_key AS "personRef", p.name, p.sex, extract(year FROM p.birth_date)::integer AS "birthYear", coalesce(p.community_code, :electionArea) AS "communityCode",
    p.hukou_area AS "hukouArea", p.contact_block AS "contactBlock", p.contact_index AS "contactIndex", p.row_no AS "rowNo",
    CASE WHEN v.person_key IS NULL THEN NULL ELSE jsonb_build_object('outcome', v.outcome, 'by', v.by_user, 'at', v.at) END AS visit
  ${CLAIMED} LEFT JOIN visit v ON v.person_key = p.person_key AND v.election_id = :electionId
  WHERE c.person_key IS NULL AND ${MAY_VOTE} ${state}
  ORDER BY p.community_code, p.row_no`

/** People not yet registered, in the order of the register, so that neighbours stand together. */
export const findMissing = (
  sql: Sql,
  scope: ListScope,
  state: 'open' | 'visited',
  community: string | null,
  offset: number,
  limit: number,
): Promise<Missing[]> =>
  sql.query(
    ...named(
      `${MISSING(`AND ${state === 'open' ? OPEN_VISIT : `NOT (${OPEN_VISIT})`} AND (:community::text IS NULL OR p.community_code = :community)`)} OFFSET :offset LIMIT :limit`,
      { ...scopeValues(scope), community, offset, limit },
    ),
    MISSING_ROW,
  )

/** All of them, visited or not, in pages. Only within a transaction. */
export const pagesOfMissing = (tx: Sql, scope: ListScope, pageSize: number): AsyncIterable<Missing[]> =>
  tx.pages(...named(MISSING(''), scopeValues(scope)), MISSING_ROW, pageSize)

export const countMissing = (sql: Sql, scope: ListScope): Promise<{ code: string; total: number; visited: number }[]> =>
  sql.query(
    ...named(
      `SELECT m."communityCode" AS code, count(*) AS total, count(*) FILTER (WHERE m.visit ->> 'outcome' <> 'out') AS visited FROM (${MISSING('')}) m GROUP BY 1 ORDER BY 1`,
      scopeValues(scope),
    ),
    { code: col.text, total: col.integer, visited: col.integer },
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
  (await tx.run(
    ...named(
      `INSERT INTO visit (county_code, election_id, person_key, outcome, by_user, at)
     SELECT left(coalesce(p.community_code, :electionArea), 6), :electionId, p.person_key, :outcome, :by, :at FROM ${PEOPLE}
     JOIN population_extract x ON x.id = p.extract_id AND x.election_id = :electionId AND x.state = 'current'
     WHERE p.person_key = :personRef::uuid AND starts_with(coalesce(p.community_code, :electionArea), :area) LIMIT 1
     ON CONFLICT (county_code, election_id, person_key) DO UPDATE SET outcome = excluded.outcome, by_user = excluded.by_user, at = excluded.at`,
      { electionId: scope.electionId, personRef, electionArea: scope.electionArea, area: scope.area, outcome, by, at },
    ),
  )) === 1
