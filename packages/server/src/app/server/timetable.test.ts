/** The timetable over real HTTP, on both stores. */

import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Database } from '../../platform/database/index.ts'
import { readRows } from '../../platform/testing/rows.ts'
import { describeStores } from '../../platform/testing/stores.ts'
import { type Answered, type Send, startServer } from './testing/running.ts'

interface Step {
  readonly step: string
  readonly state: string
  readonly date: string
  readonly overrides: readonly { article: string; reason: string; by: string }[]
}
const stepOf = ({ json }: Answered, name: string): Step => {
  const found = (json.steps as Step[]).find(step => step.step === name)
  if (!found) throw new Error(name)
  return found
}
const codeOf = ({ json }: Answered) => json.error?.code

describeStores('the timetable of an election', open => {
  let database: Database
  let server: Awaited<ReturnType<typeof startServer>>
  let send: Send
  let table: string
  const NEW = { areaCode: '110105021', day: '2026-12-20', levels: ['county', 'township'], name: '南磨房地区换届选举' }

  beforeEach(async () => {
    database = await open()
    server = await startServer(database)
    send = await server.signIn('district', 'district', '110105')
    const made = await send('POST', '/api/elections', NEW)
    table = `/api/elections/${made.json.id}/timetable`
  })
  afterEach(() => server.stop())

  const publish = (on: string) =>
    database
      .run(
        `INSERT INTO roll_version (election_id, version, kind, root, entries, published_on, published_at, published_by, election_name, polling_day)
       VALUES ('110105021-20261220', 1, 'list', 'aa', 1, $1, $2, 'x', 'x', '2026-12-20')`,
        [on, new Date(`${on}T02:00:00Z`)],
      )
      .then(() => database.run(`UPDATE election SET list_published_on = $1 WHERE id = '110105021-20261220'`, [on]))

  it('shows what is due, late and next, and detects that the list is published', async () => {
    const before = await send('GET', table)
    expect(before.json).toMatchObject({ day: '2026-12-20', lastDay: null, daysLeft: 30, late: [], next: 'list-published' })
    server.setDay('2026-12-02')
    expect((await send('GET', table)).json).toMatchObject({ late: ['list-published'] })
    await publish('2026-11-28')
    const after = await send('GET', table)
    expect(stepOf(after, 'list-published')).toMatchObject({ state: 'done', doneOn: '2026-11-28', byHand: false })
    expect(stepOf(after, 'objections-filed').date).toBe('2026-12-03')
    expect(after.json).toMatchObject({ late: [], due: ['objections-filed', 'nominees-published'] })
  })

  it('shows the deadlines on the overview: a by-election by the city’s rule, and objections counted from the actual list', async () => {
    const made = await send('POST', '/api/elections', { ...NEW, areaCode: '110105022', day: '2026-12-27', byElection: true })
    const overview = `/api/elections/${made.json.id}/overview`
    const due = async () =>
      ((await send('GET', overview)).json.deadlines as (Step & { article: string })[]).map(
        one => `${one.step} ${one.date} ${one.article}`,
      )
    expect((await send('GET', overview)).json.deadlines).toContainEqual(
      expect.objectContaining({ step: 'objections-filed', planned: true }),
    )
    expect((await due())[0]).toBe('list-published 2026-12-12 BJ 61')
    expect((await due()).some(one => one.startsWith('first-session'))).toBe(false)
    expect((await send('GET', overview)).json.election).toMatchObject({ listDeadline: '2026-12-12' })
    await publish('2026-11-28')
    const listed = await send('GET', '/api/elections/110105021-20261220/overview')
    const deadlines = listed.json.deadlines as Step[]
    expect(deadlines.find(one => one.step === 'objections-filed')).toMatchObject({ date: '2026-12-03' })
    expect(deadlines.find(one => one.step === 'objections-filed')).not.toHaveProperty('planned')
    expect(deadlines.find(one => one.step === 'list-published')).toMatchObject({ doneOn: '2026-11-28' })
  })

  it('refuses a step outside its window, citing the article, and records who overrode it and why', async () => {
    const step = `${table}/nominees-published`
    const blocked = await send('POST', step, {})
    expect([blocked.status, codeOf(blocked)]).toEqual([409, 'timetable.blocked'])
    await publish('2026-11-28')
    server.setDay('2026-12-08')
    const late = await send('POST', step, { on: '2026-12-07' })
    expect(codeOf(late)).toBe('timetable.late')
    expect(late.json.error?.zh).toContain('2026-12-05')
    expect(late.json.error?.zh).toContain('选举法第三十二条')
    expect(codeOf(await send('POST', step, { on: '2026-12-07', override: true }))).toBe('timetable.late')
    const passed = await send('POST', step, { on: '2026-12-07', override: true, reason: '洪水，区选举委员会决定' })
    expect(stepOf(passed, 'nominees-published')).toMatchObject({
      state: 'done-late',
      doneOn: '2026-12-07',
      overrides: [
        { code: 'timetable.late', article: 'EL 32', reason: '洪水，区选举委员会决定', by: 'district', role: 'district' },
      ],
    })
    const [trail] = await readRows<{ details: object }>(
      database,
      `SELECT details FROM audit WHERE action = 'timetable.step-overridden'`,
    )
    expect(trail?.details).toMatchObject({ step: 'nominees-published', article: 'EL 32', reason: '洪水，区选举委员会决定' })
    expect(codeOf(await send('POST', step, {}))).toBe('timetable.done')
  })

  it('records a step in its window once, and reopens it with a reason', async () => {
    await publish('2026-11-18')
    const key = { 'idempotency-key': '0c9d3a52-0000-4000-8000-000000000001' }
    for (const _ of [1, 2]) expect((await send('POST', `${table}/nominees-published`, {}, key)).status).toBe(200)
    expect(await readRows(database, 'SELECT step, done_on FROM step_done')).toEqual([
      { step: 'nominees-published', done_on: '2026-11-20' },
    ])
    expect(codeOf(await send('POST', `${table}/candidates-published`, { on: '2026-11-21' }))).toBe('timetable.future')
    expect(codeOf(await send('POST', `${table}/list-published`, {}))).toBe('timetable.by-itself')
    expect(codeOf(await send('POST', `${table}/polling-end`, {}))).toBe('timetable.by-itself')
    const back = await send('POST', `${table}/nominees-published/take-back`, { reason: '记错' })
    expect(stepOf(back, 'nominees-published').state).toBe('ahead')
    expect(codeOf(await send('POST', `${table}/nominees-published/take-back`, { reason: '记错' }))).toBe('timetable.not-done')
  })

  it('moves election day, after showing which steps that breaks', async () => {
    await publish('2026-11-28')
    server.setDay('2026-12-01')
    const move = (more: object) => send('POST', `${table}/move`, { reason: '区人大常委会决定', dryRun: false, ...more })
    const seen = await move({ day: '2026-12-15', dryRun: true })
    expect(seen.json).toMatchObject({ moved: false, breaks: 2 })
    expect(
      (seen.json.moves as { step: string; effect: string }[]).filter(m => m.effect !== 'fits').map(m => [m.step, m.effect]),
    ).toEqual([
      ['list-published', 'broken'],
      ['nominees-published', 'over'],
    ])
    expect((await send('GET', table)).json.day).toBe('2026-12-20')
    const refused = await move({ day: '2026-12-15' })
    expect(codeOf(refused)).toBe('timetable.breaks')
    expect(refused.json.error?.zh).toContain('选举法第二十八条')
    expect((await move({ day: '2026-12-15', override: true })).json).toMatchObject({ moved: true })
    const now = await send('GET', table)
    expect(now.json).toMatchObject({ day: '2026-12-15', electionId: '110105021-20261220' })
    expect(stepOf(now, 'list-published')).toMatchObject({ state: 'done-late', overrides: [{ code: 'timetable.moved' }] })
    expect(codeOf(await move({ day: '2026-11-30' }))).toBe('timetable.past')
    expect(codeOf(await move({ day: '2026-12-27', lastDay: '2026-12-28' }))).toBe('timetable.days')
    server.setDay('2026-12-16')
    expect(codeOf(await move({ day: '2026-12-27' }))).toBe('timetable.polled')
  })

  it('refuses two elections of one level for the same voters on the same days', async () => {
    const by = await send('POST', '/api/elections', {
      ...NEW,
      day: '2027-03-06',
      levels: ['county'],
      byElection: true,
      name: '补选',
    })
    expect(by.status).toBe(201)
    const own = `/api/elections/${by.json.id}/timetable`
    expect(stepOf(await send('GET', own), 'list-published')).toMatchObject({
      date: '2027-02-19',
      article: 'BJ 61',
      local: true,
    })
    const onto = await send('POST', `${own}/move`, { day: '2026-12-20', dryRun: true, reason: '合并' })
    expect([onto.status, codeOf(onto)]).toEqual([409, 'timetable.overlaps'])
    const sameDay = await send('POST', '/api/elections', {
      ...NEW,
      day: '2027-03-06',
      areaCode: '110105',
      levels: ['county'],
      byElection: true,
      name: '补选',
    })
    expect([sameDay.status, codeOf(sameDay)]).toEqual([409, 'election.overlaps'])
    const many = await send('POST', '/api/elections', { ...NEW, areaCode: '110105022', lastDay: '2026-12-21' })
    expect(many.status).toBe(422)
  })

  it('is available as a calendar file, and only to authorized staff', async () => {
    const file = await send('GET', `${table}.ics?language=en`)
    expect(file.type).toBe('text/calendar; charset=utf-8')
    expect(file.text.match(/BEGIN:VEVENT/g)).toHaveLength(11)
    expect(file.text).toContain('DTSTART;VALUE=DATE:20261130')
    const elsewhere = await server.signIn('haidian', 'district', '110108')
    expect((await elsewhere('GET', table)).status).toBe(404)
    const street = await server.signIn('street', 'township', '110105021')
    expect((await street('POST', `${table}/move`, { day: '2026-12-21', dryRun: true, reason: 'x' })).status).toBe(403)
    const clerk = await server.signIn('clerk', 'station', '110105021')
    expect((await clerk('POST', `${table}/polling`, {})).status).toBe(403)
    expect((await clerk('GET', table)).status).toBe(200)
  })
})
