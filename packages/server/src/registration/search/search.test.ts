/** The search box: each kind of thing, in the area and by the rules of its own page. */
import { beforeEach, expect, it } from 'vitest'
import type { Actor, Context } from '../../access/index.ts'
import type { Election } from '../../election/index.ts'
import type { Database } from '../../platform/database/index.ts'
import { describeStores } from '../../platform/testing/stores.ts'
import { contextFor, importRows, loadSomeAreas, numberOf, openElection } from '../testing/office.ts'
import { searchAll } from './service.ts'

const OFFICE: Actor = { id: 'u-1', name: '小周', role: 'township', areaCode: '110105021' }
const STATION: Actor = { id: 'u-3', name: '小马', role: 'station', areaCode: '110105021021' }

describeStores('the search box', open => {
  let database: Database
  let ctx: Context
  let election: Election
  const search = async (q: string, actor = OFFICE) => {
    const found = await searchAll({ ...ctx, actor }, election.id, q)
    if (!found.ok) return found.error.code
    const { people, cases, communities, imports } = found.value
    return {
      people: people.map(({ name }) => name),
      cases: cases.map(({ name }) => name),
      communities: communities.map(({ name }) => name),
      imports: imports.length,
    }
  }

  beforeEach(async () => {
    database = await open()
    await loadSomeAreas(database)
    ctx = contextFor(database)
    election = await openElection(ctx)
    await importRows(ctx, election, [
      ['姓名', '公民身份号码', '社区'],
      ['东郭先', numberOf('1985-07-21', 1), '东郊社区'],
      ['王芳', numberOf('1985-07-22', 2), '百子湾西社区'],
    ])
    await database.run(`UPDATE registration SET status = 'review' WHERE name = '王芳'`)
  })

  it('finds people, cases, communities and imports', async () => {
    expect(await search('东')).toMatchObject({ people: ['东郭先'], cases: [], communities: ['东郊社区居民委员会'] })
    expect(await search('djsq')).toMatchObject({ people: [], communities: ['东郊社区居民委员会'] })
    expect(await search('wangf')).toMatchObject({ people: ['王芳'], cases: ['王芳'], communities: [] })
    expect(await search('file-')).toMatchObject({ people: [], imports: 1 })
  })

  it('keeps the area, and the rule of stations', async () => {
    expect(await search('东', { ...OFFICE, areaCode: '110105022' })).toBe('election.unknown')
    expect(await search('东', STATION)).toMatchObject({ people: [], communities: ['东郊社区居民委员会'] })
    expect(await search('东郭先', STATION)).toMatchObject({ people: ['东郭先'] })
    expect(await search('王芳', STATION)).toMatchObject({ people: [], cases: [] })
  })
})
