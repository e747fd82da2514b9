/**
 * Standing registrations asked anew when a register has changed: new findings are opened, those that no longer hold are withdrawn, and
 * what a person decided on the same evidence stays decided. Nobody is removed here.
 */
import { FINDINGS, factOf } from '@mingce/domain/registration'
import type { Sql } from '../platform/database/index.ts'
import { EVIDENCE_SQL } from './store.admit.ts'
import { type CheckScope, CONTESTED, factsOf, OF_THE_ROW, scopeValues } from './store.judge.ts'

/** What may be found of someone who stands: reviews, and rights lost since. Facts of the row itself do not change. */
const ASKED = FINDINGS.filter(f => (OF_THE_ROW & (2 ** f.bit)) === 0 && f.severity !== 'note')
/** What only an extract of the population register says: without one it stays as a register that was asked over HTTP left it. */
const OF_THE_EXTRACT: readonly string[] = [
  'population.absent',
  'population.name',
  'population.deceased',
  'population.moved-out',
  'place.unproven',
]

export interface Rechecked {
  readonly opened: number
  readonly withdrawn: number
}

export const recheckStanding = async (tx: Sql, scope: CheckScope, at: Date): Promise<Rechecked> => {
  const questions = ASKED.filter(f => scope.extractId !== null || !OF_THE_EXTRACT.includes(f.code))
  const codes = questions.map(f => f.code)
  const bits = questions.map(f => 2 ** f.bit)
  const asked = bits.reduce((mask, bit) => mask | bit, 0)
  await tx.script('DROP TABLE IF EXISTS fresh_facts')
  await tx.run(
    `CREATE TEMP TABLE fresh_facts ON COMMIT DROP AS
     SELECT s.county_code, s.id, s.old, s.found FROM (
       SELECT f.county_code, f.id, f.old, (f.found & ${asked}) | (f.old & ${~asked & (2 ** 31 - 1)}) AS found
       FROM (${factsOf(
         // Carried-over voters need no new proof (EL 27); a row that named its district instead of a community keeps it.
         `(SELECT county_code, id, person_key, facts AS old, (facts & ${OF_THE_ROW})
              | CASE WHEN community_code IS NULL AND stated ? 'district.unknown' THEN ${factOf('district.unknown')} ELSE 0 END AS facts, name, community_code,
            CASE WHEN community_code IS NULL THEN county_district END AS county_district,
            CASE WHEN channel = 'previous-roll' THEN 31 ELSE evidence END AS evidence
          FROM registration WHERE election_id = $2 AND status IN ('registered', 'review', 'pending'))`,
       )}) f
     ) s WHERE s.old <> s.found`,
    scopeValues(scope),
  )
  const opened = await tx.run(
    `INSERT INTO finding (county_code, registration_id, code, fingerprint, election_id, person_key, evidence, state, opened_at)
     SELECT x.county_code, x.id, x.code, md5(x.evidence::text), $1, x.person_key, x.evidence, 'open', $2
     FROM (
       SELECT g.county_code, g.id, g.person_key, f.code, ${EVIDENCE_SQL} AS evidence
       FROM fresh_facts n
       JOIN registration g ON g.county_code = n.county_code AND g.id = n.id
       JOIN unnest($4::text[], $5::bigint[]) AS f(code, bit) ON n.found & f.bit <> 0 AND n.old & f.bit = 0
       LEFT JOIN population p ON p.person_key = g.person_key AND p.extract_id = $3
       LEFT JOIN registration h ON false
     ) x
     ON CONFLICT DO NOTHING`,
    [scope.electionId, at, scope.extractId, codes, bits],
  )
  const withdrawn = await tx.run(
    `UPDATE finding f SET state = 'withdrawn', decided_at = $1, decided_by = 'check', reason = 'check'
     FROM fresh_facts n, unnest($2::text[], $3::bigint[]) AS b(code, bit)
     WHERE f.county_code = n.county_code AND f.registration_id = n.id AND f.code = b.code AND n.found & b.bit = 0 AND n.old & b.bit <> 0 AND f.state = 'open'`,
    [at, codes, bits],
  )
  await tx.run('UPDATE registration r SET facts = n.found FROM fresh_facts n WHERE r.county_code = n.county_code AND r.id = n.id')
  // Someone who waited only for what no longer holds is on the roll.
  await tx.run(
    `UPDATE registration r SET status = 'registered' FROM fresh_facts n
     WHERE r.county_code = n.county_code AND r.id = n.id AND r.status = 'review' AND r.facts & ${CONTESTED} = 0
       AND NOT EXISTS (SELECT FROM finding f WHERE f.county_code = r.county_code AND f.registration_id = r.id AND f.state = 'open')`,
  )
  return { opened, withdrawn }
}
