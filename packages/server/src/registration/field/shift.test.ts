import { randomUUID } from 'node:crypto'
import { ok } from '@mingce/domain/result'
import { beforeEach, expect, it } from 'vitest'
import type { Actor, Context } from '../../access/index.ts'
import {
  createStaff,
  deactivateDevice,
  type Enrolled,
  enrolDevice,
  findDevices,
  getDeviceState,
  LONGEST_SHIFT_MS,
  sealForQueue,
} from '../../access/index.ts'
import type { Election } from '../../election/index.ts'
import type { Database } from '../../platform/database/index.ts'
import { readRows } from '../../platform/testing/rows.ts'
import { describeStores } from '../../platform/testing/stores.ts'
import { setCommunityDefaults } from '../electorate/index.ts'
import { contextFor, importPeople, importRows, loadSomeAreas, numberOf, openElection } from '../testing/office.ts'
import { findNotYetRegistered } from '../worklist/index.ts'
import { registerQueued } from './service.queued.ts'
import { takeShift } from './service.shift.ts'
import { type RegisterQueued, syncQueue } from './service.sync.ts'

const WEST = '110105021022'
const EAST = '110105021021'
const POPULATION = ['姓名', '公民身份号码', '户籍区划', '社区代码', '状态', '状态日期', '现住地址', '联系电话']
const HOUR = 3_600_000
const li = { name: '李小明', number: numberOf('1990-03-05', 1) }
const wang = { name: '王芳', number: numberOf('1985-07-21', 2) }
const PASSWORD = 'correct-horse-电池'

const value = <T>(result: { ok: true; value: T } | { ok: false; error: unknown }): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.error))
  return result.value
}
const codeOf = (result: { ok: true } | { ok: false; error: { code: string } }) => (result.ok ? 'ok' : result.error.code)

describeStores('shift', open => {
  let database: Database
  let office: Context
  let worker: Context
  let other: Context
  let election: Election
  let device: Enrolled
  let header: string
  let now: Date

  const at = (ctx: Context): Context => ({ ...ctx, clock: { now: () => now } })
  const staff = async (username: string, role: Actor['role'], areaCode: string): Promise<Context> => {
    const made = value(
      await createStaff(database, { username, name: username, password: PASSWORD, role, areaCode }, contextFor(database)),
    )
    return at(contextFor(database, { id: made.id, name: made.name, role, areaCode }))
  }
  let phones = 0
  /** Enrols another phone: an equal one of the same worker would be taken for the same request. */
  const enrol = async (ctx: Context, areaCode = EAST) => {
    const input = { name: `${++phones}号手机`, areaCode, shiftEndsAt: new Date(now.getTime() + 8 * HOUR) }
    return value(await enrolDevice(ctx, input))
  }
  const headerOf = ({ id, credential }: Enrolled) => `${id}.${credential}`
  const sealed = async (item: object, requestId: string = randomUUID(), on = device) => {
    const of = { deviceId: on.id, electionId: election.id, requestId }
    const bytes = await sealForQueue(on.sealTo, of, new TextEncoder().encode(JSON.stringify(item)))
    return { requestId, sealed: Buffer.from(bytes).toString('base64') }
  }
  const registrationOf = (who: typeof li) => ({
    kind: 'registration',
    registration: {
      person: { kind: 'resident-id', ...who },
      community: EAST,
      basis: 'hukou',
      evidence: [],
      channel: 'door',
    },
  })
  const played: RegisterQueued = async () => ok({ outcome: 'registered', registration: null, findings: [] })
  const sync = (items: Awaited<ReturnType<typeof sealed>>[], register = played, on = device, ctx = worker) =>
    syncQueue(ctx, { electionId: election.id, deviceId: on.id, header: headerOf(on), items }, register)

  beforeEach(async () => {
    now = new Date('2026-11-20T01:00:00Z')
    database = await open()
    await loadSomeAreas(database)
    office = at(contextFor(database))
    election = await openElection(office)
    const base = (who: typeof li, community: string) => [
      who.name,
      who.number,
      '110105',
      community,
      '正常',
      '',
      '某路1号',
      '13912345678',
    ]
    await importPeople(office, election, [POPULATION, base(li, EAST), base(wang, WEST)])
    worker = await staff('station', 'station', '110105021')
    other = await staff('other', 'station', '110105021')
    device = await enrol(worker)
    header = headerOf(device)
  })

  it('contains the people of its own area, without ID numbers and with masked phones', async () => {
    const bundle = value(await takeShift(worker, election.id, header))
    expect(bundle.people).toMatchObject([
      { name: '李小明', sex: 'M', birthYear: 1990, community: EAST, address: '某路1号', maskedPhone: '139****5678', visit: null },
    ])
    expect(bundle.communities.map(community => community.code)).toEqual([EAST])
    expect(bundle.communities[0]?.districts.county).toMatchObject({ name: expect.any(String) })
    expect(JSON.stringify(bundle)).not.toMatch(/\d{17}[\dX]|13912345678/)
    const whole = await enrol(worker, '110105021')
    expect(value(await takeShift(worker, election.id, headerOf(whole))).people).toHaveLength(2)
    const [row] = await readRows<{ details: unknown }>(
      database,
      "SELECT details FROM audit WHERE action = 'shift.taken' ORDER BY id DESC",
    )
    expect(row?.details).toMatchObject({ people: 2, area: '110105021' })
  })

  it('says in which communities the form asks about the township’s deputies', async () => {
    const asked = async () => value(await takeShift(worker, election.id, header)).communities.map(one => one.asksTownship)
    expect(await asked()).toEqual([false])
    await setCommunityDefaults(office, election.id, { communities: [{ code: EAST, elects: 'by-person' }], document: '1号' })
    expect(await asked()).toEqual([true])
  })

  it('omits registered people', async () => {
    await importRows(office, election, [
      ['姓名', '公民身份号码', '社区'],
      [li.name, li.number, EAST],
    ])
    expect(value(await takeShift(worker, election.id, header)).people).toEqual([])
  })

  it('requires a device enrolled for one’s own area and for one shift only', async () => {
    const input = { name: 'x', areaCode: EAST, shiftEndsAt: new Date(now.getTime() + HOUR) }
    expect(codeOf(await enrolDevice(worker, { ...input, areaCode: '110105' }))).toBe('forbidden')
    expect(codeOf(await enrolDevice(worker, { ...input, areaCode: '110105021999' }))).toBe('device.invalid')
    expect(codeOf(await enrolDevice(worker, { ...input, shiftEndsAt: now }))).toBe('device.invalid')
    const tooLong = new Date(now.getTime() + LONGEST_SHIFT_MS + 1)
    expect(codeOf(await enrolDevice(worker, { ...input, shiftEndsAt: tooLong }))).toBe('device.invalid')
  })

  it('requires the device’s own credential and worker', async () => {
    expect(codeOf(await takeShift(other, election.id, header))).toBe('device.unknown')
    expect(codeOf(await takeShift(worker, election.id, `${device.id}.${'0'.repeat(64)}`))).toBe('device.unknown')
    expect(codeOf(await takeShift(worker, election.id, 'x'))).toBe('device.unknown')
    expect(codeOf(await sync([], played, device, other))).toBe('device.unknown')
  })

  it('provides no list after its end, but still accepts what was entered during it', async () => {
    now = new Date(now.getTime() + 9 * HOUR)
    expect(codeOf(await takeShift(worker, election.id, header))).toBe('device.over')
    expect(value(await getDeviceState(worker, header))).toMatchObject({ over: true, deactivated: false })
    const { results } = value(await sync([await sealed(registrationOf(li))]))
    expect(results).toMatchObject([{ state: 'done', name: '李小明', answer: { outcome: 'registered' } }])
  })

  it('is refused after the device was deactivated by the office or by its worker, or the account was disabled', async () => {
    const second = await enrol(worker)
    const third = await enrol(other)
    expect(codeOf(await deactivateDevice(other, device.id))).toBe('device.unknown')
    value(await deactivateDevice(office, device.id))
    value(await deactivateDevice(office, device.id))
    value(await deactivateDevice(worker, second.id))
    await database.run('UPDATE staff SET disabled_at = $2 WHERE user_id = $1', [other.actor.id, now])
    expect(codeOf(await takeShift(worker, election.id, header))).toBe('device.deactivated')
    expect(codeOf(await sync([await sealed(registrationOf(li))]))).toBe('device.deactivated')
    for (const gone of [device, second, third])
      expect(value(await getDeviceState(worker, headerOf(gone)))).toMatchObject({ deactivated: true })
    expect(value(await findDevices(office)).map(one => [one.worker, one.deactivatedBy])).toHaveLength(3)
    expect(value(await findDevices(worker))).toHaveLength(2)
    const audit = await readRows(database, "SELECT 1 AS one FROM audit WHERE action = 'device.deactivated'")
    expect(audit).toHaveLength(2)
  })

  it('processes the other items when one fails, and refuses items of other devices', async () => {
    const foreign = await enrol(worker)
    const items = [
      await sealed(registrationOf(li)),
      await sealed(registrationOf(wang), randomUUID(), foreign),
      { requestId: randomUUID(), sealed: 'AAAA' },
      await sealed({ kind: 'other' }),
      await sealed({ kind: 'visit', personRef: randomUUID(), outcome: 'moved' }),
      await sealed(registrationOf(wang)),
    ]
    const moved = { ...items[0], requestId: randomUUID(), sealed: items[0]?.sealed ?? '' }
    const breaking: RegisterQueued = async (ctx, id, body) => {
      if (JSON.stringify(body).includes(wang.name)) throw new Error('the database went away')
      return played(ctx, id, body)
    }
    const { results } = value(await sync([...items, moved], breaking))
    expect(results.map(result => result.state)).toEqual(['done', 'refused', 'refused', 'refused', 'refused', 'later', 'refused'])
    expect(results[1]).toMatchObject({ error: { code: 'queue.unreadable' } })
    expect(results[4]).toMatchObject({ error: { code: 'not-found' } })
  })

  it('records synced visits once', async () => {
    const [person] = value(await takeShift(worker, election.id, header)).people
    const visit = await sealed({ kind: 'visit', personRef: person?.personRef, outcome: 'abroad' })
    const first = value(await sync([visit]))
    expect(first.results).toEqual([{ state: 'done', requestId: visit.requestId, name: null, answer: null }])
    expect(value(await sync([visit]))).toEqual(first)
    const list = value(await findNotYetRegistered(office, election.id, { state: 'visited' }))
    expect(list.items).toMatchObject([{ name: '李小明', visit: { outcome: 'abroad', by: 'station' } }])
    expect(await readRows(database, "SELECT 1 AS one FROM audit WHERE action = 'visit.recorded'")).toHaveLength(1)
  })

  const registered = () =>
    readRows<{ name: string; channel: string }>(database, 'SELECT name, channel FROM registration ORDER BY name')
  const outcomes = (synced: Awaited<ReturnType<typeof sync>>) =>
    value(synced).results.map(result => (result.state === 'done' ? result.answer?.outcome : result.state))

  it('registers once when the same batch is sent again', async () => {
    const items = [await sealed(registrationOf(li)), await sealed(registrationOf(wang))]
    const first = await sync(items, registerQueued)
    expect(outcomes(first)).toEqual(['registered', 'registered'])
    expect(await sync(items, registerQueued)).toEqual(first)
    expect(await registered()).toEqual([
      { name: '李小明', channel: 'door' },
      { name: '王芳', channel: 'door' },
    ])
    expect(value(await takeShift(worker, election.id, header)).people).toEqual([])
  })

  it('reports to the second of two devices that the person is registered already, even for simultaneous requests', async () => {
    const second = await enrol(other)
    const one = await sealed(registrationOf(li))
    const two = await sealed(registrationOf(li), randomUUID(), second)
    const both = await Promise.all([sync([one], registerQueued), sync([two], registerQueued, second, other)])
    expect(both.flatMap(outcomes).sort()).toEqual(['already', 'registered'])
    expect(await registered()).toHaveLength(1)
  })

  it('returns a refusal with its article, and a doubtful registration for review', async () => {
    const young = { name: '少年', number: numberOf('2008-12-21', 11) }
    const stranger = { name: '外来人', number: numberOf('1988-08-08', 9, '410105') }
    const bad = { ...li, number: `${li.number.slice(0, 17)}${li.number.endsWith('0') ? '1' : '0'}` }
    const items = await Promise.all([young, stranger, bad].map(who => sealed(registrationOf(who))))
    const wrong = { kind: 'registration', registration: { ...registrationOf(li).registration, channel: 'post' } }
    const { results } = value(await sync([...items, await sealed(wrong)], registerQueued))
    expect(results[0]).toMatchObject({ answer: { outcome: 'refused', findings: [{ code: 'eligibility.age', article: 'EL 4' }] } })
    expect(results[1]).toMatchObject({ name: '外来人', answer: { outcome: 'review' } })
    expect(results[2]).toMatchObject({ name: '李小明' })
    expect(JSON.stringify(results)).not.toContain(bad.number)
    expect(results[3]).toMatchObject({ state: 'refused', error: { code: 'request.invalid', field: 'channel' } })
  })
})
