/**
 * Standing registrations asked anew when a register has changed: new findings are opened, those that no longer hold are withdrawn, and
 * what a person decided on the same evidence stays decided. Nobody is removed here.
 */
import { randomUUID } from 'node:crypto'
import { FINDINGS, factOf, hasFact, STATED_EVIDENCE, withFacts } from '@mingce/domain/registration'
import { named, type Sql } from '../../platform/database/index.ts'
import { keepCounts } from '../counts/index.ts'
import { isDivided } from './store.electorate.ts'
import { type CheckScope, CONTESTED, factsQuery, factsValues, OF_THE_ROW } from './store.facts.ts'
import { EVIDENCE_SQL } from './store.outcome.ts'

/** What may be found of someone who stands: reviews, and rights lost since. Facts of the row itself do not change. */
const ASKED = FINDINGS.filter(f => !hasFact(OF_THE_ROW, 2 ** f.bit) && f.severity !== 'note')
/** What the population register says: without an extract it stays as a register that was asked over HTTP left it, until it answers anew. */
const OF_THE_EXTRACT: readonly string[] = [
  'population.absent',
  'population.name',
  'population.deceased',
  'population.moved-out',
  'place.unproven',
  'identity.shared',
]

/** The district of a registration that named it itself: it is of no community, or of no known part of one that is divided. */
export const STATED_DISTRICT = `CASE WHEN community_code IS NULL OR (part IS NULL AND ${isDivided('county', 'community_code')}) THEN county_district END`

/** Rights lost: their evidence is the entries that hold on election day, by id. What those say is read with a reason (usecases.disqualifications). */
const OF_RIGHTS = ['eligibility.deprived', 'eligibility.suspended'] as const
const RIGHTS = OF_RIGHTS.reduce((mask, code) => withFacts(mask, factOf(code)), 0)
const ENTRIES_SQL = `(SELECT d.person_key, d.ground, jsonb_build_object('entries', jsonb_agg(d.id ORDER BY d.id)) AS evidence
  FROM disqualification d WHERE d.election_id = $1 AND d.replaced_by IS NULL AND least(d.sentence_from, d.from_date) <= $5::date
    AND (d.to_date IS NULL OR d.to_date >= $5::date) GROUP BY d.person_key, d.ground)`

export interface Rechecked {
  readonly opened: number
  readonly withdrawn: number
}

/** Asks all who stand, or these `people` only (person keys). Where all are asked, it is done inside `keepAllCounts`. */
export const recheckStanding = (
  tx: Sql,
  scope: CheckScope,
  at: Date,
  people: readonly string[] | null = null,
): Promise<Rechecked> =>
  people === null ? recheck(tx, scope, at, null) : keepCounts(tx, people, () => recheck(tx, scope, at, people))

const recheck = async (tx: Sql, scope: CheckScope, at: Date, people: readonly string[] | null): Promise<Rechecked> => {
  const questions = ASKED.filter(f => people !== null || scope.extractId !== null || !OF_THE_EXTRACT.includes(f.code))
  const codes = questions.map(f => f.code)
  const bits = questions.map(f => 2 ** f.bit)
  const asked = bits.reduce((mask, bit) => withFacts(mask, bit), 0)
  // Who is found otherwise than before, and all whose rights are or were lost. Found is mentioned once: it is computed at each mention.
  // Plain tables of this transaction's own name, dropped before it ends: temporary tables cannot be distributed.
  const name = randomUUID().replaceAll('-', '')
  const facts = `recheck_facts_${name}`
  const findings = `recheck_findings_${name}`
  await tx.run(
    ...named(
      `CREATE UNLOGGED TABLE ${facts} AS
     SELECT s.person_key, s.county_code, s.id, s.old, s.found FROM (
       SELECT f.person_key, f.county_code, f.id, f.old, (f.found & ${asked}) | (f.old & ~${asked}::bigint) AS found
       FROM (${factsQuery(
         // Carried-over voters need no new proof (EL 27); a row that named its district instead of a community keeps it.
         `(SELECT county_code, id, person_key, facts AS old, (facts & ${OF_THE_ROW})
              | CASE WHEN community_code IS NULL AND stated ? 'district.unknown' THEN ${factOf('district.unknown')} ELSE 0 END AS facts, name, community_code, part, unit, basis, elects_township,
            ${STATED_DISTRICT} AS county_district,
            CASE WHEN channel = 'previous-roll' THEN ${STATED_EVIDENCE} ELSE evidence END AS evidence,
            CASE WHEN channel <> 'previous-roll' THEN lives_here_since END AS lives_here_since,
            CASE WHEN channel <> 'previous-roll' THEN contract_from END AS contract_from,
            CASE WHEN channel <> 'previous-roll' THEN contract_until END AS contract_until
          FROM registration WHERE election_id = :electionId AND status IN ('registered', 'review', 'pending')
            AND (:people::uuid[] IS NULL OR person_key = ANY(:people::uuid[])))`,
         scope,
       )}) f
     ) s WHERE s.found <> CASE WHEN s.old & ${RIGHTS} = 0 THEN s.old ELSE -1 END`,
      { ...factsValues(scope), people: people && [...people] },
    ),
  )
  // Someone without the vote is asked anew whenever the entries are others than those decided on; anything else when it begins to hold.
  await tx.run(
    `CREATE UNLOGGED TABLE ${findings} AS
     SELECT x.*, md5(x.evidence::text) AS fingerprint FROM (
       SELECT g.county_code, g.id, g.person_key, g.import_id, g.row_no, f.code,
         CASE WHEN f.bit & ${RIGHTS} <> 0 THEN coalesce(e.evidence, '{"entries": null}') ELSE ${EVIDENCE_SQL} END AS evidence
       FROM ${facts} n
       JOIN registration g ON g.person_key = n.person_key AND g.county_code = n.county_code AND g.id = n.id
       JOIN unnest($3::text[], $4::bigint[]) AS f(code, bit) ON n.found & f.bit <> 0 AND (n.old & f.bit = 0 OR f.bit & ${RIGHTS} <> 0)
       LEFT JOIN population p ON p.person_key = g.person_key AND p.extract_id = coalesce($2::bigint, 0)
       LEFT JOIN registration h ON h.person_key = g.person_key AND false
       LEFT JOIN ${ENTRIES_SQL} e ON e.person_key = g.person_key AND e.ground = split_part(f.code, '.', 2)
     ) x`,
    [scope.electionId, scope.extractId, codes, bits, scope.pollingDay],
  )
  // What no longer held and holds again is open again; what a person decided stays decided.
  const opened = await tx.run(
    `INSERT INTO finding AS f (county_code, registration_id, code, fingerprint, election_id, person_key, evidence, state, opened_at, import_id, row_no)
     SELECT county_code, id, code, fingerprint, $1, person_key, evidence, 'open', $2, import_id, row_no FROM ${findings}
     ON CONFLICT (person_key, county_code, registration_id, code, fingerprint) DO UPDATE
       SET state = 'open', opened_at = excluded.opened_at, decided_at = NULL, decided_by = NULL, reason = NULL
       WHERE f.state = 'withdrawn'`,
    [scope.electionId, at],
  )
  const withdrawn = await tx.run(
    `UPDATE finding f SET state = 'withdrawn', decided_at = $1, decided_by = 'check', reason = 'check'
     FROM ${facts} n, unnest($2::text[], $3::bigint[]) AS b(code, bit)
     WHERE f.person_key = n.person_key AND f.county_code = n.county_code AND f.registration_id = n.id AND f.code = b.code AND f.state = 'open'
       AND ((n.found & b.bit = 0 AND n.old & b.bit <> 0)
         OR (b.bit & ${RIGHTS} <> 0 AND NOT EXISTS (SELECT FROM ${findings} x WHERE x.person_key = f.person_key AND x.county_code = f.county_code
           AND x.id = f.registration_id AND x.code = f.code AND x.fingerprint = f.fingerprint)))`,
    [at, codes, bits],
  )
  await tx.run(
    `UPDATE registration r SET facts = n.found FROM ${facts} n
     WHERE r.person_key = n.person_key AND r.county_code = n.county_code AND r.id = n.id`,
  )
  // Someone who waited only for what no longer holds is on the roll; of an arrival the place of origin is asked first.
  await tx.run(
    `UPDATE registration r SET status = 'registered' FROM ${facts} n
     WHERE r.person_key = n.person_key AND r.county_code = n.county_code AND r.id = n.id AND r.status = 'review' AND r.bound IS NULL AND r.facts & ${CONTESTED} = 0
       AND NOT EXISTS (SELECT FROM finding f WHERE f.person_key = r.person_key AND f.county_code = r.county_code AND f.registration_id = r.id AND f.state = 'open')`,
  )
  await tx.script(`DROP TABLE ${findings}, ${facts}`)
  return { opened, withdrawn }
}
