/** A server whose clock is in doubt: all goes on but what publishes or destroys, until an administrator confirms the clock. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { recordHeartbeat } from '../../platform/clock/index.ts'
import type { Database } from '../../platform/database/index.ts'
import { describeStores } from '../../platform/testing/stores.ts'
import { type Answered, type Send, startServer } from './testing/running.ts'

const NEW = { areaCode: '110105', day: '2027-01-20', levels: ['county'], name: '朝阳区换届选举' }

describeStores('the clock of a server', open => {
  let database: Database
  let server: Awaited<ReturnType<typeof startServer>>
  let send: Send
  let election: string
  /** The heartbeat that `mingce serve` sends each minute. */
  const beatOn = async (day: string) => {
    server.setDay(day)
    return (await recordHeartbeat(database, { now: () => new Date(`${day}T01:00:00Z`) })).doubt
  }
  const publish = () => send('POST', `/api/elections/${election}/rolls`, { preview: 1 })
  const work = async () =>
    (((await send('GET', `/api/elections/${election}/overview`)).json.work ?? []) as { task: string }[]).map(({ task }) => task)

  beforeEach(async () => {
    database = await open()
    server = await startServer(database)
    await server.jobs.start()
    send = await server.signIn('district', 'district', '110105')
    election = String((await send('POST', '/api/elections', NEW)).json.id)
    expect(await beatOn('2026-11-20')).toBeNull()
  })
  afterEach(() => server.stop())

  it.each([
    ['three months ahead', '2027-02-20', 'ahead'],
    ['a day behind', '2026-11-19', 'behind'],
  ])('%s: publishing waits, reading goes on, and an administrator confirms it', async (_, day, doubt) => {
    expect(await beatOn(day)).toBe(doubt)
    const refused: Answered = await publish()
    expect([refused.status, refused.json.error?.code]).toEqual([503, 'clock.in-doubt'])
    expect(refused.json.error?.zh).toContain('服务器时钟可能不准')
    expect((await send('GET', '/api/elections')).status).toBe(200)
    expect((await send('POST', `/api/elections/${election}/check`, {})).status).toBe(200)
    expect(await work()).toContain('clock.in-doubt')
    expect((await send('GET', '/api/clock')).json).toMatchObject({ doubt, now: `${day}T01:00:00.000Z` })

    const auditor = await server.signIn('auditor', 'auditor', '110105')
    expect((await auditor('POST', '/api/clock/confirm', {})).status).toBe(403)
    expect((await send('POST', '/api/clock/confirm', {})).json).toMatchObject({ doubt: null })
    expect(await work()).not.toContain('clock.in-doubt')
    expect((await publish()).status).toBe(202)
  })
})
