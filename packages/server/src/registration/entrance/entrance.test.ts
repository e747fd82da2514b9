/** Posters that open the portal: a page for each station or community of the area, with the place in the address and nothing of a person. */
import { expect, it } from 'vitest'
import { describeStores } from '../../platform/testing/stores.ts'
import { replaceElectionStations } from '../station/index.ts'
import { contextFor, loadSomeAreas, openElection } from '../testing/office.ts'
import { findEntrances, printEntrances } from './service.ts'

const EAST = '110105021021'
const ORIGIN = 'https://roll.example'

describeStores('posters that open the portal', open => {
  it('have a page for each community, and for each station with its place where it serves one', async () => {
    const database = await open()
    await loadSomeAreas(database)
    const ctx = contextFor(database)
    const election = await openElection(ctx)
    const pagesOf = async (query: Parameters<typeof findEntrances>[2], context = ctx) => {
      const found = await findEntrances(context, election.id, query, ORIGIN)
      return found.ok ? found.value.pages.map(({ place, url }) => [place, url.slice(ORIGIN.length)]) : found.error.code
    }
    expect(await pagesOf({ of: 'communities' })).toEqual([
      ['东郊社区', `/?election=${election.id}&place=${EAST}`],
      ['百子湾西社区', `/?election=${election.id}&place=110105021022`],
      ['大郊亭', `/?election=${election.id}&place=110105021201`],
    ])
    expect(await pagesOf({ of: 'communities', area: EAST })).toHaveLength(1)
    expect(await pagesOf({ of: 'stations' })).toBe('entrance.none')
    const station = { address: '虚构路1号', hours: '9:00–17:00', phone: null, latitude: null, longitude: null }
    await replaceElectionStations(ctx, election.id, [
      { ...station, name: '东郊站', serves: [EAST] },
      { ...station, name: '总站', serves: ['110105021'] },
    ])
    expect(await pagesOf({ of: 'stations' })).toEqual([
      ['东郊站', `/?election=${election.id}&place=${EAST}`],
      ['总站', `/?election=${election.id}`],
    ])
    const elsewhere = { ...ctx, actor: { ...ctx.actor, areaCode: '110105021022', role: 'station' as const } }
    expect(await pagesOf({ of: 'communities', area: EAST }, elsewhere)).toBe('entrance.none')
    const printed = await printEntrances(ctx, election.id, { of: 'stations' }, ORIGIN)
    expect(printed.ok && Buffer.from(printed.value.pdf.subarray(0, 5)).toString()).toBe('%PDF-')
  })
})
