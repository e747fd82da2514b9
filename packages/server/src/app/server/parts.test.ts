/** A township of two villages and seven groups over real HTTP: from nothing to a frozen plan and a published list, on both stores. */

import { afterEach, beforeEach, expect, it } from 'vitest'
import { findElectionById } from '../../election/index.ts'
import type { Database } from '../../platform/database/index.ts'
import { readRows } from '../../platform/testing/rows.ts'
import { describeStores } from '../../platform/testing/stores.ts'
import { contextFor, importRows, numberOf } from '../../registration/testing/office.ts'
import { publishAsTwo } from '../../roll/testing/voters.ts'
import { type Answered, type Send, startServer } from './testing/running.ts'

const [EAST, WEST] = ['110105021201', '110105021202']
const GROUPS = { [EAST]: ['一组', '二组', '三组', '四组'], [WEST]: ['一组', '二组', '三组'] }
const codeOf = ({ json }: Answered) => json.error?.code

describeStores('a township of two villages', open => {
  let database: Database
  let server: Awaited<ReturnType<typeof startServer>>
  let send: Send
  let id: string

  beforeEach(async () => {
    database = await open()
    // Before the server starts: it keeps the names of communities.
    await database.run(`INSERT INTO area (code, parent_code, name, level) VALUES ($1, '110105021', '西村村委会', 5)`, [WEST])
    server = await startServer(database)
    send = await server.signIn('district', 'district', '110105')
    const made = await send('POST', '/api/elections', {
      areaCode: '110105021',
      day: '2026-12-20',
      levels: ['township'],
      name: '乡换届选举',
    })
    id = String(made.json.id)
  })
  afterEach(() => server.stop())

  const partsOf = (community: keyof typeof GROUPS) => ({
    parts: (GROUPS[community] ?? []).map(name => ({ name, population: 400 })),
  })

  it('is drawn by groups for twenty deputies, frozen, and published with everyone in the district of their group', async () => {
    const base = `/api/elections/${id}`
    for (const community of [EAST, WEST] as const)
      expect((await send('PUT', `${base}/community-parts/${community}`, partsOf(community))).status).toBe(200)
    const made = await send('POST', `${base}/district-plans`, { level: 'township', name: '方案' })
    const plan = `${base}/district-plans/${made.json.id}`
    // Twenty deputies cannot be had of two whole villages.
    for (const unit of [EAST, WEST]) expect((await send('POST', `${plan}/changes`, { kind: 'join', unit })).status).toBe(200)
    expect(codeOf(await send('POST', `${plan}/propose`, { seats: 20, seed: 1 }))).toBe('plan.proposal')
    for (const unit of [EAST, WEST]) expect((await send('POST', `${plan}/changes`, { kind: 'divide', unit })).status).toBe(200)
    const proposed = await send('POST', `${plan}/propose`, { seats: 20, seed: 1 })
    expect(proposed.json).toMatchObject({ unitCount: 7, seatsSet: 20, population: 2800, unassigned: 0 })
    expect((await send('POST', `${plan}/freeze`, {})).json).toMatchObject({ state: 'frozen' })
    expect(codeOf(await send('PUT', `${base}/community-parts/${EAST}`, { parts: [] }))).toBe('parts.in-use')

    const ctx = contextFor(database)
    const election = await findElectionById(database, id)
    if (!election) throw new Error('no election')
    const people = Object.entries(GROUPS).flatMap(([community, groups]) => groups.map(group => [community, group] as const))
    const rows = [...people, [EAST, '']].map(([community = '', group = ''], n) => [
      `王${String.fromCharCode(0x4e00 + n)}`,
      numberOf('1980-01-01', n + 1),
      community,
      group,
    ])
    const counts = await importRows(ctx, election, [['姓名', '公民身份号码', '社区', '村民小组'], ...rows])
    expect(counts.findings).toEqual({ 'district.part': 1 })
    expect(counts).toMatchObject({ accepted: 7, review: 1, findings: { 'district.part': 1 } })

    const found = (await send('GET', `${base}/community-parts?area=${EAST}`)).json as unknown as {
      open: number
      parts: { part: string; districts: { name: string }[] }[]
    }[]
    expect(found.map(one => [one.open, one.parts.length])).toEqual([[1, 4]])
    const published = await publishAsTwo({ ...ctx, clock: { now: () => new Date('2026-11-25T01:00:00Z') } }, { electionId: id })
    if (!published.ok) throw new Error(JSON.stringify(published.error))
    expect(published.value).toMatchObject({ entries: 7, openReviews: 1, leftOff: { count: 0 } })
    const listed = await readRows<{ name: string; district: string }>(
      database,
      `SELECT e.name, d.name AS district FROM roll_entry e JOIN district d ON d.election_id = e.election_id AND d.level = e.level
         AND d.code = e.district_code ORDER BY e.name COLLATE "C"`,
    )
    const districtOf = new Map(found[0]?.parts.map(({ part, districts }) => [part, districts[0]?.name]))
    expect(listed.slice(0, 4).map(one => one.district)).toEqual(['1组', '2组', '3组', '4组'].map(part => districtOf.get(part)))
    expect(new Set(listed.map(one => one.name)).size).toBe(7)
  })

  it('lets offices change the lists of their own communities, and nobody else', async () => {
    const url = `/api/elections/${id}/community-parts/${EAST}`
    const auditor = await server.signIn('auditor', 'auditor', '110105')
    expect((await auditor('PUT', url, partsOf(EAST))).status).toBe(403)
    expect((await auditor('GET', `/api/elections/${id}/community-parts`)).status).toBe(200)
    const township = await server.signIn('township', 'township', '110105021')
    expect((await township('PUT', url, partsOf(EAST))).status).toBe(200)
    const elsewhere = await server.signIn('other', 'township', '110105022')
    expect((await elsewhere('PUT', url, partsOf(EAST))).status).toBeGreaterThanOrEqual(400)
    expect(codeOf(await send('PUT', `/api/elections/${id}/community-parts/110105022001`, partsOf(EAST)))).toBe('parts.community')
  })
})
