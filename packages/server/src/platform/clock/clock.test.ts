import { beforeEach, expect, it } from 'vitest'
import { recordAudit } from '../audit/index.ts'
import type { Database } from '../database/index.ts'
import { readRows } from '../testing/rows.ts'
import { describeStores } from '../testing/stores.ts'
import { type Effect, write } from '../write/index.ts'
import { clockLimitsFrom, confirmClock, judgeClock, readClock, recordHeartbeat } from './index.ts'

const START = new Date('2026-11-20T01:00:00Z')
const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE

it('doubts a clock that is over 5 minutes behind the newest record, or over 30 days ahead of it', () => {
  const at = (ms: number) => judgeClock(new Date(START.getTime() + ms), START)
  expect([at(0), at(-5 * MINUTE), at(30 * DAY)]).toEqual([null, null, null])
  expect([at(-5 * MINUTE - 1), at(30 * DAY + 1)]).toEqual(['behind', 'ahead'])
})

it('takes other limits from the settings, and refuses what is no number', () => {
  const env = { MINGCE_CLOCK_BEHIND_MINUTES: '10', MINGCE_CLOCK_AHEAD_DAYS: '90' }
  expect(clockLimitsFrom(env)).toEqual({ behindMs: 10 * MINUTE, aheadMs: 90 * DAY })
  for (const value of ['0', '1.5', 'many', '-3', '4000'])
    expect(() => clockLimitsFrom({ MINGCE_CLOCK_AHEAD_DAYS: value })).toThrow('MINGCE_CLOCK_AHEAD_DAYS')
})

describeStores('the clock', open => {
  let database: Database
  let now = START
  const clock = { now: () => now }
  const move = (ms: number) => {
    now = new Date(now.getTime() + ms)
  }
  const beat = async () => (await recordHeartbeat(database, clock)).doubt
  const audit = (at: Date) =>
    recordAudit(database, {
      countyCode: '110105',
      at,
      actor: 'a',
      role: 'district',
      action: 'area.added',
      subject: 's',
      details: {},
    })
  /** Writes one row and says how that ended: done, or the code of the fault. */
  const change = (effect?: Effect): Promise<string> =>
    write({ database, clock, actor: { id: 'a', name: 'a', role: 'district' } }, { action: 'a', effect }, async () => ({
      ok: true,
      value: { answer: 'done', audit: { countyCode: '', action: 'area.added', subject: 's', details: {} } },
    })).then(
      () => 'done',
      (error: { code?: string }) => error.code ?? String(error),
    )
  const outcomes = async () => [await change(), await change('destroys'), await change('publishes')]
  const HELD = ['done', 'clock.in-doubt', 'clock.in-doubt']
  const FREE = ['done', 'done', 'done']

  beforeEach(async () => {
    database = await open()
    now = START
  })

  it('is judged by the newest audit row at the first start', async () => {
    await audit(new Date(START.getTime() + DAY))
    expect(await beat()).toBe('behind')
    expect(await outcomes()).toEqual(HELD)
    expect((await readRows(database, `SELECT action FROM audit WHERE subject = 'clock'`)).map(row => row.action)).toEqual([
      'clock.doubted',
    ])
  })

  it('holds back what destroys or publishes on a computer that was off for months, until an administrator confirms it', async () => {
    expect(await beat()).toBeNull()
    expect(await outcomes()).toEqual(FREE)
    move(100 * DAY)
    expect(await beat()).toBe('ahead')
    expect(await outcomes()).toEqual(HELD)
    // The doubt does not go away by itself, however much is written under the same clock.
    move(MINUTE)
    expect([await beat(), await beat()]).toEqual(['ahead', 'ahead'])
    expect((await confirmClock(database, clock, { name: '王主任', role: 'district' })).doubt).toBe('ahead')
    expect(await outcomes()).toEqual(FREE)
    expect(await beat()).toBeNull()
    expect(
      await readRows(
        database,
        `SELECT action, actor, details ->> 'doubt' AS doubt FROM audit WHERE subject = 'clock' ORDER BY id`,
      ),
    ).toEqual([
      { action: 'clock.doubted', actor: 'mingce', doubt: 'ahead' },
      { action: 'clock.confirmed', actor: '王主任', doubt: 'ahead' },
    ])
  })

  it('ends the doubt when the clock is set right, also after rows were written with the wrong time', async () => {
    await beat()
    move(100 * DAY)
    await beat()
    expect(await change()).toBe('done')
    move(-100 * DAY + MINUTE)
    expect(await beat()).toBeNull()
    expect(await outcomes()).toEqual(FREE)
    move(DAY)
    expect(await beat()).toBeNull()
    expect(await outcomes()).toEqual(FREE)
  })

  it('accepts a confirmed clock that is behind rows of a wrong one', async () => {
    await beat()
    await audit(new Date(START.getTime() + 20 * DAY))
    move(MINUTE)
    expect(await beat()).toBe('behind')
    await confirmClock(database, clock, { name: '王主任', role: 'district' })
    expect(await outcomes()).toEqual(FREE)
    move(DAY)
    expect(await beat()).toBeNull()
  })

  it('is judged in the write itself, between two heartbeats', async () => {
    await beat()
    move(-DAY)
    expect(await outcomes()).toEqual(HELD)
    move(DAY + 31 * DAY)
    expect(await change('destroys')).toBe('clock.in-doubt')
    expect((await readClock(database, now)).doubt).toBe('ahead')
  })
})
