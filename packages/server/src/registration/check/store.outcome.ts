/**
 * Writes what was decided of judged rows: registrations, claims, findings, refusals. Whole sets, inside the caller's transaction.
 */
import { FINDINGS, hasFact, STANDING, withoutFacts } from '@mingce/domain/registration'
import { col, prepared, type Sql, type SqlValue } from '../../platform/database/index.ts'
import type { JudgedMask } from './store.decide.ts'
import { ALL_FINDINGS, CONTESTED, DATES, OF_TWO, REVIEW, UNKEYED, WITHHELD } from './store.facts.ts'
import { recordSounds } from './store.sounds.ts'

/** Judged rows (`judgeQuery`) as a relation: a table, or a parameter of the statement that reads them. */
export interface JudgedRelation {
  /** SQL of the relation; `parameter` is the number of the statement's next free parameter. */
  readonly sql: (parameter: number) => string
  /** Value of that parameter, where the relation has one. */
  readonly values: readonly SqlValue[]
}

export interface Admission {
  readonly rows: JudgedRelation
  readonly electionId: string
  readonly round: string
  readonly channel: string
  readonly at: Date
  readonly masks: readonly Pick<JudgedMask, 'mask' | 'decision' | 'rows'>[]
  /** `rows` is the same text each time, many times a second: its statements are planned once. */
  readonly often?: boolean
  /** There are many rows: a job makes them searchable afterwards (registration/voters). */
  readonly searchableLater?: boolean
}

/** Runs a statement that reads the judged rows, with `values` as its first parameters. */
const runOn = (tx: Sql, admission: Admission, values: readonly SqlValue[], text: (rows: string) => string): Promise<number> => {
  const sql = text(admission.rows.sql(values.length + 1))
  return tx.run(admission.often ? prepared(sql) : sql, [...values, ...admission.rows.values])
}

/** A person was claimed by another transaction between judging and writing: judge again. */
export class ClaimedMeanwhile extends Error {}

const masksWith = (admission: Admission, ...outcomes: string[]): number[] => [
  ...new Set(admission.masks.filter(m => outcomes.includes(m.decision.outcome)).map(m => m.mask)),
]

/** Last round's voters stand (EL 27): what is found of them is asked, and does not lift them from the roll before a person decides. */
const standsWhileReviewed = (channel: string): boolean => channel === 'previous-roll'

/**
 * Inserts registrations and, of those that hold their person, the claims, in the order in which the rows come. A claim that another
 * transaction made in the meantime throws: the rows are to be judged again. It is seen by the number of claims inserted, because Citus does
 * not name the constraint that an insert violates.
 */
const insertRegistrations = async (tx: Sql, admission: Admission, accepted: number[], review: number[]): Promise<void> => {
  const values = [
    admission.electionId,
    admission.channel,
    accepted,
    review,
    standsWhileReviewed(admission.channel),
    admission.at,
    admission.round,
    admission.searchableLater !== true,
  ]
  const claimed = await runOn(
    tx,
    admission,
    values,
    rows => `WITH made AS (
       INSERT INTO registration (county_code, election_id, person_key, name, name_order, sex, birth_date, community_code, part, county_district,
         township_district, elects_township, township_vote, township_ground, voter_group, unit, basis, evidence, ${DATES}, channel, status, facts, stated, digest,
         contact_block, contact_index, import_id, row_no, created_at, searchable)
       SELECT j.county_code, $1, j.person_key, j.name, j.name_order, j.sex, j.birth_date, j.community_code, j.part, j.county_district,
         j.township_district, j.elects_township, j.township_vote, j.township_ground, j.voter_group, j.unit, j.basis, j.evidence, j.lives_here_since, j.contract_from, j.contract_until, $2,
         CASE WHEN j.facts = ANY($3::bigint[]) OR ($5 AND j.facts & ${CONTESTED} = 0) THEN 'registered' ELSE 'review' END,
         j.facts, j.stated, j.digest, j.contact_block, j.contact_index, j.import_id, j.row_no, $6, $8
       FROM ${rows} j
       WHERE j.facts = ANY($3::bigint[] || $4::bigint[])
       RETURNING person_key, county_code, id, facts & ${CONTESTED} = 0 AS holds
     )
     INSERT INTO claim (person_key, round, county_code, registration_id)
     SELECT person_key, $7, county_code, id FROM made WHERE holds
     ON CONFLICT DO NOTHING`,
  )
  const inserted = [...accepted, ...review]
  const holders = admission.masks
    .filter(({ mask }) => inserted.includes(mask) && !hasFact(mask, CONTESTED))
    .reduce((sum, { rows }) => sum + rows, 0)
  if (claimed !== holders) throw new ClaimedMeanwhile()
}

/** A row with a review finding never changes someone on the roll, not even someone who was accepted after the row was judged. */
const MAY_UPDATE = `(r.status <> 'registered' OR j.facts & ${REVIEW} = 0)`

/** Of a registration r that row j updates: a row without news of the township's vote, or against an officer's decision, leaves it as it is. */
const KEEPS_VOTE = `(j.township_vote IS NULL OR j.township_ground = 'earlier' OR (j.township_vote = 'undecided' AND r.township_vote <> 'undecided')
         OR (r.township_ground = 'officer' AND j.township_ground <> 'officer'))`
const newVote = (column: string): string => `${column} = CASE WHEN ${KEEPS_VOTE} THEN r.${column} ELSE j.${column} END`

/** Updates registrations by rows that say more: a corrected name, a group, a proof that was missing. */
const updateStanding = async (tx: Sql, admission: Admission, updating: number[]): Promise<void> => {
  await runOn(
    tx,
    admission,
    [updating, admission.at],
    rows => `INSERT INTO registration_event (person_key, county_code, registration_id, election_id, kind, actor, at, reason, before)
     SELECT r.person_key, r.county_code, r.id, r.election_id, 'updated', 'import', $2, coalesce('import ' || j.import_id::text, 'online'),
       jsonb_build_object('name', r.name, 'facts', r.facts, 'status', r.status, 'group', r.voter_group)
     FROM ${rows} j JOIN registration r ON r.person_key = j.person_key AND r.county_code = j.county_code AND r.id = j.standing_id
     WHERE j.facts = ANY($1::bigint[]) AND ${MAY_UPDATE}`,
  )
  await runOn(
    tx,
    admission,
    [updating],
    rows => `UPDATE registration r SET name = j.name, name_order = j.name_order, voter_group = j.voter_group, evidence = r.evidence | j.evidence,
       facts = (j.facts & ${ALL_FINDINGS}) | (r.facts & ${CONTESTED}), stated = j.stated, unit = coalesce(j.unit, r.unit), basis = coalesce(j.basis, r.basis),
       contact_block = coalesce(j.contact_block, r.contact_block), contact_index = coalesce(j.contact_index, r.contact_index),
       lives_here_since = coalesce(j.lives_here_since, r.lives_here_since),
       contract_from = CASE WHEN j.contract_from IS NULL AND j.contract_until IS NULL THEN r.contract_from ELSE j.contract_from END,
       contract_until = CASE WHEN j.contract_from IS NULL AND j.contract_until IS NULL THEN r.contract_until ELSE j.contract_until END,
       elects_township = coalesce(j.elects_township, r.elects_township), part = coalesce(j.part, r.part),
       county_district = coalesce(r.county_district, j.county_district), ${newVote('township_vote')}, ${newVote('township_ground')},
       ${newVote('township_district')},
       status = CASE WHEN r.status = 'review' AND r.bound IS NULL AND j.facts & ${REVIEW} = 0 AND r.facts & ${CONTESTED} = 0 THEN 'registered' ELSE r.status END
     FROM ${rows} j
     WHERE j.facts = ANY($1::bigint[]) AND r.person_key = j.person_key AND r.county_code = j.county_code AND r.id = j.standing_id
       AND ${MAY_UPDATE}`,
  )
}

const codesOf = (mask: number): { codes: string[]; bits: number[] } => {
  const chosen = FINDINGS.filter(f => hasFact(mask, 2 ** f.bit))
  return { codes: chosen.map(f => f.code), bits: chosen.map(f => 2 ** f.bit) }
}

/**
 * What a reader is shown beside a finding, by code: what the register says, what the row stated, who else holds the person. Kept with the
 * finding, so that a decision can be read years later though the extract is gone. Expects aliases g (registration), p (population), f (the
 * finding's code), h (the other registration).
 */
export const EVIDENCE_SQL = `CASE
    WHEN f.code = 'population.name' THEN jsonb_build_object('register', p.name)
    WHEN f.code = 'identity.shared' THEN jsonb_build_object('names', (SELECT jsonb_agg(n.name ORDER BY n.name) FROM (
      SELECT p.name UNION SELECT o.name FROM population_namesake o WHERE o.person_key = p.person_key AND o.extract_id = p.extract_id) n))
    WHEN f.code = 'population.deceased' THEN jsonb_build_object('register', p.status, 'on', p.status_on)
    WHEN f.code = 'population.moved-out' THEN jsonb_build_object('register', p.status, 'on', p.status_on)
    WHEN f.code = 'place.unproven' THEN jsonb_build_object('hukouArea', p.hukou_area, 'evidence', g.evidence)
      || jsonb_strip_nulls(jsonb_build_object('livesHereSince', g.lives_here_since, 'contractFrom', g.contract_from, 'contractUntil', g.contract_until,
        'claimed', g.stated -> 'place.unproven' -> 'claimed'))
    WHEN f.code = 'claim.other-district' THEN jsonb_build_object('community', h.community_code, 'channel', h.channel)
    WHEN f.code = 'claim.same-district' THEN jsonb_build_object('community', h.community_code, 'unit', h.unit, 'channel', h.channel)
    WHEN f.code = 'duplicate.same-file' THEN jsonb_build_object('firstRow', h.row_no, 'community', h.community_code, 'unit', h.unit)
    ELSE coalesce(g.stated -> f.code, '{}'::jsonb) END`

/** Opens the findings of an import's registrations. Evidence once decided is not asked again: its fingerprint is in the key. */
const openFindings = (tx: Sql, admission: Admission, extractId: number | null, masks: number[]): Promise<number> => {
  const { codes, bits } = codesOf(REVIEW)
  return runOn(
    tx,
    admission,
    [admission.electionId, admission.at, extractId, codes, bits, masks, admission.round],
    rows => `INSERT INTO finding (county_code, registration_id, code, fingerprint, election_id, person_key, other_county, other_registration_id, evidence,
       state, opened_at, import_id, row_no)
     SELECT x.county_code, x.id, x.code, md5(x.evidence::text), $1, x.person_key, x.other_county, x.other_id, x.evidence, 'open', $2, x.import_id, x.row_no
     FROM (
       SELECT g.county_code, g.id, g.person_key, g.import_id, g.row_no, f.code,
         CASE WHEN f.bit & ${OF_TWO} <> 0 THEN h.county_code END AS other_county, CASE WHEN f.bit & ${OF_TWO} <> 0 THEN h.id END AS other_id,
         ${EVIDENCE_SQL} AS evidence
       FROM ${rows} j
       JOIN registration g ON g.county_code = j.county_code AND g.person_key = j.person_key
         AND (g.id = j.standing_id OR (j.standing_id IS NULL AND g.election_id = $1 AND g.digest = j.digest))
       JOIN unnest($4::text[], $5::bigint[]) AS f(code, bit) ON j.facts & f.bit <> 0
       LEFT JOIN population p ON p.person_key = g.person_key AND p.extract_id = coalesce($3::bigint, 0)
       LEFT JOIN claim c ON c.person_key = g.person_key AND c.round = $7
       LEFT JOIN registration h ON h.person_key = c.person_key AND h.county_code = c.county_code AND h.id = c.registration_id
       WHERE j.facts = ANY($6::bigint[])
     ) x
     ON CONFLICT DO NOTHING`,
  )
}

/** Withdraws open findings that no longer hold of registrations this import updated. */
const withdrawFindings = (tx: Sql, admission: Admission, updating: number[]): Promise<number> => {
  const { codes, bits } = codesOf(withoutFacts(REVIEW, CONTESTED))
  return runOn(
    tx,
    admission,
    [updating, admission.at, codes, bits],
    rows => `UPDATE finding f SET state = 'withdrawn', decided_at = $2, decided_by = 'import',
       reason = coalesce('import ' || j.import_id::text, 'online')
     FROM ${rows} j, unnest($3::text[], $4::bigint[]) AS b(code, bit)
     WHERE j.facts = ANY($1::bigint[]) AND f.person_key = j.person_key AND f.county_code = j.county_code AND f.registration_id = j.standing_id
       AND f.code = b.code AND j.facts & b.bit = 0 AND f.state = 'open'`,
  )
}

const insertRefusals = (tx: Sql, admission: Admission, refused: number[]): Promise<number> => {
  const all = FINDINGS.filter(f => f.severity === 'refused')
  return runOn(
    tx,
    admission,
    [admission.electionId, admission.at, all.map(f => f.code), all.map(f => 2 ** f.bit), refused],
    rows => `INSERT INTO refused_row (person_key, keyed, county_code, election_id, digest, import_id, row_no, name, community_code, unit, codes,
       evidence, at)
     SELECT CASE WHEN j.facts & ${UNKEYED} = 0 THEN j.person_key ELSE j.digest END, j.facts & ${UNKEYED} = 0, j.county_code, $1, j.digest,
       j.import_id, j.row_no, j.name,
       j.said_community, j.unit, ARRAY(SELECT f.code FROM unnest($3::text[], $4::bigint[]) AS f(code, bit) WHERE j.facts & f.bit <> 0),
       coalesce(e.evidence, '{}') || coalesce(j.stated -> 'identity.precision-lost', '{}'), $2
     FROM ${rows} j
     LEFT JOIN LATERAL (
       SELECT jsonb_build_object('ground', d.ground, 'authority', d.authority, 'document', d.document_no, 'from', d.from_date, 'to', d.to_date, 'sentence', d.sentence_from) AS evidence
       FROM disqualification d WHERE d.person_key = j.person_key AND d.election_id = $1 AND d.replaced_by IS NULL ORDER BY d.id DESC LIMIT 1
     ) e ON true
     WHERE j.facts = ANY($5::bigint[])
     ON CONFLICT DO NOTHING`,
  )
}

/** The sounds of names that were not known yet, so that they are found by them. */
const addSounds = async (tx: Sql, admission: Admission, masks: number[]): Promise<void> => {
  const values = [masks]
  const sql = `SELECT DISTINCT j.name FROM ${admission.rows.sql(values.length + 1)} j LEFT JOIN name_sound s ON s.name = j.name
     WHERE j.facts = ANY($1::bigint[]) AND s.name IS NULL`
  const rows = await tx.query(admission.often ? prepared(sql) : sql, [...values, ...admission.rows.values], { name: col.text })
  await recordSounds(
    tx,
    rows.map(({ name }) => name),
  )
}

/** Admits judged rows. Throws ClaimedMeanwhile when a claim was lost to another transaction. */
export const saveOutcome = async (tx: Sql, all: Admission, extractId: number | null): Promise<void> => {
  // A row that equals a registration, and of which nothing may be told, is answered as a review and changes nothing.
  const admission = {
    ...all,
    masks: all.masks.filter(({ mask }) => !hasFact(mask, WITHHELD) || !hasFact(mask, STANDING.updatesInRoll)),
  }
  const updates = admission.masks
    .filter(m => hasFact(m.mask, STANDING.updatesInRoll) && m.decision.outcome !== 'refused')
    .map(m => m.mask)
  const fresh = (masks: number[]) => masks.filter(mask => !updates.includes(mask))
  const accepted = fresh(masksWith(admission, 'accepted'))
  const review = fresh(masksWith(admission, 'review'))
  if (accepted.length + review.length > 0) await insertRegistrations(tx, admission, accepted, review)
  if (updates.length > 0) {
    await updateStanding(tx, admission, updates)
    await withdrawFindings(tx, admission, updates)
  }
  // The job that makes the rows of a large import searchable adds the sounds of their names.
  const named = admission.searchableLater ? updates : [...accepted, ...review, ...updates]
  if (named.length > 0) await addSounds(tx, admission, named)
  const reviewed = masksWith(admission, 'review')
  if (reviewed.length > 0) await openFindings(tx, admission, extractId, reviewed)
  const refused = masksWith(admission, 'refused')
  if (refused.length > 0) await insertRefusals(tx, admission, refused)
}
