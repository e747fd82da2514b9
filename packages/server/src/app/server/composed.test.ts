/** What modules contribute across one another: sections of a person's record, and work that waits. */
import { beforeEach, expect, it } from 'vitest'
import type { Actor, Context } from '../../access/index.ts'
import { type Election, RECORD_SECTIONS, WAITING_WORK } from '../../election/index.ts'
import type { Database } from '../../platform/database/index.ts'
import type { Extensions } from '../../platform/modules/index.ts'
import { readRows } from '../../platform/testing/rows.ts'
import { describeStores } from '../../platform/testing/stores.ts'
import { getRecord, registerAtStation } from '../../registration/index.ts'
import { contextFor, importPeople, importRows, loadSomeAreas, numberOf, openElection } from '../../registration/testing/office.ts'
import { electionOverview, electionWork } from '../../report/index.ts'
import { composeExtensions, modulesWith } from '../modules.ts'

const EAST = '110105021021'
const OFFICE: Actor = { id: 'u-1', name: '小周', role: 'township', areaCode: '110105021' }
const STATION: Actor = { id: 'u-4', name: '小吴', role: 'station', areaCode: EAST }
const ELSEWHERE: Actor = { id: 'u-2', name: '老钱', role: 'township', areaCode: '110105022' }

describeStores('contributions of modules', open => {
  let database: Database
  let ctx: Context
  let election: Election
  let extensions: Extensions
  const registrationOf = async (name: string) => {
    const [row] = await readRows<{ countyCode: string; registrationId: number }>(
      database,
      'SELECT county_code AS "countyCode", id AS "registrationId" FROM registration WHERE name = $1',
      [name],
    )
    if (!row) throw new Error(`${name} is not registered`)
    return row
  }

  beforeEach(async () => {
    database = await open()
    await loadSomeAreas(database)
    ctx = { ...contextFor(database), actor: OFFICE }
    election = await openElection(contextFor(database))
    extensions = composeExtensions(modulesWith({}), ctx)
    const number = numberOf('1990-03-05', 1)
    await importPeople(ctx, election, [
      ['姓名', '公民身份号码', '户籍区划', '社区代码', '状态'],
      ['李小名', number, '110105', EAST, '正常'],
    ])
    await importRows(ctx, election, [
      ['姓名', '公民身份号码', '社区'],
      ['李小明', number, '东郊社区'],
    ])
  })

  it('put together the record of a person, without a section where a module keeps nothing', async () => {
    const sections = extensions.all(RECORD_SECTIONS)
    const record = await getRecord(ctx, await registrationOf('李小明'), sections)
    expect(record).toMatchObject({
      ok: true,
      value: {
        name: '李小明',
        sections: [
          { title: { en: 'Population register' }, facts: [{ value: { zh: '李小名' } }, {}, {}] },
          {
            title: { en: 'Registration' },
            events: [{ text: { en: 'Registration received' } }, { text: { zh: expect.stringMatching(/^发现/) } }],
          },
        ],
      },
    })
    if (!record.ok) throw new Error('no record')
    expect(JSON.stringify(record.value)).not.toContain(numberOf('1990-03-05', 1).slice(6, 14))
    const other = await getRecord({ ...ctx, actor: ELSEWHERE }, await registrationOf('李小明'), sections)
    expect(other).toMatchObject({ ok: false, error: { code: 'registration.unknown' } })
  })

  it('name the work that waits on the overview, in the area of whoever asks', async () => {
    const waiting = async (actor: Actor) => {
      const overview = await electionOverview({ ...ctx, actor }, election.id, extensions.all(WAITING_WORK))
      return overview.ok ? overview.value.work : overview.error.code
    }
    const toConfirm = { task: 'electorate.to-confirm', count: 3, due: 0 }
    const open = { task: 'review.open', count: 1, due: 0 }
    expect(await waiting(OFFICE)).toEqual([toConfirm, open])
    const made = await registerAtStation(ctx, election.id, {
      person: { kind: 'document', type: 'passport', number: 'E1234567', name: '约翰', birthDate: '1980-01-01', sex: 'M' },
      community: EAST,
      basis: 'hukou',
      evidence: [],
      channel: 'station',
    })
    expect(made).toMatchObject({ ok: true, value: { outcome: 'review' } })
    expect(await waiting(OFFICE)).toEqual(
      expect.arrayContaining([toConfirm, { ...open, count: 2 }, { task: 'registration.second-officer', count: 1, due: 0 }]),
    )
  })

  it('name steps of the timetable, files, removals and lists that wait, for those only who see to them', async () => {
    const all = extensions.all(WAITING_WORK)
    const tasksOf = async (actor: Actor, at?: string): Promise<Readonly<Record<string, { count: number; due: number }>>> => {
      const clock = at === undefined ? ctx.clock : { now: () => new Date(at) }
      const work = await electionWork({ ...ctx, clock, actor }, election.id, all)
      if (!work.ok) throw new Error(work.error.code)
      return Object.fromEntries(work.value.map(({ task, count, due }) => [task, { count, due }]))
    }
    const office: Actor = { id: 'u-3', name: '老周', role: 'district', areaCode: '110105' }
    const before = await tasksOf(office)
    const day = `${election.pollingDay}T04:00:00Z`
    const late = await tasksOf(office, day)
    expect(late['timetable.due']?.due).toBeGreaterThan(before['timetable.due']?.due ?? 0)
    expect((await tasksOf(STATION, day))['timetable.due']).toBeUndefined()

    const { countyCode, registrationId } = await registrationOf('李小明')
    await database.run(
      `INSERT INTO removal (person_key, county_code, registration_id, election_id, ground, document_no, asked_by_id, asked_by, asked_at, state)
       SELECT person_key, county_code, id, election_id, 'deceased', '1', 'u-1', '小周', now(), 'open' FROM registration WHERE county_code = $1 AND id = $2`,
      [countyCode, registrationId],
    )
    await database.run(`UPDATE import SET state = 'held' WHERE election_id = $1 AND kind = 'registrations'`, [election.id])
    expect(await tasksOf(office)).toMatchObject({ 'removal.to-confirm': { count: 1 }, 'import.held': { count: 1 } })
    // Who asked for it is not the second officer, and a station decides nothing.
    expect(Object.keys(await tasksOf(OFFICE))).not.toContain('removal.to-confirm')
    expect(Object.keys(await tasksOf(STATION))).not.toContain('import.held')
    expect(Object.keys(await tasksOf(STATION))).not.toContain('review.open')
  })
})
