/** Two installations as processes that are killed (-9) at any moment of their work, and restarted. */

import fc from 'fast-check'
import { expect, it, onTestFailed, vi } from 'vitest'
import { readRows } from '../../platform/testing/rows.ts'
import { openPair } from '../testing/exchange.ts'
import { runsOf, staysOnOneRoll } from '../testing/exchange-model.ts'

vi.mock('../ledger/service.person.ts', () => import('../testing/quick-digest.ts'))

const often = runsOf(2)
it('keeps every person on one roll when servers are killed and restarted', {
  timeout: 60_000 + often.numRuns * 90_000,
}, async () => {
  onTestFailed(() => console.error(`EXCHANGE_SEED=${often.seed} EXCHANGE_RUNS=${often.numRuns}`))
  const pair = await openPair({ sender: 'process' })
  try {
    await fc.assert(staysOnOneRoll(pair, 'job'), often)
    const { database } = pair.places.b
    const sent = await readRows(database, 'SELECT 1 AS one FROM exchange_message')
    // A job that a kill left running is taken up after some seconds.
    if (sent.length > 0)
      await expect
        .poll(() => readRows(database, 'SELECT 1 AS one FROM exchange_message WHERE answered_at IS NOT NULL'), {
          timeout: 30_000,
        })
        .not.toEqual([])
  } finally {
    await pair.stop()
  }
})
