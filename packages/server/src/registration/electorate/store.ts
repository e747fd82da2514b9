/** People of whom it is not settled whether they elect the township's deputies, and what officers decided. */
import { TOWNSHIP_GROUNDS, TOWNSHIP_VOTES } from '@mingce/domain/election'
import { col, named, type RowOf, type Sql } from '../../platform/database/index.ts'

/** As the index registration_electorate has it. */
const OPEN = `(r.township_vote = 'undecided' OR r.township_ground = 'disputed' OR (r.township_vote = 'yes' AND r.township_district IS NULL))
  AND r.status IN ('registered', 'review', 'pending')`

const COUNTS = { undecided: col.integer, disputed: col.integer, placeless: col.integer }

/** How many people within the area are open, by kind; each is counted once. */
export const countOpen = async (
  sql: Sql,
  electionId: string,
  electionArea: string,
  area: string,
): Promise<RowOf<typeof COUNTS>> => {
  const [row] = await sql.query(
    `SELECT count(*) FILTER (WHERE r.township_vote = 'undecided') AS undecided,
       count(*) FILTER (WHERE r.township_vote <> 'undecided' AND r.township_ground = 'disputed') AS disputed,
       count(*) FILTER (WHERE r.township_vote = 'yes' AND r.township_ground <> 'disputed' AND r.township_district IS NULL) AS placeless
     FROM registration r WHERE r.election_id = $1 AND ${OPEN} AND ($2 = $3 OR starts_with(coalesce(r.community_code, $2), $3))`,
    [electionId, electionArea, area],
    COUNTS,
  )
  return row ?? { undecided: 0, disputed: 0, placeless: 0 }
}

const PERSON = {
  countyCode: col.text,
  registrationId: col.integer,
  name: col.text,
  community: col.nullable(col.json<{ readonly code: string; readonly name: string }>()),
  unit: col.nullable(col.text),
  vote: col.oneOf(...TOWNSHIP_VOTES),
  ground: col.oneOf(...TOWNSHIP_GROUNDS),
  stated: col.nullable(col.boolean),
  registered: col.nullable(col.boolean),
  since: col.instant,
}

export type OpenPerson = RowOf<typeof PERSON>

/** A page of them, in the order in which they were registered, after the registration `after`. */
export const findOpen = (
  sql: Sql,
  scope: { readonly electionId: string; readonly electionArea: string; readonly area: string },
  community: string | null,
  after: { readonly countyCode: string; readonly registrationId: number },
  limit: number,
): Promise<OpenPerson[]> =>
  sql.query(
    ...named(
      `SELECT r.county_code AS "countyCode", r.id AS "registrationId", r.name, r.unit, r.township_vote AS vote, r.township_ground AS ground,
         r.elects_township AS stated, r.created_at AS since,
         (SELECT jsonb_build_object('code', a.code, 'name', a.name) FROM area a WHERE a.code = r.community_code) AS community,
         (SELECT p.elects_township FROM population p JOIN population_extract x ON x.id = p.extract_id AND x.election_id = :electionId AND x.state = 'current'
          WHERE p.person_key = r.person_key LIMIT 1) AS registered
       FROM registration r
       WHERE r.election_id = :electionId AND ${OPEN} AND (:electionArea = :area OR starts_with(coalesce(r.community_code, :electionArea), :area))
         AND (:community::text IS NULL OR r.community_code = :community) AND (r.county_code, r.id) > (:afterCounty, :afterId::bigint)
       ORDER BY r.county_code, r.id LIMIT :limit`,
      { ...scope, community, afterCounty: after.countyCode, afterId: after.registrationId, limit },
    ),
    PERSON,
  )

const STANDING = {
  personKey: col.uuid,
  communityCode: col.nullable(col.text),
  townshipDistrict: col.nullable(col.text),
  vote: col.nullable(col.oneOf(...TOWNSHIP_VOTES)),
  ground: col.nullable(col.oneOf(...TOWNSHIP_GROUNDS)),
  hasDistrict: col.boolean,
}

/** The registration that an answer is about, while it stands. */
export const findStanding = async (
  sql: Sql,
  electionId: string,
  countyCode: string,
  registrationId: number,
): Promise<RowOf<typeof STANDING> | undefined> =>
  (
    await sql.query(
      `SELECT r.person_key AS "personKey", r.community_code AS "communityCode", r.township_district AS "townshipDistrict", r.township_vote AS vote,
         r.township_ground AS ground, EXISTS (SELECT FROM district_community c WHERE c.election_id = $1 AND c.level = 'township'
           AND c.community_code = r.community_code AND c.part IN ('', coalesce(r.part, ''))) AS "hasDistrict"
       FROM registration r WHERE r.election_id = $1 AND r.county_code = $2 AND r.id = $3 AND r.status IN ('registered', 'review', 'pending')`,
      [electionId, countyCode, registrationId],
      STANDING,
    )
  )[0]

export interface AnswerRow {
  readonly personKey: string
  readonly electionId: string
  readonly elects: boolean
  readonly districtCode: string | null
  readonly ground: string
  readonly document: string
  readonly setBy: string
  readonly role: string
  readonly at: Date
}

export const upsertAnswer = (tx: Sql, answer: AnswerRow): Promise<number> =>
  tx.run(
    ...named(
      `INSERT INTO township_answer (person_key, election_id, elects, district_code, ground, document, set_by, role, at)
       VALUES (:personKey, :electionId, :elects, :districtCode, :ground, :document, :setBy, :role, :at)
       ON CONFLICT (person_key, election_id) DO UPDATE SET elects = excluded.elects, district_code = excluded.district_code, ground = excluded.ground,
         document = excluded.document, set_by = excluded.set_by, role = excluded.role, at = excluded.at`,
      { ...answer },
    ),
  )

/** Records in the history of a registration what an officer decided. */
export const insertAnswerEvent = (
  tx: Sql,
  of: { readonly personKey: string; readonly countyCode: string; readonly registrationId: number; readonly electionId: string },
  by: { readonly actor: string; readonly reason: string; readonly before: object },
  at: Date,
): Promise<number> =>
  tx.run(
    ...named(
      `INSERT INTO registration_event (person_key, county_code, registration_id, election_id, kind, actor, at, reason, before)
       VALUES (:personKey, :countyCode, :registrationId, :electionId, 'updated', :actor, :at, :reason, :before::jsonb)`,
      { ...of, actor: by.actor, reason: by.reason, before: JSON.stringify(by.before), at },
    ),
  )
