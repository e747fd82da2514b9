import { beforeEach, expect, it } from 'vitest'
import { recordHeartbeat } from '../clock/index.ts'
import type { Database } from '../database/index.ts'
import { readRows } from '../testing/rows.ts'
import { describeStores } from '../testing/stores.ts'
import { countDue, type Purge, purgeDelayFrom, runPurges } from './index.ts'

it('takes the delay from the settings', () => {
  expect([purgeDelayFrom({}), purgeDelayFrom({ MINGCE_PURGE_DELAY_DAYS: '7' })]).toEqual([3, 7])
  expect(() => purgeDelayFrom({ MINGCE_PURGE_DELAY_DAYS: '0' })).toThrow('MINGCE_PURGE_DELAY_DAYS')
})

describeStores('purging', open => {
  let database: Database
  let now: Date
  let gone: string[]
  const clock = { now: () => now }
  /** Kept until 2026-11-19; of two areas. */
  const purge: Purge = {
    kind: 'test-data',
    findDue: async (_, today) =>
      today > '2026-11-19'
        ? ['110105', '110106'].filter(code => !gone.includes(code)).map(code => ({ subject: `s-${code}`, areaCode: code }))
        : [],
    carryOut: async (_, { subject, areaCode }, today) => {
      gone.push(areaCode)
      return [{ countyCode: areaCode, action: 'source.purged', subject, details: { day: today } }]
    },
  }
  /** A start at this moment: the clock is judged, then the purges run. */
  const start = async (at: string) => {
    now = new Date(at)
    await recordHeartbeat(database, clock)
    return runPurges({ database, clock }, [purge])
  }

  beforeEach(async () => {
    database = await open()
    gone = []
  })

  it('first marks what is due, shows it, and carries it out after the delay', async () => {
    expect(await start('2026-11-18T01:00:00Z')).toEqual({ purged: 0, waiting: 0 })
    expect(await start('2026-11-20T01:00:00Z')).toEqual({ purged: 0, waiting: 2 })
    expect([await countDue(database, '110105'), await countDue(database, '11'), await countDue(database, '1102')]).toEqual([
      1, 2, 0,
    ])
    expect(await start('2026-11-21T01:00:00Z')).toEqual({ purged: 0, waiting: 2 })
    expect(await start('2026-11-23T01:00:00Z')).toEqual({ purged: 2, waiting: 0 })
    expect(await countDue(database, '11')).toBe(0)
    expect(await readRows(database, 'SELECT county_code, action, details FROM audit ORDER BY id')).toEqual([
      { county_code: '110105', action: 'purge.due', details: { kind: 'test-data' } },
      { county_code: '110106', action: 'purge.due', details: { kind: 'test-data' } },
      // Only what was due at the first step is purged by the second.
      { county_code: '110105', action: 'source.purged', details: { day: '2026-11-20' } },
      { county_code: '110106', action: 'source.purged', details: { day: '2026-11-20' } },
    ])
  })

  it('purges nothing by a clock that is three months ahead, and nothing when it is right again', async () => {
    expect(await start('2026-08-20T01:00:00Z')).toEqual({ purged: 0, waiting: 0 })
    for (const at of ['2026-11-20T01:00:00Z', '2026-11-24T01:00:00Z', '2026-11-28T01:00:00Z'])
      expect(await start(at)).toEqual({ purged: 0, waiting: 0 })
    expect(await start('2026-08-21T01:00:00Z')).toEqual({ purged: 0, waiting: 0 })
    expect(gone).toEqual([])
  })

  it('forgets the mark when a smaller jump of the clock is corrected', async () => {
    await start('2026-11-01T01:00:00Z')
    expect(await start('2026-11-20T01:00:00Z')).toEqual({ purged: 0, waiting: 2 })
    await database.run(`UPDATE clock_mark SET last_at = '2026-11-02T01:00:00Z', ignored_until = '2026-11-21T01:00:00Z'`)
    expect(await start('2026-11-02T01:01:00Z')).toEqual({ purged: 0, waiting: 0 })
    expect(await countDue(database, '11')).toBe(0)
  })

  it('does not take the time of day alone for a delay: one sighting is not enough', async () => {
    await start('2026-11-20T01:00:00Z')
    // The clock jumps while the program runs: no heartbeat and no other start lies between.
    now = new Date('2026-11-25T01:00:00Z')
    expect(await runPurges({ database, clock }, [purge])).toEqual({ purged: 0, waiting: 2 })
    await recordHeartbeat(database, clock)
    expect(await runPurges({ database, clock }, [purge])).toEqual({ purged: 2, waiting: 0 })
  })
})
