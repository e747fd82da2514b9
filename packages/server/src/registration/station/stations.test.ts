import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, expect, it } from 'vitest'
import type { Context } from '../../access/index.ts'
import type { Election } from '../../election/index.ts'
import { readRows } from '../../platform/testing/rows.ts'
import { describeStores } from '../../platform/testing/stores.ts'
import { contextFor, loadSomeAreas, openElection } from '../testing/office.ts'
import { findElectionStations, importStations, replaceElectionStations } from './service.ts'
import { stationsFor } from './store.ts'

const station = (name: string, ...serves: string[]) => ({
  name,
  address: '南磨房路1号',
  hours: '每日 9:00–18:00',
  phone: null,
  latitude: null,
  longitude: null,
  serves,
})

describeStores('stations', open => {
  let ctx: Context
  let election: Election
  beforeEach(async () => {
    const database = await open()
    await loadSomeAreas(database)
    ctx = contextFor(database)
    election = await openElection(ctx)
  })
  const names = async (community: string) => (await stationsFor(ctx.database, election.id, community)).map(s => s.name)

  it('lists a community’s own station first, then that of the township', async () => {
    const made = await replaceElectionStations(ctx, election.id, [
      station('地区登记站', '110105021'),
      station('东郊登记站', '东郊社区', '大郊亭村'),
    ])
    expect(made).toMatchObject({ ok: true, value: [{ id: '110105-001' }, { id: '110105-002' }] })
    expect(await names('110105021021')).toEqual(['东郊登记站', '地区登记站'])
    expect(await names('110105021022')).toEqual(['地区登记站'])
    expect(await names('110105022001')).toEqual([])
  })

  it('keeps the id of a station with the same name, and never reuses an id', async () => {
    await replaceElectionStations(ctx, election.id, [station('甲站', '东郊'), station('乙站', '百子湾西')])
    await replaceElectionStations(ctx, election.id, [station('丙站', '东郊'), station('乙站', '东郊')])
    const now = await findElectionStations(ctx, election.id)
    expect(now.ok && now.value.map(s => [s.id, s.name])).toEqual([
      ['110105-003', '丙站'],
      ['110105-002', '乙站'],
    ])
    const [trail] = await readRows<{ details: object }>(
      ctx.database,
      `SELECT details FROM audit WHERE action = 'stations.replaced' ORDER BY id DESC LIMIT 1`,
    )
    expect(trail?.details).toEqual({ before: 2, stations: 2, area: '110105021' })
  })

  it('changes nothing if a row is invalid, and names every such row', async () => {
    await replaceElectionStations(ctx, election.id, [station('甲站', '东郊')])
    const refused = await replaceElectionStations(ctx, election.id, [
      station('乙站', '东郊'),
      station('丙站', '西郊'),
      { ...station('丁站', '东郊'), latitude: 116.5, longitude: 39.9 },
    ])
    expect(refused).toMatchObject({ ok: false, error: { code: 'stations.invalid' } })
    expect(!refused.ok && refused.error.text?.zh).toMatch(/第2行：.*西郊.*；第3行：.*写反/)
    expect(await names('110105021021')).toEqual(['甲站'])
  })

  it('lets an office replace only stations that serve nothing but its own area', async () => {
    await replaceElectionStations(ctx, election.id, [station('全地区', '110105021'), station('东郊站', '东郊')])
    const village = contextFor(ctx.database, { id: 'u2', name: '东郊', role: 'township', areaCode: '110105021021' })
    expect(await replaceElectionStations(village, election.id, [station('村站', '大郊亭村')])).toMatchObject({ ok: false })
    await replaceElectionStations(village, election.id, [station('新东郊站', '东郊')])
    expect(await names('110105021021')).toEqual(['新东郊站', '全地区'])
    const clerk = contextFor(ctx.database, { id: 'u3', name: '登记员', role: 'station', areaCode: '110105021' })
    expect(await replaceElectionStations(clerk, election.id, [])).toMatchObject({ ok: false, error: { code: 'forbidden' } })
    const elsewhere = contextFor(ctx.database, { id: 'u4', name: '海淀', role: 'district', areaCode: '110108' })
    expect(await findElectionStations(elsewhere, election.id)).toMatchObject({ ok: false, error: { code: 'election.unknown' } })
  })

  it('reads a table from a file', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'mingce-stations-'))
    try {
      const file = join(folder, '登记站.csv')
      await writeFile(
        file,
        '登记站名称,地址,工作时间,联系电话,纬度,经度,服务社区\n东郊站,平乐园1号,每日 9:00–18:00,010-00000000,39.8721,116.4905,东郊社区、大郊亭村\n',
      )
      expect(await importStations(ctx, election.id, file)).toMatchObject({
        ok: true,
        value: [{ phone: '010-00000000', latitude: 39.8721, serves: ['110105021021', '110105021201'] }],
      })
      await writeFile(file, '登记站,地址,开放时间,纬度,经度,服务社区\n站,路,全天,北纬39,116.4,东郊\n')
      const refused = await importStations(ctx, election.id, file)
      expect(!refused.ok && refused.error.text?.en).toMatch(/^Row 2: Latitude and longitude must/)
      await writeFile(file, '登记站,地址\n站,路\n')
      expect(await importStations(ctx, election.id, file)).toMatchObject({ ok: false, error: { code: 'stations.unreadable' } })
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  })
})
