/**
 * Registrations that come one by one, as rows: a few of them are judged and admitted in one transaction by the very SQL that judges files
 * (check/store.judge.ts, check/store.outcome.ts). They need no staging table: the rows travel as one parameter.
 */

import { TOWNSHIP_GROUNDS, TOWNSHIP_VOTES } from '@mingce/domain/election'
import { REGISTRATION_STATUSES } from '@mingce/domain/registration'
import { col, jsonOf, named, prepared, type RowOf, type Sql } from '../../platform/database/index.ts'
import {
  type CheckScope,
  CONTESTED,
  inLockOrder,
  type JudgedRelation,
  judgeQuery,
  judgeValues,
  lockRegistrations,
  ONCE,
  type RegistrationKey,
} from '../check/index.ts'
import { keepCounts } from '../counts/index.ts'

/** One person's row, as a file's row is staged. */
export interface OnlineRow {
  readonly row_no: number
  readonly person_key: string
  readonly facts: number
  readonly name: string
  readonly name_order: string
  readonly sex: string | null
  readonly birth_date: string | null
  readonly community_code: string
  readonly unit: string | null
  readonly basis: string
  readonly evidence: number
  readonly elects_township: boolean | null
  readonly lives_here_since: string | null
  readonly contract_from: string | null
  readonly contract_until: string | null
  readonly part: string | null
  readonly digest: string
  readonly stated: Readonly<Record<string, unknown>> | null
  readonly contact_block: number | null
  readonly contact_index: number | null
}

const JUDGED_ROW = {
  import_id: col.nullable(col.integer),
  county_code: col.text,
  community_code: col.nullable(col.text),
  county_district: col.nullable(col.text),
  township_district: col.nullable(col.text),
  township_vote: col.nullable(col.oneOf(...TOWNSHIP_VOTES)),
  township_ground: col.nullable(col.oneOf(...TOWNSHIP_GROUNDS)),
  elects_township: col.nullable(col.boolean),
  part: col.nullable(col.text),
  voter_group: col.text,
  standing_id: col.nullable(col.integer),
  holder_county: col.nullable(col.text),
  holder_id: col.nullable(col.integer),
  said_community: col.nullable(col.text),
  name: col.text,
  row_no: col.integer,
  person_key: col.uuid,
  facts: col.integer,
  name_order: col.text,
  sex: col.nullable(col.text),
  birth_date: col.nullable(col.day),
  unit: col.nullable(col.text),
  basis: col.text,
  evidence: col.integer,
  lives_here_since: col.nullable(col.day),
  contract_from: col.nullable(col.day),
  contract_until: col.nullable(col.day),
  digest: col.uuid,
  stated: col.nullable(col.json<Readonly<Record<string, unknown>>>()),
  contact_block: col.nullable(col.integer),
  contact_index: col.nullable(col.integer),
}

/** A row with what was found of it: the columns of `judgeQuery`. */
export type JudgedRow = RowOf<typeof JUDGED_ROW>

const PERSON_COLUMNS = `row_no integer, person_key uuid, facts bigint, name text, name_order text, sex text, birth_date date, unit text, basis text,
  evidence smallint, digest uuid, stated jsonb, contact_block bigint, contact_index smallint, elects_township boolean, part text,
  lives_here_since date, contract_from date, contract_until date`

const judging = (levels: readonly string[]) =>
  prepared(
    `WITH batch AS MATERIALIZED (
     SELECT b.*, NULL::bigint AS import_id, NULL::text AS county_district, NULL::text AS voter_group, ${ONCE}
     FROM jsonb_to_recordset(:rows::jsonb) AS b(${PERSON_COLUMNS}, community_code text)
   ) SELECT one.* FROM (${judgeQuery('batch', { levels }, 'few')}) one ORDER BY person_key`,
  )
/** Statements of elections in which townships elect, and of others. */
const JUDGE = { townships: judging(['county', 'township']), county: judging(['county']) }

/** Judges rows of different people, in the order of their person keys. */
export const judgeOnline = (tx: Sql, rows: readonly OnlineRow[], scope: CheckScope): Promise<JudgedRow[]> =>
  tx.query(
    ...named(scope.levels.includes('township') ? JUDGE.townships : JUDGE.county, { ...judgeValues(scope), rows: jsonOf(rows) }),
    JUDGED_ROW,
  )

/** Judged rows as the relation that `admit` reads: one parameter of each statement. */
export const relationOf = (rows: readonly JudgedRow[]): JudgedRelation => ({
  sql: parameter => `(SELECT c.* FROM jsonb_to_recordset($${parameter}::jsonb) AS c(${PERSON_COLUMNS}, import_id bigint,
  county_code text, community_code text, county_district text, township_district text, township_vote text, township_ground text, voter_group text, standing_id bigint, holder_county text,
  holder_id bigint, said_community text))`,
  values: [jsonOf(rows)],
})

export interface KnownRequest {
  readonly id: string
  readonly actor: string
  readonly action: string
  readonly answer: { readonly value?: unknown }
}

const KEEP = prepared(
  `INSERT INTO request (id, actor, action, answer, at)
   SELECT q.id, q.actor, q.action, jsonb_build_object('value', q.answer::jsonb), $5
   FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[]) AS q(id, actor, action, answer) ORDER BY q.id
   ON CONFLICT (id) DO NOTHING`,
)

/** Keeps answers under their request ids; returns how many ids were free. */
export const keepAnswers = (
  tx: Sql,
  requests: readonly { readonly id: string; readonly actor: string; readonly action: string; readonly answer: unknown }[],
  at: Date,
): Promise<number> =>
  tx.run(KEEP, [
    requests.map(r => r.id),
    requests.map(r => r.actor),
    requests.map(r => r.action),
    requests.map(r => jsonOf(r.answer)),
    at,
  ])

// Asked first in its transaction, and so it also tells the planner what kind of transaction this is: a few people, each looked up by index.
// Without that a plan made while an election's tables were still empty, and kept, reads them whole for every voter when they have filled.
const LIVE = prepared(
  `SELECT e.state, (SELECT max(x.id) FROM population_extract x WHERE x.election_id = e.id AND x.state = 'current') AS "extractId",
     (SELECT jsonb_agg(jsonb_build_object('id', q.id, 'actor', q.actor, 'action', q.action, 'answer', q.answer)) FROM request q
      WHERE q.id = ANY($2::uuid[])) AS known,
     ARRAY[set_config('enable_seqscan', 'off', true), set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true),
       set_config('jit', 'off', true), set_config('plan_cache_mode', 'force_generic_plan', true)] AS plans
   FROM election e WHERE e.id = $1`,
)

const LIVE_ROW = {
  state: col.text,
  extractId: col.nullable(col.integer),
  /** Of these request ids those that were answered before. */
  known: col.nullable(col.json<readonly KnownRequest[]>()),
  /** The transaction's settings as they are now. */
  plans: col.list(col.text),
}

export type Live = RowOf<typeof LIVE_ROW>

/** What may change at any moment: the election's state, the extract that checks ask, and which requests were answered before. */
export const findLive = async (sql: Sql, electionId: string, requestIds: readonly string[]): Promise<Live | undefined> =>
  (await sql.query(LIVE, [electionId, requestIds], LIVE_ROW))[0]

const OWN_ROW = {
  electionId: col.text,
  personKey: col.uuid,
  countyCode: col.text,
  registrationId: col.integer,
  status: col.oneOf(...REGISTRATION_STATUSES),
  communityCode: col.nullable(col.text),
  countyDistrict: col.nullable(col.text),
  townshipDistrict: col.nullable(col.text),
  /** Elects the township's deputies; null: the election has no township level. */
  townshipVote: col.nullable(col.oneOf(...TOWNSHIP_VOTES)),
  townshipGround: col.nullable(col.oneOf(...TOWNSHIP_GROUNDS)),
  voterGroup: col.nullable(col.text),
  part: col.nullable(col.text),
  channel: col.text,
  at: col.instant,
  digest: col.uuid,
  name: col.text,
  codes: col.list(col.text),
  /** What was shown of the proof that someone from elsewhere needs, where it is not enough. */
  unproven: col.nullable(col.json<Readonly<Record<string, unknown>>>()),
  /** By a certificate: waits for a decision, then for the place of origin; or marks that the person went to another installation. */
  bound: col.nullable(col.oneOf('arriving', 'held', 'elsewhere')),
  /** The registration that the person's claim of the round is at. */
  holds: col.boolean,
}

/** A registration as its person sees it; names of places are added by the frame. */
export type OwnRow = RowOf<typeof OWN_ROW>

const OWN = `SELECT r.election_id AS "electionId", r.person_key AS "personKey", r.county_code AS "countyCode", r.id AS "registrationId", r.status,
  r.community_code AS "communityCode", r.county_district AS "countyDistrict", r.township_district AS "townshipDistrict",
  r.township_vote AS "townshipVote", r.township_ground AS "townshipGround", r.voter_group AS "voterGroup", r.part, r.channel, r.created_at AS at, r.digest, r.name, r.bound,
  ARRAY(SELECT f.code FROM finding f WHERE f.person_key = r.person_key AND f.county_code = r.county_code AND f.registration_id = r.id
    AND f.state = 'open' ORDER BY f.code) AS codes,
  (SELECT f.evidence FROM finding f WHERE f.person_key = r.person_key AND f.county_code = r.county_code AND f.registration_id = r.id
    AND f.state = 'open' AND f.code = 'place.unproven' ORDER BY f.opened_at DESC LIMIT 1) AS unproven,
  EXISTS (SELECT FROM claim c WHERE c.person_key = r.person_key AND c.county_code = r.county_code AND c.registration_id = r.id) AS holds
  FROM registration r`
const OWN_OF_MANY = prepared(`${OWN} WHERE r.person_key = ANY($1::uuid[]) AND r.election_id = $2 ORDER BY r.id`)
const OWN_OF_ONE = prepared(`${OWN} WHERE r.person_key = $1 AND ($2::text IS NULL OR r.election_id = $2) ORDER BY r.id DESC`)

/** Registrations of these people in one election, oldest first. */
export const findOwnOfMany = (sql: Sql, personKeys: readonly string[], electionId: string): Promise<OwnRow[]> =>
  sql.query(OWN_OF_MANY, [personKeys, electionId], OWN_ROW)

/** A person's registrations, newest first; of one election where it is named. */
export const findOwn = (sql: Sql, personKey: string, electionId: string | null): Promise<OwnRow[]> =>
  sql.query(OWN_OF_ONE, [personKey, electionId], OWN_ROW)

export interface Move {
  readonly personKey: string
  readonly countyCode: string
  readonly registrationId: number
  readonly actor: string
  readonly reason: string
}

/**
 * Takes people from the registrations that hold them, so that the ones admitted next in this transaction can. What was open there is
 * withdrawn. Returns how many claims were still where the check had found them.
 */
export const moveAway = (tx: Sql, moves: readonly Move[], round: string, at: Date): Promise<number> =>
  keepCounts(
    tx,
    moves.map(m => m.personKey),
    () => leavePlaces(tx, moves, round, at),
  )

const leavePlaces = async (tx: Sql, moves: readonly Move[], round: string, at: Date): Promise<number> => {
  const keys = [moves.map(m => m.personKey), moves.map(m => m.countyCode), moves.map(m => m.registrationId)]
  for (const move of inLockOrder(moves)) await lockRegistrations(tx, move.personKey, [move])
  const freed = await tx.run(
    `DELETE FROM claim c USING unnest($1::uuid[], $2::text[], $3::bigint[]) AS k(person, county, id)
     WHERE c.person_key = k.person AND c.round = $4 AND c.county_code = k.county AND c.registration_id = k.id`,
    [...keys, round],
  )
  await tx.run(
    `UPDATE registration r SET status = 'moved' FROM unnest($1::uuid[], $2::text[], $3::bigint[]) AS k(person, county, id)
     WHERE r.person_key = k.person AND r.county_code = k.county AND r.id = k.id`,
    keys,
  )
  await tx.run(
    `UPDATE finding f SET state = 'withdrawn', decided_at = $4, decided_by = 'online', reason = 'moved'
     FROM unnest($1::uuid[], $2::text[], $3::bigint[]) AS k(person, county, id)
     WHERE f.person_key = k.person AND f.county_code = k.county AND f.registration_id = k.id AND f.state = 'open'`,
    [...keys, at],
  )
  await tx.run(
    `INSERT INTO registration_event (person_key, county_code, registration_id, election_id, kind, actor, at, reason, before)
     SELECT r.person_key, r.county_code, r.id, r.election_id, 'moved', k.actor, $6, k.reason, '{}'
     FROM unnest($1::uuid[], $2::text[], $3::bigint[], $4::text[], $5::text[]) AS k(person, county, id, actor, reason)
     JOIN registration r ON r.person_key = k.person AND r.county_code = k.county AND r.id = k.id`,
    [...keys, moves.map(m => m.actor), moves.map(m => m.reason), at],
  )
  return freed
}

/** A settled case that both offices see: the person chose one of two places (EL 5). */
export const recordChoices = (
  tx: Sql,
  choices: readonly {
    readonly countyCode: string
    readonly registrationId: number
    readonly personKey: string
    readonly otherCounty: string
    readonly otherId: number
    readonly by: string
    readonly reason: string
  }[],
  electionId: string,
  at: Date,
): Promise<number> =>
  keepCounts(
    tx,
    choices.map(c => c.personKey),
    () =>
      tx.run(
        ...named(
          `INSERT INTO finding (county_code, registration_id, code, fingerprint, election_id, person_key, other_county, other_registration_id, evidence,
       state, opened_at, decided_at, decided_by, reason, import_id, row_no)
     SELECT e.county, e.id, 'claim.other-district', md5(e.evidence::text), :electionId, e.person, e.other_county, e.other_id, e.evidence, 'accepted', :at, :at,
       e.by, e.reason, e.import_id, e.row_no
     FROM (
       SELECT k.*, g.import_id, g.row_no, jsonb_build_object('community', h.community_code, 'channel', h.channel) AS evidence
       FROM unnest(:choices::text[], :choices2::bigint[], :choices3::uuid[], :choices4::text[], :choices5::bigint[], :choices6::text[], :choices7::text[])
         AS k(county, id, person, other_county, other_id, by, reason)
       JOIN registration g ON g.person_key = k.person AND g.county_code = k.county AND g.id = k.id
       JOIN registration h ON h.person_key = k.person AND h.county_code = k.other_county AND h.id = k.other_id
     ) e
     ON CONFLICT DO NOTHING`,
          {
            choices: choices.map(c => c.countyCode),
            choices2: choices.map(c => c.registrationId),
            choices3: choices.map(c => c.personKey),
            choices4: choices.map(c => c.otherCounty),
            choices5: choices.map(c => c.otherId),
            choices6: choices.map(c => c.by),
            choices7: choices.map(c => c.reason),
            electionId,
            at,
          },
        ),
      ),
  )

/** Registrations just made wait for a register that did not answer. */
export const setPending = (tx: Sql, digests: readonly string[], personKeys: readonly string[]): Promise<number> =>
  keepCounts(tx, personKeys, () =>
    tx.run(
      `UPDATE registration r SET status = 'pending' FROM unnest($1::uuid[], $2::uuid[]) AS k(digest, person)
     WHERE r.person_key = k.person AND r.digest = k.digest AND r.status IN ('registered', 'review') AND r.facts & ${CONTESTED} = 0`,
      [digests, personKeys],
    ),
  )

/**
 * A registration just made waits until the place of origin of its certificate releases the voter; one that needs a decision waits for that
 * first, and the place of origin is not asked before.
 */
export const holdForCertificate = (tx: Sql, personKey: string, digest: string): Promise<number> =>
  keepCounts(tx, [personKey], () =>
    tx.run(
      `UPDATE registration SET status = CASE WHEN status = 'registered' THEN 'pending' ELSE status END,
       bound = CASE WHEN status = 'registered' THEN 'held' ELSE 'arriving' END
     WHERE person_key = $1 AND digest = $2 AND status IN ('registered', 'review') AND facts & ${CONTESTED} = 0`,
      [personKey, digest],
    ),
  )

/** Seals in one contact given online; returns its block. */
export const insertContact = async (tx: Sql, electionId: string, sealed: Uint8Array): Promise<number> => {
  const [row] = await tx.query(
    'INSERT INTO contact_block (election_id, sealed) VALUES ($1, $2) RETURNING id',
    [electionId, sealed],
    { id: col.integer },
  )
  if (!row) throw new Error('a contact got no id')
  return row.id
}

/** Of these registrations those that are pending, locked. */
export const findPending = async (tx: Sql, registrations: readonly RegistrationKey[]): Promise<RegistrationKey[]> => {
  const pending: RegistrationKey[] = []
  for (const { personKey, countyCode, registrationId } of inLockOrder(registrations))
    pending.push(
      ...(await tx.query(
        `SELECT person_key AS "personKey", county_code AS "countyCode", id AS "registrationId" FROM registration
         WHERE person_key = $1 AND county_code = $2 AND id = $3 AND status = 'pending' AND bound IS NULL FOR UPDATE`,
        [personKey, countyCode, registrationId],
        { personKey: col.uuid, countyCode: col.text, registrationId: col.integer },
      )),
    )
  return pending
}

const SETTLED_ROW = {
  countyCode: col.text,
  registrationId: col.integer,
  personKey: col.uuid,
  status: col.oneOf('review', 'registered'),
  community: col.nullable(col.json<{ readonly code: string; readonly name: string }>()),
  codes: col.list(col.text),
}

export type SettledRow = RowOf<typeof SETTLED_ROW>

/** Lets pending registrations stand; those of which something is open wait for a decision, unless the place of origin has `released` them. */
export const letPendingStand = (tx: Sql, registrations: readonly RegistrationKey[], released: boolean): Promise<SettledRow[]> =>
  keepCounts(
    tx,
    registrations.map(r => r.personKey),
    () =>
      tx.query(
        `WITH found AS (
       SELECT r.person_key, r.county_code, r.id, ARRAY(SELECT f.code FROM finding f WHERE f.person_key = r.person_key
         AND f.county_code = r.county_code AND f.registration_id = r.id AND f.state = 'open' ORDER BY f.code) AS codes
       FROM registration r JOIN unnest($1::uuid[], $2::text[], $3::bigint[]) AS k(person, county, id)
         ON r.person_key = k.person AND r.county_code = k.county AND r.id = k.id
     )
     UPDATE registration r SET status = CASE WHEN cardinality(found.codes) = 0 OR $4 THEN 'registered' ELSE 'review' END
     FROM found WHERE r.person_key = found.person_key AND r.county_code = found.county_code AND r.id = found.id AND r.status = 'pending' AND r.bound IS NULL
     RETURNING r.county_code AS "countyCode", r.id AS "registrationId", r.person_key AS "personKey", r.status, found.codes,
       (SELECT jsonb_build_object('code', a.code, 'name', a.name) FROM area a WHERE a.code = r.community_code) AS community`,
        [
          registrations.map(r => r.personKey),
          registrations.map(r => r.countyCode),
          registrations.map(r => r.registrationId),
          released,
        ],
        SETTLED_ROW,
      ),
  )
