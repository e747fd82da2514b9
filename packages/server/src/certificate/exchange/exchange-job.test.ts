/** Two installations with the product’s own job sending on its own schedule, and injected faults that the model must find. */

import fc from 'fast-check'
import { describe, expect, it, onTestFailed, vi } from 'vitest'
import { newUnsuspected, openPair, other, type Pair, type Side } from '../testing/exchange.ts'
import { runsOf, staysOnOneRoll } from '../testing/exchange-model.ts'

vi.mock('../ledger/service.person.ts', () => import('../testing/quick-digest.ts'))

const often = runsOf(3)
it('keeps every person on one roll while the job sends, whatever happens in between', {
  timeout: 60_000 + often.numRuns * 5_000,
}, async () => {
  onTestFailed(() => console.error(`EXCHANGE_SEED=${often.seed} EXCHANGE_RUNS=${often.numRuns}`))
  const pair = await openPair({ sender: 'job' })
  try {
    // It sends at all: without faults a voter arrives.
    const person = newUnsuspected()
    await pair.register('a', person)
    await pair.take('b', person, (await pair.obtain('a', person)) ?? '')
    await pair.settled()
    expect(await pair.standings(person)).toEqual(['away', 'roll'])
    await fc.assert(staysOnOneRoll(pair, 'job'), often)
  } finally {
    await pair.stop()
  }
})

/** Plausible programming errors, each with the failure that the model must report. */
const FAULTS: Record<string, { does(pair: Pair, from: Side): Promise<unknown>; found: RegExp }> = {
  'an origin that takes the voter back when its answer was lost': {
    found: /on two rolls/,
    does: ({ places }, from) =>
      places[other(from)].database.script(`
        UPDATE claim c SET county_code = r.county_code, registration_id = r.id
        FROM registration m, registration r
        WHERE m.county_code = c.county_code AND m.id = c.registration_id AND m.bound = 'elsewhere'
          AND r.person_key = c.person_key AND r.status = 'moved' AND r.bound IS NULL;
        UPDATE registration r SET status = 'registered' FROM claim c
        WHERE c.county_code = r.county_code AND c.registration_id = r.id AND r.status = 'moved' AND r.bound IS NULL;`),
  },
  'a destination that claims again under another name': {
    found: /on no roll|not settled/,
    does: ({ places }, from) =>
      places[from].database.run(`
        WITH again AS MATERIALIZED (
          SELECT id, (body::jsonb #>> '{taker,acceptance}')::uuid AS before, gen_random_uuid() AS after
          FROM exchange_message WHERE answered_at IS NULL),
        renamed AS (
          UPDATE exchange_message m SET body = jsonb_set(m.body::jsonb, '{taker,acceptance}', to_jsonb(again.after::text))::text
          FROM again WHERE m.id = again.id)
        UPDATE certificate_acceptance a SET id = again.after FROM again WHERE a.id = again.before`),
  },
  'a destination that gives up': {
    found: /on no roll|not settled/,
    does: ({ places }, from) => places[from].database.run('DELETE FROM exchange_message WHERE answered_at IS NULL'),
  },
}

describe.each(Object.entries(FAULTS))('the model finds %s', (_, { does, found }) => {
  it('within a few runs', async () => {
    const pair = await openPair({ afterLostAnswer: does })
    try {
      const told = await fc.check(staysOnOneRoll(pair), { seed: 5, numRuns: 30, endOnFailure: true })
      expect(told.failed).toBe(true)
      expect(String(told.errorInstance)).toMatch(found)
    } finally {
      await pair.stop()
    }
  })
})
