import { describe, expect, it } from 'vitest'
import { openFreshEmbedded } from '../../testing/stores.ts'
import { planForMany, type SqlValue } from '../index.ts'
import { findBrokenRule } from './rules.ts'

const ruleOf = (text: string, values: readonly SqlValue[] = []): string | undefined =>
  findBrokenRule({ kind: 'query', text, values })?.rule

describe('statement rules', () => {
  it.each([
    ['one-statement', 'SELECT 1; SELECT 2'],
    ['no-tableoid', 'SELECT * FROM population WHERE tableoid = 7'],
    ['no-inherits', 'CREATE UNLOGGED TABLE later () INHERITS (judgement)'],
    ['no-inherits', 'SELECT * FROM ONLY judgement'],
    ['no-temporary-table', 'CREATE TEMP TABLE fresh AS SELECT 1'],
    ['no-settings-as-data', `SELECT current_setting('mingce.batch')`],
    ['no-settings-as-data', `SELECT set_config('mingce.batch', $1, true)`],
    ['searched-case', `SELECT CASE f.code WHEN 'a' THEN 1 END FROM finding f`],
    ['explicit-cast', `SELECT 'import ' || j.import_id FROM intake j`],
    [
      'one-write-a-table',
      'WITH made AS (INSERT INTO disqualification (person_key) VALUES ($1) RETURNING id) UPDATE disqualification d SET replaced_by = m.id FROM made m WHERE d.person_key = $1',
    ],
    ['lock-with-key', 'SELECT id FROM registration WHERE county_code = $1 AND id = $2 FOR UPDATE'],
    ['lock-with-key', 'SELECT id FROM objection WHERE id = $1 FOR UPDATE'],
    ['insert-with-key', 'INSERT INTO registration_event (county_code, registration_id) VALUES ($1, $2)'],
    ['write-with-key', 'UPDATE registration SET status = $3 WHERE county_code = $1 AND id = $2'],
    ['write-with-key', 'DELETE FROM finding WHERE county_code = $1 AND registration_id = $2'],
    ['join-with-key', 'SELECT 1 FROM claim c JOIN registration r ON r.county_code = c.county_code AND r.id = c.registration_id'],
    [
      'key-crossing',
      'SELECT 1 FROM objection o JOIN registration r ON r.county_code = o.county_code AND r.id = o.registration_id',
    ],
    [
      'no-correlated-cte',
      'WITH x AS (SELECT id FROM area) SELECT e.id, (SELECT count(*) FROM x WHERE x.id = e.area_code) FROM election e',
    ],
  ])('finds %s', (rule, text) => {
    expect(ruleOf(text)).toBe(rule)
  })

  it('are checked on the program’s statements in every test run', async () => {
    const database = await openFreshEmbedded()
    try {
      await expect(database.transaction(tx => planForMany(tx, 'area; SELECT 1'))).rejects.toThrow(/statement rule one-statement/)
      await expect(database.script('SELECT 1; SELECT 2')).resolves.toBeUndefined()
    } finally {
      await database.close()
    }
  })

  it('finds a null parameter in the condition of a LEFT JOIN', () => {
    const text = (id: string) =>
      `SELECT 1 FROM registration r LEFT JOIN population p ON p.person_key = r.person_key AND p.extract_id = ${id} WHERE r.election_id = $2`
    expect(ruleOf(text('$1'), [null, 'e'])).toBe('null-in-join')
    expect(ruleOf(text('$1'), [7, 'e'])).toBeUndefined()
    expect(ruleOf(text('coalesce($1::bigint, 0)'), [null, 'e'])).toBeUndefined()
  })

  it.each([
    'SELECT id FROM registration WHERE person_key = $1 AND id = $2 FOR UPDATE',
    'UPDATE registration SET status = $4 WHERE person_key = $1 AND county_code = $2 AND id = $3',
    'UPDATE registration SET contact_block = NULL WHERE election_id = $1',
    'SELECT 1 FROM claim c JOIN registration r ON r.person_key = c.person_key AND r.id = c.registration_id',
    `INSERT INTO claim (person_key, round) VALUES ($1, $2) ON CONFLICT (person_key, round) DO UPDATE SET round = excluded.round`,
    `SELECT CASE WHEN f.code = 'a' THEN 'import ' || f.other_registration_id::text END FROM finding f`,
    'SELECT DISTINCT county_district, voter_group FROM registration UNION SELECT DISTINCT district_code, voter_group FROM roll_entry',
    `SELECT set_config('enable_seqscan', 'off', true)`,
  ])('allows %s', text => {
    expect(ruleOf(text)).toBeUndefined()
  })
})
