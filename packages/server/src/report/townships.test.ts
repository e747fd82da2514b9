/** Townships side by side: their figures add up to the communities, and the figures of each day are kept. */
import { expect, it } from 'vitest'
import { openTimetable } from '../election/index.ts'
import { readRows } from '../platform/testing/rows.ts'
import { describeStores } from '../platform/testing/stores.ts'
import {
  contextFor,
  importPeople,
  importRows,
  loadSomeAreas,
  numberOf,
  openElection,
  saveDays,
} from '../registration/testing/office.ts'
import { electionTownships } from './service.townships.ts'

describeStores('townships side by side', open => {
  it('sum their communities, with objections, late steps and the days before', async () => {
    const database = await open()
    await loadSomeAreas(database)
    const ctx = contextFor(database)
    const election = await openElection(ctx)
    await importPeople(ctx, election, [
      ['姓名', '公民身份号码', '户籍区划', '社区代码', '状态'],
      ['李小名', numberOf('1990-03-05', 1), '110105', '110105021021', '正常'],
      ['李小华', numberOf('1990-03-05', 2), '110105', '110105021022', '正常'],
      ['李小文', numberOf('1990-03-05', 3), '110105', '110105021022', '正常'],
    ])
    const timetables = openTimetable(async () => null)
    const find = async (township?: string) => {
      const found = await electionTownships(ctx, election.id, township, timetables)
      if (!found.ok) throw new Error(found.error.code)
      return found.value
    }
    const first = await find()
    expect(first.townships).toMatchObject([
      { code: '110105021', eligible: 3, registered: 0, notYetRegistered: 3, objections: 0, lateSteps: null },
    ])
    expect(first.days).toHaveLength(1)

    await saveDays(database, '2026-11-18')
    await saveDays(database, '2026-11-18')
    await importRows(ctx, election, [
      ['姓名', '公民身份号码', '社区'],
      ['李小名', numberOf('1990-03-05', 1), '东郊社区'],
    ])
    const later = await find('110105021')
    expect(later.townships).toMatchObject([{ code: '110105021', eligible: 3, registered: 1, notYetRegistered: 2 }])
    expect(later.days).toMatchObject([
      { day: '2026-11-18', eligible: 3, registered: 0, notYetRegistered: 3 },
      { eligible: 3, registered: 1, notYetRegistered: 2 },
    ])
    await database.run(`UPDATE election SET state = 'closed'`)
    expect(await saveDays(database, '2026-11-19')).toBe(0)
    expect(await readRows(database, 'SELECT DISTINCT day::text AS day FROM people_count_day')).toEqual([{ day: '2026-11-18' }])
    const late = { ...ctx, clock: { now: () => new Date(`${election.pollingDay}T04:00:00Z`) } }
    const onTheDay = await electionTownships(late, election.id, undefined, timetables)
    expect(onTheDay.ok && onTheDay.value.lateSteps).toBeGreaterThan(first.lateSteps)
  })
})
