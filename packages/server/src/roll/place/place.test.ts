/** Places and hours of voting, the committee that signs, and what the posters say of them (BJ 36). */
import { beforeEach, expect, it } from 'vitest'
import type { Database } from '../../platform/database/index.ts'
import { describeStores } from '../../platform/testing/stores.ts'
import { findVersions } from '../publish/index.ts'
import { addVoters, contextOf, DISTRICTS, ELECTION, makeElection, office, publishAsTwo } from '../testing/voters.ts'
import { findSignatory } from './service.signatory.ts'
import { enterVotingPlace, findDistrictPlaces, removeVotingPlace } from './service.ts'
import { findPublishedPlaces } from './store.ts'

const place = {
  level: 'county',
  district: DISTRICTS.a,
  group: '',
  name: '示例小学',
  address: '示例路1号',
  opens: '07:00',
  closes: '18:00',
} as const

describeStores('places of voting', open => {
  let database: Database
  beforeEach(async () => {
    database = await open()
    await makeElection(database)
  })
  const ctx = () => contextOf(database)

  it('are entered, changed and taken back by district and group', async () => {
    expect(await enterVotingPlace(ctx(), ELECTION, place)).toMatchObject({ ok: true })
    await enterVotingPlace(ctx(), ELECTION, { ...place, name: '示例中学' })
    await enterVotingPlace(ctx(), ELECTION, { ...place, group: '第2组' })
    const found = await findDistrictPlaces(ctx(), ELECTION)
    expect(
      found.ok && found.value.map(({ level, code, places }) => [level, code, places.map(one => [one.group, one.name])]),
    ).toEqual([
      [
        'county',
        DISTRICTS.a,
        [
          ['', '示例中学'],
          ['第2组', '示例小学'],
        ],
      ],
      ['county', DISTRICTS.b, []],
      ['township', DISTRICTS.a, []],
      ['township', DISTRICTS.b, []],
    ])
    await removeVotingPlace(ctx(), ELECTION, { level: 'county', district: DISTRICTS.a, group: '' })
    const after = await findDistrictPlaces(ctx(), ELECTION)
    expect(after.ok && after.value[0]?.places).toMatchObject([{ group: '第2组' }])
  })

  it('are refused with hours that end before they begin, of an unknown district, and to those who may not', async () => {
    const entered = (over: object, actor = office) =>
      enterVotingPlace(contextOf(database, { actor }), ELECTION, { ...place, ...over })
    expect(await entered({ opens: '18:00', closes: '18:00' })).toMatchObject({ ok: false, error: { code: 'place.hours' } })
    expect(await entered({ district: 'x' })).toMatchObject({ ok: false, error: { code: 'place.district' } })
    expect(await entered({}, { ...office, role: 'auditor' })).toMatchObject({ ok: false, error: { code: 'forbidden' } })
    expect(await removeVotingPlace(ctx(), ELECTION, place)).toMatchObject({ ok: false, error: { code: 'place.district' } })
  })

  it('stay with a version as they were, and a confirmation does not hold for others', async () => {
    await addVoters(database, [{ name: '丁一' }])
    await enterVotingPlace(ctx(), ELECTION, place)
    expect(await publishAsTwo(ctx(), { electionId: ELECTION })).toMatchObject({ ok: true })
    await enterVotingPlace(ctx(), ELECTION, { ...place, name: '改' })
    expect(await findPublishedPlaces(database, ELECTION, 1)).toEqual([place])
    expect(await findVersions(database, ELECTION)).toHaveLength(1)
  })

  it('are signed for by the committee of each level', async () => {
    await database.run(
      `INSERT INTO area (code, name, level) VALUES ('110105', '朝阳区', 3), ('110105021', '南磨房地区', 4) ON CONFLICT DO NOTHING`,
    )
    const election = { id: ELECTION, areaCode: '110105021', areaName: '南磨房地区' }
    const signers = async () => {
      const of = await findSignatory(database, election)
      return [of({ level: 'county', code: DISTRICTS.a }), of({ level: 'township', code: DISTRICTS.a })]
    }
    const [county, township] = await signers()
    expect(county).toMatch(/朝阳区选举委员会$/)
    expect(township).toBe('南磨房地区选举委员会')
    await database.run(
      `INSERT INTO committee (election_id, level, area_code, name) VALUES ($1, 'county', '110105', '朝阳区第十八届选举委员会'),
         ($1, 'township', '110105021', '南磨房选举委员会')`,
      [ELECTION],
    )
    expect(await signers()).toEqual(['朝阳区第十八届选举委员会', '南磨房选举委员会'])
  })

  it('of an election of a whole county are signed by the township of the district', async () => {
    await database.run(
      `INSERT INTO area (code, name, level) VALUES ('110105', '朝阳区', 3), ('110105021', '南磨房地区', 4) ON CONFLICT DO NOTHING`,
    )
    await database.run(
      `INSERT INTO district_community (election_id, level, community_code, district_code) VALUES ($1, 'township', '110105021001', $2)`,
      [ELECTION, DISTRICTS.a],
    )
    const of = await findSignatory(database, { id: ELECTION, areaCode: '110105', areaName: '朝阳区' })
    expect(of({ level: 'township', code: DISTRICTS.a })).toBe('南磨房地区选举委员会')
    expect(of({ level: 'township', code: DISTRICTS.b })).toBe('朝阳区选举委员会')
  })
})
