/** The use cases of the timetable: the legal dates, recording and reopening a step, and moving election day. */

import { beforeEach, expect, it } from 'vitest'
import type { Context } from '../../access/index.ts'
import type { Database } from '../../platform/database/index.ts'
import { readRows } from '../../platform/testing/rows.ts'
import { describeStores } from '../../platform/testing/stores.ts'
import { contextFor, DISTRICT_OFFICE, loadSomeAreas, openElection } from '../../registration/testing/office.ts'
import { openTimetable } from './index.ts'

const REASON = '因暴雨延期，经常委会同意'

describeStores('the timetable', open => {
  let database: Database
  let ctx: Context
  let id: string
  let published: string | null
  const { getTimetable, recordStep, takeBackStep, moveDay, timetableFile } = openTimetable(async () => published)
  const onDay = (day: string, by = ctx): Context => ({ ...by, clock: { now: () => new Date(`${day}T02:00:00Z`) } })
  const read = async (day = '2026-11-20') => {
    const timetable = await getTimetable(onDay(day), id)
    if (!timetable.ok) throw new Error(timetable.error.code)
    return timetable.value
  }
  const audited = async (action: string) =>
    (
      await readRows<{ details: Record<string, unknown> }>(database, 'SELECT details FROM audit WHERE action = $1 ORDER BY id', [
        action,
      ])
    ).map(row => row.details)

  beforeEach(async () => {
    database = await open()
    await loadSomeAreas(database)
    ctx = contextFor(database)
    published = null
    id = (await openElection(ctx)).id
  })

  it('has the legal dates counted from 20 December (EL 28, 29, 32)', async () => {
    const { steps, daysLeft, next } = await read()
    const dates = Object.fromEntries(steps.map(({ step, date, article }) => [step, `${date} ${article}`]))
    expect(dates).toMatchObject({
      'list-published': '2026-11-30 EL 28',
      'objections-filed': '2026-12-07 EL 29',
      'nominees-published': '2026-12-05 EL 32',
      'candidates-published': '2026-12-13 EL 32',
      'suit-filed': '2026-12-15 EL 29, CPL 188',
      'first-session': '2027-02-20 OL 20',
    })
    expect([daysLeft, next]).toEqual([30, 'list-published'])
  })

  it('counts the objection period from the day the list was published', async () => {
    published = '2026-11-25'
    const { steps } = await read('2026-11-26')
    expect(steps.find(({ step }) => step === 'list-published')).toMatchObject({
      state: 'done',
      doneOn: '2026-11-25',
      byHand: false,
    })
    expect(steps.find(({ step }) => step === 'objections-filed')?.date).toBe('2026-11-30')
  })

  it('records a step within its window, once', async () => {
    published = '2026-11-28'
    const on = onDay('2026-12-04')
    expect((await recordStep(on, id, 'nominees-published', { on: '2026-12-03' })).ok).toBe(true)
    expect((await read('2026-12-04')).steps.find(({ step }) => step === 'nominees-published')).toMatchObject({
      state: 'done',
      doneOn: '2026-12-03',
      recordedBy: DISTRICT_OFFICE.name,
      overrides: [],
    })
    expect(await recordStep(on, id, 'nominees-published', {})).toMatchObject({ ok: false, error: { code: 'timetable.done' } })
    expect(await audited('timetable.step-done')).toEqual([{ step: 'nominees-published', on: '2026-12-03' }])
  })

  it('refuses a step outside its window, unless a reason is given, which is recorded with the article', async () => {
    published = '2026-11-28'
    const late = onDay('2026-12-08')
    expect(await recordStep(late, id, 'nominees-published', {})).toMatchObject({
      ok: false,
      error: { code: 'timetable.late' },
    })
    expect(await recordStep(late, id, 'nominees-published', { override: true })).toMatchObject({
      ok: false,
      error: { code: 'timetable.late', field: 'reason' },
    })
    const done = await recordStep(late, id, 'nominees-published', { override: true, reason: REASON })
    expect(done.ok && done.value.steps.find(({ step }) => step === 'nominees-published')).toMatchObject({
      state: 'done-late',
      reason: REASON,
      overrides: [{ code: 'timetable.late', article: 'EL 32', reason: REASON, by: DISTRICT_OFFICE.name, role: 'district' }],
    })
    expect(await audited('timetable.step-overridden')).toMatchObject([{ article: 'EL 32', reason: REASON }])
  })

  it('refuses an automatic step, a step in the future, and a user without permission', async () => {
    expect(await recordStep(ctx, id, 'list-published', {})).toMatchObject({ ok: false, error: { code: 'timetable.by-itself' } })
    expect(await recordStep(ctx, id, 'nominees-published', { on: '2026-11-21' })).toMatchObject({
      ok: false,
      error: { code: 'timetable.future', field: 'on' },
    })
    const station = contextFor(database, { ...DISTRICT_OFFICE, role: 'station' })
    expect(await recordStep(station, id, 'nominees-published', {})).toMatchObject({ ok: false, error: { code: 'forbidden' } })
  })

  it('reopens a step that was recorded by mistake', async () => {
    published = '2026-11-28'
    const on = onDay('2026-12-04')
    expect(await takeBackStep(on, id, 'nominees-published', { reason: '误登' })).toMatchObject({
      ok: false,
      error: { code: 'timetable.not-done' },
    })
    await recordStep(on, id, 'nominees-published', {})
    expect((await takeBackStep(on, id, 'nominees-published', { reason: '误登' })).ok).toBe(true)
    expect((await read('2026-12-04')).steps.find(({ step }) => step === 'nominees-published')?.doneOn).toBeNull()
    expect(await audited('timetable.step-taken-back')).toEqual([{ step: 'nominees-published', reason: '误登' }])
  })

  it('previews a move without saving it, and moves the day with an audit entry', async () => {
    const move = { day: '2026-12-27', reason: REASON }
    expect(await moveDay(ctx, id, { ...move, dryRun: true })).toMatchObject({ ok: true, value: { breaks: 0, moved: false } })
    expect((await read()).day).toBe('2026-12-20')
    expect(await moveDay(ctx, id, { ...move, dryRun: false })).toMatchObject({ ok: true, value: { breaks: 0, moved: true } })
    expect(await read()).toMatchObject({ electionId: '110105021-20261220', day: '2026-12-27' })
    expect(await audited('timetable.day-moved')).toEqual([{ from: '2026-12-20', to: '2026-12-27', breaks: [], reason: REASON }])
  })

  it('refuses a move that puts steps outside their window, unless overridden, and records each override', async () => {
    const move = { day: '2026-12-01', reason: REASON, dryRun: false }
    expect(await moveDay(ctx, id, move)).toMatchObject({ ok: false, error: { code: 'timetable.breaks' } })
    expect((await read()).day).toBe('2026-12-20')
    const moved = await moveDay(ctx, id, { ...move, override: true })
    expect(moved).toMatchObject({ ok: true, value: { moved: true } })
    const overrides = (await read()).steps.flatMap(step => step.overrides)
    expect(overrides).toHaveLength(moved.ok ? moved.value.breaks : 0)
    expect(overrides[0]).toMatchObject({ code: 'timetable.moved', reason: REASON })
    expect(await moveDay(ctx, id, { ...move, day: '2026-11-19' })).toMatchObject({ ok: false, error: { code: 'timetable.past' } })
    const polled = await moveDay(onDay('2026-12-02'), id, { ...move, day: '2026-12-20' })
    expect(polled).toMatchObject({ ok: false, error: { code: 'timetable.polled' } })
  })

  it('exports a calendar file with one event per step', async () => {
    const file = await timetableFile(ctx, id, 'zh')
    if (!file.ok) throw new Error(file.error.code)
    expect(file.value.name).toBe(`timetable-${id}.ics`)
    expect(file.value.text.match(/BEGIN:VEVENT/g)).toHaveLength((await read()).steps.length)
  })
})
