/** Lists as files: who may take which, when a second officer is needed, and that nothing leaves without an audit row. */
import type { Readable } from 'node:stream'
import { beforeEach, expect, it } from 'vitest'
import yauzl from 'yauzl'
import type { Actor, Context } from '../../access/index.ts'
import { type Election, openLists } from '../../election/index.ts'
import type { Database } from '../../platform/database/index.ts'
import { readRows } from '../../platform/testing/rows.ts'
import { describeStores } from '../../platform/testing/stores.ts'
import { casesList } from '../review/index.ts'
import { contextFor, importPeople, importRows, loadSomeAreas, numberOf, openElection } from '../testing/office.ts'
import { missingList, refusedList } from '../worklist/index.ts'
import { votersList } from './service.list.ts'

const EAST = '110105021021'
const OFFICE: Actor = { id: 'u-1', name: '小周', role: 'township', areaCode: '110105021' }
const COLLEAGUE: Actor = { id: 'u-2', name: '小吴', role: 'township', areaCode: '110105021' }
const STATION: Actor = { id: 'u-3', name: '小马', role: 'station', areaCode: EAST }
const ELSEWHERE: Actor = { id: 'u-4', name: '小孙', role: 'township', areaCode: '110105022' }
const NUMBER = numberOf('1985-07-21', 2)
const REASON = '核对社区上报人数'

const SOURCES = [votersList, missingList, refusedList, casesList]

const namesIn = (bytes: Buffer): Promise<string[]> =>
  new Promise((resolve, reject) => {
    yauzl.fromBuffer(bytes, { lazyEntries: false }, (error, zip) => {
      if (error) return reject(error)
      const names: string[] = []
      zip.on('entry', (entry: yauzl.Entry) => names.push(entry.fileName))
      zip.on('end', () => resolve(names))
      zip.on('error', reject)
    })
  })

describeStores('lists as files', open => {
  let database: Database
  let ctx: Context
  let election: Election
  const as = (actor: Actor): Context => ({ ...ctx, actor })

  beforeEach(async () => {
    database = await open()
    await loadSomeAreas(database)
    ctx = contextFor(database)
    election = await openElection(ctx)
    await importPeople(ctx, election, [
      ['姓名', '公民身份号码', '户籍区划', '社区代码', '状态', '现住址', '联系电话'],
      ['赵南', numberOf('1990-03-05', 1), '110105', '110105021022', '正常', '百子湾西社区1号楼', '13812345678'],
      ['王芳', NUMBER, '110105', EAST, '正常', '东郊社区2号楼', ''],
      ['=孙东', numberOf('1988-08-08', 9), '110105', EAST, '正常', '东郊社区3号楼', ''],
    ])
    await importRows(ctx, election, [
      ['姓名', '公民身份号码', '社区'],
      ['王芳', NUMBER, '东郊社区'],
      ['王方', numberOf('1985-07-22', 2), '百子湾西社区'],
      ['李错号', '110105199003050000', '东郊社区'],
    ])
  })

  const bytesOf = async (content: Readable): Promise<Buffer> => {
    const chunks: Buffer[] = []
    for await (const chunk of content) chunks.push(Buffer.from(chunk as Uint8Array))
    return Buffer.concat(chunks)
  }
  type Lists = ReturnType<typeof openLists>
  const ask = async (lists: Lists, actor: Actor, input: object) => {
    const asked = await lists.askListExport(as(actor), election.id, {
      filter: {},
      format: 'csv',
      language: 'zh',
      list: 'voters',
      ...input,
    })
    return asked.ok ? asked.value : asked.error.code
  }
  const take = async (lists: Lists, actor: Actor, id: string) => {
    const file = await lists.openListFile(as(actor), election.id, id)
    return file.ok ? { name: file.value.name, bytes: await bytesOf(file.value.content) } : file.error.code
  }
  const textOf = async (lists: Lists, input: object, actor = OFFICE): Promise<string> => {
    const asked = await ask(lists, actor, input)
    if (typeof asked === 'string') return asked
    const taken = await take(lists, actor, asked.id)
    return typeof taken === 'string' ? taken : taken.bytes.toString('utf8')
  }
  const actionsOf = async () =>
    (await readRows<{ action: string }>(database, `SELECT action FROM audit WHERE action LIKE 'list.%' ORDER BY id`)).map(
      row => row.action,
    )

  it('are written for whoever may see them, masked, with no cell that begins a formula, and audited', async () => {
    const lists = openLists(SOURCES)
    const roll = await textOf(lists, { columns: ['name', 'maskedNumber', 'community', 'status'], reason: REASON })
    expect(roll.split('\r\n')[0]).toBe('\ufeff姓名,公民身份号码（部分）,社区（村）,状态')
    expect(roll).not.toContain(NUMBER)
    const missing = await textOf(lists, { list: 'not-yet-registered' })
    expect(missing).toContain(`"'=孙东"`)
    expect(missing).toContain('138****5678')
    expect(missing).not.toContain('王芳')
    const refused = await textOf(lists, { list: 'refused' })
    expect(refused).toMatch(/李错号,东郊社区居民委员会,,[^,]*身份证号/)
    expect(await textOf(lists, { list: 'cases' })).toContain('姓名,社区（村）,单位,文件,行,待审核事项数,自')
    expect(await actionsOf()).toEqual(Array.from({ length: 4 }, () => ['list.asked', 'list.exported']).flat())
    expect(await textOf(lists, {}, STATION)).toBe('forbidden')
    expect(await textOf(lists, {}, ELSEWHERE)).toBe('election.unknown')
    expect(await textOf(lists, { list: 'nothing' })).toBe('list.unknown')
    expect(await textOf(lists, { filter: { ground: 'x' } })).toBe('list.filter')
    expect(await textOf(lists, { list: 'not-yet-registered' }, STATION)).not.toContain('赵南')
  })

  it('of many people take a reason and a second officer, and go to whoever asked', async () => {
    const lists = openLists(SOURCES, 1)
    expect(await ask(lists, OFFICE, { list: 'not-yet-registered' })).toBe('list.reason')
    const asked = await ask(lists, OFFICE, { list: 'not-yet-registered', reason: REASON })
    if (typeof asked === 'string') throw new Error(asked)
    expect(asked).toMatchObject({ state: 'waiting', people: 2, own: true })
    expect(await take(lists, OFFICE, asked.id)).toBe('list.waits')
    const confirm = async (actor: Actor) => {
      const confirmed = await lists.confirmListExport(as(actor), election.id, asked.id)
      return confirmed.ok ? confirmed.value.state : confirmed.error.code
    }
    expect(await confirm(OFFICE)).toBe('officer.same')
    expect(await confirm(ELSEWHERE)).toBe('list.unknown')
    expect(await confirm(COLLEAGUE)).toBe('ready')
    expect(await confirm(COLLEAGUE)).toBe('list.confirmed')
    expect(await take(lists, COLLEAGUE, asked.id)).toBe('list.unknown')
    const taken = await take(lists, OFFICE, asked.id)
    expect(typeof taken !== 'string' && taken.name).toBe('尚未登记-南磨房地区-2026-11-20.csv')
    expect(
      await readRows(
        database,
        `SELECT details ->> 'reason' AS reason, details ->> 'second' AS second FROM audit WHERE action = 'list.exported'`,
      ),
    ).toEqual([{ reason: REASON, second: '小吴' }])
    const all = await lists.findListExports(as(COLLEAGUE), election.id)
    expect(all).toMatchObject({ ok: true, value: [{ state: 'ready', own: false, confirmedBy: '小吴' }] })
    const later = { ...ctx, actor: OFFICE, clock: { now: () => new Date('2026-11-21T02:00:00Z') } }
    expect(await lists.openListFile(later, election.id, asked.id)).toMatchObject({ error: { code: 'list.over' } })
  })

  it('count together: several small ones of a day are a large one', async () => {
    const lists = openLists(SOURCES, 3)
    const one = { list: 'not-yet-registered', filter: { community: EAST }, reason: REASON }
    const states = []
    for (let times = 0; times < 4; times += 1) {
      const asked = await ask(lists, OFFICE, one)
      states.push(typeof asked === 'string' ? asked : asked.state)
    }
    expect(states).toEqual(['ready', 'ready', 'ready', 'waiting'])
  })

  it('are one ZIP with a table for each community when they are very long', async () => {
    const lists = openLists(SOURCES, 5_000, 1)
    for (const format of ['xlsx', 'csv'] as const) {
      const asked = await ask(lists, OFFICE, { list: 'not-yet-registered', format })
      if (typeof asked === 'string') throw new Error(asked)
      const taken = await take(lists, OFFICE, asked.id)
      if (typeof taken === 'string') throw new Error(taken)
      expect(taken.name).toMatch(/\.zip$/)
      expect(await namesIn(taken.bytes)).toEqual([
        `${EAST} 东郊社区居民委员会.${format}`,
        `110105021022 百子湾西社区居民委员会.${format}`,
      ])
    }
  })
})
